"""Where things lie. Everything that ./dev makes is below WORK and may be deleted."""

import ast
import contextlib
import fcntl
import os
import subprocess
from pathlib import Path

from .report import Failure

ADDON = "helpdesk_support_plan"
ROOT = Path(__file__).resolve().parent.parent
#: always a folder of its own: ./dev clean deletes it
WORK = (
    Path(os.environ["DEV_DIR"]).resolve() / f"{ADDON}.dev"
    if os.environ.get("DEV_DIR")
    else ROOT / ".dev"
)
LOGS = WORK / "log"
PINS = Path(__file__).resolve().parent / "pins"

#: What stands in the checkout and is no part of the addon that Odoo loads.
NOT_ADDON = {"dev", "dev_tools", "dist", "__pycache__"}


def addon_entries():
    """Return the top-level files and folders of the checkout that make up the addon."""
    return sorted(entry for entry in ROOT.iterdir() if is_of_addon(entry.name))


def is_of_addon(name):
    """Say whether a file, named relative to the checkout, is a part of the addon."""
    top = name.split("/")[0]
    return not top.startswith(".") and top not in NOT_ADDON


def manifest():
    """Return the addon's manifest."""
    return ast.literal_eval((ROOT / "__manifest__.py").read_text())


def git(*arguments):
    """Run git in the checkout; return what it prints.

    :raises Failure: it refuses, e.g. because this is no checkout.
    """
    command = ["git", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        reason = " ".join(done.stderr.split())
        raise Failure(f"git refuses ({reason}); this takes a checkout with a commit.")
    return done.stdout.strip()


@contextlib.contextmanager
def one_at_a_time(name):
    """Let only one ./dev at a time do what has this name; the others wait."""
    WORK.mkdir(parents=True, exist_ok=True)
    with (WORK / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
