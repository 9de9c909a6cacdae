"""Runs Odoo's own server and test runner in this process and records every test.

usage: recorder.py RESULT.json [--after-install] SERVER-ARGUMENT…

Odoo's closing line does not say enough: it counts failed assertions, not tests, leaves
out the tests of a class whose setUpClass failed, and is silent about skips and about a
run of no test at all. So each test's outcome is taken where Odoo's runner reports it.

With --after-install the tests meant for the moment of installing a module run at the
end too, when all addons are loaded: that is how a dependency's suite is run with ours
there.
"""

import json
import sys

FAILED, SKIPPED, PASSED, STARTED = "failed", "skipped", "passed", "started"


class Record:
    """What became of each test, in the order in which they started."""

    def __init__(self):
        self.tests = []
        self._running = {}

    def start(self, test):
        entry = {"id": test.id(), "outcome": STARTED, "why": []}
        self._running[id(test)] = entry
        self.tests.append(entry)

    def note(self, test, outcome, why=None):
        """Note an outcome; a failure is never overwritten by a later success."""
        test = getattr(test, "test_case", test)  # a subtest belongs to its test
        entry = self._running.get(id(test))
        if entry is None or entry["id"] != test.id():  # e.g. setUpClass: none started
            self.start(test)
            entry = self.tests[-1]
        if outcome == FAILED or entry["outcome"] == STARTED:
            entry["outcome"] = outcome
        if why:
            entry["why"].append(str(why)[:500])


def watch(result_class, record):
    """Let Odoo's test result tell `record` everything that it is told."""

    def wrap(name, tell):
        original = getattr(result_class, name)

        def wrapped(self, test, *arguments):
            tell(self, test, *arguments)
            return original(self, test, *arguments)

        setattr(result_class, name, wrapped)

    def failed(result, test, error):
        if not result._soft_fail:
            record.note(test, FAILED, f"{error[0].__name__}: {error[1]}")

    wrap("startTest", lambda result, test: record.start(test))
    wrap("addSuccess", lambda result, test: record.note(test, PASSED))
    wrap("addSkip", lambda result, test, reason: record.note(test, SKIPPED, reason))
    wrap("addError", failed)
    wrap("addFailure", failed)


def be_patient_with_the_browser(common):
    """Let Odoo wait a minute for Chromium: its ten seconds are short on a busy machine.

    Odoo skips a test whose browser is late, and a test that is skipped proves nothing.
    """
    common.CHECK_BROWSER_ITERATIONS = round(60 / common.CHECK_BROWSER_SLEEP)
    common.BROWSER_WAIT = 60


def run_everything_after_install(loader):
    original = loader.make_suite

    def make_suite(module_names, position="at_install"):
        if position == "at_install":
            return original([], position)
        return original(module_names, "at_install,post_install")

    loader.make_suite = make_suite


def main(target, *arguments):
    import odoo.cli
    from odoo.tools import config

    arguments = list(arguments)
    after_install = "--after-install" in arguments
    if after_install:
        arguments.remove("--after-install")
    config.parse_config(arguments, setup_logging=False)  # odoo.tests needs it on import
    from odoo.tests import common, loader, result

    be_patient_with_the_browser(common)
    record = Record()
    watch(result.OdooTestResult, record)
    if after_install:
        run_everything_after_install(loader)
    sys.argv = ["odoo", "server", *arguments]
    try:
        odoo.cli.main()
    finally:
        with open(target, "w") as file:
            json.dump(record.tests, file, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
