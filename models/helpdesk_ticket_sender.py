"""Sender: who a mail says that it is from. An address proves nothing."""

from odoo import api, fields, models

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    partner_claimed = fields.Boolean(
        string="Customer by Mail Address",
        copy=False,
        groups=ANALYSTS,
        help="The customer was found by the address of a mail, which anybody "
        "can write. An analyst confirms that it is them.",
    )

    @api.model
    def _prepare_mail_intake(self, msg_dict):
        """Mark a customer whom only the address of a mail speaks for (NAV-3.1-04)."""
        values = super()._prepare_mail_intake(msg_dict)
        if msg_dict.get("author_id"):
            values["partner_claimed"] = True
        return values

    def action_confirm_partner(self):
        """Confirm that tickets are of the customers whose address they came from."""
        self.check_access("write")
        self.partner_claimed = False

    def action_deny_partner(self):
        """Leave open whose tickets are that did not come from who they say.

        The address stays, so that they can be asked.
        """
        self.check_access("write")
        self.filtered("partner_claimed").partner_id = False
