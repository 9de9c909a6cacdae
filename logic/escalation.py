"""Escalation: to which level a ticket goes next, or why it goes nowhere.

Levels and areas are known by their ids. Their order in the plan is the order in which
tickets go through them.
"""

from typing import NamedTuple

from .triage import takes_in

#: what is asked only where something goes wrong (NAV-3.4-02)
REPRODUCTION = frozenset({"steps", "error", "tried"})


class Route(NamedTuple):
    """By which levels the tickets of a type go: a row of the plan's matrix."""

    #: from the first to the last
    levels: tuple = ()
    #: after them one of these, which somebody chooses
    areas: tuple = ()
    #: nobody has said how such tickets go: it is the plan's own order
    is_default: bool = False


class Case(NamedTuple):
    """A ticket on its way."""

    route: Route
    #: the plan's levels and areas, in order
    levels: tuple
    #: where it is; None for nowhere
    current: int | None = None
    #: where tickets come in; None where the plan has no levels
    intake: int | None = None
    #: no level of the route is left out (strict_route)
    strict: bool = False
    #: where the ticket's procedure takes it next, whatever the route says
    asked: int | None = None


class HandOver(NamedTuple):
    """Why a ticket changes its level. What a program sends is never one of these."""

    #: "escalated", "returned", "moved" or "classified"
    kind: str
    reason: str | None = None
    motive: str | None = None
    #: the id of the rule that does it by itself
    rule: int | None = None


class PastHandOver(NamedTuple):
    """How a ticket came to a level."""

    kind: str
    #: ids of the levels; empty where they have gone
    source: int | None
    target: int | None
    #: the id of who was responsible before; empty for nobody
    user: int | None = None


class Candidate(NamedTuple):
    """Somebody who may get a ticket."""

    id: int
    #: open tickets
    load: int = 0
    works_now: bool = True
    #: on leave: gets nothing
    is_away: bool = False


def find_route(routes, type_id, levels):
    """Return the route of tickets of a type (NAV-3.5-01 … -14).

    :param routes: {type id, or False for all other types: Route}
    :param type_id: empty for a ticket without type
    :param levels: the plan's levels and areas, as triage.Level, in order
    :return: the type's own, else that of all others, else through the plan's own levels
    """
    found = routes.get(type_id or False) or routes.get(False)
    if found:
        return found
    own = (level.id for level in levels if takes_in(level))
    return Route(tuple(own), is_default=True)


def find_choices(case):
    """Return the ids of where a ticket may go on to, the nearest first.

    One alone is where it goes; of several areas somebody has to choose one.
    """
    choices = _find_choices_of_route(case)
    if not _is_asked_elsewhere(case):
        return choices
    return (case.asked, *(choice for choice in choices if choice != case.asked))


def _is_asked_elsewhere(case):
    """Return whether the ticket's procedure takes it to another level."""
    return case.asked in case.levels and case.asked != case.current


def _find_choices_of_route(case):
    if case.current in case.route.areas:
        return ()
    ahead = _get_ahead(case)
    if not ahead:
        return case.route.areas
    return ahead[:1] if case.strict else ahead + case.route.areas


def find_next(case):
    """Return the id of where a ticket goes next, or None: nowhere, or to be chosen."""
    choices = find_choices(case)
    if _is_asked_elsewhere(case):
        return case.asked
    is_chosen = len(choices) > 1 and choices[0] in case.route.areas
    return None if is_chosen or not choices else choices[0]


def find_refusal(case, target=None):
    """Return why a ticket may not be escalated, as a code, or None if it may.

    :param target: the id of where somebody wants it to go; None for the next one
    :return: "no_levels": the plan has none; "no_further": it is at the end of its
        route; "choose": it is not said which area; "foreign": the target is no level of
        the plan; "here": it is there already; "left_out": a level would be left out;
        "back": the target comes before; "off_route": it does not lie on the way
    """
    choices = find_choices(case)
    if not case.levels or case.intake is None:
        return "no_levels"
    if target is None:
        if find_next(case):
            return None
        return "choose" if choices else "no_further"
    if target not in case.levels:
        return "foreign"
    if target == case.current:
        return "here"
    if target in choices or target == case.intake:
        return None
    return _find_route_refusal(case, target, choices)


def _find_route_refusal(case, target, choices):
    if _rank(case, target) < _rank(case, case.current):
        return "back"
    if not choices:
        return "no_further"
    return "left_out" if target in _get_ahead(case) + case.route.areas else "off_route"


def find_move_refusal(case, target):
    """Return why nobody may put a ticket at a level by hand, or None (strict_route).

    Back is always possible, and to the intake level; only what lies ahead follows the
    route. Where nobody has said how such tickets go, areas may be asked at any time.

    :return: a code of `find_refusal`
    """
    is_free = case.route.is_default and target not in case.route.levels
    if not case.strict or target is None or is_free:
        return None
    refusal = find_refusal(case, target)
    return refusal if refusal in ("no_further", "left_out", "off_route") else None


def is_ahead(case, target):
    """Return whether a level or area comes after where the ticket is."""
    return target != case.intake and _rank(case, target) > _rank(case, case.current)


def find_origin(hand_overs, case):
    """Return the hand-over by which a ticket came to its level, or None.

    Returns do not count: who gets a ticket back gives it back to where it came from in
    the first place.

    :param hand_overs: an iterable of PastHandOver, the latest first
    """
    here = _rank(case, case.current)
    for hand_over in hand_overs:
        came = hand_over.target == case.current and hand_over.kind != "returned"
        if came and -1 < _rank(case, hand_over.source) < here:
            return hand_over
    return None


def find_previous(case):
    """Return the id of the level before, where no hand-over tells it, or None."""
    here = _rank(case, case.current)
    if case.intake is None or here <= _rank(case, case.intake):
        return None
    behind = [level for level in case.route.levels if _rank(case, level) < here]
    return behind[-1] if behind else case.intake


def find_unknown(known, is_diagnosed):
    """Return what a minimum diagnosis lacks, in the order in which it is asked.

    :param dict known: {part: whether it is known}
    :param bool is_diagnosed: something goes wrong, that others have to be able to see
    :return: a list of the keys
    """
    asked = {*known} if is_diagnosed else {*known} - REPRODUCTION
    return [part for part, is_known in known.items() if part in asked and not is_known]


def share_out(number, candidates):
    """Return who gets each of so many tickets: the least busy of those who work now.

    Where nobody works just now, the least busy of those who come back to work.

    :param candidates: an iterable of Candidate
    :return: a list of ids; of None where everybody is away
    """
    present = [person for person in candidates if not person.is_away]
    working = [person for person in present if person.works_now] or present
    loads = {person.id: person.load for person in working}
    shares = []
    for _ticket in range(number):
        chosen = min(loads, key=lambda key: (loads[key], key), default=None)
        shares.append(chosen)
        if chosen is not None:
            loads[chosen] += 1
    return shares


def _get_ahead(case):
    """Return the levels of the route that come after where the ticket is."""
    here = _rank(case, case.current)
    return tuple(level for level in case.route.levels if _rank(case, level) > here)


def _rank(case, level):
    return case.levels.index(level) if level in case.levels else -1
