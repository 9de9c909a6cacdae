"""Everything that is not a proof is a failure."""

import unittest

from dev_tools.verdict import Verdict, judge

PREFIX = "2026-01-01 00:00:00,000 7"
TEST = "odoo.addons.helpdesk_support_plan.tests.test_a.TestA.test_one"


def test(name=TEST, outcome="passed", why=()):
    return {"id": name, "outcome": outcome, "why": list(why)}


def log(count, failures=0, errors=0, *lines):
    """Return a log that ends as Odoo's does."""
    last = f"{failures} failed, {errors} error(s) of {count} tests"
    return "\n".join(
        [*lines, f"{PREFIX} INFO db odoo.tests.result: {last} when loading"]
    )


def line(level, logger="odoo.addons.helpdesk_support_plan.models.x", text="oh"):
    return f"{PREFIX} {level} db {logger}: {text}"


FIXTURE = "setUpClass (odoo.addons.helpdesk_support_plan.tests.test_a.TestA)"
#: (case, tests, log, status, further arguments, part of the one failure)
FAILURES = [
    ("a failing test", [test(outcome="failed", why=["x"])], log(1, 1), 1, {}, "x"),
    (
        "a class that cannot be set up",
        [test(FIXTURE, "failed", ["no"])],
        log(0, 0, 1),
        1,
        {},
        "setUpClass",
    ),
    ("a test without an end", [test(outcome="started")], log(1, 0, 1), 1, {}, "no end"),
    (
        "a skipped browser",
        [test(), test("b", "skipped", ["Chrome executable not found"])],
        log(2),
        0,
        {},
        "want of a browser",
    ),
    ("no test at all", [], log(0), 0, {}, "no test was run"),
    ("a test that is not recorded", [test()], log(2), 0, {}, "2 tests, 1 were"),
    ("a failure that is not recorded", [test()], log(1, 1), 0, {}, "disagrees"),
    ("Odoo broken off", [test()], "", 0, {}, "no result line"),
    ("Odoo's status", [test()], log(1), 3, {}, "status 3"),
    ("a warning", [test()], log(1, 0, 0, line("WARNING")), 0, {}, "WARNING in the log"),
    ("an error", [test()], log(1, 0, 0, line("ERROR")), 0, {}, "ERROR in the log"),
    (
        "a JavaScript filter that matches nothing",
        [test()],
        log(1, 0, 0, "[HOOT] no tests to run"),
        0,
        {},
        "matched no test",
    ),
    (
        "a test file that nobody imports",
        [test()],
        log(1),
        0,
        {"test_files": ["test_a", "test_b"]},
        "tests/test_b.py",
    ),
]


class TestVerdict(unittest.TestCase):
    def test_failures(self):
        for case, tests, text, status, further, part in FAILURES:
            with self.subTest(case):
                found = judge(tests, text, status, **further)
                self.assertEqual(len(found.failed), 1, found.failed)
                self.assertIn(part, found.failed[0])

    def test_a_clean_run(self):
        found = judge([test()], log(1), 0, test_files=["test_a"])
        self.assertEqual(found.failed, [])
        self.assertEqual(found.summary(), "1 passed, 0 failed")

    def test_a_failing_test_is_not_counted_again_as_a_log_line(self):
        complaint = line("ERROR", "odoo.addons.helpdesk_support_plan.tests.test_a")
        tests = [test(outcome="failed")]
        found = judge(tests, log(1, 1, 0, complaint), 1)
        self.assertEqual(found.summary(), "0 passed, 1 failed")

    def test_other_skips_are_failures_of_ours_only(self):
        tests = [test(), test("b", "skipped", ["no wkhtmltopdf"])]
        self.assertEqual(judge(tests, log(2), 0).summary(), "1 passed, 1 failed")
        found = judge(tests, log(2), 0, strict=False)
        self.assertEqual(found.summary(), "1 passed, 0 failed")
        self.assertEqual(found.skipped, ["b: no wkhtmltopdf"])

    def test_somebody_else_s_warnings(self):
        text = log(1, 0, 0, line("WARNING"))
        self.assertFalse(judge([test()], text, 0, strict=False).failed)

    def test_a_sum(self):
        found = Verdict(["a"]) + Verdict(["b"], ["c"], ["d"])
        self.assertEqual(found, Verdict(["a", "b"], ["c"], ["d"]))
