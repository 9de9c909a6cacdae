from datetime import datetime, timedelta

from ..logic.level_times import add_up
from .logic_case import LogicCase

START = datetime(2026, 3, 9, 10)


def after(hours):
    return START + timedelta(hours=hours)


class TestLevelTimes(LogicCase):
    def test_spans_add_up(self):
        table = [
            ("never moved", [], "n1", 3, {"n1": 3}),
            ("up", [(1, "n1", "n2")], "n2", 3, {"n1": 1, "n2": 2}),
            (
                "up, back and up again",
                [(1, "n1", "n2"), (3, "n2", "n1"), (4, "n1", "n3")],
                "n3",
                10,
                {"n1": 2, "n2": 2, "n3": 6},
            ),
            # what is logged of it after it was closed is no time at a level
            ("moved when over", [(5, "n1", "n2")], "n2", 3, {"n1": 3, "n2": 0}),
            (
                "moved before it was there",
                [(-1, "n1", "n2")],
                "n2",
                2,
                {"n1": 0, "n2": 2},
            ),
            ("closed before it was there", [], "n1", -1, {"n1": 0}),
        ]
        for what, moves, present, end, expected in table:
            moves = [(after(at), before, then) for at, before, then in moves]
            spans = add_up(START, moves, present, after(end))
            with self.subTest(what):
                self.assertEqual(
                    list(spans.items()),
                    [(level, hours * 3600) for level, hours in expected.items()],
                )
