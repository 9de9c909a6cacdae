"""Silence: customers are reminded, and nothing is closed that they were not told of."""

from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from ..models import helpdesk_ticket_reminder
from .test_ticket_acceptance import ValidationCommon

REMINDED = "See the solution"


@tagged("post_install", "-at_install")
class TestReminder(ValidationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.write({"validation_reminder_days": 2, "autoclose_days": 0})

    def setUp(self):
        super().setUp()
        self.ticket = self._proposed("2026-03-09 12:00")

    def _look(self, at):
        with self._at(at) as now, self._without_commits():
            self.tickets.with_user(SUPERUSER_ID)._cron_remind_validation(now)

    def _get_reminders(self, ticket=None):
        messages = (ticket or self.ticket).sudo().message_ids
        return messages.filtered(
            lambda message: message.message_type == "auto_comment"
            and REMINDED in message.body
        )

    def test_every_so_many_days(self):
        """A-G-12, A-COB-16: never silently by default."""
        for at, expected in (
            ("2026-03-11 11:59", 0),
            ("2026-03-11 12:00", 1),
            ("2026-03-11 13:00", 1),
            ("2026-03-13 12:00", 2),
            ("2026-04-30 12:00", 3),
            ("2026-04-30 13:00", 3),
        ):
            with self.subTest(at):
                self._look(at)
                self.assertEqual(len(self._get_reminders()), expected)
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        last = self._get_reminders()[0]
        self.assertIn(f"/my/ticket/{self.ticket.id}", last.body)
        self.assertNotIn("we take it as solved", last.body)

    def test_it_is_no_answer(self):
        response = self._clock(self.ticket, "response").met_at
        self._look("2026-03-11 12:00")
        self.assertEqual(self._clock(self.ticket, "response").met_at, response)
        kinds = self.ticket.sudo().event_ids.mapped("kind")
        self.assertEqual(kinds.count("public_reply"), 0)

    def test_in_their_language(self):
        self.env["res.lang"]._activate_lang("es_419")
        template = self._ref("mail_template_validation_reminder")
        template.with_context(lang="es_419").subject = "¿Quedó resuelto?"
        self.carolina.lang = "es_419"
        self.plan.autoclose_days = 5
        self._look("2026-03-11 12:00")
        message = self.ticket.sudo().message_ids[0]
        self.assertEqual(message.subject, "¿Quedó resuelto?")
        self.assertIn("14 de marzo", message.body)

    def test_where_the_plan_does_not_ask_it_is_silent(self):
        self.plan.validation_reminder_days = 0
        self._look("2026-04-30 12:00")
        self.assertFalse(self._get_reminders())

    def test_who_has_answered_is_not_reminded(self):
        """By words, by accepting, by refusing; nor is what the desk took back."""
        acts = {
            "written": lambda ticket: ticket.with_user(self.portal_user)
            .sudo()
            .message_post(
                body="Lo pruebo mañana",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            ),
            "accepted": lambda ticket: ticket.accept_solution(),
            "refused": lambda ticket: ticket.refuse_solution("Sigue igual"),
            "taken back": lambda ticket: ticket.end_wait(),
            "cancelled": lambda ticket: ticket.cancel("withdrawn"),
        }
        for name, act in acts.items():
            with self.subTest(name):
                ticket = self._proposed("2026-03-09 12:00")
                act(ticket)
                self._look("2026-03-11 12:00")
                self.assertFalse(self._get_reminders(ticket))

    def test_what_is_proposed_again_waits_from_then(self):
        with self._at("2026-03-11 10:00"):
            self.ticket.propose_solution("Ahora sí")
        self._look("2026-03-11 12:00")
        self.assertFalse(self._get_reminders())
        self._look("2026-03-13 10:00")
        self.assertTrue(self._get_reminders())

    def test_who_wrote_may_still_accept_and_is_not_pressed(self):
        """What was proposed stands until they decide; the gate stays shut."""
        self.plan.autoclose_days = 5
        self._look("2026-03-11 12:00")
        with self._at("2026-03-12 10:00"):
            self.ticket._post_as_customer(self.portal_user, "Lo pruebo mañana")
        self.assertEqual(self.ticket.stage_code, "in_progress")
        self._look("2026-04-30 12:00")
        self.assertEqual(len(self._get_reminders()), 1)
        self.assertEqual(self.ticket.stage_code, "in_progress")
        with self._refused("use “Propose solution”"):
            self.ticket.stage_id = self._stage("solved")
        self.env.invalidate_all()
        options = self.ticket._get_answer_options(self.portal_user)
        self.assertTrue(options["accept"] and options["refuse"])
        self.ticket._accept_as(self.portal_user)
        self.assertEqual(self.ticket.closure, "validated")

    def test_a_plan_may_close_in_silence_and_says_when(self):
        """A-G-12: told apart from what the customer accepted."""
        self.plan.autoclose_days = 5
        self._look("2026-03-11 12:00")
        self.assertIn("March 14", self._get_reminders()[0].body)
        self._look("2026-03-13 12:00")
        for at in ("12:00", "23:59"):
            self._look(f"2026-03-14 {at}")
            self.assertEqual(self.ticket.stage_code, "waiting_customer", at)
        self._look("2026-03-15 00:00")
        self.assertEqual(self.ticket.stage_code, "solved")
        self.assertEqual(self.ticket.closure, "silence")
        self.assertEqual(self.ticket.validation_state, "proposed")
        self.assertFalse(self.ticket.proposed_at)
        self.assertFalse(self.ticket.rating_request, "they do not answer")
        self.assertEqual(len(self._get_reminders()), 2)
        self.ticket.reopen("Ya contestó")
        self.assertFalse(self.ticket.closure)
        self.assertFalse(self.ticket.closed_in_silence)

    def test_nothing_is_closed_unannounced(self):
        self.plan.write({"validation_reminder_days": 0, "autoclose_days": 5})
        # the cron was down
        self._look("2026-04-01 12:00")
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        self.assertIn("April 2", self._get_reminders()[0].body)
        self._look("2026-04-02 23:59")
        self.assertFalse(self.ticket.closure)
        self._look("2026-04-03 00:00")
        self.assertEqual(self.ticket.closure, "silence")

    def test_who_cannot_be_told_is_not_closed(self):
        self.plan.autoclose_days = 5
        self.ticket.sudo().write({"partner_id": False, "partner_email": False})
        for day in range(11, 20):
            self._look(f"2026-03-{day} 12:00")
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        self.assertFalse(self._get_reminders())

    def test_what_cannot_be_closed_stops_no_other(self):
        self.plan.autoclose_days = 5
        other = self._proposed("2026-03-09 12:00")
        self._look("2026-03-13 12:00")
        move, mine = type(self.ticket)._move_to, self.ticket.id
        refusal = UserError("No stage")

        def refuse(tickets, code, **values):
            if mine in tickets.ids:
                raise refusal
            return move(tickets, code, **values)

        with patch.object(type(self.ticket), "_move_to", refuse):
            self._look("2026-03-15 00:00")
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        self.assertFalse(self.ticket.closed_in_silence)
        self.assertIn("No stage", self.ticket.sudo().message_ids[0].body)
        self.assertEqual(other.closure, "silence")
        self._look("2026-03-16 00:00")
        self.assertEqual(self.ticket.closure, "silence")

    def test_a_tick_with_nothing_due_costs_little(self):
        """DESIGN 9: whatever the number of tickets."""
        for _number in range(3):
            self._proposed("2026-03-09 12:00")
        self.env.flush_all()
        with self._at("2026-03-10 12:00") as now, self._without_commits():
            robot = self.tickets.with_user(SUPERUSER_ID)
            robot._cron_remind_validation(now)
            self.env.invalidate_all()
            with self.assertQueryCount(5):
                robot._cron_remind_validation(now)

    def test_the_report_tells_silence_apart(self):
        self.plan.autoclose_days = 5
        self.env.company.support_plan_id = self.plan
        problem = self._ref("type_problem").id
        silent = self._proposed(type_id=problem)
        said = self._proposed(type_id=problem)
        said.accept_solution()
        self._look("2026-03-13 12:00")
        self._look("2026-03-15 00:00")
        self.env.flush_all()
        report = self.env["helpdesk.sla.compliance"].with_user(self.leader)
        tickets = (silent | said).ids
        found = report._read_group(
            [("ticket_id", "in", tickets), ("metric", "=", "resolution")],
            ["closure"],
            ["__count"],
        )
        self.assertEqual(dict(found), {"silence": 1, "validated": 1})


@tagged("post_install", "-at_install")
class TestTwoReminders(BaseCase):
    """Two cron workers, with two real cursors: nobody is reminded twice."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.now = Datetime.now() + timedelta(days=3)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            plan = env["helpdesk.support.plan"].create(
                {
                    "name": "Plata",
                    "code": "plata",
                    "tz": "America/Bogota",
                    "validation_reminder_days": 2,
                }
            )
            # of one customer, one worker would have to begin again
            customers = env["res.partner"].create(
                [{"name": name, "email": f"{name}@x.co"} for name in "abcd"]
            )
            tickets = env["helpdesk.ticket"].create(
                [
                    {
                        "name": "No firma",
                        "description": "402",
                        "plan_id": plan.id,
                        "partner_id": customer.id,
                        "user_id": env.ref("base.user_admin").id,
                    }
                    for customer in customers
                ]
            )
            tickets.propose_solution("Ya firma")
            self.plan_id, self.ids = plan.id, tickets.ids
            self.customer_ids = customers.ids
        self.addCleanup(self._clean_up)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["helpdesk.ticket"].browse(self.ids).unlink()
            env["res.partner"].browse(self.customer_ids).unlink()
            env["helpdesk.support.plan"].browse(self.plan_id).unlink()

    def _look(self, cr, commit=True, done=None):
        def commit_progress(cron, processed=0, **kwargs):
            if done and processed:
                done()
            if commit:
                cron.env.cr.commit()
            return 60.0

        crons = self.registry["ir.cron"]
        with (
            patch.object(crons, "_commit_progress", commit_progress),
            patch.object(helpdesk_ticket_reminder, "BATCH", 2),
        ):
            self._env(cr)["helpdesk.ticket"]._cron_remind_validation(self.now)

    def _assert_each_once(self):
        with self.registry.cursor() as cr:
            for ticket in self._env(cr)["helpdesk.ticket"].browse(self.ids):
                said = [REMINDED in message.body for message in ticket.message_ids]
                self.assertEqual(sum(said), 1)

    def test_what_another_worker_has_in_hand_is_skipped(self):
        with self.registry.cursor() as one, self.registry.cursor() as other:
            self._look(one, commit=False)
            self._look(other)
            one.commit()
        self._assert_each_once()

    def test_two_at_work_share_it(self):
        with self.registry.cursor() as one, self.registry.cursor() as other:
            shared = []

            def let_the_other_work():
                if not shared:
                    shared.append(self._look(other))

            self._look(one, done=let_the_other_work)
        self._assert_each_once()
