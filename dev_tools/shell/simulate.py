"""Odoo shell script: asks the plans about the cases of ./dev simulate, in Spanish."""
# ruff: noqa: F821 (the shell gives env, QUESTIONS and ANSWERS)

import json
from pathlib import Path

from odoo.exceptions import UserError

plans = env["helpdesk.support.plan"].with_user(2).with_context(lang="es_419")
answers = []
for case in json.loads(Path(QUESTIONS).read_text()):
    try:
        answers.append({"result": plans.simulate(case)})
    except UserError as error:
        answers.append({"error": str(error)})
Path(ANSWERS).write_text(json.dumps(answers))
