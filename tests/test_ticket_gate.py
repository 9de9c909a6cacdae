"""The one gate to the ticket, and the hooks behind it."""

from odoo.tests import tagged

from .common import DeskCommon
from .fake_models import FakeModels

MAIL = "odoo.addons.helpdesk_support_plan.models.helpdesk_ticket_mail"


@tagged("post_install", "-at_install")
class TestGate(DeskCommon):
    def test_callers_keep_their_dictionaries(self):
        values = {"name": "Título", "description": "Texto", "team_id": self.team.id}
        given = dict(values)
        ticket = self.tickets.create(values)
        self.assertEqual(values, given)
        changes = {"user_id": self.analyst.id}
        ticket.write(changes)
        self.assertEqual(changes, {"user_id": self.analyst.id})

    def test_several_tickets_are_copied_at_once(self):
        tickets = self._create_ticket(name="Uno") | self._create_ticket(name="Dos")
        copies = tickets.copy()
        self.assertEqual(copies.mapped("name"), ["Uno", "Dos"])
        self.assertEqual(len(set((tickets | copies).mapped("number"))), 4)


@tagged("post_install", "-at_install")
class TestIntakeHook(DeskCommon):
    """An addon that extends the intake takes part in it, and cannot break it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loader = FakeModels(cls.env, cls.__module__)
        cls.loader.backup_registry()
        cls.addClassCleanup(cls.loader.restore_registry)
        from .fake_intake import HelpdeskTicket

        cls.loader.update_registry((HelpdeskTicket,))

    def test_an_extension_adds_to_the_ticket(self):
        ticket = self._receive(self._mail(subject="Urgente: no firma"))
        self.assertEqual(ticket.priority, "3")
        self.assertEqual(ticket.partner_email, self.carolina.email)

    def test_an_extension_that_fails_costs_only_its_part(self):
        with self.assertLogs(MAIL, "ERROR"):
            ticket = self._receive(self._mail(subject="Falla: no firma"))
        self.assertEqual(ticket.name, "Falla: no firma")
        self.assertEqual(ticket.partner_id, self.carolina)
        self.assertFalse(ticket.user_id)

    def test_an_extension_whose_values_are_refused_costs_only_them(self):
        with self.assertLogs(MAIL, "ERROR"), self.assertLogs("odoo.sql_db", "ERROR"):
            ticket = self._receive(self._mail(subject="Rota: no firma"))
        self.assertEqual(ticket.name, "Rota: no firma")
        self.assertIn("Error 402", ticket.description)
