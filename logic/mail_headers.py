"""What can be read of every mail, also of one that nothing else can read.

A mail with an unknown charset, broken encoding or bytes that no text may have makes
the mail gateway fail, and with it the customer's request would be lost. These few
headers are enough to open a ticket for it.
"""

import email.errors
import email.header
import email.policy
import re
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import NamedTuple

RECIPIENTS = ("delivered-to", "to", "cc", "resent-to", "resent-cc")
#: whom nobody reads, by what stands before the @ (RFC 3834, 2)
ROBOT = re.compile(
    r"(mailer-?daemon|postmaster|no-?_?reply|do-?not-?reply|bounces?|owner-.*|.*-request)"
    r"([+=].*)?$",
)
#: mails to many, and mails whose sender wants no automatic answer
PRECEDENCE = {"bulk", "junk", "list", "auto_reply"}
SUPPRESSED = {"all", "autoreply"}
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class Headers(NamedTuple):
    """The readable part of a mail; what is missing is empty.

    Addresses are in lower case. `references` names the messages that it answers, the
    nearest first. `is_report` marks a report of the mail system, e.g. of a mail that
    could not be delivered.
    """

    subject: str
    sender_name: str
    sender_address: str
    recipients: tuple[str, ...]
    message_id: str
    references: tuple[str, ...]
    is_report: bool = False


def read_headers(raw: bytes) -> Headers:
    """Read the headers of a raw RFC 822 message; any bytes give an answer."""
    fields = _fields(raw)
    senders = _addresses(fields.get("from", []))
    recipients = [text for name in RECIPIENTS for text in fields.get(name, [])]
    answered = fields.get("references", []) + fields.get("in-reply-to", [])
    return Headers(
        subject=" ".join(fields.get("subject", [])),
        sender_name=senders[0][0] if senders else "",
        sender_address=senders[0][1] if senders else "",
        recipients=tuple(
            dict.fromkeys(address for _, address in _addresses(recipients))
        ),
        message_id=next(iter(_message_ids(fields.get("message-id", []))), ""),
        references=tuple(reversed(_message_ids(answered))),
        is_report="multipart/report"
        in " ".join(fields.get("content-type", [])).lower(),
    )


def is_automatic(raw: bytes) -> bool:
    """Return whether a program wrote a mail, such as an out-of-office notice.

    RFC 3834, and the header that older programs use.
    """
    found = _fields(raw)
    submitted = (found.get("auto-submitted") or ["no"])[0].strip().lower()
    return not submitted.startswith("no") or "x-autoreply" in found


def forbids_answer(raw: bytes) -> bool:
    """Return whether a mail must not be answered by a program.

    One that a program wrote, that went to many or that says so: two programs that
    answer each other never end (RFC 3834, 2).
    """
    found = _fields(raw)

    def words(name):
        return {
            word.strip().lower() for word in ",".join(found.get(name, [])).split(",")
        }

    senders = [address for _, address in _addresses(found.get("from", []))]
    return bool(
        is_automatic(raw)
        or found.keys() & {"list-id", "list-unsubscribe", "x-autorespond"}
        or words("precedence") & PRECEDENCE
        or words("x-auto-response-suppress") & SUPPRESSED
        or "<>" in words("return-path")
        or "multipart/report" in " ".join(found.get("content-type", [])).lower()
        or any(is_robot(address) for address in senders)
    )


def is_robot(address: str) -> bool:
    """Return whether nobody reads what is sent to an address."""
    return bool(ROBOT.match(address.lower().partition("@")[0]))


def _fields(raw):
    """Return {name in lower case: its values, decoded}."""
    message = BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)
    fields = {}
    for name, value in message.raw_items():
        fields.setdefault(name.lower(), []).append(_decode(value))
    return fields


def _decode(value):
    """Decode a header as far as it goes: encoded words, raw UTF-8, else Latin-1."""
    text = _to_text(value.encode("utf-8", "surrogateescape"))
    try:
        parts = email.header.decode_header(text)
    except email.errors.HeaderParseError:
        parts = [(text, None)]
    # one part alone is text, among several also what was not encoded is bytes
    decoded = "".join(
        part if isinstance(part, str) else _to_text(part, charset)
        for part, charset in parts
    )
    # some charsets decode to halves of characters, which no database takes
    whole = decoded.encode("utf-8", "replace").decode()
    return " ".join(CONTROL.sub(" ", whole).split())


def _to_text(data, charset=None):
    for name in filter(None, (charset, "utf-8")):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _addresses(values):
    found = [(name, address.lower()) for name, address in getaddresses(values)]
    return [(name, address) for name, address in found if "@" in address]


def _message_ids(values):
    return list(dict.fromkeys(MESSAGE_ID.findall(" ".join(values))))
