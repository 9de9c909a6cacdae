from odoo import fields, models

from .groups import SALESMEN


class SaleSubscriptionLine(models.Model):
    _inherit = "sale.subscription.line"

    sale_subscription_id = fields.Many2one(index="btree_not_null")
    # analysts read what is sold, not for how much
    price_unit = fields.Float(groups=SALESMEN)
    discount = fields.Float(groups=SALESMEN)
    price_subtotal = fields.Monetary(groups=SALESMEN)
    price_total = fields.Monetary(groups=SALESMEN)
    amount_tax_line_amount = fields.Float(groups=SALESMEN)
