"""Procedures No.1 to No.4 of the manual, gone through with all their branches."""

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..exceptions import StepsMissing
from ..logic.escalation import HandOver
from ..logic.playbook import CHECKS, CONDITIONS
from .procedure_common import INFORMATION, ProcedureCommon

#: number: (XML id, phases, steps, types, tags, stars, diagram)
SHIPPED = {
    1: ("misconfiguration", 6, 18, {"anomaly"}, set(), False, ""),
    2: (
        *("electronic_documents", 4, 16, {"bug", "problem"}),
        *({"documentos_electronicos"}, False, "8942ec43-7950-4419-841d-9bdcea3c6e35"),
    ),
    3: (
        *("installations", 5, 10, {"request"}, {"modulos"}, "1"),
        "8f5322fa-1869-4e08-b391-9f2f0f5cd36d",
    ),
    4: (
        *("errors", 5, 12, {"bug"}, set(), "2"),
        "5a58a82c-9d7c-44f4-938d-6b1ba2f5fb52",
    ),
}


@tagged("post_install", "-at_install")
class TestShippedProcedures(ProcedureCommon):
    """NAV-3.4.1-02: as the manual has them."""

    def test_what_the_manual_says(self):
        for number, shipped in SHIPPED.items():
            name, phases, steps, types, tags, stars, diagram = shipped
            playbook = self._ref(f"playbook_{name}")
            with self.subTest(number):
                self.assertEqual(playbook.number, number)
                self.assertEqual(len(set(playbook.step_ids.mapped("phase"))), phases)
                self.assertEqual(len(playbook.step_ids), steps)
                self.assertEqual(set(playbook.type_ids.mapped("code")), types)
                self.assertEqual(set(playbook.tag_ids.mapped("code")), tags)
                self.assertEqual(playbook.priority, stars)
                self.assertEqual(playbook.plan_ids, self.plan)
                url = diagram and f"https://www.drafty.pro/editor/{diagram}"
                self.assertEqual(playbook.diagram_url or "", url)

    def test_phases_stand_together(self):
        for playbook in self.env["helpdesk.playbook"].search([("number", ">", 0)]):
            phases = playbook.step_ids.sorted("sequence").mapped("phase")
            changes = [
                a for a, b in zip(phases, [None, *phases], strict=False) if a != b
            ]
            self.assertEqual(len(changes), len(set(phases)), playbook.name)

    def test_every_step_says_what_to_do_and_who_does_it(self):
        for name, *_rest in SHIPPED.values():
            for step in self._ref(f"playbook_{name}").step_ids:
                with self.subTest(step.name):
                    self.assertTrue(step.description)
                    last = step.check == "tests_passed" or step.sequence == 120
                    self.assertTrue(step.responsible or last)
                    # every step of the manual holds something back
                    self.assertNotEqual(step.gate, "none")

    def test_what_is_filled_in_has_a_form(self):
        for name, *_rest in SHIPPED.values():
            for step in self._ref(f"playbook_{name}").step_ids:
                if step.action == "fill":
                    view = self._ref(f"helpdesk_ticket_fill_{step.check}_view_form")
                    self.assertEqual(view.model, "helpdesk.ticket", step.name)

    def test_every_check_and_condition_has_words(self):
        steps = self.env["helpdesk.playbook.step"]
        self.assertEqual(steps._get_check_labels().keys(), CHECKS.keys())
        self.assertEqual(steps._get_condition_labels().keys(), CONDITIONS.keys())

    def test_type_and_tags_propose_them(self):
        """N1-01, N2-01, N3-01, N4-01."""
        for kind, tags, name in [
            ("anomaly", self.modules, "misconfiguration"),
            ("anomaly", self.documents, "misconfiguration"),
            ("bug", self.documents, "electronic_documents"),
            ("problem", self.documents, "electronic_documents"),
            ("bug", self.modules, "errors"),
            ("request", self.modules, "installations"),
        ]:
            ticket = self._begin(kind, *tags)
            with self.subTest(kind=kind, tags=tags.mapped("code")):
                self.assertEqual(ticket.playbook_id, self._ref(f"playbook_{name}"))
        for kind, tags in (("problem", self.modules), ("question", self.documents)):
            self.assertFalse(self._begin(kind, *tags).playbook_id)

    def test_they_propose_stars_and_lower_none(self):
        """N3-03, N4-03, A-NAV-18."""
        for kind, before, after in [
            ("bug", "0", "2"),
            ("request", "0", "1"),
        ]:
            ticket = self._begin(kind)
            ticket.write({"type_id": False, "priority": before})
            ticket.type_id = self._ref(f"type_{kind}")
            self.assertEqual(ticket.priority, after, kind)
            ticket.write({"type_id": False, "priority": "3"})
            ticket.type_id = self._ref(f"type_{kind}")
            self.assertEqual(ticket.priority, "3", kind)


