"""The working calendars of the acceptance scenarios, in 2026, as timelines."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..logic.timeline import Timeline
from ..logic.zones import to_local

FIRST, LAST = date(2026, 1, 1), date(2027, 1, 31)
#: how Odoo writes 24:00
MIDNIGHT = time.max
WEEKDAYS = range(5)


def make_timeline(zone, hours, holidays=(), first=FIRST, last=LAST):
    """Return the working time of a calendar.

    :param str zone: the name of its time zone
    :param hours: {weekday: [(from, to)]}, Monday is 0; clock times as text
    :param holidays: days without work, as "MM-DD" of 2026
    """
    zone = ZoneInfo(zone)
    days_off = {date.fromisoformat(f"2026-{day}") for day in holidays}
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return Timeline(
        [
            (_to_instant(day, opens, zone), _to_instant(day, closes, zone))
            for day in days
            if day not in days_off
            for opens, closes in hours.get(day.weekday(), ())
        ],
        zone,
    )


def _to_instant(day, clock_time, zone):
    at = MIDNIGHT if clock_time == "24:00" else time.fromisoformat(clock_time)
    return datetime.combine(day, at, zone).astimezone(UTC).replace(tzinfo=None)


def every(days, *hours):
    return {day: list(hours) for day in days}


NAV = make_timeline(
    "America/Bogota",
    every(WEEKDAYS, ("08:00", "17:00")),
    "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 "
    "10-12 11-02 11-16 12-08 12-25".split(),
)
COB = make_timeline(
    "America/Santiago",
    {**every(WEEKDAYS, ("18:00", "20:00")), 5: [("09:00", "13:00")]},
)
COD = make_timeline(
    "America/Santiago",
    every(WEEKDAYS, ("09:00", "18:00")),
    "01-01 04-03 04-04 05-01 05-21 06-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 "
    "11-01 12-08 12-25".split(),
)
INT = make_timeline("America/Monterrey", every(range(7), ("00:00", "24:00")))
IKH = make_timeline(
    "America/Guatemala",
    every(WEEKDAYS, ("08:00", "17:00")),
    "01-01 04-02 04-03 04-04 05-01 06-30 08-15 09-15 10-20 11-01 12-25".split(),
)
#: days without a holiday between, with lunch, for what none of the plans has
LUNCH = make_timeline(
    "America/Santiago", every(WEEKDAYS, ("09:00", "12:30"), ("14:00", "18:00"))
)
#: never closed, where clocks change
ALWAYS = make_timeline("America/Santiago", every(range(7), ("00:00", "24:00")))
CALENDARS = {"NAV": NAV, "COB": COB, "COD": COD, "INT": INT, "IKH": IKH}


def utc(calendar, text):
    """Return the instant of a local time, the first one if there are two."""
    local = datetime.fromisoformat(text)
    return local.replace(tzinfo=calendar.zone).astimezone(UTC).replace(tzinfo=None)


def local(calendar, instant):
    """Return what clocks show where a calendar is, as text."""
    return instant and f"{to_local(instant, calendar.zone):%Y-%m-%d %H:%M}"
