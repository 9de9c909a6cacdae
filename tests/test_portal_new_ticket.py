"""The form for a new ticket: what it asks, what it takes, what it refuses."""

import json

from lxml import html

from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.helpdesk_ticket_portal_form import TICKETS_PER_WINDOW
from .standing_common import StandingCommon

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
#: what customers never read
UNSAID = ("priorit", "prioridad", "star", "estrella", "urgent", "N1")
ASKED = {"subject": "No firma la factura", "description": "Error 402"}


class NewTicketCommon(StandingCommon, HttpCase):
    """Carolina opens tickets; the desk runs on the plan of Navegasoft."""

    is_frozen = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user.tz = "America/Bogota"
        cls.plan.write({"portal_ask_type": False, "portal_ask_module": False})

    def setUp(self):
        super().setUp()
        self._log_in("carolina")

    def _log_in(self, login):
        self.cr.flush()
        self.authenticate(login, login)

    def _get_form(self, query="", prefix=""):
        response = self.url_open(f"{prefix}/new/ticket?{query}")
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text)

    def _post(self, files=(), headers=None, path="/submitted/ticket", **data):
        """Send the form; return the answer itself, no page that it leads to."""
        return self.url_open(
            path,
            data={"csrf_token": http.Request.csrf_token(self), **data},
            files=[("attachment", file) for file in files] or None,
            headers=headers,
            allow_redirects=False,
        )

    def _send(self, **data):
        return self._post(**{**ASKED, **data})

    def _find_made(self, **domain):
        domain = {"name": ASKED["subject"], **domain}
        return self.tickets.search([(name, "=", v) for name, v in domain.items()])

    def _assert_refused(self, answer, field, sentence, status=422):
        """Expect the same page, with a sentence at the field and in the summary."""
        self.assertEqual(answer.status_code, status)
        self.assertFalse(self._find_made())
        page = html.fromstring(answer.text)
        (summary,) = page.xpath("//*[@id='summary']")
        self.assertEqual(summary.get("role"), "alert")
        self.assertIsNotNone(summary.get("autofocus"))
        self.assertRegex(summary.text_content(), sentence)
        if field:
            (fault,) = page.xpath(f"//*[@id='{field}_fault']")
            self.assertRegex(fault.text_content(), sentence)
            self.assertTrue(summary.xpath(f".//a[@href='#{field}']"))
            self.assertTrue(page.xpath(f"//*[@id='{field}']"))
        return page

    def _get_choices(self, page, name):
        """Return the words of what can be chosen."""
        cards = page.xpath(f"//label[input[@name='{name}']]//strong")
        options = page.xpath(f"//select[@name='{name}']/option[@value!='']")
        return [" ".join(one.text_content().split()) for one in cards + options]


