"""What in a text looks as if it told somebody who a customer is (NAV-3.6-07).

Names are given; the rest is found by its form. It errs on the side of too much: a
person looks at what is found, and decides.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser
from typing import NamedTuple

from .article_search import fold

NAME, MAIL, PHONE = "name", "mail", "phone"
TAX_ID, DATABASE, SECRET = "tax_id", "database", "secret"
#: what only eyes can judge
PICTURE, FILE = "picture", "file"

MAIL_FORM = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: addresses of databases and machines, and how one logs in there
DATABASE_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|sqlserver|"
        r"oracle|mssql|redis|ssh|s?ftp)://[^\s<>\"']+",
        # a database of a system like this one
        r"\bhttps?://[^\s<>\"']*?(?:/(?:web|odoo)\b|[?&]db=|@|:\d{2,5}\b)[^\s<>\"']*",
        r"\b(?:https?://)?(?:[\w-]+\.)+odoo\.(?:com|sh)\b[^\s<>\"']*",
        r"\b(?:https?://)?(?:localhost|(?:\d{1,3}\.){3}\d{1,3})(?::\d{2,5})?\b",
        r"\b(?:dbname|db_name|database|base de datos|bd|servidor|host)\s*[:=]\s*"
        r"[\w.-]*[\w-]",
    )
]
SECRET_FORM = re.compile(
    r"\b(?:contrase(?:ñ|n)a|clave|password|passwd|pwd|token|api[ _-]?key)\s*"
    r"(?:es\s+|is\s+)?[:=]\s*[^\s<>]{3,}",
    re.IGNORECASE,
)
TAX_ID_FORMS = [
    # Colombia: NIT 900.123.456-7; Chile: RUT 12.345.678-K; Brazil and Argentina
    re.compile(r"(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}\s?-\s?\d(?![\w-])"),
    re.compile(r"(?<![\w.-])\d{1,2}\.?\d{3}\.?\d{3}-[\dkK](?![\w-])"),
    re.compile(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])"),
    re.compile(r"(?<![\w.-])\d{2}-\d{8}-\d(?![\w-])"),
    # Mexico: RFC, CURP
    re.compile(r"\b[A-ZÑ&]{3,4}-?\d{6}-?[A-Z0-9]{3}\b"),
    re.compile(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b"),
    # a number with its name before it
    re.compile(
        r"\b(?:NIT|RUT|RUC|RFC|CUIT|CUIL|CPF|CNPJ|DPI|CUI|DNI|INE|RUN|RTN|RNC|"
        r"C\.?\s?C\.?|"
        r"C\.?\s?I\.?|c[ée]dula(?:\s+de\s+ciudadan[ií]a)?|pasaporte|"
        r"documento\s+de\s+identidad)"
        r"\s*(?:n(?:o|ro|[uú]m(?:ero)?)?\.?|n\.?°|[:#])?[\s:#]*"
        r"(?:\d[\d.\s-]{4,}[\dkK]|[A-Z]\d{6,})(?![\w])",
        re.IGNORECASE,
    ),
]
PHONE_FORMS = [
    # with the country: +57 310 555 0101, +56 9 1234 5678, +502 2222-3333
    re.compile(r"(?<![\w+])\+\d(?:[\s().-]{0,2}\d){7,14}(?!\w)"),
    # Colombia: 310 555 0101, (601) 555 0101
    re.compile(r"(?<![\w.,$-])3\d{2}[\s.-]?\d{3}[\s.-]?\d{2}[\s.-]?\d{2}(?![\w-])"),
    re.compile(r"(?<![\w.,$-])\(?60\d\)?[\s.-]?\d{3}[\s.-]?\d{2}[\s.-]?\d{2}(?![\w-])"),
    # Chile: 9 1234 5678; Mexico: 55 1234 5678; Guatemala: 2222-3333
    re.compile(r"(?<![\w.,$-])9[\s-]?[4-9]\d{3}[\s-]?\d{4}(?![\w-])"),
    re.compile(r"(?<![\w.,$-])\(?\d{2,3}\)?[\s-]\d{3,4}[\s-]\d{4}(?![\w-])"),
    re.compile(r"(?<![\w.,$-])[2-7]\d{3}-\d{4}(?![\w-])"),
    # a number with its name before it
    re.compile(
        r"\b(?:tel[ée]fonos?|tel|cel(?:ular)?|m[óo]vil|fono|fijo|whats?app|wsp|phone|"
        r"mobile)\b[\s.:#]*(?:n(?:o|ro)?\.?)?[\s:]*"
        r"\(?\d(?:[\s().-]{0,2}\d){5,14}(?!\w)",
        re.IGNORECASE,
    ),
]
#: 2025-2028, 2026-2027: spans of years look like short numbers of a phone
YEARS = re.compile(r"(?:19|20)\d{2}-(?:19|20)\d{2}")
#: what stands before 19.0.1.5, which looks like the address of a machine
VERSION = re.compile(r"\b(?:versi(?:o|ó)n|v\.?)\s*$", re.IGNORECASE)
#: what may stand behind the name of a company
LEGAL_FORM = re.compile(
    r"[\s,]+(?:s\.?\s?a\.?\s?s\.?|s\.?\s?a\.?(?:\s+de\s+c\.?\s?v\.?)?|ltda\.?|"
    r"s\.?\s?p\.?\s?a\.?|s\.?\s+de\s+r\.?\s?l\.?(?:\s+de\s+c\.?\s?v\.?)?|"
    r"e\.?i\.?r\.?l\.?|limitada|inc\.?|llc)\s*$",
    re.IGNORECASE,
)
#: names that are shorter stand in too many other words
SHORTEST_NAME = 3
#: tags that make a new line
LINES = {"p", "div", "br", "li", "tr", "td", "th", "ul", "ol", "table", "blockquote"}
LINES |= {f"h{level}" for level in range(1, 7)}
#: tags whose text is no text
SILENT = {"script", "style", "head", "title"}
#: tags that a masked text keeps, all without attributes: an attribute may tell, too
KEPT = LINES | {"b", "strong", "i", "em", "u", "s", "code", "pre", "span", "tbody"}
KEPT |= {"thead", "hr", "sub", "sup"}
NO_END = {"br", "hr"}


class Finding(NamedTuple):
    """Something that looks personal."""

    kind: str
    text: str
    start: int = 0
    stop: int = 0


class Customer(NamedTuple):
    """What is known of a customer, whose every trace is to go."""

    #: names of companies
    companies: tuple = ()
    #: names of people: each word of them is one, too
    people: tuple = ()
    #: addresses, numbers: found as they are written
    details: tuple = ()


def find_personal(text, customer=None, harmless=()):
    """Return what looks personal in a plain text, as Findings in order.

    :param Customer customer: whose names and contact data are looked for
    :param harmless: what is nobody's secret, such as the desk's own address
    """
    known = {fold(word) for word in harmless if word}
    found = list(_find_known(text, customer or Customer()))
    found += _find_forms(text, SECRET, [SECRET_FORM])
    found += _find_forms(text, DATABASE, DATABASE_FORMS)
    found += _find_forms(text, MAIL, [MAIL_FORM])
    found += _find_forms(text, TAX_ID, TAX_ID_FORMS)
    found += _find_forms(text, PHONE, PHONE_FORMS)
    kept = []
    # what was found first holds: a phone's digits may look like somebody's tax id, too
    for finding in found:
        overlaps = any(
            finding.start < other.stop and other.start < finding.stop for other in kept
        )
        if not overlaps and fold(finding.text) not in known:
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.start)


def _find_forms(text, kind, forms):
    for form in forms:
        for match in form.finditer(text):
            before = text[max(match.start() - 12, 0) : match.start()]
            years = kind == PHONE and YEARS.fullmatch(match.group())
            if not years and not VERSION.search(before):
                yield Finding(kind, match.group(), match.start(), match.end())


def _find_known(text, customer):
    folded = fold(text)
    for detail in customer.details:
        yield from _find_words(text, folded, detail, _get_kind(detail))
    for company in customer.companies:
        yield from _find_words(text, folded, company, NAME)
        yield from _find_words(text, folded, LEGAL_FORM.sub("", company), NAME)
    for person in customer.people:
        yield from _find_words(text, folded, person, NAME)
    for person in customer.people:
        for part in person.split():
            for found in _find_words(text, folded, part, NAME):
                # «mercedes» may be a word of the text; «Mercedes» is she
                if found.text[:1].isupper():
                    yield found


def _get_kind(detail):
    if "@" in detail:
        return MAIL
    return PHONE if detail.strip().startswith("+") else TAX_ID


def _find_words(text, folded, words, kind):
    words = fold((words or "").strip())
    if len(words) < SHORTEST_NAME:
        return
    form = r"\s+".join(re.escape(word) for word in words.split())
    for match in re.finditer(rf"(?<!\w){form}(?!\w)", folded):
        start, stop = match.span()
        yield Finding(kind, text[start:stop], start, stop)


def mask_text(text, labels, customer=None, harmless=()):
    """Return a text with a label in place of all that looks personal.

    :param dict labels: {kind: label}
    """
    parts, end = [], 0
    for finding in find_personal(text, customer, harmless):
        parts += [text[end : finding.start], labels[finding.kind]]
        end = finding.stop
    return "".join([*parts, text[end:]])


def mask_html(html, labels, customer=None, harmless=()):
    """Return HTML whose text is masked, as above, and which has no attributes.

    Pictures are left out: they may show anything. It is well-formed and has no tags
    but those of simple texts, whatever is put in.
    """
    reader = _Masker(lambda text: mask_text(text, labels, customer, harmless))
    reader.feed(html or "")
    return reader.finish()


def read_html(html):
    """Return (text, number of pictures) of HTML; addresses of links are in the text."""
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    text = "\n".join(
        " ".join(line.split()) for line in "".join(reader.parts).split("\n")
    )
    return re.sub(r"\n{2,}", "\n", text).strip(), reader.pictures


class _Reader(HTMLParser):
    """Reads what a text says, and where it links to."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.pictures, self.silent = [], 0, 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        self.pictures += tag in ("img", "video", "iframe", "object", "embed", "svg")
        if tag in LINES:
            self.parts.append("\n")
        for name, value in attrs:
            if name in ("href", "src", "alt", "title") and value:
                shown = unescape(value)
                is_inline = shown.startswith(("data:", "/web/image"))
                self.parts.append("" if is_inline else f" {_without_scheme(shown)} ")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.silent -= tag in SILENT

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT and self.silent > 0
        if tag in LINES:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def _without_scheme(address):
    return re.sub(r"^(?:mailto|tel):", "", address, flags=re.IGNORECASE)


class _Masker(HTMLParser):
    """Writes a text again, masked, with the simplest tags only."""

    def __init__(self, mask):
        super().__init__(convert_charrefs=True)
        self.mask, self.parts, self.pending = mask, [], []
        self.open, self.silent = [], 0

    def _flush(self):
        # what tags cut in two is masked as one only if there is no tag in it
        if self.pending:
            text, self.pending = "".join(self.pending), []
            self.parts.append(escape(self.mask(text), quote=False))

    def handle_starttag(self, tag, attrs):
        self._flush()
        self.silent += tag in SILENT
        if tag in NO_END and tag in KEPT:
            self.parts.append(f"<{tag}>")
        elif tag in KEPT:
            self.open.append(tag)
            self.parts.append(f"<{tag}>")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in NO_END:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        self._flush()
        self.silent -= tag in SILENT and self.silent > 0
        if tag in self.open:
            while (last := self.open.pop()) != tag:
                self.parts.append(f"</{last}>")
            self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        if not self.silent:
            self.pending.append(data)

    def finish(self):
        self.close()
        self._flush()
        self.parts += [f"</{tag}>" for tag in reversed(self.open)]
        return "".join(self.parts)
