"""Standing of a subscription: that of its own invoices (NAV-3.1-13)."""

from odoo import api, models

from ..logic.standing import judge
from .standing_ledger import read_accounts

#: what the standing of a subscription, and so of its customer, comes from
JUDGED = {"active", "company_id", "partner_id", "stage_id", "support_plan_id"}


class SaleSubscription(models.Model):
    _name = "sale.subscription"
    _inherit = ["sale.subscription", "helpdesk.standing"]
    _standing_key = ("id",)

    def write(self, vals):
        done = super().write(vals)
        if vals.keys() & JUDGED:
            self._forget()
        return done

    @api.model
    def _judge_keys(self, keys):
        wanted = [subscription for (subscription,) in keys]
        entries = read_accounts(self.env, subscriptions=wanted)
        return {
            (entry.subscription,): judge([entry.account], entry.today)
            for entry in entries
        }
