"""Hostile requests: every hole that helpdesk_mgmt's portal had stays shut (S1 to S15).

As a customer, another customer, a customer of another company, an employee without
rights at the desk, and somebody without a login, with a link to the ticket and without.
"""

import base64

from lxml import html

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ALIAS, PlanCommon

#: codes with which a request is refused, or sent elsewhere
REFUSED = {302, 303, 400, 403, 404, 405, 422, 429}


class HostileCommon(PlanCommon, HttpCase):
    """Carolina's ticket, and everybody who would like to have a part in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._classified(name="Plan secreto de fusión")
        cls.ticket.message_subscribe(cls.carolina.ids)
        cls.company_2 = cls.env["res.company"].create({"name": "Otra sociedad"})
        cls._create_login("felipe", cls.felipe)
        cls._create_login("mateo", cls.mateo)
        gilda = cls.env["res.partner"].create(
            {"name": "Gilda", "email": "gilda@otra.example.com"}
        )
        cls.gilda = cls._create_login(
            "gilda",
            gilda,
            company_id=cls.company_2.id,
            company_ids=[(6, 0, cls.company_2.ids)],
        )
        cls.strangers = ("mateo", "gilda", "eva")

    @classmethod
    def _create_login(cls, login, partner, **values):
        return new_test_user(
            cls.env,
            login,
            "base.group_portal",
            partner_id=partner.id,
            name=partner.name,
            email=partner.email,
            **values,
        )

    def _log_in(self, login):
        self.cr.flush()
        self.authenticate(login, login)

    def _post(self, path, **data):
        """Send a form, as who is logged in; it may be refused, but never fails."""
        data.setdefault("csrf_token", http.Request.csrf_token(self))
        response = self.url_open(path, data=data, allow_redirects=False)
        self.assertLess(response.status_code, 500, response.text[:500])
        return response

    def _get(self, path):
        response = self.url_open(path, allow_redirects=False)
        self.assertLess(response.status_code, 500, response.text[:500])
        return response

    def _rpc(self, model, method, *arguments, **options):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": arguments, "kwargs": options},
        )

    def _assert_rpc_refused(self, model, method, *arguments, **options):
        with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
            self._rpc(model, method, *arguments, **options)

    def _get_token(self, ticket=None):
        return (ticket or self.ticket)._portal_ensure_token()


@tagged("post_install", "-at_install")
class TestClosing(HostileCommon):
    """S1, S1b and S6: whose ticket may be moved, to where, and how."""

    def _close(self, stage, ticket=None):
        ticket = ticket or self.ticket
        return self._post("/ticket/close", ticket_id=ticket.id, stage_id=stage.id)

    def test_nobody_closes_a_ticket_that_is_not_theirs(self):
        before = self.ticket.stage_id
        for login in self.strangers:
            self._log_in(login)
            for code in ("solved", "cancelled"):
                with self.subTest(login, stage=code):
                    self.assertIn(self._close(self._stage(code)).status_code, REFUSED)
                    self.assertEqual(self.ticket.stage_id, before)
            for act in ("accept", "refuse", "reopen", "rate", "close", "reply"):
                with self.subTest(login, act=act):
                    answer = self._post(
                        f"/my/ticket/{self.ticket.id}/{act}",
                        text="x",
                        reason="x",
                        score="1",
                    )
                    self.assertIn(answer.status_code, REFUSED)
        self.assertEqual(self.ticket.stage_id, before)
        self.assertNotIn("<p>x</p>", "".join(self.ticket.message_ids.mapped("body")))

    def test_nobody_does_it_with_a_link_alone(self):
        self.ticket.propose_solution("Listo")
        token = self._get_token()
        self.cr.flush()
        self.authenticate(None, None)
        for act in ("accept", "refuse", "reopen", "rate", "close", "reply"):
            for path in (f"/{act}", f"/{act}?access_token={token}"):
                self._post(
                    f"/my/ticket/{self.ticket.id}{path}",
                    text="x",
                    reason="x",
                    score="1",
                    access_token=token,
                )
        self._close(self._stage("solved"))
        self.assertEqual(self.ticket.validation_state, "proposed")
        self.assertEqual(self.ticket.stage_code, "waiting_customer")

    def test_a_customer_reaches_no_stage_but_those_meant_for_them(self):
        """S1b: a stage of another company made their list fail."""
        foreign = self.env["helpdesk.ticket.stage"].create(
            {
                "name": "Ajena",
                "company_id": self.company_2.id,
                "closed": True,
                "close_from_portal": True,
            }
        )
        before = self.ticket.stage_id
        self._log_in("carolina")
        for stage in (foreign, self._stage("in_progress")):
            self.assertEqual(self._close(stage).status_code, 302)
            self.assertEqual(self.ticket.stage_id, before)
        self.assertEqual(self._get("/my/tickets").status_code, 200)

    def test_a_link_in_a_foreign_page_changes_nothing(self):
        before = self.ticket.stage_id
        self._log_in("carolina")
        stage = self._stage("cancelled").id
        for path in (
            f"/ticket/close?ticket_id={self.ticket.id}&stage_id={stage}",
            "/submitted/ticket?subject=x&description=y",
        ):
            with self.subTest(path):
                self.assertEqual(self._get(path).status_code, 405)
        messages = self.ticket.message_ids
        for act in ("accept", "refuse", "reopen", "rate", "close", "reply"):
            with self.subTest(act):  # at most the page of the ticket
                self._get(f"/my/ticket/{self.ticket.id}/{act}?text=x&reason=x&score=1")
        self.env.invalidate_all()
        self.assertEqual(self.ticket.message_ids, messages)
        self.assertFalse(self.ticket.rating_ids)
        self.assertEqual(self.ticket.stage_id, before)
        self.assertFalse(self.tickets.search([("name", "=", "x")]))

    def test_a_form_of_a_foreign_page_changes_nothing(self):
        before = self.ticket.stage_id
        self._log_in("carolina")
        stage = self._stage("cancelled").id
        forms = {
            "/ticket/close": {"ticket_id": self.ticket.id, "stage_id": stage},
            "/submitted/ticket": {"subject": "x", "description": "y"},
            f"/my/ticket/{self.ticket.id}/close": {"reason": "x"},
            f"/my/ticket/{self.ticket.id}/reply": {"text": "x"},
        }
        for path, data in forms.items():
            with self.subTest(path), mute_logger("odoo.http"):
                self.assertEqual(
                    self._post(path, csrf_token="", **data).status_code, 400
                )
        self.assertEqual(self.ticket.stage_id, before)
        self.assertFalse(self.tickets.search([("name", "=", "x")]))


@tagged("post_install", "-at_install")
class TestReading(HostileCommon):
    """S2, S3, S4, S8, S12 and S14: what is seen, in pages and over RPC."""

    def _attach(self, name, **values):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": name.encode(),
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
                **values,
            }
        )

    def test_pages_of_others_are_not_there(self):
        for login in self.strangers:
            self._log_in(login)
            answer = self._get(f"/my/ticket/{self.ticket.id}")
            self.assertEqual(answer.status_code, 303)
            self.assertNotIn("fusión", self.url_open("/my/tickets").text)
            wrong = self._get(f"/my/ticket/{self.ticket.id}/{'0' * 36}")
            self.assertEqual(wrong.status_code, 303)

    def test_files_of_internal_notes_stay_inside(self):
        """S2, in the page, by its links and over RPC."""
        secret = self._attach("secreto.txt")
        told = self._attach("instrucciones.txt")
        loose = self._attach("borrador.txt")
        self.ticket.with_user(self.analyst).message_post(
            body="Nota", attachment_ids=secret.ids, subtype_xmlid="mail.mt_note"
        )
        self.ticket.with_user(self.analyst).message_post(
            body="Vea", attachment_ids=told.ids, subtype_xmlid="mail.mt_comment"
        )
        token = self._get_token()
        self._log_in("carolina")
        page = self._get(f"/my/ticket/{self.ticket.id}").text
        self.authenticate(None, None)
        linked = self._get(f"/my/ticket/{self.ticket.id}/{token}").text
        for text in (page, linked):
            self.assertIn("instrucciones.txt", text)
            for name in ("secreto.txt", "borrador.txt", f"/{secret.id}?"):
                self.assertNotIn(name, text)
        self.assertFalse(secret.access_token)
        self._log_in("carolina")
        for path in (f"/web/content/{secret.id}", f"/web/content/{loose.id}"):
            with mute_logger("odoo.http"):
                self.assertNotIn(b"secreto", self.url_open(path).content)
        self._assert_rpc_refused("ir.attachment", "read", secret.ids, ["datas"])

    def test_what_the_customer_has_brought_is_shown(self):
        own = self._attach("captura.txt")
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_uid = %s WHERE id = %s",
            (self.portal_user.id, own.id),
        )
        own.invalidate_recordset()
        self.assertEqual(self.ticket._get_portal_attachments(), {self.ticket.id: own})

    def test_a_constant_number_of_queries(self):
        tickets = self.ticket | self._classified() | self._classified()
        self.ticket._get_portal_attachments()
        with self.assertQueryCount(3):
            tickets._get_portal_attachments()

    def test_clocks_policies_and_events_are_the_desks(self):
        """S3 and S4: titles of all tickets and the notes of policies were readable."""
        models = (
            "helpdesk.sla.clock",
            "helpdesk.sla.policy",
            "helpdesk.ticket.event",
            "helpdesk.sla.compliance",
            "helpdesk.sla.pause.report",
            "helpdesk.support.plan",
            "helpdesk.support.severity",
            "helpdesk.self.service",
        )
        for login in ("carolina", "gilda", "eva"):
            self._log_in(login)
            for model in models:
                with self.subTest(login=login, model=model):
                    self._assert_rpc_refused(model, "search_read", [], ["id"])
                    self._assert_rpc_refused(
                        model, "formatted_read_group", [], [], ["__count"]
                    )

    def test_a_link_tells_nothing_of_people(self):
        """S8: names of the desk's people, their mail and phone, and the customer's."""
        self.analyst.partner_id.write(
            {"email": "ana@desk.example.com", "phone": "+57 300 1234567"}
        )
        self.carolina.phone = "+57 301 7654321"
        path = f"/my/ticket/{self.ticket.id}"
        linked = f"{path}/{self._get_token()}"
        self.cr.flush()
        self.authenticate(None, None)
        shown = self._get(linked)
        self.assertEqual(shown.status_code, 200)
        text = html.fromstring(shown.text).xpath("//*[@id='wrap']")[0].text_content()
        for word in ("ana@", "1234567", "7654321", "carolina@"):
            self.assertNotIn(word, shown.text)
        self.assertIn(self.ticket.number, text)
        self._log_in("carolina")
        for word in ("ana@", "1234567"):
            self.assertNotIn(word, self._get(path).text)

    def test_the_links_secret_is_not_to_be_had(self):
        """S12: the token was a field like any other."""
        self._get_token()
        self._log_in("carolina")
        self._assert_rpc_refused(
            "helpdesk.ticket", "read", self.ticket.ids, ["access_token"]
        )
        self._log_in("mateo")
        for method in ("get_portal_url", "_portal_ensure_token"):
            self._assert_rpc_refused("helpdesk.ticket", method, self.ticket.ids)

    def test_links_to_tickets_long_closed_are_dead(self):
        """S12: they never expired."""
        lately, open_ = self._classified(), self._classified()
        tokens = [self._get_token(t) for t in (self.ticket, lately, open_)]
        self.ticket.write({"stage_id": self._stage("solved").id})
        lately.write({"stage_id": self._stage("solved").id})
        self.ticket.write({"closed_date": "2020-01-01 12:00:00", "active": False})
        self.tickets._gc_links()
        self.assertFalse(self.ticket.access_token)
        self.assertEqual([lately.access_token, open_.access_token], tokens[1:])

    def test_no_field_of_the_desk_over_rpc(self):
        """S14; and reading without an order works."""
        self._log_in("carolina")
        found = self._rpc("helpdesk.ticket", "search_read", [], ["name", "impact"])
        self.assertIn(self.ticket.id, [ticket["id"] for ticket in found])
        for name in (
            "priority",
            "color",
            "kanban_state",
            "duplicate_ids",
            "project_id",
            "plan_id",
            "level_id",
            "standing",
            "standing_hold",
            "clock_ids",
            "clock_deadline",
            "waiting_reason",
            "cancel_note",
            "requested_priority",
            "validation_state",
            "closure",
        ):
            with self.subTest(name):
                self._assert_rpc_refused("helpdesk.ticket", "search_read", [], [name])
                self._assert_rpc_refused("helpdesk.ticket", "search", [(name, "=", 1)])

    def test_no_method_of_the_desk_over_rpc(self):
        calls = {
            "accept_solution": (),
            "refuse_solution": ("x",),
            "propose_solution": ("x",),
            "solve": ("x",),
            "cancel": ("withdrawn",),
            "reopen": ("x",),
            "declare_wait": ("customer",),
            "end_wait": (),
            "give_workaround": ("x",),
            "override_arrears": ("x",),
            "set_deadline": ("resolution", "2026-03-12 10:00:00", "x"),
            "_accept_as": (self.analyst.id,),
            "write": ({"name": "x"},),
            "message_update": ({"to": "", "cc": ""},),
            "unlink": (),
        }
        for login in ("carolina", "mateo", "eva"):
            self._log_in(login)
            for method, arguments in calls.items():
                with self.subTest(login=login, method=method):
                    self._assert_rpc_refused(
                        "helpdesk.ticket", method, self.ticket.ids, *arguments
                    )
            with self.subTest(login=login, method="message_new"):
                self._assert_rpc_refused("helpdesk.ticket", "message_new", {})
        self.assertEqual(self.ticket.name, "Plan secreto de fusión")


@tagged("post_install", "-at_install")
class TestColleagues(HostileCommon):
    """Who of a company reads what: the plan says it."""

    def _sees(self, user):
        return self.ticket in self.tickets.with_user(user).search([])

    def _user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def test_colleagues_as_the_plan_says(self):
        felipe = self._user("felipe")
        self.assertTrue(self._sees(felipe))
        self.plan.colleagues_see = False
        self.assertFalse(self._sees(felipe))
        with self.assertRaises(AccessError):
            self.ticket.with_user(felipe).read(["name"])
        self.assertTrue(self._sees(self.portal_user))
        self.ticket.message_subscribe(self.felipe.ids)
        self.assertTrue(self._sees(felipe))

    def test_a_ticket_of_the_company_is_everybodys(self):
        self.plan.colleagues_see = False
        self.ticket.partner_id = self.company_a
        self.assertTrue(self._sees(self._user("felipe")))

    def test_who_follows_does_not_open_it_to_their_company(self):
        """S9: a copy of a mail opened the ticket to all of a company."""
        self.ticket.message_subscribe(self.mateo.ids)
        self.assertTrue(self._sees(self._user("mateo")))
        other = self.env["res.partner"].create(
            {"name": "Otro", "parent_id": self.company_b.id, "email": "o@b.example.com"}
        )
        self.assertFalse(self._sees(self._create_login("otro", other)))

    def test_a_copy_of_a_mail_gives_nothing(self):
        """S9 and S15: in copy, and in somebody else's name."""
        mail = self._mail(Cc=self.mateo.email_formatted)
        ticket = self._receive(mail)
        self.assertNotIn(self.mateo, ticket.message_partner_ids)
        self.assertTrue(ticket.partner_claimed)
        self.assertFalse(ticket.user_id)
        ticket = self._receive(self._mail(From="a@x.example.com", To=ALIAS))
        self.assertFalse(ticket.partner_id)


