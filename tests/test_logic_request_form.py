from ..logic.request_form import (
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    clean_line,
    clean_text,
    find_faults,
    read_id,
)
from .logic_case import LogicCase


class TestTexts(LogicCase):
    def test_texts_keep_their_lines_and_nothing_unseen(self):
        for value, expected in (
            ("  uno\r\ndos\rtres \n", "uno\ndos\ntres"),
            ("a\0b\x1bc\td", "abc\td"),
            ("\ud800", ""),
            (None, ""),
            (["x"], ""),
            (7, ""),
        ):
            with self.subTest(value):
                self.assertEqual(clean_text(value), expected)

    def test_a_line_is_one_line(self):
        self.assertEqual(
            clean_line(" No\tfirma \r\n la   factura "), "No firma la factura"
        )

    def test_faults(self):
        for texts, expected in (
            (("a", "b"), {}),
            (("", "b"), {"subject": "missing"}),
            (("a", ""), {"description": "missing"}),
            (("", "", ""), {"subject": "missing", "description": "missing"}),
            (("a" * LONGEST_SUBJECT, "b" * LONGEST_TEXT, "c" * LONGEST_TEXT), {}),
            (("a" * (LONGEST_SUBJECT + 1), "b"), {"subject": "too_long"}),
            (("a", "b" * (LONGEST_TEXT + 1)), {"description": "too_long"}),
            (("a", "b", "c" * (LONGEST_TEXT + 1)), {"steps": "too_long"}),
        ):
            with self.subTest(expected):
                self.assertEqual(find_faults(*texts), expected)


class TestIds(LogicCase):
    def test_only_what_can_be_an_id_is_one(self):
        """S10."""
        for value, expected in (
            ("7", 7),
            (" 7 ", 7),
            ("2147483647", 2147483647),
            ("2147483648", None),
            ("9" * 5000, None),
            ("0", None),
            ("-1", None),
            ("1.5", None),
            ("1e3", None),
            ("٣", None),
            ("²", None),
            ("1 or 1=1", None),
            ("abc", None),
            ("", None),
            (None, None),
            (["7"], None),
            (True, None),
        ):
            with self.subTest(value):
                self.assertEqual(read_id(value), expected)
