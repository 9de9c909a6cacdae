"""Who hears of promises in danger, when, and how often."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MANAGER
from .sla_common import PromiseCommon


class WarningCommon(PromiseCommon):
    PROMISES = {"resolution": {"amount": 10}}

    def _activities(self, ticket, name="warning"):
        kind = self._ref(f"mail_activity_type_{name}")
        return self.env["mail.activity"].search(
            [("res_id", "=", ticket.id), ("activity_type_id", "=", kind.id)]
        )

    def _look(self, text):
        """Let the cron look at a local time."""
        with self._at(text) as now:
            self._process_due(now)

    def _act(self, text, act, *values):
        with self._at(text):
            return act(*values)


@tagged("post_install", "-at_install")
class TestWarnings(WarningCommon):
    """At 80 % of ten hours, so at 18:00 for what is due at 20:00."""

    def test_the_responsible_is_warned_once_before_the_limit(self):
        """NAV-3.4-09, A-NAV-37: an activity, with the notification that it brings."""
        ticket = self._register()
        self._look("2026-03-09 17:59")
        self.assertFalse(self._activities(ticket))
        self._look("2026-03-09 18:00")
        activity = self._activities(ticket)
        self.assertEqual(activity.user_id, self.analyst)
        self.assertEqual(activity.sla_metric, "resolution")
        self.assertIn("20:00", activity.summary)
        self.assertEqual(fields.Date.to_string(activity.date_deadline), "2026-03-09")
        self._look("2026-03-09 18:30")
        self.assertEqual(self._activities(ticket), activity)
        notices = self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("notified_partner_ids", "=", self.analyst.partner_id.id),
                ("res_id", "=", ticket.id),
            ]
        )
        self.assertEqual(len(notices), 1)

    def test_in_the_language_and_zone_of_whoever_is_warned(self):
        self.env["res.lang"]._activate_lang("es_419")
        self.analyst.write({"lang": "es_419", "tz": "America/Santiago"})
        ticket = self._register()
        self._look("2026-03-09 18:00")
        # Santiago is two hours ahead of Bogotá in March
        self.assertIn("22:00", self._activities(ticket).summary)
        self.assertIn("mar", self._activities(ticket).summary)

    def test_after_downtime_only_what_is_the_case_now(self):
        ticket = self._register()
        self._look("2026-03-10 09:00")
        activity = self._activities(ticket)
        self.assertEqual(len(activity), 1)
        self.assertIn("late", activity.summary)
        self.assertEqual(self._count_events(ticket, "clock_warned"), 1)
        self.assertEqual(self._count_events(ticket, "clock_breached"), 1)

    def test_a_miss_is_told_to_who_was_warned(self):
        ticket = self._register()
        self._look("2026-03-09 18:00")
        self._look("2026-03-09 20:01")
        [activity] = self._activities(ticket)
        self.assertIn("late", activity.summary)

    def test_what_was_done_comes_back_only_when_it_is_missed(self):
        ticket = self._register()
        self._look("2026-03-09 18:00")
        self._activities(ticket).with_user(self.analyst).action_done()
        self._look("2026-03-09 19:00")
        self.assertFalse(self._activities(ticket))
        self._look("2026-03-09 20:01")
        self.assertTrue(self._activities(ticket))

    def test_it_goes_when_the_danger_is_over(self):
        for name, act in {
            "solved": lambda ticket: ticket.solve("Listo"),
            "cancelled": lambda ticket: ticket.cancel("other", "Ya no"),
            "waits": lambda ticket: ticket.declare_wait("provider"),
            "later": lambda ticket: ticket.with_user(self.leader).set_deadline(
                "resolution", fields.Datetime.to_datetime("2026-03-20 20:00"), "pedido"
            ),
        }.items():
            with self.subTest(name):
                ticket = self._register()
                self._look("2026-03-09 18:00")
                self.assertTrue(self._activities(ticket))
                self._act("2026-03-09 18:10", ticket.action_start)
                self.assertTrue(self._activities(ticket))
                self._act("2026-03-09 18:20", act, ticket)
                self.assertFalse(self._activities(ticket))

    def test_it_comes_back_when_the_ticket_goes_on(self):
        ticket = self._register()
        self._look("2026-03-09 18:00")
        self._act("2026-03-09 18:20", ticket.declare_wait, "provider")
        self._look("2026-03-10 09:00")
        self.assertFalse(self._activities(ticket))
        self._act("2026-03-10 09:20", ticket.end_wait)
        self.assertIn("11:00", self._activities(ticket).summary)

    def test_who_takes_the_ticket_over_takes_the_warning_over(self):
        ticket = self._register()
        self._look("2026-03-09 18:00")
        ticket.with_user(self.leader).user_id = self.leader
        self.assertEqual(self._activities(ticket).user_id, self.leader)

    def test_without_a_responsible_the_leader_of_the_team_hears(self):
        self.team.user_id = self.leader
        ticket = self._register(user_id=False)
        self._look("2026-03-09 18:00")
        self.assertEqual(self._activities(ticket).user_id, self.leader)

    def test_without_that_the_leader_of_support(self):
        self.team.user_id = False
        role = self._ref("role_support_leader")
        role.user_ids = self.leader
        ticket = self._register(user_id=False)
        self._look("2026-03-09 18:00")
        self.assertEqual(self._activities(ticket).user_id, self.leader)
        role.user_ids = False
        ticket = self._register(user_id=False)
        self._look("2026-03-09 18:00")
        self.assertIn(self._activities(ticket).user_id, self.team.user_ids)
        self.team.user_ids = False
        ticket = self._register(user_id=False)
        self._look("2026-03-09 18:00")
        self.assertFalse(self._activities(ticket))
        self.assertEqual(self._count_events(ticket, "clock_warned"), 1)

    def test_a_policy_that_does_not_warn(self):
        self._policy().warn_percent = 0
        ticket = self._register()
        self._look("2026-03-09 19:59")
        self.assertFalse(self._activities(ticket))
        self._look("2026-03-09 20:01")
        self.assertTrue(self._activities(ticket))

    def test_the_screen_of_the_responsible_says_so(self):
        self._register()
        users = type(self.env["res.users"])
        with patch.object(users, "_bus_send", autospec=True) as send:
            self._look("2026-03-09 18:00")
        toasts = [
            (call.args[0], call.args[2]["message"])
            for call in send.call_args_list
            if call.args[1] == "simple_notification"
        ]
        [(user, message)] = toasts
        self.assertEqual(user, self.analyst)
        self.assertIn("20:00", message)

    def test_each_run_of_an_update_warns_again(self):
        """NAV-3.2-58, A-NAV-37: news for the customer, again and again."""
        self.gold.policy_ids = [
            (0, 0, {"name": "Noticias", "metric": "update", "amount": 2})
        ]
        ticket = self._register()
        self._act("2026-03-09 10:10", self._answer, ticket)
        for warned, answered in (("11:46", "11:50"), ("13:26", "13:30")):
            self._look(f"2026-03-09 {warned}")
            self.assertEqual(self._activities(ticket).sla_metric, "update")
            self._act(f"2026-03-09 {answered}", self._answer, ticket)
            self.assertFalse(self._activities(ticket))

    def test_queries_do_not_grow_with_clocks_in_no_danger(self):
        tickets = self.tickets.union(*(self._register() for _ in range(12)))

        def wait(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.sudo()._after_advance_clocks(
                fields.Datetime.now(),
                {},
                some.sudo()._project_clocks(some[:1].create_date),
            )
            return self.cr.sql_log_count - before

        wait(tickets[:1])
        self.assertLessEqual(wait(tickets), wait(tickets[:2]))


@tagged("post_install", "-at_install")
class TestCustomerIsTold(WarningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gold.warning_template_id = cls._ref("mail_template_clock_warning")

    def _told(self, ticket):
        return self.env["mail.message"].search(
            [("message_type", "=", "auto_comment"), ("res_id", "=", ticket.id)]
        )

    def test_where_the_plan_says_so(self):
        """NAV-3.4-09: the promise in their words, in the plan's zone."""
        ticket = self._register()
        self._look("2026-03-09 18:00")
        [message] = self._told(ticket)
        self.assertIn("20:00", message.body)
        self.assertIn(ticket.number, message.subject)
        self.assertIn(self.carolina, message.notified_partner_ids)
        self.assertFalse(message.subtype_id.internal)
        self._look("2026-03-09 18:30")
        self.assertEqual(len(self._told(ticket)), 1)

    def test_a_contact_who_is_only_an_address(self):
        ticket = self._register(partner_id=False, partner_email="eva@else.example.com")
        self._look("2026-03-09 18:00")
        mails = self.env["mail.mail"].search(
            [("mail_message_id", "in", self._told(ticket).ids)]
        )
        self.assertIn("eva@else.example.com", mails.mapped("email_to"))

    def test_it_is_no_answer_and_no_news(self):
        self.gold.policy_ids = [
            (0, 0, {"name": "Respuesta", "metric": "response", "amount": 10})
        ]
        ticket = self._register()
        self._look("2026-03-09 18:00")
        self.assertEqual(len(self._told(ticket)), 2)
        self.assertEqual(self._kinds(ticket), ["registered"])

    def test_even_when_a_person_happens_to_move_the_clock(self):
        ticket = self._register()
        self._act("2026-03-09 18:10", ticket.write, {"priority": "2"})
        [message] = self._told(ticket)
        self.assertEqual(message.author_id, self.env.ref("base.partner_root"))
        self.assertNotIn("public_reply", self._kinds(ticket))

    def test_not_when_it_is_too_late(self):
        ticket = self._register()
        self._look("2026-03-09 20:01")
        self.assertFalse(self._told(ticket))

    def test_not_of_time_at_a_level(self):
        self._policy().metric = "ownership"
        ticket = self._register()
        self._look("2026-03-09 18:00")
        self.assertTrue(self._activities(ticket))
        self.assertFalse(self._told(ticket))

    def test_not_where_the_plan_does_not_say_so(self):
        self.gold.warning_template_id = False
        ticket = self._register()
        self._look("2026-03-09 18:00")
        self.assertFalse(self._told(ticket))

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_a_broken_message_stops_no_clock(self):
        """The miss is recorded, the responsible hears, and of the message too."""
        template = self.gold.warning_template_id
        template.body_html = '<p t-out="object.nothing_like_that"/>'
        ticket = self._register()
        self._look("2026-03-09 18:00")
        self.assertFalse(self._told(ticket))
        self.assertTrue(self._activities(ticket))
        self.assertIn("could not be warned", ticket.sudo().message_ids[0].body)

    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("es_419")
        self.env["ir.module.module"].search(
            [("name", "=", "helpdesk_support_plan")]
        )._update_translations(["es_419"])
        self.carolina.lang = "es_419"
        ticket = self._register()
        self._look("2026-03-09 18:00")
        self.assertIn("Seguimos", self._told(ticket).body)

    def test_as_shipped_only_navegasoft_does(self):
        plans = self.env["helpdesk.support.plan"].search(
            [("warning_template_id", "!=", False), ("id", "!=", self.gold.id)]
        )
        self.assertEqual(plans, self._ref("plan_navegasoft"))

    def test_the_manager_chooses_it(self):
        manager = self.env["res.users"].create(
            {
                "name": "Marta",
                "login": "marta",
                "group_ids": [(6, 0, self.env.ref(MANAGER).ids)],
            }
        )
        self.gold.with_user(manager).warning_template_id = False
        self.assertFalse(self.gold.warning_template_id)