@tagged("post_install", "-at_install")
class TestPosting(HostileCommon):
    """S11, S12 and S13: the only door for words and files is the ticket's page."""

    def _post_message(self, **more):
        data = {
            "thread_model": "helpdesk.ticket",
            "thread_id": self.ticket.id,
            "post_data": {"body": "Soy Carolina", "message_type": "comment"},
        }
        data["post_data"].update(more.pop("post_data", {}))
        return self.make_jsonrpc_request("/mail/message/post", {**data, **more})

    def _assert_nothing_said(self):
        bodies = "".join(self.ticket.message_ids.mapped("body"))
        self.assertNotIn("Soy Carolina", bodies)

    def test_a_link_lets_nobody_speak_as_the_customer(self):
        token = self._get_token()
        signed = {
            "pid": self.carolina.id,
            "hash": self.ticket._sign_token(self.carolina.id),
        }
        self.cr.flush()
        self.authenticate(None, None)
        for more in ({}, {"token": token}, signed):
            with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
                self._post_message(**more)
        self._assert_nothing_said()

    def test_customers_write_no_internal_notes(self):
        self._log_in("carolina")
        for subtype in ("mail.mt_note", "mail.mt_comment"):
            with self.subTest(subtype, by="page"):
                with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
                    self._post_message(post_data={"subtype_xmlid": subtype})
            with self.subTest(subtype, by="method"):
                self._assert_rpc_refused(
                    "helpdesk.ticket",
                    "message_post",
                    self.ticket.ids,
                    body="Soy Carolina",
                    subtype_xmlid=subtype,
                )
        self._assert_nothing_said()

    def test_customers_do_not_change_what_was_said(self):
        message = self.ticket.message_post(body="Lo dije", author_id=self.carolina.id)
        self._log_in("carolina")
        with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
            self.make_jsonrpc_request(
                "/mail/message/update_content",
                {"message_id": message.id, "update_data": {"body": "No lo dije"}},
            )
        self.assertIn("Lo dije", message.body)

    def test_files_come_in_by_no_other_door(self):
        self._log_in("carolina")
        response = self.url_open(
            "/mail/attachment/upload",
            data={
                "thread_model": "helpdesk.ticket",
                "thread_id": self.ticket.id,
                "csrf_token": http.Request.csrf_token(self),
            },
            files={"ufile": ("a.exe", base64.b64encode(b"MZ"), "text/plain")},
        )
        self.assertEqual(response.status_code, 404)
        self.assertFalse(
            self.env["ir.attachment"].search([("name", "=", "a.exe")], limit=1)
        )

    def test_colleagues_and_employees_still_may(self):
        """An employee's own ticket is read and answered as before."""
        ticket = self._create_ticket(partner_id=self.employee.partner_id.id)
        ticket.with_user(self.employee).message_post(body="Soy Eva")
        self.assertIn("Soy Eva", "".join(ticket.message_ids.mapped("body")))


