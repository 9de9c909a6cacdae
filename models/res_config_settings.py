from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    helpdesk_support_plan_id = fields.Many2one(
        related="company_id.support_plan_id",
        readonly=False,
        string="Support Plan",
        groups="helpdesk_mgmt.group_helpdesk_user_own",
    )
