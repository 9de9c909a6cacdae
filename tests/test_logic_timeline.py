from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..logic.timeline import DAY, WALL, Timeline
from ..logic.zones import find_zone, to_local, to_utc
from .logic_calendars import (
    ALWAYS,
    CALENDARS,
    COB,
    COD,
    IKH,
    INT,
    LUNCH,
    NAV,
    local,
    make_timeline,
    utc,
)
from .logic_case import LogicCase
from .logic_properties import holds_for, some

SANTIAGO = ZoneInfo("America/Santiago")
SECOND = timedelta(seconds=1)
#: the machine lines of the acceptance scenarios: clock and cal in minutes
SCENARIOS = [
    ("AT-01", "clock", "NAV", "2026-03-06 16:30", 1440, "2026-03-07 16:30"),
    ("AT-02", "clock", "NAV", "2026-04-30 09:15", 2880, "2026-05-02 09:15"),
    ("AT-04", "days", "NAV", "2026-04-30 15:00", 3, "2026-05-06 15:00"),
    ("AT-06", "days", "NAV", "2026-01-09 11:00", 2, "2026-01-14 11:00"),
    ("AT-09", "clock", "NAV", "2026-03-14 13:20", 480, "2026-03-14 21:20"),
    ("AT-09", "clock", "NAV", "2026-03-14 13:20", 1440, "2026-03-15 13:20"),
    ("AT-17", "clock", "NAV", "2026-03-16 11:00", 1440, "2026-03-17 11:00"),
    ("AT-22", "clock", "NAV", "2026-03-12 16:00", 1440, "2026-03-13 16:00"),
    ("AT-22", "clock", "NAV", "2026-03-13 16:30", 720, "2026-03-14 04:30"),
    ("AT-31", "cal", "COB", "2026-03-11 18:30", 480, "2026-03-14 11:30"),
    ("AT-32", "clock", "COB", "2026-04-04 09:30", 1440, "2026-04-05 08:30"),
    ("AT-38", "cal", "COD", "2026-03-09 10:00", 360, "2026-03-09 16:00"),
    ("AT-39", "cal", "COD", "2026-03-13 15:30", 360, "2026-03-16 12:30"),
    ("AT-41", "cal", "COD", "2026-09-04 17:00", 360, "2026-09-07 14:00"),
    ("AT-46", "clock", "INT", "2026-02-28 23:30", 120, "2026-03-01 01:30"),
    ("AT-46", "clock", "INT", "2026-02-28 23:30", 480, "2026-03-01 07:30"),
    ("AT-49", "clock", "INT", "2026-03-08 02:00", 10080, "2026-03-15 02:00"),
    ("AT-53", "clock", "IKH", "2026-03-14 22:50", 15, "2026-03-14 23:05"),
    ("AT-53", "clock", "IKH", "2026-03-14 22:50", 240, "2026-03-15 02:50"),
    ("AT-54", "clock", "IKH", "2026-03-13 16:45", 30, "2026-03-13 17:15"),
    ("AT-54", "cal", "IKH", "2026-03-13 16:45", 480, "2026-03-16 15:45"),
    ("AT-56", "cal", "IKH", "2026-03-16 10:00", 240, "2026-03-16 14:00"),
    ("AT-56", "days", "IKH", "2026-03-16 10:00", 3, "2026-03-19 10:00"),
    ("AT-58", "cal", "IKH", "2026-03-14 09:00", 60, "2026-03-16 09:00"),
    ("AT-58", "cal", "IKH", "2026-03-14 09:00", 1440, "2026-03-18 14:00"),
]


def promise(unit, calendar, start, amount):
    if unit == "days":
        return calendar.add_days(start, amount)
    return (WALL if unit == "clock" else calendar).add(start, amount * 60)


