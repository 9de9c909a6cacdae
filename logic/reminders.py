"""Reminders: when a customer hears again of a solution that waits for their answer.

Nothing is closed that the customer was not told the date of, a day before at least.
"""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from .zones import to_local, to_utc

DAY = timedelta(days=1)


class Habit(NamedTuple):
    """What a plan does about silence, in days; zero: nothing."""

    remind_after: int = 0
    close_after: int = 0


class Waiting(NamedTuple):
    """A solution that waits for an answer; instants in UTC.

    :param silence_at: the instant at which it is closed without an answer, once the
        customer has been told of it
    """

    proposed_at: datetime
    reminded_at: datetime | None = None
    silence_at: datetime | None = None


class Horizons(NamedTuple):
    """The latest instants of what is due; None where nothing ever is.

    Each of the last message, the proposal or a reminder.

    :param spoken_at: after which the customer is reminded
    :param unannounced_at: after which they are told of a closing that they do not know
    """

    spoken_at: datetime | None
    unannounced_at: datetime | None


def find_horizons(habit, now):
    """Return what a search needs to find all that is due, and nothing else."""
    remind, close = habit
    return Horizons(
        now - remind * DAY if remind else None,
        now - _get_announcing(habit) if close else None,
    )


def is_closing_due(habit, waiting, now):
    """Return whether a ticket is closed now, as its customer was told."""
    announced = habit.close_after and waiting.silence_at
    return bool(announced) and waiting.silence_at <= now


def is_reminder_due(habit, waiting, now):
    """Return whether the customer is written to now.

    Every so many days; and where it would be closed, in time to say when.
    """
    spoken_at, unannounced_at = find_horizons(habit, now)
    last = waiting.reminded_at or waiting.proposed_at
    if waiting.silence_at:
        unannounced_at = None
    return any(horizon and last <= horizon for horizon in (spoken_at, unannounced_at))


def find_silence(habit, waiting, now, zone):
    """Return when a ticket is closed without an answer, as a reminder says it.

    The day that is named is the customer's to the end. What was said once stays so.

    :param zoneinfo.ZoneInfo zone: in which days end
    :return: UTC, the end of a day, a day ahead at least; None where nothing is closed
        in silence
    """
    if not habit.close_after:
        return None
    if waiting.silence_at:
        return waiting.silence_at
    limit = max(waiting.proposed_at + habit.close_after * DAY, now + DAY)
    return find_day_end(limit, zone)


def find_day_end(instant, zone):
    """Return the first instant that is no longer of a day, where clocks show it.

    :param datetime instant: naive, UTC, within the day
    :param zoneinfo.ZoneInfo zone:
    :return: naive, UTC
    """
    following = to_local(instant, zone).date() + DAY
    return to_utc(datetime.combine(following, time.min), zone)


def _get_announcing(habit):
    """Return after how long a closing is told at the latest."""
    return max(habit.close_after * DAY - DAY, DAY)
