"""A newcomer takes one ticket through each procedure, by the button of each step."""

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ALL
from .procedure_common import ProcedureCommon
from .test_tours import DESKTOP, PHONE

#: {end of the tour's name, and of the procedure's: (type, tag)}
TICKETS = {
    "misconfiguration": ("anomaly", "modulos"),
    "electronic_documents": ("bug", "documentos_electronicos"),
    "installations": ("request", "modulos"),
    "errors": ("bug", "modulos"),
    "new_customers": ("request", "activacion"),
    "take_down": ("request", "bajar_base"),
    "test_environment": ("request", "ambiente_pruebas"),
}


@tagged("post_install", "-at_install")
class TestProcedureTours(ProcedureCommon, HttpCase):
    is_frozen = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newcomer = new_test_user(cls.env, "nadia", ALL, name="Nadia")
        cls.team.user_ids += cls.newcomer
        cls.subscription.date_start = fields.Date.today()
        cls.plan.communal_url = "https://comunal.example.com"

    def _go(self, name, size=DESKTOP):
        """Take a ticket through a procedure; it can be solved afterwards."""
        self.browser_size, self.touch_enabled = size, size == PHONE
        kind, tag = TICKETS[name]
        ticket = self._begin(kind, self._ref(f"tag_{tag}"), user_id=self.newcomer.id)
        ticket = ticket.with_user(self.newcomer)
        self.assertEqual(ticket.playbook_id, self._ref(f"playbook_{name}"))
        ticket.action_start()
        self._attach(ticket, "FE-120.xml", self.newcomer)
        self.assertTrue(ticket._find_solve_blockers())
        path = f"/odoo/helpdesk-tickets/{ticket.id}"
        self.start_tour(path, f"support_plan_procedure_{name}", login="nadia")
        self.assertFalse(ticket._find_solve_blockers())
        for step in ticket.step_ids.filtered(lambda row: row.state == "done"):
            self.assertTrue(step.done_at, step.step_id.name)
        self.assertFalse(ticket.step_ids.filtered(lambda row: row.state == "waived"))
        ticket.solve("Quedó corregido")
        self.assertTrue(ticket.closed)

    def test_misconfiguration(self):
        self._go("misconfiguration")

    def test_electronic_documents(self):
        self._go("electronic_documents")

    def test_installations(self):
        self._go("installations")

    def test_errors(self):
        self._go("errors")

    def test_errors_on_a_phone(self):
        self._go("errors", PHONE)

    def test_new_customers(self):
        self._go("new_customers")

    def test_take_down(self):
        self._go("take_down")

    def test_test_environment(self):
        self._go("test_environment")
