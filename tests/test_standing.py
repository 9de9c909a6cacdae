"""Standing by real invoices, under every condition that the manuals name."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .standing_common import TODAY, StandingCommon


@tagged("post_install", "-at_install")
class TestSubscription(StandingCommon):
    def setUp(self):
        super().setUp()
        self.subscription = self._subscribe()

    def _standing(self, record=None):
        record = record or self.subscription
        record.invalidate_recordset()
        return record.standing

    def test_in_progress_or_not(self):
        """NAV-3.1-07: only the stage “En progreso” is active."""
        stages = self.env["sale.subscription.stage"].search([])
        for stage in stages:
            self.subscription.stage_id = stage
            expected = "ok" if stage.type == "in_progress" else "no_service"
            self.assertEqual(self._standing(), expected, stage.name)

    def test_archived_is_no_service(self):
        self.subscription.active = False
        self.assertEqual(self._standing(), "no_service")

    def test_days(self):
        """NAV-3.1-11, -12."""
        invoice = self._bill(self.subscription)
        for overdue, expected in [
            (0, "ok"),
            (1, "late"),
            (10, "late"),
            (11, "arrears"),
        ]:
            with self._on(TODAY + timedelta(days=overdue)):
                self.assertEqual(self.subscription.standing, expected)
                self.assertEqual(self.subscription.standing_days, overdue)
        self.assertEqual(invoice.payment_state, "not_paid")

    def test_today_is_the_companys(self):
        """It is still the tenth day in Bogotá when UTC has the eleventh."""
        self._bill(self.subscription, due="2026-02-20")
        with self._on("2026-03-03", "04:59:59"):
            self.assertEqual(self.subscription.standing, "late")
        with self._on("2026-03-03", "05:00:00"):
            self.assertEqual(self.subscription.standing, "arrears")

    def test_without_a_zone_of_its_own_a_company_has_that_of_its_hours(self):
        self.env.company.partner_id.tz = False
        self.env.company.resource_calendar_id.tz = "Pacific/Auckland"
        self._bill(self.subscription, due="2026-02-20")
        with self._on("2026-03-02", "11:30:00"):
            self.assertEqual(self.subscription.standing, "arrears")

    def test_what_does_not_count(self):
        """A-NAV-08: drafts, cancelled, paid, in dispute, reversed, credit notes."""
        draft = self._bill(self.subscription, overdue=30, post=False)
        self.assertEqual(self._standing(), "ok", "draft")
        draft.button_cancel()
        self.assertEqual(self._standing(), "ok", "cancelled")
        paid = self._bill(self.subscription, overdue=30)
        self.assertEqual(self._standing(), "arrears")
        self._pay(paid)
        self.assertEqual(self._standing(), "ok", "paid")
        disputed = self._bill(self.subscription, overdue=30)
        disputed.action_toggle_block_payment()
        self.assertEqual(self._standing(), "ok", "in dispute")
        disputed.action_toggle_block_payment()
        self.assertEqual(self._standing(), "arrears", "no more in dispute")
        self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=disputed.ids
        ).create({"journal_id": disputed.journal_id.id}).refund_moves()
        reversal = disputed.reversal_move_ids
        reversal.action_post()
        self.assertEqual(disputed.payment_state, "reversed")
        self.assertEqual(self._standing(), "ok", "reversed")
        self._bill(self.subscription, overdue=30, move_type="out_refund")
        self.assertEqual(self._standing(), "ok", "credit note")

    def test_in_payment(self):
        invoice = self._bill(self.subscription, overdue=30)
        states = type(self.env["account.move"])
        self.patch(states, "_get_invoice_in_payment_state", lambda self: "in_payment")
        self._pay(invoice)
        invoice.payment_state = "in_payment"
        self.assertEqual(self._standing(), "ok")

    def test_partly_paid_is_owed(self):
        invoice = self._bill(self.subscription, overdue=30)
        self._pay(invoice, 40)
        self.assertEqual(invoice.payment_state, "partial")
        self.assertEqual(self._standing(), "arrears")

    def test_instalments_count_from_the_first_that_is_open(self):
        """The invoice's own due date is that of its last instalment."""
        halves = [
            Command.create({"value": "percent", "value_amount": 50, "nb_days": number})
            for number in (0, 120)
        ]
        terms = self.env["account.payment.term"].create(
            {"name": "Mitad y mitad", "line_ids": [Command.clear(), *halves]}
        )
        invoice = self._bill(
            self.subscription,
            invoice_date="2026-02-20",
            invoice_payment_term_id=terms.id,
            invoice_date_due=False,
        )
        self.assertEqual(str(invoice.invoice_date_due), "2026-06-20")
        self.assertEqual(self._standing(), "arrears")
        self.assertEqual(self.subscription.standing_days, 20)
        self._pay(invoice, 50)
        self.assertEqual(self._standing(), "ok")

    def test_invoices_of_its_orders(self):
        invoice = self._bill_by_order(self.subscription, overdue=15)
        self.assertFalse(invoice.subscription_id)
        self.assertEqual(self._standing(), "arrears")
        self._pay(invoice)
        self.assertEqual(self._standing(), "ok")

    def test_invoices_of_others(self):
        """NAV-3.1-13: neither those of another subscription nor loose ones."""
        other = self._subscribe()
        self._bill(other, overdue=30)
        self._bill(other, overdue=30, subscription_id=False)
        self.assertEqual(self._standing(), "ok")
        self.assertEqual(self._standing(other), "arrears")

    def test_agreement(self):
        """AT-14 on a real invoice; NAV-3.1-15 … -17."""
        invoice = self._bill(self.subscription, due="2026-02-10")
        self._agree(invoice, "2026-03-20")
        for day, expected, overdue in [
            ("2026-03-12", "agreement", 30),
            ("2026-03-20", "agreement", 38),
            ("2026-03-21", "agreement_broken", 39),
        ]:
            with self._on(day):
                self.assertEqual(self.subscription.standing, expected)
                self.assertEqual(self.subscription.standing_days, overdue)
                self.assertEqual(str(self.subscription.standing_until), "2026-03-20")

    def test_an_agreement_covers_its_own_invoice(self):
        """A-NAV-11."""
        agreed = self._bill(self.subscription, overdue=30)
        self._agree(agreed, "2026-03-20")
        self.assertEqual(self._standing(), "agreement")
        self._bill(self.subscription, overdue=12)
        self.assertEqual(self._standing(), "arrears")

    def test_the_latest_agreement_counts(self):
        invoice = self._bill(self.subscription, overdue=30)
        self._agree(invoice, "2026-03-13")
        self._agree(invoice, "2026-03-25")
        with self._on("2026-03-20"):
            self.assertEqual(self.subscription.standing, "agreement")

    def test_an_agreement_that_is_done_covers_no_more(self):
        invoice = self._bill(self.subscription, overdue=30)
        agreement = self._agree(invoice, "2026-03-20")
        self.assertEqual(self._standing(), "agreement")
        agreement.action_feedback("Cumplido")
        self.assertEqual(self._standing(), "arrears")
        self.assertTrue(agreement.exists(), "it stays as history")

    def test_another_activity_is_no_agreement(self):
        invoice = self._bill(self.subscription, overdue=30)
        invoice.activity_schedule("mail.mail_activity_data_todo", TODAY)
        self.assertEqual(self._standing(), "arrears")

    def test_days_of_the_plan(self):
        """Of the first plan that holds: its own, the customer's, the company's."""
        generous, strict = (
            self.plan.copy({"code": code, "arrears_days": days})
            for code, days in [("generoso", 30), ("estricto", 3)]
        )
        self._bill(self.subscription, overdue=15)
        self.assertEqual(self._standing(), "arrears")
        self.company_a.support_plan_id = generous
        self.assertEqual(self._standing(), "late")
        self.subscription.support_plan_id = strict
        self.assertEqual(self._standing(), "arrears")
        strict.active = False
        self.assertEqual(self._standing(), "late")

    def test_an_instalment_without_a_date(self):
        """Books that somebody has brought along may lack it: nothing breaks."""
        invoice = self._bill(self.subscription, overdue=23)
        line = invoice.line_ids.filtered(lambda one: one.display_type == "payment_term")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE account_move_line SET date_maturity = NULL WHERE id = %s", line.ids
        )
        self.env.invalidate_all()
        self.assertEqual(self.subscription.standing_days, 23)
        self.cr.execute(
            "UPDATE account_move SET invoice_date_due = NULL WHERE id = %s", invoice.ids
        )
        self.env.invalidate_all()
        self.assertEqual(self.subscription.standing, "arrears")

    def test_without_the_type_of_agreements(self):
        """Somebody has deleted it: there are no agreements, and tickets come in."""
        self._bill(self.subscription, overdue=23)
        self._ref("activity_type_agreement").unlink()
        self.assertEqual(self._standing(), "arrears")
        self.assertTrue(self._create_ticket(partner_id=self.carolina.id))
        self.carolina.activity_schedule(summary="Llamar", user_id=self.analyst.id)

    def test_two_currencies(self):
        """Only days count: no amounts are added up."""
        self.env.ref("base.EUR").active = True
        self._bill(self.subscription, overdue=5)
        self._bill(
            self.subscription, overdue=12, currency_id=self.env.ref("base.EUR").id
        )
        self.assertEqual(self._standing(), "arrears")
        self.assertEqual(self.subscription.standing_days, 12)

    def test_read_after_a_payment_in_the_same_transaction(self):
        """Nobody has to know that it is not stored."""
        invoice = self._bill(self.subscription, overdue=30)
        self.assertEqual(self.subscription.standing, "arrears")
        agreement = self._agree(invoice, "2026-03-20")
        self.assertEqual(self.subscription.standing, "agreement")
        agreement.unlink()
        self.assertEqual(self.subscription.standing, "arrears")
        self._pay(invoice)
        self.assertEqual(self.subscription.standing, "ok")
        by_order = self._bill_by_order(self.subscription, overdue=30)
        self.assertEqual(self.subscription.standing, "arrears")
        self._pay(by_order)
        self.assertEqual(self.subscription.standing, "ok")
        self.assertEqual(self.subscription.standing_text, "Up to date")
        self.assertEqual(self.company_a.standing, "ok")
        self.subscription.stage_id = self.closed
        self.assertEqual(self.company_a.standing, "no_service")