@tagged("post_install", "-at_install")
class TestAtOnce(WarningCommon):
    """AT-34, NAV-3.2-57: no time is promised, but somebody hears of it at once."""

    def _get(self, **values):
        values = {
            "partner_id": self.carolina.id,
            "team_id": self.team.id,
            "user_id": self.analyst.id,
            "plan_id": self._ref("plan_cobranza").id,
            **values,
        }
        self.env.company.support_plan_id = self._ref("plan_cobranza")
        return self._create_ticket(**values)

    def test_a_critical_ticket(self):
        ticket = self._get(priority="3")
        [activity] = self._activities(ticket, "alert")
        self.assertEqual(activity.user_id, self.analyst)
        self.assertFalse(self._clock(ticket.sudo(), "response"))

    def test_a_ticket_that_becomes_critical(self):
        ticket = self._get(priority="1")
        self.assertFalse(self._activities(ticket, "alert"))
        ticket.with_user(self.analyst).priority = "3"
        self.assertEqual(len(self._activities(ticket, "alert")), 1)
        ticket.with_user(self.analyst).priority = "2"
        ticket.with_user(self.analyst).priority = "3"
        self.assertEqual(len(self._activities(ticket, "alert")), 1)

    def test_it_is_over_when_somebody_attends_to_it(self):
        ticket = self._get(priority="3")
        self._answer(ticket.with_user(self.analyst))
        self.assertFalse(self._activities(ticket, "alert"))

    def test_the_impacts_of_the_shipped_plans_that_do(self):
        found = self.env["helpdesk.support.severity"].search(
            [("notify_at_once", "=", True)]
        )
        expected = self._ref("severity_cobranza_critical")
        expected |= self._ref("severity_navegasoft_critical")
        self.assertEqual(found, expected)
