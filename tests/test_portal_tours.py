"""The customer's side in Chromium, at the width of a phone."""

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .standing_common import StandingCommon

PHONE = "390x844"


class PortalToursCommon(StandingCommon, HttpCase):
    """Carolina has a phone and speaks Spanish."""

    is_frozen = False
    browser_size, touch_enabled = PHONE, True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("es_419")
        cls.env["ir.module.module"].search(
            [("state", "=", "installed")]
        )._update_translations(["es_419"])
        cls.carolina.write({"lang": "es_419", "tz": "America/Bogota"})


@tagged("post_install", "-at_install")
class TestNewTicketTour(PortalToursCommon):
    def test_a_ticket_with_everything_that_can_go_wrong(self):
        """NAV-2.3-01, COB-49."""
        self._create_ticket(
            name="La factura electrónica no se firma", partner_id=self.carolina.id
        )
        ikhodi = self._ref("plan_ikhodi")
        self._subscribe()
        second = self._subscribe(support_plan_id=ikhodi.id)
        tour = "support_plan_new_ticket_on_a_phone"
        with mute_logger("odoo.http"):  # one token on the way is too old
            self.start_tour("/new/ticket", tour, login="carolina")
        ticket = self.tickets.search([("name", "=", "No imprime el punto de venta")])
        self.assertEqual(len(ticket), 1)
        self.assertEqual(ticket.subscription_id, second)
        self.assertEqual(ticket.plan_id, ikhodi)
        self.assertEqual(ticket.requested_priority, "2")
        self.assertIn("2. Imprimir", ticket.description)
        self.assertEqual(ticket.attachment_ids.mapped("name"), ["recibo.png"])
        noted = self.env["helpdesk.self.service"].search([("ticket_id", "!=", False)])
        self.assertEqual(noted.kind, "ticket_followed")


@tagged("post_install", "-at_install")
class TestAnswerTour(PortalToursCommon):
    def test_refuse_then_accept_and_rate(self):
        """COD-39, IKH-36, A-G-11."""
        self.plan.validation = "customer"
        ticket = self._classified(name="No firma la factura FE-120", triaged=True)
        own = ticket.with_user(self.analyst)
        own.action_start()
        own.propose_solution("Reinicie el servicio de firma.")
        path = f"/my/ticket/{ticket.id}"
        self.start_tour(path, "support_plan_customer_refuses", login="carolina")
        self.env.invalidate_all()
        self.assertEqual(ticket.validation_state, "refused")
        self.assertEqual(ticket.stage_code, "in_progress")
        own.propose_solution("Renovamos el certificado.")
        self.start_tour(path, "support_plan_customer_accepts", login="carolina")
        self.env.invalidate_all()
        self.assertEqual(ticket.closure, "validated")
        self.assertEqual(ticket.rating_ids.rating, 1)
        self.assertEqual(ticket.rating_ids.feedback, "Tardaron dos días")


@tagged("post_install", "-at_install")
class TestFollowTour(PortalToursCommon):
    def test_follow_a_ticket_and_answer(self):
        ticket = self._classified(
            name="No firma la factura Ñ-120",
            triaged=True,
            type_id=self._ref("type_problem").id,
        )
        own = ticket.with_user(self.analyst)
        own.action_start()
        own.message_post(
            body="¿Nos envía el XML?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        own.declare_wait("information")
        self.start_tour("/my", "support_plan_customer_follows", login="carolina")
        self.env.invalidate_all()
        self.assertEqual(ticket.stage_code, "in_progress")
        answer = ticket._get_portal_messages()[-1]
        self.assertEqual(answer.author_id, self.carolina)
        self.assertIn("Aquí está", answer.body)
