"""./dev shot ROLE PATH…: photographs of ./dev run, as that role, on desktop and phone.

    ./dev shot analyst /odoo/helpdesk-tickets
    ./dev shot customer --phone /my/tickets /new/ticket

The pictures go to .dev/shots; each one's address and every console error is printed.
"""

import argparse
import json
import urllib.request

from . import browser, cmd_run, python_env
from .places import ROOT, WORK
from .report import Failure
from .roles import ROLES

SCREENS = {"desktop": (1440, 900), "phone": (390, 844)}


def main(arguments):
    options = _parse(arguments)
    address = _address()
    env = python_env.ensure("shot-env", "shot.txt", no_deps=False)
    target = WORK / "shots"
    target.mkdir(parents=True, exist_ok=True)
    job = {
        "browser": browser.ensure(),
        "address": address,
        "login": ROLES[options.role][0],
        "prefix": str(target / options.role),
        "screens": {name: SCREENS[name] for name in options.screens},
        "paths": [f"/{path.lstrip('/')}" for path in options.paths],
        "wait": options.wait,
    }
    done = env.run(ROOT / "dev_tools/photographer.py", json.dumps(job))
    return done.returncode


def _address():
    """Return where ./dev run serves."""
    try:
        address = json.loads(cmd_run.ADDRESS.read_text())
        urllib.request.urlopen(f"{address}/web/health", timeout=10).close()
    except OSError:
        raise Failure(
            "Nothing is served; start ./dev run in another terminal first."
        ) from None
    return address


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./dev shot",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    for screen in SCREENS:
        parser.add_argument(
            f"--{screen}",
            dest="screens",
            action="append_const",
            const=screen,
            help=f"only at {SCREENS[screen][0]} pixels",
        )
    parser.add_argument("--wait", type=int, default=2500, help="milliseconds per page")
    options = parser.parse_args(arguments)
    options.screens = options.screens or list(SCREENS)
    return options
