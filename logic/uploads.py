"""Uploads: which files customers may send, by name, size and what is in them.

Neither a name nor what a browser says of a file is believed alone: the first bytes have
to fit the name. Whatever a browser would run, such as HTML and SVG, is never taken.
"""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import NamedTuple

#: how many files may come at once (S11)
MAX_FILES = 10
#: how large each may be
MAX_BYTES = 25 * 1024**2
#: and all together: less than what Odoo lets into one request
MAX_TOTAL_BYTES = 100 * 1024**2
#: how many of its first bytes tell what a file is
HEAD_BYTES = 2048
#: longer names are cut, before their suffix
LONGEST_NAME = 120

IMAGES = ("png", "jpg", "jpeg", "gif", "webp", "bmp", "heic", "heif")
OFFICE = ("doc", "xls", "ppt")
ZIPPED = ("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp")
TEXTS = ("txt", "log", "csv", "xml", "json", "rtf")
FILMS = ("mp4", "mov", "webm")

#: {suffix: how files with it begin, as (offset, bytes), any of them}
SIGNATURES = {
    "png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "jpg": ((0, b"\xff\xd8\xff"),),
    "jpeg": ((0, b"\xff\xd8\xff"),),
    "gif": ((0, b"GIF8"),),
    "webp": ((8, b"WEBP"),),
    "bmp": ((0, b"BM"),),
    "heic": ((4, b"ftyp"),),
    "heif": ((4, b"ftyp"),),
    "pdf": ((0, b"%PDF"),),
    "webm": ((0, b"\x1a\x45\xdf\xa3"),),
    "mp4": ((4, b"ftyp"),),
    "mov": ((4, b"ftyp"), (4, b"moov"), (4, b"wide"), (4, b"mdat"), (4, b"free")),
    **dict.fromkeys(OFFICE, ((0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),)),
    **dict.fromkeys(ZIPPED, ((0, b"PK\x03\x04"), (0, b"PK\x05\x06"))),
}
#: every suffix that is taken, for the people and browsers that choose the files
SUFFIXES = (*IMAGES, "pdf", *OFFICE, *ZIPPED, *TEXTS, *FILMS)

#: what no file may be, whatever it is called
RUNNABLE = re.compile(r"html|svg|dosexec|executable|sharedlib|mach-binary")
#: what may come before a page begins
PRELUDE = re.compile(rb"\s+|<\?.*?>|<!--.*?-->", re.DOTALL)
#: how what browsers run begins
MARKUP = re.compile(
    rb"<(?:!doctype\s+(?:html|svg)"
    rb"|(?:[\w-]+:)?(?:html|head|body|script|svg|iframe|object|embed))\b",
    re.IGNORECASE,
)
#: how text in 8 and in 16 bits may be marked
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Upload(NamedTuple):
    """What is known of a file."""

    name: str
    #: in bytes
    size: int
    #: as its first bytes say, not its name
    mimetype: str = "application/octet-stream"
    #: its first bytes, HEAD_BYTES at most
    head: bytes = b""


class Refusal(NamedTuple):
    """Why files are not taken."""

    #: "empty", "too_many", "too_large" or "type"
    code: str
    #: of the file that is refused; empty where it is all of them together
    name: str = ""


def find_refusal(files):
    """Return the first reason not to take some files (S11, DESIGN 8).

    :param files: a list of Upload
    :return: a Refusal, or None
    """
    if len(files) > MAX_FILES:
        return Refusal("too_many")
    for file in files:
        if code := _judge(file):
            return Refusal(code, file.name)
    if sum(file.size for file in files) > MAX_TOTAL_BYTES:
        return Refusal("too_large")
    return None


def clean_name(name):
    """Return a file's name without folders and without what is not to be seen.

    Characters that turn the direction of writing make `exe.png` out of `gnp.exe`.
    """
    visible = (
        character for character in name if unicodedata.category(character)[0] != "C"
    )
    last = PurePosixPath("".join(visible).replace("\\", "/")).name.strip()
    path = PurePosixPath(last or "file")
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix[:LONGEST_NAME]


def _judge(file):
    if not file.size:
        return "empty"
    if file.size > MAX_BYTES:
        return "too_large"
    return None if _is_what_it_is_called(file) else "type"


def _is_what_it_is_called(file):
    suffix = PurePosixPath(file.name).suffix.lower().lstrip(".")
    if suffix not in SUFFIXES or RUNNABLE.search(file.mimetype) or _is_markup(file):
        return False
    if suffix in TEXTS:
        return b"\0" not in file.head or file.head.startswith(MARKS[1:])
    return any(
        file.head[offset : offset + len(mark)] == mark
        for offset, mark in SIGNATURES[suffix]
    )


def _is_markup(file):
    """Return whether a browser might take it for a page: also as 16-bit characters."""
    text = file.head.replace(b"\0", b"")
    for mark in MARKS:
        text = text.removeprefix(mark)
    while prelude := PRELUDE.match(text):
        text = text[prelude.end() :]
    return bool(MARKUP.match(text))