@tagged("post_install", "-at_install")
class TestMisconfiguration(ProcedureCommon):
    """No.1, AT-29."""

    def test_the_whole_way_without_manipulation(self):
        ticket = self._begin("anomaly")
        self._assert_states(
            ticket,
            customer="done",
            scope="done",
            authorised="na",
            information="todo",
            notes="todo",
            duplicates="todo",
            hand_over="todo",
            manipulation="na",
            paid="na",
            resumed="na",
            tests="todo",
        )
        self._assert_next(ticket, "information")
        support = self._hand_over(ticket)
        self.assertEqual(support.level_id, self.n3)
        self._assert_next(support, "tests")
        with self._refused("Run the tests.*Ready to be solved", StepsMissing):
            support.solve("Listo")
        support.write({"test_result": "Contabiliza bien", "test_state": "pass"})
        self._assert_states(support, tests="done", passed="done")
        with self._refused("Verification after technical support", StepsMissing):
            support.solve("Listo")
        self._step(support, "verification").mark_done()
        support.solve("Se corrigió el permiso")
        self.assertTrue(support.closed)

    def test_each_step_before_the_hand_over_holds_it_back(self):
        """N1-08 … N1-11: needs 1 to 5."""
        ticket = self._begin("anomaly")
        with self._refused("Complete the information", StepsMissing):
            ticket.escalate("Necesita soporte técnico")
        ticket.investigation_steps = INFORMATION["investigation_steps"]
        seen = self._step(ticket, "information").seen_text
        self.assertEqual(seen, "Missing: the error message.")
        ticket.investigation_error = "Error 402"
        with self._refused("Additional information and Only one", StepsMissing):
            ticket.escalate("Necesita soporte técnico")
        ticket.investigation_other = "n/a"
        with self._refused(r"procedure: Only one ticket\.", StepsMissing):
            ticket.escalate("Necesita soporte técnico")
        self._step(ticket, "duplicates").mark_done()
        ticket.escalate("Necesita soporte técnico")
        self._assert_states(ticket.sudo(), hand_over="done")

    def test_a_customer_in_arrears(self):
        """N1-04, N1-05: blocked; somebody decides, or they pay."""
        invoice = self._bill(self.subscription, overdue=23)
        ticket = self._begin("anomaly")
        step = self._step(ticket, "customer")
        self.assertEqual(step.state, "failed")
        self.assertIn("23 days overdue", step.seen_text)
        with self._refused("Verify the customer's standing", StepsMissing):
            ticket.escalate("Necesita soporte técnico")
        ticket.override_arrears("No puede facturar")
        self.assertEqual(step.state, "done")
        self.assertIn("attend to it anyway", step.seen_text)
        other = self._begin("anomaly")
        self._pay(invoice)
        other.action_recheck_standing()
        other._sync_playbook()
        self._assert_states(other, customer="done")

    def test_few_days_late_is_only_a_warning(self):
        """A-NAV-09."""
        self._bill(self.subscription, overdue=10)
        step = self._step(self._begin("anomaly"), "customer")
        self.assertEqual(step.state, "done")
        self.assertIn("only a warning", step.seen_text)

    def test_without_service(self):
        self.subscription.stage_id = self.closed
        self._assert_states(self._begin("anomaly"), customer="failed")

    def test_what_was_not_bought_has_to_be_authorised(self):
        """N1-06, N1-07."""
        self.modules.product_ids = self.other_software
        ticket = self._begin("anomaly")
        self._assert_states(ticket, scope="done", authorised="todo")
        self.assertIn("Modules", self._step(ticket, "scope").seen_text)
        ticket.write(INFORMATION)
        with self._refused("Document the authorisation", StepsMissing):
            ticket.escalate("Necesita soporte técnico")
        ticket.authorise_scope("Jorge, gerente comercial")
        self._assert_states(ticket, authorised="done")
        self.assertTrue(ticket.scope_authorised_at)

    def test_somebody_decides_on_the_scope_where_nobody_sees_it(self):
        self.modules.product_ids = False
        ticket = self._begin("anomaly")
        self._assert_states(ticket, scope="todo", authorised="na")
        ticket.decide_scope("out", "No lo tiene contratado")
        self._assert_states(ticket, scope="done", authorised="todo")
        ticket.decide_scope("in", "Está en su contrato")
        self._assert_states(ticket, scope="done", authorised="na")

    def test_what_was_bought_meanwhile_counts(self):
        self.modules.product_ids = self.other_software
        ticket = self._begin("anomaly")
        self.subscription.sale_subscription_line_ids[
            0
        ].product_id = self.modules.product_ids
        ticket._sync_playbook()
        self._assert_states(ticket, authorised="na")

    def test_at29_manipulation_found_at_the_tests(self):
        """N1-12 … N1-19: nothing of it may be missing."""
        support = self._hand_over(self._begin("anomaly"))
        self.assertTrue(support.manipulation_possible)
        support.write({"test_result": "Falta una tabla", "test_state": "pass"})
        support.manipulation_found = True
        protocol = ("manipulation", "nature", "commercial", "told", "approved")
        protocol += ("invoiced", "paid", "resumed")
        self._assert_states(support, **dict.fromkeys(protocol, "todo"))
        self._assert_next(support, "manipulation")
        for key, act in {
            "manipulation": lambda: support.write(
                {"manipulation_diagnosis": "Se detectó en la prueba"}
            ),
            "nature": lambda: support.write({"manipulation_nature": "Una tabla menos"}),
            "commercial": lambda: self._notify_commercial(support),
            "told": lambda: self._step(support, "told").mark_done(
                message="<p>Se alteró la base: tiene un cobro adicional.</p>"
            ),
            "approved": lambda: self._step(support, "approved").mark_done(
                "Por teléfono", contact=self.carolina
            ),
            "invoiced": lambda: self._invoice_charge(support),
            "paid": lambda: self._pay(support.sudo().charge_invoice_id),
        }.items():
            with self.subTest(key):
                name = self._step(support, key).sudo().step_id.name
                with self._refused(f"Missing in its procedure: {name}", StepsMissing):
                    support.solve("Listo")
            act()
            self._assert_states(support, **{key: "done"})
        self._assert_states(support, resumed="done")
        self.assertEqual(support.level_id, self.n3)
        self.assertEqual(support.kanban_state, "normal")
        self._step(support, "verification").mark_done()
        support.solve("Se restauró la tabla")
        self.assertTrue(support.closed)

    def _notify_commercial(self, support):
        with self._refused("Attach the file"):
            self._step(support, "commercial").mark_done("La tabla ya no está")
        file = self._attach(support, "evidencia.png", support.env.user)
        self._step(support, "commercial").mark_done(attachments=file)
        [activity] = support.sudo().activity_ids.filtered(
            lambda one: one.user_id == self.coco
        )
        self.assertIn("Notify the commercial area", activity.summary)

    def _invoice_charge(self, support):
        """Draft it, link it, post it: only then it is invoiced."""
        charge = self._bill(
            self.subscription, overdue=0, post=False, subscription_id=False
        )
        support.sudo().charge_invoice_id = charge
        self._assert_states(support, invoiced="todo")
        charge.action_post()

    def test_the_ticket_waits_for_the_payment_and_goes_on_by_itself(self):
        """N1-18, N1-19, A-NAV-56: red, then grey; back from the commercial area."""
        support = self._hand_over(self._begin("anomaly"))
        support.manipulation_found = True
        desk = support.sudo()
        desk.write({"manipulation_diagnosis": "x", "manipulation_nature": "y"})
        for key in ("commercial", "told", "approved"):
            self._step(desk, key).waive("Ya se hizo por teléfono")
        moved = HandOver("moved", "Hay que cobrar")
        desk._hand_over({desk: self.commercial}, moved)
        charge = self._bill(self.subscription, overdue=0, subscription_id=False)
        desk.charge_invoice_id = charge
        self._assert_next(desk, "paid")
        self.assertEqual(desk.waiting_reason, "payment")
        self.assertEqual(desk.kanban_state, "blocked")
        self._pay(charge)
        self.assertFalse(desk.waiting_reason)
        self.assertEqual(desk.kanban_state, "normal")
        self.assertEqual(desk.level_id, self.n3)
        self._assert_states(desk, paid="done", resumed="done")
        self._assert_next(desk, "tests")

    def test_it_can_be_found_in_any_phase(self):
        """N1-12."""
        new = self._begin("anomaly")
        new.manipulation_found = True
        self._assert_states(new, manipulation="todo", nature="todo")
        self._assert_next(new, "information")
        new.manipulation_found = False
        self._assert_states(new, manipulation="na", nature="na")
        late = self._hand_over(self._begin("anomaly"))
        late.write({"test_result": "Bien", "test_state": "pass"})
        self._step(late, "verification").mark_done()
        late.manipulation_found = True
        with self._refused("Diagnose the manipulation", StepsMissing):
            late.solve("Listo")

    def test_a_customer_who_does_not_approve(self):
        """N1-16: no continuation."""
        support = self._hand_over(self._begin("anomaly"))
        support.manipulation_found = True
        desk = support.sudo()
        desk.write({"manipulation_diagnosis": "x", "manipulation_nature": "y"})
        for key in ("commercial", "told"):
            self._step(desk, key).waive("Ya se hizo por teléfono")
        approval = self._step(support, "approved")
        with self._refused("Choose who of the customer"):
            approval.mark_done()
        with self._refused("is not of the customer"):
            approval.mark_done(contact=self.mateo)
        approval.ask("<p>¿Aprueba el cobro de 100?</p>")
        self.assertEqual(support.waiting_reason, "approval")
        approval.mark_failed("No está de acuerdo")
        self.assertEqual(approval.state, "failed")
        with self._refused("Approval of the customer", StepsMissing):
            support.solve("Listo")
        support.cancel("withdrawn")
        self.assertTrue(support.closed)

    def test_the_invoice_is_one_of_the_customer(self):
        ticket = self._begin("anomaly").sudo()
        foreign = self._bill(self._subscribe(self.company_b), overdue=0)
        bill = self.env["account.move"].create(
            {"move_type": "in_invoice", "partner_id": self.company_a.id}
        )
        for move in (foreign, bill):
            with self._refused("is no invoice of its customer", ValidationError):
                ticket.charge_invoice_id = move
        monthly = self._bill(self.subscription, overdue=0)
        with self._refused("is for something else", ValidationError):
            ticket.charge_invoice_id = monthly
        charge = self._bill(self.subscription, overdue=0, subscription_id=False)
        ticket.charge_invoice_id = charge
        with self._refused("is for something else", ValidationError):
            self._begin("anomaly").sudo().charge_invoice_id = charge

    def test_an_analyst_sees_what_becomes_of_the_charge(self):
        ticket = self._begin("anomaly")
        charge = self._bill(self.subscription, overdue=0, subscription_id=False)
        ticket.sudo().charge_invoice_id = charge
        self.assertEqual(ticket.charge_state, "posted")
        with self.assertRaises(AccessError):
            ticket.charge_invoice_id.check_access("read")
        self._pay(charge)
        self.assertEqual(ticket.charge_state, "paid")

    def test_failed_tests_go_back_to_development(self):
        """N1-21, A-NAV-44: counted, and tested anew."""
        support = self._hand_over(self._begin("anomaly"))
        support.write({"test_result": "Bien", "test_state": "pass"})
        step = self._step(support, "verification")
        step.mark_failed("Sigue sin contabilizar")
        desk = support.sudo()
        self.assertEqual(desk.level_id, self._level("development"))
        self.assertEqual(step.sudo().failures, 1)
        self._assert_states(
            desk, tests="failed", verification="failed", passed="failed"
        )
        self.assertEqual(desk.test_state, "fail")
        with self._refused("Run the tests", StepsMissing):
            self._step(desk, "verification").mark_done()
        desk.write({"test_result": "Ahora sí", "test_state": "pass"})
        self._assert_states(desk, tests="done")
        self._step(desk, "verification").mark_done()
        desk.solve("Corregido")
        self.assertTrue(desk.closed)


