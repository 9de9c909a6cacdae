"""./dev peers: the suites of the OCA addons we depend on, with ours installed."""

from . import browser, databases, odoo_tests
from .ground import Ground
from .places import ADDON

PEERS = ("helpdesk_mgmt", "helpdesk_type", "helpdesk_mgmt_project", "subscription_oca")


def main(arguments):
    browser.ensure()
    with Ground() as ground:
        return odoo_tests.report(run(ground))


def run(ground):
    """Run all of their tests when all addons are loaded, ours too."""
    tags = ",".join(f"/{peer}" for peer in PEERS)
    template = databases.template(ground, "bare")
    arguments = ["--after-install", "-i", ADDON, "-u", ",".join(PEERS)]
    return odoo_tests.run(ground, "peers", template, arguments, tags, strict=False)
