"""Two workers at once, with two real cursors: nothing is lost, nothing done twice."""

import os
import signal
import warnings
from collections import Counter
from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..models import helpdesk_sla_clock

TICKETS = 5


class WorkersCommon(BaseCase):
    """Tickets that are really there, for all to see; they are gone afterwards."""

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
            values = {"name": "No firma", "description": "402", "plan_id": plan.id}
            user = env.ref("base.user_admin")
            tickets = env["helpdesk.ticket"].create(
                [{**values, "user_id": user.id} for _number in range(TICKETS)]
            )
            self.plan_id, self.ticket_ids = plan.id, tickets.ids
            self.ticket_id = tickets[0].id
            self.due = tickets[-1].clock_ids.deadline
        self.addCleanup(self._clean_up)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["helpdesk.ticket"].browse(self.ticket_ids).unlink()
            env["helpdesk.support.plan"].browse(self.plan_id).unlink()
            cron = env.ref("helpdesk_support_plan.ir_cron_process_due")
            env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()

    def _process_due(self, cr, commit=True, done=None):
        """Let the cron look, a day after everything was due.

        :param done: called after each batch, before it is committed
        """
        crons = self.registry["ir.cron"]

        def commit_progress(cron, processed=0, **kwargs):
            if done and processed:
                done()
            if commit:
                cron.env.cr.commit()
            return 60.0

        with patch.object(crons, "_commit_progress", commit_progress):
            clocks = self._env(cr)["helpdesk.sla.clock"]
            clocks._cron_process_due(self.due + timedelta(days=1))

    def _count_all(self, kind):
        """Return how often something was recorded of each of the tickets."""
        with self.registry.cursor() as cr:
            domain = [("ticket_id", "in", self.ticket_ids), ("kind", "=", kind)]
            events = self._env(cr)["helpdesk.ticket.event"].search(domain)
            return Counter(event.ticket_id.id for event in events)

    def _count_warnings(self):
        with self.registry.cursor() as cr:
            activities = self._env(cr)["mail.activity"].search(
                [
                    ("res_model", "=", "helpdesk.ticket"),
                    ("res_id", "in", self.ticket_ids),
                ]
            )
            return Counter(activities.mapped("res_id"))

    def _assert_each_once(self):
        once = dict.fromkeys(self.ticket_ids, 1)
        self.assertEqual(self._count_all("clock_warned"), once)
        self.assertEqual(self._count_all("clock_breached"), once)
        self.assertEqual(self._count_warnings(), once)

    def _count(self, kind):
        with self.registry.cursor() as cr:
            domain = [("ticket_id", "=", self.ticket_id), ("kind", "=", kind)]
            return self._env(cr)["helpdesk.ticket.event"].search_count(domain)


@tagged("post_install", "-at_install")
class TestTwoWorkers(WorkersCommon):
    def test_what_another_worker_has_in_hand_is_skipped(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._process_due(first, commit=False)
            self._process_due(second)
            first.commit()
        self.assertEqual(self._count("clock_breached"), 1)
        self.assertEqual(self._count("clock_warned"), 1)

    def test_one_that_began_before_does_not_record_it_again(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._env(second)["helpdesk.sla.clock"].search([("id", "=", 0)])
            second.execute("SELECT 1")  # its view of the data begins here
            self._process_due(first)
            self._process_due(second)
        self._assert_each_once()

    def test_behind_what_is_skipped_it_goes_on(self):
        """More than a batch in the hands of others does not stop the rest."""
        with self.registry.cursor() as other, self.registry.cursor() as cron:
            clocks = self._env(other)["helpdesk.ticket"].browse(self.ticket_ids[:4])
            self.assertEqual(len(clocks.clock_ids.try_lock_for_update()), 4)
            with patch.object(helpdesk_sla_clock, "BATCH", 2):
                self._process_due(cron)
        expected = {self.ticket_ids[-1]: 1}
        self.assertEqual(self._count_all("clock_breached"), expected)
        with self.registry.cursor() as cron:
            self._process_due(cron)
        self._assert_each_once()

    def test_two_at_work_share_it(self):
        """Each takes what the other has not; together they do all of it."""
        with self.registry.cursor() as one, self.registry.cursor() as other:
            shared = []

            def let_the_other_work():
                if not shared:
                    shared.append(self._process_due(other))

            with patch.object(helpdesk_sla_clock, "BATCH", 2):
                self._process_due(one, done=let_the_other_work)
        self._assert_each_once()

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


@tagged("post_install", "-at_install")
class TestKilled(WorkersCommon):
    """A worker that is killed leaves no half batch, and nothing is done again."""

    def _work_and_die(self, batches):
        """Let another process look, and be killed before so many batches are through.

        It never comes back from here. What it has of this process are the connections
        to the database: it must not use them, so it gets a pool of its own.
        """
        sql_db._Pool = None
        left = [batches]

        def die():
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        with (
            sql_db.db_connect(get_db_name()).cursor() as cr,
            patch.object(helpdesk_sla_clock, "BATCH", 2),
        ):
            self._process_due(cr, done=die)

    def _fork(self, batches):
        """Return the signal that ended the other process."""
        with warnings.catch_warnings():
            # newer Pythons warn of threads, which this process does not use meanwhile
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            try:
                self._work_and_die(batches)
            finally:
                os._exit(1)
        _pid, status = os.waitpid(child, 0)
        return os.WTERMSIG(status)

    def test_in_the_middle_of_a_batch(self):
        self.assertEqual(self._fork(batches=2), signal.SIGKILL)
        done = self._count_all("clock_breached")
        self.assertEqual(
            len(done), 2, "the first batch stands, the second left nothing"
        )
        self.assertEqual(self._count_all("clock_warned"), done)
        self.assertEqual(self._count_warnings(), done)
        with self.registry.cursor() as cr:
            self._process_due(cr)
        self._assert_each_once()
        with self.registry.cursor() as cr:
            tickets = self._env(cr)["helpdesk.ticket"].browse(self.ticket_ids)
            for clock in tickets.clock_ids:
                self.assertEqual(clock.breached_at, clock.deadline)

    def test_again_and_again(self):
        for _kill in range(3):
            self.assertEqual(self._fork(batches=1), signal.SIGKILL)
        self.assertFalse(self._count_all("clock_breached"))
        with self.registry.cursor() as cr:
            self._process_due(cr)
        self._assert_each_once()
