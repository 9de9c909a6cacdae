"""Timed rules on real tickets: once each, in order, whatever goes wrong."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .common import MANAGER, new_test_user
from .sla_common import SlaCommon


class RuleCommon(SlaCommon):
    """A plan of the tests' own without any rules, and actions that leave a mark."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["helpdesk.escalation.rule"]
        cls.steps = cls.env["helpdesk.escalation.step"]
        cls.plan.escalation_rule_ids.unlink()
        cls.mark = cls._action("records.write({'color': record.color + 1})")
        cls.note = cls._action("for ticket in records: ticket._message_log(body='hi')")

    @classmethod
    def _action(cls, code):
        """Return a server action that rules may have."""
        return cls.env["ir.actions.server"].create(
            {
                "name": "Marcar",
                "model_id": cls.env["ir.model"]._get_id("helpdesk.ticket"),
                "state": "code",
                "code": code,
                "is_escalation_action": True,
            }
        )

    @classmethod
    def _rule(cls, trigger, **values):
        """Return a rule of the plan that has always been in force."""
        return cls.rules.create(
            {
                "name": trigger,
                "plan_id": cls.plan.id,
                "trigger": trigger,
                "action_server_id": cls.mark.id,
                **values,
            }
        )

    def _run(self, text):
        """Let the cron look at a local time of the plan."""
        with self._at(text) as now, self._without_commits():
            self.rules._cron_run(now)
        return now

    def _states(self, ticket, rule=None):
        steps = ticket.escalation_step_ids.sorted(lambda step: (step.due_at, step.id))
        if rule:
            steps = steps.filtered(lambda step: step.rule_id == rule)
        return steps.mapped("state")


