from odoo import api, fields, models

TEMPLATES = {
    "identity": "helpdesk_support_plan.mail_template_ask_identity",
    "detail": "helpdesk_support_plan.mail_template_ask_detail",
}


class HelpdeskTicketAsk(models.TransientModel):
    """Ask the customer for what is missing, in a message that can be edited."""

    _name = "helpdesk.ticket.ask"
    _description = "Ask the Customer"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("identity", "Who they are"), ("detail", "What happens exactly")],
        string="Ask",
        required=True,
        default="detail",
    )
    recipient = fields.Char(compute="_compute_recipient")
    body = fields.Html(
        string="Message",
        compute="_compute_body",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        required=True,
        help="The customer reads this. The ticket waits for the answer.",
    )

    @api.depends("ticket_id")
    def _compute_recipient(self):
        for wizard in self:
            ticket = wizard.ticket_id
            wizard.recipient = ticket.partner_id.display_name or ticket.partner_email

    @api.depends("kind", "ticket_id")
    def _compute_body(self):
        for wizard in self:
            wizard.ticket_id.check_access("read")
            template = self.env.ref(TEMPLATES[wizard.kind])
            # sudo: mail.template: the desk's own text, for a ticket that the user reads
            texts = template.sudo()._render_field(
                "body_html", wizard.ticket_id.ids, compute_lang=True
            )
            wizard.body = texts.get(wizard.ticket_id.id)

    def action_send(self):
        """Send the message; the ticket waits for the customer."""
        self.ensure_one()
        self.ticket_id._ask_customer(self.body)
        return {"type": "ir.actions.act_window_close"}