class TestScenarios(LogicCase):
    def test_every_date_of_the_acceptance_scenarios(self):
        for number, unit, name, start, amount, due in SCENARIOS:
            with self.subTest(number, start=start, amount=amount):
                calendar = CALENDARS[name]
                found = promise(unit, calendar, utc(calendar, start), amount)
                self.assertEqual(local(calendar, found), due)

    def test_a_pause_moves_a_date_by_its_length(self):
        """AT-11."""
        start, wait, resume = (
            utc(NAV, text)
            for text in ("2026-03-09 10:00", "2026-03-09 15:00", "2026-03-10 11:00")
        )
        due = WALL.add(start, 1440 * 60 + WALL.elapsed(wait, resume))
        self.assertEqual(local(NAV, due), "2026-03-11 06:00")

    def test_dates_across_a_change_of_clocks_in_utc(self):
        """AT-32, AT-41."""
        table = [
            ("clock", COB, "2026-04-04 09:30", 1440, datetime(2026, 4, 5, 12, 30)),
            ("cal", COD, "2026-09-04 17:00", 360, datetime(2026, 9, 7, 17)),
        ]
        for unit, calendar, start, amount, due in table:
            with self.subTest(start):
                found = promise(unit, calendar, utc(calendar, start), amount)
                self.assertEqual(found, due)

    def test_open_from_the_opening_until_before_the_closing(self):
        """AT-31."""
        table = [
            ("2026-03-11 17:59", False),
            ("2026-03-11 18:00", True),
            ("2026-03-11 19:59", True),
            ("2026-03-11 20:00", False),
            ("2026-03-14 09:00", True),
            ("2026-03-14 13:00", False),
            ("2026-03-15 10:00", False),
            ("2025-12-31 18:30", False),  # before the calendar begins
            ("2027-02-01 18:30", False),
        ]
        for at, expected in table:
            with self.subTest(at):
                self.assertEqual(COB.is_open(utc(COB, at)), expected)

    def test_when_it_opens_next(self):
        """AT-32; while it is open that is now."""
        table = [
            ("2026-04-05 08:30", "2026-04-06 18:00"),
            ("2026-04-06 18:00", "2026-04-06 18:00"),
            ("2026-04-06 19:59", "2026-04-06 19:59"),
            ("2026-04-06 20:00", "2026-04-07 18:00"),
            ("2027-01-31 09:00", None),
        ]
        for after, opening in table:
            with self.subTest(after):
                found = COB.next_opening(utc(COB, after))
                self.assertEqual(local(COB, found), opening)


