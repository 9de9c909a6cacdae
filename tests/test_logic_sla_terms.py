from datetime import datetime, timedelta

from ..logic.sla_terms import METRICS, Policy, Terms, Traits
from ..logic.timeline import DAY, WALL
from .logic_calendars import COB, IKH, NAV, local, utc
from .logic_case import LogicCase
from .logic_properties import holds_for, some

HOUR = 3600
START = datetime(2026, 3, 9, 10)
TRAITS = Traits(1, 5, "2", 7, frozenset({20, 21}), frozenset({30}))


def ids(*values):
    return frozenset(values)


def business(calendar, amount, unit="hours", **values):
    """Return a policy in the time of a calendar, which has the id 9."""
    values = {"id": 1, "metric": "resolution", **values}
    return Policy(
        amount=amount,
        unit=unit,
        clock="business",
        measure=calendar,
        calendar=9,
        **values,
    )


class TestConditions(LogicCase):
    def test_an_empty_condition_matches_every_ticket(self):
        for traits in (TRAITS, Traits()):
            self.assertTrue(Policy(1, "resolution").matches(traits))

    def test_one_of_the_values_is_enough(self):
        table = [
            ("stars", ids("2", "3"), ids("0", "3")),
            ("types", ids(6, 7), ids(6)),
            ("levels", ids(5, 6), ids(6, 7)),
            ("tags", ids(21, 99), ids(22, 23)),
            ("partners", ids(30, 31), ids(31)),
        ]
        for name, matching, other in table:
            with self.subTest(name):
                found = [
                    Policy(1, "resolution", **{name: values}).matches(TRAITS)
                    for values in (matching, other)
                ]
                self.assertEqual(found, [True, False])

    def test_all_conditions_have_to_hold(self):
        values = {
            "stars": ids("2"),
            "types": ids(7),
            "levels": ids(5),
            "tags": ids(20),
            "partners": ids(30),
        }
        self.assertTrue(Policy(1, "resolution", **values).matches(TRAITS))
        for name in values:
            wrong = {**values, name: ids("0", 99)}
            with self.subTest(name):
                self.assertFalse(Policy(1, "resolution", **wrong).matches(TRAITS))

    def test_a_ticket_without_a_type_matches_no_type(self):
        self.assertFalse(Policy(1, "resolution", types=ids(7)).matches(Traits()))


