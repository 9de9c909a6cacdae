"""The log's own form of facts and changes: plain values that JSON can keep."""

from datetime import datetime

from .sla import Change
from .sla_history import Fact, Override
from .sla_terms import Commitment, Traits

#: facts whose value is a set of ids
SETS = ("set_partner", "set_tags")
#: what is kept of a change, in the order in which `read_change` takes it
CHANGE_KEYS = (
    *("metric", "cause", "start", "deadline", "warn_at"),
    *("policy", "amount", "unit", "clock", "calendar", "elapsed", "late"),
)
#: and what is kept of one that finishes a clock
COUNTED_KEYS = ("allowed", "pauses")


def to_detail(entry):
    """Return what JSON keeps of a Fact or Change, besides its kind and instant."""
    if isinstance(entry, Fact):
        return fact_to_detail(entry)
    return change_to_detail(entry)


def fact_to_detail(fact):
    """Return the value of a fact as JSON keeps it; None for a fact that has none."""
    value = fact.value
    if isinstance(value, Traits):
        return {
            **value._asdict(),
            "tags": sorted(value.tags),
            "partners": sorted(value.partners),
        }
    if fact.kind in SETS:
        return {"value": sorted(value)}
    if fact.kind == "set_deadline":
        metric, override = value
        due, reason = override or (None, None)
        return {"metric": metric, "at": due and due.isoformat(), "reason": reason}
    if value is None or isinstance(value, dict):
        return value
    return {"value": value}


def change_to_detail(change):
    """Return a change, without its kind and instant, as JSON keeps it."""
    terms = change.commitment
    detail = {
        "metric": change.metric,
        "cause": change.cause,
        "start": change.start.isoformat(),
        "deadline": terms.due.isoformat(),
        "warn_at": terms.warn_at and terms.warn_at.isoformat(),
        "policy": terms.policy,
        "amount": terms.amount,
        "unit": terms.unit,
        "clock": terms.clock,
        "calendar": terms.calendar,
        "elapsed": change.elapsed,
        "late": change.late,
    }
    if change.pauses is not None:
        detail.update(allowed=change.allowed, pauses=change.pauses)
    return detail


def read_entry(kind, at, detail):
    """Return the Fact or Change of a row of the log.

    :param datetime at: UTC
    :param detail: what `fact_to_detail` or `change_to_detail` has given
    """
    if kind.startswith("clock_"):
        values = [detail[key] for key in CHANGE_KEYS]
        return read_change(kind, at, *values, *map(detail.get, COUNTED_KEYS))
    return read_fact(kind, at, detail)


def read_fact(kind, at, detail):
    """Return the Fact of a row of the log, as above."""
    if kind == "registered":
        return Fact(kind, at, _read_traits(detail or {}))
    if kind in SETS:
        return Fact(kind, at, frozenset(detail["value"]))
    if kind == "set_deadline":
        return Fact(kind, at, _read_override(detail))
    value = detail["value"] if detail and "value" in detail else detail
    return Fact(kind, at, value)


def _read_traits(detail):
    sets = {name: frozenset(detail.get(name) or ()) for name in ("tags", "partners")}
    return Traits(**{**detail, **sets})


def _read_override(detail):
    due = _read_instant(detail["at"])
    return detail["metric"], due and Override(due, detail["reason"])


def read_change(
    kind,
    at,
    metric,
    cause,
    start,
    deadline,
    warn_at,
    policy,
    amount,
    unit,
    clock,
    calendar,
    elapsed,
    late,
    allowed,
    pauses,
):
    """Return the Change of a row, value by value: the log is mostly made of them.

    :param start, deadline, warn_at: as ISO writes them
    :param policy, calendar: ids; nothing for none
    :param elapsed, late: nothing for a change that finishes no clock
    :param allowed: nothing where nobody has counted; then there are no pauses, either
    """
    commitment = Commitment(
        datetime.fromisoformat(deadline),
        datetime.fromisoformat(warn_at) if warn_at else None,
        policy or False,
        amount,
        unit,
        clock,
        calendar or False,
    )
    return Change(
        kind,
        at,
        metric,
        cause,
        datetime.fromisoformat(start),
        commitment,
        elapsed or 0,
        late or 0,
        allowed or 0,
        None if allowed is None else pauses or {},
    )


def _read_instant(text):
    return datetime.fromisoformat(text) if text else None