@tagged("post_install", "-at_install")
class TestElectronicDocuments(ProcedureCommon):
    """No.2."""

    def _prepare(self):
        """Return a ticket with all that comes before the provider."""
        ticket = self._begin("problem", self.documents)
        ticket.write({**INFORMATION, "document_numbers": "FE-1"})
        ticket.action_no_known_error()
        self._step(ticket, "taxes").mark_done()
        self._step(ticket, "duplicates").mark_done()
        self._attach(ticket, "FE-1.xml")
        return ticket

    def test_the_whole_way(self):
        ticket = self._prepare()
        self._assert_next(ticket, "provider")
        with self._refused("Open a ticket at Facturatech", StepsMissing):
            ticket.escalate("Necesita soporte técnico")
        ticket.write({"provider_name": "Facturatech", "provider_reference": "77"})
        self._assert_next(ticket, "answer")
        ticket.provider_answer = "no_development"
        with self._refused("Document the problem for development", StepsMissing):
            ticket.escalate("Necesita soporte técnico")
        ticket.development_notes = "El XML lleva dos veces el mismo impuesto"
        ticket.escalate("Necesita soporte técnico")
        support = ticket.sudo()
        self._assert_next(support, "authorised")
        with self._refused("comes later.*Authorisation of", StepsMissing):
            self._step(support, "sent").mark_done()
        self._step(support, "authorised").mark_done("Por teléfono", contact=self.felipe)
        self._step(support, "sent").mark_done()
        self._step(support, "issued").mark_done()
        with self._refused("The document was received", StepsMissing):
            support.solve("Se emitió")
        self._step(support, "received").mark_done()
        support.solve("Se emitió")
        self.assertTrue(support.closed)
        authorised, sent = (self._step(support, key) for key in ("authorised", "sent"))
        self.assertEqual(authorised.contact_id, self.felipe)
        self.assertLessEqual(authorised.done_at, sent.done_at)

    def test_it_waits_for_the_provider(self):
        """N2-11: the clocks stand still until they answer."""
        ticket = self._prepare()
        ticket.write({"provider_name": "Facturatech", "provider_reference": "77"})
        self.assertEqual(ticket.waiting_reason, "provider")
        clock = self._clock(ticket)
        self.assertEqual(clock.state, "paused")
        ticket.provider_answer = "development"
        self.assertFalse(ticket.waiting_reason)
        self.assertEqual(clock.state, "running")

    def test_an_answer_that_there_is_not(self):
        with self._refused("use one of development, no_development"):
            self._prepare().provider_answer = "quizás"

    def test_several_numbers(self):
        """N2-07: the customer is told, and exactly one is chosen."""
        ticket = self._begin("bug", self.documents)
        ticket.write({**INFORMATION, "document_numbers": "FE-1, FE-2"})
        self._assert_states(ticket, document="todo", single="todo")
        self.assertIn("2 documents", self._step(ticket, "document").seen_text)
        with self._refused("none of the documents", ValidationError):
            ticket.document_chosen = "FE-3"
        ticket.document_chosen = "FE-2"
        self._assert_states(ticket, document="done", single="todo")
        ticket.action_no_known_error()
        self._step(ticket, "taxes").mark_done()
        with self._refused("Write what the customer is to read"):
            self._step(ticket, "single").mark_done()
        self._step(ticket, "single").mark_done(message="<p>Probamos con FE-2.</p>")
        message = self._step(ticket, "single").message_id
        self.assertTrue(ticket._is_public(message))
        ticket.write({"document_chosen": False, "document_numbers": "FE-1"})
        self._assert_states(ticket, document="done", single="done")
        other = self._begin("bug", self.documents)
        other.document_numbers = "FE-1"
        self._assert_states(other, document="done", single="na")

    def test_the_proposed_text_names_the_document(self):
        ticket = self._begin("bug", self.documents)
        ticket.write({"document_numbers": "FE-1\nFE-2", "document_chosen": "FE-2"})
        template = self._ref("mail_template_playbook_single_document")
        text = template.sudo()._render_field("body_html", ticket.ids)[ticket.id]
        self.assertIn("FE-2", text)

    def test_an_xml_however_it_comes(self):
        """N2-10."""
        for way in ("attached", "posted", "step"):
            ticket = self._begin("bug", self.documents)
            with self.subTest(way):
                self._attach(ticket, "foto.png")
                self._assert_states(ticket, xml="todo")
                if way == "attached":
                    self._attach(ticket, "FE-1.xml")
                elif way == "posted":
                    ticket.message_post(body="Va", attachments=[("a.XML", b"<x/>")])
                else:
                    self._do_xml(ticket)
                self._assert_states(ticket, xml="done")

    def _do_xml(self, ticket):
        """Give the file in the dialog of the step, once its turn has come."""
        ticket.write({**INFORMATION, "document_numbers": "FE-1"})
        ticket.action_no_known_error()
        self._step(ticket, "taxes").mark_done()
        self._step(ticket, "duplicates").mark_done()
        file = self._attach(self.analyst.partner_id, "FE-1.xml", self.env.user)
        self._step(ticket, "xml").mark_done(attachments=file)

    def test_a_known_error(self):
        """N2-04."""
        article = self.env["helpdesk.article"].create({"name": "Error 402"})
        ticket = self._begin("bug", self.documents)
        self._assert_states(ticket, known_error="todo")
        ticket.known_error_id = article
        self._assert_states(ticket, known_error="done")
        self.assertIn("Error 402", self._step(ticket, "known_error").seen_text)

    def test_provider_and_notes_are_nothing_for_customers(self):
        fields_ = ("provider_name", "development_notes", "document_numbers")
        for user in (self.portal_user, self.employee):
            shown = self.tickets.with_user(user).fields_get()
            self.assertFalse(shown.keys() & {*fields_})


