"""Procedures No.5 to No.7 of the manual, gone through with all their branches."""

from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..exceptions import StepsMissing
from .common import ALL, new_test_user
from .procedure_common import ProcedureCommon
from .standing_common import TODAY

#: number: (XML id, phases, steps, tag, stars, diagram)
SHIPPED = {
    5: (
        *("new_customers", 5, 9, "activacion", "2"),
        "207f9e6f-4cfd-43b5-984f-b4e4ad0192e3",
    ),
    6: (
        *("take_down", 5, 13, "bajar_base", "0"),
        "f3e7b722-fe32-41a1-8bb1-807cb4b2e2d5",
    ),
    7: ("test_environment", 4, 17, "ambiente_pruebas", "0", ""),
}
ACTIVATION = {
    "activation_modules": "Ventas\nCompras",
    "activation_developments": "ninguno",
    "activation_url": "https://sol.example.com",
    "activation_users": "Carolina: Odoo",
    "activation_version": "19.0",
    "investigation_other": "n/a",
}
REASON = {
    "takedown_reason": "Cerró el negocio",
    "takedown_channel": "indirect",
    "takedown_url": "https://sol.example.com",
}


class ServiceCommon(ProcedureCommon):
    """Adela works in the administrative area."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.adela = new_test_user(cls.env, "adela", ALL, name="Adela")
        cls._staff("navegasoft", "administrative", cls.adela)
        cls.team.user_ids += cls.adela
        # what is registered on another day is noted as of that day
        cls.startClassPatcher(patch.object(cls.env.cr, "now", datetime.now))

    @classmethod
    def _request(cls, tag, **values):
        """Return a classified request with a tag, as Ana has it."""
        return cls._begin("request", cls._ref(f"tag_{tag}"), **values)

    def _tick(self):
        """Let the hourly look at procedures pass."""
        with self._without_commits():
            self.tickets._cron_sync_playbooks()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestShippedServices(ServiceCommon):
    """NAV-3.4.1-02: as the manual has them."""

    def test_what_the_manual_says(self):
        """N5-01 … -04, N6-01 … -05, N7-01 … -03, A-NAV-24, A-NAV-33."""
        for number, shipped in SHIPPED.items():
            name, phases, steps, tag, stars, diagram = shipped
            playbook = self._ref(f"playbook_{name}")
            with self.subTest(number):
                self.assertEqual(playbook.number, number)
                self.assertEqual(len(set(playbook.step_ids.mapped("phase"))), phases)
                self.assertEqual(len(playbook.step_ids), steps)
                self.assertEqual(playbook.type_ids, self._ref("type_request"))
                self.assertEqual(playbook.tag_ids.mapped("code"), [tag])
                self.assertEqual(playbook.priority, stars)
                self.assertEqual(playbook.plan_ids, self.plan)
                url = diagram and f"https://www.drafty.pro/editor/{diagram}"
                self.assertEqual(playbook.diagram_url or "", url)

    def test_every_step_says_what_to_do_and_who_does_it(self):
        for name, *_rest in SHIPPED.values():
            for step in self._ref(f"playbook_{name}").step_ids:
                with self.subTest(step.name):
                    self.assertTrue(step.description)
                    told_by_itself = step.check == "takedown_told"
                    self.assertTrue(step.responsible or told_by_itself)
                    # what is only looked at is followed by who decides
                    is_remark = step.check == "first_month"
                    self.assertEqual(step.gate == "none", is_remark)

    def test_what_is_filled_in_has_a_form(self):
        for name, *_rest in SHIPPED.values():
            for step in self._ref(f"playbook_{name}").step_ids:
                if step.action == "fill":
                    view = self._ref(f"helpdesk_ticket_fill_{step.check}_view_form")
                    self.assertEqual(view.model, "helpdesk.ticket", step.name)

    def test_every_verdict_has_a_sentence(self):
        sentences = self.env["helpdesk.ticket.step"]._get_verdict_sentences()
        values = dict.fromkeys(("count", "day", "days", "limit", "url", "version"), 1)
        for name in ("environment_is_day", "takedown_unpaid", "address_wrong"):
            self.assertTrue(sentences[name] % {**values, "at": "22:00"})

    def test_tags_propose_them_and_their_stars(self):
        for name, _phases, _steps, tag, stars, _diagram in SHIPPED.values():
            ticket = self._request(tag)
            with self.subTest(tag):
                self.assertEqual(ticket.playbook_id, self._ref(f"playbook_{name}"))
                self.assertGreaterEqual(ticket.priority, stars)
        # A-NAV-18: nothing is lowered
        self.assertEqual(self._request("bajar_base", priority="3").priority, "3")

    def test_who_owes_gets_nothing_new(self):
        """N5-05, N7-04; No.6 goes on all the same (A-NAV-12)."""
        self._bill(self.subscription, overdue=40)
        for tag in ("activacion", "ambiente_pruebas"):
            ticket = self._request(tag)
            with self.subTest(tag):
                self._assert_states(ticket, customer="failed")
                self._assert_next(ticket, "customer")
                with self._refused("Check the customer's standing", StepsMissing):
                    ticket.level_id = self.n3
        ticket = self._request("bajar_base", takedown_cause="request")
        self._assert_next(ticket, "commercial")

    def test_customers_read_no_word_of_the_desk(self):
        """Templates never speak of levels, stars, arrears or procedures."""
        templates = self._ref("playbook_take_down").step_ids.template_id
        for name in ("new_customers", "test_environment"):
            templates |= self._ref(f"playbook_{name}").step_ids.template_id
        self.assertEqual(len(templates), 8)
        ticket = self._request("bajar_base")
        self.plan.communal_url = "https://comunal.example.com"
        for template in templates:
            text = template._render_field("body_html", ticket.ids)[ticket.id]
            with self.subTest(template.name):
                self.assertNotRegex(
                    text.lower(), "arrear|priority|procedure|level|star|committee"
                )


@tagged("post_install", "-at_install")
class TestNewCustomers(ServiceCommon):
    """No.5."""

    def test_the_whole_way(self):
        ticket = self._request("activacion")
        self._assert_next(ticket, "scope")
        missing = (
            "Define the scope, Users and access, Software version, "
            "Additional information, and Only one ticket"
        )
        with self._refused(missing, StepsMissing):
            ticket.escalate("Para activar", self.n3)
        ticket.write(ACTIVATION)
        self._assert_next(ticket, "duplicates")
        support = self._hand_over(ticket, self.n3)
        self.assertEqual(support.level_id, self.n3)
        self._assert_next(support, "verification")
        with self._refused("Verification after technical support", StepsMissing):
            support.solve("Listo")
        support.return_to_previous_level("Está configurado")
        self._step(ticket, "verification").mark_done("Todo abre")
        with self._refused("It meets what the customer needs", StepsMissing):
            ticket.solve("Listo")
        self._step(ticket, "resolution").mark_done()
        ticket.solve("Su base está activa")
        self.assertTrue(ticket.closed)

    def test_where_the_procedure_goes_without_saying(self):
        """It goes to technical support, whatever areas a request may go to."""
        ticket = self._request("activacion")
        ticket.write(ACTIVATION)
        self._step(ticket, "duplicates").mark_done()
        ticket.escalate("Para activar")
        self.assertEqual(ticket.sudo().level_id, self.n3)

    def test_errors_go_back_to_technical_support(self):
        """N5-14, A-NAV-44: not to development; and each time is counted."""
        ticket = self._request("activacion")
        ticket.write(ACTIVATION)
        support = self._hand_over(ticket, self.n3)
        for times in (1, 2):
            support.return_to_previous_level("Está configurado")
            step = self._step(ticket, "verification")
            step.mark_failed("No abre Ventas")
            self.assertEqual(ticket.sudo().level_id, self.n3)
            self.assertEqual(step.sudo().failures, times)
            self.assertEqual(step.sudo().state, "failed")
        with self._refused("Verification after technical support", StepsMissing):
            support.solve("Listo")
        seen = self._step(support, "resolution").seen_text
        self.assertEqual(seen, "The last verification has failed.")

    def test_an_address_that_is_none(self):
        ticket = self._request("activacion")
        ticket.write({**ACTIVATION, "activation_url": "la de siempre"})
        step = self._step(ticket, "scope")
        self.assertEqual(step.state, "todo")
        self.assertIn("“la de siempre” is no address", step.seen_text)

    def test_modules_are_taken_over_from_the_subscription(self):
        ticket = self._request("activacion", activation_modules="Página web")
        ticket.action_take_subscription_modules()
        expected = "Página web\nSoftware contable"
        self.assertEqual(ticket.activation_modules, expected)
        ticket.action_take_subscription_modules()
        self.assertEqual(ticket.activation_modules, expected)
        ticket.sudo().subscription_id = False
        with self._refused("choose a subscription"):
            ticket.action_take_subscription_modules()


class TakedownCommon(ServiceCommon):
    """Carolina's company has owed something for forty days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls._bill(cls.subscription, overdue=40)

    def _suspend(self, day=TODAY, **values):
        """Return a ticket whose customer is suspended since a day."""
        suspended = {
            "takedown_cause": "nonpayment",
            "takedown_confirmed": True,
            "takedown_suspended_on": day,
        }
        return self._request("bajar_base", **{**suspended, **values})

    def _tell(self, ticket):
        self._step(ticket, "notice").mark_done(message="Después de hoy se cancela")

    def _notice(self, ticket):
        return self._find_activities(ticket, "takedown_notice")