@tagged("post_install", "-at_install")
class TestForm(NewTicketCommon):
    def test_every_field_has_a_label_in_both_languages(self):
        self.plan.write({"portal_ask_type": True, "portal_ask_module": True})
        self.env.company.write(
            {
                "helpdesk_mgmt_portal_select_team": True,
                "helpdesk_mgmt_portal_select_category": True,
            }
        )
        self._subscribe()
        self._subscribe()
        self.env["res.lang"]._activate_lang("es_419")
        self.env["ir.module.module"].search(
            [("name", "=", "helpdesk_support_plan")]
        )._update_translations(["es_419"])
        for lang, subject in (("en", "Subject"), ("es", "Asunto")):
            with self.subTest(lang):
                page = self._get_form(prefix=f"/{lang}")
                (form,) = page.xpath("//form[contains(@action, '/submitted/ticket')]")
                fields = form.xpath(
                    ".//input[@type!='hidden'] | .//textarea | .//select"
                )
                self.assertGreaterEqual(len(fields), 12)
                for field in fields:
                    label = form.xpath(f".//label[@for='{field.get('id')}']")
                    self.assertEqual(len(label), 1, field.get("name"))
                    self.assertTrue(label[0].text_content().strip())
                    self.assertEqual(
                        len(page.xpath(f"//*[@id='{field.get('id')}']")), 1
                    )
                (label,) = form.xpath(".//label[@for='subject']")
                self.assertEqual(label.text_content(), subject)
                text = form.text_content().lower()
                for word in UNSAID:
                    self.assertNotIn(word.lower(), text)

    def test_impacts_are_the_plans_that_customers_may_choose(self):
        """NAV-3.2-60, A-COB-02."""
        page = self._get_form()
        self.assertEqual(
            self._get_choices(page, "impact"),
            ["Low impact", "Medium impact", "High impact"],
        )
        severity = self._ref("severity_navegasoft_high")
        (label,) = page.xpath(f"//label[@for='impact_{severity.id}']")
        self.assertIn(severity.description, label.text_content())
        self.assertIn(severity.example, label.text_content())
        self.assertFalse(page.xpath("//input[@name='impact'][@checked]"))

    def test_cobranza_offers_exactly_low_medium_and_high(self):
        """COB-49, A-COB-02, A-COB-13."""
        self.company_a.support_plan_id = self._ref("plan_cobranza")
        self.assertEqual(
            self._get_choices(self._get_form(), "impact"),
            ["Low impact", "Medium impact", "High impact"],
        )

    def test_a_plan_without_impacts_asks_for_none(self):
        self.company_a.support_plan_id = self._ref("plan_codify")
        self.assertFalse(self._get_form().xpath("//*[@name='impact']"))

    def test_types_and_modules_where_the_plan_publishes_them(self):
        page = self._get_form()
        for name in ("type", "module", "team", "category", "subscription"):
            self.assertFalse(page.xpath(f"//*[@name='{name}']"), name)
        self.plan.write({"portal_ask_type": True, "portal_ask_module": True})
        self._ref("type_bug").show_in_portal = False
        module = self._ref("tag_modulos")
        module.dimension = "module"
        hidden = module.copy({"name": "Oculto", "show_in_portal": False, "code": "o"})
        page = self._get_form()
        types = self._get_choices(page, "type")
        self.assertIn(self._ref("type_problem").name, types)
        self.assertNotIn(self._ref("type_bug").name, types)
        self.assertNotIn(self._ref("type_configuration").name, types)
        modules = self._get_choices(page, "module")
        self.assertIn(module.name, modules)
        self.assertNotIn(hidden.name, modules)
        self.assertNotIn(self._ref("tag_folios").name, modules)

    def test_the_subscription_is_asked_for_where_there_are_several(self):
        """A-NAV-10."""
        first = self._subscribe()
        self._subscribe(self.company_b)
        self._subscribe(stage=self.closed)
        self.assertFalse(self._get_form().xpath("//*[@name='subscription']"))
        second = self._subscribe(support_plan_id=self._ref("plan_ikhodi").id)
        page = self._get_form()
        values = page.xpath("//select[@name='subscription']/option/@value")
        self.assertEqual(set(values), {"", str(first.id), str(second.id)})
        self.assertEqual(len(self._get_choices(page, "impact")), 3)
        page = self._get_form(f"subscription={second.id}")
        self.assertEqual(
            self._get_choices(page, "impact"),
            ["Low (P4)", "Medium (P3)", "High (P2)", "Critical (P1)"],
        )
        self._assert_refused(self._send(), "subscription", "choose one")
        self._send(subscription=second.id)
        self.assertEqual(self._find_made().subscription_id, second)
        self.assertEqual(self._find_made().plan_id, self._ref("plan_ikhodi"))

    def test_what_comes_with_the_address_is_filled_in(self):
        page = self._get_form("subject=Se+acabaron+los+folios")
        (field,) = page.xpath("//input[@name='subject']")
        self.assertEqual(field.get("value"), "Se acabaron los folios")

    def test_the_page_costs_the_same_for_whoever_has_much(self):
        def count():
            self._get_form()
            before = self.cr.sql_log_count
            self._get_form()
            return self.cr.sql_log_count - before

        self.plan.write({"portal_ask_type": True, "portal_ask_module": True})
        self._subscribe()
        self._subscribe()
        few = count()
        for _number in range(8):
            self._subscribe()
        self.env["helpdesk.ticket.tag"].create(
            [{"name": f"M{n}", "dimension": "module"} for n in range(30)]
        )
        self.assertLessEqual(count(), few + 1)
        self.assertLessEqual(few, 60)


