from odoo import fields, models


class SaleSubscriptionLine(models.Model):
    _inherit = "sale.subscription.line"

    sale_subscription_id = fields.Many2one(index="btree_not_null")
