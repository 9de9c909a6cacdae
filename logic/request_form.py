"""A request: what customers type, made clean, and what is wrong with it.

Whatever a browser or a program sends is a text; nothing of it is believed.
"""

import re

#: characters of a subject
LONGEST_SUBJECT = 200
#: and of what happens, and of the steps
LONGEST_TEXT = 20_000
#: an id is no larger than what PostgreSQL keeps
LARGEST_ID = 2**31 - 1

#: control characters; of them only tabs and ends of lines are text
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
ENDS = re.compile(r"\r\n?|[\u2028\u2029]")


def clean_text(value):
    """Return what somebody typed, over several lines; empty for what is no text."""
    text = CONTROL.sub("", value) if isinstance(value, str) else ""
    return ENDS.sub("\n", text).strip()


def clean_line(value):
    """Return what somebody typed, as one line."""
    return " ".join(clean_text(value).split())


def read_id(value):
    """Return the id that a form gives, or None for what is none (S10)."""
    text = value.strip() if isinstance(value, str) else ""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_ID)):
        return None
    return int(text) if 0 < int(text) <= LARGEST_ID else None


def find_faults(subject, description, steps=""):
    """Return what is wrong with the texts of a request.

    :return: {"subject", "description" or "steps": "missing" or "too_long"}
    """
    faults = {
        "subject": _judge(subject, LONGEST_SUBJECT),
        "description": _judge(description, LONGEST_TEXT),
        "steps": steps and _judge(steps, LONGEST_TEXT),
    }
    return {name: fault for name, fault in faults.items() if fault}


def _judge(text, longest):
    if not text:
        return "missing"
    return "too_long" if len(text) > longest else None
