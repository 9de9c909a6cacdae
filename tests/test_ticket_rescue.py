"""Rescue: no mail to the desk is lost because it cannot be read or taken over.

And it opens no door: what the gateway refuses it refuses, readable or not.
"""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.helpdesk_mgmt.models import helpdesk_ticket as upstream

from .common import DeskCommon

MAIL = "odoo.addons.helpdesk_support_plan.models.helpdesk_ticket_mail"
THREAD = "odoo.addons.helpdesk_support_plan.models.mail_thread"
UNREADABLE = b"text/plain; charset=x-none"


@tagged("post_install", "-at_install")
class RescueCommon(DeskCommon):
    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(THREAD))

    @classmethod
    def _raw(cls, content=UNREADABLE, body=b"ca\xe9mos", **headers):
        """Return a raw mail from Carolina to the desk; headers with _ for -."""
        cls._mails = getattr(cls, "_mails", 0) + 1
        given = {
            "From": b"Carolina <carolina@sol.example.com>",
            "To": b"soporte@desk.example.com",
            "Subject": b"Factura",
            "Message_Id": b"<raw-%d@sol.example.com>" % cls._mails,
            "Content_Type": content,
            **headers,
        }
        lines = [
            b"%s: %s" % (name.replace("_", "-").encode(), value)
            for name, value in given.items()
        ]
        return b"\r\n".join([*lines, b"", body])

    def _original(self, ticket):
        return ticket.message_ids.attachment_ids.filtered(
            lambda attachment: attachment.name == "original.eml"
        )

    def _assert_kept(self, ticket, raw):
        self.assertEqual(ticket.partner_id, self.carolina)
        self.assertEqual(ticket.partner_email, self.carolina.email)
        self.assertEqual(ticket.partner_name, "Carolina")
        self.assertEqual(ticket.team_id, self.team)
        self.assertFalse(ticket.user_id)
        self.assertEqual(self._original(ticket).raw, raw)
        self.assertNotEqual(self.team.alias_id.alias_status, "invalid")


@tagged("post_install", "-at_install")
class TestRescue(RescueCommon):
    def test_a_mail_in_an_unknown_charset_is_kept_whole(self):
        raw = self._raw()
        with self.assertLogs(THREAD, "WARNING"):
            ticket = self._receive(raw)
        self.assertEqual(ticket.name, "Factura")
        self._assert_kept(ticket, raw)
        self.assertFalse(self._receive(raw), "the same mail is not taken in again")

    @mute_logger(MAIL, "odoo.sql_db")
    def test_hostile_mails_are_kept(self):
        mixed = b"multipart/mixed; boundary=b"
        part = b"--b\r\nContent-Type: text/plain; charset=bogus\r\n\r\nx\r\n--b--"
        latin = b"text/html; charset=utf-8"
        cases = {
            "NUL in the subject": self._raw(b"text/plain", Subject=b"a\x00b"),
            "NUL in the body": self._raw(b"text/plain", b"a\x00b"),
            "half a character": self._raw(b"text/plain", Subject=b"=?utf-7?q?+2D0-?="),
            "a part in no charset": self._raw(mixed, part),
            "multipart without parts": self._raw(mixed, b""),
            "a text that is no UTF-8": self._raw(latin, b"<p>\xff\xfe</p>"),
            "an endless id": self._raw(
                b"text/plain",
                Message_Id=b"<%s@x>" % b"".join(map(b"%x".__mod__, range(3000))),
            ),
        }
        for case, raw in cases.items():
            with self.subTest(case):
                ticket = self._receive(raw)
                self.assertTrue(ticket.name)
                self.assertEqual(ticket.partner_id, self.carolina)
                self.assertEqual(ticket.team_id, self.team)
                if self._original(ticket):
                    self._assert_kept(ticket, raw)
                else:  # the gateway could read it after all
                    self.assertNotIn("could not be read", ticket.description)

    def test_what_is_no_mail_at_all(self):
        for raw in (b"\x00\xff\r\n\r\n\x00", b"", b"hola"):
            ticket = self._receive(raw, model="helpdesk.ticket")
            self.assertTrue(ticket.name)

    def test_a_text_that_cannot_be_encoded_is_kept(self):
        mail = self._raw(b"text/plain", b"hola").decode() + "\ud83d"
        found = self.env["mail.thread"].message_process(None, mail)
        self.assertEqual(self.tickets.browse(found).team_id, self.team)

    @mute_logger(MAIL)
    def test_a_gateway_that_fails_leaves_a_bare_ticket(self):
        def explode(*args, **kwargs):
            raise ValueError("broken")

        raw = self._mail().as_bytes()
        with patch.object(upstream.HelpdeskTicket, "message_new", explode):
            ticket = self._receive(raw)
        self._assert_kept(ticket, raw)
        self.assertIn("Error 402", str(ticket.message_ids.mapped("body")))

    @mute_logger(MAIL, "odoo.sql_db")
    def test_an_alias_that_sets_what_is_gone(self):
        category = self.env["helpdesk.ticket.category"].create({"name": "Vieja"})
        cases = {
            "a deleted category": {"team_id": self.team.id, "category_id": category.id},
            "an unknown field": {"team_id": self.team.id, "x_none": 1},
        }
        category.unlink()
        for case, defaults in cases.items():
            with self.subTest(case):
                self.team.alias_defaults = repr(defaults)
                ticket = self._receive(self._mail())
                self.assertEqual(ticket.team_id, self.team)
                self.assertEqual(ticket.partner_id, self.carolina)
                self.assertIn("Error 402", ticket.description)

    def test_mail_to_two_teams_becomes_two_tickets(self):
        other = self.team.copy({"name": "Otra", "alias_name": "otra"})
        before = self.tickets.search([])
        self._receive(self._raw(To=b"soporte@desk.example.com, otra@desk.example.com"))
        tickets = self.tickets.search([]) - before
        self.assertEqual(tickets.team_id, self.team | other)
        self.assertEqual(len(tickets), 2)