@tagged("post_install", "-at_install")
class TestTakedown(TakedownCommon):
    """No.6."""

    def test_the_whole_way(self):
        ticket = self._suspend()
        # A-NAV-12: arrears stop nothing here
        self._assert_states(ticket, cause="done", planned="done", notice="todo")
        self._assert_next(ticket, "notice")
        self.assertEqual(ticket.waiting_reason, "notice")
        with self._on("2026-03-19"):
            self._tell(ticket)
        self._assert_next(ticket, "period")
        self.assertEqual(ticket.waiting_reason, "notice")
        with self._on("2026-03-20", "05:30:00"):
            self._tick()
            self._assert_next(ticket, "commercial")
            self.assertFalse(ticket.waiting_reason)
            self._finish(ticket)

    def _finish(self, ticket):
        """Go the rest of the way, from the commercial area on."""
        ticket.escalate("Motivos de la baja", self.commercial)
        seller = ticket.with_user(self.coco)
        with self._refused(
            "Reason in ticket and subscription and Record of reasons", StepsMissing
        ):
            seller.escalate("A soporte", self.n3)
        with self._refused("Reason in ticket and subscription", StepsMissing):
            seller.level_id = self.n3
        seller.write(REASON)
        self.assertEqual(self.subscription.takedown_reason, "Cerró el negocio")
        seller.escalate("A soporte")
        support = ticket.with_user(self.carla)
        self.assertEqual(support.level_id, self.n3)
        with self._refused("Backup before the take-down", StepsMissing):
            self._step(support, "done").mark_done("Bajada")
        with self._refused("Write down what shows"):
            self._step(support, "backup").mark_done()
        self._step(support, "backup").mark_done("S3: sol-2026-03-20")
        self._step(support, "done").mark_done("Bajada y DNS retirado")
        with self._refused("Tell the requester that it is done", StepsMissing):
            support.solve("Listo")
        self._step(support, "told").mark_done(message="Su base fue dada de baja")
        note = support.message_ids.filtered(
            lambda it: it.partner_ids == (self.coco | self.adela).partner_id
        )
        self.assertIn("Cerró el negocio", note.body)
        self.assertTrue(note.subtype_id.internal)
        support.solve("Su base fue dada de baja")
        self.assertTrue(support.closed)

    def test_the_number_of_days_is_a_setting_without_default(self):
        """N6-06, A-NAV-23."""
        self.assertFalse(self.plan.takedown_days)
        ticket = self._request("bajar_base", takedown_cause="nonpayment")
        step = self._step(ticket, "cause")
        self.assertIn("the administrative area confirms it", step.seen_text)
        self.assertEqual(step.state, "todo")
        self.plan.takedown_days = 60
        self._tick()
        self.assertEqual(step.state, "failed")
        self.assertIn("40 days overdue, of the 60", step.seen_text)
        with self._refused("Administrative verification", StepsMissing):
            ticket.escalate("Motivos", self.commercial)
        self.plan.takedown_days = 30
        self._tick()
        self.assertEqual(step.state, "done")

    def test_who_has_not_paid_is_suspended_first(self):
        ticket = self._request("bajar_base", takedown_cause="nonpayment")
        self.assertEqual(ticket.takedown_kind, "suspension")
        with self._refused("suspended first", ValidationError):
            ticket.takedown_kind = "final"

    def test_who_asks_for_it_is_not_suspended(self):
        """N6-04: other commercial reasons."""
        ticket = self._request("bajar_base", takedown_cause="request")
        self.assertEqual(ticket.takedown_kind, "final")
        self._assert_states(
            ticket, cause="done", planned="na", notice="na", period="na", lifted="na"
        )
        self._assert_next(ticket, "commercial")

    def test_the_notice_is_a_task_of_the_administrative_area(self):
        """N6-07, N6-08, A-NAV-52."""
        ticket = self._suspend()
        activity = self._notice(ticket)
        self.assertEqual(activity.user_id, self.adela)
        self.assertEqual(activity.date_deadline, date(2026, 3, 19))
        ticket.takedown_suspended_on = "2026-03-11"
        self.assertEqual(self._notice(ticket).date_deadline, date(2026, 3, 18))
        # it may be taken away, and planned again
        self._notice(ticket).unlink()
        self._tick()
        self.assertFalse(self._notice(ticket))
        self._assert_states(ticket, planned="todo")
        ticket.action_plan_takedown_notice()
        self.assertEqual(self._notice(ticket).date_deadline, date(2026, 3, 18))
        self._assert_states(ticket, planned="done")
        # when the day comes and nobody has it, it is there again
        self._notice(ticket).unlink()
        with self._on("2026-03-18"):
            self._tick()
            self.assertEqual(len(self._notice(ticket)), 1)
            self._tick()
            self.assertEqual(len(self._notice(ticket)), 1)
            self._tell(ticket)
            self.assertFalse(self._notice(ticket))

    def test_nobody_is_suspended_on_a_day_to_come(self):
        ticket = self._suspend()
        with self._refused("on a day to come", ValidationError):
            ticket.takedown_suspended_on = "2026-03-13"

    def test_nobody_is_told_before_the_seventh_day(self):
        ticket = self._suspend()
        told = ticket.message_ids
        with self._on("2026-03-19", "04:59:00"):  # the 18th in Bogotá
            with self._refused("They are told on 03/19/2026, not before"):
                self._tell(ticket)
        self.assertEqual(ticket.message_ids, told)
        with self._on("2026-03-19", "05:01:00"):
            self._tell(ticket)
        self._assert_states(ticket, notice="done", period="todo")

    def test_nothing_is_taken_down_before_the_day_after(self):
        """N6-10: not without the notice, and not on its day."""
        ticket = self._suspend()
        with self._on("2026-03-25"):
            self._tick()
            with self._refused("Tell the requester what follows", StepsMissing):
                self._step(ticket, "done").mark_done("Bajada")
            with self._refused("Tell the requester what follows", StepsMissing):
                ticket.solve("Listo")
            self._tell(ticket)
            with self._refused("End of the notice period", StepsMissing):
                self._step(ticket, "done").mark_done("Bajada")
            with self._refused("Nothing is taken down for good before 03/26/2026"):
                self._step(ticket, "period").mark_done()
        with self._on("2026-03-26", "05:00:00"):
            self._tick()
            self._assert_states(ticket, period="done")

    def test_the_notice_names_the_terms(self):
        """N6-09, N7-20."""
        template = self._step(self._suspend(), "notice").sudo().step_id.template_id
        ticket = self._suspend(takedown_url="https://sol.example.com")
        text = template._render_field("body_html", ticket.ids)[ticket.id]
        self.assertIn('href="https://navegasoft.com/terms"', text)
        self.assertIn("03/12/2026", text)
        self.assertIn("https://sol.example.com", text)

    def test_direct_and_indirect_document_the_reason(self):
        """N6-12 … N6-14, N6-16."""
        for channel in ("direct", "indirect"):
            ticket = self._request("bajar_base", takedown_cause="request")
            ticket.escalate("Motivos", self.commercial)
            seller = ticket.with_user(self.coco)
            seller.write({**REASON, "takedown_channel": channel, "takedown_reason": ""})
            with self.subTest(channel):
                with self._refused("Reason in ticket and subscription", StepsMissing):
                    seller.escalate("A soporte", self.n3)
                seller.takedown_reason = f"Precio, {channel}"
                self.assertEqual(
                    self.subscription.takedown_reason, f"Precio, {channel}"
                )
                seller.takedown_channel = False
                with self._refused("Reason in ticket and subscription", StepsMissing):
                    seller.escalate("A soporte", self.n3)
                seller.takedown_channel = channel
                seller.escalate("A soporte", self.n3)

    def test_without_a_subscription_somebody_chooses_it(self):
        ticket = self._request("bajar_base", takedown_cause="request", **REASON)
        ticket.sudo().subscription_id = False
        step = self._step(ticket, "reason")
        self.assertEqual(step.seen_text, "Choose the customer's subscription.")
        ticket.sudo().subscription_id = self.subscription
        self.assertEqual(step.state, "done")

    def test_the_reason_is_noted_once(self):
        ticket = self._request("bajar_base", takedown_cause="request", **REASON)
        count = len(self.subscription.message_ids)
        self._tick()
        ticket.takedown_url = "https://otra.example.com"
        self.assertEqual(len(self.subscription.message_ids), count)

    def test_what_the_desk_notes_is_written_by_nobody(self):
        """Hostile: to call it lifted would open every gate."""
        ticket = self._suspend()
        for values in (
            {"takedown_lifted_at": "2026-03-12"},
            {"takedown_told": True},
            {"takedown_owed": False},
            {"takedown_planned_on": "2026-03-12"},
        ):
            with self.subTest(**values), self._refused("is noted by itself"):
                ticket.write(values)
        with self._refused("is noted by itself"):
            self.tickets.with_user(self.analyst).create(
                {"name": "Bajar", "takedown_lifted_at": "2026-03-12"}
            )

    def test_unknown_words_are_refused(self):
        ticket = self._request("bajar_base")
        for name in ("takedown_cause", "takedown_kind", "takedown_channel"):
            with self.subTest(name), self._refused("use one of"):
                ticket[name] = "nada"


