"""Odoo shell script: desks do the work of ./dev bench, and what it costs is noted."""
# ruff: noqa: F821 (./dev bench gives JOB)

import importlib
import json
from contextlib import ExitStack
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

subject = importlib.import_module(f"dev_tools.bench.{JOB['subject']}")
with ExitStack() as stack:
    cursors = {
        desk: stack.enter_context(Registry(database).cursor())
        for desk, database in JOB["databases"].items()
    }
    envs = {desk: api.Environment(cr, SUPERUSER_ID, {}) for desk, cr in cursors.items()}
    costs = subject.run(envs, JOB["size"], JOB["full"])
    for cr in cursors.values():
        cr.rollback()
Path(JOB["costs"]).write_text(json.dumps(costs))
