import email
import email.policy
import random

from ..logic.mail_headers import Headers, read_headers
from ..logic.mail_rescue import compose_rescue
from .logic_case import LogicCase

NOTICE = "<p>No se pudo leer.</p>"
FULL = Headers(
    subject="Facturación detenida",
    sender_name="Carolina Mejía",
    sender_address="carolina@x.example",
    recipients=("soporte@desk.example", "felipe@x.example"),
    message_id="<3@x>",
    references=("<2@x>", "<1@x>"),
)
EMPTY = Headers("", "", "", (), "", ())


class TestMailRescue(LogicCase):
    def test_what_decides_where_a_mail_goes_is_kept(self):
        report = FULL._replace(is_report=True)
        for case, headers in {"full": FULL, "empty": EMPTY, "report": report}.items():
            with self.subTest(case):
                self.assertEqual(read_headers(compose_rescue(headers, NOTICE)), headers)

    def test_content_is_the_notice(self):
        for headers in (FULL, FULL._replace(is_report=True)):
            raw = compose_rescue(headers, NOTICE)
            mail = email.message_from_bytes(raw, policy=email.policy.SMTP)
            part = mail.get_body(("html",)) or next(mail.iter_parts())
            self.assertEqual(part.get_content().strip(), NOTICE)

    def test_ids_fit_and_stay_the_same(self):
        for message_id in ("<" + "x" * 6000 + "@x>", "<ñ@x>"):
            headers = FULL._replace(message_id=message_id)
            ids = {
                read_headers(compose_rescue(headers, text)).message_id
                for text in (NOTICE, "")
            }
            self.assertEqual(len(ids), 1)
            self.assertLess(len(ids.pop()), 250)

    def test_any_mail_can_be_rescued(self):
        noise = random.Random(19)
        for _ in range(300):
            body = noise.randbytes(noise.randrange(200))
            for name in (b"Subject: ", b"From: a@b ", b"To: ", b"Message-Id: ", b""):
                raw = compose_rescue(read_headers(name + body), NOTICE)
                mail = email.message_from_bytes(raw, policy=email.policy.SMTP)
                self.assertTrue([str(value) for value in mail.values()])