class TestWorkingTime(LogicCase):
    def test_time_is_over_at_a_closing_never_at_the_next_opening(self):
        table = [
            (IKH, "2026-03-16 10:00", 7 * 60, "2026-03-16 17:00"),
            (IKH, "2026-03-13 08:00", 9 * 60, "2026-03-13 17:00"),
            (IKH, "2026-03-14 09:00", 9 * 60, "2026-03-16 17:00"),
            (IKH, "2026-03-13 17:00", 1, "2026-03-16 08:01"),
            (LUNCH, "2026-03-16 09:00", 210, "2026-03-16 12:30"),
            (LUNCH, "2026-03-16 12:45", 1, "2026-03-16 14:01"),
            (COB, "2026-03-13 19:00", 60, "2026-03-13 20:00"),
        ]
        for calendar, start, minutes, due in table:
            with self.subTest(start, minutes=minutes):
                found = calendar.add(utc(calendar, start), minutes * 60)
                self.assertEqual(local(calendar, found), due)

    def test_no_time_at_all_is_over_at_once(self):
        for start in ("2026-03-14 09:00", "2026-03-16 08:00", "2026-03-16 17:00"):
            at = utc(IKH, start)
            self.assertEqual(IKH.add(at, 0), at)

    def test_elapsed_is_what_was_worked(self):
        table = [
            (IKH, "2026-03-13 16:00", "2026-03-16 09:00", 2 * 3600),
            (IKH, "2026-03-14 09:00", "2026-03-15 09:00", 0),
            (IKH, "2026-03-13 17:00", "2026-03-16 08:00", 0),
            (NAV, "2026-04-01 16:00", "2026-04-06 09:00", 2 * 3600),
            (LUNCH, "2026-03-16 12:00", "2026-03-16 14:30", 3600),
            (IKH, "2026-03-16 12:00", "2026-03-16 09:00", 0),
        ]
        for calendar, start, stop, seconds in table:
            with self.subTest(start):
                found = calendar.elapsed(utc(calendar, start), utc(calendar, stop))
                self.assertEqual(found, seconds)

    def test_the_working_intervals_between_two_instants(self):
        table = [
            ("03-13 16:00", "03-16 09:00", ["13 16-17", "16 08-09"]),
            ("03-13 17:00", "03-16 08:00", []),
            ("03-13 08:00", "03-13 17:00", ["13 08-17"]),
            ("03-12 20:00", "03-14 20:00", ["13 08-17"]),
            ("03-16 12:00", "03-16 09:00", []),
        ]
        for start, stop, expected in table:
            with self.subTest(start):
                instants = (utc(IKH, f"2026-{text}") for text in (start, stop))
                found = [
                    f"{to_local(opens, IKH.zone):%d %H}-{to_local(closes, IKH.zone):%H}"
                    for opens, closes in IKH.get_intervals(*instants)
                ]
                self.assertEqual(found, expected)

    def test_days_without_a_night_are_one(self):
        """Odoo's days end at 23:59:59.999999."""
        start = utc(INT, "2026-02-28 23:59")
        self.assertTrue(INT.is_open(start + 59 * SECOND))
        self.assertTrue(INT.is_open(datetime(2026, 3, 1, 5, 59, 59, 999_999)))
        self.assertEqual(INT.elapsed(start, start + timedelta(days=3)), 3 * DAY)
        self.assertEqual(INT.add(start, 3 * DAY), start + timedelta(days=3))
        self.assertEqual(len(INT.get_intervals(start, start + timedelta(days=3))), 1)

    def test_overlapping_and_unordered_intervals_count_once(self):
        hours = [(8, 12), (14, 18), (11, 15), (9, 10)]
        day = datetime(2026, 3, 16)
        timeline = Timeline(
            [(day.replace(hour=a), day.replace(hour=b)) for a, b in reversed(hours)],
            SANTIAGO,
        )
        self.assertEqual(timeline.elapsed(day, day + timedelta(days=1)), 10 * 3600)

    def test_a_holiday_until_a_second_before_midnight_leaves_nothing(self):
        """Odoo's holidays end at 23:59:59, its days at 23:59:59.999999."""
        day = timedelta(days=1)
        monday = utc(INT, "2026-03-16 00:00")
        holiday = monday + day
        rest = (holiday + day - SECOND, holiday + day - timedelta(microseconds=1))
        timeline = Timeline(
            [
                (monday, monday + day - timedelta(microseconds=1)),
                rest,
                (monday + 2 * day, monday + 3 * day - timedelta(microseconds=1)),
            ],
            INT.zone,
        )
        self.assertEqual(timeline.elapsed(holiday, holiday + day), 0)
        self.assertFalse(timeline.is_open(rest[0]))
        noon = utc(INT, "2026-03-16 12:00")
        self.assertEqual(local(INT, timeline.add_days(noon, 1)), "2026-03-18 12:00")

    def test_beyond_the_last_day_nothing_is_promised(self):
        start = utc(IKH, "2027-01-29 10:00")
        self.assertEqual(IKH.add(start, 7 * 3600), utc(IKH, "2027-01-29 17:00"))
        self.assertIsNone(IKH.add(start, 7 * 3600 + 1))
        self.assertIsNone(IKH.add_days(start, 1))
        self.assertIsNone(IKH.add_days(utc(IKH, "2027-01-29 17:00"), 0))

    def test_a_calendar_without_hours_promises_nothing(self):
        empty = Timeline([], SANTIAGO)
        at = datetime(2026, 3, 16)
        self.assertIsNone(empty.add(at, 1))
        self.assertIsNone(empty.add_days(at, 1))
        self.assertIsNone(empty.next_opening(at))
        self.assertFalse(empty.is_open(at))
        self.assertEqual(empty.elapsed(at, datetime(2027, 1, 1)), 0)


