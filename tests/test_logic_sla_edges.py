"""Where two rules meet: what happens to a clock while it stands still."""

from ..logic.sla_history import Fact, Override
from ..logic.sla_terms import Policy, Terms
from .logic_calendars import IKH, local, utc
from .logic_properties import holds_for
from .logic_tickets import DIAGNOSIS, RESOLUTION, TRAITS, TicketCase, at, on
from .test_logic_sla_properties import LIVES, STEPS, advance

URGENT = Policy(9, "resolution", 8, stars=frozenset("3"))
WAITS = on("09 15:00", "wait", "provider")


def working(number, hours, **conditions):
    terms = ("resolution", hours, "hours", "business", IKH, 9)
    return Policy(number, *terms, **conditions)


class TestFinishedWhilePaused(TicketCase):
    def test_the_last_pause_moves_the_date_too(self):
        """5.5, 5.7: what ends the wait and the clock at once."""
        proposed = on("09 15:00", "propose_solution")
        table = [
            (proposed, on("11 15:00", "accept")),
            (proposed, on("11 15:00", "solve")),
            (WAITS, on("11 15:00", "solve")),
        ]
        for wait, end in table:
            story = self.tell([RESOLUTION], wait, end, now="20 10:00")
            with self.subTest(wait.kind, end=end.kind):
                self.assertEqual(story.due("resolution"), "12 10:00")
                self.assertIsNone(story.breached("resolution"))
                self.assertEqual(story.late("resolution"), 0)
                self.assertEqual(story.elapsed("resolution"), 5)
                found = story.changes("resolution")[-1]
                self.assertEqual(found, f"11 15:00 met {end.kind}")

    def test_cancelled_it_is_not_late_either(self):
        for kind in ("cancel", "merge"):
            story = self.tell([RESOLUTION], WAITS, on("11 15:00", kind))
            with self.subTest(kind):
                self.assertEqual(story.late("resolution"), 0)
                self.assertEqual(story.elapsed("resolution"), 5)

    def test_what_was_late_before_is_no_later(self):
        facts = [on("10 13:00", "wait", "provider"), on("12 10:00", "solve")]
        story = self.tell([RESOLUTION], *facts)
        self.assertEqual(story.breached("resolution"), "10 10:00")
        self.assertEqual(story.late("resolution"), 3)
        self.assertEqual(story.elapsed("resolution"), 27)

    def test_kept_while_the_wait_goes_on(self):
        """A diagnosis, or a workaround, of a ticket that waits."""
        table = [
            ([DIAGNOSIS], on("09 21:00", "diagnosis"), "09 22:00"),
            ([RESOLUTION], on("11 15:00", "workaround"), "12 10:00"),
        ]
        for policies, fact, due in table:
            metric = policies[0].metric
            facts = [WAITS, fact, on("12 10:00", "resume")]
            for length in (2, 3):
                story = self.tell(policies, *facts[:length], workaround_meets=True)
                with self.subTest(metric, length=length):
                    self.assertEqual(story.state(metric), "met")
                    self.assertEqual(story.due(metric), due)
                    self.assertEqual(story.elapsed(metric), 5)
                    self.assertEqual(story.late(metric), 0)

    def test_without_a_promise_time_stands_still_as_well(self):
        facts = [WAITS, on("09 21:00", "diagnosis"), on("12 10:00", "resume")]
        for length in (2, 3):
            self.assertEqual(self.tell([], *facts[:length]).elapsed("diagnosis"), 5)


