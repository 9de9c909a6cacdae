from odoo import api, fields, models


class HelpdeskPlanPeople(models.TransientModel):
    """Who works where, who is told what, and how they are reached (NAV-2.1-04)."""

    _name = "helpdesk.plan.people"
    _description = "People of a Plan"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, readonly=True, ondelete="cascade"
    )
    people = fields.Json(compute="_compute_people")

    @api.depends("ticket_id")
    def _compute_people(self):
        now = fields.Datetime.now()
        for dialog in self:
            dialog.people = dialog.ticket_id._present_people(now)