@tagged("post_install", "-at_install")
class TestSending(NewTicketCommon):
    def test_a_ticket_with_all_of_it(self):
        """NAV-2.3-01, COB-49, A-COB-13: the stars stay the plan's."""
        self.plan.write({"portal_ask_type": True, "portal_ask_module": True})
        subscription = self._subscribe()
        module = self._ref("tag_modulos")
        module.dimension = "module"
        answer = self._send(
            description="Error 402\r\nal firmar <b>",
            steps="1. Abrir\n2. Firmar",
            impact=self._ref("severity_navegasoft_high").id,
            type=self._ref("type_problem").id,
            module=module.id,
        )
        ticket = self._find_made()
        self.assertEqual(answer.status_code, 303)
        self.assertURLEqual(answer.headers["Location"], f"/my/ticket/{ticket.id}")
        self.assertEqual(ticket.requested_priority, "2")
        self.assertEqual(ticket.priority, "0")
        self.assertFalse(ticket.triaged)
        self.assertEqual(ticket.type_id, self._ref("type_problem"))
        self.assertEqual(ticket.tag_ids, module)
        self.assertEqual(ticket.subscription_id, subscription)
        self.assertEqual(ticket.channel_id.code, "web")
        self.assertEqual(ticket.partner_id, self.carolina)
        self.assertEqual(ticket.create_uid, self.portal_user)
        self.assertFalse(ticket.user_id)
        self.assertIn(self.carolina, ticket.message_partner_ids)
        self.assertIn("<p>Error 402<br>al firmar &lt;b&gt;</p>", ticket.description)
        self.assertIn("<strong>Steps</strong>", ticket.description)
        self.assertIn("1. Abrir<br>2. Firmar", ticket.description)

    def test_the_number_is_told_on_the_tickets_page_once(self):
        """INT-27."""
        impact = self._ref("severity_navegasoft_medium")
        self._send(impact=impact.id)
        ticket = self._find_made()
        page = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertIn(f"your ticket is {ticket.number}", page)
        self.assertIn("Medium impact", page)
        page = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("your ticket is", page)

    def test_files_are_the_customers_own(self):
        answer = self._post(
            files=[
                ("captura.png", PNG, "image/png"),
                ("../factura ñ.xml", b"<?xml version='1.0'?><Invoice/>", "text/xml"),
                ("", b"", "application/octet-stream"),
            ],
            **ASKED,
        )
        self.assertEqual(answer.status_code, 303)
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "helpdesk.ticket"),
                ("res_id", "=", self._find_made().id),
            ]
        )
        self.assertEqual(set(files.mapped("name")), {"captura.png", "factura ñ.xml"})
        self.assertEqual(files.create_uid, self.portal_user)
        self.assertEqual(
            files.filtered(lambda file: file.name == "captura.png").raw, PNG
        )
        page = self.url_open(f"/my/ticket/{self._find_made().id}").text
        self.assertIn("captura.png", page)

    def test_sent_twice_it_is_one_ticket(self):
        (key,) = self._get_form().xpath("//input[@name='form_key']/@value")
        first, second = (self._send(form_key=key) for _time in range(2))
        self.assertEqual(len(self._find_made()), 1)
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self._send(form_key=key, description="Otro error")
        self._send(form_key="another")
        self._send()
        self._send()
        self.assertEqual(len(self._find_made()), 5, "these are others")

    def test_scripts_are_answered_in_json(self):
        headers = {"Accept": "application/json"}
        answer = self._post(headers=headers, subject="", description="x")
        self.assertEqual(answer.status_code, 422)
        faults = json.loads(answer.text)["faults"]
        self.assertEqual(list(faults), ["subject"])
        self.assertIn("a few words", faults["subject"])
        answer = self._post(headers=headers, **ASKED)
        ticket = self._find_made()
        self.assertEqual(answer.json(), {"url": f"/my/ticket/{ticket.id}"})

    def test_an_employee_without_rights_may_ask_too(self):
        self.plan.portal_ask_type = True
        self._log_in("eva")
        page = self._get_form()
        self.assertIn(self._ref("type_problem").name, self._get_choices(page, "type"))
        answer = self._send(type=self._ref("type_problem").id)
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self._find_made().type_id, self._ref("type_problem"))


