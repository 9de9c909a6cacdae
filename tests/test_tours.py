"""The main job on real input: a mail and a portal ticket, taken up by an analyst."""

from odoo.tests import HttpCase, tagged

from .common import PlanCommon

PHONE, DESKTOP = "390x844", "1440x900"


@tagged("post_install", "-at_install")
class TestMainJob(PlanCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("es_419")
        cls.env["ir.module.module"].search(
            [("state", "=", "installed")]
        )._update_translations(["es_419"])
        people = cls.analyst | cls.leader | cls.portal_user
        people.partner_id.lang = "es_419"

    def test_from_mail_and_portal_to_the_analyst(self):
        mail = self._mail(subject="No firma la factura Ñ-120", body="¿Qué pasó?\n")
        mail.add_attachment(b"<xml/>", "text", "xml", filename="factura ñ.xml")
        by_mail = self._receive(mail)
        self.browser_size, self.touch_enabled = PHONE, True
        self.start_tour("/my", "support_plan_customer_opens_ticket", login="carolina")
        by_portal = self.tickets.search([("name", "=", "Se acabaron los folios")])
        self.assertEqual(by_portal.partner_id, self.carolina)
        self.assertIn("Quedan 3", by_portal.description)
        by_portal.team_id = self.team
        self.browser_size, self.touch_enabled = DESKTOP, False
        self.start_tour(
            "/odoo/helpdesk-tickets", "support_plan_analyst_takes_up", login="ana"
        )
        for ticket in (by_mail, by_portal):
            self.assertEqual(ticket.user_id, self.analyst)
            self.assertEqual(ticket.priority, "3")

    def _triage(self, tour):
        """Let the analyst with the lowest rights classify the only new ticket."""
        self._classified(
            name="No firma la factura electrónica FE-098",
            stage_id=self._stage("solved").id,
        )
        ticket = self._create_ticket(
            name="No firma la factura electrónica FE-120",
            partner_id=self.carolina.id,
            team_id=self.team.id,
            user_id=False,
        )
        self.start_tour("/odoo/helpdesk-queue", tour, login="ana")
        self.assertTrue(ticket.triaged)
        self.assertEqual(ticket.type_id, self._ref("type_bug"))
        self.assertEqual(ticket.user_id, self.analyst)
        self.assertEqual(ticket.kanban_state, "done")
        return ticket

    def test_four_clicks_of_triage(self):
        self.browser_size = DESKTOP
        ticket = self._triage("support_plan_triage")
        self.assertEqual(ticket.process_tag_ids, self._ref("tag_folios"))
        self.assertEqual(ticket.impact, "high")

    def test_four_clicks_of_triage_on_a_phone(self):
        self.browser_size, self.touch_enabled = PHONE, True
        self._triage("support_plan_triage_on_a_phone")

    def test_merge(self):
        """AT-24: three tickets of one customer about the same become one."""
        tickets = [
            self._classified(
                name=f"No firma la factura electrónica FE-{number}",
                description=f"<p>Tampoco sale la FE-{number}.</p>",
                user_id=self.analyst.id,
                triaged=True,
            )
            for number in (120, 121, 122)
        ]
        self.browser_size = DESKTOP
        path = f"/odoo/helpdesk-tickets/{tickets[2].id}"
        self.start_tour(path, "support_plan_merge", login="ana")
        oldest, *others = tickets
        self.assertFalse(oldest.closed)
        for ticket in others:
            self.assertEqual(ticket.duplicate_id, oldest)
            self.assertEqual(ticket.cancel_reason, "duplicate")
