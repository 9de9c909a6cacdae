"""The work of ./dev bench sla: what the promises to customers cost a desk."""

from datetime import timedelta

from .contest import Contest
from .desk_time import NOW, at
from .desks import DESKS
from .tickets import TYPICAL, make

#: as a user who may do all of it; mails would be sent when something is committed
CONTEXT = {"lang": "en_US", "tz": "UTC", "mail_notify_force_send": False}
ADMINISTRATOR = 2
#: where tickets are moved to, and the minutes after their registration: nothing has
#: fallen due by then
MOVES = (("in_progress", 30), ("awaiting", 60), ("done", 90))
PAGE = 80


def run(envs, size, full):
    """Let the desks do all of the work.

    :param dict envs: {name of DESKS: environment}
    :param int size: tickets that each desk has
    :param bool full: also do as a whole what is done to a sample
    :return: {desk: {work: what it costs}}
    """
    with at(NOW):
        desks = {
            name: DESKS[name](env(user=ADMINISTRATOR, context=CONTEXT))
            for name, env in envs.items()
        }
        for desk in desks.values():
            make(desk, size)
        contest = Contest(desks)
        _look(contest, size, full)
        _work(contest, size)
    return contest.costs


def _look(contest, size, full):
    """Do what a desk does with the tickets that it has."""
    contest.measure("tick", 1, lambda desk: desk.settle(), ["ours"], undo=False)
    contest.measure("rebuild", size, lambda desk: desk.rebuild(), ["ours"], undo=False)
    # any hundred tickets in a row are of all kinds: some stand for the rest
    sample = size if full else max(TYPICAL, size // 100)
    contest.measure("rebuild", size, lambda desk: desk.recompute(sample), ["oca"])
    _scale(contest.costs["oca"]["rebuild"], size, sample)
    with_dates = ["oca", "ours"]
    contest.measure("overdue", PAGE, lambda desk: desk.find_late(PAGE), with_dates)
    contest.measure("page", PAGE, lambda desk: desk.read_page(PAGE))
    contest.measure(
        "page_without", PAGE, lambda desk: desk.read_page(PAGE, "clock_"), ["ours"]
    )


def _scale(cost, size, sample):
    for unit in ("seconds", "cpu_seconds", "sql_seconds", "queries"):
        cost[unit] = cost[unit] * size / sample
    if sample < size:
        cost["sample"] = sample


def _work(contest, size):
    """Do what people do all day."""
    batch, single = size // 50, size // 500
    for desk in contest.desks.values():
        _warm_up(desk)
    contest.measure("create_singly", single, lambda desk: _create_singly(desk, single))
    contest.measure("create", batch, lambda desk: desk.create(range(batch)))
    for stage, minutes in MOVES:
        with at(NOW + timedelta(minutes=minutes)):
            contest.measure(
                f"move_{stage}", batch, lambda desk, to=stage: desk.move(desk.made, to)
            )


def _warm_up(desk):
    """Go once through all of it, as a running server has."""
    ticket = desk.create([0])
    desk.env.cr.flush()
    for stage, _minutes in MOVES:
        desk.move(ticket, stage)
        desk.env.cr.flush()


def _create_singly(desk, number):
    for index in range(number):
        desk.create([index])
        desk.env.cr.flush()
