"""What a clock has counted, and how a ticket was closed."""

from datetime import datetime

from ..logic.sla import Projection
from ..logic.sla_live import Live
from ..logic.sla_terms import Terms
from ..logic.timeline import WALL
from .logic_calendars import IKH
from .logic_case import LogicCase
from .logic_tickets import (
    OWNERSHIP,
    RESOLUTION,
    RESPONSE,
    UPDATE,
    Story,
    TicketCase,
    at,
    live_log,
    on,
    registered,
)

HOUR = 3600
PROVIDER_2 = {"provider": 2}


def utc(text):
    """Return an instant that is written in UTC."""
    return datetime.fromisoformat(text)


class TestAccount(TicketCase):
    def count(self, story, metric="resolution"):
        """Return hours allowed and used, and those of the pauses."""
        found = story.projection.get_account(story[metric], story.now)
        pauses = {reason: spent / HOUR for reason, spent in found.pauses.items()}
        return found.allowed / HOUR, found.used / HOUR, pauses

    def test_of_a_running_clock(self):
        story = self.tell([RESOLUTION], now="09 13:00")
        self.assertEqual(self.count(story), (24, 3, {}))

    def test_pauses_by_reason(self):
        """B10: what stood still, and for what."""
        waits = [
            on("09 11:00", "wait", "provider"),
            on("09 13:00", "resume"),
            on("09 14:00", "wait_customer"),
            on("09 15:00", "customer_reply"),
            on("09 16:00", "wait", "provider"),
            on("09 16:30", "resume"),
            on("09 17:00", "wait", "provider"),
        ]
        story = self.tell([RESOLUTION], *waits, now="09 18:00")
        # the wait that goes on counts when it is over
        expected = (24, 3.5, {"provider": 2.5, "customer": 1})
        self.assertEqual(self.count(story), expected)

    def test_what_was_used_in_the_end_and_at_first(self):
        """B10: the first resolution, and the total one."""
        acts = [
            on("09 12:00", "solve"),
            on("09 15:00", "reopen"),
            on("09 16:00", "solve", {"silent": True}),
        ]
        story = self.tell([RESOLUTION], *acts)
        self.assertEqual(self.count(story), (24, 3, {"solved": 3}))
        self.assertEqual(story["resolution"].first_met.elapsed, 2 * HOUR)

    def test_a_clock_that_was_cancelled_was_not_met_at_first(self):
        story = self.tell([RESOLUTION], on("09 12:00", "cancel"))
        self.assertIsNone(story["resolution"].first_met)
        self.assertEqual(self.count(story), (24, 2, {}))

    def test_each_cycle_is_counted_where_it_ends(self):
        says = [on(f"09 {hour}:00", "public_reply") for hour in (11, 13, 19)]
        story = self.tell([UPDATE], *says)
        met = [c for c in story.projection.changes if c.kind == "clock_met"]
        self.assertEqual([change.elapsed / HOUR for change in met], [2, 6])
        self.assertEqual([change.late / HOUR for change in met], [0, 1])
        self.assertEqual({change.cause for change in met}, {"public_reply"})

    def test_a_cycle_that_ends_while_it_stands_still(self):
        acts = [
            on("09 11:00", "public_reply"),
            on("09 12:00", "wait", "provider"),
            on("09 20:00", "public_reply"),
        ]
        story = self.tell([UPDATE], *acts)
        [met] = [c for c in story.projection.changes if c.kind == "clock_met"]
        self.assertEqual((met.elapsed / HOUR, met.late), (1, 0))
        self.assertEqual(met.pauses, {"provider": 8 * HOUR})

    def test_a_hand_over_ends_the_level_before(self):
        story = self.tell([OWNERSHIP], on("09 22:00", "set_level", 2))
        [met] = [c for c in story.projection.changes if c.kind == "clock_met"]
        self.assertEqual((met.elapsed / HOUR, met.late / HOUR), (12, 2))

    def test_a_log_from_before_it_was_counted(self):
        facts = [
            registered(),
            on("09 12:00", "wait", "provider"),
            on("09 14:00", "resume"),
            on("09 15:00", "solve"),
        ]
        terms = {1: Terms((RESOLUTION,))}
        log = [
            entry._replace(allowed=0, pauses=None)
            if entry.kind == "clock_met"
            else entry
            for entry in live_log(terms, facts, at("09 15:00"))
        ]
        again = Projection(terms).replay(log).advance((), at("09 16:00"))
        self.assertEqual(self.count(Story(again, at("09 16:00"))), (24, 3, PROVIDER_2))


class TestClosing(TicketCase):
    def test_how_it_was_solved(self):
        """B10: validated, told and silent closings apart."""
        silent = on("09 12:00", "solve", {"silent": True})
        for acts, expected in (
            ([on("09 12:00", "solve")], "told"),
            ([silent], "silent"),
            (
                [on("09 12:00", "propose_solution"), on("09 13:00", "accept")],
                "accepted",
            ),
            ([on("09 12:00", "cancel")], None),
            ([silent, on("09 13:00", "reopen")], None),
        ):
            with self.subTest(expected):
                story = self.tell([RESPONSE], *acts)
                self.assertEqual(story.projection.history.closing, expected)


class TestLive(LogicCase):
    """What a screen gets to count by itself."""

    def test_the_wall_always_counts(self):
        now = utc("2026-03-09 10:00")
        live = Live(WALL, now)
        self.assertEqual(live.get_left(utc("2026-03-09 12:30")), 2.5 * HOUR)
        self.assertEqual(live.get_left(utc("2026-03-09 09:00")), -HOUR)
        found = live.tell(60)
        self.assertEqual((found["left"], found["open"]), (60, None))

    def test_business_time_says_when_it_is_open(self):
        now = utc("2026-03-09 22:00")  # Monday 16:00 in Guatemala, open until 17:00
        live = Live(IKH, now)
        self.assertEqual(live.get_left(utc("2026-03-10 16:00")), 3 * HOUR)
        now = live.tell(0)["at"]
        expected = [[now, now + HOUR], [now + 16 * HOUR, now + 25 * HOUR]]
        self.assertEqual(live.tell(0)["open"], expected)

    def test_on_a_long_weekend_it_still_says_when(self):
        now = utc("2026-03-14 00:00")  # Friday 18:00, until Monday 08:00
        found = Live(IKH, now).tell(0)
        self.assertEqual(found["open"][0][0] - found["at"], 62 * HOUR)
        self.assertEqual(len(found["open"]), 1)

    def test_late_in_own_time(self):
        live = Live(IKH, utc("2026-03-10 15:00"))  # Tuesday 09:00
        self.assertEqual(live.get_left(utc("2026-03-09 22:00")), -2 * HOUR)
