"""What ./dev bench can measure, whom it compares, and what was asked for. No Odoo."""

from typing import NamedTuple


class Budget(NamedTuple):
    """What a piece of work may cost ourselves.

    :param str unit: "seconds", "queries", or "each" for the seconds of one of several;
        or one with whom we are compared, for so many times what they take; or another
        work, for so many times what that takes ourselves
    :param bool grows: it is for the full size, and less for fewer
    """

    limit: float
    unit: str
    grows: bool = False


class Work(NamedTuple):
    """A piece of work; its title may say {number}, and its budgets have all to hold."""

    title: str
    budgets: tuple = ()


class Subject(NamedTuple):
    """Something to measure, by the module of its name in this package.

    :param str unit: what the size counts
    :param dict databases: {name: module that is installed besides our dependencies};
        "ours" means this addon
    :param dict columns: {who does the work: heading}; "ours" is among them
    :param dict works: {name: Work}, in the order of the table
    """

    unit: str
    full_size: int
    quick_size: int
    databases: dict
    columns: dict
    works: dict

    @property
    def others(self):
        """Those with whom we are compared."""
        return [name for name in self.columns if name != "ours"]


PAGE = Budget(1.3, "page_without")
MOVE = Budget(1.5, "floor")
SLA = Subject(
    unit="tickets",
    full_size=50_000,
    quick_size=5_000,
    databases={"floor": None, "oca": "helpdesk_mgmt_sla", "ours": "ours"},
    columns={"floor": "floor", "oca": "OCA", "ours": "ours"},
    works={
        "create": Work("create {number:,} in one batch", (Budget(1.2, "floor"),)),
        "create_singly": Work("create {number:,} one by one"),
        "move_in_progress": Work("move {number:,}: new, in process", (MOVE,)),
        "move_awaiting": Work("move {number:,}: in process, waiting", (MOVE,)),
        "move_done": Work("move {number:,}: waiting, solved", (MOVE,)),
        "rebuild": Work(
            "rebuild {number:,} tickets", (Budget(10, "seconds", grows=True),)
        ),
        "overdue": Work("first {number:,} overdue", (Budget(0.005, "seconds"),)),
        "page": Work("kanban page of {number:,}", (PAGE,)),
        "page_without": Work("the same page without clocks"),
        "tick": Work("tick with nothing due", (Budget(5, "queries"),)),
    },
)
STANDING = Subject(
    unit="subscriptions",
    full_size=5_000,
    quick_size=500,
    databases={"ours": "ours"},
    columns={"loop": "loop", "ours": "ours"},
    works={
        "all": Work(
            "standing of {number:,} subscriptions",
            (Budget(0.1, "seconds", grows=True), Budget(4, "queries")),
        ),
        "field": Work("the same, as a field of each"),
        "singly": Work("{number:,} subscriptions, each by itself"),
        "tickets_singly": Work(
            "{number:,} tickets, each by itself", (Budget(0.001, "each"),)
        ),
        "customers": Work("page of {number:,} customers"),
        "search": Work("find tickets in arrears among {number:,}"),
        "group": Work("open tickets by standing, among {number:,}"),
        "page": Work("kanban page of {number:,}", (PAGE,)),
        "page_without": Work("the same page without clocks and standing"),
    },
)
ESCALATION = Subject(
    unit="tickets",
    full_size=50_000,
    quick_size=5_000,
    databases={"floor": None, "on_time": "ours", "ours": "ours"},
    columns={"floor": "on_time, floor", "on_time": "on_time", "ours": "ours"},
    works={
        "code": Work(
            "{number:,} due steps, one field by code", (Budget(0.02, "on_time"),)
        ),
        "update": Work("the same, by an update of each record"),
        "activity": Work("an activity for each of {number:,}"),
        "mail": Work("a mail for each of {number:,}, queued"),
        "tick": Work("tick with nothing due", (Budget(5, "queries"),)),
        "create": Work("create {number:,} in one batch"),
    },
)
EACH = Budget(0.02, "each")
DUPLICATES = Subject(
    unit="tickets",
    full_size=50_000,
    quick_size=5_000,
    databases={"ours": "ours"},
    columns={"loop": "loop", "ours": "ours"},
    works={
        "singly": Work("{number:,} tickets, each by itself", (EACH,)),
        "busiest": Work("{number:,} of the busiest customer, each by itself", (EACH,)),
        "strangers": Work("{number:,} of unknown people, each by itself", (EACH,)),
        "field": Work("{number:,} tickets, as a form shows each", (EACH,)),
        "batch": Work("{number:,} tickets at once", (Budget(12, "queries"),)),
    },
)
SUBJECTS = {
    "sla": SLA,
    "standing": STANDING,
    "escalation": ESCALATION,
    "duplicates": DUPLICATES,
}
