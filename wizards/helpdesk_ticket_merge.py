from textwrap import shorten

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import html2plaintext

from ..logic.duplicates import Likeness, tell_likeness

#: what those share that somebody has chosen in a list
NOTHING = Likeness()
#: letters of a ticket's text that are shown
EXCERPT = 160


class HelpdeskTicketMerge(models.TransientModel):
    """Compare tickets that may be about the same; merge them, or keep them apart."""

    _name = "helpdesk.ticket.merge"
    _description = "Merge Tickets"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Ticket",
        readonly=True,
        ondelete="cascade",
        help="The ticket that is compared with the others.",
    )
    line_ids = fields.One2many(
        "helpdesk.ticket.merge.line",
        "merge_id",
        compute="_compute_line_ids",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
    )
    hidden = fields.Char(compute="_compute_hidden")
    oldest_id = fields.Many2one(
        "helpdesk.ticket",
        string="Goes on",
        compute="_compute_oldest_id",
        help="The first registered of those that are chosen. It keeps its dates.",
    )
    tells_customer = fields.Boolean(
        string="Tell the Requesters",
        default=True,
        help="Each reads in which ticket it goes on, if it is the same customer's.",
    )

    @api.depends("ticket_id")
    def _compute_line_ids(self):
        """Show the ticket and those like it, the oldest first; none is chosen yet.

        Those that were chosen in a list are all chosen.
        """
        given = self.env.context.get("helpdesk_merged_ids") or ()
        for wizard in self:
            ticket = wizard.ticket_id._origin
            alike = dict(ticket._find_possible_duplicates()[0]) if ticket else {}
            shown = ticket | ticket.browse(given)
            shown.check_access("read")
            labels = ticket._get_likeness_labels()
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "ticket_id": one.id,
                        "is_chosen": not ticket or one == ticket,
                        "is_own": one == ticket,
                        "why": ", ".join(
                            labels[reason]
                            for reason in tell_likeness(alike.get(one) or NOTHING)
                        ),
                    }
                )
                for one in shown.sorted(lambda one: (one.create_date, one.id))
            ]

    @api.depends("line_ids", "ticket_id")
    def _compute_hidden(self):
        """Say that others are not theirs to see: somebody else has to look."""
        for wizard in self:
            ticket = wizard.ticket_id._origin
            number = ticket and ticket._count_candidates()[ticket.id]
            hidden = number - len(ticket.candidate_ids) if ticket else 0
            wizard.hidden = hidden > 0 and self.env._(
                "%s more that you may not open: ask a leader to look at them.", hidden
            )

    @api.depends("line_ids.is_chosen")
    def _compute_oldest_id(self):
        for wizard in self:
            chosen = wizard._get_chosen()
            first = chosen.sorted(lambda one: (one.create_date, one.id))[:1]
            wizard.oldest_id = len(chosen) > 1 and first

    def _get_chosen(self):
        return self.line_ids.filtered("is_chosen").ticket_id._origin

    def action_merge(self):
        """Merge those that are chosen; show the ticket that goes on."""
        self.ensure_one()
        messages = None if self.tells_customer else {}
        oldest = self._get_chosen().merge_into_oldest(messages)
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": oldest.id,
            "views": [(False, "form")],
        }

    def action_keep_apart(self):
        """Note that none of the others is a duplicate of the ticket.

        :return: closes the dialog, and says what somebody else has to look at
        :raises UserError: there is no ticket to compare with
        """
        self.ensure_one()
        if not self.ticket_id:
            raise UserError(self.env._("Open one of the tickets to say so."))
        self.ticket_id._keep_apart(self.line_ids.ticket_id - self.ticket_id)
        self.ticket_id._confirm_single()
        close = {"type": "ir.actions.act_window_close"}
        if not self.hidden:
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": self.hidden, "type": "warning", "next": close},
        }


class HelpdeskTicketMergeLine(models.TransientModel):
    """One of the tickets that are compared."""

    _name = "helpdesk.ticket.merge.line"
    _description = "Ticket to Merge"
    _order = "id"

    merge_id = fields.Many2one(
        "helpdesk.ticket.merge", string="Dialog", required=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", string="Compared", required=True, ondelete="cascade"
    )
    is_chosen = fields.Boolean(string="Merge")
    is_own = fields.Boolean()
    why = fields.Char(string="What They Share")
    link = fields.Html(
        string="What It Is About", compute="_compute_link", sanitize=False
    )
    excerpt = fields.Char(string="What It Says", compute="_compute_link")
    registered_at = fields.Datetime(
        string="Registered", related="ticket_id.create_date", related_sudo=False
    )
    stage_id = fields.Many2one(
        related="ticket_id.stage_id", related_sudo=False, string="Stage"
    )
    user_id = fields.Many2one(
        related="ticket_id.user_id", related_sudo=False, string="Responsible"
    )

    @api.depends("ticket_id")
    def _compute_link(self):
        """Show what a ticket is about; it opens beside the dialog."""
        for line in self:
            ticket = line.ticket_id._origin
            line.link = ticket and ticket._get_link()
            words = html2plaintext(ticket.description or "").split()
            line.excerpt = shorten(" ".join(words), EXCERPT, placeholder="…")
