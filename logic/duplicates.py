"""Duplicates: which tickets may be about the same, and which of them goes on."""

from datetime import datetime
from typing import NamedTuple

#: how alike two titles are, or two texts, of 1, when they may be about the same
ALIKE_TITLE, ALIKE_TEXT = 0.45, 0.35
#: what makes two tickets alike without a word in common counts as much as this
SAME_SUBJECT = 0.3


class Likeness(NamedTuple):
    """What two open tickets of one customer have in common."""

    #: a module or a process that both are about
    shares_tag: bool = False
    same_type: bool = False
    #: of 1
    title: float = 0.0
    text: float = 0.0


class Part(NamedTuple):
    """One of the tickets that somebody wants to merge."""

    id: int
    #: UTC
    registered_at: datetime
    #: whose it is, as something that two tickets of one customer share; None if unknown
    whose: object
    company: int
    is_closed: bool = False


def tell_likeness(likeness):
    """Return what speaks for two tickets being about the same (CHK-DUP).

    :return: a tuple of "title", "text" and "subject"; empty if nothing does
    """
    reasons = (
        ("title", likeness.title >= ALIKE_TITLE),
        ("text", likeness.text >= ALIKE_TEXT),
        ("subject", likeness.shares_tag and likeness.same_type),
    )
    return tuple(reason for reason, speaks in reasons if speaks)


def weigh(likeness):
    """Return by how much two tickets are alike: the most alike are shown first."""
    subject = SAME_SUBJECT if likeness.shares_tag else 0
    return max(likeness.title, likeness.text) + subject


def find_merge_fault(parts):
    """Return why tickets cannot be merged, or None.

    :param parts: a list of Part
    :return: "single", "closed", "unknown" (nobody knows whose one is), "companies",
        "customers", and the ids of the tickets concerned
    """
    if len(parts) < 2:
        return "single", [part.id for part in parts]
    faults = (
        ("closed", [part for part in parts if part.is_closed]),
        ("unknown", [part for part in parts if part.whose is None]),
        ("companies", _find_strangers(parts, "company")),
        ("customers", _find_strangers(parts, "whose")),
    )
    for fault, concerned in faults:
        if concerned:
            return fault, [part.id for part in concerned]
    return None


def find_oldest(parts):
    """Return the id of the ticket that goes on: the first registered (A-NAV-43).

    :param parts: a list of Part, none of them closed
    """
    return min(parts, key=lambda part: (part.registered_at, part.id)).id


def _find_strangers(parts, name):
    """Return two tickets that differ in something, or none."""
    first = parts[:1]
    others = [part for part in parts if getattr(part, name) != getattr(first[0], name)]
    return first + others[:1] if others else []
