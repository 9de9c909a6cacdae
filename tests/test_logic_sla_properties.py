"""What holds for the clocks of any ticket, whatever happens to it."""

from collections import Counter
from datetime import timedelta

from ..logic.sla import Change, Projection
from ..logic.sla_history import KINDS, Fact, Override
from ..logic.sla_terms import METRICS, Policy, Terms
from .logic_calendars import COB, IKH
from .logic_properties import assume, holds_for, some
from .logic_tickets import TicketCase, at, live_log, registered, snapshot

START = at("09 10:00")
STEP = timedelta(minutes=30)


def working(number, metric, amount, unit, calendar, **conditions):
    """Return a policy in the time of a calendar, whose id is that of the policy."""
    clock = ("business", calendar, number)
    return Policy(number, metric, amount, unit, *clock, **conditions)


#: two plans as different as they can be, and a ticket may have none
PLANS = {
    1: Terms(
        (
            Policy(1, "response", 90, "minutes"),
            Policy(2, "diagnosis", 6),
            Policy(3, "resolution", 24, types=frozenset({1})),
            Policy(4, "resolution", 8, stars=frozenset("3")),
            Policy(5, "update", 5),
            Policy(6, "ownership", 12, levels=frozenset({1, 2})),
        ),
        workaround_meets=True,
    ),
    2: Terms(
        (
            working(11, "response", 1, "hours", IKH),
            working(12, "diagnosis", 4, "hours", COB),
            working(13, "resolution", 2, "days", IKH, tags=frozenset({1})),
            working(14, "resolution", 6, "hours", IKH, types=frozenset({2})),
            working(15, "update", 3, "hours", IKH),
            Policy(16, "ownership", 1, "days"),
        ),
        evaluated_types=frozenset({2}),
        evaluated_tags=frozenset({1}),
    ),
}
STEPS = some.integers(0, 40).map(lambda steps: steps * STEP)
SETS = some.frozensets(some.integers(1, 2))
VALUES = {
    "contact": some.sampled_from(
        [
            {"whom": "customer", "medium": "phone", "outcome": "no_answer"},
            {"whom": "customer", "medium": "mail", "outcome": "answered"},
            {"whom": "responsible", "medium": "whatsapp", "outcome": "no_answer"},
            {"whom": "responsible", "medium": "phone", "outcome": "answered"},
        ]
    ),
    "wait": some.sampled_from(["customer", "validation", "provider", "payment"]),
    "solve": some.sampled_from([None, {"silent": True}]),
    "set_plan": some.sampled_from([1, 2, False]),
    "set_level": some.sampled_from([1, 2, 3]),
    "set_stars": some.sampled_from("0123"),
    "set_type": some.sampled_from([1, 2, False]),
    "set_tags": SETS,
    "set_partner": SETS,
    "set_deadline": some.tuples(
        some.sampled_from(METRICS),
        some.none() | STEPS.map(lambda span: Override(START + 3 * span, "why")),
    ),
}
HAPPENINGS = some.sampled_from(
    [kind for kind in KINDS if kind != "registered"]
).flatmap(
    lambda kind: some.tuples(some.just(kind), VALUES.get(kind, some.none()), STEPS)
)
FIRSTS = some.builds(
    registered,
    plan=VALUES["set_plan"],
    type=VALUES["set_type"],
    stars=VALUES["set_stars"],
)


def in_order(first, happenings):
    """Return facts, each some time after the one before."""
    facts = [first]
    for kind, value, span in happenings:
        facts.append(Fact(kind, facts[-1].at + span, value))
    return facts


#: the facts of a ticket
LIVES = some.builds(in_order, FIRSTS, some.lists(HAPPENINGS, max_size=12))


def advance(facts, now):
    return Projection(PLANS).advance(facts, now)


class TestAnyTicket(TicketCase):
    @holds_for(LIVES, STEPS)
    def test_told_in_one_go_or_as_it_happens_it_is_the_same(self, facts, span):
        """And when all is written down, there is nothing left to add."""
        now = facts[-1].at + span
        self.assert_same_when_live(PLANS, facts, now, advance(facts, now))

    @holds_for(LIVES, STEPS, STEPS)
    def test_nobody_has_to_look_in_between(self, facts, one, other):
        """A cron that was down for days records the same."""
        noticed_at = facts[-1].at + one
        now = noticed_at + other
        log = live_log(PLANS, facts, noticed_at)
        late = Projection(PLANS).replay(log).advance((), now)
        at_once = advance(facts, now)
        self.assertEqual(snapshot(late, now), snapshot(at_once, now))

    @holds_for(LIVES, STEPS)
    def test_one_breach_in_each_cycle(self, facts, span):
        projection = advance(facts, facts[-1].at + 9 * span)
        missed = Counter(
            (change.metric, change.start)
            for change in projection.changes
            if change.kind == "clock_breached"
        )
        self.assertLessEqual(set(missed.values()), {1})
        for metric, clock in projection.clocks.items():
            if clock.state:
                self.assertEqual(clock.is_breached, (metric, clock.start) in missed)
            has_missed = any(name == metric for name, _start in missed)
            self.assertEqual(bool(clock.breached_at), has_missed)

    @holds_for(LIVES, STEPS)
    def test_a_running_clock_past_its_deadline_is_breached(self, facts, span):
        now = facts[-1].at + span
        for clock in advance(facts, now).clocks.values():
            if clock.state == "running" and clock.deadline < now:
                self.assertTrue(clock.is_breached)
            if clock.state == "paused":
                self.assertIsNone(clock.deadline)

    @holds_for(LIVES, STEPS)
    def test_what_time_counts_is_never_negative(self, facts, span):
        now = facts[-1].at + span
        projection = advance(facts, now)
        for metric, clock in projection.clocks.items():
            self.assertGreaterEqual(projection.get_elapsed(clock, now), 0, metric)
            self.assertGreaterEqual(projection.get_late(clock, now), 0, metric)

    @holds_for(LIVES, STEPS)
    def test_late_is_what_was_used_beyond_what_was_allowed(self, facts, span):
        now = facts[-1].at + span
        projection = advance(facts, now)
        for metric, clock in projection.clocks.items():
            if clock.state:
                account = projection.get_account(clock, now)
                late = max(0, account.used - account.allowed)
                self.assertEqual(late, projection.get_late(clock, now), metric)
                self.assertEqual(
                    account.used, projection.get_elapsed(clock, now), metric
                )

    @holds_for(LIVES, STEPS)
    def test_nothing_is_recorded_for_the_future(self, facts, span):
        now = facts[-1].at + span
        for change in advance(facts, now).changes:
            self.assertLessEqual(change.at, now)
            self.assertIsInstance(change, Change)

    @holds_for(LIVES, some.data())
    def test_another_wait_never_makes_the_resolution_due_earlier(self, facts, data):
        place = data.draw(some.integers(1, len(facts)), "after so many facts")
        before, after = facts[:place], facts[place:]
        now = facts[-1].at
        until = after[0].at if after else now + 20 * STEP
        so_far = advance(before, before[-1].at)
        assume(not so_far.history.waiting)
        # where the time until the next fact does not last, the wait has no length
        spans = sorted(
            min(before[-1].at + data.draw(STEPS, name), until)
            for name in ("wait", "resume")
        )
        pair = [Fact("wait", spans[0], "provider"), Fact("resume", spans[1])]
        found = [
            advance(told, max(now, spans[1])).clocks["resolution"].commitment
            for told in (facts, [*before, *pair, *after])
        ]
        if all(found):
            self.assertLessEqual(found[0].due, found[1].due)
