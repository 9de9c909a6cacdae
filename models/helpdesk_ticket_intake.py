"""Intake: every request becomes a ticket, with name and description alone.

From whichever side it comes (mail, portal, chat, import, RPC), nobody is made
responsible for it by accident. What mail adds to that is in helpdesk_ticket_mail.py.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    channel_official = fields.Boolean(
        related="channel_id.official",
        string="Official Channel",
        groups=ANALYSTS,
    )

    @api.model
    def default_get(self, fields):
        """Propose as responsible only an analyst who is opening the ticket in person.

        helpdesk_mgmt proposes whoever runs the code: the mail robot, the customer, the
        person who imports a file.
        """
        defaults = super().default_get(fields)
        proposed = defaults.get("user_id") == self.env.uid
        if proposed and not self._is_opened_by_analyst():
            del defaults["user_id"]
        return defaults

    @api.depends("number")
    def _compute_display_name(self):
        """Let a form that is being filled in call its ticket new."""
        done = super()._compute_display_name()
        self.filtered(lambda ticket: not ticket._origin).display_name = False
        return done

    def _is_opened_by_analyst(self):
        context, user = self.env.context, self.env.user
        if context.get("default_user_id"):
            return True  # somebody asked for it
        if self.env.su or not user.has_group(ANALYSTS):
            return False
        # who sees only their own tickets could not import any without a responsible
        sees_others = user.has_group("helpdesk_mgmt.group_helpdesk_user_team")
        return not (context.get("import_file") and sees_others)

    @api.model
    def _prepare_create_intake(self, vals_list):
        """Fill in the contact's name and address, which else only the form does."""
        self._check_channels(vals_list)
        for vals in vals_list:
            self._prepare_subscription(vals)
        ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        partners = self.env["res.partner"].browse(ids)._filtered_access("read")
        by_id = {partner.id: partner for partner in partners}
        for vals in vals_list:
            if partner := by_id.get(vals.get("partner_id")):
                vals.setdefault("partner_name", partner.name)
                vals.setdefault("partner_email", partner.email)

    def _check_number(self, vals):
        """Refuse another number: customers know the ticket by it (NAV-1.3-02)."""
        number = vals.get("number")
        for ticket in self:
            if "number" in vals and ticket.number not in (False, "/", number):
                raise UserError(
                    self.env._("%s keeps its number: leave it as it is.", ticket.number)
                )

    @api.model
    def _check_channels(self, vals_list):
        """Refuse a channel that there is not: imports and programs may name one."""
        ids = {vals["channel_id"] for vals in vals_list if vals.get("channel_id")}
        channels = self.env["helpdesk.ticket.channel"]
        # sudo: helpdesk.ticket.channel: only whether it is there
        if len(channels.sudo().browse(ids).exists()) < len(ids):
            known = ", ".join(channels.search([("active", "=", True)]).mapped("name"))
            raise UserError(
                self.env._("There is no such channel: choose one of %s.", known)
            )
