"""Which tickets may be about the same, and which of them goes on."""

from datetime import datetime

from ..logic.duplicates import (
    Likeness,
    Part,
    find_merge_fault,
    find_oldest,
    tell_likeness,
    weigh,
)
from .logic_case import LogicCase

#: (what two tickets have in common, what speaks for their being the same)
ALIKE = [
    (Likeness(), ()),
    (Likeness(shares_tag=True), ()),
    (Likeness(same_type=True), ()),
    (Likeness(shares_tag=True, same_type=True), ("subject",)),
    (Likeness(title=0.44, text=0.34), ()),
    (Likeness(title=0.45), ("title",)),
    (Likeness(text=0.35), ("text",)),
    (Likeness(True, True, 1, 1), ("title", "text", "subject")),
]


def part(id_, day=1, whose="a", company=1, is_closed=False):
    return Part(id_, datetime(2026, 3, day), whose, company, is_closed)


#: (tickets, why they cannot be merged)
FAULTS = [
    ([part(1), part(2)], None),
    ([], ("single", [])),
    ([part(1)], ("single", [1])),
    ([part(1), part(2, is_closed=True), part(3)], ("closed", [2])),
    ([part(1), part(2, whose=None)], ("unknown", [2])),
    ([part(1), part(2), part(3, company=2)], ("companies", [1, 3])),
    ([part(1), part(2, whose="b"), part(3, whose="c")], ("customers", [1, 2])),
    ([part(1, is_closed=True), part(2, whose="b")], ("closed", [1])),
]


class TestDuplicates(LogicCase):
    def test_what_speaks_for_it(self):
        """CHK-DUP."""
        for likeness, reasons in ALIKE:
            with self.subTest(likeness):
                self.assertEqual(tell_likeness(likeness), reasons)

    def test_words_in_common_weigh_more_than_a_module(self):
        alike = [
            Likeness(True, True, 0.6),
            Likeness(title=0.6),
            Likeness(True, True),
            Likeness(),
        ]
        self.assertEqual(sorted(alike, key=weigh, reverse=True), alike)

    def test_what_cannot_be_merged(self):
        for parts, fault in FAULTS:
            with self.subTest(parts):
                self.assertEqual(find_merge_fault(parts), fault)

    def test_the_first_registered_goes_on(self):
        """A-NAV-43, NAV-3.4.1.N1-10."""
        self.assertEqual(find_oldest([part(1, 3), part(2, 2), part(3, 4)]), 2)
        self.assertEqual(find_oldest([part(2, 3), part(1, 3)]), 1)
