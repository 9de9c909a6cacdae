from datetime import date, timedelta
from itertools import permutations, product

from ..logic.standing import (
    ARREARS,
    RANKS,
    Account,
    Debt,
    Standing,
    find_measure,
    find_objection,
    judge,
    judge_debt,
)
from .logic_case import LogicCase

TODAY = date(2026, 3, 12)


def days(number):
    return timedelta(days=number)


def debt(overdue, agreed_in=None, invoice=1):
    """An invoice so many days overdue; agreed until so many days from today."""
    agreed = None if agreed_in is None else TODAY + days(agreed_in)
    return Debt(invoice, TODAY - days(overdue), agreed)


class TestInvoice(LogicCase):
    def test_overdue_and_agreed(self):
        """Every side of every limit: NAV-3.1-11, -12, -15 … -17."""
        for overdue, agreed_in, code in [
            (-5, None, "ok"),
            (0, None, "ok"),
            (1, None, "late"),
            (10, None, "late"),
            (11, None, "arrears"),
            (400, None, "arrears"),
            (-5, 3, "ok"),
            (0, 3, "ok"),
            (0, -1, "ok"),
            (1, 0, "agreement"),
            (10, 1, "agreement"),
            (11, 0, "agreement"),
            (11, 1, "agreement"),
            (1, -1, "late"),
            (10, -1, "late"),
            (11, -1, "agreement_broken"),
            (39, -8, "agreement_broken"),
        ]:
            with self.subTest(overdue=overdue, agreed_in=agreed_in):
                found = judge_debt(debt(overdue, agreed_in), TODAY, 10)
                self.assertEqual(found.code, code)
                self.assertEqual(found.days, max(overdue, 0))

    def test_the_reason_tells_why_it_is_only_late(self):
        for agreed_in, reason in [
            (None, "overdue_lately"),
            (-1, "agreement_passed_lately"),
        ]:
            found = judge_debt(debt(5, agreed_in), TODAY, 10)
            self.assertEqual(found.reason, reason)

    def test_a_plan_allows_other_days(self):
        for allowed, overdue, code in [
            (0, 0, "ok"),
            (0, 1, "arrears"),
            (30, 30, "late"),
            (30, 31, "arrears"),
        ]:
            with self.subTest(allowed=allowed, overdue=overdue):
                found = judge_debt(debt(overdue), TODAY, allowed)
                self.assertEqual(found.code, code)

    def test_at13_the_eleventh_day_is_arrears(self):
        owed = Debt(1, date(2026, 2, 20))
        for today, code, overdue in [
            (date(2026, 3, 2), "late", 10),
            (date(2026, 3, 3), "arrears", 11),
        ]:
            found = judge_debt(owed, today, 10)
            self.assertEqual((found.code, found.days), (code, overdue))

    def test_at14_an_agreement_holds_through_its_day(self):
        owed = Debt(1, date(2026, 2, 10), date(2026, 3, 20))
        for today, code, overdue in [
            (date(2026, 3, 12), "agreement", 30),
            (date(2026, 3, 20), "agreement", 38),
            (date(2026, 3, 21), "agreement_broken", 39),
        ]:
            found = judge_debt(owed, today, 10)
            self.assertEqual((found.code, found.days), (code, overdue))
            self.assertEqual(found.agreed, date(2026, 3, 20))


class TestCustomer(LogicCase):
    def test_nobody_is_known(self):
        self.assertEqual(judge(None, TODAY), Standing("unknown", "not_identified"))

    def test_no_subscription(self):
        self.assertEqual(judge([], None), Standing("no_service", "no_subscription"))

    def test_a_subscription_that_is_not_in_progress(self):
        """It says what is owed all the same."""
        found = judge([Account(False, (debt(23),))], TODAY)
        self.assertEqual(found, Standing("no_service", "not_in_progress", 23, None, 1))
        self.assertEqual(judge([Account(False)], TODAY).reason, "not_in_progress")

    def test_nothing_is_owed(self):
        self.assertEqual(
            judge([Account(True)], TODAY), Standing("ok", "nothing_overdue")
        )

    def test_the_worst_invoice_is_said_in_any_order(self):
        """No.8 of a rank that is better never hides one that is worse."""
        by_code = {
            "ok": debt(0, invoice=1),
            "late": debt(10, invoice=2),
            "agreement": debt(90, 5, invoice=3),
            "arrears": debt(11, invoice=4),
            "agreement_broken": debt(12, -1, invoice=5),
        }
        ranks = [code for code in RANKS if code in by_code]
        for one, other in permutations(ranks, 2):
            with self.subTest(one=one, other=other):
                owed = (by_code[one], by_code[other])
                worst = max(one, other, key=RANKS.index)
                self.assertEqual(judge([Account(True, owed)], TODAY).code, worst)

    def test_of_equals_the_longest_overdue_is_said(self):
        owed = (debt(15, invoice=1), debt(40, invoice=2), debt(23, invoice=3))
        found = judge([Account(True, owed)], TODAY)
        self.assertEqual((found.days, found.invoice), (40, 2))

    def test_an_agreement_covers_its_own_invoice_only(self):
        owed = (debt(30, 5, invoice=1), debt(12, invoice=2))
        found = judge([Account(True, owed)], TODAY)
        self.assertEqual((found.code, found.invoice), ("arrears", 2))

    def test_one_subscription_in_progress_is_service(self):
        accounts = [Account(False), Account(True)]
        self.assertEqual(judge(accounts, TODAY).code, "ok")

    def test_invoices_of_ended_subscriptions_are_owed(self):
        accounts = [Account(False, (debt(23),)), Account(True)]
        self.assertEqual(judge(accounts, TODAY).code, "arrears")

    def test_each_subscription_has_its_own_days(self):
        accounts = [Account(True, (debt(15),), 30), Account(True, (debt(5),), 3)]
        found = judge(accounts, TODAY)
        self.assertEqual((found.code, found.days), ("arrears", 5))

    def test_total(self):
        """Any facts have a standing that is known, and never fewer than no days."""
        owed = [
            debt(late, agreed)
            for late in (-1, 0, 1, 10, 11)
            for agreed in (None, -1, 0, 1)
        ]
        for in_progress, one, other in product((True, False), owed, owed):
            found = judge([Account(in_progress, (one, other))], TODAY)
            self.assertIn(found.code, RANKS)
            self.assertGreaterEqual(found.days, 0)


class TestObjection(LogicCase):
    def test_in_service_and_not_in_arrears(self):
        for code, objection in [
            ("ok", None),
            ("late", None),
            ("agreement", None),
            ("arrears", "arrears"),
            ("agreement_broken", "arrears"),
            ("no_service", "no_service"),
            ("unknown", "unknown"),
        ]:
            self.assertEqual(find_objection(code), objection, code)


class TestMeasure(LogicCase):
    def test_only_arrears_have_consequences(self):
        for code, action in product((*RANKS, "unknown"), ("inform", "ask", "hold")):
            with self.subTest(code=code, action=action):
                expected = action if code in ARREARS and action != "inform" else None
                self.assertEqual(find_measure(code, action, False, False), expected)

    def test_exempt_or_decided(self):
        for exempt, decided in [(True, False), (False, True), (True, True)]:
            for action in ("ask", "hold"):
                self.assertIsNone(find_measure("arrears", action, exempt, decided))