@tagged("post_install", "-at_install")
class TestSteps(RuleCommon):
    def _open(self, text="2026-03-09 10:00", **values):
        with self._at(text):
            return self._create_ticket(
                type_id=self._ref("type_problem").id, user_id=self.analyst.id, **values
            )

    def test_a_step_is_planned_and_runs_once(self):
        rule = self._rule("unsolved", delay=24)
        ticket = self._open()
        self.assertEqual(self._states(ticket), ["pending"])
        self._run("2026-03-10 09:59")
        self.assertEqual(ticket.color, 0)
        now = self._run("2026-03-10 10:00")
        self.assertEqual(ticket.color, 1)
        step = ticket.escalation_step_ids
        self.assertEqual((step.state, step.at, step.rule_id), ("done", now, rule))
        self._run("2026-03-12 10:00")
        self.assertEqual(ticket.color, 1)

    def test_what_is_solved_needs_nothing_any_more(self):
        self._rule("unsolved", delay=24)
        ticket = self._open()
        with self._at("2026-03-09 12:00"):
            ticket.with_context(helpdesk_said_as="solve").sudo().write(
                {"stage_id": self._stage("solved").id}
            )
        self.assertFalse(ticket.escalation_step_ids)

    def test_another_level_begins_anew(self):
        self._rule("unsolved", delay=24)
        ticket = self._open()
        self._run("2026-03-10 11:00")
        with self._at("2026-03-10 12:00"):
            ticket.sudo().level_id = self.n2
        self.assertEqual(self._states(ticket), ["done", "pending"])
        self.assertTrue(ticket.escalation_step_ids.sorted("due_at")[0].is_over)
        self._run("2026-03-11 12:00")
        self.assertEqual(ticket.color, 2)

    def test_after_downtime_only_the_highest_step_runs(self):
        """B9: whoever was away for days is not chased by every step at once."""
        low = self._rule("unsolved", delay=4, sequence=10)
        high = self._rule("unsolved", delay=8, sequence=20)
        other = self._rule("not_told", delay=5)
        ticket = self._open()
        self._run("2026-03-12 10:00")
        self.assertEqual(self._states(ticket, low), ["skipped"])
        self.assertEqual(self._states(ticket, high), ["done"])
        self.assertEqual(self._states(ticket, other), ["done"])
        self.assertEqual(ticket.color, 2)

    def test_one_after_the_other_when_nobody_was_away(self):
        low = self._rule("unsolved", delay=4, sequence=10)
        high = self._rule("unsolved", delay=8, sequence=20)
        ticket = self._open()
        self._run("2026-03-09 14:30")
        self._run("2026-03-09 18:30")
        self.assertEqual(self._states(ticket, low), ["done"])
        self.assertEqual(self._states(ticket, high), ["done"])

    def test_a_rule_after_another(self):
        first = self._rule("unsolved", delay=4)
        then = self._rule("after", after_id=first.id, delay=2, sequence=20)
        ticket = self._open()
        self.assertFalse(self._states(ticket, then))
        now = self._run("2026-03-09 14:30")
        step = ticket.escalation_step_ids.filtered(lambda it: it.rule_id == then)
        self.assertEqual(step.due_at, now + timedelta(hours=2))
        self._run("2026-03-09 16:30")
        self.assertEqual(step.state, "done")

    def test_at_once_means_in_the_same_transaction(self):
        self._rule("impact", priorities="3")
        ticket = self._open()
        self.assertFalse(ticket.color)
        with self._at("2026-03-09 11:00"):
            ticket.with_user(self.leader).priority = "3"
        self.assertEqual(ticket.color, 1)
        self.assertEqual(ticket.escalation_step_ids.state, "done")

    def test_an_action_that_fails_stops_nothing_else(self):
        broken = self._rule(
            "unsolved", delay=4, action_server_id=self._action("1 / 0").id
        )
        self._rule("not_told", delay=4)
        ticket, other = self._open(), self._open()
        self._run("2026-03-09 14:30")
        self.assertEqual((ticket.color, other.color), (1, 1))
        self.assertEqual(self._states(ticket, broken), ["failed"])
        self.assertEqual((broken.run_count, broken.failed_count), (0, 2))
        self.assertIn("division by zero", broken.last_error)
        self.assertIn(broken, self.rules.search([("failed_count", ">", 0)]))

    def test_one_ticket_that_fails_takes_no_other_with_it(self):
        ticket, other = self._open(), self._open()
        code = (
            f"for ticket in records:\n"
            f"    ticket.write({{'color': 1 // (ticket.id - {ticket.id}) or 1}})"
        )
        with self._at("2026-03-09 10:00"):
            action = self._action(code)
            rule = self._rule("unsolved", delay=4, action_server_id=action.id)
        self._run("2026-03-09 14:30")
        self.assertEqual(self._states(ticket, rule), ["failed"])
        self.assertEqual(self._states(other, rule), ["done"])
        self.assertFalse(ticket.color)

    def test_a_failure_caused_by_somebody_does_not_stop_them(self):
        self._rule("impact", priorities="3", action_server_id=self._action("1/0").id)
        ticket = self._open()
        with self._at("2026-03-09 11:00"):
            ticket.with_user(self.leader).priority = "3"
        self.assertEqual(ticket.priority, "3")
        self.assertEqual(ticket.escalation_step_ids.state, "failed")

    def test_a_manager_tries_again(self):
        action = self._action("1 / 0")
        self._rule("unsolved", delay=4, action_server_id=action.id)
        ticket = self._open()
        self._run("2026-03-09 14:30")
        action.code = self.mark.code
        step = ticket.escalation_step_ids
        with self._refused("Only a manager"):
            step.with_user(self.leader).action_try_again()
        manager = new_test_user(self.env, "marta", MANAGER)
        step.with_user(manager).action_try_again()
        self.assertEqual((step.state, ticket.color), ("done", 1))
        with self._refused("nothing to try again"):
            step.with_user(manager).action_try_again()

    def test_what_is_over_is_not_tried_again(self):
        self._rule("not_told", delay=4, action_server_id=self._action("1 / 0").id)
        ticket = self._open()
        self._run("2026-03-09 14:30")
        with self._at("2026-03-09 15:00"):
            ticket.with_user(self.analyst).message_post(
                body="Seguimos",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        failed = ticket.escalation_step_ids.filtered(lambda it: it.state == "failed")
        self.assertTrue(failed.is_over)
        manager = new_test_user(self.env, "marta", MANAGER)
        with self._refused("nothing to try again"):
            failed.with_user(manager).action_try_again()

    def test_a_new_rule_chases_nobody_for_the_past(self):
        old, recent = self._open(), self._open("2026-03-12 09:00")
        with self._at("2026-03-12 10:00"):
            rule = self._rule("unsolved", delay=24)
            self._rule("after", after_id=rule.id, delay=1, sequence=20)
            self._rule("not_told")
        self.assertEqual(self._states(old, rule), ["skipped"])
        self.assertEqual(self._states(recent, rule), ["pending"])
        self._run("2026-03-12 23:00")
        self.assertEqual((old.color, recent.color), (0, 0))
        self._run("2026-03-13 09:00")
        self.assertEqual((old.color, recent.color), (0, 1))

    def test_a_wider_rule_chases_nobody_for_the_past(self):
        """Neither what it had not been for, nor what it would have done earlier."""
        urgent = self._rule("impact", priorities="3")
        slow = self._rule("unsolved", delay=100)
        ticket = self._open()
        with self._at("2026-03-12 10:00"):
            urgent.priorities = False
            slow.delay = 2
        self._run("2026-03-12 11:00")
        self.assertFalse(ticket.color)
        self.assertEqual(self._states(ticket), ["skipped", "skipped"])

    def test_what_does_not_matter_to_time_plans_nothing_anew(self):
        rule = self._rule("unsolved", delay=24)
        plans = type(self.env["helpdesk.support.plan"])
        with patch.object(plans, "_resync_escalation") as resync:
            rule.write({"name": "Otra", "sequence": 30, "role": "on_call"})
            resync.assert_not_called()
            rule.delay = 12
            resync.assert_called_once()

    def test_archived_tickets_are_left_alone(self):
        self._rule("unsolved", delay=24)
        ticket = self._open()
        ticket.active = False
        self._run("2026-03-11 10:00")
        self.assertFalse(ticket.color)

    def test_an_action_that_deletes_its_ticket_stops_nothing_else(self):
        gone = self._action("records.unlink()")
        self._rule("unsolved", delay=4, action_server_id=gone.id, name="Borrar")
        then = self._rule("not_told", delay=4)
        self._rule("after", after_id=then.id, delay=1)
        ticket = self._open()
        self._run("2026-03-09 14:30")
        self.assertFalse(ticket.exists())

    def test_rules_act_in_their_order(self):
        first = self._action("records.write({'color': 2})")
        second = self._action("records.write({'color': record.color * 10 + 1})")
        self._rule("impact", sequence=20, action_server_id=second.id)
        self._rule("impact", sequence=10, action_server_id=first.id)
        self.assertEqual(self._open().color, 21)

    def test_what_a_manager_changes_is_planned_anew(self):
        rule = self._rule("unsolved", delay=24)
        ticket = self._open()
        with self._at("2026-03-09 11:00"):
            rule.delay = 2
        step = ticket.escalation_step_ids
        self.assertEqual(step.due_at - step.episode, timedelta(hours=2))
        self._run("2026-03-09 12:00")
        self.assertEqual(ticket.color, 1)
        with self._at("2026-03-09 13:00"):
            rule.active = False
        other = self._open("2026-03-09 14:00")
        self.assertFalse(other.escalation_step_ids)
        with self._at("2026-03-20 14:00"):
            rule.active = True
        self.assertEqual(self._states(other), ["skipped"])

    def test_by_hand_it_does_not_come_again(self):
        rule = self._rule("unsolved", delay=24)
        ticket = self._open()
        with self._at("2026-03-09 12:00"):
            rule.with_user(self.analyst)._note_by_hand(ticket)
        step = ticket.escalation_step_ids
        self.assertEqual((step.state, step.user_id), ("done", self.analyst))
        self._run("2026-03-11 12:00")
        self.assertFalse(ticket.color)

    def test_mails_are_left_to_the_queue(self):
        self._rule("unsolved", delay=4, action_server_id=self.note.id)
        ticket = self._open()
        self._run("2026-03-09 14:30")
        self.assertIn("hi", ticket.message_ids[0].body)

    def test_the_next_step_is_told(self):
        self._rule("unsolved", delay=4, name="Avisar al líder")
        ticket = self._open()
        with self._at("2026-03-09 11:00"):
            shown = ticket.with_context(lang="en_US")
            shown.invalidate_recordset(["escalation_next"])
            self.assertEqual(shown.escalation_next, "in 3 hours: Avisar al líder")
        soon = [("escalation_due_at", "<=", "2026-03-09 23:00:00")]
        self.assertIn(ticket, self.tickets.search(soon))
        self.assertNotIn(
            ticket, self.tickets.search([("escalation_due_at", "=", False)])
        )

    def test_a_ticket_of_another_plan_keeps_nothing(self):
        self._rule("unsolved", delay=24)
        ticket = self._open()
        with self._at("2026-03-09 11:00"):
            ticket.sudo().plan_id = self._ref("plan_ikhodi")
        pending = ticket.escalation_step_ids.filtered(
            lambda step: step.rule_id.plan_id == self.plan
        )
        self.assertFalse(pending)

    def test_lowest_rights_are_enough_to_cause_and_read_steps(self):
        self._rule("unsolved", delay=24)
        with self._at("2026-03-09 10:00"):
            ticket = self.tickets.with_user(self.analyst).create(
                {"name": "A", "description": "b", "user_id": self.analyst.id}
            )
        self.assertEqual(self._states(ticket), ["pending"])
        self.assertTrue(ticket.escalation_next)

    def test_it_costs_a_constant_number_of_queries(self):
        self._rule("unsolved", delay=24)
        self._rule("not_told", delay=4)
        some = self._open()
        more = self.tickets.union(*(self._open() for _number in range(10)))
        counts = []
        for tickets in (some, more):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._at("2026-03-09 12:00"):
                tickets.sudo().write({"stage_id": self._stage("in_progress").id})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 40)


@tagged("post_install", "-at_install")
class TestTick(RuleCommon):
    def _create_many(self, number):
        with self._at("2026-03-09 10:00"):
            values = {"name": "No firma", "description": "402"}
            return self.tickets.create([values] * number)

    def test_a_tick_costs_the_same_for_many(self):
        self._rule("unsolved", delay=24, action_server_id=self._action("pass").id)
        counts = []
        for number in (1, 2, 20):
            self._create_many(number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run("2026-03-10 10:00")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])

    def test_an_idle_tick(self):
        self._rule("unsolved", delay=24)
        self._create_many(3)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._run("2026-03-09 11:00")
        self.assertLessEqual(self.env.cr.sql_log_count - before, 5)

    def test_batches(self):
        self._rule("unsolved", delay=24)
        tickets = self._create_many(7)
        name = "odoo.addons.helpdesk_support_plan.models.helpdesk_escalation_step.BATCH"
        with patch(name, 3):
            self._run("2026-03-10 10:00")
        self.assertEqual(set(tickets.mapped("color")), {1})
