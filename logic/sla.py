"""Projection: a ticket's facts and its plan's terms become the states of its clocks.

What was decided is written to the same log as the facts, as changes of the clocks. So
a projection is made in two steps: it replays the log, where finished clocks stand by
the terms that were recorded, and then goes on from there, where open clocks follow the
present terms. Replaying what it has recorded itself changes nothing.
"""

from datetime import datetime
from typing import NamedTuple

from .sla_history import KINDS, RECLASSIFYING, Fact, History
from .sla_terms import METRICS, WARN_PERCENT, Commitment, Terms
from .timeline import WALL

NO_TERMS = Terms()
OPEN = ("running", "paused")
#: changes that a clock keeps its commitment with
PLANNED = {"clock_started", "clock_replanned", "clock_overridden"}
#: what a resolution is met with before the ticket is solved
EARLY = ("evaluated", "workaround")
#: causes that change no terms: a commitment stays as long as what it rests on does
KEEPING = {*KINDS, "time"}
FINISHED = {"clock_met": "met", "clock_cancelled": "cancelled"}


class Change(NamedTuple):
    """What happened to a clock. It goes to the log as a fact of its own.

    :param str kind: clock_started, _replanned, _overridden, _warned, _breached, _met or
        _cancelled
    :param datetime at: when it happened, which may be before it is noticed
    :param str cause: why, as a code
    :param datetime start: when the clock, or this cycle of it, started
    :param elapsed, late, allowed, pauses: of a finished one, as in Account; None for
        the pauses: nobody has counted
    """

    kind: str
    at: datetime
    metric: str
    cause: str
    start: datetime
    commitment: Commitment | None = None
    elapsed: int = 0
    late: int = 0
    allowed: int = 0
    pauses: dict | None = None


class Account(NamedTuple):
    """What a clock has counted, in seconds of its own unit.

    What is left is the difference of the first two: less than nothing is late.

    :param int allowed: from its start to its deadline, without its pauses
    :param int used: until it was met, or over, or paused, or now
    :param dict pauses: {reason: seconds that do not count}
    """

    allowed: int
    used: int
    pauses: dict


class Clock:
    """One clock of a ticket. `update` and `ownership` run in cycles, one at a time."""

    state = None
    start = None
    commitment = None
    #: when it was missed for the first time, and when in the present cycle
    breached_at = None
    missed_at = None
    is_warned = False
    #: the change that finished it
    finished = None
    #: the change that finished it first, before the ticket was reopened
    first_met = None
    #: what the commitment rests on
    basis = None

    def __init__(self, metric):
        self.metric = metric

    def begin_cycle(self, start):
        self.state, self.start = None, start
        self.commitment = self.finished = self.first_met = self.basis = None
        self.missed_at, self.is_warned = None, False

    def finish(self, change):
        """Take over a change that finishes it."""
        self.state, self.finished = FINISHED[change.kind], change
        if change.kind == "clock_met":
            self.first_met = self.first_met or change

    @property
    def is_breached(self):
        """Whether the present cycle was missed."""
        return self.missed_at is not None

    @property
    def deadline(self):
        """The date that is promised now; a clock that stands still promises none."""
        kept = self.state in ("running", "met")
        return self.commitment.due if kept and self.commitment else None


def _go_together(one, other):
    return one.at == other.at and other.kind in RECLASSIFYING


