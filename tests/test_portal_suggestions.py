"""What may answer a ticket before it is sent: articles, and open tickets."""

from odoo import http
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestSuggestions(PlanCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(
            name="La factura electrónica no se firma", partner_id=cls.carolina.id
        )
        cls.article = cls.env["helpdesk.article"].create(
            {
                "name": "La factura no se firma",
                "problem": "<p>La factura electrónica no se firma.</p>",
                "solution": "<p>Renueve su certificado.</p>",
                "text_only": True,
                "audience": "customer",
            }
        )
        new_test_user(
            cls.env, "mateo", "base.group_portal", partner_id=cls.mateo.id, name="Mateo"
        )

    def _ask(self, text, login="carolina"):
        self.authenticate(login, login)
        return self.make_jsonrpc_request("/new/ticket/suggest", {"text": text})

    def _get_tickets(self, text, login="carolina"):
        return [found["id"] for found in self._ask(text, login)["tickets"]]

    def test_own_open_tickets_however_they_are_written(self):
        for text in (
            "factura electronica",
            "FACTURA ELECTRÓNICA",
            "no firma la factura electronica FE-120",
            "facturas electrónicas no se firman",
        ):
            with self.subTest(text):
                self.assertEqual(self._get_tickets(text), self.ticket.ids)
        for text in ("", "  ", "la", "punto de venta", "%", "_____", "'; --", "\0"):
            with self.subTest(text):
                self.assertEqual(self._get_tickets(text), [])
        (found,) = self._ask("factura electronica")["tickets"]
        self.assertEqual(
            found,
            {
                "id": self.ticket.id,
                "number": self.ticket.number,
                "title": self.ticket.name,
                "url": f"/my/ticket/{self.ticket.id}",
            },
        )

    def test_neither_those_of_others_nor_solved_ones(self):
        self.assertEqual(self._get_tickets("factura electronica", "mateo"), [])
        self.ticket.message_subscribe(self.mateo.ids)
        self.assertEqual(self._get_tickets("factura electronica", "mateo"), [])
        # who works here is no customer of everybody
        self.assertEqual(self._get_tickets("factura electronica", "ana"), [])
        self.ticket.cancel("withdrawn")
        self.assertEqual(self._get_tickets("factura electronica"), [])

    def test_a_colleagues_where_the_plan_lets_them_see_it(self):
        self.ticket.partner_id = self.felipe
        self.assertEqual(self._get_tickets("factura electronica"), self.ticket.ids)

    def test_published_articles(self):
        self._publish()
        (found,) = self._ask("factura no firma")["articles"]
        self.assertEqual(found["title"], self.article.name)
        self.assertEqual(found["url"], self.article._get_help_url())
        self.article.state = "draft"
        self.assertEqual(self._ask("factura no firma")["articles"], [])

    def _publish(self):
        if "personal_data_checked" in self.article._fields:
            self.article.personal_data_checked = True
        self.article.state = "published"

    def test_whatever_is_asked(self):
        for text in ("x" * 100_000, 7, None, ["a"], {"a": 1}, True):
            with self.subTest(str(text)[:20]):
                self.assertEqual(self._get_tickets(text), [])

    def test_nobody_is_asked_without_a_login(self):
        self.authenticate(None, None)
        with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
            self.make_jsonrpc_request("/new/ticket/suggest", {"text": "factura"})

    def _follow(self, login="carolina", **data):
        self.authenticate(login, login)
        return self.url_open(
            "/new/ticket/followed",
            data={"csrf_token": http.Request.csrf_token(self), **data},
        )

    def _get_noted(self):
        return self.env["helpdesk.self.service"].search([("kind", "!=", False)])

    def test_what_is_followed_is_counted(self):
        self._publish()
        for kind, record in (("ticket", self.ticket), ("article", self.article)):
            self._follow(kind=kind, record=record.id, text="no firma")
        noted = self._get_noted()
        self.assertEqual(
            set(noted.mapped("kind")), {"ticket_followed", "article_followed"}
        )
        self.assertEqual(noted.ticket_id, self.ticket)
        self.assertEqual(noted.article_id, self.article)
        self.assertEqual(noted.user_id, self.portal_user)
        self.assertEqual(set(noted.mapped("query")), {"no firma"})

    def test_what_they_may_not_read_is_not(self):
        for login, data in (
            ("mateo", {"kind": "ticket", "record": self.ticket.id}),
            ("carolina", {"kind": "article", "record": self.article.id}),
            ("carolina", {"kind": "ticket", "record": "abc"}),
            ("carolina", {"kind": "user", "record": self.ticket.id}),
            ("carolina", {"kind": "ticket", "record": "9" * 30}),
            ("carolina", {}),
        ):
            with self.subTest(data):
                answer = self._follow(login, **data)
                self.assertEqual(answer.status_code, 204)
        self.assertFalse(self._get_noted())
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/new/ticket/followed?record={self.ticket.id}")
        self.assertEqual(answer.status_code, 405)
