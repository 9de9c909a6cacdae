"""What the steps of procedure No.6 look at: a database is suspended or taken down.

Days are those of the plan's zone; the caller says which one it is. See
logic/playbook.py for what a check is.
"""

from datetime import date, timedelta
from typing import NamedTuple

from .playbook_activation import is_address
from .verdict import Verdict

DAY = timedelta(days=1)
#: the requester is told this many days after a suspension; what follows is not before
#: that day is over (A-NAV-23)
NOTICE_DAYS = 7


class Takedown(NamedTuple):
    """A database that is suspended or taken down for good (NAV-3.4.1.N6)."""

    #: "nonpayment", "request" or "commercial"
    cause: str | None = None
    #: "suspension": access is taken first; "final": there is nothing to wait for
    kind: str | None = None
    #: after how many days without payment; 0: the plan does not say
    limit: int = 0
    #: the administrative area has looked itself
    confirmed: bool = False
    #: how long the worst open invoice is overdue
    overdue: int = 0
    suspended_on: date | None = None
    #: somebody has an activity for the notice
    planned: bool = False
    #: when the requester was told of what follows
    noticed_on: date | None = None
    #: the customer has paid, or agreed to
    lifted: bool = False
    reason: str = ""
    channel: str | None = None
    #: of the subscription: whether there is one, and what it says of the reason
    subscribed: bool = False
    noted: str = ""
    customer: bool = False
    url: str = ""
    #: the commercial and the administrative area know that it is done
    told: bool = False


def check_takedown_cause(facts):
    """See whether there is a reason to take a database down (N6-04, N6-06).

    For how many days nothing was paid the manual leaves open (A-NAV-23): where the plan
    says no number either, the administrative area confirms it.
    """
    takedown = facts.takedown
    if not takedown.cause:
        return Verdict("open", "takedown_no_cause")
    if not takedown.kind:
        return Verdict("open", "takedown_no_kind")
    if takedown.cause != "nonpayment":
        return Verdict("passed", f"takedown_{takedown.cause}")
    return _see_unpaid(takedown, facts.standing)


def _see_unpaid(takedown, standing):
    days = {"days": takedown.overdue, "limit": takedown.limit}
    if standing == "agreement":
        return Verdict("failed", "takedown_agreement", days)
    if not takedown.limit:
        confirmed = takedown.confirmed
        state = "passed" if confirmed else "open"
        code = "takedown_confirmed" if confirmed else "takedown_to_confirm"
        return Verdict(state, code, days)
    if takedown.overdue < takedown.limit:
        return Verdict("failed", "takedown_paid_lately", days)
    return Verdict("passed", "takedown_unpaid", days)


def check_takedown_planned(facts):
    """See whether somebody has it as a task to tell the requester (N6-07, A-NAV-52)."""
    takedown = facts.takedown
    if not takedown.suspended_on:
        return Verdict("open", "takedown_no_date")
    day = {"day": find_notice_day(takedown.suspended_on).isoformat()}
    if takedown.planned or takedown.noticed_on:
        return Verdict("passed", "takedown_planned", day)
    return Verdict("open", "takedown_unplanned", day)


def check_takedown_notice(facts):
    """See whether the requester was told, not before the seventh day (N6-08, N6-09)."""
    takedown = facts.takedown
    if not takedown.suspended_on:
        return Verdict("open", "takedown_no_date")
    due = find_notice_day(takedown.suspended_on)
    if not takedown.noticed_on:
        code = "takedown_notice_due" if facts.today >= due else "takedown_notice_later"
        return Verdict("open", code, {"day": due.isoformat()})
    if takedown.noticed_on < due:
        return Verdict("open", "takedown_notice_later", {"day": due.isoformat()})
    day = takedown.noticed_on.isoformat()
    return Verdict("passed", "takedown_noticed", {"day": day})


def check_takedown_day(facts):
    """See whether the day that the requester was told is over (N6-10)."""
    takedown = facts.takedown
    if not takedown.suspended_on:
        return Verdict("open", "takedown_no_date")
    if not takedown.noticed_on:
        return Verdict("open", "takedown_not_noticed")
    first = find_takedown_day(takedown.suspended_on, takedown.noticed_on)
    state = "passed" if facts.today >= first else "open"
    code = "takedown_day_come" if state == "passed" else "takedown_day_later"
    return Verdict(state, code, {"day": first.isoformat()})


def check_takedown_reason(facts):
    """See whether ticket and subscription say why, in both channels (N6-12 … -14)."""
    takedown = facts.takedown
    if not takedown.reason.strip():
        return Verdict("open", "takedown_no_reason")
    if not takedown.channel:
        return Verdict("open", "takedown_no_channel")
    if not takedown.subscribed:
        return Verdict("open", "service_unknown")
    if takedown.reason.strip() not in takedown.noted:
        return Verdict("open", "takedown_reason_not_noted")
    return Verdict("passed", "takedown_reason_noted")


def check_takedown_record(facts):
    """See whether customer and address are in the record (N6-16)."""
    takedown = facts.takedown
    if not takedown.customer:
        return Verdict("open", "customer_missing")
    if not takedown.url.strip():
        return Verdict("open", "takedown_no_url")
    if not is_address(takedown.url):
        return Verdict("open", "address_wrong", {"url": takedown.url})
    return Verdict("passed", "takedown_record", {"url": takedown.url})


def check_takedown_told(facts):
    """See whether the areas know that it is done (N6-19)."""
    if facts.takedown.told:
        return Verdict("passed", "takedown_told")
    return Verdict("open", "takedown_untold")


def is_suspended(facts):
    """Return whether a suspension runs its course."""
    return facts.takedown.kind == "suspension" and not facts.takedown.lifted


def is_taken_down(facts):
    """Return whether nobody has stopped it by paying."""
    return not facts.takedown.lifted


def is_lifted(facts):
    """Return whether the customer has paid meanwhile, or agreed to."""
    return facts.takedown.lifted


def find_notice_day(suspended_on):
    """Return the day on which the requester is told of what follows (N6-08)."""
    return suspended_on + NOTICE_DAYS * DAY


def find_takedown_day(suspended_on, noticed_on):
    """Return the first day on which a database may be taken down for good (N6-10).

    Whoever is told late has that day, too.
    """
    return max(find_notice_day(suspended_on), noticed_on) + DAY


def is_owing(standing, days):
    """Return whether something is overdue that nobody has agreed on."""
    return days > 0 and standing != "agreement"


def is_lifting(takedown, owed, standing):
    """Return whether a customer who was suspended has paid, or agreed to.

    Where nothing was owed in our books, nothing that happens there ends it.

    :param bool owed: something was overdue since the suspension
    :param str standing: how they stand now
    """
    is_running = takedown.kind == "suspension" and not takedown.lifted
    is_unpaid = takedown.cause == "nonpayment" and owed
    settled = standing != "unknown" and not is_owing(standing, takedown.overdue)
    return is_running and is_unpaid and settled


CHECKS = {
    "takedown_cause": check_takedown_cause,
    "takedown_planned": check_takedown_planned,
    "takedown_notice": check_takedown_notice,
    "takedown_day": check_takedown_day,
    "takedown_reason": check_takedown_reason,
    "takedown_record": check_takedown_record,
    "takedown_told": check_takedown_told,
}
CONDITIONS = {
    "suspended": is_suspended,
    "taken_down": is_taken_down,
    "lifted": is_lifted,
}
