"""./dev bench sla: what promises to customers cost, beside the floor and OCA's addon.

Three desks do the same work on the same tickets, in turns: with helpdesk_mgmt alone
(the floor), with OCA's helpdesk_mgmt_sla, with this addon; each in a database of its
own, dropped afterwards. It measures: to be over budget is said, and is no failure.
"""

import argparse
import contextlib
import json
import tempfile
from pathlib import Path

from . import databases, python_env
from .bench import table
from .ground import Ground
from .places import ADDON, LOGS, ROOT
from .report import phase

OCA = "helpdesk_mgmt_sla"
#: what is installed on each desk besides our dependencies
MODULES = {"floor": None, "oca": OCA, "ours": ADDON}
QUICK_SIZE = 5_000


def main(arguments):
    options = _parse(arguments)
    size = QUICK_SIZE if options.quick else table.FULL_SIZE
    with Ground() as ground:
        costs = _measure(ground, size, options)
    rows = table.compare(costs, size)
    print(f"\n{table.show(rows)}\n")
    if "sample" in costs["oca"]["rebuild"]:
        sample = costs["oca"]["rebuild"]["sample"]
        print(f"~ from a sample of {sample} tickets of all kinds; --full does all")
    over = [row["title"] for row in rows if row["holds"] is False]
    print(f"over budget: {'; '.join(over)}" if over else "everything within budget")
    if options.json:
        report = {"bench": options.subject, "tickets": size, "work": rows}
        options.json.write_text(json.dumps(report, indent=2) + "\n")
    return 0


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("subject", choices=["sla"])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write it there too")
    parser.add_argument(
        "--quick",
        action="store_true",
        help=f"{QUICK_SIZE:,} tickets instead of {table.FULL_SIZE:,}",
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help="have OCA's addon recompute all tickets, not a sample: minutes",
    )
    return parser.parse_args(arguments)


def _measure(ground, size, options):
    """Let all desks do the work, each in a database of its own.

    :return: {desk: {work: what it costs}}
    """
    addons = _get_addons(ground)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        job = {
            "subject": options.subject,
            "databases": {
                desk: stack.enter_context(_make_desk(ground, desk, addons))
                for desk in MODULES
            },
            "size": size,
            "full": options.full,
            "costs": f"{folder}/costs",
        }
        script = (ROOT / "dev_tools/shell/bench.py").read_text()
        stdin = f"JOB = {job!r}\n{script}".encode()
        with phase(f"Measuring with {size:,} tickets", f"log: {LOGS / 'bench.log'}"):
            ground.odoo("shell", "--no-http", *addons, log="bench.log", stdin=stdin)
        return json.loads(Path(job["costs"]).read_text())


@contextlib.contextmanager
def _make_desk(ground, desk, addons):
    """Give a database with what a desk has installed, as long as the block lives."""
    template = databases.template(ground, "bare")
    module = MODULES[desk]
    with databases.temporary(ground, template, f"bench_{desk}") as database:
        if module:
            with phase(f"Installing {module}"):
                arguments = ("-d", database, "-i", module, "--stop-after-init")
                log = "bench-install.log"
                ground.odoo("server", "--no-http", *addons, *arguments, log=log)
        yield database


def _get_addons(ground):
    """Return the option that shows Odoo all addons, OCA's SLA addon too."""
    oca = python_env.ensure("bench", "bench.txt").site / "odoo/addons"
    folders = (ground.addons, *ground.source.addons, oca)
    return ("--addons-path", ",".join(map(str, folders)))
