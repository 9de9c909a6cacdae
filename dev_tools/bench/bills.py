"""Subscriptions and their bills: a few that Odoo makes, and copies of them.

Of all kinds that decide on a standing: paid and not, by instalments, in dispute,
credited, drafted; billed by themselves or through sale orders; agreed on or not.
"""

from datetime import timedelta

from odoo import Command

from .copies import copy_rows, tidy_up
from .desk_time import NOW

#: bills of each subscription, one a month, and after how many days they are due
BILLS, DUE_DAYS = 12, 15
#: how many of a hundred subscriptions owe something that is overdue
OWING = 15
TODAY = NOW.date()
AGREEMENT = "helpdesk_support_plan.activity_type_agreement"
TABLES = (
    *("account_move", "account_move_line", "mail_activity", "res_partner"),
    *("sale_order", "sale_order_line", "sale_order_line_invoice_rel"),
    *("sale_subscription", "sale_subscription_line"),
)
#: which bills there are: of the so-manieth subscription the so-manieth bill, 0 is the
#: newest. One in ten subscriptions is billed through orders
PLAN = f"""
    CREATE TEMP TABLE bench_bill AS
    SELECT nextval('account_move_id_seq')::int AS target, owner.id AS subscription,
           owner.partner_id AS partner, nth, month, nth %% 10 = 7 AS is_ordered,
           (%(today)s::date - month * 30 - nth %% 25)::date AS billed_on, CASE
               WHEN month = 0 AND nth %% 3 = 0 THEN 'open'
               WHEN month = 10 AND nth %% 10 = 3 THEN 'credit'
               WHEN month = 11 AND nth %% 10 = 4 THEN 'draft'
               WHEN nth %% 100 >= {OWING} OR month NOT BETWEEN 1 AND 1 + nth %% 3
               THEN 'paid'
               WHEN nth %% 7 = 1 THEN 'dispute'
               WHEN nth %% 4 = 0 THEN 'partial'
               WHEN nth %% 5 = 3 THEN 'halves'
               ELSE 'open'
           END AS kind
      FROM (
          SELECT id, partner_id, (row_number() OVER (ORDER BY id) - 1)::int AS nth
            FROM sale_subscription WHERE id = ANY(%(subscriptions)s)
      ) AS owner
      CROSS JOIN generate_series(0, {BILLS} - 1) AS month
"""


def make(env, number):
    """Make so many subscriptions, with BILLS bills each.

    :return: the subscriptions
    """
    cr = env.cr
    made = _make_subscription(env)
    bills = _make_bills(env, made)
    env.flush_all()
    _copy_subscriptions(cr, made.id, number)
    found = made.search([("template_id", "=", made.template_id.id)], order="id")
    cr.execute(PLAN, {"subscriptions": found.ids, "today": TODAY})
    cr.execute("ANALYZE bench_bill")
    _copy_bills(cr, bills)
    _copy_orders(cr, bills["ordered"])
    _copy_agreements(cr, bills["open"])
    _end_some(env, found)
    tidy_up(cr, *TABLES)
    env.invalidate_all()
    return found


def _make_subscription(env):
    product = env["product.product"].create(
        {"name": "Bench", "type": "service", "list_price": 100, "taxes_id": False}
    )
    return env["sale.subscription"].create(
        {
            "partner_id": env["res.partner"].create({"name": "Customer of bills"}).id,
            "template_id": env["sale.subscription.template"].create({"name": "B"}).id,
            "pricelist_id": env["product.pricelist"].create({"name": "Bench"}).id,
            "stage_id": env.ref("subscription_oca.subscription_stage_in_progress").id,
            "in_progress": True,
            "sale_subscription_line_ids": [Command.create({"product_id": product.id})],
        }
    )


