"""Every failure is one sentence that says what to do."""

import contextlib
import errno
import io
import os
import runpy
import shutil
import socket
import sys
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from dev_tools import archive, cmd_run, cmd_shot, command_line, ground, odoo_source
from dev_tools.places import ROOT
from dev_tools.report import Failure


def run(*arguments, **environment):
    """Run ./dev in this process; return its status and what it said."""
    output = io.StringIO()
    with contextlib.redirect_stderr(output), contextlib.redirect_stdout(output):
        with patch.dict(os.environ, environment):
            status = command_line.main(list(arguments))
    return status, output.getvalue()


class TestFailures(unittest.TestCase):
    def test_port_taken(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            status, said = run("run", PORT=str(port))
        self.assertEqual(status, 1)
        self.assertRegex(
            said, rf"^./dev: Port {port} is taken; .* PORT=\d+ ./dev run\n$"
        )

    def test_no_port(self):
        for wrong in ("abc", "0", "70000"):
            status, said = run("run", PORT=wrong)
            self.assertEqual(status, 1)
            self.assertIn(f"PORT={wrong} is no port", said)

    def test_no_disk(self):
        with tempfile.TemporaryDirectory() as folder:
            usage = shutil._ntuple_diskusage(1, 1, 1 << 29)
            with (
                patch.object(ground, "WORK", Path(folder)),
                patch.object(shutil, "disk_usage", lambda path: usage),
                self.assertRaisesRegex(
                    Failure, "3 GB of disk .* 0.5 are free; make room"
                ),
            ):
                ground._check_disk()

    def test_disk_that_fills_up(self):
        full = OSError(errno.ENOSPC, "No space left on device")
        with patch.object(cmd_run, "main", side_effect=full):
            status, said = run("run")
        self.assertEqual((status, said.count("\n")), (1, 1))
        self.assertIn("The disk is full; make room", said)

    def test_folder_of_somebody_else(self):
        refused = PermissionError(errno.EACCES, "Permission denied", "/x/.dev/data")
        with patch.object(cmd_run, "main", side_effect=refused):
            status, said = run("run")
        self.assertEqual((status, said.count("\n")), (1, 1))
        self.assertIn("/x/.dev/data belongs to somebody else; run", said)

    def test_no_network(self):
        refused = "Could not connect to 127.0.0.1:9"
        package = odoo_source.ODOO
        with (
            tempfile.TemporaryDirectory() as folder,
            patch.object(archive, "WORK", Path(folder)),
            patch.object(archive, "root", lambda: "http://127.0.0.1:9/debian"),
            patch.object(archive, "_download", lambda *arguments: refused),
            self.assertRaisesRegex(
                Failure, f"{refused}.*check the network, or set ODOO"
            ),
        ):
            archive.fetch(package)

    def test_no_archive(self):
        archive.root.cache_clear()
        self.addCleanup(archive.root.cache_clear)
        with (
            patch.object(archive, "_run", lambda *command: ""),
            patch.dict(os.environ, {"DEBIAN_MIRROR": ""}),
            self.assertRaisesRegex(Failure, "set DEBIAN_MIRROR"),
        ):
            archive.root()

    def test_odoo_dir_without_odoo(self):
        with tempfile.TemporaryDirectory() as folder:
            with patch.dict(os.environ, {"ODOO_DIR": folder}):
                with self.assertRaisesRegex(Failure, "holds no Odoo 19; point it"):
                    odoo_source.ensure()

    def test_odoo_dir_as_checkout_and_as_installation(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder).resolve()
            (folder / "odoo").mkdir()
            (folder / "addons").mkdir()
            (folder / "odoo/release.py").write_text("version_info = (19, 0, 0)\n")
            for given in (folder, folder / "odoo"):
                with patch.dict(os.environ, {"ODOO_DIR": str(given)}):
                    found = odoo_source.ensure()
                self.assertEqual(found.python_path, folder)
                self.assertEqual(found.addons, [folder / "addons"])

    def test_nothing_served(self):
        with patch.object(cmd_run, "ADDRESS", Path("/nonexistent")):
            with self.assertRaisesRegex(Failure, "start ./dev run"):
                cmd_shot.main(["analyst", "/odoo"])

    def test_unknown_command_or_argument(self):
        for wrong in (["fly"], ["clean", "--all"], ["pot", "x"]):
            status, said = run(*wrong)
            self.assertEqual(status, 2)
            self.assertIn("usage: ./dev COMMAND", said)

    def test_asking_for_help_does_nothing_else(self):
        for command in command_line.COMMANDS:
            for question in ("-h", "--help"):
                status, said = run(command, question)
                self.assertEqual(status, 0)
                self.assertIn("usage: ./dev COMMAND", said)

    def test_program_that_is_missing(self):
        missing = FileNotFoundError(errno.ENOENT, "No such file", "git")
        with patch.object(cmd_run, "main", side_effect=missing):
            status, said = run("run")
        self.assertEqual(
            (status, said), (1, "./dev: git is needed and is not there; install it.\n")
        )


class TestPython(unittest.TestCase):
    def _start(self, version, found):
        """Start ./dev under a Python of that version, on a PATH with what is found."""
        dev = runpy.run_path(str(ROOT / "dev"), run_name="dev")
        with (
            patch.object(sys, "version_info", version),
            patch.object(shutil, "which", lambda name: found.get(name)),
        ):
            dev["use_a_supported_python"]()

    def test_the_right_one(self):
        with patch.object(os, "execv") as started:
            self._start((3, 11, 7), {"python3.12": "/usr/bin/python3.12"})
        started.assert_not_called()

    def test_another_one_is_there(self):
        for version in ((3, 14, 0), (3, 9, 2)):
            with patch.object(os, "execv", side_effect=SystemExit) as started:
                with self.assertRaises(SystemExit):
                    self._start(version, {"python3.12": "/usr/bin/python3.12"})
            self.assertEqual(started.call_args[0][0], "/usr/bin/python3.12")

    def test_none_is_there(self):
        with self.assertRaisesRegex(SystemExit, "Python 3.9 and no python3.11"):
            self._start((3, 9, 2), {})
