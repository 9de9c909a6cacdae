"""What a ticket is to its customer: how it stands, and what was done, as codes.

The desk's own steps, levels and waits are none of it.
"""

from typing import NamedTuple

from .sla_history import FOR_CUSTOMER

#: waits for a word of the customer that have a status of their own
ASKED = {"validation": "validation", "approval": "approval"}
#: what is told of a ticket as it happened
TOLD = frozenset(
    {
        *("registered", "evaluated", "workaround", "propose_solution"),
        *("accept", "refuse", "solve", "cancel", "merge", "reopen"),
    }
)
#: of these, what leaves a wait for the customer as it is
MEANWHILE = ("evaluated", "workaround")
#: what ends a wait for the customer, and is read as the message that it is
HEARD = "customer_reply"
#: all kinds of facts that matter to customers
PUBLIC_FACTS = (*TOLD, HEARD, "public_reply", "wait", "wait_customer", "resume")
#: how a ticket stands: {code: tone}; the tones are those of portal.scss
STATUSES = {
    "received": "new",
    "in_progress": "busy",
    "answer": "waiting",
    "approval": "waiting",
    "validation": "waiting",
    "solved": "done",
    "cancelled": "off",
    "withdrawn": "off",
}


class Told(NamedTuple):
    """Something that customers are told of.

    :param datetime at: UTC
    :param str code: a fact's kind, or of a wait: "asked", "approval", "went_on"
    """

    at: object
    code: str


def status_of(stage, wait):
    """Return how a ticket stands for its customer: a key of STATUSES.

    :param str stage: what its stage counts as
    :param wait: the reason for which it waits, or nothing. Only waits for the customer
        are theirs to know of: with every other one the desk is at work
    """
    if stage in ("solved", "cancelled"):
        return stage
    if wait in FOR_CUSTOMER:
        return ASKED.get(wait, "answer")
    return "received" if stage == "new" else "in_progress"


def tell_facts(facts):
    """Return what a customer is told of a ticket's log, in its order.

    :param facts: sla_history.Fact, in order
    :return: a list of Told; the wait that comes with a proposed solution, and the end
        of one that the customer's own answer brings, go without saying
    """
    told, waiting = [], False
    for fact in facts:
        if fact.kind in TOLD:
            told.append(Told(fact.at, fact.kind))
            if fact.kind not in MEANWHILE:
                waiting = fact.kind == "propose_solution"
        elif fact.kind == HEARD:
            waiting = False
        elif begins_wait(fact) and not waiting:
            code = "approval" if fact.value in ASKED else "asked"
            told.append(Told(fact.at, code))
            waiting = True
        elif waiting and fact.kind in ("resume", "wait") and not begins_wait(fact):
            told.append(Told(fact.at, "went_on"))
            waiting = False
    return told


def begins_wait(fact):
    """Return whether a fact begins a wait for the customer."""
    if fact.kind == "wait_customer":
        return True
    return fact.kind == "wait" and fact.value in FOR_CUSTOMER


def choose_next(promises):
    """Return the promise that a customer looks at first, or None.

    The date that comes next; without one, the solution that waits.

    :param promises: dictionaries with `metric`, `state` and `due`
    """
    running = [promise for promise in promises if promise["state"] == "running"]
    if running:
        return min(running, key=lambda promise: promise["due"])
    paused = [promise for promise in promises if promise["state"] == "paused"]
    solution = [promise for promise in paused if promise["metric"] == "resolution"]
    return next(iter(solution or paused), None)