class TestMissedWhilePaused(TicketCase):
    def test_a_wait_without_length_hides_no_breach(self):
        facts = [
            on("09 20:00", "wait", "provider"),
            on("09 20:00", "set_stars", "3"),
            on("09 20:00", "resume"),
        ]
        story = self.tell([RESOLUTION, URGENT], *facts, now="12 10:00")
        found = story.changes("resolution", "breached")
        self.assertEqual(found, ["09 20:00 breached target_changed"])

    def test_nor_does_one_out_of_hours(self):
        """A night is no pause of working time, which leaves the date where it was."""
        urgent = working(9, 3, stars=frozenset("3"))
        happenings = {
            "10:00": ("registered", TRAITS),
            "18:00": ("wait", "provider"),
            "20:00": ("set_stars", "3"),
            "22:00": ("resume", None),
        }
        facts = [
            Fact(kind, utc(IKH, f"2026-03-09 {hour}"), value)
            for hour, (kind, value) in happenings.items()
        ]
        story = self.tell([working(8, 8), urgent], *facts)
        self.assertEqual(local(IKH, story["resolution"].deadline), "2026-03-09 13:00")
        missed_at = story["resolution"].breached_at
        self.assertEqual(local(IKH, missed_at), "2026-03-09 22:00")

    def test_a_date_by_hand_that_passes_meanwhile_is_missed_at_the_end(self):
        """5.4 and 5.5: no pause moves it, and no clock misses it while it is paused."""
        override = Override(at("09 18:00"), "agreed on the phone")
        facts = [on("09 12:00", "set_deadline", ("resolution", override)), WAITS]
        story = self.tell([RESOLUTION], *facts, now="09 20:00")
        self.assertIsNone(story.breached("resolution"))
        for kind in ("resume", "solve"):
            end = on("09 20:00", kind)
            story = self.tell([RESOLUTION], *facts, end, now="12 10:00")
            with self.subTest(kind):
                self.assertEqual(story.breached("resolution"), "09 20:00")
                self.assertEqual(story.due("resolution"), "09 18:00")

    def test_a_refusal_ends_no_other_wait(self):
        """5.5: those end by their own fact, or by hand."""
        story = self.tell([RESOLUTION], WAITS, on("09 16:00", "refuse"))
        self.assertEqual(story.state("resolution"), "paused")


class TestChanged(TicketCase):
    def test_a_warning_that_lands_in_the_past_happens_at_the_change(self):
        """5.8: at 16:24 nobody could have been warned."""
        story = self.tell([RESOLUTION, URGENT], on("09 17:00", "set_stars", "3"))
        found = story.changes("resolution", "warned")
        self.assertEqual(found, ["09 17:00 warned target_changed"])

    def test_a_level_without_a_promise_takes_none_over(self):
        only_first = Policy(5, "ownership", 10, levels=frozenset({1}))
        story = self.tell([only_first], on("09 12:00", "set_level", 2), now="20 10:00")
        self.assertEqual(story.states(), {})
        expected = ["09 10:00 started registered", "09 12:00 met set_level"]
        self.assertEqual(story.changes("ownership"), expected)

    def test_a_workaround_keeps_no_promise_that_is_made_later(self):
        typed = Policy(3, "resolution", 24, types=frozenset({2}))
        plans = {2: Terms((RESOLUTION,))}
        facts = [on("09 12:00", "workaround"), on("09 13:00", "set_plan", 2)]
        story = self.tell([typed], *facts, plans=plans, workaround_meets=True)
        self.assertEqual(story.due("resolution"), "10 10:00")

    def test_without_a_promise_too_it_counts_until_it_was_kept(self):
        facts = [
            on("09 14:00", "workaround"),
            on("09 15:00", "wait", "provider"),
            on("09 16:00", "resume"),
            on("09 17:00", "workaround"),
            on("09 18:00", "solve"),
        ]
        story = self.tell([], *facts, workaround_meets=True)
        self.assertEqual(story.elapsed("resolution"), 4)

    def test_a_clock_of_another_plan_ends_in_its_own_unit(self):
        facts = [
            Fact("registered", utc(IKH, "2026-03-13 16:00"), TRAITS),
            Fact("set_plan", utc(IKH, "2026-03-16 09:00"), 2),
        ]
        story = self.tell([working(6, 8)], *facts, plans={2: Terms()})
        self.assertEqual(story.state("resolution"), "cancelled")
        self.assertEqual(story.elapsed("resolution"), 2)


class TestAnyTicket(TicketCase):
    @holds_for(LIVES, STEPS)
    def test_who_is_late_has_missed_it(self, facts, span):
        now = facts[-1].at + span
        projection = advance(facts, now)
        for clock in projection.clocks.values():
            if clock.state == "met" and projection.get_late(clock, now):
                self.assertTrue(clock.is_breached)
