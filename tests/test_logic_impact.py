from ..logic.impact import IMPACTS, impact_of
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
