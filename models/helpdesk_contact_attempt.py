from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .telling_selection import TellingSelection

MEDIA = [
    ("phone", "Phone"),
    ("whatsapp", "WhatsApp"),
    ("mail", "Mail"),
    ("other", "Other"),
]
OUTCOMES = [
    ("answered", "Answered"),
    ("no_answer", "No answer"),
    ("unreachable", "Wrong or dead number"),
]
CONTACTED = [("customer", "The customer"), ("responsible", "The responsible")]
#: in the context: it is written down already. What comes by RPC is never this
WRITTEN = object()
REASONS = [("contingency", "Contingency"), ("quick_update", "Quick update")]
#: {whom: the type of the activity that asks somebody to reach them}
ASKED_BY = {
    "customer": "helpdesk_support_plan.mail_activity_type_call_customer",
    "responsible": "helpdesk_support_plan.mail_activity_type_contact_responsible",
}


class HelpdeskContactAttempt(models.Model):
    """Somebody tried to reach the customer, or the responsible (NAV-3.5-26).

    What was tried stays as it was written down. It drives the rules of escalation, and
    counts for no promised time.
    """

    _name = "helpdesk.contact.attempt"
    _description = "Contact Attempt"
    _order = "at desc, id desc"
    _rec_name = "medium"
    # it says who and when itself
    _log_access = False

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade", readonly=True
    )
    whom = TellingSelection(CONTACTED, required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Who the customer, or the responsible, was at that time.",
    )
    medium = TellingSelection(MEDIA, string="How", required=True, readonly=True)
    outcome = TellingSelection(OUTCOMES, required=True, readonly=True)
    reason = TellingSelection(
        REASONS,
        string="Why on WhatsApp",
        readonly=True,
        help="WhatsApp is not an official channel: with customers it is used only for "
        "these reasons.",
    )
    note = fields.Text(readonly=True)
    at = fields.Datetime(string="When", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, ondelete="set null"
    )

    _reason_on_whatsapp = models.Constraint(
        "CHECK(reason IS NOT NULL OR medium != 'whatsapp' OR whom != 'customer')",
        "Say why the customer is contacted on WhatsApp: it is no official channel.",
    )

    def write(self, vals):
        """Refuse every change.

        :raises UserError: always
        """
        if vals:
            raise UserError(self._get_refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._get_refusal())

    def _get_refusal(self):
        return self.env._(
            "What was tried stays as it was written down: log another contact."
        )

    def _tell_desk(self):
        """Show attempts in the conversations, where customers do not see them.

        What asked for an attempt is done by it, with the attempt as its result; where
        nothing asked for it, it is a line of its own.
        """
        unasked = self.filtered(lambda attempt: not attempt._end_activities())
        unasked.ticket_id._message_log_batch(
            {each.ticket_id.id: plaintext2html(each._tell()) for each in unasked}
        )

    def _end_activities(self):
        """Mark done what asked for an attempt; return whether there was anything.

        Customers are asked to be called: a mail to them is no call (NAV-3.5-24).
        """
        self.ensure_one()
        if self.whom == "customer" and self.medium != "phone":
            return False
        kind = self.env["ir.model.data"]._xmlid_to_res_id(ASKED_BY[self.whom])
        asking = self.ticket_id.activity_ids.filtered(
            lambda activity: activity.activity_type_id.id == kind
        )
        written = asking.with_context(helpdesk_contact_written=WRITTEN)
        written.action_feedback(feedback=self._tell())
        return bool(asking)

    def _tell(self):
        """Return an attempt as plain text: a line, and below it the note."""
        self.ensure_one()
        medium, outcome, whom, reason = (
            self._tell_choice(name) for name in ("medium", "outcome", "whom", "reason")
        )
        # sudo: res.partner: the name of somebody of a ticket that the user may write
        name = self.partner_id.sudo().name
        medium = f"{medium} ({reason})" if reason else medium
        whom = f"{name} ({whom})" if name else whom
        sentence = " · ".join((medium, whom, outcome))
        return f"{sentence}\n{self.note}" if self.note else sentence

    def _tell_choice(self, name):
        choices = self._fields[name]._description_selection(self.env)
        return dict(choices).get(self[name], "")
