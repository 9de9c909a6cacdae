"""Timed escalation with two real cursors: each step once, whoever else is at work."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import helpdesk_escalation_step
from .test_sla_concurrency import WorkersCommon


class StepWorkersCommon(WorkersCommon):
    """The tickets' plan has a rule whose action counts how often it acts."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            action = env["ir.actions.server"].create(
                {
                    "name": "Contar",
                    "model_id": env["ir.model"]._get_id("helpdesk.ticket"),
                    "state": "code",
                    "code": "for one in records: one.write({'color': one.color + 1})",
                    "is_escalation_action": True,
                }
            )
            rule = env["helpdesk.escalation.rule"].create(
                {
                    "name": "Sin resolver",
                    "plan_id": self.plan_id,
                    "trigger": "unsolved",
                    "delay": 24,
                    "action_server_id": action.id,
                }
            )
            self.action_id, self.rule_id = action.id, rule.id

    def _clean_up(self):
        done = super()._clean_up()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["ir.actions.server"].browse(self.action_id).unlink()
            cron = env.ref("helpdesk_support_plan.ir_cron_escalate")
            env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()
        return done

    def _run(self, cr, commit=True, done=None, begun=None):
        """Let the cron look, two days after everything was due.

        :param done: called after each batch, before it is committed
        :param begun: called when the worker has seen what there is, before it begins
        """
        crons = self.registry["ir.cron"]

        def commit_progress(cron, processed=0, **kwargs):
            if done and processed:
                done()
            if commit:
                cron.env.cr.commit()
            if begun and not processed:
                cr.execute("SELECT count(*) FROM helpdesk_escalation_step")
                begun()
            return 60.0

        with patch.object(crons, "_commit_progress", commit_progress):
            rules = self._env(cr)["helpdesk.escalation.rule"]
            rules._cron_run(self.due + timedelta(days=2))

    def _count_acted(self):
        with self.registry.cursor() as cr:
            tickets = self._env(cr)["helpdesk.ticket"].browse(self.ticket_ids)
            return tickets.mapped("color")

    def _count_steps(self):
        with self.registry.cursor() as cr:
            steps = self._env(cr)["helpdesk.escalation.step"].search(
                [("ticket_id", "in", self.ticket_ids)]
            )
            return sorted(steps.mapped("state"))

    def _assert_each_once(self):
        self.assertEqual(self._count_acted(), [1] * len(self.ticket_ids))
        self.assertEqual(self._count_steps(), ["done"] * len(self.ticket_ids))


@tagged("post_install", "-at_install")
class TestTwoStepWorkers(StepWorkersCommon):
    def test_what_another_worker_has_in_hand_is_skipped(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._run(first, commit=False)
            self._run(second)
            first.commit()
        self._assert_each_once()

    def test_one_after_the_other(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._run(first)
            self._run(second)
        self._assert_each_once()

    @mute_logger("odoo.sql_db")
    def test_a_worker_that_saw_the_past_does_nothing_twice(self):
        """Its snapshot is older than what the other one did: it has to look again."""
        with self.registry.cursor() as slow, self.registry.cursor() as quick:
            with self.assertRaises(SerializationFailure):
                self._run(slow, begun=lambda: self._run(quick))
            slow.rollback()
            self._run(slow)
        self._assert_each_once()

    def test_a_restart_in_the_middle(self):
        """What was committed stays, the rest comes when it is back; nothing twice."""

        class Restart(Exception):
            """The worker is gone."""

        batches = []

        def stop_after_the_second():
            batches.append(1)
            if len(batches) == 2:
                raise Restart

        with patch.object(helpdesk_escalation_step, "BATCH", 2):
            with self.assertRaises(Restart), self.registry.cursor() as cr:
                self._run(cr, done=stop_after_the_second)
            self.assertEqual(sum(self._count_acted()), 2)
            with self.registry.cursor() as cr:
                self._run(cr)
        self._assert_each_once()

    @mute_logger("odoo.sql_db")
    def test_somebody_solves_it_at_the_same_time(self):
        """Whoever comes second looks again: nobody is chased for a solved ticket."""
        with self.registry.cursor() as worker, self.registry.cursor() as analyst:
            with self.assertRaises(SerializationFailure):
                self._run(worker, begun=lambda: self._solve(analyst))
            worker.rollback()
            self._run(worker)
        self.assertEqual(sum(self._count_acted()), 0)
        self.assertEqual(self._count_steps(), [])

    def _solve(self, cr):
        env = self._env(cr)
        solved = env["helpdesk.ticket.stage"].search([("code", "=", "solved")])
        tickets = env["helpdesk.ticket"].browse(self.ticket_ids)
        tickets.write({"stage_id": solved[:1].id})
        cr.commit()  # pylint: disable=invalid-commit
