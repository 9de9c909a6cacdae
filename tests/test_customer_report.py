"""The month put before a customer: its figures, its words, and who may see it."""

from lxml import html

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from .common import LEADER
from .sla_common import PromiseCommon

REPORT = "helpdesk_support_plan.customer_report_action"


class CustomerReportCommon(PromiseCommon):
    """A desk whose plan has two impacts, and a leader who prints on 2 April 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gold.severity_ids = [
            Command.create({"name": "Todo parado", "priority": "3"}),
            Command.create({"name": "Molesta", "priority": "1"}),
        ]
        cls.company_a.lang = cls.company_b.lang = "en_US"

    def _ask(self, customer=None, user=None, at="2026-04-02 09:00", **values):
        """Return the dialog, filled in."""
        customers = customer or self.company_a
        with self._at(at):
            wizards = self.env["helpdesk.customer.report"].with_user(
                user or self.leader
            )
            return wizards.create({"partner_ids": customers.ids, **values})

    def _read(self, wizard, at="2026-04-02 09:00"):
        """Return the page that the dialog shows, parsed."""
        self.env.flush_all()
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(wizard.env.user)
        with self._at(at):
            page, kind = reports._render_qweb_html(REPORT, wizard.ids)
        self.assertEqual(kind, "html")
        return html.fromstring(page)

    def _print(self, *args, at="2026-04-02 09:00", **values):
        return self._read(self._ask(*args, at=at, **values), at)

    def _text(self, node):
        return " ".join(node.text_content().split())

    def _body(self, page):
        """Return all that the report says, without letterhead."""
        [body] = page.find_class("o_customer_month")
        return self._text(body)

    def _tiles(self, page):
        return {
            self._text(tile[1]): self._text(tile[0])
            for tile in page.find_class("o_month_tile")
        }

    def _rows(self, page, heading):
        """Return the cells of the lines of the first table under a heading."""
        table = page.xpath(
            "//h2[normalize-space()=$heading]/following::table[1]"
            "|//h3[normalize-space()=$heading]/following::table[1]",
            heading=heading,
        )[0]
        return [
            [self._text(cell) for cell in row] for row in table.xpath(".//tbody/tr")
        ]

    def _promises(self, page):
        """Return {measure: [cells]} of the table of promises."""
        found = {}
        for row in self._rows(page, "What we promised, and what we kept"):
            if len(row) == 1:
                found[row[0]] = measure = []
            else:
                measure.append(row)
        return found

    def _solve(self, ticket, at):
        with self._at(at):
            ticket.solve("Listo")

    def _notice(self, at):
        with self._at(at) as now:
            self._process_due(now)


@tagged("post_install", "-at_install")
class TestCustomerReport(CustomerReportCommon):
    def test_the_promise_beside_what_was_kept(self):
        for priority, hour in (("3", 11), ("3", 20), ("1", 12)):
            ticket = self._register(priority=priority)
            with self._at("2026-03-09 10:30"):
                self._answer(ticket)
            self._solve(ticket, f"2026-03-09 {hour}:00")
        promises = self._promises(self._print())
        self.assertEqual(
            list(promises), ["Answer", "Diagnosis", "Solution", "Next news"]
        )
        self.assertEqual(
            promises["Solution"],
            [
                ["Todo parado", "8 hours", "2", "1", "1", "50 %", "5 h 30 min"],
                ["Molesta", "8 hours", "1", "1", "0", "100 %", "2 h"],
            ],
        )
        self.assertEqual(
            promises["Answer"][0],
            ["Todo parado", "60 minutes", "2", "2", "0", "100 %", "30 min"],
        )
        # in business time, which ends at 17:00
        self.assertEqual(
            promises["Diagnosis"][0],
            [
                *("Todo parado", "2 business hours", "2", "1", "1", "50 %"),
                "4 h of business time",
            ],
        )

    def test_figures_are_those_of_the_desks_own_report(self):
        """NAV-1.3-04: what is cancelled is left out, each time a clock ran counts."""
        for day in (9, 10, 11):
            ticket = self._register(f"2026-03-{day:02} 10:00")
            for hour in (11, 18):
                with self._at(f"2026-03-{day:02} {hour}:00"):
                    self._answer(ticket)
            self._solve(ticket, f"2026-03-{day:02} 19:00")
        gone = self._register("2026-03-12 10:00")
        with self._at("2026-03-13 10:00"):
            gone.cancel("other", "Ya no")
        page = self._print()
        lines = self.env["helpdesk.sla.compliance"].search(
            [
                ("partner_id", "=", self.company_a.id),
                ("metric", "!=", "ownership"),
                ("outcome", "in", ("kept", "missed")),
            ]
        )
        cells = sum(self._promises(page).values(), [])
        counted = [
            [int(number) for number in row[2:5]] for row in cells if len(row) > 3
        ]
        self.assertEqual(sum(row[0] for row in counted), len(lines))
        self.assertEqual(sum(row[1] for row in counted), sum(lines.mapped("kept")))
        self.assertEqual(sum(row[2] for row in counted), sum(lines.mapped("missed")))
        self.assertEqual(
            len(self._rows(page, "What we missed")), sum(lines.mapped("missed"))
        )
        self.assertEqual(self._tiles(page)["Cancelled"], "1")

    def test_a_month_ends_with_the_plans_midnight(self):
        """In Bogotá, five hours after UTC."""
        late = self._register("2026-03-31 23:30", name="Noche")
        self._register("2026-04-01 00:00", name="Madrugada")
        with self._at("2026-03-31 23:59"):
            self._answer(late)
        with self._at("2026-04-02 08:00") as now:
            self._process_due(now)
        march, april = (self._print(month=month) for month in ("2026-03", "2026-04"))
        self.assertIn("Noche", self._body(march))
        self.assertNotIn("Madrugada", self._body(march))
        self.assertEqual(self._tiles(march)["Tickets registered"], "1")
        self.assertEqual(self._tiles(april)["Tickets registered"], "1")
        self.assertEqual(self._tiles(april)["Open now"], "2")
        # answered in March; of the rest it was too early to tell
        self.assertEqual(self._tiles(march)["Promises kept"], "100 %")
        self.assertEqual([*self._promises(march)["Answer"][1][2:5]], ["1", "1", "0"])
        self.assertEqual(self._promises(march)["Next news"][0][2], "Nothing fell due")

    def test_a_past_month_stays_what_it_was(self):
        ticket = self._register("2026-03-30 08:00")
        with self._at("2026-03-30 08:30"):
            self._answer(ticket)
            ticket.record_diagnosis("replicated", "Certificado")
        with self._at("2026-03-30 09:00"):
            ticket.declare_wait("customer")
        before = self._body(self._print())
        with self._at("2026-04-03 09:00"):
            ticket.end_wait()
        self._solve(ticket, "2026-04-03 10:00")
        after = self._print(at="2026-04-05 09:00", month="2026-03")
        self.assertEqual(self._body(after), before)
        self.assertIn("Waits for your answer", before)
        self.assertEqual(self._tiles(after)["Open at the end"], "1")
        april = self._print(at="2026-05-02 09:00")
        self.assertEqual(self._tiles(april)["Tickets solved"], "1")
        self.assertEqual(
            self._rows(april, "What work waited for"),
            [["your answer", "1", "2 d 9 h"]],
        )

    def test_what_was_missed_and_why(self):
        ticket = self._register()
        with self._at("2026-03-09 10:30"):
            self._answer(ticket)
        with self._at("2026-03-09 11:00"):
            ticket.record_diagnosis("replicated", "Certificado")
        self._solve(ticket, "2026-03-09 20:10")
        ticket.missed_because = "Faltaba el certificado"
        page = self._print()
        rows = self._rows(page, "What we missed")
        [solution] = [row for row in rows if row[1:2] == ["Solution"]]
        self.assertEqual(
            solution[1:],
            ["Solution", "Mon 9 Mar, 18:00", "Mon 9 Mar, 20:10", "2 h 10 min"],
        )
        self.assertEqual(rows[-1], ["Faltaba el certificado"])
        silent = self._body(self._print(with_reasons=False))
        self.assertNotIn("Faltaba", silent)

    def test_what_is_still_missed_is_not_yet_done(self):
        self._register()
        self._notice("2026-03-12 10:00")
        rows = self._rows(self._print(), "What we missed")
        self.assertEqual({row[3] for row in rows}, {"Not yet"})

    def test_how_tickets_were_solved(self):
        told, silent, accepted = (self._register() for _number in range(3))
        self._solve(told, "2026-03-09 11:00")
        with self._at("2026-03-09 11:00"):
            silent._move_to("solved")
            accepted.propose_solution("Así")
        with self._at("2026-03-10 11:00"):
            accepted.accept_solution()
        page = self._print()
        self.assertEqual(
            self._rows(page, "How tickets were solved"),
            [
                ["You accepted the solution", "1"],
                ["We told you the solution", "1"],
                ["Closed without a message", "1"],
            ],
        )
        self.assertEqual(
            self._rows(page, "What work waited for"),
            [["your validation", "1", "1 d"]],
        )

    def test_the_list_of_tickets(self):
        ticket = self._register(priority="3")
        with self._at("2026-03-09 10:30"):
            self._answer(ticket)
        self._solve(ticket, "2026-03-09 12:00")
        [row] = self._rows(self._print(), "Tickets of the month")
        self.assertEqual(
            row,
            [
                f"{ticket.number} No firma",
                "Todo parado",
                *("Mon 9 Mar, 10:00", "Mon 9 Mar, 10:30", "Mon 9 Mar, 12:00"),
                "Solved",
            ],
        )

    def test_a_long_list_is_cut_and_says_so(self):
        for _number in range(63):
            self._register()
        page = self._print()
        self.assertEqual(len(self._rows(page, "Tickets of the month")), 60)
        self.assertIn("Before them there were 3 more", self._body(page))
        self.assertEqual(self._tiles(page)["Tickets registered"], "63")

    def test_it_costs_the_same_whatever_the_number_of_tickets(self):
        def count():
            wizard = self._ask()
            self._read(wizard)
            before = self.env.cr.sql_log_count
            self._read(wizard)
            return self.env.cr.sql_log_count - before

        self._solve(self._register(), "2026-03-12 10:00")
        few = count()
        for day in range(9, 19):
            self._solve(self._register(f"2026-03-{day:02} 10:00"), "2026-03-20 10:00")
        self.assertEqual(count(), few)

    def test_a_month_that_is_not_over_says_so(self):
        self._register("2026-04-01 10:00")
        page = self._print(month="2026-04")
        self.assertIn("The month is not over: as of Thu 2 Apr, 09:00", self._body(page))
        self.assertNotIn("not over", self._body(self._print(month="2026-03")))

    def test_a_month_without_tickets(self):
        page = self._print(self.company_b)
        body = self._body(page)
        self.assertIn("Café Andino", body)
        self.assertIn("A quiet month: you asked us for nothing in March 2026", body)
        self.assertIn("What your plan promises", body)
        self.assertIn("2 business hours", body)
        self.assertFalse(self._tiles(page))

    def test_a_customer_without_a_plan(self):
        self.env.company.support_plan_id = False
        self._register()
        page = self._print()
        self.assertIn("Without a support plan", self._body(page))
        self.assertEqual(self._tiles(page)["Tickets registered"], "1")

    def test_undefined_stays_as_the_plan_says(self):
        self._policy("resolution").write({"amount": 0, "undefined_kind": "none"})
        self._solve(self._register(), "2026-03-09 11:00")
        self.assertEqual(
            self._promises(self._print())["Solution"],
            [["All tickets", "No deadline", ""]],
        )

    def test_what_the_plan_has_ceased_to_promise(self):
        self._solve(self._register(priority="3"), "2026-03-09 11:00")
        self._policy("resolution").amount = 4
        old = self._policy("resolution").copy({"amount": 9})
        old.active = False
        self.env["helpdesk.sla.clock"].search(
            [
                ("ticket_id.partner_id", "=", self.carolina.id),
                ("metric", "=", "resolution"),
            ]
        ).policy_id = old
        self.assertEqual(
            [row[:3] for row in self._promises(self._print())["Solution"]],
            [
                ["Todo parado", "4 hours", "Nothing fell due"],
                ["Todo parado", "9 hours", "1"],
                ["Molesta", "4 hours", "Nothing fell due"],
            ],
        )

    def test_a_plan_that_promises_by_type(self):
        self.env.company.support_plan_id = self.plan
        kinds = ("type_problem", "0"), ("type_question", "0"), ("type_problem", "3")
        for kind, priority in kinds:
            ticket = self._register(type_id=self._ref(kind).id, priority=priority)
            self._solve(ticket, "2026-03-09 11:00")
        page = self._print()
        solution = [row[:3] for row in self._promises(page)["Solution"] if len(row) > 3]
        self.assertEqual(
            solution,
            [
                ["Problem", "24 hours", "1"],
                ["Question", "48 hours", "1"],
                ["Any type: Critical impact", "8 hours", "1"],
            ],
        )
        self.assertEqual(
            [row[:2] for row in self._rows(page, "The same by impact")],
            [["Critical impact", "1"], ["Low impact", "2"]],
        )

    def test_two_plans_are_two_parts(self):
        silver = self.gold.copy({"name": "Plata", "code": "plata", "tz": "Asia/Tokyo"})
        self._register(name="Del oro")
        self.felipe.support_plan_id = silver
        self._register(name="De la plata", partner_id=self.felipe.id)
        page = self._print()
        parts = [self._text(part) for part in page.find_class("o_month_plan")]
        self.assertEqual(len(parts), 2)
        gold, silver_part = parts
        self.assertIn("Del oro", gold)
        self.assertNotIn("De la plata", gold)
        self.assertIn("Oro Dates in the time of Bogota", gold)
        self.assertIn("Plata Dates in the time of Tokyo", silver_part)
        self.assertIn("Tue 10 Mar, 00:00", silver_part)
        [part] = self._print(plan_id=silver.id).find_class("o_month_plan")
        self.assertEqual(self._text(part), silver_part)

    def test_several_customers_each_have_their_own(self):
        self._register(name="Del sol")
        self._register(name="Del café", partner_id=self.mateo.id)
        page = self._print(self.company_a | self.company_b)
        bodies = [self._text(body) for body in page.find_class("o_customer_month")]
        self.assertEqual(["Del sol" in body for body in bodies], [False, True])
        self.assertEqual(["Del café" in body for body in bodies], [True, False])


@tagged("post_install", "-at_install")
class TestCustomerReportWords(CustomerReportCommon):
    def test_the_customers_language(self):
        self.env["res.lang"]._activate_lang("es_419")
        modules = self.env["ir.module.module"].search(
            [("name", "=", "helpdesk_support_plan")]
        )
        modules._update_translations(["es_419"])
        self._solve(self._register(), "2026-03-09 11:00")
        english = self._print()
        self.assertIn("Support in March 2026", self._body(english))
        self.assertEqual(english.find_class("o_customer_month")[0].get("lang"), "en-US")
        self.company_a.lang = "es_419"
        page = self._print()
        body = self._body(page)
        self.assertEqual(page.find_class("o_customer_month")[0].get("lang"), "es-419")
        self.assertIn("marzo de 2026", body)
        for words in ("8 horas", "Respuesta", "lun 9 mar, 10:00"):
            self.assertIn(words, body)
        for words in ("8 hours", "Answer", "Mon"):
            self.assertNotIn(words, body)

    def test_nothing_internal_is_said(self):
        ticket = self._register(priority="3")
        ticket.sudo().level_id.name = "Nivel secreto"
        self._policy().name = "Política secreta"
        ticket.sudo().tag_ids = self._ref("tag_cotizacion")
        with self._at("2026-03-09 10:30"):
            ticket.message_post(body="Nota secreta", subtype_xmlid="mail.mt_note")
            ticket.declare_wait("provider")
        with self._at("2026-03-09 10:40"):
            ticket.end_wait()
        with self._at("2026-03-10 10:30"):
            ticket.record_diagnosis("replicated", "Causa secreta")
        self._solve(ticket, "2026-03-11 11:00")
        gone = self._register()
        with self._at("2026-03-09 11:00"):
            gone.cancel("other", "Motivo secreto")
        body = self._body(self._print())
        self.assertIn("another provider", body)
        for word in (
            *(
                "secret",
                "Secret",
                "otización",
                "Ana",
                "riority",
                "★",
                "Urgent",
                "fa-star",
            ),
            *("Time at a level", "wnership", "policy", "Policy", "analyst"),
        ):
            self.assertNotIn(word, body)


@tagged("post_install", "-at_install")
class TestCustomerReportRights(CustomerReportCommon):
    def test_leaders_only(self):
        wizard = self._ask()
        for user in (self.analyst, self.portal_user, self.employee):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self._ask(user=user)
                with self.assertRaises(AccessError):
                    self._read(wizard.with_user(user))
        other = new_test_user(self.env, "otra", LEADER)
        with self.assertRaises(AccessError):
            self._read(wizard.with_user(other))

    def test_only_leaders_are_offered_it(self):
        name = "helpdesk_support_plan.helpdesk_customer_report_"
        action = self.env.ref(f"{name}action")
        menu = self.env.ref(f"{name}menu")
        for user, expected in ((self.leader, True), (self.analyst, False)):
            bindings = self.env["ir.actions.actions"].with_user(user)
            found = bindings.get_bindings("res.partner").get("action", [])
            self.assertEqual(action.id in [a["id"] for a in found], expected)
            menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertEqual(menu.id in menus, expected)

    def test_another_companys_tickets_are_not_in_it(self):
        company = self.env["res.company"].create(
            {"name": "Otra", "support_plan_id": self.gold.id}
        )
        self._register(
            company_id=company.id, team_id=False, user_id=False, name="Ajeno"
        )
        self._register(name="Nuestro")
        self.leader.company_ids += company
        page = self._print()
        self.assertIn("Nuestro", self._body(page))
        self.assertNotIn("Ajeno", self._body(page))
        self.assertEqual(self._tiles(page)["Tickets registered"], "1")
        self.assertEqual(
            self._rows(self._print(), "Tickets of the month")[0][0].split()[1],
            "Nuestro",
        )

    def test_a_plan_that_has_come_to_belong_to_another_company(self):
        """As on the ticket: what it says of the customer's tickets is no secret."""
        self._solve(self._register(priority="3"), "2026-03-09 20:00")
        company = self.env["res.company"].create({"name": "Otra"})
        self.gold.company_id = company
        page = self._print()
        self.assertIn("Oro", self._body(page))
        self.assertEqual(
            self._promises(page)["Solution"][0][:3], ["Todo parado", "8 hours", "1"]
        )

    def test_what_a_leader_may_not_read_is_not_counted(self):
        company = self.env["res.company"].create({"name": "Otra"})
        self._register(company_id=company.id, team_id=False, user_id=False)
        with self.assertRaises(AccessError):
            self._print(company_id=company.id)


