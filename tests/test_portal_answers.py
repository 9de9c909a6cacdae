"""The customer's page: accept, refuse, reopen, close, rate; and who may not."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import html
from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields, http
from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.tests import (
    BaseCase,
    HttpCase,
    JsonRpcException,
    get_db_name,
    new_test_user,
    tagged,
)
from odoo.tools import mute_logger

from .common import PlanCommon

NOW = "2026-03-12 15:00:00"


class AnswerCommon(PlanCommon, HttpCase):
    """A solution of Carolina's ticket waits; Felipe may approve, where it matters."""

    is_frozen = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.is_frozen:
            cls.startClassPatcher(freeze_time(NOW))
        cls.plan.write({"validation": "customer", "reopen_days": 7})
        cls.felipe.support_approver = True
        cls.felipe_user = cls._create_login("felipe", cls.felipe)
        cls.mateo_user = cls._create_login("mateo", cls.mateo)
        cls.ticket = cls._classified(name="No firma", triaged=True)
        cls.ticket.with_user(cls.analyst).action_start()
        cls.ticket.with_user(cls.analyst).propose_solution("Ya firma")

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

    def _log_in(self, login="carolina"):
        self.env.flush_all()
        self.authenticate(login, login)

    def _post(self, act, ticket=None, path=None, **data):
        """Send a form; return the response, which is no failure."""
        ticket = ticket or self.ticket
        data.setdefault("csrf_token", http.Request.csrf_token(self))
        path = path or f"/my/ticket/{ticket.id}/{act}"
        response = self.url_open(path, data=data, allow_redirects=False)
        self.assertLess(response.status_code, 500, response.text[:500])
        self.env.invalidate_all()
        return response

    def _open(self, ticket=None):
        """Return the page of a ticket."""
        response = self.url_open(f"/my/ticket/{(ticket or self.ticket).id}")
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text)

    def _get_acts(self, page):
        """Return what the page offers, by the last part of its forms."""
        forms = page.xpath("//form[@method='post']/@action")
        return {action.rsplit("/", 1)[-1].split("#")[0] for action in forms} - {"reply"}

    def _get_flash(self, page):
        [flash] = page.xpath("//*[@name='flash']")
        return " ".join(flash.text_content().split())

    def _solve(self, ticket=None):
        (ticket or self.ticket).with_user(self.analyst).accept_solution()

    def _options(self, user=None, ticket=None):
        options = (ticket or self.ticket)._get_answer_options(user or self.portal_user)
        return {name for name, value in options.items() if value is True}


@tagged("post_install", "-at_install")
class TestOptions(AnswerCommon):
    """What is offered, as a table of who and when."""

    def test_a_solution_that_waits(self):
        both = {"accept", "refuse"}
        for user, expected in (
            (self.portal_user, both),
            (self.felipe_user, both),
            (self.mateo_user, set()),
            (self.employee, set()),
            (self.env.ref("base.public_user"), set()),
        ):
            with self.subTest(user.login):
                self.assertEqual(self._options(user), expected)

    def test_only_who_may_approve_where_the_plan_says_so(self):
        """COD-39: the others are told kindly who can."""
        self.plan.validation = "authorised"
        self.assertEqual(self._options(self.felipe_user), {"accept", "refuse"})
        options = self.ticket._get_answer_options(self.portal_user)
        self.assertFalse(options["accept"] or options["refuse"] or options["close"])
        self.assertIn("Felipe can accept", options["why"])
        self.felipe.support_approver = False
        options = self.ticket._get_answer_options(self.portal_user)
        self.assertIn("Nobody of your company", options["why"])

    def test_an_open_ticket_can_be_closed(self):
        self.ticket.with_user(self.analyst).refuse_solution("No")
        self.assertEqual(self._options(), {"close"})
        self.env["helpdesk.ticket.stage"].search([]).close_from_portal = False
        self.assertEqual(self._options(), set())

    def test_a_solved_one_is_reopened_for_a_while(self):
        """A-G-11: the last day is theirs to its end, in Bogotá."""
        self._solve()
        limit = fields.Datetime.to_datetime("2026-03-20 05:00:00")
        for seconds, expected in ((-1, "reopen"), (0, "follow_up")):
            with freeze_time(limit + timedelta(seconds=seconds)):
                self.assertEqual(self._options(), {expected, "rate"})
        with freeze_time(limit - timedelta(seconds=1)):
            options = self.ticket._get_answer_options(self.portal_user)
        self.assertEqual(options["until"], "March 19")
        with freeze_time(limit + timedelta(days=24)):
            self.assertEqual(self._options(), {"follow_up"}, "nobody asks any more")
        self.plan.reopen_days = 0
        with freeze_time(limit):
            self.assertEqual(self._options(), {"follow_up", "rate"})
        self.env.company.support_plan_id = self.ticket.plan_id = False
        self.assertEqual(self._options(), {"reopen", "rate"})

    def test_what_the_desk_cancelled_stays_so(self):
        self.ticket.with_user(self.analyst).cancel("other", "Otro proveedor")
        self.assertEqual(self._options(), set())

    def test_it_costs_the_same_for_every_ticket(self):
        self.ticket._get_answer_options(self.portal_user)
        with self.assertQueryCount(12):
            self.env.invalidate_all()
            self.ticket._get_answer_options(self.portal_user)


