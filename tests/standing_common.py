"""Subscriptions with real invoices: posted, paid, reversed through accounting."""

from contextlib import contextmanager
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.fields import Command

from .common import PlanCommon

#: noon in Bogotá, on the day the standing is looked at unless a test says another
TODAY = date(2026, 3, 12)
NOON = "17:00:00"


class StandingCommon(PlanCommon):
    """The company keeps books in Bogotá; its customers have subscriptions."""

    #: browsers live in the present
    is_frozen = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.is_frozen:
            cls.startClassPatcher(freeze_time(f"{TODAY} {NOON}"))
        cls._keep_books(cls.env.company)
        cls.env.company.partner_id.tz = "America/Bogota"
        cls.software = cls.env["product.product"].create(
            {
                "name": "Software contable",
                "type": "service",
                "list_price": 100,
                "taxes_id": [Command.clear()],
            }
        )
        cls.pricelist = cls.env["product.pricelist"].create({"name": "Tarifa"})
        cls.template = cls.env["sale.subscription.template"].create(
            {"name": "Mensual", "code": "MES", "invoicing_mode": "draft"}
        )
        cls.in_progress, cls.closed = (
            cls.env.ref(f"subscription_oca.subscription_stage_{name}")
            for name in ("in_progress", "closed")
        )

    @classmethod
    def _keep_books(cls, company):
        """Give a company a chart of accounts, unless it has one."""
        if not company.chart_template:
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company, install_demo=False
            )

    @classmethod
    def _subscribe(cls, partner=None, stage=None, **values):
        """Return a subscription, in progress; of Carolina's company if not said."""
        subscription = cls.env["sale.subscription"].create(
            {
                "partner_id": (partner or cls.company_a).id,
                "template_id": cls.template.id,
                "pricelist_id": cls.pricelist.id,
                "sale_subscription_line_ids": [
                    Command.create({"product_id": cls.software.id})
                ],
                **values,
            }
        )
        subscription.stage_id = stage or cls.in_progress
        return subscription

    @classmethod
    def _bill(cls, subscription, overdue=None, due=None, post=True, **values):
        """Return an invoice of a subscription, posted, of 100.

        :param int overdue: for how many days, today
        :param due: or the date when it is due
        """
        today = subscription.company_id._get_today()
        due = due or today - timedelta(days=overdue or 0)
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": subscription.partner_id.id,
                "company_id": subscription.company_id.id,
                "subscription_id": subscription.id,
                "invoice_date": "2025-11-01",
                "invoice_date_due": due,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": cls.software.id,
                            "price_unit": 100,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _bill_by_order(cls, subscription, overdue=None, due=None):
        """Return an invoice of a sale order of a subscription, posted."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": subscription.partner_id.id,
                "order_subscription_id": subscription.id,
                "order_line": [
                    Command.create(
                        {"product_id": cls.software.id, "product_uom_qty": 1}
                    )
                ],
            }
        )
        order.action_confirm()
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        invoice.invoice_date = "2025-11-01"
        invoice.invoice_date_due = due or TODAY - timedelta(days=overdue or 0)
        invoice.action_post()
        return invoice

    @classmethod
    def _pay(cls, invoice, amount=None):
        """Pay an invoice, or a part of it."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({"amount": amount} if amount else {}).action_create_payments()

    @classmethod
    def _agree(cls, invoice, until):
        """Make a payment agreement on an invoice; return it."""
        return cls.env["mail.activity"].create(
            {
                "activity_type_id": cls._ref("activity_type_agreement").id,
                "res_model_id": cls.env["ir.model"]._get_id("account.move"),
                "res_id": invoice.id,
                "summary": "Acuerdo",
                "date_deadline": until,
                "user_id": cls.env.uid,
            }
        )

    @contextmanager
    def _on(self, day, time=NOON):
        """Look at things on another day, at a time in UTC."""
        with freeze_time(f"{day} {time}"):
            self.env.invalidate_all()
            yield
        self.env.invalidate_all()
