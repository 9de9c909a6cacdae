"""Solution: what was done for the customer, and the plan B until then."""

from odoo import api, fields, models

ANALYSTS = "helpdesk_mgmt.group_helpdesk_user_own"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    workaround = fields.Html(
        string="Plan B",
        copy=False,
        groups=ANALYSTS,
        help="How the customer can go on until the solution is there. Write it so that "
        "it helps with the next ticket like this one.",
    )
    solution = fields.Html(
        copy=False, help="What solved the ticket. The customer may read it."
    )
    workaround_missing = fields.Boolean(
        compute="_compute_workaround_missing",
        groups=ANALYSTS,
        help="A plan B is advised for this type of ticket, and there is none yet.",
    )

    @api.depends("stage_id", "type_id.workaround_advised", "workaround")
    def _compute_workaround_missing(self):
        """Advise a plan B while the ticket is open; nothing demands it (NAV-3.2-11)."""
        for ticket in self:
            ticket.workaround_missing = (
                ticket.type_id.workaround_advised
                and not ticket.stage_id.closed
                and not ticket.workaround
            )
