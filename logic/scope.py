"""Scope: what a plan says of a ticket's subject, and what has to be decided.

A plan only ever proposes: nobody's ticket is left out by a rule (A-IKH-09).
"""

#: what is decided of a ticket
UNKNOWN, IN, OUT = "unknown", "in", "out"
#: proposals that decide nothing: support weighs it; whether it is linked is not known
ASK, LINK = "ask", "link"


def propose(effect, linked_decides=False, linked=None):
    """Return what a plan says of a subject: IN, OUT, ASK, LINK, or None for nothing.

    What belongs to somebody else is covered where it is linked to the system, and
    what is not linked as the plan says (A-COB-17).

    :param effect: IN, OUT or ASK; None: the plan does not name the subject
    :param linked: "yes", "no", or None while nobody has looked
    """
    if effect and linked_decides:
        return {"yes": IN, "no": effect}.get(linked, LINK)
    return effect


def is_asked(proposal, state):
    """Return whether somebody has yet to decide on a ticket."""
    return state == UNKNOWN and proposal in (OUT, ASK, LINK)


def needs_reason(proposal, state):
    """Return whether a decision is kept with a reason: all but what goes by itself."""
    return state == OUT or (state == IN and proposal in (OUT, ASK, LINK))


def settle(proposal):
    """Return what is decided once a subject is chosen: what is covered is covered."""
    return IN if proposal == IN else UNKNOWN