@tagged("post_install", "-at_install")
class TestBadInput(HostileCommon):
    """S5, S7, S10 and S11: foreign, hidden, broken and too much."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write(
            {
                "helpdesk_mgmt_portal_select_team": True,
                "helpdesk_mgmt_portal_select_category": True,
                "helpdesk_mgmt_portal_type": True,
                "helpdesk_mgmt_portal_team_id_required": False,
                "helpdesk_mgmt_portal_category_id_required": False,
                "helpdesk_mgmt_portal_type_id_required": False,
            }
        )

    def _submit(self, **data):
        return self._post(
            "/submitted/ticket", **{"subject": "x-99", "description": "y", **data}
        )

    def _get_faults(self, answer):
        """Return what a page says is wrong, to be read in a failure."""
        page = html.fromstring(answer.text or "<p/>")
        return [
            " ".join(a.text_content().split()) for a in page.xpath("//*[@role='alert']")
        ]

    def _made(self):
        return self.tickets.search([("name", "=", "x-99")])

    def test_what_is_foreign_or_hidden_is_not_taken(self):
        team = self.env["helpdesk.ticket.team"].create(
            {
                "name": "Ajeno",
                "company_id": self.company_2.id,
                "show_in_portal": True,
            }
        )
        categories = self.env["helpdesk.ticket.category"]
        hidden = categories.create({"name": "Oculta", "show_in_portal": False})
        gone = categories.create({"name": "Vieja", "active": False})
        kind = self._ref("type_bug")
        kind.show_in_portal = False
        severity = self._ref("severity_ikhodi_p1")
        critical = self._ref("severity_navegasoft_critical")
        self._log_in("carolina")
        self._submit()
        self.assertTrue(self._made())  # it is not for another reason
        self._made().unlink()
        for data in (
            {"team": team.id},
            {"category": hidden.id},
            {"category": gone.id},
            {"type": kind.id},
            {"impact": severity.id},
            {"impact": critical.id},
            {"impact": "3"},
            {"module": self._ref("tag_folios").id},
            {"subscription": 1},
        ):
            with self.subTest(data):
                self._submit(**data)
                made = self._made()
                self.assertFalse(
                    made.filtered(lambda t: t.company_id == self.company_2)
                )
                self.assertFalse(made.team_id & team)
                self.assertFalse(made.category_id & (hidden | gone))
                self.assertFalse(made.type_id & kind)
                self.assertNotIn("3", made.mapped("requested_priority"))
                self.assertFalse(made.tag_ids)
                made.unlink()

    def test_values_that_nobody_asked_for_are_ignored(self):
        self._log_in("carolina")
        answer = self._submit(
            user_id=self.analyst.id,
            partner_id=self.mateo.id,
            stage_id=self._stage("solved").id,
            priority="3",
            number="HT-1",
            plan_id=self._ref("plan_ikhodi").id,
            company_id=self.company_2.id,
        )
        self.assertEqual(answer.status_code, 303, self._get_faults(answer))
        made = self._made()
        self.assertEqual(made.partner_id, self.carolina)
        self.assertFalse(made.user_id)
        self.assertEqual(made.stage_code, "new")
        self.assertEqual(made.plan_id, self.plan)
        self.assertEqual(made.priority, self.plan._get_intake_stars())

    def test_nothing_broken_is_an_error_of_ours(self):
        self._log_in("carolina")
        for data in (
            {"ticket_id": "abc", "stage_id": "1"},
            {"ticket_id": "", "stage_id": ""},
            {"ticket_id": "9" * 30, "stage_id": "9" * 30},
            {"ticket_id": "-1", "stage_id": "1.5"},
            {"stage_id": "1"},
            {},
        ):
            with self.subTest(data):
                self._post("/ticket/close", **data)
        for name in ("category", "team", "type", "impact", "module", "subscription"):
            for value in ("abc", "", "9" * 30, "1.5", "-1", "\u0000"):
                with self.subTest(name, value=value):
                    self._submit(**{name: value})
        self._made().unlink()
        for query in (
            "sortby=zzz",
            "groupby=zzz",
            "filterby=zzz",
            "search_in=zzz&search=a",
            "date_begin=abc&date_end=def",
            "search=%00",
            "search=%25%27",
        ):
            with self.subTest(query):
                self._get(f"/my/tickets?{query}")
        for path in (
            "/my/tickets/page/999999",
            f"/my/ticket/{'9' * 30}",
            "/help?q=%00&module=abc",
            "/help/%00",
            "/my/support-plan?plan=abc",
        ):
            with self.subTest(path), mute_logger("odoo.http"):
                self._get(path)

    def test_too_little_and_too_much_is_said_and_nothing_made(self):
        self._log_in("carolina")
        for data in (
            {"subject": ""},
            {"subject": "   "},
            {"description": ""},
            {"subject": "x" * 100_000},
            {"description": "y" * 200_000},
        ):
            with self.subTest(str(data)[:40]):
                self.assertEqual(self._submit(**data).status_code, 422)
        self.assertFalse(self._made())
