"""A readable mail in place of one that nothing can read.

It keeps what decides where a mail goes and whether it is let in: who sends it, to
whom, what it answers, and whether it reports a failed delivery. So the gateway treats
it as it would have treated the original, with all of its refusals.
"""

import email.header
import hashlib
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr

from .mail_headers import Headers

#: ids beyond this do not fit into an index
LONGEST_ID = 250


def compose_rescue(headers: Headers, notice: str) -> bytes:
    """Compose a mail with these headers and, in place of its content, a notice.

    :param notice: HTML that says what became of the content
    :return: an RFC 822 message that every mail reader understands
    """
    text = MIMEText(notice, "html", "utf-8")
    mail = MIMEMultipart("report", _subparts=[text]) if headers.is_report else text
    sender = headers.sender_address
    fields = {
        "From": formataddr((headers.sender_name, sender)) if sender.isascii() else "",
        "To": ", ".join(filter(str.isascii, headers.recipients)),
        "Subject": email.header.Header(headers.subject, "utf-8").encode(),
        "Message-Id": _shorten(headers.message_id),
        "References": " ".join(reversed(headers.references)),
    }
    for name, value in fields.items():
        if value:
            mail[name] = value
    return mail.as_bytes()


def _shorten(message_id):
    """Return an id that fits; the same one for the same mail."""
    if message_id.isascii() and len(message_id) <= LONGEST_ID:
        return message_id
    return f"<{hashlib.sha256(message_id.encode()).hexdigest()}@rescued.invalid>"
