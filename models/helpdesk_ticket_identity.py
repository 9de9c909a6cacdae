"""Identity: which customer a ticket is of. It is proposed, asked for, never assumed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    partner_company = fields.Char(
        string="Company Given",
        groups=ANALYSTS,
        help="The company that somebody who is not identified says they are of.",
    )
    proposed_partner_ids = fields.Many2many(
        "res.partner",
        compute="_compute_proposed_partner_ids",
        groups=ANALYSTS,
        help="Contacts with the mail address of a ticket whose customer is unknown, or "
        "only by this address. It proves nothing: an analyst confirms that it is them.",
    )
    proposed_partner_count = fields.Integer(
        compute="_compute_proposed_partner_ids", groups=ANALYSTS
    )

    @api.depends("company_id", "partner_claimed", "partner_email", "partner_id")
    def _compute_proposed_partner_ids(self):
        """Find contacts by their address, in one query (NAV-3.1-04).

        Of those that are in use, in the ticket's company.
        """
        unknown = self.filtered(
            lambda ticket: not ticket.partner_id or ticket.partner_claimed
        )
        addresses = {
            ticket: email_normalize(ticket.partner_email or "") for ticket in unknown
        }
        found = self.env["res.partner"].search(
            [
                ("email_normalized", "in", [*filter(None, addresses.values())]),
                ("active", "=", True),
            ]
        )
        by_address = found.grouped("email_normalized")
        no_company = self.env["res.company"]
        for ticket in self:
            proposed = by_address.get(addresses.get(ticket), found.browse())
            # a branch shares the contacts of the companies above it
            homes = {*ticket.company_id.parent_ids, no_company}
            ticket.proposed_partner_ids = proposed.filtered(
                lambda partner, homes=homes: partner.company_id in homes
            )
            ticket.proposed_partner_count = len(ticket.proposed_partner_ids)

    def action_take_proposed_partner(self):
        """Confirm the only contact with the ticket's address as its customer."""
        self.ensure_one()
        if len(self.proposed_partner_ids) != 1:
            raise UserError(
                self.env._(
                    "Choose the contact yourself: no single one has this address."
                )
            )
        self.partner_id = self.proposed_partner_ids

    def action_ask_identity(self):
        """Open the dialog with the text that asks who they are (NAV-3.1-05)."""
        action = self.action_ask_customer()
        action["context"]["default_kind"] = "identity"
        return action

    def _is_somebody_known(self):
        """Return whether it is known who asks: a contact, or a name and a company."""
        return bool(self.partner_id or (self.partner_name and self.partner_company))

    def _prepare_write_identity(self, vals):
        """Let the name and address follow a corrected contact, as in the form.

        Whoever says whose a ticket is, says so knowingly.
        """
        vals.setdefault("partner_claimed", False)
        partner = self.env["res.partner"].browse(vals["partner_id"] or ())
        if partner and not self._is_written_for(partner):
            vals.setdefault("partner_name", partner.name)
            if partner.email:
                vals.setdefault("partner_email", partner.email)

    def _is_written_for(self, partner):
        """Return whether some person wrote for this company, who is to be answered."""
        return partner.is_company and any(
            ticket.partner_email and not ticket._origin.partner_id for ticket in self
        )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Keep who wrote when only their company gets known."""
        if self.partner_id and not self._is_written_for(self.partner_id):
            return super()._onchange_partner_id()
        return None

    def _get_former_customers(self, vals):
        """Return {ticket: its customer's company} of tickets that change it."""
        if "partner_id" not in vals:
            return {}
        new = self.env["res.partner"].browse(vals["partner_id"] or ())
        # sudo: res.partner: only which contacts belong to the same customer
        company = new.sudo().commercial_partner_id
        # sudo: helpdesk.ticket: followers are taken away whatever the user may read
        return {
            ticket: former
            for ticket in self.sudo()
            if (former := ticket.commercial_partner_id) and former != company
        }

    def _after_write_identity(self, former_customers):
        """Let nobody of a wrong customer go on reading the ticket."""
        for ticket, former in former_customers.items():
            strangers = ticket.message_partner_ids.filtered(
                lambda partner, former=former: partner.partner_share
                and partner.commercial_partner_id == former
            )
            ticket.message_unsubscribe(strangers.ids)
