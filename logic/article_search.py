"""What somebody looks for in the knowledge base, taken apart into words."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import urlsplit

#: more words than this are not looked for: the first ones say what it is about
MOST_WORDS = 12
#: words in which a letter may be wrong are at least this long
SPELT = 4
#: of a longer word no more changed places are tried
MOST_SWAPS = 15
#: how long the address of an article gets
SLUG_LENGTH = 80
#: what an article that has no letters in its title is called
NAMELESS = "article"
WORD = re.compile(r"[^\W_]+")
#: words that say nothing of what is looked for, folded
EMPTY = frozenset(
    """
    a al algo algun alguna ante antes aqui asi aun aunque ayuda ayudar bien buen buena
    buenas buenos cada casi como con cosa cual cuales cuando de del desde dia dias donde
    dos e el ella ellas ellos en entre era es esa ese eso esta estaba estan estar estas
    este esto estos estoy favor fue ha hace hacer hago han hasta hay he hola la las le
    les lo los mas me mi mis muchas mucho muy nada ni no nos nosotros nuestra nuestro o
    otra otro para pero poder podemos podria por porfavor porque pude puede pueden puedo
    pues que quien quiero se sea sean segun ser si sin sobre solo son su sus tal tambien
    tan tardes te tengo tenemos tiene tienen todo todos tu un una unas uno unos usted
    ustedes va vez y ya yo
    an and are can cannot do does for from get help how i in is it my not of on or our
    please the this to we what when where why with you your
    """.split()
)
#: what the address of a document, and not of a video, ends with
DOCUMENTS = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|txt|csv|xml|zip|rar|7z|exe|msi|apk|jpe?g|png|"
    r"gif|svg|html?|php|js)$",
    re.IGNORECASE,
)


class Word(NamedTuple):
    """A word that is looked for."""

    #: as it was written, in small letters
    written: str
    #: without accents
    folded: str

    @property
    def is_spelt(self):
        """Return whether it is long enough to be found with a letter wrong."""
        return len(self.folded) >= SPELT

    @property
    def swapped(self):
        """Return what it may have been meant to be where two letters changed places."""
        letters, places = self.folded, range(1, len(self.folded) - 1)
        found = (
            f"{letters[:at]}{letters[at + 1]}{letters[at]}{letters[at + 2 :]}"
            for at in places
        )
        return [word for word in dict.fromkeys(found) if word != letters][:MOST_SWAPS]


def fold(text):
    """Return a text in small letters without accents, letter for letter.

    One letter stays one letter, so that a place in the one is the same in the other.
    """
    return "".join(_fold_letter(letter) for letter in text)


def _fold_letter(letter):
    plain = unicodedata.normalize("NFD", letter.lower())[:1]
    return plain if len(plain) == 1 else letter


def find_words(text):
    """Return what is looked for, as a list of Word, each once, in order.

    Words that say nothing are left out; where nothing else is left, so is everything.
    """
    found = {}
    for match in WORD.finditer(unicodedata.normalize("NFC", text or "")):
        written = match.group().lower()
        folded = fold(written)
        if len(folded) > 1 and folded not in EMPTY:
            found.setdefault(folded, Word(written, folded))
    return list(found.values())[:MOST_WORDS]


def join_texts(*texts):
    """Return what is searched: the texts as they are written, then without accents.

    Who writes accents and who leaves them out finds either.
    """
    joined = " ".join(unicodedata.normalize("NFC", text) for text in texts if text)
    joined = " ".join(joined.split())
    folded = fold(joined)
    return joined.lower() if folded == joined.lower() else f"{joined.lower()} {folded}"


def make_slug(title):
    """Return a title as part of a web address: `como-reenviar-una-factura`."""
    words = "-".join(WORD.findall(fold(title or "")))
    words = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    if len(words) > SLUG_LENGTH:
        words = words[: SLUG_LENGTH + 1].rpartition("-")[0] or words[:SLUG_LENGTH]
    return words or NAMELESS


def choose_slug(title, taken):
    """Return a slug for a title that is not taken yet: with a number, if need be.

    :param taken: a container of slugs
    """
    slug, number = make_slug(title), 1
    free = slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def find_video_fault(url):
    """Return what keeps an address from being that of a video, or None (NAV-3.6-02).

    :return: `address` for no safe address of the web, `document` for that of a file
        which is no video
    """
    try:
        parts = urlsplit((url or "").strip())
        port_is_number = parts.port is None or parts.port > 0
    except ValueError:
        return "address"
    is_safe = parts.scheme == "https" and "." in (parts.hostname or "")
    has_secret = parts.username is not None or parts.password is not None
    if not is_safe or has_secret or not port_is_number or re.search(r"\s", url.strip()):
        return "address"
    return "document" if DOCUMENTS.search(parts.path) else None


def is_web_address(url):
    """Return whether an address may be linked: of the web, and nothing that runs."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
