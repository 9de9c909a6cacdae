"""Which rules are due for a ticket, and when: as tables, without a database."""

from datetime import timedelta

from ..logic.escalation_steps import Rule, Situation, Step, choose, find_episodes
from ..logic.sla import Projection
from ..logic.sla_terms import Policy, Terms
from .logic_calendars import COB, NAV
from .logic_case import LogicCase
from .logic_tickets import TRAITS, at, on, registered, show

INTAKE, N2 = 1, 2
SECOND = timedelta(seconds=1)
CONTACT = Rule(1, "no_update", rank=10, amount=24)
LEADER = Rule(2, "no_answer", rank=20, after=CONTACT)
OPERATIONS = Rule(3, "after", rank=30, amount=12, after=LEADER)
CHAIN = (CONTACT, LEADER, OPERATIONS)
CALL = Rule(4, "customer_silent", rank=10, amount=1, unit="openings", measure=NAV)
COMMERCIAL = Rule(5, "failed_calls", rank=20, count=2)


def contact(text, whom="customer", outcome="no_answer", medium="phone"):
    return on(text, "contact", {"whom": whom, "outcome": outcome, "medium": medium})


def situation(facts, now, rules=(), policies=(), **values):
    """Return a ticket that has lived through facts, with what has run of it.

    :param now: as "DD HH:MM" of March 2026
    :param rules: {(rule, episode as text): when it ran as text}
    """
    projection = Projection({1: Terms(tuple(policies))}).advance(facts, at(now))
    steps = {
        (rule.id, at(episode)): Step(at(episode), at(ran), "done", at(ran))
        for (rule, episode), ran in dict(rules).items()
    }
    return Situation(projection, at(now), INTAKE, steps, **values)


class StepsCase(LogicCase):
    def assert_due(self, rule, expected, facts, now, rules=None, **values):
        """Check when a rule is due; None: it is not, "-": it does not concern it."""
        told = situation(facts, now, values.pop("ran", ()), **values)
        found = find_episodes(rules or [rule], told)
        shown = "-" if rule.id not in found else show(found[rule.id][1])
        self.assertEqual(shown, expected)


class TestSilenceOfTheDesk(StepsCase):
    HANDED = (registered("12 09:00"), on("12 16:00", "set_level", N2))

    def test_it_begins_with_the_hand_over(self):
        self.assert_due(CONTACT, "13 16:00", self.HANDED, "12 17:00")
        self.assert_due(CONTACT, "-", self.HANDED[:1], "12 17:00")

    def test_an_update_begins_anew(self):
        for fact in (
            on("13 10:00", "public_reply"),
            on("13 10:00", "internal_note", {"in_charge": True}),
            on("13 10:00", "diagnosis"),
            contact("13 10:00", "responsible", "answered", "whatsapp"),
        ):
            with self.subTest(fact.kind):
                self.assert_due(CONTACT, "14 10:00", (*self.HANDED, fact), "13 11:00")

    def test_what_others_note_is_no_update(self):
        for fact in (
            on("13 10:00", "internal_note"),
            on("13 10:00", "auto_reply"),
            on("13 10:00", "customer_reply"),
            contact("13 10:00", "responsible"),
            contact("13 10:00", "customer", "answered"),
        ):
            with self.subTest(fact.kind):
                self.assert_due(CONTACT, "13 16:00", (*self.HANDED, fact), "13 11:00")

    def test_back_at_the_intake_level_nobody_is_chased(self):
        back = (*self.HANDED, on("13 10:00", "set_level", INTAKE))
        self.assert_due(CONTACT, "-", back, "13 11:00")

    def test_while_something_is_waited_for_nobody_is_chased(self):
        waits = (*self.HANDED, on("12 18:00", "wait_customer"))
        self.assert_due(CONTACT, "-", waits, "13 11:00")
        heard = (*waits, on("13 08:00", "customer_reply"))
        self.assert_due(CONTACT, "14 08:00", heard, "13 11:00")

    def test_no_answer_leads_to_the_leader_and_twelve_hours_on(self):
        """AT-22, hour by hour (in UTC)."""
        facts = (*self.HANDED, contact("13 16:30", "responsible", medium="whatsapp"))
        ran = {(CONTACT, "12 16:00"): "13 16:00"}
        self.assert_due(LEADER, "13 16:30", facts, "13 16:30", CHAIN, ran=ran)
        ran[LEADER, "12 16:00"] = "13 16:30"
        self.assert_due(OPERATIONS, "14 04:30", facts, "13 16:31", CHAIN, ran=ran)

    def test_no_answer_before_somebody_was_to_ask_waits_for_that(self):
        early = (*self.HANDED, contact("12 18:00", "responsible"))
        self.assert_due(LEADER, None, early, "12 19:00", CHAIN)
        ran = {(CONTACT, "12 16:00"): "13 16:00"}
        self.assert_due(LEADER, "13 16:00", early, "13 17:00", CHAIN, ran=ran)

    def test_an_answer_stops_the_chain(self):
        facts = (
            *self.HANDED,
            contact("13 16:30", "responsible"),
            contact("13 17:00", "responsible", "answered"),
        )
        ran = {(CONTACT, "12 16:00"): "13 16:00", (LEADER, "12 16:00"): "13 16:30"}
        self.assert_due(LEADER, None, facts, "13 18:00", CHAIN, ran=ran)
        self.assert_due(OPERATIONS, None, facts, "13 18:00", CHAIN, ran=ran)
        self.assert_due(CONTACT, "14 17:00", facts, "13 18:00", CHAIN, ran=ran)

    def test_urgent_tickets_are_chased_by_their_warning(self):
        """A-NAV-51: 80 % of 24 hours from registration, if that is earlier."""
        chase = Rule(1, "no_update", amount=24, until_warning=True)
        promise = (Policy(1, "resolution", 24),)
        urgent = (registered("12 09:00", stars="3"), self.HANDED[1])
        values = {"policies": promise}
        self.assert_due(chase, "13 04:12", urgent, "12 17:00", **values)
        self.assert_due(chase, "13 16:00", self.HANDED, "12 17:00", **values)
        late = (urgent[0], on("13 05:00", "set_level", N2))
        self.assert_due(chase, "14 05:00", late, "13 06:00", **values)


