"""Odoo shell script: one desk does the work of ./dev bench and notes what it costs."""
# ruff: noqa: F821 (the shell gives env, and ./dev bench JOB)

import importlib
import json
from pathlib import Path

subject = importlib.import_module(f"dev_tools.bench.{JOB['subject']}")
costs = subject.run(env, JOB["desk"], JOB["number"], JOB["full"])
Path(JOB["costs"]).write_text(json.dumps(costs))
