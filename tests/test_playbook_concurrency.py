"""Steps with two real cursors: each is done once, whoever else is at work."""

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_sla_concurrency import WorkersCommon


@tagged("post_install", "-at_install")
class TestPlaybookConcurrency(WorkersCommon):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            kind = env["helpdesk.ticket.type"].create({"name": "Revisión"})
            playbook = env["helpdesk.playbook"].create(
                {
                    "name": "Revisar",
                    "type_ids": kind.ids,
                    "step_ids": [
                        (0, 0, {"name": "Mirar", "phase": "Uno", "gate": "solve"}),
                        (0, 0, {"name": "Anotar", "phase": "Uno"}),
                    ],
                }
            )
            env["helpdesk.ticket"].browse(self.ticket_ids).type_id = kind
            self.kind_id, self.playbook_id = kind.id, playbook.id

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["helpdesk.ticket"].browse(self.ticket_ids).playbook_id = False
            env["helpdesk.ticket.step"].search(
                [
                    ("playbook_id", "=", self.playbook_id),
                    ("active", "in", [True, False]),
                ]
            ).unlink()
            env["helpdesk.playbook"].browse(self.playbook_id).unlink()
            env["helpdesk.ticket"].browse(self.ticket_ids).type_id = False
            env["helpdesk.ticket.type"].browse(self.kind_id).unlink()
        return super()._clean_up()

    def _get_step(self, cr):
        ticket = self._env(cr)["helpdesk.ticket"].browse(self.ticket_id)
        return ticket.step_ids.filtered(lambda row: row.step_id.name == "Mirar")

    @mute_logger("odoo.sql_db")
    def test_a_step_is_done_once(self):
        with self.registry.cursor() as one, self.registry.cursor() as other:
            late = self._get_step(other)
            self.assertEqual(late.state, "todo")
            self._get_step(one).mark_done()
            one.commit()  # pylint: disable=invalid-commit
            # Odoo tries again whatever fails so
            with self.assertRaises(SerializationFailure):
                late.mark_done()
                other.flush()
            other.rollback()
            with self.assertRaises(UserError):
                self._get_step(other).mark_done()
            other.rollback()
