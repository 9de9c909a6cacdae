"""The page of a ticket: nothing internal on it; answering goes on with the work."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalPages

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02"
    b"\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)


class TicketPages(PortalPages):
    def setUp(self):
        super().setUp()
        self.analyst.write({"email": "ana@desk.example.com", "phone": "+57 1 555 0101"})
        self.ticket = self._create_ticket(
            name="No firma la factura Ñ-120",
            partner_id=self.carolina.id,
            team_id=self.team.id,
            user_id=self.analyst.id,
        )
        self.path = f"/my/ticket/{self.ticket.id}"

    def _say(self, body, by=None, subtype="mail.mt_comment", hours=1, **more):
        """Post something on the ticket, some hours after it was registered."""
        at = fields.Datetime.now() + timedelta(hours=hours)
        with freeze_time(at), patch.object(self.env.cr, "now", lambda: at):
            ticket = self.ticket.with_user(by) if by else self.ticket
            return ticket.sudo().message_post(
                body=body,
                author_id=(by or self.analyst).partner_id.id,
                message_type=more.pop("message_type", "comment"),
                subtype_xmlid=subtype,
                **more,
            )

    def _token_path(self):
        self.ticket._portal_ensure_token()
        return f"{self.path}/{self.ticket.access_token}"

    def _told(self, shown):
        """Return the timeline as [(code, text)], in the order of the page."""
        entries = shown.xpath(".//*[hasclass('o_hd_timeline')]/li")
        return [(entry.get("data-code"), self._tell(entry)) for entry in entries]


@tagged("post_install", "-at_install")
class TestPortalTimeline(TicketPages):
    def test_what_was_said_and_done_the_newest_first(self):
        self._say("Ya lo revisamos", self.analyst)
        with freeze_time("2026-03-09 17:00:00"):
            self.ticket.declare_wait("customer")
        self._say("Era el certificado", self.portal_user, hours=3)
        with freeze_time("2026-03-09 19:00:00"):
            self.ticket.with_user(self.leader).solve("<p>Renovado</p>")
        told = self._told(self._open(self.path))
        codes = [code for code, _ in told]
        self.assertEqual(
            codes, ["solve", "said", "said", "asked", "said", "registered"]
        )
        texts = [text for _, text in told]
        self.assertIn("Lucía", texts[1])
        self.assertIn("You", texts[2])
        self.assertIn("Era el certificado", texts[2])
        self.assertIn("We wait for your answer", texts[3])
        self.assertIn("Ana", texts[4])
        self.assertIn("Error 402", texts[5])  # what was asked stands where it was

    def test_times_are_the_readers(self):
        (entry,) = self._told(self._open(self.path))
        self.assertIn("10:00", entry[1])  # nobody said where: as the plan, Bogotá
        self.portal_user.tz = "America/Santiago"
        (entry,) = self._told(self._open(self.path))
        self.assertIn("12:00", entry[1])

    def test_programs_speak_for_the_desk(self):
        robot = self.env.ref("base.partner_root")
        self._say("Recordatorio", message_type="auto_comment")
        self.ticket.message_post(
            body="Soy un robot",
            author_id=robot.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        shown = self._told(self._open(self.path))
        for code, text in shown[:2]:
            self.assertEqual(code, "said")
            self.assertTrue(text.startswith("Help desk"), text)

    def test_a_mail_of_nobody_shows_no_address(self):
        for name, address in (
            ("Pedro", "Pedro <pedro@sol.example.com>"),
            ("By mail", "pedro@sol.example.com"),
        ):
            self.ticket.message_post(
                body="Hola",
                author_id=False,
                email_from=address,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
            _, text = self._told(self._open(self.path))[0]
            self.assertTrue(text.startswith(name), text)
        self.assertNotIn("pedro@", self.response.text)

    def test_nothing_internal_is_on_the_page(self):
        """S2, S8, S14, NAV-3.2-59."""
        self._say(
            "Nota: mora, N2, comité",
            self.analyst,
            "mail.mt_note",
            attachments=[("interno.txt", b"secreto")],
        )
        internal = self._say("Esto tampoco", self.analyst)
        internal.is_internal = True
        self.ticket.with_context(tracking_disable=False, mail_notrack=False).write(
            {"priority": "2", "level_id": self.gold.level_ids[1].id, "user_id": False}
        )
        self.env["ir.attachment"].create(
            {
                "name": "de la mesa.txt",
                "raw": b"x",
                "res_model": self.ticket._name,
                "res_id": self.ticket.id,
            }
        )
        self.ticket.user_id = self.analyst
        self.ticket.action_start()
        self.ticket.declare_wait("committee")
        self._open(self.path)
        text = self.response.text
        for secret in (
            *("Nota:", "Esto tampoco", "interno.txt", "de la mesa.txt"),
            *("Uno", "Dos", "committee", "Comité", "ana@desk", "555 0101"),
            f"#{self.ticket.id}",
        ):
            with self.subTest(secret):
                self.assertNotIn(secret, text)
        self.assertIn(self.ticket.number, text)
        self.assertIn("In process", text)

    def test_files_of_messages_open_and_no_others(self):
        note = self._say(
            "x", self.analyst, "mail.mt_note", attachments=[("nota.txt", b"secreto")]
        )
        self._say("Mire", self.analyst, attachments=[("guía.txt", b"los pasos")])
        shown = self._open(self.path)
        (link,) = shown.xpath(".//*[hasclass('o_hd_files')]//a")
        self.assertIn("guía.txt", self._tell(link))
        self.authenticate(None, None)
        self.assertEqual(self.url_open(link.get("href")).content, b"los pasos")
        _, token = link.get("href").split("access_token=")
        path = f"/web/content/{note.attachment_ids.id}?access_token={token}"
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_the_solution_stands_where_it_is_looked_for(self):
        self.ticket.with_user(self.leader).solve("<p>Renovado</p>")
        shown = self._open(self.path)
        (solution,) = shown.xpath(".//*[@name='solution']")
        self.assertIn("Renovado", self._tell(solution))
        self.assertFalse(shown.xpath(".//*[@name='promises']"))

    def test_a_duplicate_leads_to_the_ticket_that_goes_on(self):
        oldest = self._create_ticket(partner_id=self.carolina.id)
        self.ticket.duplicate_id = oldest
        self.ticket.with_user(self.leader).cancel("duplicate")
        shown = self._open(self.path)
        (link,) = shown.xpath(".//*[@name='relative']//a")
        self.assertEqual(link.get("href"), f"/my/ticket/{oldest.id}")
        oldest.partner_id = self.mateo
        oldest.message_unsubscribe(self.carolina.ids)
        self.assertFalse(self._open(self.path).xpath(".//*[@name='relative']"))

    def test_the_page_costs_a_constant(self):
        for number in range(2):
            self._say(f"A{number}", self.analyst, attachments=[("a.txt", b"a")])
        few = self._count_queries(self.path)
        for number in range(20):
            by = (self.analyst, self.portal_user)[number % 2]
            self._say(f"B{number}", by, attachments=[("b.txt", b"b")])
        self.assertLessEqual(self._count_queries(self.path), few + 2)
        self.assertLessEqual(few, 90)


@tagged("post_install", "-at_install")
class TestPortalTicketPage(TicketPages):
    def test_what_is_needed_is_unmistakable(self):
        self.assertFalse(self._open(self.path).xpath(".//*[@name='ask']"))
        self._say("¿Nos envía el XML?", self.analyst)
        self.ticket.declare_wait("information")
        (ask,) = self._open(self.path).xpath(".//*[@name='ask']")
        self.assertIn("We need something from you", self._tell(ask))
        self.assertIn("¿Nos envía el XML?", self._tell(ask))
        self.assertEqual(ask.xpath(".//a/@href"), ["#reply"])
        self.assertTrue(self.page.xpath("//*[@id='reply']"))
        self._say("Gracias", self.portal_user)
        self.assertFalse(self._open(self.path).xpath(".//*[@name='ask']"))

    def test_who_attends_by_name_only(self):
        (facts,) = self._open(self.path).xpath(".//*[@name='facts']")
        self.assertIn("Who attends to you Ana", self._tell(facts))
        self.assertIn("Your contact person Carolina", self._tell(facts))
        self.ticket.user_id = False
        (facts,) = self._open(self.path).xpath(".//*[@name='facts']")
        self.assertIn("Our help desk", self._tell(facts))

    def test_a_link_reads_and_tells_no_names(self):
        """S8, S12."""
        self._say("¿Nos envía el XML?", self.analyst)
        self._say("Sí", self.portal_user)
        self.ticket.declare_wait("customer")
        path = self._token_path()
        for login in (None, "mateo"):
            with self.subTest(login):
                shown = self._open(path, login)
                self.assertIn("¿Nos envía el XML?", self._tell(shown))
                for secret in ("Ana", "Carolina", "Ferretería", "@"):
                    self.assertNotIn(secret, self._tell(shown))
                self.assertFalse(shown.xpath(".//form"))
                self.assertFalse(shown.xpath(".//*[@name='payment']"))
                (told,) = shown.xpath(".//*[@name='read_only']")
                self.assertIn("answer our mail", self._tell(told))

    def test_others_are_sent_away(self):
        self.cr.flush()
        token = self._token_path().rpartition("/")[2]
        other = self._create_ticket(partner_id=self.mateo.id)
        self.cr.flush()
        for login, path in (
            ("mateo", self.path),
            ("eva", self.path),
            ("carolina", f"/my/ticket/{other.id}/{token}"),
            ("mateo", f"{self.path}/wrong"),
            ("mateo", f"{self.path}/%C3%B1"),
            ("carolina", "/my/ticket/0"),
            ("carolina", f"/my/ticket/{10**15}"),
        ):
            with self.subTest(login=login, path=path):
                self.authenticate(login, login)
                answer = self.url_open(path, allow_redirects=False)
                self.assertEqual(answer.status_code, 303)
                self.assertTrue(answer.headers["Location"].endswith("/my"))

    def test_the_one_before_and_the_one_after(self):
        others = [self._create_ticket(partner_id=self.carolina.id) for _ in range(2)]
        self._open("/my/tickets")
        page = html.fromstring(self.url_open(f"/my/ticket/{others[0].id}").text)
        links = page.xpath("//*[hasclass('record_pager')]/a/@href")
        self.assertEqual(
            links, [f"/my/ticket/{others[1].id}", self.path], "without any token"
        )

    def test_public_words_only(self):
        """NAV-3.2-59, COB: neither stars nor priority, levels, committee, arrears."""
        self.env.company.support_plan_id = self.plan
        ticket = self._classified(requested_priority="3")
        ticket.waiting_reason = "committee"
        for path in ("/my", "/my/tickets", f"/my/ticket/{ticket.id}"):
            shown = self._tell(self._open(path)).lower()
            for word in (
                *("priorit", "star", "level 1", "first level", "committee"),
                *("arrears", "overdue", "mora"),
            ):
                with self.subTest(path=path, word=word):
                    self.assertNotIn(word, shown)


@tagged("post_install", "-at_install")
class TestPortalReply(TicketPages):
    def _reply(self, text="Aquí está", login="carolina", files=None, **values):
        return self._post(f"{self.path}/reply", login, files, text=text, **values)

    def _get_said(self):
        return self.ticket._get_portal_messages()

    def test_an_answer_goes_on_with_the_work(self):
        self.ticket.triaged = True
        self.ticket.declare_wait("information")
        self.assertEqual(self._clock(self.ticket).state, "paused")
        answer = self._reply(
            "Aquí está\nGracias & <b>saludos</b>",
            files=[("attachment", ("foto.png", PNG, "image/png"))],
        )
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.url.endswith(self.path))
        self.env.invalidate_all()
        (said,) = self._get_said()
        self.assertEqual(said.author_id, self.carolina)
        self.assertEqual(said.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertEqual(said.create_uid, self.portal_user)
        self.assertIn("Gracias &amp; &lt;b&gt;saludos", said.body)
        self.assertEqual(said.attachment_ids.mapped("name"), ["foto.png"])
        self.assertEqual(self.ticket.stage_code, "in_progress")
        self.assertEqual(self._clock(self.ticket).state, "running")
        shown = self._read_page()
        (flash,) = shown.xpath(".//*[@name='flash']")
        self.assertEqual(flash.get("role"), "status")
        self.assertIn("foto.png", self._tell(shown))
        self.assertFalse(self._open(self.path).xpath(".//*[@name='flash']"))

    def test_said_twice_it_is_one_message(self):
        for _click in range(2):
            self._reply("Aquí está")
        self.env.invalidate_all()
        self.assertEqual(len(self._get_said()), 1)
        self._reply("Y esto")
        self._reply("Aquí está")
        self.env.invalidate_all()
        self.assertEqual(len(self._get_said()), 3)

    def test_a_colleague_answers_too(self):
        self.ticket.declare_wait("customer")
        self._reply("Soy Felipe", "felipe")
        self.env.invalidate_all()
        self.assertEqual(self._get_said().author_id, self.felipe)
        self.assertNotEqual(self.ticket.stage_code, "waiting_customer")

    def test_who_follows_from_elsewhere_is_heard_as_themselves(self):
        self.ticket.message_subscribe(self.mateo.ids)
        self.ticket.declare_wait("customer")
        self._reply("Soy Mateo", "mateo")
        self.env.invalidate_all()
        self.assertEqual(self._get_said().author_id, self.mateo)
        self.assertEqual(self.ticket.stage_code, "waiting_customer")

    def test_what_was_written_stays_on_an_error(self):
        svg = [("attachment", ("x.svg", b"<svg/>", "image/png"))]
        false = [("attachment", ("x.png", b"<script>", "image/png"))]
        for files, text, field, sentence in (
            (None, "  ", "o_hd_text_fault", "write something"),
            (svg, "Mi texto", "attachment_fault", "x.svg"),
            (false, "<i>ñ", "attachment_fault", "x.png"),
            (None, "x" * 20_001, "o_hd_text_fault", "20000"),
        ):
            with self.subTest(sentence):
                self.assertEqual(self._reply(text, files=files).status_code, 422)
                shown = self._read_page()
                (error,) = shown.xpath(f".//*[@id='{field}']")
                self.assertIn(sentence, self._tell(error))
                (area,) = shown.xpath(".//textarea[@name='text']")
                self.assertEqual((area.text or "").strip(), text.strip())
                if files:
                    lost = shown.xpath(".//*[hasclass('o_support_lost_files')]")
                    self.assertIn(sentence, self._tell(lost))
                self.assertFalse(self._get_said())

    def test_a_file_by_the_name_of_the_text_is_no_text(self):
        answer = self._post(
            f"{self.path}/reply", files=[("text", ("a.txt", b"a", "text/plain"))]
        )
        self.assertEqual(answer.status_code, 422)

    def test_a_file_alone_says_enough(self):
        self._reply("", files=[("attachment", ("foto.png", PNG, "image/png"))])
        self.assertEqual(self._get_said().attachment_ids.mapped("name"), ["foto.png"])

    def test_others_write_nothing(self):
        """S12: neither with nor without a link, nor by a form of another site."""
        token = self._token_path().rpartition("/")[2]
        for login in ("mateo", "eva"):
            with self.subTest(login):
                answer = self._reply("x", login, access_token=token)
                self.assertTrue(answer.url.endswith("/my"))
        answer = self._reply("x", None, access_token=token)
        self.assertIn("/web/login", answer.url)
        with mute_logger("odoo.http"):
            self.assertEqual(self._reply("x", csrf_token="wrong").status_code, 400)
        self.authenticate("carolina", "carolina")
        self.url_open(f"{self.path}/reply?text=x")  # S6: reading changes nothing
        self.assertFalse(self._get_said())

    def test_a_closed_ticket_stays_closed(self):
        self.ticket.with_user(self.leader).solve("<p>Listo</p>")
        shown = self._open(self.path)
        (reply,) = shown.xpath(".//*[@id='reply']")
        self.assertIn("stays closed", self._tell(reply))
        self._reply("Gracias")
        self.env.invalidate_all()
        self.assertEqual(self.ticket.stage_code, "solved")
