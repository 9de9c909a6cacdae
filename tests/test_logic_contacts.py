from ..logic.contacts import Number, read_number, to_call, to_chat, to_write
from .logic_case import LogicCase

COLOMBIA, CHILE, GUATEMALA, ITALY = 57, 56, 502, 39


class TestNumbers(LogicCase):
    def test_as_people_write_them(self):
        """(text, country): local digits, digits with the country's code, extension."""
        cases = [
            ("+57 601 555 0101", None, ("576015550101", "576015550101", "")),
            ("+57 601 555 0101", CHILE, ("576015550101", "576015550101", "")),
            ("0057 601 555 0101", None, ("576015550101", "576015550101", "")),
            ("(+57) 601-555.0101", None, ("576015550101", "576015550101", "")),
            ("+57 (0)601 555 0101", None, ("576015550101", "576015550101", "")),
            ("Cel: 300 123 4567", COLOMBIA, ("3001234567", "573001234567", "")),
            # the code is there, only its sign is not
            ("57 300 123 4567", COLOMBIA, ("573001234567", "573001234567", "")),
            ("56912345678", CHILE, ("56912345678", "56912345678", "")),
            # it only begins like the code
            ("5712345", COLOMBIA, ("5712345", "575712345", "")),
            ("5550 0107", GUATEMALA, ("55500107", "50255500107", "")),
            # what is dialled before it inside the country
            ("0300 123 4567", COLOMBIA, ("03001234567", "573001234567", "")),
            ("06 1234 5678", ITALY, ("0612345678", "390612345678", "")),
            # nobody says where it is
            ("300 123 4567", None, ("3001234567", "", "")),
            ("300 123 4567", 0, ("3001234567", "", "")),
            # short ones are called as they are, and are on no chat
            ("123", COLOMBIA, ("123", "", "")),
            ("+57 1", COLOMBIA, ("571", "", "")),
            # too long for any telephone
            ("+1234567890123456", None, ("1234567890123456", "", "")),
            # the first of several
            (
                "601 555 0101 / 300 123 4567",
                COLOMBIA,
                ("6015550101", "576015550101", ""),
            ),
            ("6015550101 o 3001234567", COLOMBIA, ("6015550101", "576015550101", "")),
            # extensions
            ("601 555 0101 ext. 23", COLOMBIA, ("6015550101", "576015550101", "23")),
            ("601 555 0101 Extensión 23", 57, ("6015550101", "576015550101", "23")),
            ("6015550101x23", COLOMBIA, ("6015550101", "576015550101", "23")),
            ("6015550101ext23", COLOMBIA, ("6015550101", "576015550101", "23")),
            ("6015550101 #23", COLOMBIA, ("6015550101", "576015550101", "23")),
            # digits of other keyboards
            (
                "\uff0b\uff15\uff17 601 555 0101",
                0,
                ("576015550101", "576015550101", ""),
            ),
            # nothing to call
            ("", COLOMBIA, ("", "", "")),
            (None, COLOMBIA, ("", "", "")),
            ("   ", None, ("", "", "")),
            ("no tiene", COLOMBIA, ("", "", "")),
            ("+", COLOMBIA, ("", "", "")),
            ("/ 300 123 4567", COLOMBIA, ("", "", "")),
        ]
        for text, country, expected in cases:
            with self.subTest(text=text, country=country):
                self.assertEqual(tuple(read_number(text, country)), expected)

    def test_links(self):
        whole = Number("3001234567", "573001234567")
        with_extension = Number("6015550101", "576015550101", "23")
        short, none = Number("123"), Number()
        cases = [
            (to_call(whole), "tel:+573001234567"),
            (to_call(with_extension), "tel:+576015550101,23"),
            (to_call(short), "tel:123"),
            (to_call(none), ""),
            (to_chat(whole), "https://wa.me/573001234567"),
            (to_chat(short), ""),
            (to_chat(none, "Hola"), ""),
            (to_write("ana@example.com"), "mailto:ana@example.com"),
            (to_write(""), ""),
        ]
        for found, expected in cases:
            with self.subTest(expected=expected):
                self.assertEqual(found, expected)

    def test_words_do_not_break_out_of_links(self):
        """Names of tickets are written by customers."""
        hostile = 'HT1: "><script>&body=x\r\nBcc: eve@example.com ñ'
        number = Number("3001234567", "573001234567")
        for link in (to_chat(number, hostile), to_write("a@example.com", hostile)):
            proposal = link.partition("=")[2]
            self.assertRegex(proposal, r"^[A-Za-z0-9%_.~-]+$")
        self.assertEqual(
            to_write("a@example.com?bcc=eve@example.com"),
            "mailto:a@example.com%3Fbcc%3Deve@example.com",
        )
        # whatever is written as a number, only digits are dialled
        for text in ("javascript:alert(1)", "+57 300;phone-context=x", "1<b>2"):
            self.assertRegex(to_call(read_number(text)), r"^(tel:\+?[0-9]+)?$")
