"""What the steps of procedure No.7 look at: a customer asks for a test database.

Days are those of the plan's zone, hours those of the customer's; the caller says which
it is. See logic/playbook.py for what a check is.
"""

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from .verdict import Verdict

DAY = timedelta(days=1)


class Environment(NamedTuple):
    """A test database that a customer asks for (NAV-3.4.1.N7)."""

    customer: bool = False
    cause: str = ""
    #: when the ticket was registered, and when the service began
    asked_on: date | None = None
    started_on: date | None = None
    #: the commercial area has agreed to it after the first month
    extended: bool = False
    #: whether the communal one was enough: "accepted", "declined"
    communal: str | None = None
    #: "enterprise", "fullappsuite" or "community"
    scenario: str | None = None
    #: of Enterprise: "saas" or "sh"
    modality: str | None = None
    #: of the customer, made before this ticket: those in use, and whether one is gone
    previous: int = 0
    deleted: bool = False
    #: the address of the database that was made for this ticket
    url: str = ""
    #: whether it is night at the customer's; None where the plan does not say when
    night: bool | None = None
    #: when the next night begins there, as "22:00"
    night_from: str = ""


def check_first_month(facts):
    """See whether it was asked in the first month of service (N7-05, A-NAV-25).

    Later the commercial area decides.
    """
    asked = facts.environment
    if not asked.started_on:
        return Verdict("open", "service_unknown")
    end = find_trial_end(asked.started_on)
    last = {"day": (end - DAY).isoformat()}
    if asked.asked_on < end:
        return Verdict("passed", "in_first_month", last)
    if asked.extended:
        return Verdict("passed", "trial_extended", last)
    return Verdict("failed", "after_first_month", last)


def check_communal_answer(facts):
    """See what the customer says to the communal test database (N7-07)."""
    answer = facts.environment.communal
    if answer:
        return Verdict("passed", f"communal_{answer}")
    return Verdict("open", "communal_unanswered")


def check_environment_cause(facts):
    """See whether customer and cause of the request are there (N7-08, N7-09)."""
    if not facts.environment.customer:
        return Verdict("open", "customer_missing")
    if not facts.environment.cause.strip():
        return Verdict("open", "environment_no_cause")
    return Verdict("passed", "environment_cause")


def check_environment_scenario(facts):
    """See whether one of the three scenarios is chosen (N7-12, N7-13, A-NAV-26)."""
    asked = facts.environment
    if not asked.scenario:
        return Verdict("open", "environment_no_scenario")
    if asked.scenario == "enterprise" and not asked.modality:
        return Verdict("open", "environment_no_modality")
    return Verdict("passed", f"environment_{asked.scenario}")


def check_environment_night(facts):
    """See whether it is night at the customer's (N7-18, A-NAV-27).

    Where the plan names no hours, whoever makes the database confirms it then.
    """
    asked = facts.environment
    if asked.url:
        return Verdict("passed", "environment_was_night")
    if asked.night is None:
        return Verdict("passed", "environment_night_asked")
    at = {"at": asked.night_from}
    if asked.night:
        return Verdict("passed", "environment_is_night", at)
    return Verdict("open", "environment_is_day", at)


def check_environment_deleted(facts):
    """See whether the customer's former test database is gone (N7-16, N7-17)."""
    if facts.environment.previous:
        return Verdict("open", "environment_in_use")
    return Verdict("passed", "environment_deleted")


def check_environment_made(facts):
    """See whether the database is there (N7-21)."""
    url = facts.environment.url
    if url:
        return Verdict("passed", "environment_made", {"url": url})
    return Verdict("open", "environment_not_made")


def is_after_first_month(facts):
    """Return whether it was asked later than in the first month of service (N7-06)."""
    asked = facts.environment
    return bool(asked.started_on) and asked.asked_on >= find_trial_end(asked.started_on)


def wants_own(facts):
    """Return whether the customer needs a test database of their own."""
    return facts.environment.communal != "accepted"


def takes_communal(facts):
    """Return whether the communal test database is enough for the customer."""
    return not wants_own(facts)


def is_enterprise(facts):
    """Return whether they have Odoo Enterprise: free, with a manual (N7-13 … -15)."""
    return wants_own(facts) and facts.environment.scenario == "enterprise"


def is_fullappsuite(facts):
    """Return whether they have FullAppSuite: one database, by night (N7-16 … -18)."""
    return wants_own(facts) and facts.environment.scenario == "fullappsuite"


def is_charged(facts):
    """Return whether they pay for it, as all others do (N7-19)."""
    return wants_own(facts) and facts.environment.scenario == "community"


def has_former(facts):
    """Return whether another database has to go before theirs is made (N7-17)."""
    asked = facts.environment
    return is_fullappsuite(facts) and bool(asked.previous or asked.deleted)


def find_trial_end(start):
    """Return the first day that is no longer in the first month (A-NAV-25).

    The same day of the next month, or the month's last one where it has no such day.
    """
    year, month = divmod(start.year * 12 + start.month, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def is_night(at, start, stop):
    """Return whether a time of day is in a window that may reach over midnight.

    :param float at, start, stop: hours; a window without length is none
    :return: None where there is no window
    """
    if start == stop:
        return None
    if start < stop:
        return start <= at < stop
    return at >= start or at < stop


CHECKS = {
    "first_month": check_first_month,
    "communal_answer": check_communal_answer,
    "environment_cause": check_environment_cause,
    "environment_scenario": check_environment_scenario,
    "environment_night": check_environment_night,
    "environment_deleted": check_environment_deleted,
    "environment_made": check_environment_made,
}
CONDITIONS = {
    "after_first_month": is_after_first_month,
    "own_environment": wants_own,
    "communal": takes_communal,
    "enterprise": is_enterprise,
    "fullappsuite": is_fullappsuite,
    "charged": is_charged,
    "former_environment": has_former,
}
