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
            fresh = WORK / POT.name
            export = ("i18n export", "-d", name, "-l", "pot", "-o", fresh, ADDON)
            ground.odoo(*export, log="pot.log")
        ground.env.run(ROOT / "dev_tools/catalogue.py", fresh, POT, SPANISH, check=True)
    say(f"{POT.relative_to(ROOT)} and {SPANISH.relative_to(ROOT)} are up to date")
    return 0
