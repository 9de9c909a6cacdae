"""History: what the facts of a ticket, read one after the other, say about it."""

from datetime import datetime
from typing import NamedTuple

from .sla_terms import Traits

#: waits that a message of the customer ends
FOR_CUSTOMER = frozenset({"customer", "information", "validation", "approval"})
#: clocks that stand still while a ticket waits; response and ownership never do
PAUSING = frozenset({"diagnosis", "resolution", "update"})


class Fact(NamedTuple):
    """Something that happened to a ticket.

    :param str kind: what; the words that History knows, or one of a clock's changes
    :param datetime at: UTC
    :param value: depends on the kind
    """

    kind: str
    at: datetime
    value: object = None


class Pause(NamedTuple):
    """A time when work stood still: a wait's reason, or "solved", "cancelled" …"""

    start: datetime
    stop: datetime
    reason: str
    is_closed: bool = False


class Override(NamedTuple):
    """A date that somebody set by hand."""

    due: datetime
    reason: str


class History:
    """The state of a ticket as far as its clocks are concerned.

    It knows no policy and no calendar: facts mean the same under any plan.
    """

    registered_at = None
    traits = Traits()
    waiting = None
    waiting_since = None
    closed = None
    closed_since = None
    #: how it was solved: "accepted" by the customer, "told" to them, or "silent"
    closing = None
    replied_at = None
    said_at = None
    update_since = None
    response_dropped = False
    diagnosed_at = None
    workaround_at = None
    evaluated_at = None
    #: when the promise of a resolution was kept without solving the ticket
    resolved_early_at = None
    level_since = None
    moved_at = None
    #: it has been handed over since it was registered
    is_handed_over = False
    stars_since = None
    #: when those in charge last gave a sign of life (NAV-3.5-15)
    updated_at = None
    #: when the customer last said something, or took a call
    heard_at = None
    #: when somebody last tried in vain to reach those in charge
    unanswered_at = None

    def __init__(self):
        self.pauses = []
        #: calls to the customer without answer, since they were last heard
        self.failed_calls = []
        self.overrides = {}
        #: the plan that it has, and those that it had
        self.plans = set()

    def observe(self, fact):
        """Take the next fact in."""
        _OBSERVE[fact.kind](self, fact)

    # what happens

    def _register(self, fact):
        self.registered_at = self.level_since = self.moved_at = fact.at
        self.stars_since = fact.at
        self.traits = fact.value or Traits()
        self.plans.add(self.traits.plan)

    def _ignore(self, fact):
        """Automatic mails, WhatsApp, standing: no time counts (NAV-2.3-07)."""

    def _take_note(self, fact):
        """Somebody of the desk noted something; no time counts."""
        if (fact.value or {}).get("in_charge"):
            self._update(fact)

    def _update(self, fact):
        """Those in charge of the ticket gave a sign of life (NAV-3.5-19)."""
        self.updated_at, self.unanswered_at = fact.at, None

    def _contact(self, fact):
        """Somebody tried to reach the customer, or the responsible; no time counts."""
        value = fact.value
        if value["outcome"] == "answered":
            if value["whom"] == "customer":
                self._be_heard(fact)
            else:
                self._update(fact)
        elif value["whom"] == "responsible":
            self.unanswered_at = fact.at
        elif value["medium"] == "phone":
            self.failed_calls.append(fact.at)

    def _be_heard(self, fact):
        self.heard_at = fact.at
        self.failed_calls = []

    def _speak(self, fact):
        """A person said something that the customer can see."""
        self.said_at = fact.at
        self._update(fact)
        if not self.closed:
            self._answer(fact)
            self._begin_update()

    def _answer(self, fact):
        if not self.response_dropped:
            self.replied_at = self.replied_at or fact.at

    def _begin_update(self):
        self.update_since = self.said_at
        self.overrides.pop("update", None)  # it was for the cycle that is over

    def _begin_ownership(self):
        self.level_since = self.moved_at
        self.overrides.pop("ownership", None)

    def _hear(self, fact):
        """The customer said something, on whatever channel."""
        self._be_heard(fact)
        if self.waiting in FOR_CUSTOMER:
            self._resume(fact)

    def _wait(self, fact, reason=None):
        if self.closed:
            return
        self._update(fact)
        reason = reason or fact.value or "customer"
        if self.waiting and self.waiting != reason:
            self._resume(fact)
        if not self.waiting:
            self.waiting, self.waiting_since = reason, fact.at

    def _wait_customer(self, fact):
        self._wait(fact, "customer")

    def _resume(self, fact):
        if self.waiting:
            self._update(fact)
            self._pause(self.waiting_since, fact.at, self.waiting)
            self.waiting = self.waiting_since = None

    def _pause(self, start, stop, reason, is_closed=False):
        if stop > start:
            self.pauses.append(Pause(start, stop, reason, is_closed))

    def _diagnose(self, fact):
        self._update(fact)
        if not self.closed:
            self.diagnosed_at = self.diagnosed_at or fact.at

    def _give_workaround(self, fact):
        self._speak(fact)
        if not self.closed:
            self.workaround_at = self.workaround_at or fact.at

    def _evaluate(self, fact):
        self._speak(fact)
        if not self.closed:
            self.evaluated_at = self.evaluated_at or fact.at

    def _propose(self, fact):
        self._speak(fact)
        self._wait(fact, "validation")

    def _solve(self, fact):
        """Solve; the message that says so meets the response, silence drops it."""
        if self.closed:
            return
        is_silent = (fact.value or {}).get("silent")
        if not is_silent:
            self.said_at = fact.at
            self._answer(fact)
        self.response_dropped = not self.replied_at
        self._close(fact, "solved", "silent" if is_silent else "told")

    def _accept(self, fact):
        if not self.closed:
            self.response_dropped = not self.replied_at
            self._close(fact, "solved", "accepted")

    def _cancel(self, fact):
        if not self.closed:
            self._close(fact, "cancelled")

    def _merge(self, fact):
        if not self.closed:
            self._close(fact, "merged")

    def _close(self, fact, how, closing=None):
        self._resume(fact)
        self.closed, self.closed_since, self.closing = how, fact.at, closing

    def _reopen(self, fact):
        if self.closed:
            self._pause(self.closed_since, fact.at, self.closed, is_closed=True)
            self.closed = self.closed_since = self.closing = None
            # what was said, or handed over, meanwhile
            if self.replied_at and self.said_at != self.update_since:
                self._begin_update()
            if self.moved_at != self.level_since:
                self._begin_ownership()

    def _set_plan(self, fact):
        self.traits = self.traits._replace(plan=fact.value)
        self.plans.add(fact.value)

    def _set_level(self, fact):
        if fact.value != self.traits.level:
            self.moved_at, self.is_handed_over = fact.at, True
            if not self.closed:
                self._begin_ownership()
        self.traits = self.traits._replace(level=fact.value)

    def _set_stars(self, fact):
        if fact.value != self.traits.stars:
            self.stars_since = fact.at
        self.traits = self.traits._replace(stars=fact.value)

    def _set_deadline(self, fact):
        self._update(fact)
        metric, override = fact.value
        if override:
            self.overrides[metric] = override
        else:
            self.overrides.pop(metric, None)

    # what follows for a clock

    def get_start(self, metric):
        """Return when a clock starts; None while it has not (A-G-03).

        The update clock starts with the last public message, so never before the first.
        """
        if metric == "update":
            return self.update_since
        return self.level_since if metric == "ownership" else self.registered_at

    def get_met(self, metric):
        """Return when what a clock measures was reached, or None.

        Derived from the facts, so that reopening a ticket revives what solving met.
        """
        solved_at = self.closed_since if self.closed == "solved" else None
        if metric == "response":
            return self.replied_at
        if metric == "diagnosis":
            return self.diagnosed_at or solved_at
        if metric == "resolution":
            return self.resolved_early_at or solved_at
        return solved_at

    def is_over(self, metric):
        """Return whether a clock that is not met cannot be met any more."""
        dropped = metric == "response" and self.response_dropped
        return dropped or bool(self.closed)

    def is_waiting(self, metric):
        """Return whether a wait pauses the clock just now."""
        return bool(self.waiting) and metric in PAUSING

    def get_pauses(self, metric, start, end=None):
        """Return the pauses of a clock since its start that are over.

        :param datetime end: of the clock; a wait that goes on is over then, too
        """
        pauses = self.pauses
        if end and self.is_waiting(metric) and self.waiting_since < end:
            pauses = [*pauses, Pause(self.waiting_since, end, self.waiting)]
        return [
            pause if pause.start >= start else pause._replace(start=start)
            for pause in pauses
            if (pause.is_closed or metric in PAUSING) and pause.stop > start
        ]

    def get_end(self, metric, now):
        """Return until when a clock has counted: met, over, paused, or now."""
        met_at = self.get_met(metric)
        if met_at:
            return met_at
        if self.closed:
            return self.closed_since
        return self.waiting_since if self.is_waiting(metric) else now


