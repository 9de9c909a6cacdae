"""Local time and UTC. Instants are naive datetimes in UTC, as Odoo keeps them."""

from datetime import UTC
from zoneinfo import ZoneInfo


def find_zone(name):
    """Return the zone of that name, or None if there is no such zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, TypeError, ValueError):
        return None


def to_local(instant, zone):
    """Return an instant as the naive time that clocks in a zone show.

    :param datetime instant: naive, UTC
    :param zoneinfo.ZoneInfo zone:
    """
    return instant.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def to_utc(local, zone):
    """Return the instant, naive and in UTC, at which clocks in a zone show `local`.

    An hour that comes twice is the first of the two; one that is left out is the same
    time after its start, on the new side of the gap.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC).replace(tzinfo=None)
