"""Level times: how long each level had a ticket."""


def add_up(start, moves, present, end):
    """Return how long each level had a ticket, in the order in which they had it first.

    :param datetime start: when the ticket was registered
    :param moves: (at, from level, to level) of its hand-overs, sorted by time; a level
        is anything that can be a key
    :param present: the level at which it is
    :param datetime end: until when
    :return: {level: whole seconds}; what lies after the end does not count
    """
    spans, since = {}, start
    for until, level in (
        *((at, before) for at, before, _after in moves),
        (end, present),
    ):
        until = min(max(until, since), max(end, since))
        spans[level] = spans.get(level, 0) + int((until - since).total_seconds())
        since = until
    return spans
