"""The work of ./dev bench sla: what the promises to customers cost a desk."""

from datetime import timedelta

from .desk_time import NOW, at
from .desks import DESKS
from .stopwatch import Stopwatch
from .tickets import TYPICAL, make

#: as a user who may do all of it; mails would be sent when something is committed
CONTEXT = {"lang": "en_US", "tz": "UTC", "mail_notify_force_send": False}
ADMINISTRATOR = 2
#: where tickets are moved to, and the minutes after their registration: nothing has
#: fallen due by then
MOVES = (("in_progress", 30), ("awaiting", 60), ("done", 90))
PAGE = 80


def run(env, name, number, full):
    """Let one desk do all of the work.

    :param str name: of DESKS
    :param int number: tickets that the desk has
    :param bool full: also do as a whole what is done to a sample
    :return: {work: what it costs}
    """
    with at(NOW):
        desk = DESKS[name](env(user=ADMINISTRATOR, context=CONTEXT))
        make(desk, number)
        watch = Stopwatch(desk.env)
        _look(desk, watch)
        if name == "ours":
            watch.best("tick", 1, desk.settle, undo=False)
            watch.best("rebuild", number, desk.rebuild, undo=False)
        elif name == "oca":
            _recompute(desk, watch, number, full)
        _work(desk, watch, number)
        env.cr.rollback()
    return watch.costs


def _look(desk, watch):
    if desk.overdue:
        watch.best(
            "overdue",
            PAGE,
            lambda: desk.tickets.search(desk.overdue, order=desk.order, limit=PAGE),
        )


def _recompute(desk, watch, number, full):
    """Any hundred tickets in a row are of all kinds: some stand for the rest."""
    sample = number if full else max(TYPICAL, number // 100)
    tickets = desk.tickets.search([], order="id desc", limit=sample)
    watch.best("rebuild", number, lambda: desk.recompute(tickets))
    cost = watch.costs["rebuild"]
    for unit in ("seconds", "cpu_seconds", "sql_seconds", "queries"):
        cost[unit] = cost[unit] * number / sample
    cost["sample"] = sample


def _work(desk, watch, number):
    batch, single = number // 50, number // 500
    _warm_up(desk)
    with desk.env.cr.savepoint() as savepoint:
        watch.best("create_singly", single, lambda: _create_singly(desk, single))
        savepoint.rollback()
    values = [desk.get_values(index) for index in range(batch)]
    tickets = watch.best("create", batch, lambda: desk.tickets.create(values))
    for stage, minutes in MOVES:
        with at(NOW + timedelta(minutes=minutes)):
            name = f"move_{stage}"
            watch.best(name, batch, lambda to=stage: desk.move(tickets, to))


def _warm_up(desk):
    """Go once through all of it, as a running server has."""
    ticket = desk.tickets.create(desk.get_values(0))
    desk.env.cr.flush()
    for stage, _minutes in MOVES:
        desk.move(ticket, stage)
        desk.env.cr.flush()


def _create_singly(desk, number):
    for index in range(number):
        desk.tickets.create(desk.get_values(index))
        desk.env.cr.flush()