@tagged("post_install", "-at_install")
class TestAnswering(AnswerCommon):
    def setUp(self):
        super().setUp()
        self._log_in()

    def test_accept(self):
        """COD-39, IKH-36: solved at that instant, by whom."""
        self.assertEqual(self._get_acts(self._open()), {"accept", "refuse"})
        response = self._post("accept")
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.ticket.stage_code, "solved")
        self.assertEqual(self.ticket.closure, "validated")
        self.assertEqual(self.ticket.validated_by_id, self.carolina)
        last = self.ticket.event_ids.filtered(lambda event: event.kind == "accept")
        self.assertEqual(last.user_id, self.portal_user)
        page = self._open()
        self.assertIn("Thank you", self._get_flash(page))
        self.assertEqual(self._get_acts(page), {"rate", "reopen"})
        self.assertFalse(self._open().xpath("//*[@name='flash']"), "it is said once")
        self.assertFalse(self.ticket.rating_request, "the page has asked")

    def test_twice_is_once(self):
        for _click in range(2):
            self.assertEqual(self._post("accept").status_code, 303)
            self.assertIn("Thank you", self._get_flash(self._open()))
        kinds = self.ticket.event_ids.mapped("kind")
        self.assertEqual(kinds.count("accept"), 1)

    def test_refuse(self):
        self._post("refuse", reason="Sigue igual\r\ncon la FE-120")
        self.assertEqual(self.ticket.validation_state, "refused")
        self.assertEqual(self.ticket.stage_code, "in_progress")
        said = self.ticket.message_ids.filtered(lambda m: "Sigue igual" in m.body)
        self.assertEqual(said.author_id, self.carolina)
        self.assertFalse(said.subtype_id.internal)
        page = self._open()
        self.assertIn("go on working", self._get_flash(page))
        self.assertEqual(self._get_acts(page), {"close"})
        # the same again, from another tab
        self._post("refuse", reason="Sigue igual\ncon la FE-120")
        self.assertIn("go on working", self._get_flash(self._open()))
        self.assertEqual(self.ticket.event_ids.mapped("kind").count("refuse"), 1)

    def test_a_refusal_says_why_and_loses_nothing(self):
        self._post("refuse", reason="  ")
        page = self._open()
        self.assertIn("in a few words", self._get_flash(page))
        self.assertEqual(self.ticket.validation_state, "proposed")
        long = "Sigue igual. " * 2000
        self._post("refuse", reason=long)
        page = self._open()
        self.assertIn("less than", self._get_flash(page))
        [reason] = page.xpath("//textarea[@name='reason']")
        self.assertIn("Sigue igual. Sigue igual", reason.text_content())
        self.assertFalse(self._open().xpath("//textarea[@name='reason']")[0].text)

    def test_who_may_not_approve_is_told_who_can(self):
        self.plan.validation = "authorised"
        page = self._open()
        self.assertFalse(self._get_acts(page))
        self.assertIn("Felipe", page.xpath("//*[@name='why']")[0].text_content())
        for act in ("accept", "refuse"):
            self._post(act, reason="No")
            self.assertIn("Felipe can accept", self._get_flash(self._open()))
            self.assertEqual(self.ticket.validation_state, "proposed")
        self._log_in("felipe")
        self._post("accept")
        self.assertEqual(self.ticket.validated_by_id, self.felipe)

    def test_reopen_within_the_window(self):
        """A-G-11: the same number, counted as a pause, no new response."""
        self._solve()
        self._post("reopen", reason="Volvió a fallar")
        self.assertEqual(self.ticket.stage_code, "in_progress")
        self.assertFalse(self.ticket.closure)
        self.assertEqual(self.ticket.event_ids.mapped("kind").count("reopen"), 1)
        said = self.ticket.message_ids.filtered(lambda m: "Volvió" in m.body)
        self.assertEqual(said.author_id, self.carolina)
        self._post("reopen", reason="Volvió a fallar")
        self.assertIn("Thank you", self._get_flash(self._open()))
        self._post("reopen", reason="Y otra cosa")
        page = self._open()
        self.assertIn("already working", self._get_flash(page))

    def test_later_a_new_ticket_follows_it(self):
        self._solve()
        self.ticket.tag_ids = self._ref("tag_folios")
        self.ticket.type_id = self._ref("type_problem")
        with freeze_time("2026-04-20 15:00:00"):
            self._log_in()
            self.assertIn("a while ago", self._open().text_content())
            response = self._post("reopen", reason="Volvió a fallar <b>ayer</b>")
            follow_up = self.ticket.followed_by_ids
            self.assertEqual(len(follow_up), 1)
            self.assertIn(f"/my/ticket/{follow_up.id}", response.headers["Location"])
            self.assertEqual(self.ticket.stage_code, "solved")
            for name in ("commercial_partner_id", "type_id", "tag_ids", "team_id"):
                self.assertEqual(follow_up[name], self.ticket[name], name)
            self.assertIn("&lt;b&gt;ayer", follow_up.description)
            self.assertFalse(follow_up.user_id)
            self.assertEqual(follow_up.follows_ticket_id, self.ticket)
            clocks = follow_up.clock_ids
            self.assertEqual({*clocks.mapped("state")}, {"running"})
            self.assertEqual({*clocks.mapped("started_at")}, {fields.Datetime.now()})
            self.assertIn("new ticket", self._get_flash(self._open(follow_up)))
            # the same again is the same one; what is new is said there
            self._post("reopen", reason="Volvió a fallar <b>ayer</b>")
            self._post("reopen", reason="También hoy")
            self.assertEqual(self.ticket.followed_by_ids, follow_up)
            said = follow_up.message_ids.filtered(lambda m: "También hoy" in m.body)
            self.assertEqual(len(said), 1)

    def test_nobody_opens_one_follow_up_after_the_other(self):
        """S11: as in the form for new ones."""
        self._solve()
        with freeze_time("2026-04-20 15:00:00"):
            opened = self.env["helpdesk.ticket"].with_user(self.portal_user).sudo()
            opened.create([{"name": "x", "description": "x"} for _ in range(10)])
            self._log_in()
            self._post("reopen", reason="Volvió a fallar")
            self.assertFalse(self.ticket.followed_by_ids)
            self.assertIn("within an hour", self._get_flash(self._open()))

    def test_no_more_help_is_needed(self):
        self.ticket.with_user(self.analyst).refuse_solution("No")
        self._post("close")
        self.assertEqual(self.ticket.closure, "validated", "something had been done")
        fresh = self._classified()
        self._log_in()
        self._post("close", fresh)
        self.assertEqual(fresh.stage_code, "cancelled")
        self.assertEqual(fresh.closure, "withdrawn")
        self.assertEqual(self._get_acts(self._open(fresh)), {"reopen"})
        self._post("close", fresh)
        self.assertIn("closed", self._get_flash(self._open(fresh)))
        self._post("reopen", fresh, reason="Sí la necesito")
        self.assertEqual(fresh.stage_code, "new")

    def test_helpdesk_mgmt_s_buttons(self):
        """S1, S6, S10: a POST, a token, a stage that is offered."""
        path = "/ticket/close"
        solved, cancelled = (self._stage(code).id for code in ("solved", "cancelled"))
        moving = self._stage("in_progress").id
        where = f"/my/ticket/{self.ticket.id}"
        for stage in (moving, 0, "x", "9" * 30, -1, "", 2**31):
            response = self._post(
                None, path=path, ticket_id=self.ticket.id, stage_id=stage
            )
            self.assertEqual(response.status_code, 302)
            self.assertTrue(response.headers["Location"].endswith(where))
            self.assertEqual(self.ticket.stage_code, "waiting_customer")
        for ticket in ("x", "", 0, "9" * 30, -1):
            response = self._post(None, path=path, ticket_id=ticket, stage_id=solved)
            self.assertEqual(response.status_code, 302)
        got = self.url_open(f"{path}?ticket_id={self.ticket.id}&stage_id={solved}")
        self.assertEqual(got.status_code, 405)
        foreign = self.env["helpdesk.ticket.stage"].create(
            {
                "name": "De otro equipo",
                "closed": True,
                "close_from_portal": True,
                "team_ids": [(6, 0, self.team.copy({"alias_name": "otro"}).ids)],
            }
        )
        self._post(None, path=path, ticket_id=self.ticket.id, stage_id=foreign.id)
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        self._post(None, path=path, ticket_id=self.ticket.id, stage_id=solved)
        self.assertEqual(self.ticket.closure, "validated")
        self._post(None, path=path, ticket_id=self.ticket.id, stage_id=cancelled)
        self.assertEqual(self.ticket.stage_code, "solved", "it is closed already")

    def test_solved_is_for_who_may_approve(self):
        self.plan.validation = "authorised"
        solved = self._stage("solved").id
        path = "/ticket/close"
        self._post(None, path=path, ticket_id=self.ticket.id, stage_id=solved)
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        self.ticket.with_user(self.analyst).refuse_solution("No")
        self._log_in()
        self._post("close")
        self.assertEqual(self.ticket.closure, "withdrawn")

    def test_rate(self):
        self._solve()
        page = self._open()
        faces = page.xpath("//button[@name='score']")
        self.assertEqual([face.get("value") for face in faces], ["5", "3", "1"])
        words = [" ".join(face.text_content().split()) for face in faces]
        self.assertEqual(words, ["Happy", "Neutral", "Unhappy"])
        self._post("rate", score=1)
        rating = self.ticket.rating_ids
        self.assertEqual((rating.rating, rating.consumed), (1, True))
        self.assertEqual(rating.partner_id, self.carolina)
        self.assertEqual(rating.rated_partner_id, self.analyst.partner_id)
        page = self._open()
        self.assertIn("Unhappy", page.xpath("//*[@name='rated']")[0].text_content())
        self.assertTrue(page.xpath("//textarea[@name='comment']"))
        self._post("rate", comment="Tardó mucho")
        self.assertEqual(rating.feedback, "Tardó mucho")
        self.assertEqual(self.ticket.rating_last_feedback, "Tardó mucho")
        page = self._open()
        self.assertFalse(page.xpath("//textarea[@name='comment']"))
        self.assertEqual(len(self.ticket.rating_ids), 1)
        # what they think of an analyst is no message for all of them
        self.assertNotIn("Tardó mucho", page.text_content())

    def test_a_good_rating_asks_for_nothing_more(self):
        self._solve()
        self._post("rate", score=5)
        page = self._open()
        self.assertFalse(page.xpath("//textarea[@name='comment']"))
        self._post("rate", score=5)
        self.assertIn("Thank you", self._get_flash(self._open()))
        self._post("rate", score=1)
        self.assertEqual(self.ticket.rating_last_value, 5)
        self.assertIn("rated already", self._get_flash(self._open()))

    def test_only_faces_are_ratings(self):
        self._solve()
        for score in ("2", "0", "-1", "x", "", "99999999999", "5.0", "⑤"):
            self._post("rate", score=score)
            self.assertFalse(self.ticket._find_rating(), score)
        self._post("rate")
        self.assertFalse(self.ticket._find_rating())

    def test_an_open_ticket_is_not_rated(self):
        self._post("rate", score=5)
        self.assertFalse(self.ticket.rating_ids)


