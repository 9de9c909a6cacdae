"""Two people merge the same tickets at once, with two real cursors."""

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_sla_concurrency import WorkersCommon


@tagged("post_install", "-at_install")
class TestTwoMerges(WorkersCommon):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            customer = env["res.partner"].create({"name": "Ferretería"})
            env["helpdesk.ticket"].browse(self.ticket_ids).partner_id = customer
            self.customer_id = customer.id

    def _clean_up(self):
        done = super()._clean_up()
        with self.registry.cursor() as cr:
            self._env(cr)["res.partner"].browse(self.customer_id).unlink()
        return done

    def _merge(self, cr, ids):
        self._env(cr)["helpdesk.ticket"].browse(ids).merge_into_oldest(messages={})

    def test_the_second_begins_again_and_finds_them_closed(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            # both have looked before either has merged
            for cr in (first, second):
                self._env(cr)["helpdesk.ticket"].browse(self.ticket_ids).mapped("name")
            self._merge(first, self.ticket_ids[:3])
            first.commit()
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                self._merge(second, self.ticket_ids[1:4])
            second.rollback()
            with self.assertRaises(UserError):
                self._merge(second, self.ticket_ids[1:4])
            second.rollback()
        merged = self._count_all("merge")
        self.assertEqual(merged, dict.fromkeys(self.ticket_ids[1:3], 1))

    def test_others_of_the_same_oldest_are_merged_one_after_the_other(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._merge(first, self.ticket_ids[:2])
            first.commit()
            self._merge(second, [self.ticket_ids[0], self.ticket_ids[2]])
            second.commit()
        self.assertEqual(
            self._count_all("merge"), dict.fromkeys(self.ticket_ids[1:3], 1)
        )
