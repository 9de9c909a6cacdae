from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..exceptions import StepsMissing
from .common import OWN
from .playbook_common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestTicketStep(PlaybookCommon):
    """What people do with steps, each with the lowest rights that it takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_reviewed().with_user(cls.analyst)

    def _do(self, *names):
        for name in names:
            self._step(self.ticket, name).mark_done("Hecho")

    def test_who_did_it_and_when_is_kept(self):
        with self._at("2026-03-12 16:00"):
            self._do("Mirar")
        row = self._step(self.ticket, "Mirar")
        self.assertEqual(row.state, "done")
        self.assertEqual(row.done_by, self.analyst)
        self.assertEqual(str(row.done_at), "2026-03-12 21:00:00")
        self.assertEqual(row.evidence, "Hecho")
        self.assertIn("Done: Mirar", self.ticket.message_ids[0].body)

    def test_gates_come_before_what_follows(self):
        with self._refused("“Anotar” comes later.*Mirar", StepsMissing):
            self._do("Anotar")
        self._do("Mirar", "Anotar")
        with self._refused("“Probar” comes later.*Pasar", StepsMissing):
            self._do("Probar")

    def test_evidence_that_is_wanted_has_to_be_given(self):
        self._do("Mirar")
        row = self._step(self.ticket, "Anotar")
        step = self.playbook.step_ids[1]
        for wants, sentence in [
            ("text", "Write down"),
            ("link", "Give the address"),
            ("file", "Attach the file"),
            ("message", "Write what the customer"),
            ("contact", "Choose who"),
        ]:
            step.wants = wants
            with self.subTest(wants), self._refused(sentence):
                row.mark_done()
        step.wants = "link"
        with self._refused("Give the address"):
            row.mark_done("acme")
        row.mark_done("https://acme.example.com")
        self.assertEqual(row.state, "done")

    def test_a_file_shows_it(self):
        self._do("Mirar")
        self.playbook.step_ids[1].wants = "file"
        file = self.env["ir.attachment"].with_user(self.analyst)
        row = self._step(self.ticket, "Anotar")
        row.mark_done(attachments=file.create({"name": "x.png", "raw": b"x"}))
        self.assertEqual(row.attachment_ids.mapped("name"), ["x.png"])

    def test_the_customer_is_told_once(self):
        self._do("Mirar")
        self.playbook.step_ids[1].wants = "message"
        row = self._step(self.ticket, "Anotar")
        row.mark_done(message="Probaremos una sola factura")
        self.assertIn("una sola factura", row.message_id.body)
        self.assertFalse(row.message_id.is_internal)

    def test_only_the_customers_people_say_so(self):
        self._do("Mirar")
        row = self._step(self.ticket, "Anotar")
        with self._refused("is not of the customer"):
            row.mark_done("Sí", contact=self.mateo)
        row.mark_done("Sí", contact=self.carolina.id)
        self.assertEqual(row.contact_id, self.carolina)

    def test_an_approval_is_asked_and_waited_for(self):
        self._do("Mirar")
        self.playbook.step_ids[1].write({"action": "ask_approval", "wants": "contact"})
        row = self._step(self.ticket, "Anotar")
        row.ask("¿Autoriza el cobro?")
        self.assertEqual(self.ticket.waiting_reason, "approval")
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        self.assertEqual(row.state, "todo")
        self.assertTrue(row.message_id)
        row.mark_done(contact=self.carolina)
        self.assertEqual(row.state, "done")

    def test_leaders_waive_with_a_reason(self):
        row = self._step(self.ticket, "Mirar")
        with self._refused("Only a leader"):
            row.waive("Da igual")
        with self._refused("Say why"):
            row.with_user(self.leader).waive(" ")
        row.with_user(self.leader).waive("Urge")
        self.assertEqual((row.state, row.reason), ("waived", "Urge"))
        self.assertIn("Waived: Mirar. Urge", self.ticket.message_ids[0].body)

    def test_what_holds_nothing_back_may_not_apply(self):
        self._step(self.ticket, "Anotar").skip("No hay nada")
        self.assertEqual(self._get_states(self.ticket), "tnttt")
        with self._refused("holds the ticket back"):
            self._step(self.ticket, "Mirar").skip()

    def test_it_can_be_taken_back(self):
        self._do("Mirar")
        with self._refused("Ana has done “Mirar” already"):
            self._do("Mirar")
        self._step(self.ticket, "Mirar").reopen_step()
        self.assertEqual(self._get_states(self.ticket), "ttttt")

    def test_a_failed_test_goes_back_and_is_counted(self):
        """NAV-3.4.1.N1-21, A-NAV-44."""
        self._do("Mirar", "Anotar")
        self.ticket.escalate("No se puede aquí")
        ticket = self.ticket.sudo()
        self._step(ticket, "Probar").mark_done("Bien")
        self._step(ticket, "Verificar").mark_failed("Sigue igual")
        row = self._step(ticket, "Verificar")
        self.assertEqual((row.state, row.failures), ("failed", 1))
        self.assertEqual(self._step(ticket, "Probar").state, "todo")
        self.assertEqual(ticket.level_id, self._level("development"))
        self.assertEqual(ticket.escalation_ids.sorted("id")[-1:].motive, "not_working")
        self._step(ticket, "Probar").mark_done("Ahora sí")
        self._step(ticket, "Verificar").mark_done()
        self.assertEqual(row.failures, 1)
        self.assertFalse(ticket._find_solve_blockers())

    def test_strangers_and_closed_tickets(self):
        stranger = new_test_user(self.env, "zoe", OWN)
        row = self._step(self.ticket, "Mirar")
        with self.assertRaises(AccessError):
            row.with_user(stranger).mark_done()
        self.ticket.sudo().cancel("withdrawn")
        with self._refused("is closed"):
            row.mark_done()

    def test_a_step_that_waits_stops_the_clocks(self):
        """A-NAV-56: the pause has its reason, and ends with the step."""
        self.playbook.step_ids[1].waiting_reason = "provider"
        self._do("Mirar")
        self.assertEqual(self.ticket.waiting_reason, "provider")
        self.assertEqual(self.ticket.kanban_state, "blocked")
        self._do("Anotar")
        self.assertFalse(self.ticket.waiting_reason)

    def test_the_button_of_a_step(self):
        row = self._step(self.ticket, "Mirar")
        self.assertIsNone(row.action_do())
        self.assertEqual(row.state, "done")
        asked = self._step(self.ticket, "Anotar").action_do()
        self.assertEqual(asked["res_model"], "helpdesk.ticket.step.do")
        self._do("Anotar")
        action = self._step(self.ticket, "Pasar").action_do()
        self.assertEqual(action["res_model"], "helpdesk.ticket.escalate")
        self.assertEqual(action["context"]["default_level_id"], self.n3.id)

    def test_an_area_is_asked(self):
        self._do("Mirar")
        self._staff("navegasoft", "commercial", self.leader)
        self.playbook.step_ids[1].write(
            {"action": "ask_area", "responsible": "commercial"}
        )
        self._do("Anotar")
        activity = self.ticket.sudo().activity_ids
        self.assertIn("Anotar", activity.summary)
        self.assertEqual(activity.user_id, self.leader)

    def test_an_area_whose_turn_it_is_has_an_activity(self):
        self._staff("navegasoft", "commercial", self.leader)
        self.playbook.step_ids[1].responsible = "commercial"
        self.assertFalse(self.ticket.sudo().activity_ids)
        self._do("Mirar")
        activity = self.ticket.sudo().activity_ids
        self.assertIn("Anotar", activity.summary)
        self.assertEqual(activity.user_id, self.leader)
        self._do("Anotar")
        self.assertFalse(activity.exists())

    def test_what_the_form_draws(self):
        self._do("Mirar")
        view = self.ticket.playbook_view
        self.assertEqual([phase["name"] for phase in view["phases"]], ["Inicio", "Fin"])
        self.assertEqual((view["done"], view["total"]), (1, 5))
        self.assertEqual(view["next"]["name"], "Anotar")

    def test_a_step_that_does_not_apply_says_when_it_would(self):
        step = self.playbook.step_ids[1]
        step.condition = "manipulated"
        views = self.ticket.playbook_view["phases"]
        shown = {one["name"]: one for each in views for one in each["steps"]}
        self.assertEqual(shown[step.name]["state"], "na")
        self.assertIn("Undue manipulation", shown[step.name]["condition"])
        self.assertFalse(shown["Mirar"]["condition"])
