from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # the other way from a subscription to its invoices
    order_subscription_id = fields.Many2one(index="btree_not_null")
