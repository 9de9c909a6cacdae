"""Standing of a ticket: its own subscription's, else the customer's (A-NAV-10)."""

from collections import defaultdict

from odoo import api, fields, models

from ..logic.standing import find_objection, judge
from .groups import ANALYSTS
from .helpdesk_standing import STANDINGS, GroupableSelection
from .standing_ledger import read_accounts


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "helpdesk.standing"]
    _standing_key = (
        "subscription_id",
        "commercial_partner_id",
        "company_id",
        "plan_id",
    )

    standing = GroupableSelection(groups=ANALYSTS)
    standing_days = fields.Integer(groups=ANALYSTS)
    standing_until = fields.Date(groups=ANALYSTS)
    standing_reason = fields.Char(groups=ANALYSTS)
    standing_text = fields.Char(groups=ANALYSTS)
    standing_at_intake = fields.Selection(
        STANDINGS,
        compute="_compute_standing_at_intake",
        store=True,
        precompute=True,
        copy=False,
        groups=ANALYSTS,
        help="How the customer stood when the ticket was registered.",
    )

    standing_alert = fields.Boolean(
        compute="_compute_standing_alert",
        groups=ANALYSTS,
        help="The standing has to be seen before anybody answers.",
    )

    @api.depends("plan_id.arrears_action", "standing")
    def _compute_standing_alert(self):
        """Warn of arrears; of no service where the plan does more than inform."""
        for ticket in self:
            strict = ticket._get_plan().arrears_action in ("ask", "hold")
            objection = ticket._find_objection()
            ticket.standing_alert = objection == "arrears" or (
                strict and objection == "no_service"
            )

    def _find_objection(self):
        """Return what speaks against attending to the customer (CHK-CLI).

        On a desk that sells no subscriptions, nobody is without service.

        :return: as `logic.standing.find_objection`
        """
        objection = find_objection(self.standing)
        if self.standing_reason != "no_subscription":
            return objection
        # sudo: sale.subscription: only whether the company has any
        subscriptions = self.env["sale.subscription"].sudo()
        theirs = [("company_id", "=", self.company_id.id)]
        return objection if subscriptions.search_count(theirs, limit=1) else None

    @api.depends(
        "company_id",
        "partner_id",
        "plan_id.arrears_days",
        "subscription_id.stage_id.type",
    )
    def _compute_standing(self):
        return super()._compute_standing()

    @api.model
    def _judge_keys(self, keys):
        """Judge tickets by their subscription, in their company, under their plan."""
        entries = read_accounts(
            self.env,
            subscriptions={key[0] for key in keys if key[0]},
            customers={key[1] for key in keys if not key[0] and key[1]},
        )
        by_subscription = {entry.subscription: [entry] for entry in entries}
        by_customer = defaultdict(list)
        for entry in entries:
            by_customer[entry.customer, entry.company].append(entry)
        days = self._get_allowed_days({key[3] for key in keys if key[3]})
        judged = {}
        for key in keys:
            subscription, customer, company, plan = key
            if subscription or customer:
                judged[key] = _judge_entries(
                    by_subscription.get(subscription, ())
                    if subscription
                    else by_customer.get((customer, company), ()),
                    days.get(plan),
                )
        return judged

    @api.model
    def _get_allowed_days(self, plans):
        # sudo: helpdesk.support.plan: only the days that it allows
        plans = self.env["helpdesk.support.plan"].sudo().browse(plans)
        return {plan.id: plan.arrears_days for plan in plans}

    def _get_bills_to_pay(self):
        """Return the overdue invoices that decide on the standing, worst first.

        :rtype: account.move with all rights: what the reader may see of them is for the
            caller to ask
        """
        self.ensure_one()
        # sudo: account.move: as above
        moves = self.env["account.move"].sudo()
        if self.subscription_id:
            return moves._find_bills_to_pay(subscriptions=self.subscription_id.ids)
        return moves._find_bills_to_pay(
            self.company_id, customers=self.commercial_partner_id.ids
        )

    def action_agree_payment(self):
        """Agree on a date for what the customer owes: for those who may."""
        self.ensure_one()
        bills = self._get_bills_to_pay().with_env(self.env)
        return bills.action_agree_payment()

    def action_view_invoices(self):
        """Open the invoices of the subscription: for those who may read them."""
        self.ensure_one()
        return self.subscription_id.action_view_account_invoice_ids()

    def _compute_standing_at_intake(self):
        """Keep how the customer stands when a ticket is made.

        Of tickets that are there already, which a desk brings with it, nobody knows;
        nor is it asked where a mail is to become a ticket whatever is wrong with it.
        """
        is_bare = self.env.context.get("helpdesk_intake_bare")
        made = self.filtered(lambda ticket: not ticket.id and not is_bare)
        (self - made).standing_at_intake = False
        for ticket, standing in made._judge().items():
            ticket.standing_at_intake = standing.code


def _judge_entries(entries, allowed):
    """Return the standing by accounts of one company, under the ticket's plan."""
    accounts = [entry.account for entry in entries]
    if allowed is not None:
        accounts = [account._replace(allowed=allowed) for account in accounts]
    return judge(accounts, entries[0].today if entries else None)