@tagged("post_install", "-at_install")
class TestHostileAnswers(AnswerCommon):
    ACTS = ("accept", "refuse", "reopen", "rate", "close")

    def _assert_untouched(self):
        self.assertEqual(self.ticket.validation_state, "proposed")
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        self.assertFalse(self.ticket.rating_ids)

    def test_other_customers_and_employees(self):
        """S1."""
        for login in ("mateo", "eva"):
            self._log_in(login)
            for act in self.ACTS:
                response = self._post(act, reason="x", score=5)
                self.assertEqual(response.status_code, 303, (login, act))
                self.assertTrue(response.headers["Location"].endswith("/my"))
            stage = self._stage("solved").id
            for path in ("/ticket/close",):
                self._post(None, path=path, ticket_id=self.ticket.id, stage_id=stage)
            self._assert_untouched()

    def test_a_follower_of_another_company_only_reads(self):
        self.ticket.message_subscribe(self.mateo.ids)
        self._log_in("mateo")
        self.assertFalse(self._get_acts(self._open()))
        for act in self.ACTS:
            self._post(act, reason="x", score=5)
            self.assertIn("for the customer", self._get_flash(self._open()))
        self._assert_untouched()

    def test_a_link_gives_no_voice(self):
        """S12: who has only the link reads."""
        token = self.ticket._portal_ensure_token()
        self.env.flush_all()
        self.authenticate(None, None)
        path = f"/my/ticket/{self.ticket.id}/{token}"
        page = html.fromstring(self.url_open(path).text)
        self.assertFalse(self._get_acts(page))
        for act in self.ACTS:
            for more in ({}, {"access_token": token}):
                response = self._post(act, reason="x", score=5, **more)
                self.assertIn("/web/login", response.headers["Location"])
        self._assert_untouched()

    def test_no_get_and_no_post_without_a_token(self):
        """S6."""
        self._log_in()
        for act in self.ACTS:
            path = f"/my/ticket/{self.ticket.id}/{act}"
            got = self.url_open(path, allow_redirects=False)
            # it is read as the ticket's page, with a token that is none
            self.assertLess(got.status_code, 500, act)
            with mute_logger("odoo.http"):
                sent = self._post(act, reason="x", score=5, csrf_token="")
            self.assertEqual(sent.status_code, 400)
        self._assert_untouched()

    def test_nonsense_is_no_failure(self):
        """S10."""
        self._log_in()
        for number in (0, 2**31, 10**30):
            for act in self.ACTS:
                path = f"/my/ticket/{number}/{act}"
                response = self._post(act, path=path, reason="x", score=5)
                self.assertIn(response.status_code, (303, 404))
        files = {"reason": ("x.txt", b"x"), "score": ("y", b"5")}
        token = {"csrf_token": http.Request.csrf_token(self)}
        for act in ("refuse", "reopen", "rate"):
            response = self.url_open(
                f"/my/ticket/{self.ticket.id}/{act}",
                data=token,
                files=files,
                allow_redirects=False,
            )
            self.assertEqual(response.status_code, 303)
        self._post("refuse", reason="\0")
        self._assert_untouched()

    def test_nothing_of_it_can_be_called(self):
        """Over RPC, neither customers nor strangers decide."""
        self._log_in()
        for name, arguments in {
            "accept_solution": [],
            "refuse_solution": ["x"],
            "reopen": ["x"],
            "solve": ["x"],
            "solve_without_validation": ["x"],
            "action_accept_solution": [],
            "_accept_as": [self.portal_user.id],
            "_rate_as": [self.portal_user.id, 5],
            "rating_apply": [5],
        }.items():
            with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/helpdesk.ticket/{name}",
                    {
                        "model": "helpdesk.ticket",
                        "method": name,
                        "args": [[self.ticket.id], *arguments],
                        "kwargs": {},
                    },
                )
        self.env.invalidate_all()
        self._assert_untouched()

    def test_the_methods_ask_too(self):
        for user in (self.mateo_user, self.employee, self.env.ref("base.public_user")):
            for call in (
                lambda reader: self.ticket._accept_as(reader),
                lambda reader: self.ticket._refuse_as(reader, "x"),
                lambda reader: self.ticket._reopen_as(reader, "x"),
                lambda reader: self.ticket._close_as(reader),
                lambda reader: self.ticket._rate_as(reader, 5),
            ):
                with self.assertRaises(AccessError):
                    call(user)


