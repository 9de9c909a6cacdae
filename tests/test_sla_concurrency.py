"""Two workers at once, with two real cursors: nothing is lost, nothing done twice."""

from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestTwoWorkers(BaseCase):
    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._env(cr)
            plan = env["helpdesk.support.plan"].create(
                {
                    "name": "Plata",
                    "code": "plata",
                    "tz": "America/Bogota",
                    "policy_ids": [
                        (
                            0,
                            0,
                            {"name": "Solución", "metric": "resolution", "amount": 8},
                        )
                    ],
                }
            )
            ticket = env["helpdesk.ticket"].create(
                {"name": "No firma", "description": "402", "plan_id": plan.id}
            )
            self.plan_id, self.ticket_id = plan.id, ticket.id
            self.due = ticket.clock_ids.deadline
        self.addCleanup(self._clean_up)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["helpdesk.ticket"].browse(self.ticket_id).unlink()
            env["helpdesk.support.plan"].browse(self.plan_id).unlink()

    def _process_due(self, cr, commit=True):
        crons = self.registry["ir.cron"]

        def commit_progress(cron, *args, **kwargs):
            if commit:
                cron.env.cr.commit()
            return 60.0

        with patch.object(crons, "_commit_progress", commit_progress):
            clocks = self._env(cr)["helpdesk.sla.clock"]
            clocks._cron_process_due(self.due + timedelta(days=1))

    def _count(self, kind):
        with self.registry.cursor() as cr:
            domain = [("ticket_id", "=", self.ticket_id), ("kind", "=", kind)]
            return self._env(cr)["helpdesk.ticket.event"].search_count(domain)

    def test_what_another_worker_has_in_hand_is_skipped(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._process_due(first, commit=False)
            self._process_due(second)
            first.commit()
        self.assertEqual(self._count("clock_breached"), 1)
        self.assertEqual(self._count("clock_warned"), 1)

    @mute_logger("odoo.sql_db")
    def test_one_that_began_before_does_not_record_it_again(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._env(second)["helpdesk.sla.clock"].search([("id", "=", 0)])
            second.execute("SELECT 1")  # its view of the data begins here
            self._process_due(first)
            with self.assertRaises(SerializationFailure):
                self._process_due(second)
        self.assertEqual(self._count("clock_breached"), 1)

    @mute_logger("odoo.sql_db")
    def test_an_analyst_and_the_cron_meet(self):
        """The later one has to try again, as Odoo does with every request."""
        with self.registry.cursor() as analyst, self.registry.cursor() as cron:
            ticket = self._env(analyst)["helpdesk.ticket"].browse(self.ticket_id)
            self.assertFalse(ticket.clock_ids.breached_at)
            self._process_due(cron)
            with self.assertRaises(SerializationFailure):
                ticket.declare_wait("payment")
                analyst.commit()
            analyst.rollback()
        with self.registry.cursor() as cr:
            ticket = self._env(cr)["helpdesk.ticket"].browse(self.ticket_id)
            ticket.declare_wait("payment")
            self.assertEqual(ticket.clock_ids.state, "paused")
            breached_at = ticket.clock_ids.breached_at
        self.assertEqual(self._count("clock_breached"), 1)
        self.assertEqual(breached_at, self.due)
        self.assertIsInstance(self.due, datetime)
