"""One run of Odoo's test runner on a fresh copy of a template."""

import json
import subprocess

from . import databases, verdict
from .ground import free_port
from .places import LOGS, ROOT
from .report import phase


def run(ground, title, template, arguments, tags, given=None, **judgement):
    """Run the tests that `tags` select and return the verdict.

    :param list arguments: what Odoo's server is to do first, e.g. ["-i", "addon"]; the
        option --after-install is the recorder's
    :param str tags: as for Odoo's --test-tags
    :param dict given: further variables of the environment, for the tests
    :param judgement: further arguments of verdict.judge
    """
    log, result = LOGS / f"{title}.log", LOGS / f"{title}.json"
    result.unlink(missing_ok=True)
    options = ("--test-tags", tags, "--stop-after-init")
    with phase(f"Tests: {title}", f"log: {log}"):
        with databases.temporary(ground, template, title) as database:
            with log.open("wb") as file:
                done = subprocess.run(
                    [
                        *(ground.env.python, ROOT / "dev_tools/recorder.py", result),
                        *("-c", ground.conf, "-d", database, *arguments, *options),
                        *("--http-port", str(free_port())),
                    ],
                    env={**ground.environment(), **(given or {})},
                    stdout=file,
                    stderr=subprocess.STDOUT,
                )
    tests = json.loads(result.read_text()) if result.exists() else []
    text = log.read_text(errors="replace")
    return verdict.judge(tests, text, done.returncode, **judgement)


def report(found):
    """Print a verdict; return the exit status that it deserves."""
    for line in found.skipped:
        print("SKIPPED", line)
    for line in found.failed:
        print("FAILED", line)
    print(found.summary(), flush=True)
    return int(bool(found.failed) or not found.passed)
