from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .bulk import insert_rows, update_rows
from .helpdesk_sla_policy import CLOCKS, METRICS, UNITS

STATES = [
    ("running", "Running"),
    ("paused", "Paused"),
    ("met", "Met"),
    ("cancelled", "Cancelled"),
]
CLOSINGS = [
    ("accepted", "Accepted by the customer"),
    ("told", "Solved, and told"),
    ("silent", "Solved in silence"),
]
#: what is kept of a clock, in the order in which it is compared
KEPT = (
    "state",
    "policy_id",
    "amount",
    "unit",
    "clock",
    "calendar_id",
    "started_at",
    "deadline",
    "warn_at",
    "met_at",
    "breached_at",
    "missed_at",
    "due_at",
    "allowed_seconds",
    "used_seconds",
    "first_met_at",
    "first_used_seconds",
    "pauses",
    "closing",
)
#: clocks that one run of the cron takes at once
BATCH = 200
#: how often the cron looks by itself: what falls due before that triggers it
SOON = timedelta(minutes=5)


class HelpdeskSlaClock(models.Model):
    """One measured time of a ticket: a projection of its events, made by the desk.

    A breach is no state: a clock can be late and still run, or be met late.
    """

    _name = "helpdesk.sla.clock"
    _description = "SLA Clock"
    _order = "deadline, id"
    # its events say who and when
    _log_access = False

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade", readonly=True
    )
    metric = fields.Selection(METRICS, string="Measures", required=True, readonly=True)
    policy_id = fields.Many2one(
        "helpdesk.sla.policy",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="What governs it: of all that match, the one with the earliest date. "
        "Empty: the date was set by hand.",
    )
    state = fields.Selection(STATES, required=True, readonly=True)
    amount = fields.Float(string="Target", readonly=True)
    unit = fields.Selection(UNITS, readonly=True)
    clock = fields.Selection(CLOCKS, string="Counted in", readonly=True)
    calendar_id = fields.Many2one(
        "resource.calendar", string="Working Hours", ondelete="restrict", readonly=True
    )
    started_at = fields.Datetime(string="Since", required=True, readonly=True)
    deadline = fields.Datetime(
        readonly=True,
        help="A clock that stands still has none; one that is met keeps its own.",
    )
    warn_at = fields.Datetime(string="Warns at", readonly=True)
    met_at = fields.Datetime(readonly=True)
    breached_at = fields.Datetime(
        string="Missed at",
        readonly=True,
        index="btree_not_null",
        help="When the promise was missed for the first time. It is never erased.",
    )
    missed_at = fields.Datetime(
        string="Missed This Time",
        readonly=True,
        help="As above, of a clock that starts again with each message or hand-over: "
        "since it started last.",
    )
    due_at = fields.Datetime(
        string="Next Entry",
        readonly=True,
        help="When there is next something to be recorded.",
    )
    allowed_seconds = fields.Integer(
        string="Time Allowed",
        readonly=True,
        help="Seconds from the start to the deadline, in the clock's own time, without "
        "its pauses.",
    )
    used_seconds = fields.Integer(
        string="Time Used in the End",
        readonly=True,
        help="Seconds of the clock's own time; none as long as it runs.",
    )
    first_met_at = fields.Datetime(
        readonly=True, help="Before the ticket was reopened for the first time."
    )
    first_used_seconds = fields.Integer(
        string="Time Used at First",
        readonly=True,
        help="Until it was first met; what came after a reopening is not in it.",
    )
    pauses = fields.Json(
        readonly=True,
        help="Seconds that the clock stood still, in its own time, for each reason.",
    )
    closing = fields.Selection(
        CLOSINGS, readonly=True, help="How the ticket was solved."
    )
    ticket_user_id = fields.Many2one(related="ticket_id.user_id", string="Responsible")
    ticket_partner_id = fields.Many2one(
        related="ticket_id.partner_id", string="Customer"
    )
    plan_id = fields.Many2one(related="ticket_id.plan_id")
    company_id = fields.Many2one(related="ticket_id.company_id")

    _metric_unique = models.UniqueIndex("(ticket_id, metric)")
    _due = models.Index("(due_at) WHERE due_at IS NOT NULL")
    _overdue = models.Index("(deadline) WHERE state = 'running'")

    @api.depends("metric", "ticket_id.number")
    def _compute_display_name(self):
        labels = dict(self._fields["metric"]._description_selection(self.env))
        for clock in self:
            clock.display_name = f"{clock.ticket_id.number}: {labels[clock.metric]}"

    @api.model
    def _sync(self, projections, new=False):
        """Bring the clocks of tickets in line with their projections.

        :param projections: {ticket id: Projection}
        :param bool new: the tickets cannot have any clocks yet
        :return: how many clocks differed
        """
        rows = {} if new else self._read_rows(projections)
        made, changed, lost = [], {}, []
        for ticket_id, projection in projections.items():
            for metric, clock in projection.clocks.items():
                row = rows.get((ticket_id, metric))
                kept, former = self._get_kept(projection, clock), row and row[3:]
                if kept == former:
                    continue
                if not row:
                    made.append((ticket_id, metric, *kept))
                elif kept:
                    changed[row[2]] = kept, former
                else:
                    lost.append(row[2])
        self._trigger_sooner(
            [*(row[2:] for row in made), *(kept for kept, _ in changed.values())]
        )
        insert_rows(self, ("ticket_id", "metric", *KEPT), made)
        self._update_rows(changed)
        # sudo: helpdesk.sla.clock: clocks are the desk's own bookkeeping
        self.sudo().browse(lost).unlink()
        return len(made) + len(changed) + len(lost)

    @api.model
    def _update_rows(self, changed):
        """Write the columns in which any of these clocks differs from what it was.

        :param changed: {id: (what is kept, what was kept)}
        """
        if not changed:
            return
        kept, former = (
            zip(KEPT, zip(*rows, strict=True), strict=True)
            for rows in zip(*changed.values(), strict=True)
        )
        before = dict(former)
        columns = {name: values for name, values in kept if values != before[name]}
        rows = zip(*columns.values(), strict=True)
        update_rows(self.browse(changed), columns, rows)

    @api.model
    def _trigger_sooner(self, rows):
        """See to it that the cron looks when the first of some clocks falls due."""
        times = [row[KEPT.index("due_at")] for row in rows]
        if due_at := min(filter(None, times), default=None):
            self._trigger_next(fields.Datetime.now(), due_at)

    @api.model
    def _read_rows(self, ticket_ids):
        """Return {(ticket id, metric): these, id, what is kept}, in one query."""
        self.flush_model()
        columns = SQL(", ").join(SQL.identifier(name) for name in KEPT)
        rows = self.env.execute_query(
            SQL(
                "SELECT ticket_id, metric, id, %s FROM helpdesk_sla_clock "
                "WHERE ticket_id IN %s",
                columns,
                tuple(ticket_ids),
            )
        )
        return {row[:2]: row for row in rows}

    @api.model
    def _get_kept(self, projection, clock):
        """Return what is kept of a clock, in the order of KEPT; None for no clock."""
        if not clock.state:
            return None
        terms = clock.commitment
        met_at = projection.history.get_met(clock.metric)
        account = projection.get_account(clock, projection.now)
        first = clock.first_met
        return (
            clock.state,
            terms.policy or None,
            terms.amount,
            terms.unit,
            terms.clock,
            terms.calendar or None,
            clock.start,
            clock.deadline,
            terms.warn_at if clock.state == "running" else None,
            met_at if clock.state == "met" else None,
            clock.breached_at,
            clock.missed_at,
            self._get_due_at(clock),
            account.allowed,
            None if clock.state == "running" else account.used,
            first and first.at,
            first and first.elapsed,
            account.pauses or None,
            projection.history.closing,
        )

    @api.model
    def _get_due_at(self, clock):
        """Return when the cron has to look at a clock next: its warning, or a breach.

        Exactly at the deadline a promise is still kept.
        """
        if clock.state != "running" or clock.is_breached:
            return None
        warn_at, due = clock.commitment.warn_at, clock.commitment.due
        if warn_at and warn_at < due and not clock.is_warned:
            return warn_at
        return due + timedelta(seconds=1)

    @api.model
    def _cron_process_due(self, now=None):
        """Record warnings and breaches for the instants at which they happened.

        Each exactly once, also after downtime and with several workers: what another
        one has in hand is skipped.

        :param datetime now: UTC; the present one if it is not given
        """
        now = now or fields.Datetime.now()
        crons, seen = self.env["ir.cron"], []
        crons._commit_progress(remaining=self.search_count([("due_at", "<=", now)]))
        while due := self._find_due(now, seen):
            seen += due.ids
            locked = due.try_lock_for_update()
            if locked:
                locked.ticket_id._advance_clocks(now, cause="time")
            if locked != due:
                # should whoever has them in hand not look at them after all
                self._trigger_next(now, now + timedelta(minutes=1))
            if not crons._commit_progress(len(due)):
                break
        self._trigger_next(now)

    @api.model
    def _find_due(self, now, seen):
        """Return the next clocks that something has to be recorded of."""
        domain = [("due_at", "<=", now), ("id", "not in", seen)]
        return self.search(domain, order="due_at, id", limit=BATCH)

    @api.model
    def _trigger_next(self, now, due_at=None):
        """Have the cron look again when the next clock falls due, if it would not.

        :param datetime due_at: when that is; if it is not given, it is looked up
        """
        if not due_at:
            domain = [("due_at", ">", now)]
            [[due_at]] = self._read_group(domain, aggregates=["due_at:min"])
        if due_at and now < due_at < now + SOON:
            cron = self.env.ref("helpdesk_support_plan.ir_cron_process_due")
            cron._trigger(due_at)
