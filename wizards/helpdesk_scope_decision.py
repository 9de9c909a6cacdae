from odoo import api, fields, models

from ..logic.scope import IN, OUT, needs_reason


class HelpdeskScopeDecision(models.TransientModel):
    """Decide whether the plan covers a ticket, and what follows from it."""

    _name = "helpdesk.scope.decision"
    _description = "Decide on the Scope of a Ticket"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    plan_id = fields.Many2one(related="ticket_id.plan_id", related_sudo=False)
    scope_item_id = fields.Many2one(
        "helpdesk.scope.item",
        string="What It Concerns",
        compute="_compute_from_ticket",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        domain="[('plan_id', '=', plan_id)]",
    )
    has_items = fields.Boolean(related="ticket_id.scope_has_items", related_sudo=False)
    definition = fields.Text(related="scope_item_id.description")
    state = fields.Selection(
        [(IN, "It is covered"), (OUT, "It is not covered")],
        string="Decision",
        required=True,
    )
    reason = fields.Char(
        compute="_compute_from_ticket",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="Why. Only the desk reads it.",
    )
    asks_reason = fields.Boolean(compute="_compute_asks_reason")
    authorised_by = fields.Char(
        string="Authorised by",
        compute="_compute_from_ticket",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="Who said that it is done all the same, if somebody has.",
    )
    offers_quote = fields.Boolean(
        string="Offer a Quotation",
        compute="_compute_offers_quote",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="Sales get an activity to prepare it.",
    )

    @api.depends("ticket_id")
    def _compute_from_ticket(self):
        for wizard in self:
            ticket = wizard.ticket_id
            wizard.scope_item_id = ticket.scope_item_id
            wizard.reason = ticket.scope_reason
            wizard.authorised_by = ticket.scope_authorised_by

    @api.depends("scope_item_id", "state", "ticket_id")
    def _compute_asks_reason(self):
        for wizard in self:
            linked = wizard.ticket_id.scope_linked
            proposal = wizard.scope_item_id._propose(linked)
            wizard.asks_reason = needs_reason(proposal, wizard.state)

    @api.depends("scope_item_id", "state", "ticket_id")
    def _compute_offers_quote(self):
        """Propose what the plan proposes, unless it is being prepared already."""
        for wizard in self:
            wizard.offers_quote = (
                wizard.state == OUT
                and wizard.scope_item_id.offers_quote
                and not wizard.ticket_id.scope_quoted
            )

    def action_apply(self):
        """Write the decision down, and set off what follows from it."""
        self.ensure_one()
        ticket = self.ticket_id
        if self.scope_item_id != ticket.scope_item_id:
            ticket.scope_item_id = self.scope_item_id
        ticket.decide_scope(self.state, self.reason)
        name = (self.authorised_by or "").strip()
        if self.state == OUT and name != (ticket.scope_authorised_by or ""):
            ticket.scope_authorised_by = name
        if self.state == OUT and self.offers_quote:
            return ticket.action_offer_quote()
        return {"type": "ir.actions.act_window_close"}
