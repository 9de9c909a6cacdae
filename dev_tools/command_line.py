"""The commands of ./dev, each in a module of its own, imported when it is called."""

import errno
import importlib
import os
import signal
import subprocess
import sys

from .places import ROOT
from .report import Failure

COMMANDS = {
    "run": "serve Odoo with demo data, in Spanish (PORT=8069); --fresh: begin anew",
    "test": "run all tests; --fast, --lifecycle or TAGS: some of them",
    "peers": "run the suites of the OCA addons we depend on, with ours installed",
    "bench": "sla | standing: measure what they cost, beside others who do the same",
    "lint": "check Python, XML, JavaScript, SCSS and the translation; --fix: mend it",
    "shell": "open Odoo's Python shell on the database of ./dev run",
    "shot": "ROLE PATH…: photograph pages of ./dev run at desktop and phone width",
    "simulate": "FILE.json: say what the plans promise a made-up ticket, as JSON",
    "pot": "write i18n/helpdesk_support_plan.pot and bring i18n/es.po up to date",
    "wheel": "build dist/odoo_addon_helpdesk_support_plan-….whl",
    "clean": "stop the database server and delete everything that ./dev made",
}

TAKE_ARGUMENTS = {"run", "test", "lint", "shell", "shot", "simulate", "bench"}


def main(arguments):
    """Run one command; return the exit status."""
    name, *rest = arguments or ["help"]
    asks = {"-h", "--help", "help"} & {name, *rest[:1]}
    if asks or name not in COMMANDS or (rest and name not in TAKE_ARGUMENTS):
        print("usage: ./dev COMMAND\n")
        print("\n".join(f"  {name:9}{text}" for name, text in COMMANDS.items()))
        return 0 if asks else 2
    # a terminated ./dev ends like an interrupted one: what it started is stopped
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    if os.environ.get("ODOO_DIR"):
        os.environ["ODOO_DIR"] = os.path.abspath(os.environ["ODOO_DIR"])
    os.chdir(ROOT)
    try:
        return importlib.import_module(f"dev_tools.cmd_{name}").main(rest)
    except KeyboardInterrupt:
        return 130
    except (Failure, subprocess.CalledProcessError, OSError) as error:
        sys.stdout.flush()
        print(f"./dev: {_to_sentence(error)}", file=sys.stderr)
        return 1


def _to_sentence(error):
    """Say what is wrong and what to do about it."""
    if isinstance(error, Failure):
        return str(error)
    if isinstance(error, subprocess.CalledProcessError):
        return f"{error.cmd[0]} ended with status {error.returncode}; see above."
    if isinstance(error, PermissionError):
        return (
            f"{error.filename} belongs to somebody else; run ./dev as they do, or set "
            "DEV_DIR to a folder of your own."
        )
    if isinstance(error, FileNotFoundError):
        return f"{error.filename} is needed and is not there; install it."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full; make room, or set DEV_DIR to another disk."
    return f"{error}; mend that, or set DEV_DIR to another folder."
