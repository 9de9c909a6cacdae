"""What ./dev bench says of what was measured."""

import unittest

from dev_tools.bench import table

FLOOR = {"create": 10, "create_singly": 2, "move_in_progress": 3, "move_awaiting": 3}
FLOOR["move_done"] = 2
FLOOR["page"] = 0.1
OURS = {**FLOOR, "rebuild": 9.9, "overdue": 0.004, "tick": 0.001, "page_without": 0.2}


def costs(seconds, queries=3):
    return {
        work: {"seconds": spent, "queries": queries, "number": 1000}
        for work, spent in seconds.items()
    }


def compare(ours=None, size=table.FULL_SIZE, **more):
    """Return {work: row} for a desk of ours that costs a little."""
    desks = {"floor": costs(FLOOR), "oca": costs(FLOOR), "ours": costs(OURS)}
    desks["ours"].update(costs(ours or {}, **more))
    return {row["work"]: row for row in table.compare(desks, size)}


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


class TestTable(unittest.TestCase):
    def test_what_is_over_budget(self):
        for case, ours, more, expected in JUDGED:
            with self.subTest(case):
                rows = compare(ours, **more)
                over = {name for name, row in rows.items() if row["holds"] is False}
                self.assertEqual(over, ours.keys() if expected is None else expected)

    def test_ratios(self):
        row = compare({"create": 15})["create"]
        self.assertEqual((row["to_floor"], row["to_oca"]), (1.5, 1.5))
        row = compare()["rebuild"]
        self.assertEqual((row["to_floor"], row["to_oca"]), (None, None))

    def test_the_table_says_it_plainly(self):
        shown = table.show(compare({"create": 15}).values()).splitlines()
        create, singly = shown[1:3]
        self.assertIn("create 1,000 in one batch", create)
        self.assertIn("10.00 s / 3 q", create)
        self.assertTrue(create.endswith("OVER BUDGET"))
        self.assertTrue(singly.endswith("1.00"))

    def test_what_is_estimated_is_marked(self):
        desks = {"floor": costs(FLOOR), "oca": costs(OURS), "ours": costs(OURS)}
        desks["oca"]["rebuild"]["sample"] = 500
        rebuild = table.show(table.compare(desks, 50_000)).splitlines()[6]
        self.assertIn("~9.90 s / 3 q   9.90 s / 3 q", rebuild)
