"""Tests that need no Odoo: the pure rules of logic/, and ./dev's own.

Importing the addon would import Odoo. So two bare packages stand in for it and for its
tests; relative imports then work in the test files as they do under Odoo.
"""

import importlib
import sys
import types
import unittest

from .places import ADDON, ROOT
from .verdict import Verdict


def run(*parts):
    """Run the named parts ("logic", "dev_tools") and return the verdict."""
    result = _Result()
    for part in parts:
        for name in {"logic": _logic_tests, "dev_tools": _own_tests}[part]():
            try:
                module = importlib.import_module(name)
            except Exception as error:
                result.verdict.failed.append(f"{name} cannot be imported: {error!r}")
            else:
                unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
    return result.verdict


def _logic_tests():
    for name, folder in ((ADDON, ROOT), (f"{ADDON}.tests", ROOT / "tests")):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    for path in sorted((ROOT / "tests").glob("test_logic_*.py")):
        yield f"{ADDON}.tests.{path.stem}"


def _own_tests():
    for path in sorted((ROOT / "dev_tools/tests").glob("test_*.py")):
        yield f"dev_tools.tests.{path.stem}"


class _Result(unittest.TestResult):
    """Collects a verdict instead of printing dots."""

    def __init__(self):
        super().__init__()
        self.verdict = Verdict()

    def addSuccess(self, test):
        self.verdict.passed.append(test.id())

    def addSkip(self, test, reason):
        self.verdict.skipped.append(f"{test.id()}: {reason}")

    def addFailure(self, test, error):
        self.verdict.failed.append(
            f"{test.id()}\n{self._exc_info_to_string(error, test)}"
        )

    addError = addFailure

    def addUnexpectedSuccess(self, test):
        self.verdict.failed.append(
            f"{test.id()}: passes, though it was not expected to"
        )

    def addSubTest(self, test, subtest, error):
        if error:
            self.addFailure(subtest, error)
