from odoo import fields, models

from .groups import ANALYSTS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    helpdesk_support_plan_id = fields.Many2one(
        related="company_id.support_plan_id",
        readonly=False,
        string="Support Plan",
        groups=ANALYSTS,
    )