class TestGovern(LogicCase):
    def govern(self, *policies, metric="resolution", start=START, pauses=()):
        return Terms(policies).govern(metric, TRAITS, start, pauses)

    def test_the_earliest_date_governs(self):
        """A-G-13."""
        slow, fast = Policy(1, "resolution", 24), Policy(2, "resolution", 8)
        for policies in ((slow, fast), (fast, slow)):
            found = self.govern(*policies)
            self.assertEqual((found.policy, found.due), (2, START + timedelta(hours=8)))

    def test_the_earliest_may_change_with_the_hour(self):
        wall, working = Policy(1, "resolution", 24), business(IKH, 8, id=2)
        table = [("2026-03-13 16:45", 1), ("2026-03-16 08:00", 2)]
        for start, policy in table:
            with self.subTest(start):
                found = self.govern(wall, working, start=utc(IKH, start))
                self.assertEqual(found.policy, policy)

    def test_of_equal_dates_always_the_same_policy_governs(self):
        first = Policy(3, "resolution", 1, "days")
        for percent in (80, 50, 0):
            other = Policy(4, "resolution", 24, warn_percent=percent)
            for policies in ((first, other), (other, first)):
                self.assertEqual(self.govern(*policies).policy, 3)

    def test_only_policies_of_the_metric_that_match(self):
        policies = [
            Policy(1, "response", 1),
            Policy(2, "resolution", 2, types=ids(8)),
            Policy(3, "resolution", 3),
        ]
        self.assertEqual(self.govern(*policies).policy, 3)
        self.assertIsNone(self.govern(*policies, metric="diagnosis"))

    def test_no_amount_or_no_hours_is_no_promise(self):
        """NAV-3.2-19, A-COB-01."""
        for nothing in (
            Policy(1, "resolution", 0),
            Policy(1, "resolution", measure=None),
        ):
            self.assertIsNone(self.govern(nothing))
        without_hours = business(None, 8)
        self.assertIsNone(self.govern(without_hours))
        self.assertEqual(
            self.govern(without_hours, Policy(2, "resolution", 9)).policy, 2
        )

    def test_no_promise_where_the_calendar_ends(self):
        start = utc(IKH, "2027-01-29 10:00")
        for policy in (business(IKH, 8), business(IKH, 1, "days")):
            self.assertIsNone(self.govern(policy, start=start))

    def test_what_is_promised_keeps_its_terms(self):
        found = self.govern(business(IKH, 8), start=utc(IKH, "2026-03-16 10:00"))
        self.assertEqual(local(IKH, found.due), "2026-03-17 09:00")
        expected = (1, 8, "hours", "business", 9)
        self.assertEqual(found[2:], expected)

    def test_every_unit(self):
        start = utc(IKH, "2026-03-13 16:00")
        table = [
            (Policy(1, "response", 90, "minutes"), "2026-03-13 17:30"),
            (Policy(1, "response", 1.5), "2026-03-13 17:30"),
            (Policy(1, "response", 2, "days"), "2026-03-15 16:00"),
            (business(IKH, 90, "minutes"), "2026-03-16 08:30"),
            (business(IKH, 1.5), "2026-03-16 08:30"),
            (business(IKH, 2, "days"), "2026-03-17 16:00"),
        ]
        for policy, due in table:
            with self.subTest(policy):
                self.assertEqual(local(IKH, policy.commit(start, ()).due), due)


class TestPauses(LogicCase):
    def commit(self, policy, start, *pauses):
        instants = [tuple(utc(IKH, text) for text in pause) for pause in pauses]
        return local(IKH, policy.commit(utc(IKH, start), instants).due)

    def test_pauses_count_in_the_unit_of_the_promise(self):
        """A-G-04: a night is nothing to working time, and hours to the wall."""
        night = ("2026-03-16 16:00", "2026-03-17 09:00")
        table = [
            (Policy(1, "resolution", 24), "2026-03-18 03:00"),
            (business(IKH, 8), "2026-03-17 11:00"),
            (business(IKH, 1, "days"), "2026-03-17 12:00"),
        ]
        for policy, due in table:
            with self.subTest(policy):
                self.assertEqual(self.commit(policy, "2026-03-16 10:00", night), due)

    def test_paused_working_time_comes_after_the_days(self):
        """Also where that leads out of the day, or to a closing."""
        three_days = business(IKH, 3, "days")
        start = "2026-03-16 10:00"
        table = [
            ([], "2026-03-19 10:00"),
            ([("2026-03-16 12:00", "2026-03-16 14:00")], "2026-03-19 12:00"),
            ([("2026-03-16 10:00", "2026-03-16 17:00")], "2026-03-19 17:00"),
            ([("2026-03-16 10:00", "2026-03-17 09:00")], "2026-03-20 09:00"),
            ([("2026-03-16 18:00", "2026-03-17 07:00")], "2026-03-19 10:00"),
        ]
        for pauses, due in table:
            with self.subTest(pauses):
                self.assertEqual(self.commit(three_days, start, *pauses), due)

    def test_pauses_add_up(self):
        pauses = [
            ("2026-03-16 11:00", "2026-03-16 12:00"),
            ("2026-03-16 16:00", "2026-03-17 09:00"),
        ]
        due = self.commit(business(IKH, 8), "2026-03-16 10:00", *pauses)
        self.assertEqual(due, "2026-03-17 12:00")

    @holds_for(
        some.sampled_from([WALL, NAV, COB, IKH]),
        some.sampled_from(["minutes", "hours", "days"]),
        some.integers(1, 20),
        some.lists(some.integers(0, 20 * DAY), min_size=2, max_size=6, unique=True),
    )
    def test_a_pause_never_makes_a_date_earlier(self, measure, unit, amount, seconds):
        policy = Policy(1, "resolution", amount, unit, measure=measure)
        instants = [START + timedelta(seconds=item) for item in sorted(seconds)]
        pauses = list(zip(instants[::2], instants[1::2], strict=False))
        dues = [policy.commit(START, pauses[:n]).due for n in range(len(pauses) + 1)]
        self.assertEqual(dues, sorted(dues))


