"""The portal: customers are told kindly of an invoice that holds their ticket up."""

from lxml import html

from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .standing_common import StandingCommon

#: what is the desk's own business, or unkind
UNSAID = ("mora", "arrears", "overdue", "priorit", "star", "días", "days", "100")


class PortalCommon(StandingCommon, HttpCase):
    """Carolina's ticket waits for a payment; Felipe is her colleague, Mateo is not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.arrears_action = "hold"
        cls.subscription = cls._subscribe()
        cls.bill = cls._bill(cls.subscription, overdue=20)
        cls.ticket = cls._classified()
        cls._create_login("felipe", cls.felipe)
        cls._create_login("mateo", cls.mateo)

    @classmethod
    def _create_login(cls, login, partner):
        return new_test_user(
            cls.env,
            login,
            "base.group_portal",
            partner_id=partner.id,
            name=partner.name,
            email=partner.email,
        )

    def _call(self, method, *arguments, login="carolina", **options):
        """Call a method of tickets over RPC, as browsers do."""
        self.authenticate(login, login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/helpdesk.ticket/{method}",
            {
                "model": "helpdesk.ticket",
                "method": method,
                "args": list(arguments),
                "kwargs": options,
            },
        )


@tagged("post_install", "-at_install")
class TestPortalPayment(PortalCommon):
    def _open(self, login="carolina", path=None):
        """Return what the ticket's page says of the payment, as HTML, or nothing."""
        self.cr.flush()
        self.authenticate(login, login)
        response = self.url_open(path or f"/my/ticket/{self.ticket.id}")
        self.assertEqual(response.status_code, 200)
        self.page = html.fromstring(response.text)
        found = self.page.xpath("//div[@name='payment']")
        return found[0] if found else None

    def _is_ticket_shown(self):
        return bool(self.page.xpath("//*[@id='helpdesk_ticket_content']"))

    def _get_links(self, told):
        return [link.get("href") for link in told.xpath(".//a")]

    def test_the_customer_is_told_kindly_with_a_link(self):
        """A-NAV-12, NAV-3.7a-02."""
        self.assertEqual(self.ticket.standing_hold, "hold")
        told = self._open()
        self.assertEqual(told.get("role"), "status")
        self.assertNotIn("danger", told.get("class"))
        text = " ".join(told.text_content().split())
        self.assertIn("waiting for payment", text)
        self.assertIn("gladly go on", text)
        for word in UNSAID:
            self.assertNotIn(word, text.lower())
        (link,) = self._get_links(told)
        invoice = self.url_open(link)
        self.assertEqual(invoice.status_code, 200)
        self.assertIn(self.bill.name, invoice.text)

    def test_where_the_plan_asks_they_are_told_too(self):
        self.plan.arrears_action = "ask"
        self.ticket = self._classified()
        self.assertEqual(self.ticket.standing_hold, "ask")
        self.assertIsNotNone(self._open())

    def test_where_it_only_informs_the_desk_they_are_not(self):
        self.plan.arrears_action = "inform"
        self.ticket = self._classified()
        self.assertEqual(self.ticket.standing, "arrears")
        self.assertIsNone(self._open())
        self.assertTrue(self._is_ticket_shown())

    def test_nothing_is_said_once_it_is_paid_decided_or_over(self):
        ticket, paid = self.ticket, self._classified()
        ticket.with_user(self.leader).override_arrears("Paga el lunes")
        self.assertIsNone(self._open())
        self.ticket = paid
        self.assertIsNotNone(self._open())
        paid.cancel("withdrawn")
        paid.standing_hold = "hold"  # whatever is left of it
        self.assertIsNone(self._open())
        self.ticket = self._classified()
        self.assertIsNotNone(self._open())
        self._pay(self.bill)
        self.env.invalidate_all()
        self.assertIsNone(self._open())
        self.assertTrue(self._is_ticket_shown())

    def test_of_many_invoices_a_few_are_linked_and_the_rest_is_a_list(self):
        for days in (12, 13):
            self._bill(self.subscription, overdue=days)
        self.assertEqual(len(self._get_links(self._open())), 3)
        self._bill(self.subscription, overdue=14)
        links = self._get_links(self._open())
        self.assertEqual(len(links), 4)
        self.assertIn(f"/my/invoices/{self.bill.id}", links[0])  # the worst comes first
        self.assertEqual(links[-1], "/my/invoices")
        self.assertIn(self.bill.name, self.url_open(links[-1]).text)

    def test_a_colleague_reads_the_same(self):
        self.ticket.message_subscribe(self.felipe.ids)
        told = self._open("felipe")
        self.assertIn(self.bill.name, self.url_open(self._get_links(told)[0]).text)

    def test_an_invoice_that_they_may_not_read_is_not_linked(self):
        self.bill.button_draft()
        self.bill.partner_id = self.company_b  # who pays for them
        self.bill.action_post()
        self.env.invalidate_all()
        told = self._open()
        self.assertIn("waiting for payment", told.text_content())
        self.assertEqual(self._get_links(told), [])
        self.assertNotIn(self.bill.name, self.page.text_content())

    def test_who_follows_the_ticket_from_elsewhere_is_told_nothing(self):
        self.ticket.message_subscribe(self.mateo.ids)
        self.assertIsNone(self._open("mateo"))
        self.assertTrue(self._is_ticket_shown())

    def test_a_link_that_was_passed_on_tells_nothing(self):
        self.ticket._portal_ensure_token()
        path = f"/my/ticket/{self.ticket.id}/{self.ticket.access_token}"
        self.cr.flush()
        self.authenticate(None, None)
        page = self.url_open(path).text
        self.assertIn("helpdesk_ticket_content", page)
        self.assertNotIn("waiting for payment", page)
        self.assertIsNone(self._open("mateo", path))
        self.assertTrue(self._is_ticket_shown())

    def test_the_tickets_of_others_are_not_shown_at_all(self):
        for wrong in (self.ticket.id, 10**9, 0):
            self.assertIsNone(self._open("mateo", f"/my/ticket/{wrong}"))
            self.assertFalse(self._is_ticket_shown())
        self.assertIsNone(self._open("mateo", f"/my/ticket/{self.ticket.id}/wrong"))
        self.assertFalse(self._is_ticket_shown())

    def test_a_ticket_whose_customer_is_unknown_tells_nothing(self):
        self.ticket.message_subscribe(self.carolina.ids)
        ticket = self.ticket.with_context(mail_notrack=True)
        ticket.write({"partner_id": False, "standing_hold": "hold"})
        ticket.message_subscribe(self.carolina.ids)
        self.assertIsNone(self._open())


