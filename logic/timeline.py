"""Time that counts: how much of it lies between instants, and when some is over.

Instants are naive datetimes in UTC, amounts are seconds. Working time is looked up by
bisection in a list that is built once for a calendar, so that the age of a ticket makes
no difference.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from itertools import accumulate

from .zones import to_local, to_utc

DAY = 86400
SECOND = timedelta(seconds=1)


def _to_seconds(span):
    return span.days * DAY + span.seconds


class WallClock:
    """Elapsed time: 24 hours are 86,400 seconds, also when clocks change (A-G-01)."""

    def add(self, start, seconds):
        """Return the instant so many seconds after `start`."""
        return start + timedelta(seconds=seconds)

    def add_days(self, start, days):
        """Return the instant so many times 24 hours after `start`."""
        return start + timedelta(days=days)

    def add_openings(self, start, days):
        """Return the same: what never closes opens all the time."""
        return self.add_days(start, days)

    def elapsed(self, start, stop):
        """Return the seconds from `start` to `stop`; 0 if that comes first."""
        return max(0, _to_seconds(stop - start))


WALL = WallClock()


class Timeline:
    """The working time of a calendar, from the first of its intervals to the last.

    :param intervals: pairs of instants, open and close; in any order, may overlap
    :param zoneinfo.ZoneInfo zone: where the calendar is; days are days there
    """

    def __init__(self, intervals, zone):
        merged = _merge(intervals)
        self.zone = zone
        self._starts = [start for start, _stop in merged]
        self._stops = [stop for _start, stop in merged]
        lengths = (_to_seconds(stop - start) for start, stop in merged)
        self._worked = list(accumulate(lengths, initial=0))
        self._days = _get_days(merged, zone)

    def is_open(self, instant):
        """Return whether there is work: at an opening there is, at a closing not."""
        index = bisect_right(self._starts, instant) - 1
        return index >= 0 and instant < self._stops[index]

    def next_opening(self, instant):
        """Return `instant` if it is open then, else when it opens next, or None."""
        if self.is_open(instant):
            return instant
        index = bisect_left(self._starts, instant)
        return self._starts[index] if index < len(self._starts) else None

    def elapsed(self, start, stop):
        """Return the working seconds between two instants; 0 if `stop` comes first."""
        return max(0, self._get_worked(stop) - self._get_worked(start))

    def get_intervals(self, start, stop):
        """Return the working intervals between two instants, as pairs, in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, stop)
        pairs = zip(self._starts[first:last], self._stops[first:last], strict=True)
        clipped = ((max(start, opens), min(stop, closes)) for opens, closes in pairs)
        return [(opens, closes) for opens, closes in clipped if opens < closes]

    def add(self, start, seconds):
        """Return the earliest instant when so many working seconds are over, or None.

        That is a closing, never the opening after it.
        """
        if seconds <= 0:
            return start
        total = self._get_worked(start) + seconds
        index = bisect_left(self._worked, total) - 1
        if index >= len(self._stops):
            return None
        left_over = self._worked[index + 1] - total
        return self._stops[index] - timedelta(seconds=left_over)

    def add_days(self, start, days):
        """Return the same local time on the N-th working day after `start`, or None.

        Out of hours it counts from the next opening. Where that time is not worked, or
        is an opening, the result is the closing before it (A-G-02).
        """
        opening = self.next_opening(start)
        if opening is None:
            return None
        local = to_local(opening, self.zone)
        index = bisect_left(self._days, local.date()) + days
        if index >= len(self._days):
            return None
        due = datetime.combine(self._days[index], local.time())
        return self._get_latest_worked(to_utc(due, self.zone))

    def add_openings(self, start, days):
        """Return the opening of the N-th working day after the day of `start`, or None.

        It is the next day even when work on the day of `start` has yet to begin.
        """
        day = to_local(start, self.zone).date()
        index = bisect_right(self._days, day) + days - 1
        if index >= len(self._days):
            return None
        midnight = datetime.combine(self._days[index], datetime.min.time())
        return self.next_opening(to_utc(midnight, self.zone))

    def _get_worked(self, instant):
        """Return the seconds worked from the beginning until an instant."""
        index = bisect_right(self._starts, instant) - 1
        if index < 0:
            return 0
        until = min(instant, self._stops[index])
        return self._worked[index] + _to_seconds(until - self._starts[index])

    def _get_latest_worked(self, instant):
        """Return `instant` if work leads up to it, else the closing before it."""
        index = bisect_left(self._starts, instant) - 1
        return min(instant, self._stops[index]) if index >= 0 else instant


def _merge(intervals):
    """Return the intervals in order, those less than a second apart as one.

    Odoo has a day end at 23:59:59.999999, and a holiday usually at 23:59:59: what is
    left of such a day is no working time.
    """
    whole = ((_round(a), _round(b)) for a, b in intervals if b - a > SECOND)
    merged = []
    for start, stop in sorted(whole):
        if merged and start - merged[-1][1] < SECOND:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _round(instant):
    whole = instant.replace(microsecond=0)
    return whole + SECOND if instant.microsecond >= 500_000 else whole


def _get_days(intervals, zone):
    """Return the local dates on which there is work, in order."""
    days = set()
    for start, stop in intervals:
        first = to_local(start, zone).date()
        last = to_local(stop - SECOND, zone).date()
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return sorted(days)