class TestWorkingDays(LogicCase):
    def test_the_same_time_some_working_days_later(self):
        """A-G-02."""
        table = [
            # out of hours it counts from the next opening; due at an opening is the
            # closing before it
            (IKH, "2026-03-14 09:00", 3, "2026-03-18 17:00"),
            (IKH, "2026-03-13 18:00", 1, "2026-03-16 17:00"),
            (IKH, "2026-03-16 08:00", 1, "2026-03-16 17:00"),
            (IKH, "2026-03-16 07:00", 1, "2026-03-16 17:00"),
            # a closing is out of hours
            (IKH, "2026-03-16 17:00", 1, "2026-03-17 17:00"),
            (IKH, "2026-03-13 16:59", 1, "2026-03-16 16:59"),
            # holidays are no working days: 2 and 3 April
            (IKH, "2026-04-01 10:00", 1, "2026-04-06 10:00"),
            # a day with other hours: the nearest working instant before
            (COB, "2026-03-13 19:00", 1, "2026-03-14 13:00"),
            (COB, "2026-03-12 18:30", 2, "2026-03-14 13:00"),
            (COB, "2026-03-14 10:00", 1, "2026-03-14 13:00"),
            (COB, "2026-03-14 10:00", 6, "2026-03-21 10:00"),
            # during lunch: the next day at the end of lunch is that day's lunch
            (LUNCH, "2026-03-16 13:00", 1, "2026-03-17 12:30"),
            (LUNCH, "2026-03-16 14:00", 1, "2026-03-17 12:30"),
            (LUNCH, "2026-03-16 14:01", 1, "2026-03-17 14:01"),
            (LUNCH, "2026-03-16 12:30", 1, "2026-03-17 12:30"),
            # no closing at all
            (INT, "2026-02-28 23:30", 2, "2026-03-02 23:30"),
            (INT, "2026-02-28 00:00", 1, "2026-03-01 00:00"),
        ]
        for calendar, start, days, due in table:
            with self.subTest(start, days=days):
                found = calendar.add_days(utc(calendar, start), days)
                self.assertEqual(local(calendar, found), due)

    def test_a_lunch_hour_of_another_day_ends_at_its_beginning(self):
        hours = {0: [("09:00", "18:00")], 1: [("09:00", "12:00"), ("14:00", "18:00")]}
        calendar = make_timeline("America/Santiago", hours)
        found = calendar.add_days(utc(calendar, "2026-03-16 13:00"), 1)
        self.assertEqual(local(calendar, found), "2026-03-17 12:00")

    def test_days_are_days_there_when_clocks_change(self):
        """Noon stays noon, though a day has 23 or 25 hours."""
        table = [
            ("2026-04-03 12:00", 2, "2026-04-05 12:00", 49),
            ("2026-09-05 12:00", 1, "2026-09-06 12:00", 23),
            # the hour that is left out is the one after it
            ("2026-09-05 00:30", 1, "2026-09-06 01:30", 24),
            # the hour that comes twice is the first
            ("2026-04-03 23:30", 1, "2026-04-04 23:30", 24),
        ]
        for start, days, due, hours in table:
            with self.subTest(start):
                at = utc(ALWAYS, start)
                found = ALWAYS.add_days(at, days)
                self.assertEqual(local(ALWAYS, found), due)
                self.assertEqual(found, at + timedelta(hours=hours))


