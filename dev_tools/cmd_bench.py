"""./dev bench: what this addon costs, beside others who do the same work.

sla: what promises to customers cost. Three desks do the same work on the same tickets,
in turns: with helpdesk_mgmt alone (the floor), with OCA's helpdesk_mgmt_sla, with this
addon; each in a database of its own.

standing: what it costs to know how customers stand, beside the loop that an addon's
author would write, on the same subscriptions and bills.

escalation: what it costs to act on tickets in time, beside Odoo's own automation rules
with a time trigger, which do the same to as many tickets.

duplicates: what it costs to find open tickets like one, beside a loop in Python.

It measures: to be over budget is said, and is no failure.
"""

import argparse
import contextlib
import json
import tempfile
from pathlib import Path

from . import databases, python_env
from .bench import table
from .bench.subjects import SUBJECTS
from .ground import Ground
from .places import ADDON, LOGS, ROOT
from .report import phase


def main(arguments):
    options = _parse(arguments)
    subject = SUBJECTS[options.subject]
    size = subject.quick_size if options.quick else subject.full_size
    with Ground() as ground:
        costs = _measure(ground, subject, size, options)
    rows = table.compare(subject, costs, size)
    print(f"\n{table.show(subject, rows)}\n")
    for note in table.list_notes(costs):
        print(note)
    over = [row["title"] for row in rows if row["holds"] is False]
    print(f"over budget: {'; '.join(over)}" if over else "everything within budget")
    if options.json:
        report = {"bench": options.subject, subject.unit: size, "work": rows}
        options.json.write_text(json.dumps(report, indent=2) + "\n")
    return 0


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("subject", choices=[*SUBJECTS])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write it there too")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="; ".join(
            f"{name}: {subject.quick_size:,} {subject.unit} instead of "
            f"{subject.full_size:,}"
            for name, subject in SUBJECTS.items()
        ),
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help="sla: have OCA's addon recompute all tickets, not a sample: minutes",
    )
    return parser.parse_args(arguments)


def _measure(ground, subject, size, options):
    """Let all do the work, in databases that are dropped afterwards.

    :return: {desk: {work: what it costs}}
    """
    addons = _get_addons(ground)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        job = {
            "subject": options.subject,
            "databases": {
                desk: stack.enter_context(_make_desk(ground, desk, module, addons))
                for desk, module in subject.databases.items()
            },
            "size": size,
            "full": options.full,
            "costs": f"{folder}/costs",
        }
        hint = f"log: {LOGS / 'bench.log'}"
        script = (ROOT / "dev_tools/shell/bench.py").read_text()
        stdin = f"JOB = {job!r}\n{script}".encode()
        with phase(f"Measuring with {size:,} {subject.unit}", hint):
            ground.odoo("shell", "--no-http", *addons, log="bench.log", stdin=stdin)
        return json.loads(Path(job["costs"]).read_text())


@contextlib.contextmanager
def _make_desk(ground, desk, module, addons):
    """Give a database with what a desk has installed, as long as the block lives.

    :param module: what is installed besides our dependencies; "ours" for this addon
    """
    template = databases.template(ground, "bare")
    module = ADDON if module == "ours" else module
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
