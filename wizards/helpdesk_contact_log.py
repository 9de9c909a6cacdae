from odoo import api, fields, models

from ..models.helpdesk_contact_attempt import CONTACTED, MEDIA, REASONS


class HelpdeskContactLog(models.TransientModel):
    """Write down an attempt to reach somebody: two clicks."""

    _name = "helpdesk.contact.log"
    _description = "Log a Contact"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    whom = fields.Selection(
        CONTACTED,
        compute="_compute_whom",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        required=True,
    )
    medium = fields.Selection(
        MEDIA,
        string="How",
        required=True,
        default="phone",
        help="By phone first: WhatsApp is no official channel.",
    )
    reason = fields.Selection(
        REASONS,
        string="Why on WhatsApp",
        help="WhatsApp is not an official channel: with customers it is used only for "
        "these reasons.",
    )
    note = fields.Text(help="What was said. Only the desk reads it.")
    person = fields.Char(compute="_compute_links")
    phone = fields.Char(compute="_compute_links")
    phone_url = fields.Char(string="Call", compute="_compute_links")
    whatsapp_url = fields.Char(string="WhatsApp", compute="_compute_links")
    mail = fields.Char(compute="_compute_links")
    mail_url = fields.Char(string="Write a Mail", compute="_compute_links")

    @api.depends("ticket_id")
    def _compute_whom(self):
        for wizard in self:
            wizard.ticket_id.check_access("read")
            wizard.whom = wizard.ticket_id._propose_contacted()

    @api.depends("ticket_id", "whom")
    def _compute_links(self):
        for wizard in self:
            ticket = wizard.ticket_id
            ticket.check_access("read")
            person = ticket._get_contacted(wizard.whom)
            unknown = wizard.whom == "customer" and ticket.partner_name
            links = ticket._get_links(wizard.whom)
            wizard.person = person.display_name or unknown
            wizard.phone, wizard.phone_url = links.phone, links.call
            wizard.whatsapp_url = links.chat
            wizard.mail, wizard.mail_url = links.mail, links.write

    def action_answered(self):
        """They have answered."""
        return self._log("answered")

    def action_no_answer(self):
        """Nobody answers."""
        return self._log("no_answer")

    def action_unreachable(self):
        """The number is wrong, or dead."""
        return self._log("unreachable")

    def _log(self, outcome):
        self.ensure_one()
        self.ticket_id.log_contact(
            self.medium, outcome, self.note, self.whom, self.reason
        )
        return {"type": "ir.actions.act_window_close"}
