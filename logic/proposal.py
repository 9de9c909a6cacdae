"""What similar tickets say about the classification of a new one."""

from typing import NamedTuple

#: a value is proposed when at least this share of the precedents' weight is for it
MAJORITY = 0.5


class Precedent(NamedTuple):
    """A ticket that was classified before."""

    #: how it is cited, e.g. its number
    ref: str
    #: how much its title is like the new one's: more than 0, at most 1
    likeness: float
    #: the id of its type; empty for none
    type_id: int = 0
    #: ids of its tags
    tag_ids: frozenset = frozenset()


class Proposal(NamedTuple):
    """What the precedents propose, and which of them say so, most alike first."""

    type_id: int = 0
    type_refs: tuple = ()
    tag_ids: tuple = ()
    tag_refs: tuple = ()


def propose(precedents):
    """Let precedents vote, each with the weight of its likeness.

    :param precedents: an iterable of Precedent
    :rtype: Proposal
    """
    precedents = sorted(precedents, key=lambda found: -found.likeness)
    typed = [found for found in precedents if found.type_id]
    types = _majority(typed, lambda found: [found.type_id])
    tagged = [found for found in precedents if found.tag_ids]
    tags = _majority(tagged, lambda found: found.tag_ids)
    return Proposal(
        type_id=types[0] if types else 0,
        type_refs=tuple(found.ref for found in typed if found.type_id in types[:1]),
        tag_ids=tuple(tags),
        tag_refs=tuple(found.ref for found in tagged if found.tag_ids & set(tags)),
    )


def _majority(voters, choices):
    """Return what has the majority of the weight, the heaviest first."""
    total, weights = 0, {}
    for voter in voters:
        total += voter.likeness
        for choice in choices(voter):
            weights[choice] = weights.get(choice, 0) + voter.likeness
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return [choice for choice, weight in ranked if weight >= MAJORITY * total]
