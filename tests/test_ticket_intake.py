"""Intake from every side but mail: name and description are enough."""

import contextlib

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged, users

from .common import ALL, OWN, TEAM, DeskCommon, new_test_user


@tagged("post_install", "-at_install")
class TestIntake(DeskCommon):
    @users("ana")
    def test_name_and_description_are_enough(self):
        tickets = self.env["helpdesk.ticket"]
        form = Form(tickets)
        form.name, form.description = "Título", "<p>Texto</p>"
        self.assertTrue(form.save().number.startswith("HT"))
        fields = ["name", "description"]
        # base_import names itself in the context; the file's rows come as they are
        importer = tickets.with_context(import_file=True)
        loaded = importer.load(fields, [["Uno", "Texto"], ["Dos", "Texto"]])
        self.assertFalse(loaded["messages"])
        self.assertEqual(len(loaded["ids"]), 2)

    def test_a_form_that_is_being_filled_in_has_no_name_yet(self):
        self.assertFalse(self.tickets.new({"name": "No firma"}).display_name)
        ticket = self._create_ticket()
        self.assertEqual(ticket.display_name, f"{ticket.number} - No firma")
        edited = self.tickets.new({"name": "No firma"}, origin=ticket)
        self.assertTrue(edited.display_name)

    def test_a_ticket_keeps_its_number(self):
        """NAV-1.3-02."""
        ticket = self._create_ticket()
        number = ticket.number
        with self._refused(f"{number} keeps its number"):
            ticket.number = "HT99999"
        ticket.write({"number": number, "name": "Otro título"})
        self.assertEqual(ticket.number, number)

    def test_ticket_numbers_are_unique(self):
        """NAV-1.3-02"""
        tickets = self._create_ticket() | self._create_ticket() | self._create_ticket()
        self.assertEqual(len(set(tickets.mapped("number"))), 3)

    def test_only_an_analyst_in_person_becomes_responsible(self):
        self.env.company.helpdesk_mgmt_ticket_auto_assign = True
        values = {"name": "Título", "description": "Texto"}
        everybody = new_test_user(self.env, "todo", ALL)
        public = self.env.ref("base.public_user")
        cases = [
            ("an analyst", self.tickets.with_user(self.analyst), self.analyst),
            ("another analyst", self.tickets.with_user(everybody), everybody),
            ("the robot", self.tickets, None),
            ("a customer", self.tickets.with_user(self.portal_user).sudo(), None),
            ("a chat's visitor", self.tickets.with_user(public).sudo(), None),
            ("an employee", self.tickets.with_user(self.employee).sudo(), None),
        ]
        for case, tickets, expected in cases:
            with self.subTest(case):
                ticket = tickets.create(values)
                self.assertEqual(ticket.user_id, expected or self.env["res.users"])

    def test_import_makes_nobody_responsible(self):
        self.env.company.helpdesk_mgmt_ticket_auto_assign = True
        team = new_test_user(self.env, "equipo", TEAM)
        for user in (self.leader, team):
            importer = self.tickets.with_user(user).with_context(import_file=True)
            loaded = importer.load(["name", "description"], [["Uno", "Texto"]])
            self.assertFalse(loaded["messages"])
            self.assertFalse(self.tickets.browse(loaded["ids"]).user_id)

    def test_a_default_that_somebody_set_is_kept(self):
        tickets = self.tickets.with_context(default_user_id=self.leader.id)
        ticket = tickets.create({"name": "Título", "description": "Texto"})
        self.assertEqual(ticket.user_id, self.leader)

    def test_contact_data_come_with_the_contact(self):
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertEqual(ticket.partner_name, "Carolina")
        self.assertEqual(ticket.partner_email, "carolina@sol.example.com")
        ticket = self._create_ticket(partner_id=self.carolina.id, partner_name="Caro")
        self.assertEqual(ticket.partner_name, "Caro", "what was given is kept")

    def test_contact_data_are_not_told_to_who_may_not_read_them(self):
        elsewhere = self.env["res.company"].create({"name": "Otra"})
        hidden = self.carolina.copy({"name": "Oculta", "company_id": elsewhere.id})
        tickets = self.tickets.with_user(self.analyst)
        values = {"name": "Título", "description": "Texto", "partner_id": hidden.id}
        with contextlib.suppress(UserError):
            ticket = tickets.create(values)
            self.assertFalse(ticket.partner_name)
            self.assertFalse(ticket.partner_email)


@tagged("post_install", "-at_install")
class TestIntakePortal(DeskCommon, HttpCase):
    def test_portal_with_subject_and_description(self):
        """NAV-2.3-01, NAV-3.1-01"""
        self.authenticate("carolina", "carolina")
        form = self.url_open("/new/ticket")
        self.assertEqual(form.status_code, 200)
        page = html.fromstring(form.text)
        for field in ("subject", "description"):
            self.assertTrue(page.xpath(f"//form//*[@name='{field}'][@required]"))
        token = page.xpath("//form[@action='/submitted/ticket']//@value")[0]
        answer = self.url_open(
            "/submitted/ticket",
            data={
                "csrf_token": token,
                "subject": "No firma la factura",
                "description": "Error 402\n¿Qué hago?",
            },
        )
        self.assertEqual(answer.status_code, 200)
        ticket = self.tickets.search([("partner_id", "=", self.carolina.id)])
        self.assertEqual(ticket.name, "No firma la factura")
        self.assertEqual(
            ticket.channel_id, self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_web")
        )
        self.assertEqual(ticket.channel_id.code, "web")
        self.assertTrue(ticket.channel_id.official)
        self.assertFalse(ticket.user_id)
        self.assertEqual(ticket.with_user(self.portal_user).name, ticket.name)


@tagged("post_install", "-at_install")
class TestIntakeRpc(DeskCommon, HttpCase):
    def test_rpc_with_name_and_description(self):
        new_test_user(self.env, "robot", OWN)
        self.authenticate("robot", "robot")
        ids = self.make_jsonrpc_request(
            "/web/dataset/call_kw/helpdesk.ticket/create",
            {
                "model": "helpdesk.ticket",
                "method": "create",
                "args": [[{"name": "Título", "description": "Texto"}]],
                "kwargs": {},
            },
        )
        self.assertEqual(self.tickets.browse(ids).name, "Título")
