"""Whether what was asked for holds, and how it is shown. No Odoo."""

VERDICTS = {True: "ok", False: "OVER BUDGET", None: ""}
#: what a cost may say of itself, and what is said below the table
NOTES = {
    "sample": "~ from a sample of {} tickets of all kinds; --full does all",
    "compared": "{} were compared one by one with what the loop finds",
    "differing": "{} of them differ",
}


def compare(subject, costs, size):
    """Return one row for each piece of work.

    :param Subject subject: of subjects.py
    :param dict costs: {who: {work: {"seconds": …, "queries": …, "number": …}}}
    :param int size: how many there were, in the subject's unit
    """
    return [_compare_one(subject, name, costs, size) for name in subject.works]


def _compare_one(subject, name, costs, size):
    by_column = {column: costs[column].get(name) for column in subject.columns}
    ours = by_column["ours"]
    row = {
        "work": name,
        "title": subject.works[name].title.format(number=ours["number"]),
        **by_column,
        **{f"to_{other}": _divide(ours, by_column[other]) for other in subject.others},
    }
    part = size / subject.full_size
    judged = [
        _judge(row, budget, part if budget.grows else 1, costs["ours"])
        for budget in subject.works[name].budgets
    ]
    return {
        **row,
        "budget": ", ".join(words for words, _holds in judged),
        "holds": all(holds for _words, holds in judged) if judged else None,
    }


def _divide(cost, other):
    return cost["seconds"] / other["seconds"] if other else None


def _judge(row, budget, part, ours):
    """Return what was asked for in words, and whether it holds.

    :param float part: how much of the full size there was, where that matters
    """
    limit, unit, cost = budget.limit * part, budget.unit, row["ours"]
    if f"to_{unit}" in row:
        return f"{limit:g} x {unit}", row[f"to_{unit}"] <= limit
    if unit in ours:
        ratio = _divide(cost, ours[unit])
        return f"{limit:g} x next: {ratio:.2f}", ratio <= limit
    if unit == "each":
        each = cost["seconds"] / cost["number"]
        return f"{_to_time(limit)} each: {_to_time(each)}", each <= limit
    words = f"{limit:g} queries" if unit == "queries" else _to_time(limit)
    return words, cost[unit] <= limit


def show(subject, rows):
    """Return the rows as a plain table: words to the left, numbers to the right."""
    ratios = (f"x {subject.columns[other]}" for other in subject.others)
    headings = ("", *subject.columns.values(), *ratios, "budget", "")
    lines = [headings, *(_to_cells(subject, row) for row in rows)]
    columns = zip(*lines, strict=True)
    title, *widths, _verdict = (max(map(len, column)) for column in columns)
    shown = (
        (first.ljust(title), *map(str.rjust, numbers, widths), last)
        for first, *numbers, last in lines
    )
    return "\n".join("  ".join(cells).rstrip() for cells in shown)


def list_notes(costs):
    """Return what else there is to say of costs, one sentence each."""
    found = {}
    for works in costs.values():
        for cost in works.values():
            found.update({name: cost[name] for name in NOTES if name in cost})
    return [words.format(found[name]) for name, words in NOTES.items() if name in found]


def _to_cells(subject, row):
    return (
        row["title"],
        *(_to_cost(row[column]) for column in subject.columns),
        *(_to_ratio(row[f"to_{other}"]) for other in subject.others),
        row["budget"],
        VERDICTS[row["holds"]],
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
