import random

from ..logic.mail_headers import Headers, forbids_answer, is_robot, read_headers
from .logic_case import LogicCase

EMPTY = Headers("", "", "", (), "", ())
SUBJECTS = [
    ("plain", b"No firma la factura", "No firma la factura"),
    ("encoded word", b"=?utf-8?q?Facturaci=C3=B3n?=", "Facturación"),
    ("two charsets", b"=?iso-8859-1?q?A=F1o?= =?utf-8?b?4oKs?=", "Año€"),
    ("unknown charset", b"=?x-none?q?Facturaci=C3=B3n?=", "Facturación"),
    ("broken base64", b"=?utf-8?b?a?=", "=?utf-8?b?a?="),
    ("raw UTF-8", "¿Qué pasó?".encode(), "¿Qué pasó?"),
    ("raw Latin-1", "¿Qué pasó?".encode("latin-1"), "¿Qué pasó?"),
    ("half a character", b"=?utf-7?q?+2D0-?= =?unicode_escape?q?=5Cud83d?=", "??"),
    ("bytes that no text may have", b"a\x00b\x07c", "a b c"),
    ("folded", b"one\r\n two", "one two"),
    ("missing", None, ""),
]


class TestMailHeaders(LogicCase):
    def test_subjects(self):
        for case, raw, expected in SUBJECTS:
            with self.subTest(case):
                mail = b"" if raw is None else b"Subject: " + raw + b"\r\n"
                self.assertEqual(read_headers(mail + b"\r\nbody").subject, expected)

    def test_addresses(self):
        headers = read_headers(
            b"From: =?utf-8?q?Carolina_Mej=C3=ADa?= <Carolina@X.example>, b@x\r\n"
            b"To: Soporte <soporte@desk.example>\r\n"
            b"Cc: =?utf-8?q?Jos=C3=A9?= <jose@x.example>, nobody,\r\n"
            b" SOPORTE@desk.example\r\n"
            b"Delivered-To: soporte@desk.example\r\n\r\n"
        )
        self.assertEqual(headers.sender_name, "Carolina Mejía")
        self.assertEqual(headers.sender_address, "carolina@x.example")
        self.assertEqual(headers.recipients, ("soporte@desk.example", "jose@x.example"))

    def test_message_ids_nearest_first(self):
        headers = read_headers(
            b"Message-Id: <3@x>\r\nReferences: <1@x>\r\n <2@x>\r\n"
            b"In-Reply-To: <2@x>\r\n"
        )
        self.assertEqual(headers.message_id, "<3@x>")
        self.assertEqual(headers.references, ("<2@x>", "<1@x>"))

    def test_any_bytes_give_an_answer(self):
        for raw in (b"", b"\r\n", b"\x00" * 50, b"no headers at all", b"From\r\n:x"):
            with self.subTest(raw):
                self.assertEqual(read_headers(raw), EMPTY)
        noise = random.Random(19)
        for _ in range(300):
            body = noise.randbytes(noise.randrange(200))
            for name in (b"Subject: ", b"From: ", b"To: ", b"References: ", b""):
                headers = read_headers(name + body)
                texts = [*headers[:3], *headers.recipients, *headers.references]
                self.assertNotIn("\0", "".join(texts).encode().decode())

    def test_what_no_program_may_answer(self):
        """RFC 3834, 2: else two programs would answer each other without end."""
        person = b"From: Carolina <carolina@sol.example>\r\n"
        for header in (
            b"Auto-Submitted: auto-replied",
            b"auto-submitted: auto-generated; owner=x",
            b"X-Autoreply: yes",
            b"Precedence: BULK",
            b"Precedence: list",
            b"List-Id: <x.example>",
            b"X-Auto-Response-Suppress: DR, AutoReply",
            b"Return-Path: <>",
            b"Content-Type: multipart/report; report-type=delivery-status",
            b"From: MAILER-DAEMON@x.example",
            b"From: No Reply <no-reply@x.example>",
        ):
            with self.subTest(header):
                self.assertTrue(forbids_answer(person + header + b"\r\n\r\nx"))
        for header in (
            b"Auto-Submitted: no",
            b"Precedence: normal",
            b"Return-Path: <carolina@sol.example>",
            b"X-Auto-Response-Suppress: OOF",
            b"Subject: Precedence: bulk",
        ):
            with self.subTest(header):
                self.assertFalse(forbids_answer(person + header + b"\r\n\r\nx"))
        self.assertFalse(forbids_answer(b""))

    def test_addresses_that_nobody_reads(self):
        for address in (
            "mailer-daemon@x.example",
            "noreply@x.example",
            "no_reply@x.example",
            "DoNotReply@x.example",
            "postmaster@x.example",
            "bounces+12=a.example@x.example",
            "owner-list@x.example",
            "list-request@x.example",
        ):
            self.assertTrue(is_robot(address), address)
        for address in ("carolina@x.example", "replica@x.example", "norelia@x.example"):
            self.assertFalse(is_robot(address), address)
