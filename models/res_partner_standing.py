"""Standing of a customer: the worst of their subscriptions, in the user's company."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..logic.standing import judge
from .standing_ledger import read_accounts


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "helpdesk.standing"]
    _standing_key = ("commercial_partner_id",)
    _standing_otherwise = judge((), None)

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_standing(self):
        return super()._compute_standing()

    @api.model
    def _judge_keys(self, keys):
        customers = [customer for (customer,) in keys]
        accounts, todays = defaultdict(list), {}
        for entry in read_accounts(self.env, customers=customers):
            if entry.company == self.env.company.id:
                accounts[entry.customer].append(entry.account)
                todays[entry.customer] = entry.today
        return {
            (customer,): judge(theirs, todays[customer])
            for customer, theirs in accounts.items()
        }

    @api.model
    def _read_standing_keys(self):
        """Return the keys of those who have subscriptions."""
        query = """
            SELECT DISTINCT commercial_partner_id
              FROM res_partner
             WHERE id IN (SELECT partner_id FROM sale_subscription)
        """
        self.flush_model(["commercial_partner_id"])
        self.env["sale.subscription"].flush_model(["partner_id"])
        return {*self.env.execute_query(SQL(query))}