@tagged("post_install", "-at_install")
class TestRescuedAnswers(RescueCommon):
    def test_an_answer_stays_with_its_ticket(self):
        ticket = self._receive(self._mail())
        answered = ticket.message_ids[:1].message_id.encode()
        raw = self._raw(In_Reply_To=answered)
        self.assertEqual(self._receive(raw), ticket)
        self.assertEqual(self._original(ticket).raw, raw)
        answer = ticket.message_ids.filtered(lambda m: m.message_type == "email")[:1]
        self.assertEqual(answer.author_id, self.carolina)
        self.assertFalse(answer.is_internal)

    def test_an_answer_to_a_note_stays_internal(self):
        ticket = self._create_ticket(partner_id=self.carolina.id)
        note = ticket.message_post(body="interno", subtype_xmlid="mail.mt_note")
        raw = self._raw(
            From=self.leader.email.encode(), In_Reply_To=note.message_id.encode()
        )
        self.assertEqual(self._receive(raw), ticket)
        answer = ticket.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertTrue(answer.is_internal)
        self.assertTrue(ticket.with_user(self.portal_user).name)
        original = self._original(ticket)
        holder = ticket.message_ids.filtered(lambda m: m.attachment_ids == original)
        self.assertTrue(holder.is_internal)
        with self.assertRaises(AccessError):
            original.with_user(self.portal_user).read(["raw"])

    def test_a_forward_to_the_desk_is_no_answer(self):
        elsewhere = self.carolina.message_post(body="Hola")
        raw = self._raw(In_Reply_To=elsewhere.message_id.encode())
        self.assertEqual(self._receive(raw).team_id, self.team)


@tagged("post_install", "-at_install")
class TestRescueOpensNoDoor(RescueCommon):
    def _assert_refused(self, **headers):
        before = self.tickets.search_count([])
        for content in (UNREADABLE, b"text/plain"):
            with self.subTest(content):
                self.assertFalse(self._receive(self._raw(content, b"hola", **headers)))
        self.assertEqual(self.tickets.search_count([]), before)

    def test_whom_the_alias_refuses(self):
        self.team.alias_contact = "partners"
        self._assert_refused(From=b"stranger@example.org")
        self.assertTrue(self._receive(self._raw()), "a known sender is let in")

    def test_bounces(self):
        self._assert_refused(From=b"MAILER-DAEMON@example.org")

    def test_loops(self):
        self._assert_refused(References=b"<1-loop-detection-bounce-email@x>")

    def test_reports_of_the_mail_system(self):
        report = b"multipart/report; report-type=delivery-status; boundary=b"
        part = b"--b\r\nContent-Type: text/plain; charset=x-none\r\n\r\nx\r\n--b--"
        before = self.tickets.search_count([])
        self.assertFalse(self._receive(self._raw(report, part)))
        self.assertEqual(self.tickets.search_count([]), before)

    def test_mail_that_is_for_nobody(self):
        for content in (UNREADABLE, b"text/plain"):
            with self.assertRaisesRegex(ValueError, "No possible route"):
                self._receive(self._raw(content, To=b"nobody@desk.example.com"))

    def test_mail_that_is_for_others_fails_as_before(self):
        project = self.env["project.project"].create(
            {"name": "Otro", "alias_name": "otro"}
        )
        raw = self._raw(To=b"otro@desk.example.com")
        with self.assertRaises(LookupError):
            self._receive(raw)
        self.assertFalse(project.task_ids)

    def test_customers_are_no_gateway(self):
        ticket = self._create_ticket(partner_id=self.mateo.id)
        gateway = self.env["mail.thread"].with_user(self.portal_user)
        for thread in (None, ticket.id):
            with self.assertRaises(AccessError):
                gateway.message_process(
                    "helpdesk.ticket", self._raw(), thread_id=thread
                )
        self.assertFalse(self._original(ticket))
