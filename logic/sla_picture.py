"""Picture: a clock's time in pieces, for the small timeline under its sentence."""

from itertools import pairwise
from typing import NamedTuple

from .timeline import WALL


class Piece(NamedTuple):
    """A stretch of time: "used", "waited", "closed", or "left" until the deadline."""

    start: object
    stop: object
    kind: str


def draw(projection, clock, now):
    """Return the pieces of a clock, from its start to its deadline or now, in order.

    :param sla.Projection projection:
    :param sla.Clock clock:
    :param datetime now: UTC
    """
    if not clock.state or not clock.commitment:
        return []
    history = projection.history
    end = history.get_end(clock.metric, now)
    last = max(end, now, clock.deadline or end)
    if history.get_met(clock.metric):
        last = max(end, clock.deadline)
    pauses = [
        (pause.start, pause.stop)
        for pause in history.get_pauses(clock.metric, clock.start)
    ]
    if history.is_waiting(clock.metric):
        pauses.append((history.waiting_since, last))
    work = _get_work(projection, clock, last)
    marks = {clock.start, last, end}.union(*pauses, *work)
    marks = sorted(mark for mark in marks if clock.start <= mark <= last)
    pieces = []
    for start, stop in pairwise(marks):
        kind = _get_kind(start, end, pauses, work)
        if pieces and pieces[-1].kind == kind:
            pieces[-1] = pieces[-1]._replace(stop=stop)
        else:
            pieces.append(Piece(start, stop, kind))
    return pieces


def _get_work(projection, clock, last):
    measure = projection.get_measure(clock)
    if measure is WALL:
        return [(clock.start, last)]
    return measure.get_intervals(clock.start, last)


def _get_kind(start, end, pauses, work):
    if any(first <= start < stop for first, stop in pauses):
        return "waited"
    if not any(first <= start < stop for first, stop in work):
        return "closed"
    return "used" if start < end else "left"
