from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..logic.reminders import (
    Habit,
    Waiting,
    find_day_end,
    find_horizons,
    find_silence,
    is_closing_due,
    is_reminder_due,
)
from .logic_case import LogicCase

PROPOSED = datetime(2026, 3, 9, 15)
SECOND = timedelta(seconds=1)
BOGOTA = ZoneInfo("America/Bogota")
SANTIAGO = ZoneInfo("America/Santiago")


def _after(days, more=timedelta(0)):
    return PROPOSED + timedelta(days=days) + more


class TestReminders(LogicCase):
    def test_when_it_is_time(self):
        """(every, close after, reminded after, announced for, now): is it due?"""
        cases = [
            ((2, 0, None, None, 1.99), False),
            ((2, 0, None, None, 2), True),
            ((2, 0, 2, None, 3.9), False),
            ((2, 0, 2, None, 4), True),
            # after downtime it is one, not many
            ((2, 0, None, None, 30), True),
            # never
            ((0, 0, None, None, 300), False),
            # what is closed is announced, also where nobody is reminded
            ((0, 5, None, None, 3.9), False),
            ((0, 5, None, None, 4), True),
            ((0, 5, 4, 5, 4.9), False),
            ((0, 5, 4, None, 4.1), False),  # they could not be told
            ((0, 5, 4, None, 8), True),
            ((0, 1, None, None, 0.9), False),
            ((0, 1, None, None, 1), True),
            ((9, 5, None, None, 4), True),
            ((2, 5, 2, 5, 3), False),
            ((2, 5, 2, 5, 4), True),
        ]
        for (every, close, reminded, announced, now), expected in cases:
            waiting = Waiting(
                PROPOSED,
                reminded and _after(reminded),
                announced and _after(announced),
            )
            with self.subTest(every=every, close=close, now=now):
                habit = Habit(every, close)
                self.assertIs(is_reminder_due(habit, waiting, _after(now)), expected)

    def test_nothing_is_closed_that_was_not_announced(self):
        habit = Habit(2, 5)
        self.assertFalse(is_closing_due(habit, Waiting(PROPOSED), _after(50)))
        told = Waiting(PROPOSED, _after(4), _after(5))
        self.assertFalse(is_closing_due(habit, told, _after(5, -SECOND)))
        self.assertTrue(is_closing_due(habit, told, _after(5)))

    def test_nothing_is_closed_where_the_plan_closes_no_more(self):
        told = Waiting(PROPOSED, _after(4), _after(5))
        self.assertFalse(is_closing_due(Habit(2, 0), told, _after(50)))
        self.assertIsNone(find_silence(Habit(2, 0), told, _after(6), BOGOTA))

    def test_the_date_is_a_day_ahead_at_least_and_stays(self):
        habit = Habit(2, 5)
        first = find_silence(habit, Waiting(PROPOSED), _after(2), BOGOTA)
        self.assertEqual(first, datetime(2026, 3, 15, 5), "to the end of the 14th")
        night = find_silence(habit, Waiting(PROPOSED), _after(4.5), BOGOTA)
        self.assertEqual(night, datetime(2026, 3, 15, 5), "at ten it is still the 13th")
        late = find_silence(habit, Waiting(PROPOSED), _after(4.6), BOGOTA)
        self.assertEqual(late, datetime(2026, 3, 16, 5))
        told = Waiting(PROPOSED, _after(2), _after(5))
        said = find_silence(Habit(2, 9), told, _after(4), BOGOTA)
        self.assertEqual(said, _after(5))

    def test_where_days_end(self):
        """Also where clocks change at midnight."""
        for zone, instant, expected in (
            (BOGOTA, "2026-03-10 04:59:59", "2026-03-10 05:00"),
            (BOGOTA, "2026-03-10 05:00:00", "2026-03-11 05:00"),
            # they go back: that Saturday has 25 hours
            (SANTIAGO, "2026-04-05 03:30", "2026-04-05 04:00"),
            # they go forward: Sunday begins at one
            (SANTIAGO, "2026-09-06 03:30", "2026-09-06 04:00"),
        ):
            with self.subTest(instant, zone=zone.key):
                found = find_day_end(datetime.fromisoformat(instant), zone)
                self.assertEqual(found, datetime.fromisoformat(expected))

    def test_a_plan_that_does_nothing_has_no_horizon(self):
        self.assertEqual(find_horizons(Habit(), PROPOSED), (None, None))