def _set(name):
    def observe(history, fact):
        history.traits = history.traits._replace(**{name: fact.value})

    return observe


_OBSERVE = {
    "registered": History._register,
    "public_reply": History._speak,
    "internal_note": History._take_note,
    "contact": History._contact,
    "whatsapp_reply": History._ignore,
    "auto_reply": History._ignore,
    "customer_reply": History._hear,
    "wait_customer": History._wait_customer,
    "wait": History._wait,
    "resume": History._resume,
    "diagnosis": History._diagnose,
    "workaround": History._give_workaround,
    "evaluated": History._evaluate,
    "propose_solution": History._propose,
    "accept": History._accept,
    "refuse": History._hear,
    "solve": History._solve,
    "cancel": History._cancel,
    "merge": History._merge,
    "reopen": History._reopen,
    "set_plan": History._set_plan,
    "set_level": History._set_level,
    "set_stars": History._set_stars,
    "set_type": _set("type"),
    "set_tags": _set("tags"),
    "set_partner": _set("partners"),
    "set_deadline": History._set_deadline,
    "standing": History._ignore,
    "override": History._ignore,
}
#: facts that may change which policy governs
RECLASSIFYING = frozenset(kind for kind in _OBSERVE if kind.startswith("set_"))
#: all that History knows
KINDS = tuple(_OBSERVE)
