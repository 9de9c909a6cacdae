"""Cases: made-up tickets that a plan is asked about, checked and put in order."""

from datetime import UTC, datetime
from typing import NamedTuple

from .sla_history import KINDS
from .zones import to_local, to_utc

#: what a case may say; only the first, and one of the next two, are required
KEYS = (
    "plan",
    "registered_at",
    "registered_at_utc",
    "type",
    "stars",
    "tags",
    "level",
    "channel",
    "opened_by",
    "now",
    "events",
)
#: who the customer is, what they owe, who was reached: no difference to a case
UNSAID = ("registered", "set_partner", "standing", "override", "contact")
#: what may happen in a case
WORDS = tuple(kind for kind in KINDS if kind not in UNSAID)
#: what the plan leaves blank, and what it says has none, in the manuals' own words
LABELS = {"blank": "sin definir", "none": "sin plazo"}


class CaseError(Exception):
    """A case that makes no sense.

    :param str code: why; whoever speaks to people has the sentence
    """

    def __init__(self, code, **names):
        super().__init__(code)
        self.code = code
        self.names = names


class Step(NamedTuple):
    at: datetime
    do: str
    value: object


class Case(NamedTuple):
    """A case in order: instants in UTC, steps sorted, equal times as they came."""

    registered_at: datetime
    now: datetime
    steps: tuple


def read_case(case, zone):
    """Check the times and steps of a case.

    :param dict case: see DESIGN 5.10; times local to the zone
    :param zoneinfo.ZoneInfo zone: of the plan
    :raises CaseError: says what is wrong with which part
    """
    unknown = [key for key in case if key not in KEYS]
    if unknown:
        raise CaseError("unknown_key", key=unknown[0], known=", ".join(KEYS))
    registered_at = _read_registration(case, zone)
    steps = [_read_step(step, zone) for step in _get_events(case)]
    steps.sort(key=lambda step: step.at)
    last = steps[-1].at if steps else registered_at
    now = read_moment(case["now"], zone) if case.get("now") else last
    if steps and steps[0].at < registered_at:
        raise CaseError("too_early", at=show_moment(steps[0].at, zone))
    if now < registered_at:
        raise CaseError("now_too_early", at=show_moment(now, zone))
    if last > now:
        raise CaseError("too_late", at=show_moment(last, zone))
    return Case(registered_at, now, tuple(steps))


def _read_registration(case, zone):
    if case.get("registered_at_utc"):
        return read_moment(case["registered_at_utc"], UTC)
    if not case.get("registered_at"):
        raise CaseError("no_registration")
    return read_moment(case["registered_at"], zone)


def _get_events(case):
    events = case.get("events") or []
    if not isinstance(events, list):
        raise CaseError("events_no_list")
    return events


def _read_step(step, zone):
    if not isinstance(step, dict) or not step.get("at") or not step.get("do"):
        raise CaseError("no_step", step=step)
    unknown = [key for key in step if key not in ("at", "do", "value")]
    if unknown:
        raise CaseError("unknown_key", key=unknown[0], known="at, do, value")
    if step["do"] not in WORDS:
        raise CaseError("unknown_word", word=step["do"], known=", ".join(WORDS))
    return Step(read_moment(step["at"], zone), step["do"], step.get("value"))


def read_moment(text, zone):
    """Return the instant, in UTC, of a local time such as "2026-03-09 10:00".

    :raises CaseError: it is no time
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo:
            return moment.astimezone(UTC).replace(tzinfo=None)
        return to_utc(moment, zone)
    except (OverflowError, TypeError, ValueError) as error:
        raise CaseError("no_time", text=text) from error


def show_moment(instant, zone):
    """Return an instant as local time, in the form that `read_moment` reads."""
    if instant is None:
        return None
    local = to_local(instant, zone)
    return local.isoformat(" ", "seconds" if local.second else "minutes")
