"""The facts of standing: subscriptions and what is open of their invoices, in batch."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import fields
from odoo.tools import SQL

from ..logic.standing import Account, Debt

#: the activity that is an agreement on a payment (NAV-3.1-15)
AGREEMENT = "helpdesk_support_plan.activity_type_agreement"
#: how many days an invoice may be overdue where there is no plan
NO_PLAN_DAYS = 10

#: what is looked up is not joined: for one ticket, planning takes most of the time
READ_SUBSCRIPTIONS = """
    SELECT subscription.id, contact.commercial_partner_id, subscription.company_id,
           subscription.active AND subscription.stage_id IN (
               SELECT id FROM sale_subscription_stage WHERE type = 'in_progress'
           ),
           ARRAY[
               subscription.support_plan_id, contact.support_plan_id,
               customer.support_plan_id
           ],
           EXISTS (
               SELECT FROM sale_order WHERE order_subscription_id = subscription.id
           )
      FROM sale_subscription AS subscription
      JOIN res_partner AS contact ON contact.id = subscription.partner_id
      JOIN res_partner AS customer ON customer.id = contact.commercial_partner_id
     WHERE %s
"""
#: conditions on it
OF_SUBSCRIPTIONS = "subscription.id = ANY(%s)"
OF_CUSTOMERS = """subscription.partner_id IN (
    SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s)
)"""
#: what counts of what is billed (A-NAV-08): no drafts, nothing that is cancelled, paid,
#: in payment or in dispute, no credit notes; of an invoice, its open instalments
OWED = """
    invoice.state = 'posted' AND invoice.move_type = 'out_invoice'
    AND invoice.payment_state IN ('not_paid', 'partial')
    AND instalment.display_type = 'payment_term'
    AND instalment.reconciled IS NOT TRUE AND instalment.amount_residual > 0
"""
#: what subscription_oca bills by itself
BILLED = f"""
    SELECT invoice.subscription_id, invoice.id AS invoice_id,
           COALESCE(instalment.date_maturity, invoice.invoice_date_due, invoice.date)
               AS due
      FROM account_move AS invoice
      JOIN account_move_line AS instalment ON instalment.move_id = invoice.id
     WHERE invoice.subscription_id = ANY(%(subscriptions)s) AND {OWED}
"""
#: … and through the orders that it makes
ORDERED = f"""
    SELECT sale_order.order_subscription_id, invoice.id,
           COALESCE(instalment.date_maturity, invoice.invoice_date_due, invoice.date)
      FROM sale_order
      JOIN sale_order_line ON sale_order_line.order_id = sale_order.id
      JOIN sale_order_line_invoice_rel AS rel ON rel.order_line_id = sale_order_line.id
      JOIN account_move_line AS line ON line.id = rel.invoice_line_id
      JOIN account_move AS invoice ON invoice.id = line.move_id
      JOIN account_move_line AS instalment ON instalment.move_id = invoice.id
     WHERE sale_order.order_subscription_id = ANY(%(subscriptions)s) AND {OWED}
"""
READ_DEBTS = """
    SELECT owed.subscription_id, owed.invoice_id, MIN(owed.due),
           (SELECT MAX(activity.date_deadline)
              FROM mail_activity AS activity
             WHERE activity.res_model = 'account.move'
               AND activity.res_id = owed.invoice_id
               AND activity.activity_type_id = %(agreement)s
               AND activity.active)
      FROM (%(owed)s) AS owed
  GROUP BY owed.subscription_id, owed.invoice_id
"""
#: what is read past the ORM, which has to be in the database by then
READ_FIELDS = {
    "account.move": (
        *("date", "invoice_date_due", "move_type"),
        *("payment_state", "state", "subscription_id"),
    ),
    "account.move.line": (
        *("amount_residual", "date_maturity", "display_type"),
        *("move_id", "reconciled", "sale_line_ids"),
    ),
    "mail.activity": (
        *("active", "activity_type_id", "date_deadline"),
        *("res_id", "res_model"),
    ),
    "res.partner": ("commercial_partner_id", "support_plan_id"),
    "sale.order": ("order_subscription_id",),
    "sale.subscription": (
        *("active", "company_id", "partner_id", "stage_id", "support_plan_id"),
    ),
    "sale.subscription.stage": ("type",),
}


class Entry(NamedTuple):
    """An account, and whose it is."""

    subscription: int
    #: the customer's own record, not that of one of their people
    customer: int
    company: int
    #: which day it is at the company
    today: date
    account: Account


def read_accounts(env, subscriptions=(), customers=()):
    """Return what subscriptions owe and whether they are in progress, in four queries.

    Only facts of standing are read, no amounts: whoever may see the standing may have
    them, whatever they may read of invoices.

    :param subscriptions: ids of some
    :param customers: ids of commercial partners: all of theirs, too
    :return: a list of Entry
    """
    among = ((OF_SUBSCRIPTIONS, subscriptions), (OF_CUSTOMERS, customers))
    conditions = [SQL(condition, list(ids)) for condition, ids in among if ids]
    if not conditions:
        return []
    for model, names in READ_FIELDS.items():
        env[model].flush_model(names)
    rows = env.execute_query(SQL(READ_SUBSCRIPTIONS, SQL(" OR ").join(conditions)))
    if not rows:
        return []
    debts = _read_debts(env, [row[0] for row in rows], any(row[-1] for row in rows))
    days = _find_days(env, {(company, *among) for _, _, company, _, among, _ in rows})
    now = fields.Datetime.now()
    todays = {
        company.id: company._get_today(now)
        for company in env["res.company"].browse({row[2] for row in rows})
    }
    return [
        Entry(
            subscription,
            customer,
            company,
            todays[company],
            Account(
                in_progress,
                tuple(debts.get(subscription, ())),
                days[company, *among],
            ),
        )
        for subscription, customer, company, in_progress, among, _is_ordered in rows
    ]


def _read_debts(env, subscriptions, are_ordered):
    """Return {subscription: [Debt]}; those that owe nothing are not in it.

    :param bool are_ordered: there are orders of some of them
    """
    owed = f"{BILLED} UNION ALL {ORDERED}" if are_ordered else BILLED
    rows = env.execute_query(
        SQL(
            READ_DEBTS,
            owed=SQL(owed, subscriptions=subscriptions),
            agreement=env["ir.model.data"]._xmlid_to_res_id(AGREEMENT) or None,
        )
    )
    debts = defaultdict(list)
    for subscription, invoice, due, agreed in rows:
        debts[subscription].append(Debt(invoice, due, agreed))
    return debts


def _find_days(env, terms):
    """Return {term: days that the first plan allows which holds in the company}.

    :param terms: tuples of a company and the plans of subscription and customer
    """
    ids = {plan for _company, *among in terms for plan in among if plan}
    # sudo: res.company, helpdesk.support.plan: only the days that are allowed
    companies = env["res.company"].sudo().browse({company for company, *_ in terms})
    plans = companies.support_plan_id.browse(ids) | companies.support_plan_id
    plans.fetch(["active", "arrears_days", "company_id"])
    by_id = {plan.id: plan for plan in plans}
    last = {company.id: company.support_plan_id.id for company in companies}
    days = {}
    for company, *among in terms:
        candidates = (by_id[plan] for plan in (*among, last[company]) if plan)
        valid = (plan for plan in candidates if plan._is_for(company))
        days[company, *among] = next(
            (plan.arrears_days for plan in valid), NO_PLAN_DAYS
        )
    return days
