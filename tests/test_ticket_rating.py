"""Ratings: asked for once, kept between the customer and the desk."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .test_ticket_acceptance import ValidationCommon

RATING_FIELDS = (
    "rating_avg",
    "rating_avg_text",
    "rating_count",
    "rating_last_feedback",
    "rating_last_image",
    "rating_last_text",
    "rating_last_value",
    "rating_percentage_satisfaction",
    "rating_request",
)


class RatingCommon(ValidationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.validation = "none"

    def _solved(self, at="2026-03-09 15:00", **values):
        ticket = self._begun(**values)
        with self._at(at):
            ticket.solve("Listo")
        return ticket

    def _ask(self, at="2026-03-09 15:15"):
        with self._at(at) as now, self._without_commits():
            self.tickets.with_user(SUPERUSER_ID)._cron_request_ratings(now)

    def _get_requests(self, ticket):
        mails = self.env["mail.mail"].search(
            [("model", "=", ticket._name), ("res_id", "=", ticket.id)]
        )
        return mails.filtered(lambda mail: "/rate/" in mail.body_html)

    def _rate(self, ticket, score=5, at="2026-03-09 15:10"):
        with self._at(at):
            ticket._rate_as(self.portal_user, score)


@tagged("post_install", "-at_install")
class TestRequest(RatingCommon):
    def test_the_desk_asks_once_for_all(self):
        ticket = self._solved()
        self.assertEqual(ticket.rating_request, "due")
        self._ask()
        [request] = self._get_requests(ticket)
        self.assertEqual(request.recipient_ids, self.carolina)
        for word in ("Happy", "Neutral", "Unhappy"):
            self.assertIn(word, request.body_html)
        with self._at("2026-03-10 10:00"):
            ticket.reopen("Otra vez")
            ticket.solve("Ahora sí")
        self._ask("2026-03-10 10:15")
        self._ask("2026-03-10 10:30")
        self.assertEqual(len(self._get_requests(ticket)), 1)

    def test_the_desk_does_not_read_the_link(self):
        """Who has it speaks for the customer: only that they were asked is kept."""
        ticket = self._solved()
        self._ask()
        mail = self._get_requests(ticket)
        self.assertTrue(mail.auto_delete)
        mail.unlink()  # as when it has been sent
        self.env.invalidate_all()
        said = "".join(ticket.with_user(self.analyst).message_ids.mapped("body"))
        self.assertNotIn("/rate/", said)
        self.assertIn("was asked", said)

    def test_after_an_acceptance_that_the_desk_recorded(self):
        self.plan.validation = "customer"
        ticket = self._proposed()
        with self._at("2026-03-09 15:00"):
            ticket.accept_solution()
        self._ask()
        self.assertEqual(len(self._get_requests(ticket)), 1)

    def test_by_the_board_too(self):
        ticket = self._begun()
        with self._at("2026-03-09 15:00"):
            ticket.stage_id = self._stage("solved")
        self._ask()
        self.assertEqual(len(self._get_requests(ticket)), 1)

    def test_nobody_is_asked_without_need(self):
        cancelled = self._begun()
        with self._at("2026-03-09 15:00"):
            cancelled.cancel("withdrawn")
        rated = self._solved()
        self._rate(rated)
        unknown = self._solved(partner_id=False, partner_email="x@example.com")
        mailless = self._solved()
        mailless.sudo().partner_id = self.company_a
        old = self._begun()
        importing = old.with_context(import_file=True)
        importing.stage_id = self._stage("solved")
        reopened = self._solved()
        reopened.reopen("Otra vez")
        imported = self.tickets.with_context(import_file=True).create(
            {"name": "x", "description": "x", "stage_id": self._stage("solved").id}
        )
        self._ask()
        for ticket in (cancelled, rated, unknown, mailless, old, reopened, imported):
            self.assertFalse(self._get_requests(ticket))
        self.assertFalse(reopened.rating_request)

    def test_what_is_long_over_is_not_asked_about(self):
        ticket = self._solved("2026-03-09 15:00")
        self._ask("2026-03-17 15:00")
        self.assertFalse(self._get_requests(ticket))

    @mute_logger("odoo.addons.helpdesk_support_plan.models.helpdesk_ticket_rating")
    def test_one_that_fails_stops_no_other(self):
        broken, other = self._solved(), self._solved()
        send = type(broken).rating_send_request

        def fail(ticket, *args, **kwargs):
            if ticket.id == broken.id:
                raise ValueError("x")
            return send(ticket, *args, **kwargs)

        with patch.object(type(broken), "rating_send_request", fail):
            self._ask()
        self.assertEqual(len(self._get_requests(other)), 1)
        self.assertEqual(broken.rating_request, "asked")


@tagged("post_install", "-at_install")
class TestRatingRights(RatingCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._solved()
        self._rate(self.ticket, 1)
        self.rating = self.ticket.sudo().rating_ids

    def test_customers_read_nothing_of_it(self):
        """DESIGN 8."""
        self.ticket.sudo().message_subscribe(self.employee.partner_id.ids)
        for user in (self.portal_user, self.employee):
            for name in RATING_FIELDS:
                with self.subTest(name, user=user.login):
                    with self.assertRaises(AccessError):
                        self.ticket.with_user(user).read([name])

    def test_an_analyst_reads_what_is_of_their_tickets(self):
        """Odoo lets every employee read all ratings, and the links to give them."""
        for user, expected in (
            (self.analyst, True),
            (self.leader, True),
            (self.tester, False),
            (self.employee, False),
        ):
            found = self.env["rating.rating"].with_user(user).search([])
            self.assertEqual(self.rating in found, expected, user.login)
        with self.assertRaises(AccessError):
            self.env["rating.rating"].with_user(self.portal_user).search([])
        with self.assertRaises(AccessError):
            self.rating.with_user(self.employee).read(["access_token"])

    def test_nobody_changes_what_the_customer_said(self):
        for user in (self.analyst, self.leader, self.employee):
            with self.assertRaises(AccessError):
                self.rating.with_user(user).rating = 5
            with self.assertRaises(AccessError):
                self.env["rating.rating"].with_user(user).create(
                    {
                        "res_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                        "res_id": self.ticket.id,
                        "rating": 5,
                        "consumed": True,
                    }
                )

    def test_of_another_company_it_is_not_read(self):
        company = self.env["res.company"].create({"name": "Otra"})
        user = new_test_user(
            self.env,
            "otto",
            "helpdesk_support_plan.group_support_leader",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertFalse(self.env["rating.rating"].with_user(user).search([]))

    def test_other_ratings_are_nobody_s_concern_here(self):
        """What Odoo rates elsewhere is read as before."""
        other = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.carolina.id,
                "rating": 3,
            }
        )
        self.assertFalse(other.ticket_id)
        self.assertIn(
            other, self.env["rating.rating"].with_user(self.employee).search([])
        )

    def test_the_desk_finds_what_was_thought(self):
        own = self.tickets.with_user(self.analyst)
        bad = own.search([("rating_last_value", ">", 0), ("rating_last_value", "<", 3)])
        self.assertEqual(bad, self.ticket)
        views = dict(map(reversed, self._ref("rating_rating_action").views))
        ratings = self.env["rating.rating"].with_user(self.leader)
        self.assertEqual(
            ratings.search([("res_model", "=", "helpdesk.ticket")]), self.rating
        )
        for view in ("kanban", "graph", "pivot", "list", "form"):
            self.assertTrue(ratings.get_view(views[view], view)["arch"])

    def test_a_deleted_ticket_takes_its_ratings_along(self):
        self.ticket.sudo().unlink()
        self.assertFalse(self.rating.exists())


@tagged("post_install", "-at_install")
class TestRatingByMail(RatingCommon, HttpCase):
    def test_a_touch_is_enough(self):
        """Odoo's own links, without a login."""
        ticket = self._solved()
        token = ticket.sudo()._rating_get_access_token(self.carolina)
        self.startPatcher(freeze_time("2026-03-10 15:00:00"))
        self.env.flush_all()
        page = self.url_open(f"/rate/{token}/5")
        self.assertEqual(page.status_code, 200)
        self.assertFalse(ticket.sudo().rating_last_value, "looking at it says nothing")
        self.authenticate("carolina", "carolina")
        self.url_open(
            f"/rate/{token}/submit_feedback",
            data={
                "rate": 3,
                "feedback": "Bien",
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        self.env.invalidate_all()
        rating = ticket.sudo().rating_ids
        self.assertEqual((rating.rating, rating.feedback), (3, "Bien"))
        self.assertEqual(rating.rated_partner_id, self.analyst.partner_id)
        said = rating.message_id
        self.assertTrue(said.subtype_id.internal)
        options = ticket._get_answer_options(self.portal_user)
        self.assertFalse(options["rate"])
        self.assertEqual(options["rated"], 3)

    def _get_link(self, at="2026-03-09 15:00"):
        self.ticket = self._solved(at)
        token = self.ticket.sudo()._rating_get_access_token(self.carolina)
        self.env.flush_all()
        return f"/rate/{token}"

    def _send(self, link, **data):
        data.setdefault("csrf_token", http.Request.csrf_token(self))
        response = self.url_open(
            f"{link}/submit_feedback", data=data, allow_redirects=False
        )
        self.assertLess(response.status_code, 500)
        self.env.invalidate_all()
        return response

    def _get_said(self):
        return self.ticket.sudo().rating_ids.filtered("consumed")

    def test_the_desk_speaks_for_no_customer(self):
        """The mail's link stands in the ticket's history."""
        link = self._get_link()
        # also where an analyst has a contact with the customer
        self.leader.partner_id.parent_id = self.company_a
        for login in ("ana", "lucia", "eva", "mateo"):
            if login == "mateo":
                new_test_user(
                    self.env, login, "base.group_portal", partner_id=self.mateo.id
                )
            self.env.flush_all()
            self.authenticate(login, login)
            page = self.url_open(f"{link}/5")
            self.assertIn("Only the customer of", page.text, login)
            with self.subTest(login):
                self.assertIn("Only the customer of", self._send(link, rate=5).text)
                self.assertFalse(self._get_said())

    def _visit(self, now="2026-03-10 15:00:00"):
        """Let somebody without a login come by at an instant."""
        self.startPatcher(freeze_time(now))
        self.env.flush_all()
        self.authenticate(None, None)

    def test_only_faces_and_not_too_many_words(self):
        link = self._get_link()
        self._visit()
        for rate in ("abc", "", "4", "-1", "5.0", "9" * 30, "⑤"):
            self.assertEqual(self._send(link, rate=rate).status_code, 400, rate)
        self.assertEqual(self.url_open(f"{link}/4").status_code, 400)
        too_much = self._send(link, rate=5, feedback="x" * 20_001)
        self.assertEqual(too_much.status_code, 400)
        self.assertIn("Please write less than", too_much.text)
        self.assertEqual(self.url_open(f"{link}%00/5").status_code, 400)
        self.assertEqual(self.url_open(f"{link}/submit_feedback").status_code, 200)
        self.assertFalse(self._get_said())

    def test_what_was_said_stays_but_for_a_missing_comment(self):
        link = self._get_link()
        self._visit()
        self._send(link, rate=1)
        self._send(link, rate=5)
        self.assertEqual(self._get_said().rating, 1)
        self.assertEqual(self.url_open(f"{link}/1").status_code, 200)
        self._send(link, rate=1, feedback="Tardó mucho")
        self.assertEqual(self._get_said().feedback, "Tardó mucho")
        for _twice in range(2):
            done = self._send(link, rate=1, feedback="Tardó mucho")
            self.assertIn("submit_feedback", done.headers["Location"])
        self._send(link, rate=1, feedback="Otra cosa")
        rating = self._get_said()
        self.assertEqual((rating.rating, rating.feedback), (1, "Tardó mucho"))
        late = self.url_open(f"{link}/1", allow_redirects=False)
        self.assertIn(f"/my/ticket/{self.ticket.id}", late.headers["Location"])

    def test_only_while_it_is_asked(self):
        """Solved, for thirty days, and still theirs: as on the page."""
        link = self._get_link()
        self._visit("2026-04-08 20:00:01")
        for answer in (
            self._send(link, rate=5),
            self.url_open(f"{link}/5", allow_redirects=False),
        ):
            self.assertIn(f"/my/ticket/{self.ticket.id}", answer.headers["Location"])
        self.assertFalse(self._get_said())
        link = self._get_link("2026-04-08 10:00")
        self.ticket.reopen("Otra vez")
        self._visit("2026-04-08 20:00:00")
        self._send(link, rate=5)
        self.assertFalse(self._get_said())
        self.ticket.solve("Ahora sí")
        self.ticket.sudo().partner_id = self.mateo
        with self.assertRaises(UserError):
            self.ticket.sudo()._rate_by_link(self.carolina, 5)

    def test_what_is_no_ticket_is_odoo_s_concern(self):
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.company_a.id,
                "partner_id": self.carolina.id,
            }
        )
        self._visit()
        link = f"/rate/{rating.access_token}"
        self.assertEqual(self.url_open(f"{link}/5").status_code, 200)
        self.assertEqual(self.url_open("/rate/nobody/5").status_code, 404)

    def test_the_first_answer_is_no_fact_of_the_desk(self):
        ticket = self._solved()
        before = ticket.sudo().event_ids.mapped("kind")
        self._rate(ticket)
        self.assertEqual(ticket.sudo().event_ids.mapped("kind"), before)
        self.assertFalse(ticket.written_after_at)