def _make_bills(env, subscription):
    """Return a bill of each kind, {kind: account.move}."""
    halves = env["account.payment.term"].create(
        {
            "name": "Halves",
            "line_ids": [
                Command.create(
                    {"value": "percent", "value_amount": 50, "nb_days": days}
                )
                for days in (DUE_DAYS, DUE_DAYS + 30)
            ],
        }
    )
    bills = {
        "paid": _bill(subscription),
        "open": _bill(subscription),
        "partial": _bill(subscription),
        "halves": _bill(subscription, invoice_payment_term_id=halves.id),
        "dispute": _bill(subscription),
        "credit": _bill(subscription, move_type="out_refund"),
        "draft": _bill(subscription),
        "ordered": _bill_order(subscription),
    }
    for kind, bill in bills.items():
        if kind not in ("draft", "ordered"):
            bill.action_post()
    bills["dispute"].action_toggle_block_payment()
    _pay(bills["paid"], 100)
    _pay(bills["partial"], 40)
    return bills


def _bill(subscription, **values):
    return subscription.env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": subscription.partner_id.id,
            "subscription_id": subscription.id,
            "invoice_date": TODAY,
            "invoice_date_due": TODAY + timedelta(days=DUE_DAYS),
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create(
                    {"product_id": line.product_id.id, "price_unit": line.price_unit}
                )
                for line in subscription.sale_subscription_line_ids
            ],
            **values,
        }
    )


def _bill_order(subscription):
    """Bill through an order, as a subscription in that mode does."""
    order = subscription.create_sale_order()
    order.action_confirm()
    return order._create_invoices()


def _pay(bill, amount):
    payment = bill.env["account.payment.register"].with_context(
        active_model="account.move", active_ids=bill.ids
    )
    payment.create({"amount": amount, "payment_date": TODAY}).action_create_payments()


