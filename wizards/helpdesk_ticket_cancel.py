from odoo import fields, models


class HelpdeskTicketCancel(models.TransientModel):
    """Say why tickets are cancelled."""

    _name = "helpdesk.ticket.cancel"
    _description = "Cancel Tickets"

    ticket_ids = fields.Many2many("helpdesk.ticket", string="Tickets", required=True)
    reason = fields.Selection(selection=lambda self: self._get_reasons(), required=True)
    note = fields.Char(string="In Words")
    duplicate_id = fields.Many2one(
        "helpdesk.ticket",
        string="Duplicate of",
        domain="[('id', 'not in', ticket_ids)]",
        help="The ticket that goes on in place of this one.",
    )

    def _get_reasons(self):
        field = self.env["helpdesk.ticket"]._fields["cancel_reason"]
        return field._description_selection(self.env)

    def action_cancel(self):
        """Cancel the tickets with the reason given."""
        self.ensure_one()
        if self.reason == "duplicate" and self.duplicate_id:
            self.ticket_ids.duplicate_id = self.duplicate_id
        self.ticket_ids.cancel(self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
