"""Every term of the addon has its Spanish words."""

import io

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import trans_export

ADDON = "helpdesk_support_plan"


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def test_spanish_is_complete(self):
        # the stages are helpdesk_mgmt's, their words are ours
        for code in ("new", "in_progress", "awaiting", "done", "cancelled"):
            stage = self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{code}")
            xml_id = f"{ADDON}.borrowed__{code}"
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": xml_id, "record": stage}]
            )
        buffer = io.BytesIO()
        trans_export(False, [ADDON], buffer, "po", self.env)
        terms = {entry.msgid for entry in polib.pofile(buffer.getvalue().decode())}
        spanish = polib.pofile(file_path(f"{ADDON}/i18n/es.po"))
        translated = {entry.msgid for entry in spanish if entry.msgstr}
        self.assertTrue(terms)
        self.assertEqual(terms - translated, set(), "run ./dev pot, then translate")
        self.assertEqual(translated - terms, set(), "nothing uses these any more")