def _copy_subscriptions(cr, source, number):
    """Copy a subscription; four of five have a customer of their own."""
    cr.execute(
        """
        CREATE TEMP TABLE bench_customer AS
        SELECT nextval('res_partner_id_seq')::int AS target, nth
          FROM generate_series(0, %s) AS nth
        """,
        (number * 4 // 5 - 1,),
    )
    copy_rows(
        cr,
        "res_partner",
        "sale_subscription AS s JOIN res_partner AS made ON made.id = s.partner_id "
        f"CROSS JOIN bench_customer WHERE s.id = {source}",
        {
            "id": "bench_customer.target",
            "commercial_partner_id": "bench_customer.target",
        },
        keep_id=True,
    )
    customers = "(SELECT count(*) FROM bench_customer)"
    copy_rows(
        cr,
        "sale_subscription",
        f"sale_subscription AS made CROSS JOIN generate_series(1, {number} - 1) AS n "
        f"JOIN bench_customer ON bench_customer.nth = n % {customers} "
        f"WHERE made.id = {source}",
        {
            **dict.fromkeys(("partner_id", "partner_invoice_id"), "target"),
            "partner_shipping_id": "target",
            "name": "'B' || n",
            "code": "'B' || n",
        },
        order="n",
    )
    copy_rows(
        cr,
        "sale_subscription_line",
        "sale_subscription_line AS made JOIN sale_subscription AS s "
        "ON s.template_id = (SELECT template_id FROM sale_subscription "
        f"WHERE id = {source}) AND s.id != {source} "
        f"WHERE made.sale_subscription_id = {source}",
        {"sale_subscription_id": "s.id"},
    )


def _copy_bills(cr, bills):
    """Make the bills of the plan, each a copy of that of its kind."""
    for kind, bill in bills.items():
        if kind == "ordered":
            continue
        planned = f"JOIN bench_bill AS b ON b.kind = '{kind}'"
        dated = dict.fromkeys(("date", "invoice_date"), "b.billed_on")
        name = "'BENCH/' || b.target"
        copy_rows(
            cr,
            "account_move",
            f"account_move AS made {planned} WHERE made.id = {bill.id}",
            {
                **dated,
                **dict.fromkeys(("partner_id", "partner_shipping_id"), "b.partner"),
                **dict.fromkeys(("name", "payment_reference"), name),
                "id": "b.target",
                "access_token": "NULL",
                "commercial_partner_id": "b.partner",
                "invoice_date_due": f"made.invoice_date_due + {_shift('invoice_date')}",
                "sequence_prefix": "'BENCH/'",
                "sequence_number": "b.target",
                "subscription_id": "CASE WHEN NOT b.is_ordered THEN b.subscription END",
            },
            keep_id=True,
        )
        copy_rows(
            cr,
            "account_move_line",
            f"account_move_line AS made {planned} WHERE made.move_id = {bill.id}",
            {
                **dated,
                "move_id": "b.target",
                "move_name": name,
                "partner_id": "b.partner",
                "date_maturity": f"made.date_maturity + {_shift('invoice_date')}",
            },
            order="b.target, made.id",
        )


def _shift(column):
    """Return how many days a copy comes after what it is a copy of, as SQL."""
    return f"(b.billed_on - made.{column})"


def _copy_orders(cr, bill):
    """Give the bills that have none an order, with a line for each line of theirs."""
    order = bill.invoice_line_ids.sale_line_ids.order_id
    cr.execute(
        """
        ALTER TABLE bench_bill ADD COLUMN sale_order int, ADD COLUMN sale_line int;
        UPDATE bench_bill
           SET sale_order = nextval('sale_order_id_seq'),
               sale_line = nextval('sale_order_line_id_seq')
         WHERE is_ordered
        """
    )
    planned = "JOIN bench_bill AS b ON b.is_ordered"
    partners = ("partner_id", "partner_invoice_id", "partner_shipping_id")
    copy_rows(
        cr,
        "sale_order",
        f"sale_order AS made {planned} WHERE made.id = {order.id}",
        {
            **dict.fromkeys(partners, "b.partner"),
            "id": "b.sale_order",
            "access_token": "NULL",
            "name": "'BS' || b.sale_order",
            "order_subscription_id": "b.subscription",
        },
        keep_id=True,
    )
    copy_rows(
        cr,
        "sale_order_line",
        f"sale_order_line AS made {planned} WHERE made.id = {order.order_line.id}",
        {
            "id": "b.sale_line",
            "order_id": "b.sale_order",
            "order_partner_id": "b.partner",
        },
        keep_id=True,
    )
    cr.execute(
        """
        INSERT INTO sale_order_line_invoice_rel (order_line_id, invoice_line_id)
        SELECT b.sale_line, line.id FROM bench_bill AS b
          JOIN account_move_line AS line
            ON line.move_id = b.target AND line.display_type = 'product'
         WHERE b.is_ordered
        """
    )


def _copy_agreements(cr, bill):
    """Agree on a bill of two in five who owe, and end the agreement of a third."""
    activity = bill.activity_schedule(AGREEMENT, date_deadline=TODAY)
    cr.flush()
    copy_rows(
        cr,
        "mail_activity",
        "mail_activity AS made JOIN bench_bill AS b ON b.month = 1 "
        f"AND b.nth % 100 < {OWING} AND b.nth % 5 IN (0, 1, 2) "
        f"WHERE made.id = {activity.id}",
        {
            "active": "b.nth % 5 != 2",
            "date_deadline": "made.date_deadline + CASE b.nth % 5 WHEN 0 THEN 7 "
            "ELSE -7 END",
            "res_id": "b.target",
        },
    )


def _end_some(env, subscriptions):
    """End one subscription of twenty."""
    env.invalidate_all()
    stage = env.ref("subscription_oca.subscription_stage_closed")
    ended = subscriptions[19::20]
    env.cr.execute(
        """
        UPDATE sale_subscription SET stage_id = %s, in_progress = FALSE
         WHERE id = ANY(%s)
        """,
        (stage.id, ended.ids),
    )