class TestZones(LogicCase):
    def test_an_hour_that_comes_twice_is_the_first(self):
        twice = datetime(2026, 4, 4, 23, 30)
        first = datetime(2026, 4, 5, 2, 30)
        self.assertEqual(to_utc(twice, SANTIAGO), first)
        for hours in (0, 1):
            self.assertEqual(to_local(first + timedelta(hours=hours), SANTIAGO), twice)

    def test_an_hour_that_is_left_out_is_the_one_after_it(self):
        missing = datetime(2026, 9, 6, 0, 30)
        self.assertEqual(to_utc(missing, SANTIAGO), datetime(2026, 9, 6, 4, 30))
        found = to_local(to_utc(missing, SANTIAGO), SANTIAGO)
        self.assertEqual(found, datetime(2026, 9, 6, 1, 30))

    def test_what_is_no_zone_is_none(self):
        self.assertEqual(find_zone("America/Santiago"), SANTIAGO)
        for name in ("America", "America/Nowhere", "../UTC", "", None, False):
            with self.subTest(name):
                self.assertIsNone(find_zone(name))

    def test_a_fold_that_came_along_means_nothing(self):
        twice = datetime(2026, 4, 4, 23, 30, fold=1)
        self.assertEqual(to_utc(twice, SANTIAGO), datetime(2026, 4, 5, 2, 30))


#: most of 2026, so that what is added stays in it
INSTANTS = some.integers(0, 300 * DAY).map(
    lambda seconds: datetime(2026, 1, 1) + timedelta(seconds=seconds)
)
AMOUNTS = some.integers(0, 8 * DAY)
#: closed when clocks change, or where they never do
QUIET = [NAV, COB, COD, INT, IKH, LUNCH]
TIMELINES = some.sampled_from([*QUIET, ALWAYS])
MEASURES = some.sampled_from([WALL, *QUIET, ALWAYS])


class TestProperties(LogicCase):
    @holds_for(MEASURES, INSTANTS, AMOUNTS)
    def test_as_much_elapses_as_was_added(self, measure, start, seconds):
        due = measure.add(start, seconds)
        self.assertEqual(measure.elapsed(start, due), seconds)

    @holds_for(MEASURES, INSTANTS, AMOUNTS, AMOUNTS)
    def test_more_time_is_never_over_earlier(self, measure, start, one, other):
        less, more = sorted((one, other))
        self.assertLessEqual(measure.add(start, less), measure.add(start, more))

    @holds_for(MEASURES, INSTANTS, INSTANTS, AMOUNTS)
    def test_who_starts_later_is_never_ready_earlier(self, measure, one, other, amount):
        first, second = sorted((one, other))
        self.assertLessEqual(measure.add(first, amount), measure.add(second, amount))

    @holds_for(some.sampled_from(QUIET), INSTANTS, INSTANTS, some.integers(1, 9))
    def test_nor_with_days(self, calendar, one, other, days):
        first, second = sorted((one, other))
        due = calendar.add_days(first, days)
        self.assertLessEqual(due, calendar.add_days(second, days))
        self.assertLess(due, calendar.add_days(first, days + 7))

    @holds_for(MEASURES, some.tuples(INSTANTS, INSTANTS, INSTANTS))
    def test_elapsed_time_adds_up(self, measure, instants):
        first, second, third = sorted(instants)
        parts = measure.elapsed(first, second) + measure.elapsed(second, third)
        self.assertEqual(measure.elapsed(first, third), parts)

    @holds_for(TIMELINES, INSTANTS, AMOUNTS)
    def test_nothing_is_due_when_work_just_opens(self, calendar, start, seconds):
        for due in (calendar.add(start, seconds + 1), calendar.add_days(start, 1)):
            self.assertTrue(calendar.is_open(due - SECOND))

    @holds_for(INSTANTS, AMOUNTS)
    def test_the_wall_knows_no_change_of_clocks(self, start, seconds):
        self.assertEqual(WALL.add(start, seconds) - start, timedelta(seconds=seconds))
        self.assertEqual(WALL.add_days(start, 9), WALL.add(start, 9 * DAY))
        self.assertEqual(WALL.elapsed(start + timedelta(seconds=seconds), start), 0)

    @holds_for(INSTANTS)
    def test_local_time_and_back_is_the_same_or_the_first_of_two(self, instant):
        lost = instant - to_utc(to_local(instant, SANTIAGO), SANTIAGO)
        is_second = datetime(2026, 4, 5, 3) <= instant < datetime(2026, 4, 5, 4)
        self.assertEqual(lost, timedelta(hours=int(is_second)))