class TestSilenceOfTheCustomer(StepsCase):
    ASKED = (registered("09 13:00"), on("09 20:00", "wait", "information"))

    def test_they_are_called_at_the_next_opening(self):
        """A-NAV-22: 08:00 in Bogotá is 13:00 UTC; the 23rd is a holiday."""
        for asked, called in (
            ("09 20:00", "10 13:00"),
            ("10 12:00", "11 13:00"),
            ("13 21:00", "16 13:00"),
            ("14 15:00", "16 13:00"),
            ("20 15:00", "24 13:00"),
        ):
            with self.subTest(asked):
                facts = (registered(), on(asked, "wait", "information"))
                self.assert_due(CALL, called, facts, asked)

    def test_an_answer_ends_it(self):
        heard = (*self.ASKED, on("09 21:00", "customer_reply"))
        self.assert_due(CALL, "-", heard, "09 22:00")
        for reason in ("validation", "payment", "provider"):
            waits = (registered(), on("09 20:00", "wait", reason))
            self.assert_due(CALL, "-", waits, "09 22:00")

    def test_two_calls_in_vain(self):
        once = (*self.ASKED, contact("10 13:00"))
        self.assert_due(COMMERCIAL, None, once, "10 14:00")
        for more, due in (
            (contact("10 15:00"), "10 15:00"),
            (contact("10 15:00", outcome="unreachable"), "10 15:00"),
            (contact("10 15:00", medium="whatsapp"), None),
            (contact("10 15:00", outcome="answered"), None),
        ):
            with self.subTest(more.value):
                self.assert_due(COMMERCIAL, due, (*once, more), "10 16:00")

    def test_who_was_heard_in_between_is_called_anew(self):
        facts = (
            *self.ASKED,
            contact("10 13:00"),
            on("10 14:00", "customer_reply"),
            contact("10 15:00"),
        )
        self.assert_due(COMMERCIAL, None, facts, "10 16:00")


