"""The customer's pages over HTTP. Nothing here is collected as a test."""

from freezegun import freeze_time
from lxml import html

from odoo import http, sql_db
from odoo.tests import HttpCase, new_test_user

from .sla_common import PromiseCommon

#: ten in Bogotá
MORNING = "2026-03-09 15:00:00"


class PortalPages(PromiseCommon, HttpCase):
    """Carolina and Felipe of Ferretería El Sol, Mateo of Café Andino log in."""

    #: browsers live in the present
    is_frozen = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.is_frozen:
            cls.startClassPatcher(freeze_time(MORNING))
        for partner in (cls.felipe, cls.mateo):
            cls._create_login(partner)

    @classmethod
    def _create_login(cls, partner):
        return new_test_user(
            cls.env,
            partner.name.lower(),
            "base.group_portal",
            partner_id=partner.id,
            name=partner.name,
            email=partner.email,
        )

    def _open(self, path, login="carolina"):
        """Return what a page shows, as HTML."""
        self.cr.flush()
        self.authenticate(login, login)
        self.response = self.url_open(path)
        self.assertEqual(self.response.status_code, 200, path)
        return self._read_page()

    def _read_page(self):
        self.page = html.fromstring(self.response.text)
        return self.page.xpath("//*[@id='wrap']")[0]

    def _post(self, path, login="carolina", files=None, **values):
        """Send a form as somebody; the response's page is that of the answer."""
        self.cr.flush()
        self.authenticate(login, login)
        values.setdefault("csrf_token", http.Request.csrf_token(self))
        self.response = self.url_open(path, data=values, files=files)
        return self.response

    def _tell(self, found):
        """Return the text of a node, or of the first of several, in one line."""
        node = found[0] if isinstance(found, list) else found
        return " ".join(node.text_content().split())

    def _count_queries(self, path):
        """Return the queries of a page that has been opened before."""
        self._open(path)
        before = sql_db.sql_counter
        self.url_open(path)
        return sql_db.sql_counter - before
