from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    # the invoices of a subscription are looked up for every ticket
    subscription_id = fields.Many2one(index="btree_not_null")
