"""Mail: it becomes tickets, and nobody gets in by a copy."""

from email.message import EmailMessage

from odoo.tests import tagged

from .common import ALIAS, DeskCommon


@tagged("post_install", "-at_install")
class TestMailIntake(DeskCommon):
    def test_mail_becomes_a_ticket_of_its_sender(self):
        """NAV-2.3-02"""
        mail = self._mail(subject="No firma la factura Ñ-120", body="¿Qué pasó?\n")
        mail.add_attachment(b"%PDF-1.4", "application", "pdf", filename="factura ñ.pdf")
        ticket = self._receive(mail)
        self.assertEqual(ticket.name, "No firma la factura Ñ-120")
        self.assertIn("¿Qué pasó?", ticket.description)
        self.assertEqual(ticket.partner_id, self.carolina)
        self.assertEqual(ticket.partner_email, "carolina@sol.example.com")
        self.assertEqual(ticket.team_id, self.team)
        channel = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_email")
        self.assertEqual(ticket.channel_id, channel)
        self.assertEqual((channel.code, channel.official), ("mail", True))
        self.assertEqual(ticket.attachment_ids.mapped("name"), ["factura ñ.pdf"])

    def test_nobody_is_made_responsible(self):
        self.env.company.helpdesk_mgmt_ticket_auto_assign = True
        senders = {
            "a stranger": "stranger@example.org",
            "a customer with a login": self.carolina.email,
            "an analyst": self.analyst.email,
        }
        for case, sender in senders.items():
            with self.subTest(case):
                self.assertFalse(self._receive(self._mail(From=sender)).user_id)

    def test_the_alias_decides_what_it_sets(self):
        self.team.alias_defaults = repr(
            {"team_id": self.team.id, "user_id": self.leader.id}
        )
        self.assertEqual(self._receive(self._mail()).user_id, self.leader)

    def test_sender_is_told_apart_from_the_address(self):
        ticket = self._receive(self._mail(From='"Evil, Inc." <Evil@Example.ORG>'))
        self.assertEqual(ticket.partner_name, "Evil, Inc.")
        self.assertEqual(ticket.partner_email, "evil@example.org")
        self.assertFalse(ticket.partner_id)

    def test_a_copy_gives_no_access(self):
        for case, mail in {
            "Cc": self._mail(Cc=self.mateo.email),
            "To": self._mail(To=f"{ALIAS}, {self.mateo.email}"),
            "an employee": self._mail(Cc=self.employee.email),
        }.items():
            with self.subTest(case):
                ticket = self._receive(mail)
                followers = ticket.message_partner_ids
                self.assertFalse(followers & (self.mateo | self.employee.partner_id))

    def test_colleagues_in_copy_follow_and_strangers_are_told(self):
        self.leader.partner_id.parent_id = self.company_a  # staff, and booked wrongly
        copies = f"Felipe <{self.felipe.email}>, {self.mateo.email}, x@example.org"
        staff = f"{self.employee.email}, {self.leader.email}"
        ticket = self._receive(self._mail(Cc=f"{staff}, {copies}"))
        followers = ticket.message_partner_ids
        self.assertIn(self.felipe, followers)
        self.assertFalse(followers & (self.employee | self.leader).partner_id)
        note = ticket.message_ids.filtered("is_internal")
        self.assertIn(f"{self.mateo.email}, x@example.org", note.body)
        for told in (self.felipe, self.employee, self.leader):
            self.assertNotIn(told.email, note.body)

    def test_strangers_are_not_proposed_as_recipients(self):
        ticket = self._receive(self._mail(Cc=f"{self.mateo.email}, x@example.org"))
        answer = self._mail(
            From="evil@example.org",
            Cc="bad@example.org",
            In_Reply_To=ticket.message_ids[:1].message_id,
        )
        self.assertEqual(self._receive(answer), ticket)
        proposed = str(ticket._message_get_suggested_recipients())
        self.assertIn(self.carolina.email, proposed)
        for stranger in (self.mateo.email, "x@example.org", "bad@example.org"):
            self.assertNotIn(stranger, proposed)

    def test_who_answers_by_mail_gets_access_only_as_an_analyst(self):
        copies = f"{self.employee.email}, {self.leader.email}"
        ticket = self._receive(self._mail(Cc=copies))
        for user, follows in ((self.employee, False), (self.leader, True)):
            answer = self._mail(
                From=user.email, In_Reply_To=ticket.message_ids[:1].message_id
            )
            self.assertEqual(self._receive(answer), ticket)
            self.assertEqual(user.partner_id in ticket.message_partner_ids, follows)
        self.assertFalse(ticket.with_user(self.employee).has_access("read"))

    def test_a_mail_without_subject_is_named_in_the_company_s_language(self):
        self.env["res.lang"]._activate_lang("es_419")
        for lang, name in (("en_US", "No Subject"), ("es_419", "Sin asunto")):
            self.env.company.partner_id.lang = lang
            self.assertEqual(self._receive(self._mail(subject="")).name, name)

    def test_the_desk_s_own_addresses_are_no_copies(self):
        self.env.company.email = "info@desk.example.com"
        self.team.alias_id.alias_incoming_local = True
        cases = {
            "an alias": self._mail(),
            "an alias in Cc": self._mail(To="x@desk.example.com", Cc=ALIAS),
            "an alias of any domain": self._mail(To="soporte@anywhere.example"),
            "the company's address": self._mail(Cc="info@desk.example.com"),
        }
        for case, mail in cases.items():
            with self.subTest(case):
                ticket = self._receive(mail)
                self.assertFalse(ticket.message_ids.filtered("is_internal"))
        fetched = self._receive(self._mail(To="buzon@isp.example"), "helpdesk.ticket")
        self.assertFalse(fetched.message_ids.filtered("is_internal"))

    def test_a_copy_of_an_answer_gives_no_access_either(self):
        ticket = self._receive(self._mail())
        question = ticket.message_ids[:1]
        answer = self._mail(
            Cc=f"{self.mateo.email}, {self.felipe.email}",
            In_Reply_To=question.message_id,
        )
        self.assertEqual(self._receive(answer), ticket)
        self.assertNotIn(self.mateo, ticket.message_partner_ids)
        self.assertIn(self.felipe, ticket.message_partner_ids)
        notes = ticket.message_ids.filtered("is_internal").mapped("body")
        self.assertTrue(any(self.mateo.email in note for note in notes))

    def test_the_same_mail_twice_is_one_ticket(self):
        mail = self._mail()
        before = self.tickets.search_count([])
        self.assertTrue(self._receive(mail))
        self.assertFalse(self._receive(mail))
        self.assertEqual(self.tickets.search_count([]), before + 1)

    def test_odd_mails_become_tickets_that_can_be_read(self):
        empty = EmailMessage()
        empty["From"], empty["To"] = self.carolina.email, ALIAS
        no_sender = self._mail(From=None)
        only_file = self._mail(subject="", body="")
        only_file.add_attachment(b"\x00\x01", "image", "png", filename="")
        cases = {
            "nothing but addresses": empty,
            "no sender": no_sender,
            "only a file": only_file,
            "a long subject": self._mail(subject="x" * 3000),
            "a date that is none": self._mail(Date="yesterday, perhaps"),
            "markup in the subject": self._mail(subject="<script>alert(1)</script>"),
        }
        for case, mail in cases.items():
            with self.subTest(case):
                ticket = self._receive(mail)
                self.assertTrue(ticket.name)
                self.assertFalse(ticket.user_id)
