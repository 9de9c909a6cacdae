from odoo import SUPERUSER_ID
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .escalation_common import EscalationCommon

FOUND = {
    "investigation_steps": "Facturar dos veces",
    "investigation_error": "Error 402",
    "investigation_tried": "Reiniciar: no ayuda",
}


@tagged("post_install", "-at_install")
class TestInvestigation(EscalationCommon):
    def test_what_is_still_missing(self):
        """NAV-3.4-02, -04."""
        ticket = self._open("bug")
        self.assertEqual(
            ticket.investigation_missing,
            "the steps to reproduce, the error message, what was tried",
        )
        ticket.investigation_error = "  "
        self.assertIn("the error message", ticket.investigation_missing)
        ticket.write(FOUND)
        self.assertFalse(ticket.investigation_missing)
        self.assertFalse(self._open("request").investigation_missing)
        anonymous = self._create_ticket(type_id=self._ref("type_request").id)
        self.assertEqual(
            anonymous.investigation_missing, "the customer, the classification"
        )

    def test_the_plan_says_whether_it_is_refused(self):
        ticket = self._open()
        ticket.escalate("Se informa")
        self.plan.diagnosis_gate = "refuse"
        ticket = self._open()
        with self._refused("Before .* is escalated, note the steps to reproduce, "):
            ticket.escalate("x")
        ticket.write(FOUND)
        ticket.escalate("x")

    def test_a_rule_is_not_asked(self):
        self.plan.diagnosis_gate = "refuse"
        rule = self.env["helpdesk.escalation.rule"].search([], limit=1)
        ticket = self._open().with_user(SUPERUSER_ID)
        ticket.with_context(helpdesk_escalation_rule=rule.id).escalate("24 h")
        self.assertEqual(ticket.level_id, self.n2)

    def test_the_customer_approves_first_where_that_is_needed(self):
        """NAV-3.4-05."""
        ticket = self._open()
        ticket.approval_needed = True
        with self._refused("The customer has to approve before"):
            ticket.escalate("x")
        with self._at("2026-03-12 16:00") as now:
            ticket.approved_by_id = self.carolina
        self.assertEqual(ticket.approved_at, now)
        ticket.approved_by_id = False
        self.assertFalse(ticket.approved_at)
        ticket.approved_by_id = self.felipe
        ticket.escalate("x")

    def test_who_approves_is_of_the_customer(self):
        ticket = self._open()
        with self._refused("is not of the customer of", ValidationError):
            ticket.approved_by_id = self.analyst.partner_id
        ticket.approved_by_id = self.felipe

    def test_hands_are_asked_the_same(self):
        """Also where the route is not strict, and where tickets come in."""
        for strict in (True, False):
            self.plan.strict_route = strict
            ticket = self._open()
            ticket.approval_needed = True
            with self._refused("The customer has to approve before"):
                ticket.level_id = self.n2
            ticket.write({"level_id": self.n2.id, "approved_by_id": self.felipe.id})
            ticket.sudo().approved_by_id = False
            ticket.with_user(self.leader).level_id = self.n1
        self.plan.diagnosis_gate = "refuse"
        ticket = self._open()
        with self._refused("Before .* is escalated, note the steps"):
            ticket.level_id = self.n2
        with self._refused("Before .* is escalated, note the customer"):
            self.tickets.with_user(self.leader).create(
                {"name": "x", "description": "x", "level_id": self.n2.id}
            )
        ticket.sudo().level_id = self.n2

    def test_who_has_no_business_reads_nothing_of_it(self):
        ticket = self._open()
        ticket.write(FOUND)
        for user in (self.portal_user, self.employee):
            readable = ticket.with_user(user).fields_get()
            self.assertFalse([name for name in readable if name.startswith("investig")])


@tagged("post_install", "-at_install")
class TestUnescalated(EscalationCommon):
    """NAV-3.2-18: bugs go to who can mend them, or it is said why not."""

    def _solve(self, ticket):
        ticket.stage_id = self._stage("solved")

    def test_a_bug_is_not_solved_where_it_came_in(self):
        ticket = self._open("bug")
        self.assertTrue(ticket.escalation_owed)
        for act in (
            lambda: ticket.solve("Ya funciona"),
            lambda: ticket.propose_solution("Ya funciona"),
            lambda: self._solve(ticket),
        ):
            with self._refused(
                "is meant for another level .*: escalate it, or say why"
            ):
                act()
        ticket.no_escalation_reason = "Era una configuración"
        ticket.solve("Ya funciona")
        self.assertEqual(ticket.stage_code, "solved")

    def test_once_escalated_anybody_solves_it(self):
        ticket = self._open("bug")
        ticket.escalate("Es del código")
        ticket.with_user(self.carla).return_to_previous_level("Corregido")
        ticket.solve("Ya funciona")
        self.assertEqual(ticket.stage_code, "solved")

    def test_who_was_elsewhere_by_hand_or_before_there_were_records(self):
        ticket = self._open("bug")
        ticket.with_user(self.leader).level_id = self.n3
        self.assertFalse(ticket.sudo().escalation_owed)
        ticket.with_user(self.leader).level_id = self.n1
        self.assertEqual(ticket.sudo().escalation_ids.mapped("kind"), ["moved"] * 2)
        self.assertFalse(ticket.escalation_owed)
        ticket.sudo().escalation_ids[0].unlink()
        self.assertFalse(ticket.escalation_owed)
        # only back: from a level that it came in at long ago
        ticket.sudo().escalation_ids.write({"to_level_id": self.n1.id})
        self.assertTrue(ticket.escalation_owed)
        old = self._classified(
            type_id=self._ref("type_bug").id,
            level_id=self.n3.id,
            no_escalation_reason=False,
        )
        self.assertFalse(old.escalation_ids or old.escalation_owed)

    def test_other_types_are_solved_where_they_are(self):
        for kind in ("problem", "question", "anomaly"):
            self._open(kind).solve("Ya funciona")

    def test_what_customers_and_imports_decide_is_not_asked(self):
        ticket = self._open("bug")
        ticket.sudo().propose_solution("Ya funciona")
        ticket.accept_solution()
        self.assertEqual(ticket.stage_code, "solved")
        imported = self._open("bug").with_context(import_file=True)
        with self._refused("is meant for another level"):
            self._solve(imported)
        self._solve(imported.with_user(self.leader))
        self._solve(self._open("bug").sudo())

    def test_the_dialog_asks_for_it(self):
        ticket = self._open("bug")
        wizards = self.env["helpdesk.ticket.act"].with_user(self.analyst)
        context = {"active_id": ticket.id, "default_act": "solve"}
        with Form(wizards.with_context(**context)) as form:
            form.body, form.knowledge = "<p>Ya funciona</p>", "none"
            form.knowledge_reason = "Solo aquí"
            self.assertTrue(form.asks_no_escalation)
            with self.assertRaisesRegex(AssertionError, "no_escalation_reason"):
                form.save()
            form.no_escalation_reason = "Era una configuración"
        form.record.action_apply()
        self.assertEqual(ticket.no_escalation_reason, "Era una configuración")
        self.assertEqual(ticket.stage_code, "solved")
