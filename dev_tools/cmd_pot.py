"""./dev pot: write the template of the translations and bring i18n/es.po up to date.

New terms come into es.po without a translation and gone ones go;
./dev lint fails until somebody has translated them.
"""

from . import databases
from .ground import Ground
from .places import ADDON, ROOT, WORK
from .report import say

POT = ROOT / "i18n" / f"{ADDON}.pot"
SPANISH = ROOT / "i18n/es.po"


#: words of helpdesk_mgmt's that the addon replaces are exported as if they were its own
BORROW = f"""
INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
SELECT '{ADDON}', 'borrowed__' || name, model, res_id, true FROM ir_model_data
WHERE module = 'helpdesk_mgmt' AND (
    (model = 'helpdesk.ticket.stage' AND name <> 'helpdesk_ticket_stage_rejected')
    OR name LIKE 'selection__helpdesk_ticket__priority__%'
    OR name LIKE 'selection__helpdesk_ticket__kanban_state__%')
"""


def main(arguments):
    with Ground() as ground:
        template = databases.template(ground, "bare")
        with databases.temporary(ground, template, "pot") as name:
            server = (
                "server",
                "-d",
                name,
                "-i",
                ADDON,
                "--stop-after-init",
                "--no-http",
            )
            ground.odoo(*server, log="pot-install.log")
            ground.postgres.sql(BORROW, name)
            fresh = WORK / POT.name
            export = ("i18n export", "-d", name, "-l", "pot", "-o", fresh, ADDON)
            ground.odoo(*export, log="pot.log")
        ground.env.run(ROOT / "dev_tools/catalogue.py", fresh, POT, SPANISH, check=True)
    say(f"{POT.relative_to(ROOT)} and {SPANISH.relative_to(ROOT)} are up to date")
    return 0
