"""What a run of Odoo's tests proved, from its record, its log and its exit status.

Pure: it reads no file and starts nothing. Everything that is not a proof is a failure.
"""

import re
from dataclasses import dataclass, field

LOG_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): "
    r"(?P<text>.*)$",
    re.M,
)
#: Odoo reports a failing test as an error, too; that one is in the record already
TEST_LOGGER = re.compile(r"odoo\.(tests\.|addons\.\w+\.tests\.)")
RESULT = re.compile(
    r"odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests"
)
NO_BROWSER = re.compile(r"chrome|chromium|devtools|websocket", re.I)
FIXTURE = re.compile(r"(setUp|tearDown)(Class|Module) \(")


@dataclass
class Verdict:
    """The tests that passed, and sentences about all that did not."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def __add__(self, other):
        return Verdict(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def summary(self):
        return f"{len(self.passed)} passed, {len(self.failed)} failed"


def judge(tests, log, status, test_files=(), strict=True):
    """Return the verdict on one run.

    :param list[dict] tests: the recorder's entries: id, outcome, why
    :param str log: everything that Odoo wrote
    :param int status: its exit status
    :param test_files: names of test modules of which at least one test must have run
    :param bool strict: skips and warnings are failures; for a suite of somebody else's
        they are theirs
    """
    verdict = Verdict()
    for test in tests:
        _sort_in(test, verdict, strict)
    has_failures = any(test["outcome"] in ("failed", "started") for test in tests)
    problems = list(_contradictions(tests, log, status, has_failures))
    problems += _forgotten(test_files, tests)
    if strict:
        problems += complaints(log)
    if not verdict.passed and not verdict.failed:
        problems.append("no test was run")
    verdict.failed += problems
    return verdict


def _sort_in(test, verdict, strict):
    reason = "; ".join(test["why"])
    if test["outcome"] == "passed":
        verdict.passed.append(test["id"])
    elif test["outcome"] == "failed":
        verdict.failed.append(f"{test['id']}: {reason}")
    elif test["outcome"] == "started":
        verdict.failed.append(f"{test['id']}: was started and came to no end")
    elif NO_BROWSER.search(reason):
        verdict.failed.append(f"{test['id']}: skipped for want of a browser ({reason})")
    elif strict:
        verdict.failed.append(f"{test['id']}: skipped ({reason})")
    else:
        verdict.skipped.append(f"{test['id']}: {reason}")


def _contradictions(tests, log, status, has_failures):
    """Yield what in Odoo's own account does not fit the record."""
    results = RESULT.findall(log)
    if not results:
        yield "Odoo's runner gave no result line: it did not come to its end"
    else:
        failures, errors, count = map(int, results[-1])
        started = sum(not FIXTURE.match(test["id"]) for test in tests)
        if count != started:
            yield f"Odoo counts {count} tests, {started} were recorded"
        if bool(failures + errors) != has_failures:
            yield f"Odoo counts {failures + errors} failures, the record disagrees"
    if status and not has_failures:
        yield f"Odoo ended with status {status}"
    if "[HOOT] no tests to run" in log:  # which Odoo calls a success
        yield "a run of JavaScript unit tests matched no test"


def _forgotten(test_files, tests):
    """Yield the test modules of which nothing was run: nobody imports them."""
    for name in sorted(test_files):
        if not any(f".tests.{name}." in test["id"] for test in tests):
            yield f"tests/{name}.py: none of its tests was run (is it imported?)"


def complaints(log):
    for line in LOG_LINE.finditer(log):
        if line["level"] in ("WARNING", "ERROR", "CRITICAL"):
            if not TEST_LOGGER.match(line["logger"]):
                text = line["text"][:300]
                yield f"{line['level']} in the log: {line['logger']}: {text}"
