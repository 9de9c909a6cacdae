"""Terms: what a plan promises, and which of its policies governs a ticket's clock."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from .timeline import DAY, WALL

METRICS = ("response", "diagnosis", "resolution", "update", "ownership")
#: how much of the time is over when a clock warns, if nobody says otherwise (A-NAV-37)
WARN_PERCENT = 80
UNIT_SECONDS = {"minutes": 60, "hours": 3600, "days": DAY}


class Traits(NamedTuple):
    """What policies look at in a ticket: ids, and the stars as text."""

    plan: int | bool = False
    level: int | bool = False
    stars: str = "0"
    type: int | bool = False
    tags: frozenset = frozenset()
    partners: frozenset = frozenset()


class Commitment(NamedTuple):
    """A date that was promised, and the terms that it was promised on.

    Kept in the log with each change: finished clocks stand by it for ever.
    """

    due: datetime
    warn_at: datetime | None = None
    policy: int | bool = False
    amount: float = 0
    unit: str = "hours"
    clock: str = "wall"
    calendar: int | bool = False


@dataclass(frozen=True)
class Policy:
    """A target for one metric; an empty condition matches every ticket.

    :param measure: what its time is measured in; None where its calendar has no hours,
        so that nothing can be promised
    """

    id: int
    metric: str
    amount: float = 0
    unit: str = "hours"
    clock: str = "wall"
    measure: object = WALL
    calendar: int | bool = False
    stars: frozenset = frozenset()
    types: frozenset = frozenset()
    tags: frozenset = frozenset()
    levels: frozenset = frozenset()
    partners: frozenset = frozenset()
    warn_percent: int = WARN_PERCENT
    undefined_kind: str = "blank"

    def matches(self, traits):
        """Return whether all of the conditions hold for a ticket."""
        return (
            (not self.stars or traits.stars in self.stars)
            and (not self.types or traits.type in self.types)
            and (not self.levels or traits.level in self.levels)
            and (not self.tags or not self.tags.isdisjoint(traits.tags))
            and (not self.partners or not self.partners.isdisjoint(traits.partners))
        )

    def commit(self, start, pauses):
        """Return what is promised for a clock, or None if it can never be kept.

        :param datetime start: UTC
        :param pauses: pairs of instants when the clock stood still, since its start
        """
        paused = sum(self.measure.elapsed(*pause) for pause in pauses)
        due = self._get_due(start, paused)
        if due is None:
            return None
        warn_at = self._get_warning(start, due, paused)
        return Commitment(
            due, warn_at, self.id, self.amount, self.unit, self.clock, self.calendar
        )

    def _get_due(self, start, paused):
        """Return the deadline: paused time of the own unit is added (A-G-04)."""
        if self.unit == "days":
            due = self.measure.add_days(start, int(self.amount))
            return due and (self.measure.add(due, paused) if paused else due)
        seconds = round(self.amount * UNIT_SECONDS[self.unit])
        return self.measure.add(start, seconds + paused)

    def _get_warning(self, start, due, paused):
        if not 0 < self.warn_percent < 100:
            return None
        allowed = self.measure.elapsed(start, due) - paused
        return self.measure.add(start, allowed * self.warn_percent // 100 + paused)


@dataclass
class Terms:
    """What one plan promises.

    :param policies: the plan's policies, in no order
    :param bool workaround_meets: a workaround counts as the resolution
    :param evaluated_types: types, and tags, whose resolution is the public message that
        the request was received and evaluated
    """

    policies: tuple = ()
    workaround_meets: bool = False
    evaluated_types: frozenset = frozenset()
    evaluated_tags: frozenset = frozenset()

    def get_matching(self, metric, traits):
        """Return the policies of a metric that match a ticket."""
        return [policy for policy in self._by_metric[metric] if policy.matches(traits)]

    @cached_property
    def _by_metric(self):
        return {
            metric: [policy for policy in self.policies if policy.metric == metric]
            for metric in METRICS
        }

    def govern(self, metric, traits, start, pauses):
        """Return the earliest of the commitments that match, or None (A-G-13)."""
        commitments = (
            policy.commit(start, pauses)
            for policy in self.get_matching(metric, traits)
            if policy.amount and policy.measure
        )
        return min(filter(None, commitments), default=None, key=_by_due)

    def get_measure(self, calendar):
        """Return what the time of a calendar is measured in."""
        return self._measures.get(calendar, WALL)

    @cached_property
    def _measures(self):
        timed = (item for item in self.policies if item.calendar and item.measure)
        return {item.calendar: item.measure for item in timed}

    def get_undefined_kind(self, metric, traits):
        """Return why nothing is promised: "none" if the plan says so, else "blank"."""
        kinds = {
            policy.undefined_kind
            for policy in self.get_matching(metric, traits)
            if not policy.amount
        }
        return "none" if "none" in kinds else "blank"

    def is_met_by_evaluation(self, traits):
        """Return whether “received and evaluated” resolves a ticket (A-NAV-57)."""
        by_tag = not self.evaluated_tags.isdisjoint(traits.tags)
        return by_tag or traits.type in self.evaluated_types


def _by_due(commitment):
    return commitment.due, commitment.policy