@tagged("post_install", "-at_install")
class TestInstallations(ProcedureCommon):
    """No.3."""

    def _support(self):
        ticket = self._begin("request")
        return self._hand_over(ticket)

    def test_the_whole_way(self):
        ticket = self._begin("request")
        self.assertTrue(ticket._find_asked_level())
        support = self._hand_over(ticket)
        self.assertEqual(support.level_id, self.n3)
        support.write({"test_result": "Instalado", "test_state": "pass"})
        self._assert_next(support, "verification")
        self._test(support, uno="pass")
        self._step(support, "verification").mark_done()
        support.solve("Instalado")
        self.assertTrue(support.closed)

    def _test(self, ticket, **databases):
        self.env["helpdesk.ticket.database"].with_user(self.carla).create(
            [
                {"ticket_id": ticket.id, "name": name, "state": state}
                for name, state in databases.items()
            ]
        )

    def test_every_customer_has_to_pass(self):
        """N3-07."""
        ticket = self._begin("request")
        other = self._subscribe(self.company_b)
        ticket.installation_partner_ids = self.company_b
        self._assert_states(ticket, customer="done")
        self._bill(other, overdue=23)
        second = self._begin("request", installation_partner_ids=self.company_b.ids)
        step = self._step(second, "customer")
        self.assertEqual(step.state, "failed")
        self.assertIn("Café Andino is in arrears", step.seen_text)
        self._assert_states(ticket, customer="done")

    def test_what_cannot_wait_has_two_stars(self):
        """N3-04, N3-05, A-NAV-18."""
        for name in ("installation_go_live", "installation_blocks"):
            ticket = self._begin("request", priority="1")
            ticket[name] = True
            self.assertEqual(ticket.priority, "2")
            ticket.priority = "1"
            self.assertEqual(ticket.priority, "1", "who looks decides")
            urgent = self._begin("request", priority="3")
            urgent[name] = True
            self.assertEqual(urgent.priority, "3")
            values = self._ticket_values()
            self.assertEqual(
                self._create_ticket(**values, **{name: True}).priority, "2"
            )

    def _ticket_values(self):
        return {"type_id": self._ref("type_request").id, "tag_ids": self.modules.ids}

    def test_every_database_is_verified(self):
        """N3-15, N3-16."""
        support = self._support()
        support.write({"test_result": "Instalado", "test_state": "pass"})
        self._test(support, uno="pass", dos="fail")
        step = self._step(support, "verification")
        self.assertIn("Of 2 databases 1 have failed", step.seen_text)
        self._assert_states(support, passed="failed")
        step.mark_failed("En dos no abre")
        desk = support.sudo()
        self.assertEqual(desk.level_id, self._level("development"))
        desk.write({"test_result": "Reinstalado", "test_state": "pass"})
        desk.database_ids.filtered(lambda one: one.name == "dos").state = "pass"
        self._step(desk, "verification").mark_done()
        self._assert_states(desk, passed="done", verification="done")
        desk.solve("Instalado")
        self.assertTrue(desk.closed)

    def test_it_is_authorised_by_somebody(self):
        """N3-08, N3-09."""
        self.modules.product_ids = self.other_software
        ticket = self._begin("request")
        self._assert_states(ticket, authorised="todo")
        ticket.authorise_scope("Jorge")
        self._assert_states(ticket, authorised="done")


