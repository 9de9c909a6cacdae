from ..logic.impact import IMPACTS, fit, impact_of
from .logic_case import LogicCase


class TestImpact(LogicCase):
    def test_by_value_not_by_word(self):
        """NAV-3.2-61 … -64, A-NAV-17."""
        table = {"3": "critical", "2": "high", "1": "medium", "0": "low"}
        for priority, expected in table.items():
            with self.subTest(priority):
                self.assertEqual(impact_of(priority), expected)
        self.assertEqual(set(IMPACTS), set(table))

    def test_no_priority_has_no_impact(self):
        for nothing in (None, False, ""):
            self.assertIsNone(impact_of(nothing))

    def test_stars_without_meaning_become_the_next_worse(self):
        table = [
            ("1", {"0", "1", "2", "3"}, "1"),
            ("1", set(), "1"),
            ("1", {"0", "2", "3"}, "2"),
            ("0", {"3"}, "3"),
            # nothing is worse: the worst there is
            ("3", {"0", "1"}, "1"),
        ]
        for priority, defined, expected in table:
            with self.subTest(priority=priority, defined=defined):
                self.assertEqual(fit(priority, defined), expected)
