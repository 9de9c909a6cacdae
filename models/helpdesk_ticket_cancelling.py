"""Cancelling: no ticket ends unsolved without a reason, and the customer hears it."""

from odoo import fields, models
from odoo.tools import email_normalize

from ..logic.scope import OUT
from .groups import ANALYSTS
from .telling_selection import TellingSelection


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    cancel_reason = TellingSelection(
        [
            ("arrears", "Customer in arrears"),
            ("no_service", "No active service"),
            ("duplicate", "Duplicate of another ticket"),
            ("out_of_scope", "Not covered by the plan"),
            ("withdrawn", "Withdrawn by the customer"),
            ("other", "Another reason"),
        ],
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Why the ticket was cancelled.",
    )
    cancel_note = fields.Char(
        string="Cancelled Because",
        copy=False,
        groups=ANALYSTS,
        help="The reason in words.",
    )

    def _prepare_cancelling(self, vals, code):
        """Return the reason of a cancelling that explains itself, or none any more."""
        if code != "cancelled":
            return {"cancel_reason": False, "cancel_note": False}
        if vals.get("cancel_reason"):
            return {}
        if not self._is_desk_at_work():
            return {"cancel_reason": "withdrawn"}
        if vals.get("duplicate_id") or all(ticket.duplicate_id for ticket in self):
            return {"cancel_reason": "duplicate"}
        return {}

    def _find_cancel_refusal(self):
        """Return what a cancelled ticket's reason lacks, as a sentence, or None."""
        number, reason = self.number, self.cancel_reason
        words = (self.cancel_note or "").strip()
        if not reason or (reason == "other" and not words):
            return self.env._(
                "Say why %s is cancelled: use the button “Cancel”.", number
            )
        if reason == "duplicate" and self.duplicate_id in (self, self.browse()):
            return self.env._("Say which other ticket %s is a duplicate of.", number)
        if reason == "out_of_scope" and self.scope_state != OUT:
            return self.env._(
                "Decide first that %s is out of scope, and say why: what a plan does "
                "not cover is cancelled by a decision.",
                number,
            )
        return None

    def cancel(self, reason, note=None, message=None):
        """Cancel tickets (NAV-3.2-32 … -35).

        :param str reason: a code of `cancel_reason`
        :param str note: the reason in words, required for "other"; the desk reads it
        :param str message: what the customers are told, text or HTML; None says nothing
        :raises UserError: a reason that there is not, or one that is incomplete; an
            empty message; a ticket that is closed
        """
        told = {} if message is None else dict.fromkeys(self.ids, message)
        self._cancel(reason, note, told)

    def _cancel(self, reason, note, messages):
        """Cancel tickets, and tell each customer so in words of their own.

        What they are told is an answer like any other (5.1), and comes first: an open
        promise of an answer is kept with it. The clocks end with the stage.

        :param dict messages: {ticket id: public message}; others are told nothing
        """
        self.check_access("write")
        self._check_open()
        for ticket in self.filtered(lambda ticket: ticket.id in messages):
            ticket._tell_customer(ticket._get_public_text(messages[ticket.id]))
        self._move_to("cancelled", cancel_reason=reason, cancel_note=note)

    def _propose_cancel_reason(self):
        """Return the reason that the ticket itself suggests, or False (A-NAV-12).

        It is only proposed: nothing is ever cancelled for it. Nor is it proposed where
        arrears do not matter, or somebody has decided that they do not.
        """
        self.ensure_one()
        if self.duplicate_id:
            return "duplicate"
        if self.scope_state == OUT and not self.scope_authorised_by:
            return "out_of_scope"
        if any(self.tag_ids.mapped("arrears_exempt")) or self.standing_override:
            return False
        objection = self._find_objection()
        return objection if objection in ("arrears", "no_service") else False

    def _propose_cancel_messages(self, reason, goes_on=None):
        """Return {ticket id: text for its customer, in their language} (NAV-3.7a-02).

        :param str reason: a code of `cancel_reason`
        :param goes_on: the ticket that goes on in place of duplicates, if it is not the
            one that they name themselves
        """
        self.check_access("read")
        template = self.env.ref(
            f"helpdesk_support_plan.mail_template_cancel_{reason}",
            raise_if_not_found=False,
        )
        texts = {}
        by_number = self.grouped(lambda ticket: ticket._get_number_to_name(goes_on))
        for number, tickets in by_number.items() if template else ():
            # sudo: mail.template: the desk's own text, for tickets that the user reads
            desk = template.sudo().with_context(goes_on=number)
            texts |= desk._render_field("body_html", tickets.ids, compute_lang=True)
        return texts

    def _get_number_to_name(self, goes_on=None):
        """Return the number of the ticket that goes on, if the customer is the same."""
        # sudo: helpdesk.ticket: only its number, and only for who is its customer
        other, ticket = (goes_on or self.duplicate_id).sudo(), self.sudo()
        same = other and other != ticket and other._get_whose() == ticket._get_whose()
        return same and other.number or None

    def _get_whose(self):
        """Return what two tickets of the same customer have in common."""
        known = self.commercial_partner_id
        # two of which nobody knows whose they are have nothing in common
        return known or email_normalize(self.partner_email or "") or self

    def _is_customer_in_reach(self):
        """Return whether a public message reaches them: by mail or in the portal."""
        self.ensure_one()
        # sudo: res.partner: only whether there is a way to them
        customer = self.partner_id.sudo()
        if not customer:
            return bool(email_normalize(self.partner_email or ""))
        return bool(customer.email_normalized or customer.user_ids)

    def action_cancel(self):
        """Ask for the reason, then cancel."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel the ticket"),
            "res_model": "helpdesk.ticket.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_ids": self.ids},
        }
