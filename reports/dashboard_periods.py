"""Periods: the time that a dashboard looks at, and what it is compared with.

Whole days as clocks in the reader's zone show them; instants are naive and in UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from ..logic.zones import to_local, to_utc

DAY = relativedelta(days=1)
MONTH = relativedelta(months=1)
QUARTER = relativedelta(days=90)
YEAR = relativedelta(years=1)
#: how many months a trend has
MONTHS = 6


@dataclass(frozen=True)
class Stretch:
    """From an instant until another one, which is no more a part of it."""

    start: datetime
    stop: datetime


@dataclass(frozen=True)
class Period:
    """What is looked at; what came before; the months that lead there."""

    current: Stretch
    before: Stretch
    months: tuple[Stretch, ...]

    @property
    def trend(self):
        return Stretch(self.months[0].start, self.months[-1].stop)


def _this_month(today):
    start = today.replace(day=1)
    return start, start + MONTH, MONTH


def _last_month(today):
    stop = today.replace(day=1)
    return stop - MONTH, stop, MONTH


def _last_90_days(today):
    stop = today + DAY
    return stop - QUARTER, stop, QUARTER


def _this_year(today):
    start = today.replace(month=1, day=1)
    return start, start + YEAR, YEAR


PERIODS = {
    "this_month": _this_month,
    "last_month": _last_month,
    "last_90_days": _last_90_days,
    "this_year": _this_year,
}


def get_period(key, now, zone):
    """Return the period of that key.

    What still goes on is compared with as much of the one before: the first nine days
    of a month with the first nine days of the last one.
    """
    local = to_local(now, zone)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    start, stop, step = PERIODS[key](today)
    reached = min(local, stop)
    last = min(reached, stop - timedelta(microseconds=1)).replace(day=1)
    month = datetime(last.year, last.month, 1)
    starts = [month - MONTH * back for back in reversed(range(-1, MONTHS))]

    def stretch(start, stop):
        return Stretch(to_utc(start, zone), to_utc(stop, zone))

    return Period(
        stretch(start, stop),
        stretch(start - step, reached - step),
        tuple(stretch(*pair) for pair in zip(starts, starts[1:], strict=False)),
    )
