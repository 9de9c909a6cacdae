"""Triage: what a ticket still lacks, what is to be done next, and who attends to it."""

from typing import NamedTuple

#: in which tags are sorted (NAV-3.2-49), in the order in which people are asked
DIMENSIONS = ("module", "process", "origin")


class Terms(NamedTuple):
    """What a plan asks of a classification."""

    needs_type: bool = False
    #: those of DIMENSIONS in which at least one tag is required
    dimensions: frozenset = frozenset()


class Facts(NamedTuple):
    """What is known of a ticket."""

    #: its customer is known
    identified: bool = False
    has_type: bool = False
    #: those of DIMENSIONS in which it has a tag
    dimensions: frozenset = frozenset()
    #: an analyst has confirmed the classification
    triaged: bool = False
    assigned: bool = False
    #: as `stages.code_of` gives it
    stage: str = "new"
    blocked: bool = False
    #: the customer has several subscriptions, and none is chosen (A-NAV-10)
    lacks_subscription: bool = False
    #: what the plan does about arrears: "ask", "hold" or None
    measure: str | None = None


class Level(NamedTuple):
    """A level or area of a plan."""

    id: int
    #: "level" or "area"
    kind: str
    #: "provider" or "customer": who runs it (A-G-10)
    owner: str
    #: ids of the types that it attends; empty for all
    types: frozenset = frozenset()


def find_missing(facts, terms):
    """Return what a classification still lacks (NAV-3.1-24, NAV-3.2-39).

    :return: a tuple of "subscription", "type" and DIMENSIONS; empty if it may be
        confirmed
    """
    missing = ("subscription",) if facts.lacks_subscription else ()
    missing += ("type",) if terms.needs_type and not facts.has_type else ()
    return missing + tuple(
        dimension
        for dimension in DIMENSIONS
        if dimension in terms.dimensions and dimension not in facts.dimensions
    )


def find_next_step(facts, terms):
    """Return the one act that brings a ticket on.

    :return: "done", "wait", "identify", "decide", "classify", "confirm", "assign",
        "unblock", "start" or "work"
    """
    steps = (
        ("done", facts.stage in ("solved", "cancelled")),
        ("wait", facts.stage == "waiting_customer" or facts.measure == "hold"),
        ("identify", not facts.identified),
        ("decide", facts.measure == "ask"),
        ("classify", not facts.triaged and find_missing(facts, terms)),
        ("confirm", not facts.triaged),
        ("assign", not facts.assigned),
        ("unblock", facts.blocked),
        ("start", facts.stage == "new"),
    )
    return next((step for step, applies in steps if applies), "work")


def find_intake_level(levels):
    """Return the id of the level at which tickets come in (A-NAV-58, A-G-10).

    It is the first that the provider owns: where the customer runs the first level
    itself, tickets come in at the second.

    :param levels: an iterable of Level, in order
    :return: an id; None for a plan without levels
    """
    return next((level.id for level in levels if takes_in(level)), None)


def find_attending_level(levels, type_id, current):
    """Return the id of the level to which a classified ticket belongs (NAV-3.3-01).

    :param levels: an iterable of Level, in order
    :param type_id: the id of the ticket's type; empty for none
    :param current: the id of the level at which the ticket is; empty for none
    :return: an id: of the current level if it attends the type, else of the first one
        that does; else the current one as it is
    """
    attending = [
        level.id
        for level in levels
        if _attends(level, type_id) and (takes_in(level) or level.id == current)
    ]
    if current in attending or not attending:
        return current
    return attending[0]


def takes_in(level):
    """Return whether tickets may come in at a level, and go on to it (A-G-10)."""
    return level.kind == "level" and level.owner == "provider"


def _attends(level, type_id):
    return not type_id or not level.types or type_id in level.types
