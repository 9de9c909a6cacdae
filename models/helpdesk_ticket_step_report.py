"""Report: where tickets stand in their procedures, what is waived, what fails again."""

from odoo import api, fields, models


class HelpdeskTicketStep(models.Model):
    _inherit = "helpdesk.ticket.step"  # pylint: disable=consider-merging-classes-inherited

    next_of_ids = fields.One2many(
        "helpdesk.ticket",
        "playbook_next_id",
        string="Next Step of",
        help="The ticket, as long as this is its next step.",
    )
    failures = fields.Integer(aggregator="sum")
    plan_id = fields.Many2one(related="ticket_id.plan_id")
    type_id = fields.Many2one(related="ticket_id.type_id")
    level_id = fields.Many2one(
        related="ticket_id.level_id", help="Where the ticket is now."
    )
    partner_id = fields.Many2one(related="ticket_id.partner_id", string="Customer")
    ticket_user_id = fields.Many2one(
        related="ticket_id.user_id", string="Responsible of the Ticket"
    )
    is_ticket_closed = fields.Boolean(
        related="ticket_id.closed", string="Of a Closed Ticket"
    )
    proof = fields.Text(
        string="What Shows It",
        compute="_compute_proof",
        help="The evidence, the reason, and what the check has seen.",
    )

    @api.depends("evidence", "reason", "seen_text")
    def _compute_proof(self):
        for row in self:
            texts = (row.reason, row.evidence, row.seen_text)
            row.proof = "\n".join(text for text in texts if text)
