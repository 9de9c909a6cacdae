"""Timed escalation: which rules are due for a ticket, when, and which of them run.

A rule acts on a ticket once for each episode: a stretch of time in which what it waits
for does not happen. An update, an answer, another level begin a new one, so that the
chain starts from its beginning (NAV-3.5-19). Steps of one ladder follow each other by
their rank: of those that are due at once, as after downtime, only the highest runs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from .sla_terms import UNIT_SECONDS
from .timeline import WALL

#: which ladder a trigger is a step of; a rule that comes after another one is of its
LADDERS = {
    "no_update": "desk",
    "no_answer": "desk",
    "unsolved": "level",
    "customer_silent": "customer",
    "failed_calls": "customer",
    "not_told": "told",
    "impact": "impact",
    "reporters": "reporters",
    "clock_warning": "clock",
    "clock_breach": "clock",
}
#: ladders whose steps replace each other; in the others, all of them run
RANKED = {"clock", "customer", "desk", "level"}
#: waits in which the customer owes an answer (NAV-3.5-23)
ASKED = ("customer", "information")
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Rule:
    """What happens by itself, when, and to which tickets.

    :param float amount: the delay after what sets it off, in `unit`: minutes, hours,
        days, or openings, which are those of the N-th working day after it
    :param measure: what the delay is measured in: WALL, or a Timeline; None where the
        calendar has no hours, so that it never comes
    :param Rule after: the rule that has to have run before
    :param int count: of calls, or of people
    """

    id: int
    trigger: str
    rank: int = 10
    amount: float = 0
    unit: str = "hours"
    measure: object = WALL
    metric: str = "resolution"
    count: int = 2
    stars: frozenset = frozenset()
    types: frozenset = frozenset()
    levels: frozenset = frozenset()
    after: "Rule | None" = None
    until_warning: bool = False
    repeats: bool = False

    @property
    def ladder(self):
        """What it is a step of."""
        return self.after.ladder if self.trigger == "after" else LADDERS[self.trigger]

    @property
    def contest(self):
        """Among which of a ticket's steps only the highest runs."""
        if self.ladder not in RANKED:
            return self.id
        if self.trigger == "after":
            return self.after.contest
        return (self.ladder, self.metric) if self.ladder == "clock" else self.ladder

    def matches(self, traits):
        """Return whether its conditions hold for a ticket; an empty one always does."""
        return (
            (not self.stars or traits.stars in self.stars)
            and (not self.types or traits.type in self.types)
            and (not self.levels or traits.level in self.levels)
        )

    def add_delay(self, start, waited=0):
        """Return when the delay is over, or None if it never is.

        :param int waited: seconds in which it stood still, in its own time
        """
        if self.measure is None:
            return None
        if self.unit == "openings":
            return self.measure.add_openings(start, max(1, int(self.amount)))
        if self.unit == "days":
            due = self.measure.add_days(start, int(self.amount))
            return due and (self.measure.add(due, waited) if waited else due)
        seconds = round(self.amount * UNIT_SECONDS[self.unit])
        return self.measure.add(start, seconds + waited)


class Step(NamedTuple):
    """What is kept of a rule and a ticket.

    :param datetime episode: when the episode began
    :param str state: pending, done, failed or skipped
    :param datetime at: when it ran, or was left out for a later one
    """

    episode: datetime
    due: datetime
    state: str = "pending"
    at: datetime | None = None


class Situation(NamedTuple):
    """A ticket, as rules look at it.

    :param sla.Projection projection: its facts and clocks
    :param intake: the id of the level at which its plan takes tickets in
    :param dict steps: {(rule id, episode): Step}, what there is already
    :param int reporters: how many people report it, where a rule asks
    """

    projection: object
    now: datetime
    intake: int | bool = False
    steps: dict = {}  # noqa: RUF012 (nobody writes to it)
    reporters: int = 0

    @property
    def history(self):
        return self.projection.history

    def find_run(self, rule, episode):
        """Return when a rule ran in an episode, or a later one did in its place.

        None where it has not; nothing follows what was due before the rule was there.
        """
        step = self.steps.get((rule.id, episode))
        return step.at if step and step.state != "pending" else None


def find_episodes(rules, situation):
    """Return {rule id: (episode, due)} of the rules whose episode goes on just now.

    `due` is None as long as nothing is to come: what it waits for stands still, or has
    not begun. Closed tickets have none.

    :param rules: the rules of the ticket's plan
    :param Situation situation: the ticket
    """
    history, found = situation.history, {}
    if history.closed or not history.registered_at:
        return found
    for rule in rules:
        if rule.matches(history.traits):
            episode, due = _TRIGGERS[rule.trigger](rule, situation)
            if episode:
                found[rule.id] = episode, due
    return found