class TestOtherTriggers(StepsCase):
    def test_unsolved_at_its_level(self):
        """COB-50 and AT-32: elapsed time, at the level, without what was waited."""
        rule = Rule(1, "unsolved", amount=24, levels=frozenset({INTAKE}))
        facts = (registered("09 10:00"),)
        self.assert_due(rule, "10 10:00", facts, "09 11:00")
        waited = (
            *facts,
            on("09 12:00", "wait_customer"),
            on("09 15:00", "customer_reply"),
        )
        self.assert_due(rule, None, waited[:2], "09 13:00")
        self.assert_due(rule, "10 13:00", waited, "09 16:00")
        self.assert_due(rule, "-", (*facts, on("09 12:00", "set_level", 2)), "09 13:00")
        self.assert_due(rule, "-", (*facts, on("09 12:00", "solve")), "09 13:00")

    def test_a_delay_in_working_hours(self):
        """Cobranza: open from 21:00 to 23:00 UTC on that Monday."""
        rule = Rule(1, "unsolved", amount=3, measure=COB)
        self.assert_due(rule, "10 22:00", (registered("09 10:00"),), "09 11:00")
        closed = Rule(1, "unsolved", amount=3, measure=None)
        self.assert_due(closed, None, (registered("09 10:00"),), "09 11:00")

    def test_impact_counts_from_when_it_got_it(self):
        rule = Rule(1, "impact", stars=frozenset("23"))
        facts = (registered("09 10:00"), on("09 12:00", "set_stars", "3"))
        self.assert_due(rule, "-", facts[:1], "09 11:00")
        self.assert_due(rule, "09 12:00", facts, "09 13:00")

    def test_several_people(self):
        rule = Rule(1, "reporters", count=2)
        facts = (registered("09 10:00"),)
        self.assert_due(rule, None, facts, "09 11:00", reporters=1)
        self.assert_due(rule, "09 11:00", facts, "09 11:00", reporters=2)
        known = {(rule, "09 10:00"): "09 11:00"}
        self.assert_due(rule, "09 11:00", facts, "09 15:00", ran=known, reporters=2)

    def test_no_news_repeats(self):
        rule = Rule(1, "not_told", amount=2, repeats=True)
        facts = (registered("09 10:00"), on("09 11:00", "public_reply"))
        self.assert_due(rule, "09 13:00", facts, "09 12:00")
        ran = {(rule, "09 11:00"): "09 13:00"}
        self.assert_due(rule, "09 15:00", facts, "09 14:00", ran=ran)
        ran[rule, "09 13:00"] = "09 15:00"
        self.assert_due(rule, "09 17:00", facts, "09 16:00", ran=ran)
        once = Rule(1, "not_told", amount=2)
        self.assert_due(once, "09 13:00", facts, "09 16:00", ran=ran)

    def test_no_news_of_urgent_tickets_counts_from_when_they_are(self):
        rule = Rule(1, "not_told", amount=2, stars=frozenset("3"))
        facts = (registered("09 10:00"), on("09 18:00", "set_stars", "3"))
        self.assert_due(rule, "09 20:00", facts, "09 18:00")

    def test_promises(self):
        values = {"policies": (Policy(1, "resolution", 10),)}
        facts = (registered("09 10:00"),)
        warn, miss = Rule(1, "clock_warning"), Rule(2, "clock_breach", amount=1)
        self.assert_due(warn, "09 18:00", facts, "09 11:00", **values)
        found = find_episodes([miss], situation(facts, "09 11:00", **values))
        self.assertEqual(found[2][1], at("09 21:00") + SECOND)
        waits = (*facts, on("09 12:00", "wait_customer"))
        self.assert_due(warn, None, waits, "09 13:00", **values)
        solved = (*facts, on("09 12:00", "solve"))
        self.assert_due(warn, "-", solved, "09 13:00", **values)
        self.assert_due(warn, "-", facts, "09 11:00")

    def test_conditions(self):
        facts = (registered("09 10:00"),)
        for condition, holds in (
            ({"stars": frozenset({TRAITS.stars})}, True),
            ({"stars": frozenset("3")}, False),
            ({"types": frozenset({TRAITS.type, 9})}, True),
            ({"types": frozenset({9})}, False),
            ({"levels": frozenset({TRAITS.level})}, True),
            ({"levels": frozenset({9})}, False),
        ):
            with self.subTest(condition):
                expected = "10 10:00" if holds else "-"
                rule = Rule(1, "unsolved", amount=24, **condition)
                self.assert_due(rule, expected, facts, "09 11:00")


class TestChoice(LogicCase):
    def _choose(self, due, others=()):
        run, left = choose([(rule.id, rule) for rule in due], others)
        return [key for key, _rule in run], [key for key, _rule in left]

    def test_only_the_highest_of_a_ladder_runs(self):
        self.assertEqual(self._choose(CHAIN), ([3], [1, 2]))
        self.assertEqual(self._choose([CALL, COMMERCIAL]), ([5], [4]))

    def test_of_the_same_rank_all_run(self):
        twin = Rule(9, "no_update", rank=10, amount=24)
        self.assertEqual(self._choose([CONTACT, twin]), ([1, 9], []))

    def test_ladders_do_not_replace_each_other(self):
        self.assertEqual(self._choose([CONTACT, COMMERCIAL]), ([1, 5], []))
        alarm = Rule(7, "impact", rank=1), Rule(8, "impact", rank=50)
        self.assertEqual(self._choose(alarm), ([7, 8], []))

    def test_each_clock_is_a_ladder(self):
        warn = Rule(1, "clock_warning", rank=1, metric="response")
        miss = Rule(2, "clock_breach", rank=2, metric="response")
        other = Rule(3, "clock_warning", rank=1, metric="resolution")
        self.assertEqual(self._choose([warn, miss, other]), ([2, 3], [1]))

    def test_what_comes_after_another_rule_is_of_its_ladder(self):
        miss = Rule(1, "clock_breach", rank=10, metric="response")
        then = Rule(2, "after", rank=20, after=miss)
        other = Rule(3, "clock_breach", rank=30, metric="resolution")
        self.assertEqual(self._choose([then], [other]), ([2], []))
        self.assertEqual(self._choose([miss, then]), ([2], [1]))
        alarm = Rule(4, "impact", rank=10)
        later = Rule(5, "after", rank=20, after=alarm)
        self.assertEqual(self._choose([alarm, later]), ([4, 5], []))

    def test_what_is_lower_than_what_has_run_is_left_out(self):
        self.assertEqual(self._choose([CALL], [COMMERCIAL]), ([], [4]))
        self.assertEqual(self._choose([COMMERCIAL], [CALL]), ([5], []))
