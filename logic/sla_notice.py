"""Notice: of which clocks somebody has to hear, and of which no more."""

from typing import NamedTuple


class Notice(NamedTuple):
    """What a clock is to be told as.

    :param str danger: "at_risk", "missed"; None: there is none any more, what was told
        of it is to be taken back
    :param datetime due: the present date; None if nothing is promised any more
    :param bool is_early: it has just come into danger, before its deadline: there is
        still time to tell the customer
    """

    metric: str
    danger: str | None
    due: object
    is_early: bool = False


def find_notices(projection, now):
    """Return a Notice for each clock that has just come into danger, or out of it.

    Whoever was away for long hears of what is the case now, once, not of all that
    happened meanwhile. A clock that waits is in no danger; when it goes on, its date
    has moved, and it is looked at again.

    :param sla.Projection projection: what `advance` has just made
    :param datetime now: UTC
    """
    told = _find_runs(projection.record, "clock_warned", "clock_breached")
    if not told:
        return []
    moved = told & _find_runs(projection.changes)
    warned = _find_runs(projection.changes, "clock_warned")
    notices = []
    for metric, clock in projection.clocks.items():
        run = (metric, clock.start)
        is_concerned = any(name == metric for name, _start in moved)
        if is_concerned or (clock.state == "paused" and run in told):
            danger = find_danger(clock, now)
            is_early = danger == "at_risk" and run in warned
            due = clock.commitment and clock.commitment.due
            notices.append(Notice(metric, danger, due, is_early))
    return notices


def _find_runs(changes, *kinds):
    """Return which runs of which clocks there are changes of, of some kinds or any."""
    return {
        (change.metric, change.start)
        for change in changes
        if not kinds or change.kind in kinds
    }


def find_danger(clock, now):
    """Return "missed", "at_risk", or None of a clock that promises nothing just now."""
    if clock.state != "running":
        return None
    due, warn_at = clock.commitment.due, clock.commitment.warn_at
    if due < now:
        return "missed"
    return "at_risk" if warn_at and warn_at <= now else None
