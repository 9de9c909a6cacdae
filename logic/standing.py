"""Standing: whether a customer is in service and pays, and why it is said so.

Days are whole calendar days; the caller says which day it is for the company.
"""

from datetime import date
from typing import NamedTuple

#: from the best to the worst: what is said of somebody who has several invoices
RANKS = ("ok", "late", "agreement", "arrears", "agreement_broken", "no_service")
#: what the manuals call "en mora"
ARREARS = ("arrears", "agreement_broken")
#: what keeps anybody from being attended to, besides
BLOCKING = ("no_service", "unknown")


class Debt(NamedTuple):
    """What is still open of a posted invoice."""

    invoice: int
    #: when the earliest of its open instalments was, or will be, due
    due: date
    #: until when an agreement that nobody has ended gives time; None without one
    agreed: date | None = None


class Account(NamedTuple):
    """A subscription, as far as it decides on a standing."""

    #: its stage is of the type "in progress" (NAV-3.1-07)
    in_progress: bool
    debts: tuple = ()
    #: how many days an invoice may be overdue before it is in arrears
    allowed: int = 10


class Standing(NamedTuple):
    """How a customer stands."""

    #: one of RANKS, or "unknown"
    code: str
    #: which rule says so: that of the worst invoice
    reason: str
    #: how long the worst invoice is overdue
    days: int = 0
    #: the date of its agreement
    agreed: date | None = None
    #: its id
    invoice: int | None = None


UNKNOWN = Standing("unknown", "not_identified")
OK = Standing("ok", "nothing_overdue")


def judge(accounts, today):
    """Return how a customer stands by accounts (NAV-3.1-07 … -17, A-NAV-08 … -11).

    Each invoice is judged by itself, then the worst is said. One account in progress is
    enough to be in service; invoices of ended ones are owed all the same.

    :param accounts: an iterable of Account; None for a customer who is not identified
    :param date today: in the company's zone
    :rtype: Standing
    """
    if accounts is None:
        return UNKNOWN
    accounts = tuple(accounts)
    worst = max(
        (
            judge_debt(debt, today, account.allowed)
            for account in accounts
            for debt in account.debts
        ),
        key=_get_rank,
        default=OK,
    )
    if any(account.in_progress for account in accounts):
        return worst
    reason = "not_in_progress" if accounts else "no_subscription"
    return worst._replace(code="no_service", reason=reason)


def judge_debt(debt, today, allowed):
    """Return how a customer stands by one open invoice.

    :param date today: in the company's zone
    :param int allowed: days that it may be overdue; more is arrears (NAV-3.1-11, -12)
    """
    days = (today - debt.due).days
    late = days > allowed
    if days <= 0:
        return OK
    if debt.agreed and debt.agreed >= today:
        code, reason = "agreement", "agreement_in_force"
    elif debt.agreed and late:
        code, reason = "agreement_broken", "agreement_passed"
    elif debt.agreed:
        code, reason = "late", "agreement_passed_lately"
    elif late:
        code, reason = "arrears", "overdue"
    else:
        code, reason = "late", "overdue_lately"
    return Standing(code, reason, days, debt.agreed, debt.invoice)


def find_objection(code):
    """Return what speaks against attending to a customer (CHK-CLI of the procedures).

    They have to be in service and not in arrears; to be a few days late is no objection
    (A-NAV-09), nor is what an agreement covers.

    :return: "unknown", "no_service" or "arrears"; None if nothing does
    """
    return "arrears" if code in ARREARS else code if code in BLOCKING else None


def find_measure(code, action, exempt, overridden):
    """Return what a plan does about the ticket of a customer who stands so.

    Nothing is ever cancelled by itself (A-NAV-12), and only arrears have consequences:
    where there is no service, people decide.

    :param str action: "inform", "ask" or "hold", as the plan says
    :param bool exempt: the ticket goes on whatever is owed (Bajar base)
    :param bool overridden: somebody has decided to attend to it anyway
    :return: "ask", "hold" or None
    """
    if code not in ARREARS or exempt or overridden or action == "inform":
        return None
    return action


def _get_rank(standing):
    return RANKS.index(standing.code), standing.days
