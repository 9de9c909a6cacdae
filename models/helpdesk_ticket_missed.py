"""Missed promises: why they were, in the desk's own words, for the monthly talk."""

from odoo import fields, models

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    missed_because = fields.Text(
        string="Why It Was Missed",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="What kept the desk from keeping its promise, and what is done about it, "
        "in words that the customer may read: it stands in the list of what was "
        "missed, and in their monthly report.",
    )
