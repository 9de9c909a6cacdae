"""What a plan covers, and what it asks of those who put something right."""

from odoo import fields, models


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    scope_item_ids = fields.One2many(
        "helpdesk.scope.item",
        "plan_id",
        string="Scope",
        copy=True,
        help="What tickets may be about, and whether the plan covers it.",
    )
    asks_correction = fields.Boolean(
        string="Ask for the Kind of Correction",
        help="Who solves a ticket says how: an advice, a setting, data, objects of the "
        "database, or the application.",
    )
