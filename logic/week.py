"""A week of working hours as clocks in another zone show it."""

DAY = 24 * 60
WEEK = 7 * DAY


def shift_week(spans, later):
    """Return the working hours of a week, moved; what crosses midnight is cut there.

    :param spans: (day of the week, start, stop), in minutes of the day; Monday is 0
    :param int later: minutes, below zero for earlier
    :return: the same, in order, what touches joined
    """
    pieces = [
        piece
        for day, start, stop in spans
        for piece in _cut(day * DAY + start + later, day * DAY + stop + later)
    ]
    joined = []
    for day, start, stop in sorted(pieces):
        if joined and joined[-1][0] == day and joined[-1][2] >= start:
            start, stop = joined[-1][1], max(stop, joined.pop()[2])
        joined.append((day, start, stop))
    return joined


def _cut(start, stop):
    """Yield a span of the week, cut at each midnight."""
    while start < stop:
        midnight = (start // DAY + 1) * DAY
        end = min(stop, midnight)
        day = start % WEEK // DAY
        yield day, start % DAY, end - start + start % DAY
        start = end