@tagged("post_install", "-at_install")
class TestLifted(TakedownCommon):
    """The customer pays, or agrees to, before it is too late (Part D, No.6)."""

    def _assert_lifted(self, ticket):
        self.assertTrue(ticket.takedown_lifted_at)
        self._assert_states(
            ticket, cause="na", notice="na", period="na", done="na", lifted="todo"
        )
        self.assertFalse(self._notice(ticket))
        self.assertFalse(ticket.waiting_reason)

    def test_paying_ends_the_suspension(self):
        ticket = self._suspend()
        self.assertTrue(ticket.takedown_owed)
        self._pay(self.bill)
        self._tick()
        self._assert_lifted(ticket)
        with self._refused("Give the access back", StepsMissing):
            ticket.solve("Listo")
        self._step(ticket, "lifted").mark_done(message="Ya tiene acceso")
        ticket.solve("Ya tiene acceso")
        self.assertTrue(ticket.closed)

    def test_an_agreement_ends_it_too(self):
        ticket = self._suspend()
        self._agree(self.bill, date(2026, 3, 30))
        self._tick()
        self._assert_lifted(ticket)

    def test_also_when_the_subscription_is_closed_already(self):
        ticket = self._suspend()
        self.subscription.stage_id = self.closed
        self._tick()
        self.assertFalse(ticket.takedown_lifted_at)
        self._pay(self.bill)
        self._tick()
        self._assert_lifted(ticket)

    def test_it_is_looked_at_soon(self):
        """Nobody waits for the hourly look."""
        cron = self._ref("ir_cron_playbook")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self._pay(self._bill(self.subscription, overdue=50))
        self.assertEqual(
            self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]), triggers
        )
        self._suspend()
        self._pay(self.bill)
        found = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertGreater(found, triggers)

    def test_a_part_of_it_is_not_enough(self):
        ticket = self._suspend()
        self._pay(self.bill, 40)
        self._tick()
        self.assertFalse(ticket.takedown_lifted_at)

    def test_where_the_books_are_kept_elsewhere_nothing_ends_it(self):
        self._pay(self.bill)
        ticket = self._suspend()
        self._tick()
        self.assertFalse(ticket.takedown_owed)
        self.assertFalse(ticket.takedown_lifted_at)

    def test_the_responsible_is_told(self):
        ticket = self._suspend()
        self._pay(self.bill)
        self._tick()
        told = self.env["mail.message"].search(
            [("subject", "=", f"{ticket.number}: give the access back")]
        )
        self.assertEqual(told.partner_ids, self.analyst.partner_id)

    def test_it_may_be_cancelled_at_any_time(self):
        ticket = self._suspend()
        ticket.cancel("withdrawn")
        self._tick()
        self.assertTrue(ticket.closed)


