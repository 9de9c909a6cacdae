"""What ./dev bench says of what was measured."""

import unittest

from dev_tools.bench import table
from dev_tools.bench.subjects import SLA, STANDING, SUBJECTS

FLOOR = {"create": 10, "create_singly": 2, "move_in_progress": 3, "move_awaiting": 3}
FLOOR["move_done"] = 2
FLOOR["page"] = 0.1
OURS = {**FLOOR, "rebuild": 9.9, "overdue": 0.004, "tick": 0.001, "page_without": 0.2}
LOOP = {"all": 5, "singly": 1, "tickets_singly": 1, "customers": 1}
KNOWN = {**dict.fromkeys(STANDING.works, 0.1), "page": 0.26, "page_without": 0.2}


def costs(seconds, queries=3):
    return {
        work: {"seconds": spent, "queries": queries, "number": 1000}
        for work, spent in seconds.items()
    }


def compare(ours=None, size=SLA.full_size, **more):
    """Return {work: row} for a desk of ours that costs a little."""
    desks = {"floor": costs(FLOOR), "oca": costs(FLOOR), "ours": costs(OURS)}
    desks["ours"].update(costs(ours or {}, **more))
    return {row["work"]: row for row in table.compare(SLA, desks, size)}


def compare_standing(ours=None, size=STANDING.full_size, **more):
    """Return {work: row} where our fields cost just what they may."""
    both = {"loop": costs(LOOP), "ours": costs(KNOWN)}
    both["ours"].update(costs(ours or {}, **more))
    return {row["work"]: row for row in table.compare(STANDING, both, size)}


def list_over(rows):
    return {name for name, row in rows.items() if row["holds"] is False}


#: (case, what our desk costs, further arguments, the work that is over budget)
JUDGED = [
    ("just as much as the floor", {}, {}, set()),
    ("exactly the limit", {"create": 12, "move_done": 3}, {}, set()),
    ("more than the limit", {"create": 12.1, "move_done": 3.1}, {}, None),
    ("what has no budget", {"create_singly": 100}, {}, set()),
    ("seconds", {"overdue": 0.006}, {}, {"overdue"}),
    ("queries", {"tick": 0.1}, {"queries": 6}, {"tick"}),
    ("times another work", {"page": 0.26}, {}, set()),
    ("more than that", {"page": 0.27}, {}, {"page"}),
    ("fewer tickets have less time", {"rebuild": 1.1}, {"size": 5000}, {"rebuild"}),
    ("but enough", {"rebuild": 0.9}, {"size": 5000}, set()),
]
#: the same of standing, where a piece of work has several budgets
JUDGED_STANDING = [
    ("exactly the limits", {}, {}, set()),
    ("too long", {"all": 0.11}, {}, {"all"}),
    ("too many queries", {"all": 0.1}, {"queries": 5}, {"all"}),
    ("both", {"all": 1}, {"queries": 5}, {"all"}),
    ("fewer have less time", {"all": 0.02}, {"size": 500}, {"all"}),
    ("each may cost so much", {"tickets_singly": 1}, {}, set()),
    ("and no more", {"tickets_singly": 1.1}, {}, {"tickets_singly"}),
    ("the page", {"page": 0.27}, {}, {"page"}),
    ("what has no budget", {"search": 9, "field": 9}, {"queries": 99}, set()),
]


class TestTable(unittest.TestCase):
    def test_what_is_over_budget(self):
        for case, ours, more, expected in JUDGED:
            with self.subTest(case):
                over = list_over(compare(ours, **more))
                self.assertEqual(over, ours.keys() if expected is None else expected)

    def test_what_is_over_one_of_several_budgets(self):
        for case, ours, more, expected in JUDGED_STANDING:
            with self.subTest(case):
                self.assertEqual(list_over(compare_standing(ours, **more)), expected)

    def test_ratios(self):
        row = compare({"create": 15})["create"]
        self.assertEqual((row["to_floor"], row["to_oca"]), (1.5, 1.5))
        row = compare()["rebuild"]
        self.assertEqual((row["to_floor"], row["to_oca"]), (None, None))
        self.assertEqual(compare_standing()["all"]["to_loop"], 0.02)

    def test_the_table_says_it_plainly(self):
        rows = compare({"create": 15}).values()
        headings, create, singly = table.show(SLA, rows).splitlines()[:3]
        self.assertEqual(
            headings.split("  ")[-1].strip(), "budget", "no heading for the verdict"
        )
        self.assertIn("create 1,000 in one batch", create)
        self.assertIn("10.00 s / 3 q", create)
        self.assertTrue(create.endswith("OVER BUDGET"))
        self.assertTrue(singly.endswith("1.00"))

    def test_several_budgets_stand_beside_each_other(self):
        rows = compare_standing({"all": 0.05}).values()
        headings, everything = table.show(STANDING, rows).splitlines()[:2]
        self.assertEqual(headings.split(), ["loop", "ours", "x", "loop", "budget"])
        self.assertTrue(everything.endswith("0.01  100 ms, 4 queries  ok"))

    def test_what_is_estimated_is_marked(self):
        desks = {"floor": costs(FLOOR), "oca": costs(OURS), "ours": costs(OURS)}
        desks["oca"]["rebuild"]["sample"] = 500
        rebuild = table.show(SLA, table.compare(SLA, desks, 50_000)).splitlines()[6]
        self.assertIn("~9.90 s / 3 q   9.90 s / 3 q", rebuild)
        self.assertEqual(
            table.list_notes(desks),
            ["~ from a sample of 500 tickets of all kinds; --full does all"],
        )

    def test_what_else_there_is_to_say(self):
        both = {"loop": costs(LOOP), "ours": costs(KNOWN)}
        self.assertEqual(table.list_notes(both), [])
        both["ours"]["field"].update(compared=5000, differing=0)
        self.assertEqual(
            table.list_notes(both),
            [
                "5000 were compared one by one with what the loop finds",
                "0 of them differ",
            ],
        )

    def test_every_budget_is_for_something_that_is_measured(self):
        for name, subject in SUBJECTS.items():
            known = {"seconds", "queries", "each", *subject.others, *subject.works}
            for work in subject.works.values():
                with self.subTest(f"{name}: {work.title}"):
                    self.assertLessEqual({b.unit for b in work.budgets}, known)
