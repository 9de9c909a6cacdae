"""Merges a fresh export of the terms into the repository's catalogues, with polib.

usage: catalogue.py EXPORT.pot TARGET.pot LANGUAGE.po   (polib is in the Odoo
environment)
"""

import sys
from pathlib import Path

import polib

WIDTH = 78
#: how dev_tools/cmd_pot.py marks what belongs to helpdesk_mgmt
BORROWED = ("helpdesk_support_plan.borrowed__", "helpdesk_mgmt.")
#: what changes with every export and means nothing
VOLATILE = ("POT-Creation-Date", "PO-Revision-Date")


def main(export, target, language):
    fresh = polib.pofile(export, wrapwidth=WIDTH)
    for name in VOLATILE:
        fresh.metadata.pop(name, None)
    for entry in fresh:
        entry.occurrences = [
            (place.replace(*BORROWED), line) for place, line in entry.occurrences
        ]
    fresh.sort()
    fresh.save(target)
    catalogue = polib.POFile(wrapwidth=WIDTH)
    if Path(language).exists():
        catalogue = polib.pofile(language, wrapwidth=WIDTH)
    catalogue.metadata = {**fresh.metadata, "Language": Path(language).stem}
    known = {entry.msgid: entry.msgstr for entry in catalogue}
    merged = polib.POFile(wrapwidth=WIDTH)
    merged.metadata = catalogue.metadata
    for entry in fresh:
        entry.msgstr = known.get(entry.msgid, "")
        merged.append(entry)
    merged.save(language)
    missing = sum(not entry.msgstr for entry in merged)
    print(f"{len(merged)} terms, {missing} without translation")


if __name__ == "__main__":
    main(*sys.argv[1:])