class Projection:
    """The clocks of one ticket.

    :param terms: {plan id: Terms}; a plan that is not there promises nothing. What is
        replayed needs none: they may still be looked up when it is known which
    """

    def __init__(self, terms):
        self.terms = terms
        self.history = History()
        self.clocks = {metric: Clock(metric) for metric in METRICS}
        #: what `advance` has found out, in order, for the log
        self.changes = []
        #: all changes, also the replayed ones, for the sentence
        self.record = []
        #: until when `advance` has gone on
        self.now = None
        self._planned_at = None

    def replay(self, log):
        """Read what is in the log: facts, and changes as they were recorded.

        :param log: Fact and Change, in the order of the log
        :return: self
        """
        for entry in log:
            if isinstance(entry, Fact):
                self.history.observe(entry)
            else:
                self._restore(entry)
        for clock in self.clocks.values():
            start = self.history.get_start(clock.metric)
            if clock.start != start:  # the present cycle has no promise
                clock.begin_cycle(start)
            if clock.state in OPEN:
                is_waiting = self.history.is_waiting(clock.metric)
                clock.state = "paused" if is_waiting else "running"
                clock.basis = self._get_basis(clock)
        return self

    def advance(self, facts, now, cause="terms"):
        """Go on with new facts until an instant, then apply the present terms.

        :param facts: Fact, in order, none before the log ends or after `now`
        :param datetime now: UTC
        :param str cause: why the terms may have changed besides the facts
        :return: self; `changes` holds what is to be recorded
        """
        reclassified = None
        for fact in facts:
            # what is reclassified in one go is planned once
            if reclassified and not _go_together(reclassified, fact):
                self._plan(reclassified.at, reclassified.kind)
            self._settle(fact.at)
            self.history.observe(fact)
            reclassified = fact if fact.kind in RECLASSIFYING else None
            if not reclassified:
                self._plan(fact.at, fact.kind)
        if reclassified:
            self._plan(reclassified.at, reclassified.kind)
        self._settle(now)
        if self._planned_at != now:
            self._plan(now, cause)
        self.now = now
        return self

    def _restore(self, change):
        """Take a recorded change over as it is."""
        clock = self.clocks[change.metric]
        self.record.append(change)
        if change.start != self.history.get_start(change.metric):
            # of a cycle that was over when it was noticed
            if change.kind == "clock_breached":
                clock.breached_at = clock.breached_at or change.at
            return
        if clock.start != change.start:
            clock.begin_cycle(change.start)
        if change.kind in PLANNED:
            clock.state, clock.commitment = "running", change.commitment
            clock.finished = None
        elif change.kind in FINISHED:
            clock.finish(change)
            clock.commitment = change.commitment
            if change.metric == "resolution" and change.cause in EARLY:
                self.history.resolved_early_at = change.at
        elif change.kind == "clock_warned":
            clock.is_warned = True
        else:
            self._mark_breached(clock, change.at)

    # time goes by

    def _settle(self, until):
        """Record what fell due before an instant, under the terms until then.

        Exactly at the deadline is in time (A-G-09).
        """
        for clock in self.clocks.values():
            if clock.state != "running" or clock.is_breached:
                continue
            commitment = clock.commitment
            warn_at, due = commitment.warn_at, commitment.due
            if warn_at and warn_at <= until and warn_at < due and not clock.is_warned:
                clock.is_warned = True
                self._record("clock_warned", warn_at, clock, "time")
            if due < until:
                self._breach(clock, due, "time")

    def _breach(self, clock, at, cause):
        self._mark_breached(clock, at)
        self._record("clock_breached", at, clock, cause)

    def _mark_breached(self, clock, at):
        clock.missed_at = at
        clock.breached_at = clock.breached_at or at

    # something happens

    def _plan(self, at, cause):
        """Let every clock follow the facts and the terms as they are now."""
        self._planned_at = at
        terms = self.terms.get(self.history.traits.plan, NO_TERMS)
        self._resolve_early(terms)
        for clock in self.clocks.values():
            self._plan_clock(clock, terms, at, cause)

    def _resolve_early(self, terms):
        """Notice a promise that is kept before the ticket is solved.

        Once for all if there was one; a clock that is not there stands by nothing.
        """
        history, finished = self.history, self.clocks["resolution"].finished
        if finished and finished.kind == "clock_met" and finished.cause in EARLY:
            return
        history.resolved_early_at = None
        if history.evaluated_at and terms.is_met_by_evaluation(history.traits):
            history.resolved_early_at = history.evaluated_at
        elif history.workaround_at and terms.workaround_meets:
            history.resolved_early_at = history.workaround_at

    def _plan_clock(self, clock, terms, at, cause):
        history, metric = self.history, clock.metric
        start = history.get_start(metric)
        if start is None:
            return
        if clock.start != start:
            if clock.state in OPEN:
                self._finish(clock, terms, "clock_met", start, cause)
            clock.begin_cycle(start)
        met_at = history.get_met(metric)
        if met_at or history.is_over(metric):
            if clock.state in OPEN:
                kind = "clock_met" if met_at else "clock_cancelled"
                end_cause = self._get_end_cause(metric, cause)
                self._finish(clock, terms, kind, met_at or at, end_cause)
            return
        basis = self._get_basis(clock)
        commitment = clock.commitment
        if clock.state not in OPEN or clock.basis != basis or cause not in KEEPING:
            commitment = self._find_commitment(clock, terms)
        clock.basis = basis
        if commitment:
            self._commit(clock, commitment, at, cause)
        elif clock.state in (*OPEN, "met"):
            self._finish(clock, None, "clock_cancelled", at, "no_policy")

    def _get_basis(self, clock):
        """Return what a commitment rests on: as long as it is the same, so is that."""
        history = self.history
        override = history.overrides.get(clock.metric)
        return clock.start, len(history.pauses), history.traits, override

    def _end_pause(self, clock, terms, at, cause):
        """Let the pause that a clock finishes with move its deadline, too."""
        commitment = self._find_commitment(clock, terms, at)
        if commitment:
            self._commit(clock, commitment, at, cause, is_waiting=False)

    def _get_end_cause(self, metric, cause):
        """Return what a clock ended with: an early resolution, else the fact."""
        history = self.history
        if metric == "resolution" and history.resolved_early_at:
            early = history.resolved_early_at == history.evaluated_at
            return "evaluated" if early else "workaround"
        return cause

    def _find_commitment(self, clock, terms, end=None):
        history, metric = self.history, clock.metric
        pauses = [
            (pause.start, pause.stop)
            for pause in history.get_pauses(metric, clock.start, end)
        ]
        governing = terms.govern(metric, history.traits, clock.start, pauses)
        override = history.overrides.get(metric)
        if not override:
            return governing
        # absolute: neither pauses nor reclassification move it
        return (governing or Commitment(override.due))._replace(
            due=override.due, warn_at=self._get_override_warning(clock, override)
        )

    def _get_override_warning(self, clock, override):
        span = WALL.elapsed(clock.start, override.due)
        return WALL.add(clock.start, span * WARN_PERCENT // 100) if span else None

    def _commit(self, clock, commitment, at, cause, is_waiting=None):
        """Promise something, if it is not what is promised already."""
        is_open = clock.state in OPEN
        is_new = not is_open or clock.commitment != commitment
        if is_waiting is None:
            is_waiting = self.history.is_waiting(clock.metric)
        clock.state = "paused" if is_waiting else "running"
        clock.commitment, clock.finished = commitment, None
        if is_new:
            kind = "clock_replanned" if is_open else "clock_started"
            if cause == "set_deadline" and clock.metric in self.history.overrides:
                kind = "clock_overridden"
            self._record(kind, at, clock, cause)
        if clock.state == "running" and not clock.is_breached:
            self._catch_up(clock, at)

    def _catch_up(self, clock, at):
        """What landed in the past, while it ran or paused, happens now."""
        commitment = clock.commitment
        if commitment.due < at:
            self._breach(clock, at, "target_changed")
        elif commitment.warn_at and commitment.warn_at < at and not clock.is_warned:
            clock.is_warned = True
            self._record("clock_warned", at, clock, "target_changed")

    def _finish(self, clock, terms, kind, at, cause):
        """Finish a clock, or a cycle of it; what it has counted is kept for ever."""
        if clock.state == "paused" and terms:
            self._end_pause(clock, terms, at, cause)
        account = self._count(clock, at)
        late = max(0, account.used - account.allowed)
        counted = (account.used, late, account.allowed, account.pauses)
        clock.finish(self._record(kind, at, clock, cause, *counted))

    def _record(self, kind, at, clock, cause, *counted):
        terms = clock.commitment
        change = Change(kind, at, clock.metric, cause, clock.start, terms, *counted)
        self.changes.append(change)
        self.record.append(change)
        return change

    # what can be said at any time

    def get_account(self, clock, now):
        """Return what a clock with a promise has counted: an Account.

        A finished one stands by what was recorded.
        """
        if clock.state not in FINISHED.values():
            return self._count(clock, self.history.get_end(clock.metric, now))
        finished = clock.finished
        if finished.pauses is None:  # recorded by a former version
            return self._count(clock, finished.at)
        return Account(finished.allowed, finished.elapsed, finished.pauses)

    def get_elapsed(self, clock, now):
        """Return the seconds that a clock has counted, in its own unit.

        Until it was met, or over, or now; frozen while it is paused. Without a promise
        they are those of the wall.
        """
        if clock.state in FINISHED.values():
            return clock.finished.elapsed
        start = self.history.get_start(clock.metric)
        if start is None:
            return 0
        end = min(self.history.get_end(clock.metric, now), now)
        paused = self._get_paused(clock, start, end)
        return self.get_measure(clock).elapsed(start, end) - sum(paused.values())

    def get_late(self, clock, now):
        """Return the seconds since the deadline, in the clock's own unit."""
        if clock.state in FINISHED.values():
            return clock.finished.late
        if not clock.commitment or not clock.state:
            return 0
        end = self.history.get_end(clock.metric, now)
        return self.get_measure(clock).elapsed(clock.commitment.due, end)

    def _count(self, clock, end):
        measure, start = self.get_measure(clock), clock.start
        pauses = self._get_paused(clock, start, end)
        paused = sum(pauses.values())
        allowed = measure.elapsed(start, clock.commitment.due) - paused
        return Account(allowed, measure.elapsed(start, end) - paused, pauses)

    def _get_paused(self, clock, start, end):
        """Return {reason: seconds that a clock stood still}, in its own unit."""
        measure, paused = self.get_measure(clock), {}
        for pause in self.history.get_pauses(clock.metric, start, end):
            seconds = measure.elapsed(pause.start, min(pause.stop, end))
            if seconds:
                paused[pause.reason] = paused.get(pause.reason, 0) + seconds
        return paused

    def get_measure(self, clock):
        """Return what a clock's time is measured in: the wall, or a timeline."""
        if not clock.commitment or clock.commitment.clock == "wall":
            return WALL
        # of any plan: that of a clock which is just cancelled is not the ticket's
        calendar = clock.commitment.calendar
        for terms in self.terms.values():
            measure = terms.get_measure(calendar)
            if measure is not WALL:
                return measure
        return WALL
