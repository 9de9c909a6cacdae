"""What was asked for, whether it holds, and how it is shown. No Odoo."""

from typing import NamedTuple

#: the size that budgets in seconds are for
FULL_SIZE = 50_000


class Budget(NamedTuple):
    """What a piece of work may cost.

    :param str unit: "floor" for so many times the floor's seconds, "seconds",
        "queries"; or another work, for so many times what that takes ourselves
    :param bool grows: it is for FULL_SIZE tickets, and less for fewer
    """

    limit: float
    unit: str
    grows: bool = False

    def get_limit(self, size):
        return self.limit * size / FULL_SIZE if self.grows else self.limit


class Work(NamedTuple):
    title: str
    budget: Budget | None = None


MOVE = Budget(1.5, "floor")
WORK = {
    "create": Work("create {number:,} in one batch", Budget(1.2, "floor")),
    "create_singly": Work("create {number:,} one by one"),
    "move_in_progress": Work("move {number:,}: new, in process", MOVE),
    "move_awaiting": Work("move {number:,}: in process, waiting", MOVE),
    "move_done": Work("move {number:,}: waiting, solved", MOVE),
    "rebuild": Work("rebuild {number:,} tickets", Budget(10, "seconds", grows=True)),
    "overdue": Work("first {number:,} overdue", Budget(0.005, "seconds")),
    "page": Work("kanban page of {number:,}", Budget(1.3, "page_without")),
    "page_without": Work("the same page without clocks"),
    "tick": Work("tick with nothing due", Budget(5, "queries")),
}
DESKS = ("floor", "oca", "ours")
HEADINGS = ("", "floor", "OCA", "ours", "x floor", "x OCA", "budget", "")


def compare(costs, size):
    """Return one row for each piece of work.

    :param dict costs: {desk: {work: {"seconds": …, "queries": …, "number": …}}}
    :param int size: how many tickets each desk has
    """
    return [_compare_one(name, costs, size) for name in WORK]


def _compare_one(name, costs, size):
    by_desk = {desk: costs[desk].get(name) for desk in DESKS}
    floor, oca, ours = by_desk.values()
    row = {
        "work": name,
        "title": WORK[name].title.format(number=ours["number"]),
        **by_desk,
        "to_floor": _divide(ours, floor),
        "to_oca": _divide(ours, oca),
    }
    return {**row, **_judge(row, WORK[name].budget, size, costs["ours"])}


def _divide(cost, other):
    return cost["seconds"] / other["seconds"] if other else None


def _judge(row, budget, size, ours):
    """Return what was asked for in words, and whether it holds; None for nothing."""
    if not budget:
        return {"budget": "", "holds": None}
    limit = budget.get_limit(size)
    if budget.unit == "floor":
        return {"budget": f"{limit:g} x floor", "holds": row["to_floor"] <= limit}
    if budget.unit in WORK:
        ratio = _divide(row["ours"], ours[budget.unit])
        return {"budget": f"{limit:g} x next: {ratio:.2f}", "holds": ratio <= limit}
    words = f"{limit:g} queries" if budget.unit == "queries" else _to_time(limit)
    return {"budget": words, "holds": row["ours"][budget.unit] <= limit}


def show(rows):
    """Return the rows as a plain table: words to the left, numbers to the right."""
    lines = [HEADINGS, *map(_to_cells, rows)]
    columns = zip(*lines, strict=True)
    title, *widths, _verdict = (max(map(len, column)) for column in columns)
    shown = (
        (first.ljust(title), *map(str.rjust, numbers, widths), last)
        for first, *numbers, last in lines
    )
    return "\n".join("  ".join(cells).rstrip() for cells in shown)


def _to_cells(row):
    verdicts = {True: "ok", False: "OVER BUDGET", None: ""}
    return (
        row["title"],
        *(_to_cost(row[desk]) for desk in DESKS),
        _to_ratio(row["to_floor"]),
        _to_ratio(row["to_oca"]),
        row["budget"],
        verdicts[row["holds"]],
    )


def _to_cost(cost):
    if not cost:
        return "-"
    about = "~" if "sample" in cost else ""
    return f"{about}{_to_time(cost['seconds'])} / {cost['queries']:,.0f} q"


def _to_time(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def _to_ratio(ratio):
    return f"{ratio:.2f}" if ratio else "-"
