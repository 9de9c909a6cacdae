"""Procedures: which one a ticket needs, and what its steps look at.

A check is a named function: facts of one ticket in, a verdict out. The facts are read
by models/, for many tickets at once; what a verdict says is put in words there, too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from . import playbook_activation, playbook_environment, playbook_takedown
from .escalation import find_unknown
from .playbook_activation import Activation
from .playbook_environment import Environment
from .playbook_takedown import Takedown
from .standing import find_objection
from .verdict import Verdict

#: what is asked besides the minimum diagnosis (CHK-INFO)
INFORMATION = ("customer", "module", "description", "steps", "error")
#: what a database, or the tests as a whole, have come to
PASS, FAIL = "pass", "fail"


class Playbook(NamedTuple):
    """What a procedure is proposed by; what is empty takes everything."""

    id: int
    plans: frozenset = frozenset()
    types: frozenset = frozenset()
    tags: frozenset = frozenset()
    company: int | None = None


@dataclass(frozen=True)
class Facts:
    """What the checks look at: one ticket, as it is at an instant."""

    #: UTC
    now: datetime | None = None
    #: of the step that is judged: the codes of its target, and its evidence
    target: str | None = None
    evidence: str = ""
    #: when the steps that have a code were done, UTC: {code: instant}
    done: Mapping = field(default_factory=dict)
    #: codes of steps that have failed
    failed: frozenset = frozenset()
    #: how the customer stands, and for how many days something is overdue
    standing: str = "unknown"
    standing_days: int = 0
    #: the company sells subscriptions: else nobody is without service
    sells_service: bool = True
    #: what is owed does not matter to this ticket, or somebody has decided so
    arrears_exempt: bool = False
    arrears_overridden: bool = False
    #: customers whom it is done for besides, as Customer
    others: tuple = ()
    #: what it is about, as Module; and the ids of the products that the customer has:
    #: None if nobody knows
    modules: tuple = ()
    contracted: frozenset | None = None
    #: what somebody has decided: "unknown", "in" or "out"; who authorised it is noted
    scope_state: str = "unknown"
    scope_authorised: bool = False
    #: {one of INFORMATION: whether it is known}; something can be reproduced
    known: Mapping = field(default_factory=dict)
    is_diagnosed: bool = True
    #: what else is known, as text
    notes: str = ""
    #: how many tickets may be about the same
    duplicates: int = 0
    #: code of the level where the ticket is; {code of where it was handed up to:
    #: "level" or "area"}
    level: str | None = None
    reached: Mapping = field(default_factory=dict)
    #: why it is solved where it came in, though others are meant to (NAV-3.2-18)
    stays_because: str = ""
    #: names of the files that are attached
    files: tuple = ()
    #: a known error that is linked, by its name; somebody has looked for one
    known_error: str | None = None
    known_error_looked: bool = False
    #: results of the tests in words, as PASS or FAIL, and those of each database
    tests_result: str = ""
    tests_state: str | None = None
    databases: tuple = ()
    #: undue manipulation: whether it was found, what was diagnosed and altered
    manipulated: bool = False
    manipulation_diagnosis: str = ""
    manipulation_nature: str = ""
    #: the invoice of the additional charge: its name; "draft", "posted" or "paid"
    charge_invoice: str | None = None
    charge_state: str | None = None
    #: the ticket at the technological provider, and what they have answered
    provider_name: str = ""
    provider_reference: str = ""
    provider_answer: str | None = None
    development_notes: str = ""
    #: documents that the customer has named, and the one that is tested
    document_numbers: tuple = ()
    document_chosen: str = ""
    #: which day it is in the plan's zone
    today: date | None = None
    #: what procedures No.5 to 7 look at
    activation: Activation = Activation()
    takedown: Takedown = Takedown()
    environment: Environment = Environment()


class Customer(NamedTuple):
    """Somebody whom a ticket is for besides its own customer (NAV-3.4.1.N3-07)."""

    name: str
    standing: str
    days: int = 0


class Module(NamedTuple):
    """A part of the software that a ticket is about."""

    name: str
    #: ids of the products by which customers buy it; empty if nobody has said
    products: frozenset = frozenset()


def find_playbook(playbooks, plan, kind, tags, company):
    """Return the id of the procedure that a ticket needs, or None.

    One that asks for a tag of the ticket comes before one that asks for none: a bug of
    electronic documents has a procedure of its own (NAV-3.4.1-01, NAV-3.4.1.N4-01).

    :param playbooks: in the order of the manual
    :param plan, kind, company: ids; empty for none
    :param tags: ids
    """
    fitting = [
        each for each in playbooks if is_fitting(each, plan, kind, tags, company)
    ]
    return min(fitting, key=_by_tags, default=_NONE).id


def is_fitting(playbook, plan, kind, tags, company):
    """Return whether a procedure is one for tickets like this."""
    return (
        bool(playbook.types or playbook.tags)
        and (not playbook.plans or plan in playbook.plans)
        and (not playbook.types or kind in playbook.types)
        and (not playbook.tags or bool(playbook.tags & frozenset(tags)))
        and playbook.company in (None, company)
    )


def _by_tags(playbook):
    return not playbook.tags


_NONE = Playbook(None)


def read_documents(text):
    """Return the numbers of documents in a text, in their order, each once.

    :param text: one a line, or with commas or semicolons between them; empty for none
    :rtype: tuple
    """
    parts = re.split(r"[,;\n]", text or "")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def check_text(facts):
    """See whether something was written down with the step."""
    return _see_text(facts.evidence)


def check_customer_ok(facts):
    """See whether the customers are in service and not in arrears (CHK-CLI).

    A few days late is no objection (A-NAV-09); what somebody decided, or tags exempt
    from, is none either (A-NAV-12). Of several customers each has to pass.
    """
    own = Customer("", facts.standing, facts.standing_days)
    objections = [
        (who, objection)
        for who in (own, *facts.others)
        if (objection := _find_objection(facts, who))
    ]
    if objections:
        who, objection = objections[0]
        state = "open" if objection == "unknown" else "failed"
        code = f"other_{objection}" if who.name else f"customer_{objection}"
        return Verdict(state, code, {"name": who.name, "days": who.days})
    return _see_passing_customer(facts)


def _find_objection(facts, customer):
    """Return what speaks against a customer; None if nothing does."""
    objection = find_objection(customer.standing)
    if objection == "arrears" and (facts.arrears_exempt or facts.arrears_overridden):
        return None
    if objection == "no_service" and not facts.sells_service:
        return None
    return objection


def _see_passing_customer(facts):
    """Say why a customer passes to whom nothing speaks against."""
    if find_objection(facts.standing) == "arrears":
        exempt = "customer_exempt" if facts.arrears_exempt else "customer_overridden"
        return Verdict("passed", exempt)
    if facts.standing in ("late", "agreement"):
        code = f"customer_{facts.standing}"
        return Verdict("passed", code, {"days": facts.standing_days})
    return Verdict("passed", "customer_ok")


def check_scope(facts):
    """See whether the customer has bought what it is about (CHK-SCOPE).

    It is known then; what lies outside has steps of its own (A-NAV-48).
    """
    code, names = _judge_scope(facts)
    if code.startswith(("in_", "out_")):
        return Verdict("passed", code, {"modules": names})
    return Verdict("open", code, {"modules": names})


def is_out_of_scope(facts):
    """Return whether it is about something that the customer has not bought."""
    return _judge_scope(facts)[0].startswith("out_")


def check_scope_authorised(facts):
    """See whether somebody has authorised what lies outside (N1-07, N3-09)."""
    if facts.scope_authorised:
        return Verdict("passed", "authorised")
    return Verdict("open", "not_authorised")


def _judge_scope(facts):
    """Return (what was seen, names of the modules concerned).

    What a person has decided goes before what the products say.
    """
    names = ", ".join(module.name for module in facts.modules)
    if facts.scope_state in ("in", "out"):
        return f"{facts.scope_state}_decided", names
    if not facts.modules:
        return "no_module", names
    if facts.contracted is None:
        return "no_subscription", names
    outside = [
        module.name
        for module in facts.modules
        if module.products and not module.products & facts.contracted
    ]
    if outside:
        return "out_not_bought", ", ".join(outside)
    unknown = [module.name for module in facts.modules if not module.products]
    if unknown:
        return "module_unknown", ", ".join(unknown)
    return "in_bought", names


def check_information(facts):
    """See whether all is there that technical support will ask for (CHK-INFO)."""
    known = {part: bool(facts.known.get(part)) for part in INFORMATION}
    missing = find_unknown(known, facts.is_diagnosed)
    if missing:
        return Verdict("open", "information_missing", {"parts": [*missing]})
    return Verdict("passed", "information_complete")


def check_notes(facts):
    """See whether configurations that matter are written down, or that none do."""
    return _see_text(facts.evidence or facts.notes)


def check_duplicates(facts):
    """See whether other open tickets may be about the same (CHK-DUP)."""
    if facts.duplicates:
        return Verdict("open", "duplicates_found", {"count": facts.duplicates})
    return Verdict("passed", "no_duplicates")


def check_handed_over(facts):
    """See whether the ticket has come to where the step takes it.

    Where the step names no level, any to which it was handed up will do; or that
    somebody has said why it is solved where it came in (NAV-3.2-18).
    """
    if facts.target in facts.reached or (
        facts.target is None and "level" in facts.reached.values()
    ):
        return Verdict("passed", "handed_over")
    if facts.target is None and facts.stays_because.strip():
        return Verdict("passed", "kept", {"reason": facts.stays_because})
    return Verdict("open", "not_handed_over")


def check_resumed(facts):
    """See whether it is paid, and the ticket is where support goes on (N1-19)."""
    if facts.charge_state != "paid":
        return check_charge_paid(facts)
    if facts.target in (None, facts.level):
        return Verdict("passed", "resumed")
    return Verdict("open", "not_resumed")


def check_known_error(facts):
    """See whether somebody has looked among the known errors (N2-04)."""
    if facts.known_error:
        return Verdict("passed", "known_error", {"name": facts.known_error})
    if facts.known_error_looked:
        return Verdict("passed", "no_known_error")
    return Verdict("open", "known_errors_not_searched")


def names_several_documents(facts):
    """Return whether the customer has named more than one document."""
    return len(facts.document_numbers) > 1


def check_document_chosen(facts):
    """See whether there is exactly one document to test with (N2-07)."""
    numbers = facts.document_numbers
    if facts.document_chosen in numbers:
        return Verdict("passed", "document_chosen", {"number": facts.document_chosen})
    if len(numbers) == 1:
        return Verdict("passed", "document_chosen", {"number": numbers[0]})
    if numbers:
        return Verdict("open", "document_not_chosen", {"count": len(numbers)})
    return Verdict("open", "no_document")


def check_xml(facts):
    """See whether an XML is attached (N2-10, A-NAV-41)."""
    found = [name for name in facts.files if name.lower().endswith(".xml")]
    if found:
        return Verdict("passed", "xml_attached", {"name": found[0]})
    return Verdict("open", "xml_missing")


def check_provider(facts):
    """See whether the technological provider has a ticket of it (N2-11)."""
    if facts.provider_name.strip() and facts.provider_reference.strip():
        names = {"name": facts.provider_name, "reference": facts.provider_reference}
        return Verdict("passed", "provider_asked", names)
    return Verdict("open", "provider_not_asked")


def check_provider_answered(facts):
    """See whether the provider has said if something has to be developed (N2-11)."""
    if facts.provider_answer:
        return Verdict("passed", f"provider_{facts.provider_answer}")
    return Verdict("open", "provider_silent")


def check_development_notes(facts):
    """See whether the problem is written down for development (N2-12)."""
    return _see_text(facts.development_notes)


def is_manipulated(facts):
    """Return whether somebody has tampered with the system (N1-03, N1-12)."""
    return facts.manipulated


def check_manipulation_diagnosed(facts):
    """See whether the manipulation was diagnosed in detail (N1-12)."""
    return _see_text(facts.manipulation_diagnosis)


def check_manipulation_described(facts):
    """See whether the nature of the manipulation is written down (N1-13)."""
    return _see_text(facts.manipulation_nature)


def check_charge_invoiced(facts):
    """See whether the additional charge is invoiced (N1-17)."""
    names = {"name": facts.charge_invoice or ""}
    if facts.charge_state in ("posted", "paid"):
        return Verdict("passed", "charge_invoiced", names)
    if facts.charge_state:
        return Verdict("open", f"charge_{facts.charge_state}", names)
    return Verdict("open", "charge_missing")


def check_charge_paid(facts):
    """See whether the additional charge is paid (N1-18)."""
    names = {"name": facts.charge_invoice or ""}
    if facts.charge_state == "paid":
        return Verdict("passed", "charge_paid", names)
    if facts.charge_state == "posted":
        return Verdict("open", "charge_unpaid", names)
    return check_charge_invoiced(facts)


def check_tests_written(facts):
    """See whether the results of the tests are written down (N1-20, N3-14, N4-12).

    Only tests that have not failed let the ticket go on.
    """
    if facts.tests_state == FAIL:
        return Verdict("failed", "tests_failed")
    return _see_text(facts.tests_result)


def check_databases(facts):
    """See whether the solution works in every affected database (N3-15)."""
    counts = {"count": len(facts.databases)}
    failing = facts.databases.count(FAIL)
    left = len(facts.databases) - facts.databases.count(PASS) - failing
    if not facts.databases:
        return Verdict("open", "no_databases")
    if failing:
        return Verdict("failed", "databases_failed", {**counts, "failed": failing})
    if left:
        return Verdict("open", "databases_left", {**counts, "left": left})
    return Verdict("passed", "databases_passed", counts)


def check_tests_passed(facts):
    """See whether the last test has passed, everywhere (N1-22, N3-16, N4-14)."""
    if facts.tests_state == FAIL:
        return Verdict("failed", "tests_failed")
    if facts.tests_state != PASS:
        return Verdict("open", "tests_missing")
    if facts.databases and check_databases(facts).state != "passed":
        return check_databases(facts)
    return Verdict("passed", "tests_passed")


def _see_text(text):
    if text.strip():
        return Verdict("passed", "written")
    return Verdict("open", "not_written")


#: {name: function of Facts that returns a Verdict}
CHECKS = {
    "text": check_text,
    "customer_ok": check_customer_ok,
    "scope": check_scope,
    "scope_authorised": check_scope_authorised,
    "information": check_information,
    "notes": check_notes,
    "duplicates": check_duplicates,
    "handed_over": check_handed_over,
    "known_error": check_known_error,
    "document_chosen": check_document_chosen,
    "xml": check_xml,
    "provider": check_provider,
    "provider_answered": check_provider_answered,
    "development_notes": check_development_notes,
    "manipulation_diagnosed": check_manipulation_diagnosed,
    "manipulation_described": check_manipulation_described,
    "charge_invoiced": check_charge_invoiced,
    "charge_paid": check_charge_paid,
    "resumed": check_resumed,
    "tests_written": check_tests_written,
    "databases": check_databases,
    "tests_passed": check_tests_passed,
    **playbook_activation.CHECKS,
    **playbook_takedown.CHECKS,
    **playbook_environment.CHECKS,
}
#: {name: function of Facts that returns whether the step applies}
CONDITIONS = {
    "manipulated": is_manipulated,
    "out_of_scope": is_out_of_scope,
    "several_numbers": names_several_documents,
    **playbook_takedown.CONDITIONS,
    **playbook_environment.CONDITIONS,
}
