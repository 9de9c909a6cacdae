"""What facts mean, whatever is promised: a clock may have no term at all."""

from ..logic.sla_history import History
from ..logic.sla_terms import METRICS, Policy, Terms, Traits
from .logic_tickets import (
    ALL,
    OWNERSHIP,
    REGISTERED,
    RESOLUTION,
    RESPONSE,
    TicketCase,
    at,
    on,
    registered,
    show,
)

SILENT = {"silent": True}
SOLVED = on("09 12:00", "solve")
CANCELLED = on("09 12:00", "cancel")


class TestWithoutPromise(TicketCase):
    def get_met(self, *facts, **terms):
        """Return when each of the three was reached, and after how many hours."""
        story = self.tell([], *facts, now="12 10:00", **terms)
        self.assertEqual(story.states(), {})
        return {
            metric: (show(met_at), story.elapsed(metric))
            for metric in ("response", "diagnosis", "resolution")
            for met_at in [story.projection.history.get_met(metric)]
            if met_at
        }

    def test_what_was_reached_is_told_all_the_same(self):
        """5.10."""
        facts = [
            on("09 11:00", "public_reply"),
            on("09 12:00", "public_reply"),
            on("09 13:00", "diagnosis"),
            on("09 14:00", "diagnosis"),
            on("09 15:00", "solve"),
            on("09 16:00", "solve"),
        ]
        expected = {"response": ("09 11:00", 1), "diagnosis": ("09 13:00", 3)}
        self.assertEqual(
            self.get_met(*facts), expected | {"resolution": ("09 15:00", 5)}
        )

    def test_solving_reaches_what_is_open(self):
        met = ("09 12:00", 2)
        others = {"diagnosis": met, "resolution": met}
        self.assertEqual(self.get_met(SOLVED), others | {"response": met})
        silently = on("09 12:00", "solve", SILENT)
        self.assertEqual(self.get_met(silently), others)

    def test_time_counts_until_now_or_until_the_end(self):
        table = [
            ([], 72),
            ([CANCELLED], 2),
            ([on("09 12:00", "merge")], 2),
            ([on("09 12:00", "wait", "provider")], 2),
            ([on("09 12:00", "wait", "provider"), on("10 12:00", "resume")], 48),
            ([SOLVED, on("10 12:00", "reopen")], 48),
        ]
        for facts, hours in table:
            with self.subTest(facts):
                story = self.tell([], *facts, now="12 10:00")
                self.assertEqual(story.elapsed("resolution"), hours)


class TestAfterTheEnd(TicketCase):
    def test_a_closed_ticket_stays_as_it_was_closed(self):
        for first in (SOLVED, CANCELLED, on("09 12:00", "merge")):
            for kind in ("solve", "accept", "cancel", "merge"):
                with self.subTest(first.kind, then=kind):
                    story = self.tell([], first, on("09 13:00", kind))
                    history = story.projection.history
                    expected = self.tell([], first).projection.history
                    self.assertEqual(history.closed, expected.closed)
                    self.assertEqual(show(history.closed_since), "09 12:00")

    def test_what_is_done_to_a_cancelled_ticket_reaches_nothing(self):
        for kind in ("diagnosis", "solve", "workaround", "evaluated"):
            facts = [CANCELLED, on("09 13:00", kind), on("09 14:00", "reopen")]
            terms = {"workaround_meets": True, "evaluated_types": frozenset({1})}
            with self.subTest(kind):
                story = self.tell([], *facts, **terms)
                history = story.projection.history
                self.assertIsNone(history.get_met("diagnosis"))
                self.assertIsNone(history.get_met("resolution"))

    def test_a_solved_ticket_that_is_handed_over_has_its_clock_ended(self):
        story = self.tell([OWNERSHIP], SOLVED, on("09 13:00", "set_level", 2))
        self.assertEqual(story.state("ownership"), "met")
        self.assertEqual(story.changes("ownership")[1:], ["09 12:00 met solve"])

    def test_accepted_in_silence_the_response_does_not_come_back(self):
        facts = [on("09 11:00", "accept"), on("09 12:00", "reopen")]
        story = self.tell([RESPONSE], *facts, on("09 13:00", "public_reply"))
        self.assertEqual(story.changes("response")[1:], ["09 11:00 cancelled accept"])

    def test_no_plan_moves_what_is_finished(self):
        facts = [SOLVED, on("09 13:00", "set_plan", 2)]
        for terms in (Terms(), Terms((Policy(9, "resolution", 1),))):
            story = self.tell([RESOLUTION], *facts, plans={2: terms})
            self.assertEqual(story.due("resolution"), "10 10:00")
            self.assertEqual(story.changes("resolution")[1:], ["09 12:00 met solve"])


class TestTraits(TicketCase):
    def test_each_fact_sets_its_own(self):
        table = [
            ("set_plan", 2, {"plan": 2}),
            ("set_level", 2, {"level": 2}),
            ("set_stars", "3", {"stars": "3"}),
            ("set_type", False, {"type": False}),
            ("set_tags", frozenset({1}), {"tags": frozenset({1})}),
            ("set_partner", frozenset({1}), {"partners": frozenset({1})}),
        ]
        first = registered()
        for kind, value, expected in table:
            with self.subTest(kind):
                story = self.tell([], first, on("09 11:00", kind, value))
                traits = story.projection.history.traits
                self.assertEqual(traits, first.value._replace(**expected))

    def test_a_registration_may_say_nothing(self):
        history = self.tell([], on(REGISTERED, "registered")).projection.history
        self.assertEqual(history.traits, Traits())

    def test_before_it_is_registered_a_ticket_has_no_clocks(self):
        history = History()
        starts = {history.get_start(metric) for metric in METRICS}
        self.assertEqual(starts, {None})

    def test_a_fact_that_nobody_knows_is_a_mistake(self):
        with self.assertRaises(KeyError):
            self.tell(ALL, on("09 11:00", "clock_met"), now=show(at("09 12:00")))
