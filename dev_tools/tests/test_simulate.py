"""What ./dev simulate prints, and how it refuses; the plans are asked elsewhere."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from dev_tools import cmd_simulate


class TestSimulate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "case.json"

    def _run(self, *arguments, answers=()):
        out, err = io.StringIO(), io.StringIO()
        with (
            patch.object(cmd_simulate, "_ask", lambda cases: list(answers)),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            status = cmd_simulate.main(list(arguments))
        return status, out.getvalue(), err.getvalue()

    def _simulate(self, text, answers=()):
        self.file.write_text(text)
        return self._run(str(self.file), answers=answers)

    def test_a_case_gives_a_result_and_a_list_a_list(self):
        for text, answers, expected in (
            ("{}", [{"result": {"a": "ñ"}}], {"a": "ñ"}),
            ("[]", [], []),
            ("[{}, {}]", [{"result": 1}, {"result": 2}], [1, 2]),
        ):
            with self.subTest(text):
                status, out, err = self._simulate(text, answers)
                self.assertEqual((status, json.loads(out), err), (0, expected, ""))

    def test_bad_input_is_one_line_and_status_2(self):
        cases = [
            self._run(),
            self._run("a.json", "b.json"),
            self._run(str(self.file)),
            self._simulate("{"),
            self._simulate("{}", [{"error": "No hay\ntal plan."}]),
            self._simulate("[{}, {}]", [{"result": 1}, {"error": "No hay tal plan."}]),
        ]
        for status, out, err in cases:
            with self.subTest(err):
                self.assertEqual((status, out), (2, ""))
                self.assertEqual(err.count("\n"), 1)
        self.assertIn("case 2: No hay tal plan.", cases[-1][2])
