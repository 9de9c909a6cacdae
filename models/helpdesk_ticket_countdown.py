"""Countdown: what a ticket shows of its clocks, to be sorted, filtered and counted."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from .groups import ANALYSTS
from .helpdesk_sla_clock import STATES
from .helpdesk_sla_policy import METRICS

#: which clocks come first; of those that run, the one that runs out next
ORDER = ("running", "paused", "met", "cancelled")
#: what is shown, in the order in which it is found
SHOWN = (
    "clock_deadline",
    "clock_warn_at",
    "clock_metric",
    "clock_state",
    "clock_breached",
    "clock_calendar_id",
    "clock_left",
    "clock_undefined",
    "told_at",
)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    clock_deadline = fields.Datetime(
        string="Deadline",
        readonly=True,
        copy=False,
        groups=ANALYSTS,
        help="The next date that is promised.",
    )
    clock_warn_at = fields.Datetime(
        string="At Risk from", readonly=True, copy=False, groups=ANALYSTS
    )
    clock_metric = fields.Selection(
        METRICS, string="Next Clock", readonly=True, copy=False, groups=ANALYSTS
    )
    clock_state = fields.Selection(
        STATES,
        string="Clock",
        readonly=True,
        copy=False,
        groups=ANALYSTS,
        help="Of the clock that runs out next; if none runs, of those that remain.",
    )
    clock_breached = fields.Boolean(
        string="Promise Missed",
        readonly=True,
        copy=False,
        groups=ANALYSTS,
        help="One of the promises was not kept in time.",
    )

    clock_calendar_id = fields.Many2one(
        "resource.calendar",
        readonly=True,
        copy=False,
        groups=ANALYSTS,
        ondelete="set null",
        index="btree_not_null",
        help="In whose hours the next clock counts; empty: day and night.",
    )
    clock_left = fields.Integer(
        string="Time Left When It Stopped",
        readonly=True,
        copy=False,
        groups=ANALYSTS,
        help="Seconds of a clock that stands still; below zero it is late.",
    )
    clock_undefined = fields.Selection(
        [("blank", "Not defined"), ("none", "No deadline")],
        string="Without a Promise",
        readonly=True,
        copy=False,
        groups=ANALYSTS,
        help="No date is promised for the solution: the plan leaves it blank, or says "
        "that there is none.",
    )
    clock_live = fields.Json(
        compute="_compute_clock_live",
        groups=ANALYSTS,
        help="What a screen needs to go on counting by itself, see logic.sla_live.",
    )
    told_at = fields.Datetime(
        string="Customer Last Told",
        readonly=True,
        copy=False,
        groups=ANALYSTS,
        help="When somebody of the desk last wrote something that the customer sees.",
    )

    @api.depends("clock_deadline", "clock_state", "clock_calendar_id", "clock_left")
    def _compute_clock_live(self):
        readers = self.clock_calendar_id._get_live_readers(fields.Datetime.now())
        for ticket in self:
            reader, left = readers[ticket.clock_calendar_id.id], ticket.clock_left
            if ticket.clock_deadline:
                left = reader.get_left(ticket.clock_deadline)
            ticket.clock_live = ticket.clock_state and reader.tell(left)

    _clock_deadline = models.Index("(clock_deadline) WHERE clock_deadline IS NOT NULL")

    def _show_clocks(self, projections, new=False):
        """Let tickets show their clocks as they are projected.

        :param projections: {ticket id: Projection}
        :param bool new: the tickets show nothing yet
        """
        tickets = self.browse(projections)
        former = {} if new else tickets._read_shown()
        changes = defaultdict(list)
        for ticket_id, projection in projections.items():
            shown, before = _find_shown(projection), former.get(ticket_id, NOTHING)
            for name, value, was in zip(SHOWN, shown, before, strict=True):
                if value != was:
                    changes[name, value].append(ticket_id)
        # written with whatever else the tickets are changed in: a statement less for
        # wide rows with many indexes
        for (name, value), ticket_ids in changes.items():
            self._fields[name].write(self.browse(ticket_ids), value)
        derived = ("clock_ids", "clock_live", "event_ids")
        tickets.invalidate_recordset(derived, flush=False)

    def _read_shown(self):
        """Return {ticket id: what it shows}, in one query."""
        self.flush_recordset(SHOWN)
        columns = SQL(", ").join(SQL.identifier(name) for name in SHOWN)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM helpdesk_ticket WHERE id = ANY(%s)",
                columns,
                self.ids,
            )
        )
        return {row[0]: tuple(value or None for value in row[1:]) for row in rows}


#: what a ticket without clocks shows of them
NO_CLOCK = (None,) * 7
NOTHING = (None,) * len(SHOWN)


def _find_shown(projection):
    """Return what a ticket is to show, in the order of SHOWN."""
    promises = _find_undefined(projection), projection.history.said_at
    clocks = [clock for clock in projection.clocks.values() if clock.state]
    if not clocks:
        return *NO_CLOCK, *promises
    first = min(
        clocks, key=lambda clock: (ORDER.index(clock.state), clock.commitment.due)
    )
    is_running = first.state == "running"
    return (
        first.deadline if is_running else None,
        first.commitment.warn_at if is_running else None,
        first.metric,
        first.state,
        any(clock.breached_at for clock in clocks) or None,
        first.commitment.calendar or None,
        _find_left(projection, first),
        *promises,
    )


def _find_left(projection, clock):
    if clock.state != "paused":
        return None
    account = projection.get_account(clock, projection.now)
    return account.allowed - account.used or None


def _find_undefined(projection):
    """Return why no date is promised for the solution, of a ticket that has a plan."""
    clock, traits = projection.clocks["resolution"], projection.history.traits
    if clock.state or traits.plan not in projection.terms:
        return None
    return projection.terms[traits.plan].get_undefined_kind("resolution", traits)
