"""Tickets: typical ones that Odoo makes, and copies of them that the database makes.

Copies keep all dates and, where there is a log, all that is in it, so that they are
just what Odoo would have made of the same facts.
"""

from datetime import timedelta

from .copies import copy_rows, tidy_up
from .desk_time import NOW, at

#: what happens to tickets, each act at so many hours after the registration
OPEN = (
    (),
    ((1, "start"),),
    ((1, "start"), (2, "reply")),
    ((1, "start"), (2, "reply"), (5, "diagnose"), (6, "wait")),
    ((1, "reply"), (3, "start"), (20, "reply"), (30, "wait"), (50, "start")),
)
CLOSED = (
    ((1, "start"), (2, "solve")),
    ((1, "start"), (2, "reply"), (8, "solve")),
    ((5, "reply"), (6, "start"), (9, "diagnose"), (30, "reply"), (100, "solve")),
    ((1, "start"), (2, "reply"), (4, "wait"), (28, "start"), (40, "solve")),
)
TYPICAL = 100
#: every so many-eth ticket is open
OPEN_EVERY = 5
#: days among which open, and closed, tickets are spread
OPEN_DAYS, CLOSED_DAYS = 10, 700


def make(desk, number):
    """Make so many tickets, of which any hundred in a row are the typical ones."""
    cr = desk.env.cr
    for index in range(TYPICAL):
        _live(desk, index)
    desk.settle()
    cr.flush()
    typical = desk.tickets.search([], order="id desc", limit=TYPICAL)
    _copy(cr, sorted(typical.ids), number - TYPICAL, desk.parts)
    tidy_up(cr, "helpdesk_ticket", *desk.parts)
    desk.env.invalidate_all()


def _live(desk, index):
    """Make the so-manieth typical ticket and let it live until now."""
    is_open = index % OPEN_EVERY == 0
    lives, days = (OPEN, OPEN_DAYS) if is_open else (CLOSED, CLOSED_DAYS)
    acts = lives[index // OPEN_EVERY % len(lives)]
    last = acts[-1][0] if acts else 0
    age = timedelta(hours=last + 1 + index * 7919 % (days * 24))
    with at(NOW - age):
        ticket = desk.create([index])
        desk.env.cr.flush()
    for hours, act in acts:
        with at(NOW - age + timedelta(hours=hours)):
            ACTS[act](desk, ticket)
            desk.env.cr.flush()


ACTS = {
    "start": lambda desk, ticket: desk.move(ticket, "in_progress"),
    "wait": lambda desk, ticket: desk.move(ticket, "awaiting"),
    "solve": lambda desk, ticket: desk.move(ticket, "done"),
    "reply": lambda desk, ticket: desk.reply(ticket),
    "diagnose": lambda desk, ticket: desk.diagnose(ticket),
}


def _copy(cr, sources, number, parts):
    """Copy tickets in turn until there are so many copies, with what belongs to them.

    :param parts: {table: its column of the ticket}
    """
    cr.execute(
        """
        CREATE TEMP TABLE bench_copy AS
        SELECT nextval('helpdesk_ticket_id_seq')::int AS target,
               (%s)[1 + number %% %s] AS source
          FROM generate_series(0, %s) AS number
        """,
        (sources, len(sources), number - 1),
    )
    own = {"id": "target", "number": "'B' || target", "access_token": "NULL"}
    _copy_parts(cr, "helpdesk_ticket", "id", own)
    for table, column in parts.items():
        _copy_parts(cr, table, column, {column: "target"})


def _copy_parts(cr, table, column, replaced):
    """Copy rows in their order, with the values that are replaced."""
    origin = f"bench_copy JOIN {table} AS made ON made.{column} = source"
    # rows are compared by their first column: where there is an id, by that
    copy_rows(cr, table, origin, replaced, column == "id", "target, made")