@tagged("post_install", "-at_install")
class TestCustomerReportDialog(CustomerReportCommon):
    def test_last_month_of_the_chosen_contacts(self):
        context = {
            "active_model": "res.partner",
            "active_ids": (self.carolina | self.felipe | self.mateo).ids,
        }
        with self._at("2026-01-15 09:00"):
            wizards = self.env["helpdesk.customer.report"].with_user(self.leader)
            form = Form(wizards.with_context(**context))
            self.assertEqual(form.month, "2025-12")
            wizard = form.save()
        self.assertEqual(wizard.partner_ids, self.company_a | self.company_b)

    def test_preview_and_print(self):
        wizard = self._ask()
        for action, kind in (
            (wizard.action_preview(), "qweb-html"),
            (wizard.action_print(), "qweb-pdf"),
        ):
            self.assertEqual(action["type"], "ir.actions.report")
            self.assertEqual(action["report_type"], kind)
            self.assertEqual(action["context"]["active_ids"], wizard.ids)

    def test_send_by_mail(self):
        self.assertFalse(self._ask().can_send)
        self.leader.group_ids += self.env.ref("base.group_partner_manager")
        self.company_a.email = "sol@example.com"
        self._register()
        wizard = self._ask()
        self.assertTrue(wizard.can_send)
        with self._at("2026-04-02 09:00"):
            action = wizard.action_send()
        composer = Form.from_action(wizard.env, action).save()
        self.assertEqual(composer.subject, "Your support in March 2026")
        self.assertIn("what we promised you in March 2026", self._plain(composer.body))
        self.assertEqual(composer.partner_ids, self.company_a)
        self.assertEqual(
            composer.attachment_ids.mapped("name"),
            ["Support 2026-03 Ferretería El Sol.html"],
        )
        composer.action_send_mail()
        message = self.company_a.message_ids[0]
        self.assertEqual(message.attachment_ids.mapped("res_model"), ["res.partner"])
        self.assertIn(self.company_a, message.partner_ids)

    def _plain(self, text):
        return self._text(html.fromstring(text))

    def test_each_customer_gets_a_mail_of_their_own(self):
        self.leader.group_ids += self.env.ref("base.group_partner_manager")
        wizard = self._ask(self.company_a | self.company_b)
        self.assertFalse(wizard.can_send)
        with self._refused("Choose one customer", UserError):
            wizard.action_send()


@tagged("post_install", "-at_install")
class TestCustomerReportPdf(CustomerReportCommon, HttpCase):
    def test_pdf(self):
        """A PDF where wkhtmltopdf is; a sentence that says so where it is not."""
        self._register()
        wizard = self._ask()
        reports = self.env["ir.actions.report"].with_user(self.leader)
        reports = reports.with_context(force_report_rendering=True)
        if reports.get_wkhtmltopdf_state() == "install":
            with self._refused("Wkhtmltopdf"):
                reports._render_qweb_pdf(REPORT, wizard.ids)
            return
        content, kind = reports._render_qweb_pdf(REPORT, wizard.ids)
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))
