"""A week of working hours, as clocks in another zone show it."""

from ..logic.week import shift_week
from .logic_case import LogicCase

DAY = 24 * 60
ALWAYS = [(day, 0, DAY) for day in range(7)]
CASES = [
    ("an hour later", [(0, 480, 1020)], 60, [(0, 540, 1080)]),
    ("half an hour earlier", [(0, 480, 1020)], -30, [(0, 450, 990)]),
    ("over midnight", [(4, 1080, 1200)], 300, [(4, 1380, DAY), (5, 0, 60)]),
    ("the day after", [(4, 1080, 1200)], 600, [(5, 240, 360)]),
    ("from Sunday to Monday", [(6, 1380, DAY)], 60, [(0, 0, 60)]),
    ("from Monday to Sunday", [(0, 0, 120)], -60, [(0, 0, 60), (6, 1380, DAY)]),
    ("always stays always", ALWAYS, 90, ALWAYS),
    ("what touches is one", [(0, 480, 720), (0, 720, 1020)], 5, [(0, 485, 1025)]),
    (
        "a break stays one",
        [(0, 480, 720), (0, 780, 1020)],
        60,
        [(0, 540, 780), (0, 840, 1080)],
    ),
    ("nothing", [], 60, []),
]


class TestWeek(LogicCase):
    def test_shift(self):
        for case, spans, later, expected in CASES:
            with self.subTest(case):
                self.assertEqual(shift_week(spans, later), expected)

    def test_forth_and_back(self):
        spans = [(0, 480, 720), (2, 0, DAY), (6, 1000, DAY)]
        for later in (-840, -60, 1, 60, 840):
            self.assertEqual(shift_week(shift_week(spans, later), -later), spans)
