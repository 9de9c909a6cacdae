"""./dev test: everything that is proved, in one run.

./dev test          all of it
./dev test --fast   the pure rules and ./dev's own tests: no Odoo, seconds
./dev test TAGS     some of the addon's tests, as Odoo's --test-tags selects them
"""

from . import (
    browser,
    cmd_peers,
    databases,
    lifecycle,
    node_env,
    odoo_tests,
    plain_tests,
)
from .ground import Ground
from .places import ADDON, ROOT
from .report import Failure


def main(arguments):
    if arguments == ["--fast"]:
        return odoo_tests.report(plain_tests.run("logic", "dev_tools"))
    if arguments == ["--lifecycle"]:
        with Ground() as ground:
            return odoo_tests.report(lifecycle.run(ground))
    if any(argument.startswith("--") for argument in arguments):
        raise Failure("./dev test takes --fast, --lifecycle, or tags.")
    if arguments:
        with Ground() as ground:
            tags = ",".join(arguments)
            return odoo_tests.report(run_ours(ground, "chosen", tags))
    browser.ensure()
    with Ground() as ground:
        found = plain_tests.run("dev_tools")
        found += run_ours(ground, "ours", f"/{ADDON}", test_files=_test_files())
        found += lifecycle.run(ground)
        found += cmd_peers.run(ground)
    return odoo_tests.report(found)


def run_ours(ground, title, tags, **judgement):
    """Install the addon in a database without demo data and run its tests."""
    template = databases.template(ground, "bare")
    node_env.ensure()
    given = {"HELPDESK_AXE": str(node_env.AXE)}
    install = ["-i", ADDON]
    return odoo_tests.run(ground, title, template, install, tags, given, **judgement)


def _test_files():
    return [path.stem for path in (ROOT / "tests").glob("test_*.py")]
