"""Contacts: how somebody can be reached, as links that a telephone understands."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote

#: fewer digits are no number of a telephone but of an emergency or of a desk nearby
SHORTEST = 7
#: no number in the world has more, its country's code with it (E.164)
LONGEST = 15
#: from so many digits on, a number that begins with its country's code has it
WITH_CODE = 11
#: where the first zero belongs to the number: Italy
KEEPS_ZERO = {"39"}
#: what stands between the numbers of one field
BETWEEN = re.compile(r"[/;|,\n]|\s(?:o|ó|u|y|or|and)\s", re.IGNORECASE)
EXTENSION = re.compile(
    r"(?<![a-z])(?:ext(?:ensi[oó]n)?\.?|int\.|anexo|x|#)\s*:?\s*([0-9]{1,6})",
    re.IGNORECASE,
)
#: a zero that is dialled only inside the country, as in +44 (0)20
INNER_ZERO = re.compile(r"\(0\)")
NO_DIGIT = re.compile(r"[^0-9]+")


class Number(NamedTuple):
    """A telephone's number, as it is dialled.

    :param str local: its digits, as they were written
    :param str world: its digits with the country's code; empty where that is not known
    :param str extension: the digits that are dialled after it has answered
    """

    local: str = ""
    world: str = ""
    extension: str = ""


def read_number(text, country_code=None):
    """Return the first number of a text, as people write them.

    :param str text: may be empty, or say nothing of use
    :param int country_code: that of the country where it is if the number has none
    :rtype: Number
    """
    text = unicodedata.normalize("NFKC", text or "")
    text = BETWEEN.split(text.strip())[0]
    extension = EXTENSION.search(text)
    if extension:
        text = text[: extension.start()]
    text = INNER_ZERO.sub("", text)
    digits = NO_DIGIT.sub("", text)
    has_code = "+" in text.partition(digits[:1] or " ")[0] or digits.startswith("00")
    local = digits.removeprefix("00") if has_code else digits
    world = local if has_code else _add_code(local, str(country_code or ""))
    is_whole = SHORTEST < len(world) <= LONGEST
    return Number(
        local, world if is_whole else "", extension.group(1) if extension else ""
    )


def _add_code(digits, code):
    """Return a number of a country with its code; empty where there is none to add."""
    if not code or len(digits) < SHORTEST:
        return ""
    if digits.startswith(code) and len(digits) >= WITH_CODE:
        return digits
    return code + (digits if code in KEEPS_ZERO else digits.lstrip("0"))


def to_call(number):
    """Return the link that calls a number; empty without one.

    After a comma telephones wait a moment, then dial the extension.
    """
    dialled = f"+{number.world}" if number.world else number.local
    if not dialled:
        return ""
    return f"tel:{dialled},{number.extension}" if number.extension else f"tel:{dialled}"


def to_chat(number, text=""):
    """Return the link that opens a chat on WhatsApp; empty where it cannot.

    WhatsApp knows numbers by their digits with the country's code, and nothing else.

    :param str text: what is proposed to be written; who writes may change it
    """
    if not number.world:
        return ""
    proposal = f"?text={quote(text, safe='')}" if text else ""
    return f"https://wa.me/{number.world}{proposal}"


def to_write(address, subject=""):
    """Return the link that begins a mail; empty without an address.

    :param str address: one, without a name
    """
    if not address:
        return ""
    proposal = f"?subject={quote(subject, safe='')}" if subject else ""
    return f"mailto:{quote(address, safe='@')}{proposal}"
