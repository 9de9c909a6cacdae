"""Monthly: how many requests of a kind a customer has had in a calendar month."""

from datetime import datetime

from .zones import to_local, to_utc


def find_month(instant, zone):
    """Return the first instant of a calendar month, and that of the next one.

    :param datetime instant: UTC, somewhere in the month
    :param zoneinfo.ZoneInfo zone: in which the month begins (A-COD-11)
    :return: two instants in UTC
    """
    day = to_local(instant, zone)
    first = datetime(day.year, day.month, 1)
    next_one = datetime(day.year + day.month // 12, day.month % 12 + 1, 1)
    return to_utc(first, zone), to_utc(next_one, zone)


def find_place(own, others, zone):
    """Return which request of its month one is; the first is 1.

    :param own: (when it was registered, UTC; its id)
    :param others: the same of the customer's other requests, of whatever month
    """
    start, _stop = find_month(own[0], zone)
    return 1 + sum(start <= other[0] and other < own for other in others)
