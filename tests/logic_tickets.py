"""Tickets as tests tell them: facts in a few words, and what the clocks then say."""

import json
from datetime import datetime

from ..logic.sla import Projection
from ..logic.sla_history import RECLASSIFYING, Fact
from ..logic.sla_log import change_to_detail, fact_to_detail, read_entry
from ..logic.sla_terms import METRICS, Policy, Terms, Traits
from .logic_case import LogicCase

#: of a ticket that says nothing else
TRAITS = Traits(plan=1, level=1, stars="1", type=1)
#: one promise of every metric that has a simple end, in hours of the wall
RESPONSE = Policy(1, "response", 2)
DIAGNOSIS = Policy(2, "diagnosis", 6)
RESOLUTION = Policy(3, "resolution", 24)
UPDATE = Policy(4, "update", 5)
OWNERSHIP = Policy(5, "ownership", 10)
ALL = (RESPONSE, DIAGNOSIS, RESOLUTION, UPDATE, OWNERSHIP)
#: when tickets are registered unless they say otherwise, a Monday
REGISTERED = "09 10:00"


def at(text):
    """Return an instant of March 2026, in UTC."""
    return datetime.fromisoformat(f"2026-03-{text}")


def show(instant):
    return instant and f"{instant:%d %H:%M}"


def on(text, kind, value=None):
    return Fact(kind, at(text), value)


def registered(text=REGISTERED, **traits):
    return on(text, "registered", TRAITS._replace(**traits))


def through_json(entry):
    """Return an entry of the log as it is after it was written and read."""
    is_fact = isinstance(entry, Fact)
    detail = fact_to_detail(entry) if is_fact else change_to_detail(entry)
    return read_entry(entry.kind, entry.at, json.loads(json.dumps(detail)))


def in_batches(facts):
    """Yield facts one by one, but together what is reclassified in one go."""
    batch = []
    for fact in facts:
        together = batch and batch[0].kind in RECLASSIFYING
        if batch and not (
            together and fact.kind in RECLASSIFYING and fact.at == batch[0].at
        ):
            yield batch
            batch = []
        batch.append(fact)
    if batch:
        yield batch


def live_log(terms, facts, now):
    """Return the log of a ticket whose facts are written down as they happen."""
    log = []
    for batch in in_batches(facts):
        projection = Projection(terms).replay(log).advance(batch, batch[-1].at)
        log += map(through_json, [*batch, *projection.changes])
    last = Projection(terms).replay(log).advance((), now)
    return log + [through_json(change) for change in last.changes]


def snapshot(projection, now):
    """Return all that can be said about every clock."""
    return {
        metric: {
            "state": clock.state,
            "start": clock.state and clock.start,
            "deadline": clock.deadline,
            "commitment": clock.commitment,
            "breached_at": clock.breached_at,
            "is_breached": clock.is_breached,
            "is_warned": clock.is_warned,
            "elapsed": projection.get_elapsed(clock, now),
            "late": projection.get_late(clock, now),
            "account": clock.state and projection.get_account(clock, now),
            "first_met": clock.first_met,
        }
        for metric, clock in projection.clocks.items()
    }


class Story:
    """What the clocks of a ticket say, in words that are easily compared."""

    def __init__(self, projection, now):
        self.projection = projection
        self.now = now

    def __getitem__(self, metric):
        return self.projection.clocks[metric]

    def state(self, metric):
        return self[metric].state

    def states(self):
        return {metric: self.state(metric) for metric in METRICS if self.state(metric)}

    def due(self, metric):
        return show(self[metric].deadline)

    def breached(self, metric):
        return show(self[metric].breached_at)

    def elapsed(self, metric):
        """Return hours."""
        return self.projection.get_elapsed(self[metric], self.now) / 3600

    def late(self, metric):
        """Return hours."""
        return self.projection.get_late(self[metric], self.now) / 3600

    def changes(self, metric, *kinds):
        """Return what has happened to a clock, but for its warnings, as text."""
        return [
            f"{show(change.at)} {kind} {change.cause}"
            for change in self.projection.changes
            for kind in [change.kind.removeprefix("clock_")]
            if change.metric == metric and kind in (kinds or KINDS)
        ]


KINDS = ("started", "replanned", "overridden", "breached", "met", "cancelled")


class TicketCase(LogicCase):
    def tell(self, policies, *facts, now=None, plans=None, **terms):
        """Return the story of a ticket.

        It is told in one go; that the same comes out when it is told as it happens, and
        that the log then has nothing left to add, is asserted on the way.

        :param policies: of the plan 1; further plans are given as {id: Terms}
        :param facts: the first may be a registration
        :param str now: the last fact, if it is not given
        :param terms: further terms of the plan 1
        """
        if not facts or facts[0].kind != "registered":
            facts = (registered(), *facts)
        now = at(now) if now else facts[-1].at
        plans = {1: Terms(tuple(policies), **terms), **(plans or {})}
        projection = Projection(plans).advance(facts, now)
        self.assert_same_when_live(plans, facts, now, projection)
        return Story(projection, now)

    def assert_same_when_live(self, plans, facts, now, projection):
        log = live_log(plans, facts, now)
        again = Projection(plans).replay(log).advance((), now)
        self.assertEqual(again.changes, [])
        self.assertEqual(snapshot(again, now), snapshot(projection, now))
