"""Standing of a subscription: that of its own invoices (NAV-3.1-13)."""

from odoo import api, models

from ..logic.standing import judge
from .standing_ledger import read_accounts


class SaleSubscription(models.Model):
    _name = "sale.subscription"
    _inherit = ["sale.subscription", "helpdesk.standing"]
    _standing_key = ("id",)

    @api.depends("active", "company_id", "partner_id", "stage_id.type")
    def _compute_standing(self):
        return super()._compute_standing()

    @api.model
    def _judge_keys(self, keys):
        wanted = [subscription for (subscription,) in keys]
        entries = read_accounts(self.env, subscriptions=wanted)
        return {
            (entry.subscription,): judge([entry.account], entry.today)
            for entry in entries
        }
