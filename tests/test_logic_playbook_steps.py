from ..logic.playbook import Verdict
from ..logic.playbook_steps import (
    Row,
    Step,
    count,
    find_gates_before,
    find_hand_over,
    find_hand_over_blockers,
    find_leading,
    find_next,
    find_redone,
    find_solve_blockers,
    is_link,
    settle,
)
from .logic_case import LogicCase

PASSED, FAILED, OPEN = (
    Verdict(state, "seen") for state in ("passed", "failed", "open")
)
MANUAL = Step(1)
AUTO = Step(1, mode="auto", check="scope")
PROPOSED = Step(1, mode="proposed", check="duplicates")
MOMENT = Step(1, mode="auto", check="customer_ok")
#: (what, step, state, by hand, applies, verdict, state then)
SETTLING = [
    ("a manual step waits for somebody", MANUAL, "todo", False, True, None, "todo"),
    ("what was done by hand stays", MANUAL, "done", True, True, None, "done"),
    (
        "and what was waived, whatever is seen",
        AUTO,
        "waived",
        True,
        True,
        FAILED,
        "waived",
    ),
    ("what was skipped stays so", MANUAL, "na", True, True, None, "na"),
    ("a failed test stays failed", MANUAL, "failed", True, True, None, "failed"),
    (
        "without its condition it does not apply",
        MANUAL,
        "todo",
        False,
        False,
        None,
        "na",
    ),
    ("with it, it comes back", MANUAL, "na", False, True, None, "todo"),
    ("what was done before stays done", MANUAL, "done", True, False, None, "done"),
    ("a check that passes is done", AUTO, "todo", False, True, PASSED, "done"),
    ("one that fails has failed", AUTO, "todo", False, True, FAILED, "failed"),
    ("one that knows nothing is to do", AUTO, "todo", False, True, OPEN, "todo"),
    ("a check may change its mind", AUTO, "done", False, True, FAILED, "failed"),
    ("not one of a moment", MOMENT, "done", False, True, FAILED, "done"),
    ("which has to pass once", MOMENT, "failed", False, True, FAILED, "failed"),
    (
        "a proposed one waits for somebody",
        PROPOSED,
        "todo",
        False,
        True,
        PASSED,
        "todo",
    ),
]
FLOW = (
    Step(1, gate="escalate"),
    Step(2),
    Step(3, gate="escalate", action="hand_over", target="n3"),
    Step(4, gate="solve"),
    Step(5, gate="solve", failure_step=4),
)


def rows(states, flow=FLOW):
    """Return the rows of a flow, in these states: t(odo), d(one), w(aived), n(a), f."""
    names = {"t": "todo", "d": "done", "w": "waived", "n": "na", "f": "failed"}
    return [Row(step, names[state]) for step, state in zip(flow, states, strict=True)]


def ids(found):
    return [row.step.id for row in found]


class TestLogicPlaybookSteps(LogicCase):
    def test_what_a_step_has_come_to(self):
        for what, step, state, by_hand, applies, verdict, expected in SETTLING:
            with self.subTest(what):
                row = Row(step, state, by_hand)
                self.assertEqual(settle(row, applies, verdict), expected)

    def test_next_is_the_first_that_is_open(self):
        for states, expected in [
            ("ttttt", 1),
            ("dtttt", 2),
            ("dnftt", 3),
            ("dwdnd", None),
        ]:
            with self.subTest(states):
                found = find_next(rows(states))
                self.assertEqual(found and found.step.id, expected)

    def test_gates_before_a_step(self):
        for states, step, expected in [
            ("ttttt", 1, []),
            ("ttttt", 2, [1]),
            ("dtttt", 3, []),
            ("dtttt", 5, [3, 4]),
            ("ddwnt", 5, []),
        ]:
            with self.subTest(states=states, step=step):
                self.assertEqual(ids(find_gates_before(rows(states), step)), expected)

    def test_gates_of_the_solution(self):
        for states, expected in [
            ("ttttt", [1, 3, 4, 5]),
            ("dtddf", [5]),
            ("dtwnd", []),
        ]:
            with self.subTest(states):
                self.assertEqual(ids(find_solve_blockers(rows(states))), expected)

    def test_gates_of_a_hand_over(self):
        for states, level, is_level, expected in [
            ("ttttt", "n3", True, [1]),
            ("ttttt", "n2", True, [1]),
            ("ttttt", "commercial", False, []),  # areas may be asked at any time
            ("dtttt", "n3", True, []),
            ("wtttt", "n3", True, []),
            ("tndtt", "n3", True, []),  # it has been handed over
        ]:
            with self.subTest(states=states, level=level):
                found = find_hand_over_blockers(rows(states), level, is_level)
                self.assertEqual(ids(found), expected)

    def test_an_area_that_a_step_goes_to_has_its_gates(self):
        flow = (Step(1, gate="escalate"), Step(2, action="hand_over", target="sales"))
        found = find_hand_over_blockers(rows("tt", flow), "sales", False)
        self.assertEqual(ids(found), [1])
        self.assertEqual(find_hand_over(rows("tt", flow)).step.target, "sales")
        self.assertIsNone(find_hand_over(rows("td", flow)))

    def test_each_of_several_hand_overs_has_its_own_gates(self):
        """No.6: to the commercial area first, then to technical support."""
        flow = (
            Step(1, gate="escalate"),
            Step(2, gate="escalate", action="hand_over", target="sales"),
            Step(3, gate="escalate"),
            Step(4, gate="solve", action="hand_over", target="n3"),
        )
        for states, level, is_level, expected in [
            ("tttt", "sales", False, [1]),
            ("tttt", "n3", True, [1, 2, 3]),
            ("dtdt", "n3", True, [2]),
            ("ddtt", "n3", True, [3]),
            ("dddt", "n3", True, []),
            # to one that no step names: what stands before the next one
            ("tttt", "n2", True, [1]),
            ("ddtt", "n2", True, [3]),
            ("ddtt", "quality", False, []),
        ]:
            with self.subTest(states=states, level=level):
                found = find_hand_over_blockers(rows(states, flow), level, is_level)
                self.assertEqual(ids(found), expected)
        self.assertTrue(find_leading(rows("dddt", flow), "n3"))
        self.assertIsNone(find_leading(rows("dddd", flow), "n3"))

    def test_a_check_that_has_failed_and_holds_nothing_back_is_not_next(self):
        flow = (Step(1, mode="auto", check="first_month"), Step(2))
        self.assertEqual(find_next(rows("ft", flow)).step.id, 2)
        self.assertEqual(find_next(rows("tt", flow)).step.id, 1)
        gate = (Step(1, mode="auto", check="scope", gate="escalate"), Step(2))
        self.assertEqual(find_next(rows("ft", gate)).step.id, 1)
        tried = (Step(1, action="verify"), Step(2))
        self.assertEqual(find_next(rows("ft", tried)).step.id, 1)

    def test_what_is_done_again(self):
        self.assertEqual(ids(find_redone(rows("ddddt"), 5)), [4])
        self.assertEqual(ids(find_redone(rows("ddtwt"), 5)), [])
        self.assertEqual(ids(find_redone(rows("ddddt"), 4)), [])

    def test_progress(self):
        self.assertEqual(count(rows("dwntf")), (2, 4))

    def test_links(self):
        for text, expected in [
            ("https://acme.example.com/web", True),
            ("http://a.example", True),
            ("acme.example.com", False),
            ("javascript:alert(1)", False),
            ("https://", False),
            ("https://[", False),
            ("https://a b.example", False),
            (None, False),
        ]:
            with self.subTest(text):
                self.assertEqual(is_link(text), expected)