@tagged("post_install", "-at_install")
class TestStandingOverRpc(PortalCommon):
    """DESIGN 8: nothing of a customer's standing is for customers to read."""

    HIDDEN = (
        "standing",
        "standing_at_intake",
        "standing_days",
        "standing_hold",
        "standing_override",
        "standing_text",
        "standing_until",
        "subscription_id",
        "partner_claimed",
    )

    def _refuse(self, method, *arguments, **options):
        with (
            mute_logger("odoo.http"),
            self.assertRaises(JsonRpcException) as caught,
        ):
            self._call(method, *arguments, **options)
        self.assertEqual(str(caught.exception).split(".")[-1], "AccessError", method)

    def test_they_may_read_the_ticket_itself(self):
        read = self._call("read", self.ticket.ids, ["name"])
        self.assertEqual(read[0]["name"], self.ticket.name)

    def test_they_are_not_told_that_the_fields_are_there(self):
        shown = self._call("fields_get")
        self.assertFalse(set(self.HIDDEN) & set(shown))

    def test_they_read_none_of_them(self):
        for name in self.HIDDEN:
            with self.subTest(name):
                self._refuse("read", self.ticket.ids, [name])
                self._refuse("web_read", self.ticket.ids, {name: {}})
                self._refuse("search_read", [], [name])

    def test_they_find_group_and_sort_by_none_of_them(self):
        for name in self.HIDDEN:
            with self.subTest(name):
                self._refuse("search_read", [[name, "!=", False]], ["name"])
                self._refuse("search_count", [[name, "=", False]])
                self._refuse("formatted_read_group", [], [name], ["__count"])
                self._refuse("search", [], order=name)

    def test_they_reach_them_through_no_other_record(self):
        for name in ("standing", "standing_text"):
            self._refuse("search", [[f"partner_id.{name}", "=", "arrears"]])
            self._refuse("search", [[f"commercial_partner_id.{name}", "!=", "ok"]])
        self._refuse("search", [["subscription_id.standing", "=", "arrears"]])

    def test_they_write_none_of_them_and_decide_nothing(self):
        for vals in (
            {"standing_hold": False},
            {"standing_override": "x"},
            {"partner_claimed": False},
            {"cancel_reason": "other"},
        ):
            self._refuse("write", self.ticket.ids, vals)
        for method, *arguments in (
            ("cancel", "other", "x", "<p>x</p>"),
            ("override_arrears", "x"),
            ("recheck_standing",),
            ("action_confirm_partner",),
            ("action_deny_partner",),
            ("action_take_proposed_partner",),
        ):
            self._refuse(method, self.ticket.ids, *arguments)
        for method in ("_present_payment", "_get_bills_to_pay", "_cancel"):
            self._refuse(method, self.ticket.ids)
        self.assertEqual(self.ticket.standing_hold, "hold")
        self.assertEqual(self.ticket.stage_code, "new")
