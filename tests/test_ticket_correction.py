from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .sla_common import SlaCommon

KINDS = ["advice", "configuration", "data", "database", "application"]


@tagged("post_install", "-at_install")
class TestCorrection(SlaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.codify = cls._ref("plan_codify")
        cls.felipe.support_approver = True

    def _start(self, plan="codify"):
        """Return a ticket of Ana's on which she works."""
        ticket = self._create_ticket(
            plan_id=self._ref(f"plan_{plan}").id,
            partner_id=self.carolina.id,
            team_id=self.team.id,
            user_id=self.analyst.id,
        ).with_user(self.analyst)
        ticket.action_start()
        return ticket

    def _act(self, ticket, act):
        """Return the dialog of an act."""
        dialogs = self.env["helpdesk.ticket.act"].with_user(self.analyst)
        return Form(dialogs.with_context(default_act=act, default_ticket_id=ticket.id))

    def test_the_kinds_of_the_conditions(self):
        """COD-33 … COD-37, in their order."""
        kinds = self.tickets._fields["correction_kind"]
        self.assertEqual(kinds.get_values(self.env), KINDS)
        asking = self.env["helpdesk.support.plan"].search(
            [("asks_correction", "=", True)]
        )
        self.assertEqual(asking, self.codify)

    def test_whoever_proposes_a_solution_says_what_kind_it_is(self):
        ticket = self._start()
        form = self._act(ticket, "propose")
        form.body = "Cambiamos una vista"
        with self.assertRaises(AssertionError):
            form.save()  # the form asks for it
        form.correction_kind = "database"
        form.save().action_apply()
        self.assertEqual(ticket.correction_kind, "database")
        self.assertEqual(ticket.validation_state, "proposed")
        # proposed again, as when it was refused
        ticket.refuse_solution("Sigue igual")
        self.assertEqual(self._act(ticket, "propose").correction_kind, "database")

    def test_programs_that_use_the_dialog_are_asked_too(self):
        ticket = self._start()
        dialogs = self.env["helpdesk.ticket.act"].with_user(self.analyst)
        act = dialogs.create(
            {"ticket_id": ticket.id, "act": "propose", "body": "<p>Ya está</p>"}
        )
        with self._refused("Choose the kind of correction"):
            act.action_apply()
        self.assertEqual(ticket.validation_state, "none")

    def test_other_plans_are_not_asked(self):
        ticket = self._start("interfactura")
        form = self._act(ticket, "propose")
        self.assertFalse(form.asks_correction)
        # nor is it said who else writes to the customer, where nobody else does
        self.assertFalse(form.formal_contact)
        with self._refused("is no Kind of Correction: use one of"):
            ticket.correction_kind = "magic"

    def test_what_was_solved_without_saying_it_is_pointed_out(self):
        ticket = self._start()
        ticket.propose_solution("Ya está")
        self.assertFalse(ticket.correction_missing)
        ticket.accept_solution(self.felipe)
        self.assertTrue(ticket.correction_missing)
        ticket.correction_kind = "data"
        self.assertFalse(ticket.correction_missing)

    def test_customers_see_nothing_of_it(self):
        ticket = self._start()
        with self.assertRaises(AccessError):
            ticket.with_user(self.portal_user).read(["correction_kind"])