@tagged("post_install", "-at_install")
class TestErrors(ProcedureCommon):
    """No.4."""

    def test_the_whole_way(self):
        support = self._hand_over(self._begin("bug"))
        self.assertEqual(support.level_id, self.n3)
        support.write({"test_result": "Corregido", "test_state": "pass"})
        self._step(support, "verification").mark_done()
        with self._refused("There are no other problems", StepsMissing):
            support.solve("Corregido")
        self._step(support, "nothing_else").mark_done()
        support.solve("Corregido")
        self.assertTrue(support.closed)

    def test_out_of_scope_the_commercial_area_says_so(self):
        """N4-07, A-NAV-48: an activity, and a gate until they have answered."""
        self.modules.product_ids = self.other_software
        ticket = self._begin("bug")
        self._assert_states(ticket, scope="done", sales="todo", validated="todo")
        with self._refused("Validate it with the commercial area", StepsMissing):
            ticket.escalate("Necesita soporte técnico")
        self._step(ticket, "sales").mark_done("¿Lo tiene contratado?")
        activity = ticket.sudo().activity_ids.filtered(
            lambda one: one.user_id == self.coco
        )
        self.assertIn("Validate it with the commercial area", activity.summary)
        with self._refused("Answer of the commercial area", StepsMissing):
            ticket.escalate("Necesita soporte técnico")
        ticket.authorise_scope("Coco, comercial")
        self._assert_states(ticket, validated="done")
        self._hand_over(ticket)

    def test_they_say_that_it_is_covered(self):
        self.modules.product_ids = self.other_software
        ticket = self._begin("bug")
        ticket.decide_scope("in", "Está en el contrato nuevo")
        self._assert_states(ticket, sales="na", validated="na")

    def test_errors_go_back_to_development_until_all_is_corrected(self):
        """N4-13: as often as it takes."""
        desk = self._hand_over(self._begin("bug")).sudo()
        for times in (1, 2):
            desk.write({"test_result": "Corregido", "test_state": "pass"})
            self._step(desk, "verification").mark_failed("Persiste")
            self.assertEqual(desk.level_id, self._level("development"))
            self.assertEqual(self._step(desk, "verification").failures, times)
            with self._refused("Tests by technical support", StepsMissing):
                desk.solve("Corregido")

    def test_solved_where_it_came_in(self):
        """NAV-3.2-18: with a reason the hand-over does not hold it back."""
        ticket = self._begin("bug")
        ticket.no_escalation_reason = "Era un dato mal cargado"
        self._assert_states(ticket, hand_over="done")


@tagged("post_install", "-at_install")
class TestProcedureCost(ProcedureCommon):
    def test_facts_of_many_tickets_cost_what_those_of_few_do(self):
        """A constant number of queries, whatever the number of tickets."""
        tickets = self.tickets.browse(self._begin("anomaly").id for _time in range(12))
        costs = []
        for number in (2, 12):
            some = tickets[:number].sudo()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some._collect_playbook_facts(fields.Datetime.now())
            costs.append(self.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 1)
