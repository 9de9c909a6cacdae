from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import OWN, new_test_user
from .playbook_common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestUnregistered(PlaybookCommon):
    """NAV-3.4.1-03: who keeps the manual hears of incidents that it does not know."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quim = new_test_user(cls.env, "quim", OWN, name="Quim")
        role = cls.env["helpdesk.support.role"].search(
            [("code", "=", "quality_manager")], limit=1
        )
        role.user_ids = cls.quim
        cls.ticket = cls._open("question")

    def _propose(self, **values):
        form = Form.from_action(self.ticket.env, self.ticket.action_propose_playbook())
        for name, value in {
            "name": "Certificado vencido",
            "why": "specific",
            "note": "Pedir el nuevo\nCargarlo <b>ya</b>",
            **values,
        }.items():
            setattr(form, name, value)
        return form.save().action_propose()

    def test_the_quality_manager_gets_it_with_the_example(self):
        notice = self._propose()
        self.assertIn("Quim", notice["params"]["message"])
        [proposal] = self._find_activities(self.ticket, "new_procedure")
        self.assertEqual(proposal.user_id, self.quim)
        self.assertEqual(proposal.summary, "Certificado vencido")
        self.assertIn(self.ticket.number, proposal.note)
        self.assertIn("It needs a way of its own", proposal.note)
        self.assertIn("&lt;b&gt;ya", proposal.note)
        log = self.ticket.sudo().message_ids[0]
        self.assertIn("Certificado vencido", log.body)
        self.assertTrue(log.is_internal or log.subtype_id.internal)

    def test_once_for_a_ticket(self):
        self._propose()
        with self._refused("proposed already: Quim has it"):
            self._propose(name="Otra cosa")

    def test_something_has_to_be_said(self):
        dialogs = self.env["helpdesk.playbook.proposal"].with_user(self.analyst)
        for name, note in ((" ", "Pedirlo"), ("Certificado", " ")):
            dialog = dialogs.create(
                {"ticket_id": self.ticket.id, "name": name, "note": note}
            )
            with self._refused("Say what kind of incident"):
                dialog.action_propose()

    def test_where_nobody_keeps_the_manual_who_leads_hears_of_it(self):
        roles = self.env["helpdesk.support.role"].search([("id", "!=", 0)])
        roles.user_ids = False
        self._propose()
        [proposal] = self._find_activities(self.ticket, "new_procedure")
        self.assertEqual(proposal.user_id, self.analyst)

    def test_it_is_offered_where_the_plan_has_none_for_it(self):
        self.assertTrue(self.ticket.playbook_unregistered)
        registered = self._create_reviewed(triaged=False)
        self.assertFalse(registered.playbook_unregistered)
        # a plan that has no procedures at all
        other = self._create_ticket(
            plan_id=self._ref("plan_ikhodi").id,
            type_id=self._ref("type_functional_query").id,
        )
        other.triaged = True
        self.assertFalse(other.playbook_unregistered)

    def test_only_who_may_change_the_ticket_proposes(self):
        stranger = new_test_user(self.env, "zoe", OWN)
        with self.assertRaises(AccessError):
            self.ticket.with_user(stranger).propose_playbook("A", "B", "C")