@tagged("post_install", "-at_install")
class TestTwoClicks(BaseCase):
    """Two clicks at once, with two real cursors: it is done once."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            plan = env["helpdesk.support.plan"].create(
                {"name": "Plata", "code": "plata", "tz": "America/Bogota"}
            )
            customer = env["res.partner"].create({"name": "Rita", "email": "r@x.co"})
            user = new_test_user(
                env, "rita", "base.group_portal", partner_id=customer.id
            )
            ticket = env["helpdesk.ticket"].create(
                {
                    "name": "No firma",
                    "description": "402",
                    "plan_id": plan.id,
                    "partner_id": customer.id,
                    "user_id": env.ref("base.user_admin").id,
                }
            )
            ticket.propose_solution("Ya firma")
            self.ids = plan.id, customer.id, user.id, ticket.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        plan, customer, user, ticket = self.ids
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            tickets = env["helpdesk.ticket"].search(
                [("partner_id", "=", customer)], order="id desc"
            )
            tickets.unlink()
            env["res.users"].browse(user).unlink()
            env["res.partner"].browse(customer).unlink()
            env["helpdesk.support.plan"].browse(plan).unlink()

    def _get(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["helpdesk.ticket"].browse(self.ids[3]), env["res.users"].browse(
            self.ids[2]
        )

    @mute_logger("odoo.sql_db")
    def _click_twice(self, click):
        """Let two requests begin together; the later one is tried again, as in Odoo."""
        with self.registry.cursor() as one, self.registry.cursor() as other:
            later = self._get(other)
            self.assertTrue(later[0].name)  # its view of the data begins here
            click(*self._get(one))
            one.commit()
            with self.assertRaises(SerializationFailure):
                click(*later)
            other.rollback()
            other.execute("SELECT 1")
            later[0].env.invalidate_all()
            click(*later)
            other.commit()

    def _count(self, kind):
        with self.registry.cursor() as cr:
            ticket, _reader = self._get(cr)
            return ticket.event_ids.mapped("kind").count(kind)

    def test_accept(self):
        self._click_twice(lambda ticket, reader: ticket._accept_as(reader))
        self.assertEqual(self._count("accept"), 1)

    def test_refuse(self):
        self._click_twice(lambda ticket, reader: ticket._refuse_as(reader, "No"))
        self.assertEqual(self._count("refuse"), 1)

    def test_follow_up(self):
        with self.registry.cursor() as cr:
            ticket, reader = self._get(cr)
            ticket._accept_as(reader)
            ticket.plan_id.reopen_days = 0
            ticket.closed_date = "2026-01-01 12:00:00"
        self._click_twice(lambda ticket, reader: ticket._reopen_as(reader, "Sigue"))
        with self.registry.cursor() as cr:
            self.assertEqual(len(self._get(cr)[0].followed_by_ids), 1)

    def test_rate(self):
        with self.registry.cursor() as cr:
            ticket, reader = self._get(cr)
            ticket._accept_as(reader)
        self._click_twice(lambda ticket, reader: ticket._rate_as(reader, 5))
        with self.registry.cursor() as cr:
            self.assertEqual(len(self._get(cr)[0].rating_ids), 1)

    def test_reply(self):
        self._click_twice(lambda ticket, reader: ticket._post_as_customer(reader, "Ya"))
        self.assertEqual(self._count("customer_reply"), 1)

    def test_open_a_ticket(self):
        """The later one waits for its turn, and finds the ticket that is there."""

        def send(ticket, reader):
            tickets = ticket.with_user(reader)
            tickets._take_portal_turn()
            if not tickets._find_sent("key"):
                tickets.sudo().create(
                    {
                        "name": "Otra",
                        "description": "402",
                        "partner_id": reader.partner_id.id,
                        "portal_key": "key",
                    }
                )

        self._click_twice(send)
        with self.registry.cursor() as cr:
            ticket, reader = self._get(cr)
            mine = [("partner_id", "=", reader.partner_id.id), ("name", "=", "Otra")]
            self.assertEqual(ticket.search_count(mine), 1)