@tagged("post_install", "-at_install")
class TestRefusals(NewTicketCommon):
    """S5, S6, S7, S10, S11: one sentence, and nothing made."""

    def test_nothing_typed_is_lost(self):
        answer = self._post(
            files=[("programa.exe", b"MZ", "image/png"), ("captura.png", PNG, "")],
            subject="",
            description="Error <402>\nal firmar",
            steps="1. Abrir",
            impact=self._ref("severity_navegasoft_high").id,
        )
        page = self._assert_refused(answer, "subject", "a few words")
        (text,) = page.xpath("//textarea[@name='description']")
        self.assertEqual(text.text.strip(), "Error <402>\nal firmar")
        (steps,) = page.xpath("//textarea[@name='steps']")
        self.assertEqual(steps.text.strip(), "1. Abrir")
        self.assertTrue(page.xpath("//details[@open]"))
        (chosen,) = page.xpath("//input[@name='impact'][@checked]/@value")
        self.assertEqual(chosen, str(self._ref("severity_navegasoft_high").id))
        (fault,) = page.xpath("//*[@id='attachment_fault']")
        self.assertIn("programa.exe", fault.text_content())
        (again,) = page.xpath("//*[contains(@class, 'o_support_lost_files')]")
        self.assertIn("programa.exe, captura.png", again.text_content())

    def test_too_little_and_too_much(self):
        for field, value, sentence in (
            ("subject", "", "a few words"),
            ("subject", " \t\n", "a few words"),
            ("subject", "x" * 201, "shorten it to 200"),
            ("subject", "x" * 100_000, "shorten it to 200"),
            ("description", "", "what happens"),
            ("description", "\0", "what happens"),
            ("description", "x" * 20_001, "shorten it to 20000"),
            ("steps", "x" * 20_001, "shorten it to 20000"),
        ):
            with self.subTest(field, size=len(value)):
                self._assert_refused(self._send(**{field: value}), field, sentence)
        self._assert_refused(self._post(), "subject", "a few words")

    def test_as_much_as_is_allowed(self):
        subject = "x" * 200
        self._post(subject=subject, description="y" * 20_000, steps="z" * 20_000)
        self.assertTrue(self._find_made(name=subject))

    def _choose_wrongly(self, name, *values):
        for value in (
            *values,
            "abc",
            "0",
            "-1",
            "1.5",
            "9" * 40,
            "1 OR 1=1",
            "٣",
            "1e1",
        ):
            with self.subTest(name, value=value):
                self._assert_refused(
                    self._send(**{name: value}), name, "choose one of these"
                )

    def test_the_impact_of_another_plan_or_of_the_desk_only(self):
        foreign = self._ref("severity_ikhodi_p1")
        hidden = self._ref("severity_navegasoft_critical")
        self._choose_wrongly("impact", foreign.id, hidden.id)

    def test_a_type_or_module_that_is_not_offered(self):
        self.plan.write({"portal_ask_type": True, "portal_ask_module": True})
        hidden, old = self._ref("type_bug"), self._ref("type_question")
        hidden.show_in_portal = False
        old.active = False
        foreign = self._ref("type_configuration")
        self._choose_wrongly("type", hidden.id, old.id, foreign.id)
        module = self._ref("tag_modulos")
        module.write({"dimension": "module"})
        hidden = module.copy({"name": "Oculto", "show_in_portal": False, "code": "o"})
        self._choose_wrongly("module", self._ref("tag_folios").id, hidden.id)

    def test_what_is_not_asked_for_is_not_taken(self):
        self._send(
            type=self._ref("type_problem").id,
            module=self._ref("tag_folios").id,
            subscription=self._subscribe(self.company_b).id,
            team=self.team.id,
            priority="3",
            user_id=self.analyst.id,
            partner_id=self.mateo.id,
            requested_priority="3",
        )
        ticket = self._find_made()
        self.assertFalse(ticket.type_id | ticket.type_id)
        self.assertFalse(ticket.tag_ids)
        self.assertFalse(ticket.subscription_id)
        self.assertFalse(ticket.requested_priority)
        self.assertEqual(ticket.priority, "0")
        self.assertEqual(ticket.partner_id, self.carolina)

    def test_a_subscription_of_others_or_at_an_end(self):
        self._subscribe()
        self._subscribe()
        foreign = self._subscribe(self.company_b)
        over = self._subscribe(stage=self.closed)
        self._choose_wrongly("subscription", foreign.id, over.id)

    def test_a_category_that_is_hidden_old_or_elsewhere(self):
        """S7."""
        elsewhere = self.env["res.company"].create({"name": "Otra"})
        categories = self.env["helpdesk.ticket.category"]
        mine = categories.create({"name": "Facturas"})
        wrong = categories.create(
            [
                {"name": "Oculta", "show_in_portal": False},
                {"name": "Vieja", "active": False},
                {"name": "Ajena", "company_id": elsewhere.id},
            ]
        )
        self.env.company.helpdesk_mgmt_portal_select_category = True
        self._choose_wrongly("category", *wrong.ids)
        self.env.company.helpdesk_mgmt_portal_category_id_required = True
        self._assert_refused(self._send(), "category", "choose one")
        self._send(category=mine.id)
        self.assertEqual(self._find_made().category_id, mine)

    def test_a_team_that_is_hidden_old_or_elsewhere(self):
        """S5."""
        elsewhere = self.env["res.company"].create({"name": "Otra"})
        teams = self.env["helpdesk.ticket.team"]
        wrong = teams.create(
            [
                {"name": "Oculto", "show_in_portal": False},
                {"name": "Viejo", "active": False},
                {"name": "Ajeno", "company_id": elsewhere.id},
            ]
        )
        self.env.company.helpdesk_mgmt_portal_select_team = True
        self._choose_wrongly("team", *wrong.ids)
        self._send(team=self.team.id)
        self.assertEqual(self._find_made().team_id, self.team)

    def test_a_type_that_the_team_does_not_attend_to(self):
        self.env.company.helpdesk_mgmt_portal_select_team = True
        self.plan.portal_ask_type = True
        self.team.type_ids = self._ref("type_question")
        answer = self._send(team=self.team.id, type=self._ref("type_problem").id)
        self._assert_refused(answer, "type", "does not go with the rest")

    def test_files_that_are_no_files_of_theirs(self):
        """S11."""
        svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert()'/>"
        for files, sentence in (
            ([("pagina.html", b"<html/>", "image/png")], "pagina.html"),
            ([("dibujo.svg", svg, "image/svg+xml")], "dibujo.svg"),
            ([("dibujo.png", svg, "image/png")], "dibujo.png"),
            ([("programa.exe", b"MZ\x90\0", "image/png")], "programa.exe"),
            ([("datos.txt", b"MZ\x90\0", "text/plain")], "datos.txt"),
            ([("vacio.txt", b"", "text/plain")], "vacio.txt. is empty"),
            ([(f"{n}.txt", b"x", "text/plain") for n in range(11)], "10 files at most"),
            ([(f"{n}.txt", b"x", "text/plain") for n in range(300)], "10 files"),
        ):
            with self.subTest(sentence):
                answer = self._post(files=files, **ASKED)
                self._assert_refused(answer, "attachment", sentence)
        self.assertFalse(
            self.env["ir.attachment"].search([("create_uid", "=", self.portal_user.id)])
        )

    def test_after_ten_tickets_within_an_hour_they_are_asked_to_wait(self):
        """S11."""
        for _number in range(TICKETS_PER_WINDOW):
            self.assertEqual(self._send().status_code, 303)
        answer = self._send()
        self.assertEqual(answer.status_code, 429)
        self.assertEqual(len(self._find_made()), TICKETS_PER_WINDOW)
        page = html.fromstring(answer.text)
        (summary,) = page.xpath("//*[@id='summary']")
        self.assertIn("10 tickets within an hour", summary.text_content())
        self.assertEqual(
            page.xpath("//input[@name='subject']/@value"), [ASKED["subject"]]
        )
        self._find_made()[:1].active = False
        self.assertEqual(self._send().status_code, 429, "an archived one counts")
        new_test_user(
            self.env, "felipe", "base.group_portal", partner_id=self.felipe.id
        )
        self._log_in("felipe")
        self.assertEqual(self._send().status_code, 303, "each has their own")

    @mute_logger("odoo.http")
    def test_only_a_form_of_ours_makes_a_ticket(self):
        """S6."""
        answer = self.url_open(
            "/submitted/ticket?subject=x&description=y", allow_redirects=False
        )
        self.assertEqual(answer.status_code, 405)
        for token in ({}, {"csrf_token": "wrong"}):
            answer = self.url_open(
                "/submitted/ticket", data={**ASKED, **token}, allow_redirects=False
            )
            self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._find_made())

    def test_who_has_not_logged_in_is_sent_to_the_login(self):
        self._log_in(None)
        for path in ("/new/ticket", "/submitted/ticket"):
            answer = self._post(path=path, **ASKED)
            self.assertEqual(answer.status_code, 303)
            self.assertIn("/web/login", answer.headers["Location"])
        self.assertFalse(self._find_made())

    def test_the_form_is_asked_for_with_anything(self):
        for query in ("subscription=abc&team=%00", "subject=%3Cscript%3E", "type[]=1"):
            self._get_form(query)
        answer = self._post(path="/new/ticket", create_new_ticket="")
        self.assertEqual(answer.status_code, 200)
