from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import OWN, new_test_user
from .escalation_common import EscalationCommon


@tagged("post_install", "-at_install")
class TestEscalateDialog(EscalationCommon):
    def _dialog(self, ticket, act="escalate", user=None):
        ticket = ticket.with_user(user or self.analyst)
        button = ticket.action_escalate if act == "escalate" else ticket.action_return
        action = button()
        wizards = self.env[action["res_model"]].with_user(user or self.analyst)
        return Form(wizards.with_context(**action["context"]))

    def test_it_says_where_to_who_gets_it_and_what_the_customer_reads(self):
        """NAV-3.4-03: the target is proposed from the matrix."""
        self._create_ticket(user_id=self.beto.id)
        ticket = self._open("problem")
        with self._at("2026-03-12 10:00"), self._dialog(ticket) as form:
            self.assertEqual(form.level_id, self.n2)
            self.assertEqual(form.user_id, self.bea)
            self.assertIn("colleagues who take care", form.body)
            self.assertIn("Carolina", form.recipient)
            form.user_id = self.beto
            form.motive, form.reason = "access", "Necesita la base"
        form.record.action_apply()
        record = ticket.escalation_ids
        self.assertEqual((record.to_level_id, record.to_user_id), (self.n2, self.beto))
        self.assertEqual((record.motive, record.reason), ("access", "Necesita la base"))
        self.assertEqual(len(self._get_told(ticket)), 1)

    def test_what_is_found_out_is_written_there(self):
        """NAV-3.4-04: a checklist that follows what is being written."""
        ticket = self._open("bug")
        ticket.investigation_error = "Error 402"
        with self._dialog(ticket) as form:
            self.assertTrue(form.asks_diagnosis)
            self.assertEqual(form.investigation_error, "Error 402")
            self.assertEqual(form.checklist.count("fa-square-o"), 2)
            form.investigation_steps = "Facturar dos veces"
            self.assertEqual(form.checklist.count("fa-square-o"), 1)
            form.reason = "Es del código"
        form.record.action_apply()
        ticket = ticket.sudo()
        self.assertEqual(ticket.investigation_steps, "Facturar dos veces")
        self.assertEqual(ticket.level_id, self.n3)

    def test_the_area_is_chosen(self):
        ticket = self._open("request")
        with self._dialog(ticket) as form:
            self.assertFalse(form.level_id or form.asks_diagnosis)
            self.assertEqual(len(form.choice_ids), 4)
            self.assertNotIn(self._level("development"), form.choice_ids[:])
            form.level_id = self.commercial
            self.assertEqual(form.user_id, self.coco)
            form.reason = "Quiere una cotización"
        form.record.action_apply()
        self.assertEqual(ticket.sudo().level_id, self.commercial)

    def test_without_an_area_it_is_refused(self):
        ticket = self._open("request")
        wizard = (
            self.env["helpdesk.ticket.escalate"]
            .with_user(self.analyst)
            .create({"ticket_id": ticket.id, "reason": "x"})
        )
        with self._refused("Choose where"):
            wizard.action_apply()

    def test_the_text_may_be_emptied(self):
        ticket = self._open()
        with self._dialog(ticket) as form:
            form.body, form.reason = False, "x"
        form.record.action_apply()
        self.assertFalse(self._get_told(ticket))

    def test_the_approval_is_noted_there(self):
        ticket = self._open()
        ticket.approval_needed = True
        with self._dialog(ticket) as form:
            form.reason = "x"
            with self.assertRaisesRegex(AssertionError, "approved_by_id"):
                form.save()
            self.assertIn(self.felipe, form.contact_ids[:])
            form.approved_by_id = self.felipe
        form.record.action_apply()
        self.assertEqual(ticket.sudo().approved_by_id, self.felipe)

    def test_the_button_says_at_once_where_there_is_nowhere_to_go(self):
        ticket = self._open("question")
        ticket.escalate("x")
        with self._refused("end of its route"):
            ticket.sudo().action_escalate()
        with self._refused("there is no level before"):
            self._open().action_return()

    def test_it_goes_back_to_who_had_it(self):
        ticket = self._open()
        ticket.escalate("x", user=self.beto)
        with self._dialog(ticket, "return", self.beto) as form:
            self.assertEqual((form.level_id, form.user_id), (self.n1, self.analyst))
            self.assertFalse(form.body)
            form.return_motive, form.reason = "information", "Faltan los pasos"
        form.record.action_apply()
        record = ticket.sudo().escalation_ids.sorted("id")[-1]
        self.assertEqual((record.kind, record.motive), ("returned", "information"))
        self.assertEqual(ticket.user_id, self.analyst)
        self.assertEqual(len(self._get_told(ticket)), 1)

    def test_it_tells_nothing_of_tickets_of_others(self):
        ticket = self._open()
        ticket.approval_needed = True
        stranger = new_test_user(self.env, "nadie", OWN)
        wizards = self.env["helpdesk.ticket.escalate"].with_user(stranger)
        self.env.invalidate_all()
        for name in (
            *("approval_needed", "candidate_ids", "checklist", "choice_ids"),
            *("contact_ids", "from_level_id", "recipient"),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                wizards.new({"ticket_id": ticket.id})[name]
        with self.assertRaises(AccessError):
            wizards.create({"ticket_id": ticket.id, "reason": "x"})

    def test_who_cannot_be_reached_is_not_written_to(self):
        ticket = self._open(partner_id=self.company_b.id)
        with self._dialog(ticket) as form:
            self.assertFalse(form.recipient or form.body)
            form.reason = "x"
        form.record.action_apply()
        self.assertFalse(self._get_told(ticket))
