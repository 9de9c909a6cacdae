"""What the steps of procedure No.5 look at: a new customer's database is set up.

See logic/playbook.py for what a check is.
"""

from typing import NamedTuple

from .playbook_steps import is_link
from .verdict import Verdict


class Activation(NamedTuple):
    """What has to be known to set a new customer's database up (NAV-3.4.1.N5)."""

    modules: str = ""
    #: modules that are yet to be developed; "none" says it, too
    developments: str = ""
    url: str = ""
    #: people who need access to git and to Odoo, or "none"
    users: str = ""
    version: str = ""


def check_activation_scope(facts):
    """See whether modules, developments and address are there (N5-06 … -08)."""
    scope = facts.activation
    if not scope.modules.strip():
        return Verdict("open", "activation_no_modules")
    if not scope.developments.strip():
        return Verdict("open", "activation_no_developments")
    if not scope.url.strip():
        return Verdict("open", "activation_no_url")
    if not is_address(scope.url):
        return Verdict("open", "address_wrong", {"url": scope.url})
    return Verdict("passed", "activation_scope", {"url": scope.url})


def check_activation_users(facts):
    """See whether it is said who needs access, or that nobody does (N5-09)."""
    names = [name for name in facts.activation.users.splitlines() if name.strip()]
    if names:
        return Verdict("passed", "activation_users", {"count": len(names)})
    return Verdict("open", "activation_no_users")


def check_activation_version(facts):
    """See whether the version is said (N5-10)."""
    version = facts.activation.version.strip()
    if version:
        return Verdict("passed", "activation_version", {"version": version})
    return Verdict("open", "activation_no_version")


def check_verified(facts):
    """See whether the last verification has passed (N5-15)."""
    if "verified" in facts.done:
        return Verdict("passed", "verified")
    if "verified" in facts.failed:
        return Verdict("open", "verified_failed")
    return Verdict("open", "not_verified")


def is_address(text):
    """Return whether a text is an address, with or without https:// in front."""
    text = text.strip()
    return is_link(text) or is_link(f"https://{text}")


CHECKS = {
    "activation_scope": check_activation_scope,
    "activation_users": check_activation_users,
    "activation_version": check_activation_version,
    "verified": check_verified,
}
