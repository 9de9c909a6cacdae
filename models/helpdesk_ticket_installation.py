"""Installation: for whom something is installed or updated, and how urgent that is."""

from odoo import api, fields, models

from .groups import ANALYSTS

#: stars of an installation that cannot wait (NAV-3.4.1.N3-04, N3-05)
URGENT = "2"
#: what makes it so
URGENCIES = ("installation_go_live", "installation_blocks")


class HelpdeskTicket(models.Model):
    """What procedure No.3 asks for: NAV-3.4.1.N3-03 … N3-05, N3-07."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    installation_asked = fields.Boolean(
        compute="_compute_installation_asked",
        groups=ANALYSTS,
        help="The procedure installs something in the customers' databases.",
    )
    installation_partner_ids = fields.Many2many(
        "res.partner",
        relation="helpdesk_ticket_installation_partner_rel",
        string="Also for",
        copy=False,
        groups=ANALYSTS,
        help="Other customers who get the same. Each has to be in service and not in "
        "arrears.",
    )
    installation_go_live = fields.Boolean(
        string="Before Going Live",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="The customer is about to go live: the ticket has two stars at least.",
    )
    installation_blocks = fields.Boolean(
        string="Documents or Work Stand Still",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="The update keeps the customer from making electronic documents, or from "
        "working: the ticket has two stars at least.",
    )

    @api.depends("playbook_id")
    def _compute_installation_asked(self):
        for ticket in self:
            ticket.installation_asked = ticket._looks_at("databases")

    def _get_playbook_watched(self):
        return super()._get_playbook_watched() | {"installation_partner_ids"}

    def _after_create_installation(self, vals_list):
        """Raise the stars of new tickets, unless somebody gave them some."""
        for ticket, vals in zip(self, vals_list, strict=True):
            ticket._after_write_installation(vals)

    def _after_write_installation(self, vals):
        """Raise the stars of what cannot wait; never lower any (A-NAV-18)."""
        if "priority" in vals or not any(vals.get(name) for name in URGENCIES):
            return
        calm = self.filtered(lambda one: (one.priority or "0") < URGENT)
        if calm:
            calm.write({"priority": URGENT})
