from ..logic.scope import is_asked, needs_reason, propose, settle
from .logic_case import LogicCase


class TestScope(LogicCase):
    def test_what_a_plan_says_of_a_subject(self):
        """(what it says, whether linking decides, linked): proposal (AT-36, AT-59)"""
        cases = [
            (("in",), "in"),
            (("out",), "out"),
            (("ask",), "ask"),
            # what is not named
            ((None,), None),
            ((None, True, "no"), None),
            # A-COB-17
            (("out", True), "link"),
            (("out", True, "yes"), "in"),
            (("out", True, "no"), "out"),
            (("ask", True, "no"), "ask"),
            # whether it is linked says nothing of hardware
            (("out", False, "yes"), "out"),
        ]
        for case, expected in cases:
            with self.subTest(case):
                self.assertEqual(propose(*case), expected)

    def test_nothing_is_excluded_by_itself(self):
        for proposal in ("out", "ask", "link", None):
            with self.subTest(proposal):
                self.assertEqual(settle(proposal), "unknown")
        self.assertEqual(settle("in"), "in")

    def test_when_somebody_has_to_decide(self):
        for proposal in ("out", "ask", "link"):
            with self.subTest(proposal):
                self.assertTrue(is_asked(proposal, "unknown"))
                self.assertFalse(is_asked(proposal, "in"))
                self.assertFalse(is_asked(proposal, "out"))
        self.assertFalse(is_asked("in", "unknown"))
        self.assertFalse(is_asked(None, "unknown"))

    def test_what_is_kept_with_a_reason(self):
        """(proposal, decision): is a reason needed?"""
        cases = [
            (("out", "out"), True),
            (("ask", "out"), True),
            (("in", "out"), True),
            ((None, "out"), True),
            (("out", "in"), True),
            (("ask", "in"), True),
            (("link", "in"), True),
            (("in", "in"), False),
            ((None, "in"), False),
            (("out", "unknown"), False),
        ]
        for case, expected in cases:
            with self.subTest(case):
                self.assertEqual(needs_reason(*case), expected)
