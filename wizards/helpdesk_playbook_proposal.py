from odoo import fields, models
from odoo.exceptions import UserError

#: why a kind of incident deserves a procedure (NAV-3.4.1-03)
WHY = [
    ("frequent", "It happens often"),
    ("specific", "It needs a way of its own"),
]


class HelpdeskPlaybookProposal(models.TransientModel):
    """Tell who keeps the manual that a kind of incident has no procedure yet."""

    _name = "helpdesk.playbook.proposal"
    _description = "Propose a Procedure"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    name = fields.Char(
        string="Kind of Incident",
        required=True,
        help="What such tickets have in common, in a few words.",
    )
    why = fields.Selection(WHY, required=True, default="frequent")
    note = fields.Text(
        string="What Is to Be Done",
        required=True,
        help="The steps that you take, as far as you know them.",
    )

    def action_propose(self):
        """Give the quality manager the proposal, with the ticket as its example."""
        self.ensure_one()
        if not (self.name or "").strip() or not (self.note or "").strip():
            raise UserError(
                self.env._("Say what kind of incident it is, and what is to be done.")
            )
        labels = dict(self._fields["why"]._description_selection(self.env))
        return self.ticket_id.propose_playbook(self.name, labels[self.why], self.note)
