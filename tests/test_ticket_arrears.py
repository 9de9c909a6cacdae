"""What a plan does about arrears, who decides otherwise, what lets tickets go on."""

from psycopg2.errors import CheckViolation

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .standing_common import NOON, TODAY, StandingCommon


@tagged("post_install", "-at_install")
class TestArrears(StandingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.arrears_action = "ask"
        cls.n1.user_ids = cls.analyst | cls.leader
        cls.subscription = cls._subscribe()

    def _owing(self, overdue=23, **values):
        """Return a ticket of a customer in arrears, that lacks nothing else."""
        self.invoice = self._bill(self.subscription, overdue=overdue)
        return self._classified(**values).with_user(self.analyst)

    def test_inform(self):
        """It is shown, and nothing more happens."""
        self.plan.arrears_action = "inform"
        ticket = self._owing()
        self.assertTrue(ticket.standing_alert)
        self.assertFalse(ticket.standing_hold)
        self.assertEqual(ticket.kanban_state, "normal")
        ticket.action_start()

    def test_ask_turns_red(self):
        """A-NAV-12: red, and a decision is the next step; nothing is cancelled."""
        ticket = self._owing()
        self.assertEqual(ticket.standing_hold, "ask")
        self.assertEqual(ticket.kanban_state, "blocked")
        self.assertEqual(ticket.next_step, "decide")
        self.assertEqual(ticket.stage_code, "new")
        self.assertFalse(ticket.waiting_reason, "no clock stands still")

    def test_hold_waits_for_the_payment(self):
        self.plan.arrears_action = "hold"
        ticket = self._owing(type_id=self._ref("type_problem").id)
        self.assertEqual(ticket.standing_hold, "hold")
        self.assertEqual(ticket.waiting_reason, "payment")
        self.assertEqual(ticket.kanban_state, "blocked")
        self.assertEqual(ticket.next_step, "wait")
        clock = ticket.clock_ids.filtered(lambda one: one.metric == "resolution")
        self.assertEqual(clock.state, "paused")

    def test_only_arrears_have_consequences(self):
        """Overdue by ten days, agreed on, without service: shown, not stopped."""
        for make in (
            lambda: self._bill(self.subscription, overdue=10),
            lambda: self._agree(self._bill(self.subscription, overdue=30), TODAY),
            lambda: self.subscription.write({"stage_id": self.closed.id}),
        ):
            make()
            self.env.invalidate_all()
            ticket = self._classified()
            self.assertFalse(ticket.standing_hold, ticket.standing)
            self.assertEqual(ticket.kanban_state, "normal", ticket.standing)

    def test_no_service_is_warned_of_where_the_plan_is_strict(self):
        self.subscription.stage_id = self.closed
        ticket = self._classified()
        self.assertTrue(ticket.standing_alert)
        self.plan.arrears_action = "inform"
        self.assertFalse(ticket.standing_alert)

    def test_work_may_not_begin(self):
        ticket = self._owing()
        with self._refused("is in arrears: decide to attend to it anyway, or cancel"):
            ticket.action_start()
        with self._refused("is in arrears"):
            ticket.write({"stage_id": self._stage("solved").id})
        ticket.write({"stage_id": self._stage("waiting_customer").id})
        self.assertEqual(ticket.stage_code, "waiting_customer", "they may be asked")

    def test_confirming_keeps_it_red(self):
        ticket = self._owing()
        ticket.action_confirm_triage()
        self.assertTrue(ticket.triaged)
        self.assertEqual(ticket.kanban_state, "blocked")

    def test_cancelled_by_hand_only(self):
        """NAV-3.2-32."""
        ticket = self._owing()
        ticket.cancel("arrears")
        self.assertEqual(ticket.stage_code, "cancelled")
        self.assertFalse(ticket.standing_hold)

    def test_an_analyst_decides_where_the_plan_asks(self):
        ticket = self._owing()
        for nothing in ("", "  ", None):
            with self._refused("Say why"):
                ticket.override_arrears(nothing)
        ticket.override_arrears("El cliente no puede facturar")
        self.assertEqual(ticket.standing_override, "El cliente no puede facturar")
        self.assertEqual(ticket.standing_override_user_id, self.analyst)
        self.assertEqual(str(ticket.standing_override_at), f"{TODAY} {NOON}")
        self.assertFalse(ticket.standing_hold)
        self.assertEqual(ticket.kanban_state, "normal")
        [event] = ticket.event_ids.filtered(lambda fact: fact.kind == "override")
        self.assertEqual(event.user_id, self.analyst)
        self.assertEqual(event.summary, "El cliente no puede facturar")
        ticket.action_start()
        self.assertEqual(ticket.standing, "arrears", "which it still is")

    def test_a_leader_decides_where_the_plan_holds(self):
        self.plan.arrears_action = "hold"
        ticket = self._owing()
        with self._refused("only a leader"):
            ticket.override_arrears("Lo pide el gerente")
        ticket.with_user(self.leader).override_arrears("Lo pide el gerente")
        self.assertFalse(ticket.standing_hold or ticket.waiting_reason)
        self.assertEqual(ticket.standing_override_user_id, self.leader)

    def test_nobody_writes_a_decision_past_the_method(self):
        self.plan.arrears_action = "hold"
        ticket = self._owing()
        for vals in [
            {"standing_hold": False},
            {"standing_override": "Urge"},
            {"standing_at_intake": "ok"},
            {"standing_override_user_id": self.leader.id},
            {"standing_override_at": "2026-03-01 10:00:00"},
        ]:
            with self._refused("use the button “Attend anyway”"):
                ticket.write(vals)
            with self._refused("use the button “Attend anyway”"):
                self.tickets.with_user(self.analyst).create(
                    {"name": "x", "description": "x", **vals}
                )

    def test_the_wizard_decides(self):
        ticket = self._owing()
        wizard = self.env["helpdesk.ticket.act"].with_user(self.analyst)
        wizard = wizard.create(
            {"act": "override", "ticket_id": ticket.id, "note": "Urge"}
        )
        wizard.action_apply()
        self.assertEqual(ticket.standing_override, "Urge")

    def test_a_decision_is_about_one_customer(self):
        ticket = self._owing()
        ticket.override_arrears("Urge")
        theirs = self._subscribe(self.company_b)
        self._bill(theirs, overdue=40)
        ticket.with_user(self.leader).partner_id = self.mateo
        self.assertFalse(ticket.standing_override)
        self.assertEqual(ticket.standing_hold, "ask")

    def test_bajar_base_is_exempt(self):
        """A-NAV-12: what is to be done to those who do not pay goes on."""
        exempt = self._ref("tag_bajar_base")
        ticket = self._owing(tag_ids=exempt.ids)
        self.assertEqual(ticket.standing, "arrears")
        self.assertFalse(ticket.standing_hold)
        other = self._classified()
        self.assertTrue(other.standing_hold)
        other.tag_ids = exempt
        self.assertFalse(other.standing_hold)

    def test_identified_later(self):
        self._bill(self.subscription, overdue=23)
        ticket = self._create_ticket(partner_email="alguien@example.com")
        self.assertEqual(ticket.standing_at_intake, "unknown")
        self.assertFalse(ticket.standing_hold)
        ticket.with_user(self.leader).partner_id = self.carolina
        self.assertEqual(ticket.standing_hold, "ask")
        self.assertEqual(ticket.standing_at_intake, "arrears")

    def test_the_other_subscription(self):
        ticket = self._owing()
        paid = self._subscribe()
        ticket.subscription_id = paid
        self.assertFalse(ticket.standing_hold)
        self.assertEqual(ticket.kanban_state, "normal")

    def test_a_paid_ticket_goes_on_by_itself(self):
        """A payment, an agreement or a look lets it go on; ready ones are green."""
        self.plan.arrears_action = "hold"
        ticket = self._owing()
        ticket.action_confirm_triage()
        cron = self._ref("ir_cron_release_paid")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self._pay(self.invoice)
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.assertGreater(after, triggers)
        self.tickets._cron_release_paid()
        told = self.env["mail.message"].search(
            [("model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)], limit=1
        )
        self.assertIn(f"{ticket.number} goes on", told.body)
        self.assertIn(self.analyst.partner_id, told.notified_partner_ids)
        self.assertFalse(ticket.standing_hold or ticket.waiting_reason)
        self.assertEqual(ticket.kanban_state, "done")
        self.assertEqual(ticket.next_step, "start")

    def test_an_agreement_lets_it_go_on(self):
        ticket = self._owing()
        cron = self._ref("ir_cron_release_paid")
        triggers = [("cron_id", "=", cron.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        self._agree(self.invoice, "2026-03-20")
        self.assertGreater(self.env["ir.cron.trigger"].search_count(triggers), before)
        self.tickets._cron_release_paid()
        self.assertFalse(ticket.standing_hold)

    def test_work_begins_as_soon_as_it_is_paid(self):
        """The gate looks at the invoices, not at what was noted an hour ago."""
        ticket = self._owing()
        self._pay(self.invoice)
        ticket.action_start()
        self.assertEqual(ticket.stage_code, "in_progress")
        self.assertFalse(ticket.standing_hold)

    def test_the_cron_leaves_others_alone(self):
        held = self._owing()
        self.tickets._cron_release_paid()
        self.assertEqual(held.standing_hold, "ask")
        self.assertEqual(held.kanban_state, "blocked")

    def test_customers_may_still_write_and_close(self):
        """Requests are taken in whatever is owed; nobody is refused."""
        self._bill(self.subscription, overdue=23)
        ticket = self._receive(self._mail())
        self.assertEqual(ticket.standing_hold, "ask")
        self.assertEqual(ticket.partner_id, self.carolina)

    def test_nobody_forges_a_decision_by_context(self):
        forged = {"default_standing_override": "Urge"}
        for context in (forged, {**forged, "helpdesk_intake_bare": True}):
            with self._refused("use the button “Attend anyway”"):
                self.tickets.with_user(self.analyst).with_context(**context).create(
                    {"name": "x", "description": "x"}
                )

    def test_only_what_is_stopped_is_decided(self):
        """Not in advance, nor under another plan."""
        calm = self._classified().with_user(self.analyst)
        with self._refused("is not stopped by arrears"):
            calm.override_arrears("Por si acaso")
        ticket = self._owing()
        ticket.override_arrears("Urge")
        strict = self.plan.copy({"code": "estricto", "arrears_action": "hold"})
        ticket.with_user(self.leader).plan_id = strict
        self.assertFalse(ticket.standing_override)
        self.assertEqual(ticket.standing_hold, "hold")

    def test_a_decision_stays_with_a_colleague_of_the_customer(self):
        ticket = self._owing()
        ticket.override_arrears("Urge")
        ticket.with_user(self.leader).partner_id = self.felipe
        self.assertEqual(ticket.standing_override, "Urge")
        self.assertFalse(ticket.standing_hold)

    def test_cancelled_and_reopened_it_is_still_in_arrears(self):
        ticket = self._owing()
        ticket.cancel("arrears")
        with self._refused("is in arrears"):
            ticket.reopen("El cliente insiste")

    def test_arrears_since_the_ticket_was_opened(self):
        """Whether they owe is asked when work begins, not only when they write."""
        ticket = self._classified().with_user(self.analyst)
        self.assertFalse(ticket.standing_hold)
        self._bill(self.subscription, overdue=23)
        with self._refused("is in arrears"):
            ticket.action_start()

    def test_work_that_has_begun_is_not_interrupted(self):
        """Neither by a tag nor by handing it over; only by looking again."""
        ticket = self._classified().with_user(self.analyst)
        ticket.action_start()
        self._bill(self.subscription, overdue=23)
        ticket.tag_ids |= self._ref("tag_folios")
        ticket.write({"level_id": self.n3.id, "user_id": False})
        self.assertFalse(ticket.standing_hold)
        self.assertTrue(ticket.standing_alert, "it is seen")
        ticket.with_user(self.leader).recheck_standing()
        self.assertEqual(ticket.standing_hold, "ask")

    def test_made_in_a_later_stage(self):
        self._bill(self.subscription, overdue=23)
        with self._refused("is in arrears"):
            self.tickets.with_user(self.analyst).create(
                {
                    "name": "x",
                    "description": "x",
                    "partner_id": self.carolina.id,
                    "type_id": self._ref("type_bug").id,
                    "team_id": self.team.id,
                    "user_id": self.analyst.id,
                    "stage_id": self._stage("in_progress").id,
                }
            )

    def test_no_solution_is_proposed_meanwhile(self):
        ticket = self._owing()
        with self._refused("is in arrears"):
            ticket.propose_solution("Reinicie")

    def test_a_held_ticket_stays_held_whatever_is_written(self):
        self.plan.arrears_action = "hold"
        ticket = self._owing()
        with self._refused("waits for a payment"):
            ticket.end_wait()
        ticket.waiting_reason = False
        self.assertEqual(ticket.waiting_reason, "payment")
        ticket.kanban_state = "normal"
        self.assertTrue(ticket.standing_hold)
        ticket.declare_wait("information")
        ticket.with_user(self.leader).message_post(
            body="Aquí está", author_id=self.carolina.id, message_type="comment"
        )
        ticket.write({"stage_id": self._stage("new").id})
        self.assertEqual(ticket.waiting_reason, "payment")
        self.assertEqual(ticket.kanban_state, "blocked")

    def test_what_it_waits_for_besides_is_kept(self):
        ticket = self._classified().with_user(self.analyst)
        ticket.declare_wait("provider")
        self._bill(self.subscription, overdue=23)
        for action in ("hold", "ask"):
            self.plan.arrears_action = action
            ticket.recheck_standing()
            self.assertEqual(ticket.standing_hold, action)
            self.assertEqual(ticket.waiting_reason, "provider")
        self._pay(self.subscription.invoice_ids)
        ticket.recheck_standing()
        self.assertFalse(ticket.standing_hold)
        self.assertEqual(ticket.waiting_reason, "provider")
        self.assertEqual(ticket.kanban_state, "blocked")

    def test_asked_instead_of_held_no_clock_stands_still(self):
        self.plan.arrears_action = "hold"
        ticket = self._owing()
        self.plan.arrears_action = "ask"
        ticket.recheck_standing()
        self.assertEqual(ticket.standing_hold, "ask")
        self.assertFalse(ticket.waiting_reason)

    def test_a_desk_without_subscriptions_is_not_warned(self):
        company = self.env["res.company"].create({"name": "Sin suscripciones"})
        desk = self.tickets.with_company(company)
        ticket = desk.create(
            {
                "name": "x",
                "description": "x",
                "partner_id": self.mateo.id,
                "company_id": company.id,
                "plan_id": self.plan.id,
            }
        )
        self.assertEqual(ticket.standing, "no_service")
        self.assertFalse(ticket.standing_alert)
        here = self._create_ticket(partner_id=self.mateo.id)
        self.assertEqual(here.standing, "no_service")
        self.assertTrue(here.standing_alert, "others have subscriptions here")

    def test_accounting_does_not_depend_on_the_desk(self):
        self._owing()
        self._ref("ir_cron_release_paid").unlink()
        self._pay(self.invoice)
        self.assertEqual(self.invoice.payment_state, "paid")

    def test_no_plan(self):
        self.env.company.support_plan_id = False
        ticket = self._owing()
        self.assertFalse(ticket.plan_id)
        self.assertEqual(ticket.standing, "arrears")
        self.assertFalse(ticket.standing_hold)

    def test_negative_days(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "arrears_days_not_negative"),
        ):
            self.plan.arrears_days = -1
            self.plan.flush_recordset()

    def test_in_the_queue(self):
        self._owing()
        counts = self.tickets.with_user(self.leader).retrieve_queue()
        self.assertEqual(counts["standing_hold"]["all"], 1)


@tagged("post_install", "-at_install")
class TestArrearsTours(StandingCommon, HttpCase):
    """What an analyst with the lowest rights does about arrears, in a browser."""

    is_frozen = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.arrears_action = "ask"
        cls.n1.user_ids = cls.analyst | cls.leader
        cls._bill(cls._subscribe(), overdue=23)
        cls.ticket = cls._classified(name="No firma la factura FE-120")
        cls.ticket.with_user(cls.analyst).action_confirm_triage()

    def test_they_decide(self):
        self.browser_size = "1440x900"
        self.start_tour("/odoo/helpdesk-queue", "support_plan_arrears", login="ana")
        self.assertEqual(self.ticket.stage_code, "in_progress")
        self.assertEqual(self.ticket.standing_override_user_id, self.analyst)

    def test_they_decide_on_a_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour(
            "/odoo/helpdesk-queue", "support_plan_arrears_on_a_phone", login="ana"
        )
        self.assertFalse(self.ticket.standing_hold)

    def test_they_cancel(self):
        self.browser_size = "1440x900"
        self.start_tour(
            "/odoo/helpdesk-queue", "support_plan_cancels_for_arrears", login="ana"
        )
        self.assertEqual(self.ticket.stage_code, "cancelled")
        self.assertEqual(self.ticket.cancel_reason, "arrears")
