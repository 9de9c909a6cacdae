"""Cancelling: no ticket ends unsolved without a reason."""

from odoo import fields, models

from .groups import ANALYSTS
from .telling_selection import TellingSelection


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    cancel_reason = TellingSelection(
        [
            ("arrears", "Customer in arrears"),
            ("no_service", "No active service"),
            ("duplicate", "Duplicate of another ticket"),
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
        return None

    def cancel(self, reason, note=None):
        """Cancel tickets (NAV-3.2-32 … -35).

        :param str reason: a code of `cancel_reason`
        :param str note: the reason in words, required for "other"
        :raises UserError: a reason that there is not, or one that is incomplete
        """
        self.check_access("write")
        self._move_to("cancelled", cancel_reason=reason, cancel_note=note)

    def action_cancel(self):
        """Ask for the reason, then cancel."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel"),
            "res_model": "helpdesk.ticket.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_ids": self.ids},
        }