class TestWarning(LogicCase):
    def test_at_four_fifths_in_the_clocks_own_unit(self):
        """A-NAV-37."""
        start = utc(IKH, "2026-03-13 15:00")
        table = [
            (Policy(1, "resolution", 10), "2026-03-13 23:00"),
            (Policy(1, "resolution", 1, "days"), "2026-03-14 10:12"),
            (business(IKH, 10), "2026-03-16 14:00"),
            (business(IKH, 1, "days"), "2026-03-16 13:12"),
        ]
        for policy, warn_at in table:
            with self.subTest(policy):
                found = policy.commit(start, ()).warn_at
                self.assertEqual(local(IKH, found), warn_at)

    def test_pauses_move_it_too(self):
        start = utc(IKH, "2026-03-13 15:00")
        pause = (start + timedelta(hours=1), start + timedelta(hours=4))
        table = [
            (Policy(1, "resolution", 10), "2026-03-14 02:00"),
            (business(IKH, 10), "2026-03-16 15:00"),
            (business(IKH, 1, "days"), "2026-03-16 14:12"),
        ]
        for policy, warn_at in table:
            with self.subTest(policy):
                found = policy.commit(start, [pause]).warn_at
                self.assertEqual(local(IKH, found), warn_at)

    def test_at_the_share_that_a_policy_says(self):
        found = Policy(1, "resolution", 10, warn_percent=50).commit(START, ())
        self.assertEqual(found.warn_at, START + timedelta(hours=5))

    def test_none_or_all_of_the_time_is_no_warning(self):
        for percent in (0, 100):
            policy = Policy(1, "resolution", 10, warn_percent=percent)
            self.assertIsNone(policy.commit(START, ()).warn_at)


class TestTerms(LogicCase):
    def test_why_nothing_is_promised(self):
        """5.3: blank in the manual, or "no term" in so many words."""
        none = Policy(1, "resolution", types=ids(7), undefined_kind="none")
        blank = Policy(2, "resolution")
        table = [
            ((none, blank), "none"),
            ((blank, none), "none"),
            ((blank,), "blank"),
            ((), "blank"),
            # of another type, of another metric, or with an amount: not asked
            ((Policy(1, "resolution", types=ids(8), undefined_kind="none"),), "blank"),
            ((Policy(1, "response", undefined_kind="none"),), "blank"),
            ((Policy(1, "resolution", 8, undefined_kind="none"),), "blank"),
        ]
        for policies, expected in table:
            with self.subTest(policies):
                found = Terms(policies).get_undefined_kind("resolution", TRAITS)
                self.assertEqual(found, expected)

    def test_the_time_of_a_calendar(self):
        terms = Terms((Policy(1, "response", 1), business(IKH, 8)))
        self.assertIs(terms.get_measure(9), IKH)
        self.assertIs(terms.get_measure(False), WALL)
        self.assertIs(terms.get_measure(404), WALL)

    def test_a_type_or_a_tag_is_met_by_evaluation(self):
        """A-NAV-57."""
        table = [
            (Terms(), False),
            (Terms(evaluated_types=ids(7)), True),
            (Terms(evaluated_types=ids(8)), False),
            (Terms(evaluated_tags=ids(21, 22)), True),
            (Terms(evaluated_tags=ids(22)), False),
        ]
        for terms, expected in table:
            with self.subTest(terms):
                self.assertEqual(terms.is_met_by_evaluation(TRAITS), expected)

    def test_five_metrics(self):
        expected = {"response", "diagnosis", "resolution", "update", "ownership"}
        self.assertEqual(set(METRICS), expected)
