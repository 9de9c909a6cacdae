"""The house rules bite."""

import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from dev_tools import plain_checks


class TestPlainChecks(unittest.TestCase):
    def _findings(self, check, name, source):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source)
            with patch.object(plain_checks, "ROOT", Path(folder)):
                return list(check([name]))

    def test_logic_is_pure(self):
        cases = {
            "from odoo import fields": 1,
            "import odoo.tools": 1,
            "import datetime\nx = datetime.datetime.now()": 1,
            "from datetime import date\nx = date.today()": 1,
            "from time import time": 1,
            "import re\nfrom .mail import x": 0,
        }
        for source, expected in cases.items():
            with self.subTest(source):
                found = self._findings(plain_checks._impure, "logic/x.py", source)
                self.assertEqual(len(found), expected)

    def test_no_import_goes_upward(self):
        cases = {
            ("logic/x.py", "from ..models import y"): 1,
            ("logic/x.py", "from .. import models"): 1,
            ("logic/x.py", "from .y import z"): 0,
            ("models/x.py", "from ..logic.y import z"): 0,
            ("models/x.py", "from ..wizards.y import z"): 1,
            (
                "models/x.py",
                "from odoo.addons.helpdesk_support_plan.reports import y",
            ): 1,
            ("wizards/x.py", "from ..models.y import z"): 0,
            ("hooks.py", "from .models import y"): 0,
        }
        for (name, source), expected in cases.items():
            with self.subTest(source):
                found = self._findings(plain_checks._upward_imports, name, source)
                self.assertEqual(len(found), expected)

    def test_every_sudo_says_why(self):
        cases = {
            "x = self.sudo()": 1,
            "# sudo: res.partner: its own\nx = self.sudo()": 0,
            "# sudo: a: b\n1\n2\n3\nx = self.sudo()": 1,
        }
        for source, expected in cases.items():
            with self.subTest(source):
                found = self._findings(plain_checks._bare_sudo, "models/x.py", source)
                self.assertEqual(len(found), expected)

    def test_one_gate_to_the_ticket(self):
        source = "class T(Model):\n    _inherit = {}\n    def {}(self):\n        1\n"
        ticket, partner = "'helpdesk.ticket'", "'res.partner'"
        cases = {
            ("models/helpdesk_ticket_x.py", ticket, "write"): 1,
            ("models/x.py", "['mail.thread', 'helpdesk.ticket']", "write"): 1,
            ("wizards/x.py", ticket, "message_new"): 1,
            ("models/x.py", ticket, "_prepare"): 0,
            ("models/x.py", partner, "write"): 0,
            ("models/helpdesk_ticket.py", ticket, "write"): 0,
        }
        for (name, models, method), expected in cases.items():
            with self.subTest(name=name, models=models, method=method):
                text = source.format(models, method)
                found = self._findings(plain_checks._second_gates, name, text)
                self.assertEqual(len(found), expected)

    def test_terms_of_a_catalogue(self):
        text = 'msgid ""\nmsgstr "Header"\n\nmsgid ""\n"a "\n"b"\nmsgstr ""\n"c"\n\n'
        text += 'msgid "d"\nmsgstr ""\n'
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "i18n").mkdir()
            (Path(folder) / "i18n/es.po").write_text(text)
            with patch.object(plain_checks, "ROOT", Path(folder)):
                self.assertEqual(plain_checks._terms("es.po"), {"a b": "c", "d": ""})