@tagged("post_install", "-at_install")
class TestTestEnvironmentProcedure(ServiceCommon):
    """No.7."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subscription.date_start = "2026-02-20"

    def _offered(self, **values):
        """Return a request whose customer needs a database of their own."""
        ticket = self._request(
            "ambiente_pruebas", environment_cause="Probar nómina", **values
        )
        self._offer(ticket)
        return ticket

    def _offer(self, ticket):
        """Offer the communal database; the customer needs their own."""
        self._step(ticket, "offer").mark_done(message="Hay uno comunal")
        ticket.environment_communal = "declined"

    def _supported(self, **values):
        """Return such a request at technical support."""
        ticket = self._offered()
        support = self._hand_over(ticket, self.n3)
        support.write(values)
        return support

    def _make(self, ticket, **values):
        return (
            self.env["helpdesk.test.environment"]
            .with_user(self.carla)
            .create(
                {
                    "ticket_id": ticket.id,
                    "url": "https://pruebas.example.com",
                    **values,
                }
            )
        )

    def test_enterprise_is_free_and_gets_a_manual(self):
        """N7-13 … N7-15, N7-21."""
        ticket = self._supported(environment_scenario="enterprise")
        self._assert_states(
            ticket, scenario="todo", cost="na", night="na", manual="todo"
        )
        ticket.environment_modality = "sh"
        self._assert_next(ticket, "made")
        made = self._make(ticket)
        self.assertFalse(made.is_charged)
        self.assertEqual((made.scenario, made.modality), ("enterprise", "sh"))
        with self._refused(
            "Send the manual and Give access to the customer", StepsMissing
        ):
            ticket.solve("Listo")
        self._step(ticket, "manual").mark_done(message="Aquí está el manual")
        self._step(ticket, "access").mark_done(message="Aquí está su base")
        ticket.solve("Su base de pruebas está lista")
        self.assertTrue(ticket.closed)

    def test_others_pay_for_it(self):
        """N7-19: nothing is solved before they agreed."""
        ticket = self._supported(environment_scenario="community")
        self._assert_next(ticket, "cost")
        made = self._make(ticket)
        self.assertTrue(made.is_charged)
        with self._refused("Approval of the cost", StepsMissing):
            self._step(ticket, "access").mark_done(message="Aquí está su base")
        self._step(ticket, "cost").ask("Cuesta 10 al mes")
        self.assertEqual(ticket.waiting_reason, "approval")
        with self._refused("Choose who of the customer"):
            self._step(ticket, "cost").mark_done()
        self._step(ticket, "cost").mark_done(contact=self.carolina)
        self._step(ticket, "access").mark_done(message="Aquí está su base")
        ticket.solve("Su base de pruebas está lista")

    def test_fullappsuite_is_made_by_night(self):
        """N7-16 … N7-18, A-NAV-27, A-NAV-56: by day the ticket waits."""
        self.plan.write({"night_from": 22, "night_to": 6})
        former = self._make_former()
        ticket = self._supported(environment_scenario="fullappsuite")
        self._assert_states(ticket, night="todo", deleted="todo", made="todo")
        self._assert_next(ticket, "night")
        self.assertEqual(ticket.waiting_reason, "notice")
        self.assertIn("22:00", self._step(ticket, "night").seen_text)
        for act in (
            lambda: former.delete_database(ticket),
            lambda: self._make(ticket, production_version="19.0"),
        ):
            with self._refused("from 22:00 until 06:00"):
                act()
        with self._on("2026-03-13", "03:05:00"):  # 22:05 in Bogotá
            self._tick()
            self.assertFalse(ticket.waiting_reason)
            self._assert_next(ticket, "deleted")
            with self._refused("has a test database already: delete"):
                self._make(ticket, production_version="19.0")
            former.with_user(self.carla).delete_database(ticket)
            self._assert_next(ticket, "made")
            self._make(ticket, production_version="19.0")
        self._tick()  # by day again: it is made
        self._assert_states(ticket, night="done", deleted="done", made="done")
        self._assert_next(ticket, "access")

    def _make_former(self):
        """Return a FullAppSuite database that the customer got last year."""
        return self.env["helpdesk.test.environment"].create(
            {
                "partner_id": self.company_a.id,
                "scenario": "fullappsuite",
                "url": "https://antes.example.com",
                "production_version": "18.0",
                "created_at": "2025-03-13 04:00:00",
            }
        )

    def test_the_night_is_the_customer_s(self):
        self.plan.write({"night_from": 22, "night_to": 6})
        self.company_a.tz = "Asia/Tokyo"  # noon in Bogotá is 2:00 there
        ticket = self._supported(environment_scenario="fullappsuite")
        self._assert_states(ticket, night="done")
        self._make(ticket, production_version="19.0")

    def test_without_hours_somebody_makes_sure(self):
        ticket = self._supported(environment_scenario="fullappsuite")
        self._assert_states(ticket, night="done", deleted="na")
        with self._refused("Make sure first that it is night"):
            self._make(ticket, production_version="19.0")
        self._make(ticket, production_version="19.0", night_confirmed=True)
        self._assert_states(ticket, made="done")

    def test_the_communal_one_may_be_enough(self):
        """N7-07."""
        ticket = self._request("ambiente_pruebas")
        self._assert_next(ticket, "offer")
        with self._refused(
            "Offer the communal environment.*Answer to the offer", StepsMissing
        ):
            ticket.escalate("A soporte", self.n3)
        self._step(ticket, "offer").mark_done(message="Hay uno comunal")
        self.assertEqual(ticket.waiting_reason, "customer")
        ticket.write(
            {"environment_communal": "accepted", "environment_cause": "Aprender"}
        )
        self._assert_states(ticket, hand_over="na", made="na", access="na")
        self._step(ticket, "duplicates").mark_done()
        with self._refused("Give access to the communal environment", StepsMissing):
            ticket.solve("Listo")
        self._step(ticket, "communal").mark_done(message="Entre aquí")
        ticket.solve("Entre aquí")
        self.assertTrue(ticket.closed)

    def test_after_the_first_month_the_commercial_area_decides(self):
        """AT-26, N7-05, N7-06, A-NAV-25."""
        self.subscription.date_start = "2026-02-10"
        with self._on("2026-03-08"):
            early = self._offered()
            self._assert_states(early, trial="done", commercial="na", extended="na")
        with self._on("2026-03-11"):
            late = self._request("ambiente_pruebas", environment_cause="Probar")
            self._assert_states(late, trial="failed", commercial="todo")
            self._assert_next(late, "commercial")
            with self._refused("choose Commercial area"):
                late.escalate("A soporte", self.n3)
            late.escalate("Fuera del primer mes")
            seller = late.with_user(self.coco)
            self.assertEqual(seller.level_id, self.commercial)
            self._assert_next(seller, "extended")
            with self._refused("Decision of the commercial area", StepsMissing):
                seller.level_id = self.n3
            self._step(seller, "extended").mark_done("Cortesía de un mes más")
            self._assert_states(seller, trial="done", extended="done")
            self._offer(seller)
            self._step(seller, "duplicates").mark_done()
            seller.escalate("A soporte")
            self.assertEqual(late.sudo().level_id, self.n3)
        # what was asked in time stays so
        self._assert_states(early, trial="done")

    def test_a_no_of_the_commercial_area_holds_it_back(self):
        self.subscription.date_start = "2026-01-10"
        ticket = self._request("ambiente_pruebas")
        ticket.escalate("Fuera del primer mes")
        seller = ticket.with_user(self.coco)
        self._step(seller, "extended").mark_failed("No lo quiere pagar")
        with self._refused("Decision of the commercial area", StepsMissing):
            seller.solve("Listo")
        seller.cancel("other", "Sin costo no se ofrece después del primer mes")
        self.assertTrue(seller.closed)

    def test_when_the_service_began_has_to_be_known(self):
        ticket = self._request("ambiente_pruebas", partner_id=self.mateo.id)
        step = self._step(ticket, "trial")
        self.assertEqual(step.seen_text, "Choose the customer's subscription.")
        with self.assertRaises(UserError):
            step.mark_done()
