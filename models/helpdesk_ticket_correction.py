"""Correction: how a ticket was put right, where the plan asks (COD-33 … COD-37)."""

from odoo import api, fields, models

from .groups import ANALYSTS
from .telling_selection import TellingSelection


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    correction_kind = TellingSelection(
        [
            ("advice", "Recommendations to update components"),
            ("configuration", "Configuration of the application or of user profiles"),
            ("data", "Correction of data"),
            ("database", "Change of database objects"),
            ("application", "Change of the application"),
        ],
        string="Kind of Correction",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="What it took to put it right.",
    )
    correction_asked = fields.Boolean(
        related="plan_id.asks_correction", groups=ANALYSTS
    )
    correction_missing = fields.Boolean(
        compute="_compute_correction_missing",
        groups=ANALYSTS,
        help="It is solved, the plan asks for the kind of correction, and nobody has "
        "said it.",
    )

    @api.depends("correction_kind", "plan_id.asks_correction", "stage_id")
    def _compute_correction_missing(self):
        """Remind of it also where the ticket was solved by other ways than by hand."""
        for ticket in self:
            ticket.correction_missing = (
                ticket._get_plan().asks_correction
                and ticket.stage_id._get_code() == "solved"
                and not ticket.correction_kind
            )