def choose(due, others):
    """Return (steps that run, steps that are left out), of one ticket.

    :param due: (key, Rule) of its steps that are due
    :param others: Rules that have run in episodes which go on
    """
    highest = {}
    for rule in (*(rule for _key, rule in due), *others):
        highest[rule.contest] = max(rule.rank, highest.get(rule.contest, rule.rank))
    run = [(key, rule) for key, rule in due if rule.rank == highest[rule.contest]]
    left = [(key, rule) for key, rule in due if rule.rank < highest[rule.contest]]
    return run, left


# what sets rules off: each returns the episode, and when the rule is due in it

NEVER = (None, None)


def _find_no_update(rule, situation):
    """Handed over, and no sign of life since (NAV-3.5-15, A-NAV-21)."""
    episode = _find_silence(situation)
    if not episode:
        return NEVER
    due = rule.add_delay(episode)
    if rule.until_warning and situation.history.traits.stars == "3":
        clock = situation.projection.clocks["resolution"]
        warn_at = clock.state == "running" and clock.commitment.warn_at
        if warn_at and due and episode < warn_at < due:
            due = warn_at
    return episode, due


def _find_silence(situation):
    """Return since when those in charge have been silent, beyond the intake level."""
    history = situation.history
    at_intake = history.traits.level in (False, situation.intake)
    if at_intake or not history.is_handed_over or history.waiting:
        return None
    return max(history.level_since, history.updated_at or history.level_since)


def _find_no_answer(rule, situation):
    """The responsible could not be reached (NAV-3.5-17)."""
    episode, tried_at = _find_silence(situation), situation.history.unanswered_at
    if not episode or not tried_at or tried_at < episode:
        return episode, None
    if not rule.after:
        return episode, rule.add_delay(tried_at)
    ran_at = situation.find_run(rule.after, episode)
    return episode, ran_at and rule.add_delay(max(tried_at, ran_at))


def _find_after(rule, situation):
    """Nothing has come of another rule (NAV-3.5-18)."""
    episode, _due = _TRIGGERS[rule.after.trigger](rule.after, situation)
    ran_at = episode and situation.find_run(rule.after, episode)
    return episode, ran_at and rule.add_delay(ran_at)


def _find_unsolved(rule, situation):
    """Too long at its level; what was waited does not count (COB-50)."""
    history = situation.history
    since = history.level_since
    if history.waiting or rule.measure is None:
        return since, None
    pauses = (pause for pause in history.pauses if pause.stop > since)
    waited = sum(rule.measure.elapsed(max(p.start, since), p.stop) for p in pauses)
    return since, rule.add_delay(since, waited)


def _find_customer_silent(rule, situation):
    """The customer was asked and does not answer (NAV-3.5-23)."""
    history = situation.history
    if history.waiting not in ASKED:
        return NEVER
    return history.waiting_since, rule.add_delay(history.waiting_since)


def _find_failed_calls(rule, situation):
    """The customer was called in vain, so many times (NAV-3.5-25)."""
    history = situation.history
    calls = history.failed_calls
    enough = len(calls) >= rule.count > 0
    due = rule.add_delay(calls[rule.count - 1]) if enough else None
    return history.heard_at or history.registered_at, due


def _find_not_told(rule, situation):
    """The customer has had no news (NAV-3.2-58)."""
    history = situation.history
    if history.waiting in ASKED:
        return NEVER
    since = history.said_at or history.registered_at
    if rule.stars:
        since = max(since, history.stars_since)
    while rule.repeats and (ran_at := situation.find_run(rule, since)):
        since = ran_at
    return since, rule.add_delay(since)


def _find_impact(rule, situation):
    """It has got such an impact (NAV-3.5-21, IKH-14)."""
    since = situation.history.stars_since
    return since, rule.add_delay(since)


def _find_reporters(rule, situation):
    """Several people report it (COB-52); when that was noticed is kept."""
    episode = situation.history.registered_at
    known = situation.steps.get((rule.id, episode))
    if known:
        return episode, known.due
    enough = situation.reporters >= rule.count
    return episode, rule.add_delay(situation.now) if enough else None


def _find_clock_warning(rule, situation):
    clock = situation.projection.clocks[rule.metric]
    warn_at = clock.commitment and clock.commitment.warn_at
    running = clock.state == "running" and warn_at
    return _get_cycle(clock), rule.add_delay(warn_at) if running else None


def _find_clock_breach(rule, situation):
    """Exactly at the deadline a promise is still kept (A-G-09)."""
    clock = situation.projection.clocks[rule.metric]
    running = clock.state == "running"
    due = rule.add_delay(clock.commitment.due + SECOND) if running else None
    return _get_cycle(clock), due


def _get_cycle(clock):
    """Return since when a clock has run, unless it is finished."""
    return clock.start if clock.state in ("running", "paused") else None


_TRIGGERS = {
    "no_update": _find_no_update,
    "no_answer": _find_no_answer,
    "after": _find_after,
    "unsolved": _find_unsolved,
    "customer_silent": _find_customer_silent,
    "failed_calls": _find_failed_calls,
    "not_told": _find_not_told,
    "impact": _find_impact,
    "reporters": _find_reporters,
    "clock_warning": _find_clock_warning,
    "clock_breach": _find_clock_breach,
}
