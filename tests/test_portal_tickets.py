"""The customer's home and list: what they know of their tickets, and nothing else."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .portal_common import PortalPages

CONTROLLER = "odoo.addons.helpdesk_support_plan.controllers.my_tickets"


class ListPages(PortalPages):
    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket(
            name="No firma la factura Ñ-120",
            partner_id=self.carolina.id,
            team_id=self.team.id,
            user_id=self.analyst.id,
        )

    def _list(self, query="", login="carolina"):
        """Return the rows that the list shows, as text."""
        self.shown = self._open(f"/my/tickets{query}", login)
        rows = self.shown.xpath(".//tbody/tr")
        return [self._tell(row) for row in rows]

    def _find(self, query="", login="carolina"):
        """Return the numbers of the tickets that the list shows, in order."""
        self._list(query, login)
        numbers = self.shown.xpath(".//tbody//*[hasclass('o_hd_number')]")
        return [node.text for node in numbers]

    def _make(self, *names, **values):
        """Return tickets of Carolina, an hour apart, the oldest first."""
        made = self.tickets
        for hour, name in enumerate(names):
            with freeze_time(f"2026-03-09 {16 + hour}:00:00"):
                values = {"partner_id": self.carolina.id, **values}
                made += self._create_ticket(name=name, **values)
        for hour, ticket in enumerate(made):
            self.env.cr.execute(
                "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
                [f"2026-03-09 {16 + hour}:00:00", ticket.id],
            )
        self.env.invalidate_all()
        return made


@tagged("post_install", "-at_install")
class TestPortalList(ListPages):
    def test_a_row_says_what_the_customer_knows(self):
        """NAV-3.2-60: impact, in the plan's words; status in the customer's."""
        self.env.company.support_plan_id = self.plan
        ticket = self._classified(requested_priority="2", name="Sin folios")
        (row,) = [row for row in self._list() if "Sin folios" in row]
        for words in (ticket.number, "Carolina", "(to be confirmed)", "Received"):
            self.assertIn(words, row)
        ticket.triaged = True
        (row,) = [row for row in self._list() if "Sin folios" in row]
        self.assertIn(ticket.severity_id.name, row)
        self.assertNotIn("confirmed", row)
        self.assertNotIn(f"#{ticket.id}", self.response.text)

    def test_the_next_date_is_the_one_of_the_page(self):
        promise = self.ticket._present_next_promises()[self.ticket.id]
        self.assertEqual(promise["metric"], "response")
        (row,) = self._list()
        self.assertIn(f"Answer: {promise['short']}", row)
        self.assertIn(promise["why"], row)
        page = self._open(f"/my/ticket/{self.ticket.id}")
        promises = self._tell(page.xpath(".//*[@name='promises']"))
        self.assertIn(promise["short"], promises)
        self.assertIn(promise["why"], promises)

    def test_a_delay_is_said_as_one(self):
        due = self.ticket._present_next_promises()[self.ticket.id]["due"]
        with freeze_time(due + timedelta(minutes=1)):
            promise = self.ticket._present_next_promises()[self.ticket.id]
        self.assertRegex(promise["short"], "^the date was .* sorry for the delay")

    def test_dates_are_told_in_the_readers_zone(self):
        in_plan = self.ticket._present_promises()[0]["short"]
        self.portal_user.tz = "America/Mexico_City"
        theirs = self.ticket._present_promises(self.portal_user)[0]["short"]
        self.assertIn("(Mexico City)", theirs)
        self.assertNotEqual(theirs, in_plan)
        (row,) = self._list()
        self.assertIn(theirs, row)

    def test_without_a_date_they_are_told_that_one_comes(self):
        self.env.company.support_plan_id = False
        ticket = self._create_ticket(name="Sin plan", partner_id=self.carolina.id)
        (row,) = [row for row in self._list() if "Sin plan" in row]
        self.assertIn("We will tell you soon", row)
        page = self._open(f"/my/ticket/{ticket.id}")
        self.assertTrue(page.xpath(".//*[@name='no_promise']"))

    def test_what_they_have_closed_themselves_is_not_called_cancelled(self):
        self.ticket._close_as(self.portal_user)
        (row,) = self._list("?filterby=all")
        self.assertIn("Closed at your request", row)
        self.assertIn("Closed on", row)
        self.assertNotIn("Cancelled", row)

    def test_a_search_leads_out_of_its_filter(self):
        self._list("?filterby=waiting&search=firma")
        (link,) = self.shown.xpath(".//a[contains(., 'Look in all tickets')]")
        query = link.get("href").removeprefix("/my/tickets")
        self.assertEqual(len(self._list(query)), 1)

    def test_what_waits_for_them_has_a_word_and_a_sign(self):
        self.ticket.declare_wait("customer")
        (row,) = self._list("?filterby=waiting")
        self.assertIn("Waiting for your answer", row)
        status = self.shown.xpath(".//tbody//*[hasclass('o_hd_waiting')]/i")
        self.assertTrue(status)
        self.ticket.declare_wait("approval")
        self.assertIn("Waiting for your approval", self._list()[0])
        self.ticket.declare_wait("validation")
        self.assertIn("Tell us whether it is solved", self._list()[0])
        self.ticket.end_wait()
        self.ticket.declare_wait("provider")
        (row,) = self._list()
        self.assertIn("In process", row)
        self.assertNotIn("provider", row)
        self.assertEqual(self._find("?filterby=waiting"), [])

    def test_filters(self):
        waiting, solved, cancelled = self._make("B", "C", "D")
        waiting.declare_wait("information")
        solved.stage_id = self._stage("solved")
        cancelled.cancel("withdrawn")
        numbers = {
            "": {self.ticket.number, waiting.number},
            "?filterby=open": {self.ticket.number, waiting.number},
            "?filterby=waiting": {waiting.number},
            "?filterby=solved": {solved.number},
            "?filterby=all": {
                *(self.ticket.number, waiting.number),
                *(solved.number, cancelled.number),
            },
        }
        for query, expected in numbers.items():
            with self.subTest(query):
                self.assertEqual(set(self._find(query)), expected)
        self.assertIn("Open (2)", self._tell(self.shown))
        self.assertIn("Waiting for me (1)", self._tell(self.shown))

    def test_sorting_by_what_customers_may_not_sort_by(self):
        self.ticket.stage_id = self._stage("solved")
        first, second, third = self._make("B", "C", "D")
        # without a promise it comes last, and it has changed last
        first.plan_id = False
        self.env.flush_all()
        with freeze_time("2026-03-10 15:00:00"):
            first.message_post(
                body="Hola",
                author_id=self.carolina.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        orders = {
            "new": [third, second, first],
            "promise": [second, third, first],
            "change": [first, third, second],
        }
        for order, expected in orders.items():
            with self.subTest(order):
                found = self._find(f"?sortby={order}")
                self.assertEqual(found, [ticket.number for ticket in expected])

    def test_searching_number_subject_and_text(self):
        (other,) = self._make("Reporte", description="<p>Los folios se acabaron</p>")
        other.message_post(body="secreto del N2", subtype_xmlid="mail.mt_note")
        table = {
            self.ticket.number: [self.ticket],
            "factura n-120": [self.ticket],
            "FOLIOS": [other],
            "secreto": [],  # notes are searched by nobody
            "%25": [],
            "%5C": [],
            "%00folios%00": [other],
            "x" * 5000: [],
        }
        for words, expected in table.items():
            with self.subTest(words[:20]):
                found = self._find(f"?filterby=all&search={words}")
                self.assertEqual(found, [ticket.number for ticket in expected])

    def test_what_makes_no_sense_is_passed_over(self):
        """S10."""
        for path in (
            "?sortby=zzz",
            "?filterby=zzz&groupby=zzz&search_in=zzz",
            "?date_begin=abc&date_end=abc",
            "?sortby=stage_id;drop&filterby=1",
            "/page/0",
            "/page/999999999999999999999",
            "/page/2?filterby=open",
            "?search=%27%22%3Cb%3E",
        ):
            with self.subTest(path):
                self._open(f"/my/tickets{path}")

    def test_the_pages_of_the_list_keep_what_was_chosen(self):
        self._make("B", "C", "D")
        with patch(f"{CONTROLLER}.PAGE", 2):
            first = self._find("?filterby=all&sortby=change&search=error")
            links = self.shown.xpath(".//*[hasclass('pagination')]//a/@href")
            (link,) = {link for link in links if "/page/2" in link}
            for chosen in ("filterby=all", "sortby=change", "search=error"):
                self.assertIn(chosen, link)
            self.assertEqual(len(first), 2)
            second = self._find(link.removeprefix("/my/tickets"))
        self.assertEqual(len({*first, *second}), 4)

    def test_nobody_sees_the_tickets_of_others(self):
        self.assertEqual(self._find("?filterby=all", "mateo"), [])
        self.assertIn("New ticket", self._tell(self.shown))
        self.assertEqual(self._find("", "felipe"), [self.ticket.number])
        self.gold.colleagues_see = False
        self.assertEqual(self._find("", "felipe"), [])

    def test_an_employee_without_rights_gets_an_empty_list(self):
        self.assertEqual(self._find("?sortby=promise", "eva"), [])
        self.assertEqual(self._find("?filterby=waiting&sortby=change", "ana"), [])

    def test_an_empty_list_says_what_to_do(self):
        table = {
            "?filterby=waiting": "Nothing is needed from you.",
            "?filterby=solved": "There is no ticket here yet.",
            "?search=nada": "We found no ticket with these words: nada",
        }
        for query, sentence in table.items():
            with self.subTest(query):
                self.assertEqual(self._find(query), [])
                (empty,) = self.shown.xpath(".//*[@name='empty']")
                self.assertIn(sentence, self._tell(empty))
                self.assertTrue(empty.xpath(".//a"))
        self.ticket.stage_id = self._stage("solved")
        self._find()
        links = self.shown.xpath(".//*[@name='empty']//a/@href")
        self.assertEqual(links, ["/new/ticket", "/help"])

    def test_the_list_costs_a_constant(self):
        """Batched: as many queries for thirty tickets as for three."""
        self._make("B", "C")
        few = self._count_queries("/my/tickets?sortby=promise")
        for number in range(27):
            self._create_ticket(name=f"T{number}", partner_id=self.carolina.id)
        self.env.flush_all()
        many = self._count_queries("/my/tickets?sortby=promise")
        self.assertEqual(len(self._find()), 30)
        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 60)


@tagged("post_install", "-at_install")
class TestPortalHome(ListPages):
    def _entry(self, login="carolina"):
        home = self._open("/my", login)
        (entry,) = home.xpath(".//a[@name='helpdesk_tickets']")
        return entry

    def test_it_says_what_is_open_and_what_is_needed(self):
        entry = self._entry()
        self.assertIn("One is open.", self._tell(entry))
        self.assertFalse(entry.xpath(".//*[@name='waiting']"))
        self.ticket.declare_wait("customer")
        told = self._entry().xpath(".//*[@name='waiting']")
        self.assertEqual(self._tell(told), "One ticket waits for your answer")
        (other,) = self._make("B")
        other.declare_wait("information")
        told = self._entry().xpath(".//*[@name='waiting']")
        self.assertEqual(self._tell(told), "2 tickets wait for your answer")
        self.assertIn("2 are open.", self._tell(self._entry()))

    def test_its_entries_are_links_and_nothing_more(self):
        home = self._open("/my")
        entries = home.xpath(".//*[hasclass('o_hd_entry')]")
        self.assertEqual(
            [entry.xpath("./a/@href") for entry in entries],
            [["/my/tickets"], ["/new/ticket"], ["/help"], ["/my/support-plan"]],
        )
        for entry in entries:
            self.assertFalse(entry.xpath(".//form | .//button | .//a//a"))

    def test_who_has_none_is_told_so(self):
        for login in ("mateo", "eva"):
            self.assertIn("None is open.", self._tell(self._entry(login)))
