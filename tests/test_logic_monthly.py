from datetime import datetime
from zoneinfo import ZoneInfo

from ..logic.monthly import find_month, find_place
from ..logic.zones import to_utc
from .logic_case import LogicCase

SANTIAGO = ZoneInfo("America/Santiago")


def _at(text):
    """Return an instant, given as the time in Santiago."""
    return to_utc(datetime.fromisoformat(text), SANTIAGO)


class TestMonthly(LogicCase):
    def test_a_month_begins_and_ends_in_its_zone(self):
        """A-COD-11: across the end of summer time, and of a year."""
        cases = [
            ("2026-03-31 23:59", "2026-03-01", "2026-04-01"),
            ("2026-04-01 00:00", "2026-04-01", "2026-05-01"),
            ("2026-04-30 23:59", "2026-04-01", "2026-05-01"),
            ("2026-12-31 22:00", "2026-12-01", "2027-01-01"),
            ("2028-02-29 10:00", "2028-02-01", "2028-03-01"),
        ]
        for instant, start, stop in cases:
            with self.subTest(instant):
                self.assertEqual(
                    find_month(_at(instant), SANTIAGO), (_at(start), _at(stop))
                )
        # summer time ended in between
        self.assertEqual(_at("2026-04-01").hour, 3)
        self.assertEqual(_at("2026-05-01").hour, 4)

    def test_which_of_its_month_a_request_is(self):
        others = [
            (_at("2026-02-28 23:59"), 1),
            (_at("2026-03-01 00:00"), 2),
            (_at("2026-03-31 23:59"), 3),
            (_at("2026-04-01 00:00"), 4),
        ]
        cases = [
            (("2026-02-10 09:00", 9), 1),
            # the first instant of a month is in it
            (("2026-03-01 00:00", 9), 2),
            (("2026-03-10 09:00", 9), 2),
            (("2026-03-31 23:59", 9), 3),
            # of two at one instant the first one made comes first
            (("2026-03-31 23:59", 0), 2),
            (("2026-04-20 09:00", 9), 2),
            (("2026-05-01 00:00", 9), 1),
        ]
        for (instant, key), expected in cases:
            with self.subTest(instant):
                own = (_at(instant), key)
                self.assertEqual(find_place(own, others, SANTIAGO), expected)
