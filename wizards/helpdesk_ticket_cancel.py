from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.standing import ARREARS
from .helpdesk_ticket_act import GAP

#: reasons that a customer's standing bears out, or does not: what it would have to be.
#: who has no service may owe invoices, too
BORNE_OUT_BY = {
    "arrears": {*ARREARS, "no_service"},
    "no_service": {"no_service"},
}


class HelpdeskTicketCancel(models.TransientModel):
    """Say why tickets are cancelled, and tell their customers."""

    _name = "helpdesk.ticket.cancel"
    _description = "Cancel Tickets"

    ticket_ids = fields.Many2many("helpdesk.ticket", string="Tickets", required=True)
    is_batch = fields.Boolean(compute="_compute_is_batch")
    reason = fields.Selection(
        selection=lambda self: self._get_reasons(),
        compute="_compute_reason",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        required=True,
    )
    standing_text = fields.Char(compute="_compute_standing_text")
    doubt = fields.Char(
        compute="_compute_doubt",
        help="What speaks against the reason; it is the analyst who decides.",
    )
    note = fields.Char(string="Internal Note", help="Only the desk reads it.")
    duplicate_id = fields.Many2one(
        "helpdesk.ticket",
        string="Duplicate of",
        compute="_compute_duplicate_id",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        domain="[('id', 'not in', ticket_ids)]",
        help="The ticket that goes on in place of this one.",
    )
    tells_customer = fields.Boolean(
        string="Tell the Customer",
        compute="_compute_tells_customer",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="Otherwise they get no more than the mail of the stage, if it has one.",
    )
    recipient = fields.Char(string="To", compute="_compute_recipient")
    may_tell = fields.Boolean(compute="_compute_silence")
    silence = fields.Char(
        compute="_compute_silence", help="Who is told nothing, and why."
    )
    body = fields.Html(
        string="Message",
        compute="_compute_body",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="The customer reads this.",
    )

    def _get_reasons(self):
        field = self.env["helpdesk.ticket"]._fields["cancel_reason"]
        return field._description_selection(self.env)

    @api.depends("ticket_ids")
    def _compute_is_batch(self):
        for wizard in self:
            wizard.is_batch = len(wizard.ticket_ids) > 1

    @api.depends("ticket_ids")
    def _compute_reason(self):
        """Propose what all of the tickets suggest, if they do."""
        for wizard in self:
            reasons = {
                ticket._propose_cancel_reason() for ticket in wizard._get_tickets()
            }
            wizard.reason = reasons.pop() if len(reasons) == 1 else False

    @api.depends("ticket_ids")
    def _compute_duplicate_id(self):
        for wizard in self:
            others = wizard._get_tickets().duplicate_id
            wizard.duplicate_id = others if len(others) == 1 else False

    @api.depends("ticket_ids", "reason")
    def _compute_standing_text(self):
        for wizard in self:
            shown = wizard.reason in BORNE_OUT_BY and not wizard.is_batch
            wizard.standing_text = shown and wizard._get_tickets().standing_text

    @api.depends("ticket_ids", "reason")
    def _compute_doubt(self):
        for wizard in self:
            expected = BORNE_OUT_BY.get(wizard.reason)
            odd = wizard._get_tickets().filtered(
                lambda ticket, standings=expected: (
                    standings and ticket.standing not in standings
                )
            )
            wizard.doubt = wizard._say_doubt(odd)

    def _say_doubt(self, tickets):
        """Return that the standing does not bear the reason out, as a sentence."""
        numbers = ", ".join(tickets.mapped("number"))
        if not numbers:
            return False
        if self.reason == "arrears":
            return self.env._(
                "By what the invoices say, these are not in arrears: %s.",
                numbers,
            )
        return self.env._(
            "By what the subscriptions say, these are not without service: %s.", numbers
        )

    @api.depends("ticket_ids")
    def _compute_tells_customer(self):
        """Tell whoever can be told, unless the analyst decides otherwise."""
        for wizard in self:
            wizard.tells_customer = bool(wizard._get_reachable())

    @api.depends("ticket_ids")
    def _compute_recipient(self):
        for wizard in self:
            ticket = wizard._get_tickets()[:1]
            known = ticket.partner_id.display_name or ticket.partner_email
            wizard.recipient = not wizard.is_batch and known

    @api.depends("ticket_ids", "reason")
    def _compute_silence(self):
        for wizard in self:
            reachable = wizard._get_reachable()
            unfinished = wizard.is_batch and wizard._lacks_words(reachable)
            wizard.may_tell = bool(reachable) and not unfinished
            wizard.silence = (
                self.env._(
                    "Here the customers are told nothing, as each would need words of "
                    "their own: cancel the tickets one by one to tell them."
                )
                if unfinished
                else wizard._say_silence(wizard._get_tickets() - reachable)
            )

    def _lacks_words(self, tickets):
        """Return whether the reason's text has a gap that only an analyst can fill."""
        texts = self.reason and tickets[:1]._propose_cancel_messages(self.reason)
        return GAP in (texts or {}).get(tickets[:1].id, "")

    def _say_silence(self, tickets):
        """Return that nobody can be told of these tickets, as a sentence."""
        numbers = ", ".join(tickets.mapped("number"))
        return bool(numbers) and self.env._(
            "Of %s nobody can be told: there is neither a mail address nor access to "
            "the portal.",
            numbers,
        )

    @api.depends("ticket_ids", "reason", "duplicate_id")
    def _compute_body(self):
        for wizard in self:
            ticket = wizard._get_tickets()
            single = wizard.reason and len(ticket) == 1
            texts = single and ticket._propose_cancel_messages(
                wizard.reason, wizard.duplicate_id
            )
            wizard.body = texts and texts.get(ticket.id)

    def _get_tickets(self):
        """Return the tickets themselves, not what the form makes of them."""
        return self.ticket_ids._origin

    def _get_reachable(self):
        return self._get_tickets().filtered(
            lambda ticket: ticket._is_customer_in_reach()
        )

    def action_cancel(self):
        """Cancel the tickets with the reason given; tell the customers, if asked to."""
        self.ensure_one()
        messages = self._get_messages() if self.tells_customer else {}
        if self.reason == "duplicate" and self.duplicate_id:
            self.ticket_ids.duplicate_id = self.duplicate_id
        self.ticket_ids._cancel(self.reason, self.note, messages)
        return {"type": "ir.actions.act_window_close"}

    def _get_messages(self):
        """Return {ticket id: what its customer is told}.

        :raises UserError: the analyst has still to write something
        """
        told = self._get_reachable() if self.may_tell else self.ticket_ids.browse()
        if self.is_batch:
            return told._propose_cancel_messages(self.reason, self.duplicate_id)
        if told and GAP in (self.body or ""):
            raise UserError(
                self.env._("Write what the customer is to know in place of the “…”.")
            )
        return dict.fromkeys(told.ids, self.body)
