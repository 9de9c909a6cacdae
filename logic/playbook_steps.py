"""Steps of a procedure on a ticket: what each has come to, what is next, what waits.

A step is settled once it is done, waived or does not apply. A gate is a step that holds
something back until it is settled.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

#: states in which nothing is left to do
SETTLED = frozenset({"done", "waived", "na"})
#: what a gate may hold back
ESCALATE, SOLVE = "escalate", "solve"
#: state by what an automatic check has seen
BY_VERDICT = {"passed": "done", "failed": "failed", "open": "todo"}
#: checks of a moment: what has once been so is not asked again (NAV-3.4.1: "when
#: starting")
STICKY = frozenset({"customer_ok", "first_month", "resumed"})


class Step(NamedTuple):
    """A step as its procedure has it; names are for people and not in here."""

    id: int
    mode: str = "manual"
    check: str | None = None
    condition: str | None = None
    gate: str = "none"
    action: str = "confirm"
    #: code of the level or area where a step that hands over takes the ticket
    target: str | None = None
    #: what the ticket waits for while the step is the next one
    waits: str | None = None
    code: str | None = None
    #: where the ticket goes back to when the step has failed, as the code of a level
    failure_level: str | None = None
    #: the id of the step from which everything is done again then
    failure_step: int | None = None

    @property
    def is_gate(self):
        """Whether something is held back until the step is settled."""
        return self.gate != "none"


class Row(NamedTuple):
    """A step on a ticket."""

    step: Step
    state: str = "todo"
    #: somebody has said so, and no check
    by_hand: bool = False

    @property
    def is_open(self):
        """Whether something is left to do."""
        return self.state not in SETTLED

    @property
    def is_remark(self):
        """Whether a check has failed that holds nothing back."""
        is_checked = self.step.mode == "auto" and not self.step.is_gate
        return is_checked and self.state == "failed"


def settle(row, applies, verdict):
    """Return the state of a step as its check and condition have it now.

    What somebody has decided stays: done, waived, not applicable, failed.

    :param bool applies: its condition holds, or it has none
    :param verdict: what its check has seen; None for none
    """
    if row.by_hand:
        return row.state
    if not applies:
        return "na"
    if row.step.mode != "auto" or verdict is None:
        return "todo"
    if row.state == "done" and row.step.check in STICKY:
        return "done"
    return BY_VERDICT[verdict.state]


def find_next(rows):
    """Return the first step on which something can be done, or None.

    A check that has failed and holds nothing back has said what it had to say: another
    step goes on from there (NAV-3.4.1.N7-06).
    """
    return next((row for row in rows if row.is_open and not row.is_remark), None)


def find_gates_before(rows, step_id):
    """Return the gates that have to be settled before a step can be done."""
    found = []
    for row in rows:
        if row.step.id == step_id:
            break
        if row.is_open and row.step.is_gate:
            found.append(row)
    return found


def find_solve_blockers(rows):
    """Return the gates that hold the solution back."""
    return [row for row in rows if row.is_open and row.step.is_gate]


def find_hand_over(rows):
    """Return the next step that hands the ticket over, if it is still to come."""
    return next(
        (row for row in rows if row.is_open and row.step.action == "hand_over"), None
    )


def find_hand_over_blockers(rows, level, is_level):
    """Return the gates that hold back to hand a ticket up to a level or area.

    Only those that stand before the step which takes it there. Areas that no step takes
    it to may be asked at any time.

    :param level: the code of where it is to go
    :param bool is_level: it is a level, and no area
    """
    hand_over = find_leading(rows, level) or (is_level and find_hand_over(rows))
    if not hand_over:
        return []
    before = find_gates_before(rows, hand_over.step.id)
    return [row for row in before if row.step.gate == ESCALATE]


def find_leading(rows, level):
    """Return the step that takes the ticket to a level or area, if it is to come."""
    leading = (row for row in rows if row.step.action == "hand_over")
    return next(
        (row for row in leading if row.is_open and row.step.target == level), None
    )


def find_intake_blockers(rows):
    """Return the gates that hold back to open a ticket beyond where tickets come in."""
    places = [at for at, row in enumerate(rows) if row.step.action == "hand_over"]
    before = rows[: places[0]] if places else []
    return [row for row in before if row.is_open and row.step.gate == ESCALATE]


def find_redone(rows, failed_id):
    """Return the steps that are to be done again when one has failed (A-NAV-44)."""
    ids = [row.step.id for row in rows]
    failed = rows[ids.index(failed_id)].step
    if failed.failure_step not in ids:
        return []
    start, end = ids.index(failed.failure_step), ids.index(failed_id)
    return [row for row in rows[start:end] if row.state in ("done", "failed")]


def count(rows):
    """Return (how many steps are done, how many there are to do at all)."""
    applying = [row for row in rows if row.state != "na"]
    return sum(not row.is_open for row in applying), len(applying)


def is_link(text):
    """Return whether a text is an address that a browser opens."""
    try:
        parts = urlsplit((text or "").strip())
    except ValueError:
        return False
    is_one = parts.scheme in ("http", "https") and " " not in parts.geturl()
    return is_one and "." in (parts.hostname or "")
