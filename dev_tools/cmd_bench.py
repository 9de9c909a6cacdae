"""./dev bench sla: what promises to customers cost, beside the floor and OCA's addon.

The same work on the same tickets, three times: with helpdesk_mgmt alone (the floor),
with OCA's helpdesk_mgmt_sla, with this addon; each in a database of its own that is
dropped afterwards. It measures: being over budget is said and is no failure.
"""

import argparse
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
        costs = {desk: _measure(ground, desk, size, options) for desk in MODULES}
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


def _measure(ground, desk, size, options):
    """Let one desk do the work in a database of its own; return what it costs."""
    template = databases.template(ground, "bare")
    with (
        databases.temporary(ground, template, f"bench_{desk}") as database,
        tempfile.TemporaryDirectory() as folder,
    ):
        arguments = ("-d", database, "--no-http", *_addons(ground))
        if module := MODULES[desk]:
            with phase(f"Installing {module}"):
                install = (*arguments, "-i", module, "--stop-after-init")
                ground.odoo("server", *install, log=f"bench-{desk}-install.log")
        costs = Path(folder) / "costs"
        job = {
            "subject": options.subject,
            "desk": desk,
            "number": size,
            "full": options.full,
            "costs": str(costs),
        }
        script = (ROOT / "dev_tools/shell/bench.py").read_text()
        stdin = f"JOB = {job!r}\n{script}".encode()
        log = f"bench-{desk}.log"
        with phase(f"Measuring: {desk}", f"{size:,} tickets; log: {LOGS / log}"):
            ground.odoo("shell", *arguments, log=log, stdin=stdin)
        return json.loads(costs.read_text())


def _addons(ground):
    """Return the option that shows Odoo all addons, OCA's SLA addon too."""
    oca = python_env.ensure("bench", "bench.txt").site / "odoo/addons"
    folders = (ground.addons, *ground.source.addons, oca)
    return ("--addons-path", ",".join(map(str, folders)))
