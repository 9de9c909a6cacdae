import unittest
from types import SimpleNamespace

from dev_tools.recorder import Record, be_patient_with_the_browser, watch


class Result:
    """As much of Odoo's test result as the recorder looks at."""

    _soft_fail = False

    def __init__(self):
        self.heard = []

    def startTest(self, test):
        self.heard.append("start")

    def addSuccess(self, test):
        self.heard.append("success")

    def addSkip(self, test, reason):
        self.heard.append("skip")

    def addError(self, test, error):
        self.heard.append("error")

    def addFailure(self, test, error):
        self.heard.append("failure")


class FakeTest:
    def __init__(self, name):
        self.name = name

    def id(self):
        return self.name


class Subtest(FakeTest):
    def __init__(self, test):
        super().__init__(f"{test.id()} (x=1)")
        self.test_case = test


ERROR = (ValueError, ValueError("no"), None)


class TestRecorder(unittest.TestCase):
    def setUp(self):
        self.record = Record()
        kind = type("Result", (Result,), dict(vars(Result)))
        watch(kind, self.record)
        self.result = kind()

    def outcomes(self):
        return [(entry["id"], entry["outcome"]) for entry in self.record.tests]

    def test_odoo_still_hears_everything(self):
        test = FakeTest("a")
        self.result.startTest(test)
        self.result.addSuccess(test)
        self.assertEqual(self.result.heard, ["start", "success"])
        self.assertEqual(self.outcomes(), [("a", "passed")])

    def test_failing_subtests_fail_their_test_once(self):
        test = FakeTest("a")
        self.result.startTest(test)
        self.result.addFailure(Subtest(test), ERROR)
        self.result.addFailure(Subtest(test), ERROR)
        self.result.addSuccess(test)
        self.assertEqual(self.outcomes(), [("a", "failed")])

    def test_a_fixture_that_fails_without_any_test(self):
        self.result.addError(FakeTest("setUpClass (x)"), ERROR)
        self.assertEqual(self.outcomes(), [("setUpClass (x)", "failed")])
        self.assertEqual(self.record.tests[0]["why"], ["ValueError: no"])

    def test_a_failure_that_is_tried_again_is_none(self):
        test = FakeTest("a")
        self.result.startTest(test)
        self.result._soft_fail = True
        self.result.addFailure(test, ERROR)
        self.result._soft_fail = False
        self.result.addSuccess(test)
        self.assertEqual(self.outcomes(), [("a", "passed")])

    def test_a_test_that_never_ended(self):
        self.result.startTest(FakeTest("a"))
        self.assertEqual(self.outcomes(), [("a", "started")])


class TestBrowser(unittest.TestCase):
    def test_odoo_waits_a_minute_for_a_late_browser(self):
        common = SimpleNamespace(CHECK_BROWSER_SLEEP=0.1, CHECK_BROWSER_ITERATIONS=100)
        be_patient_with_the_browser(common)
        waits = common.CHECK_BROWSER_SLEEP * common.CHECK_BROWSER_ITERATIONS
        self.assertAlmostEqual(waits, 60)
