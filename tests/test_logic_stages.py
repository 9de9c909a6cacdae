from ..logic.stages import code_of
from .logic_case import LogicCase


class TestStageCodes(LogicCase):
    def test_a_stage_without_code_counts_by_whether_it_closes(self):
        table = [
            ("new", False, "new"),
            ("waiting_customer", False, "waiting_customer"),
            ("solved", True, "solved"),
            ("cancelled", True, "cancelled"),
            # the code wins, also over a stage that is set up oddly
            ("in_progress", True, "in_progress"),
            (False, False, "in_progress"),
            (False, True, "cancelled"),
        ]
        for code, closed, expected in table:
            with self.subTest(code=code, closed=closed):
                self.assertEqual(code_of(code, closed), expected)
