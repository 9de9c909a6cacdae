from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .bulk import insert_rows, update_rows
from .helpdesk_sla_policy import CLOCKS, METRICS, UNITS
from .sla_wording import Wording

STATES = [
    ("running", "Running"),
    ("paused", "Paused"),
    ("met", "Met"),
    ("cancelled", "Cancelled"),
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
    "due_at",
)
#: tickets that one run of the cron takes at once
BATCH = 200


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
    due_at = fields.Datetime(
        string="Next Entry",
        readonly=True,
        help="When there is next something to be recorded.",
    )
    late_seconds = fields.Integer(
        string="Late",
        compute="_compute_reading",
        help="Seconds after the deadline, in the clock's own time.",
    )
    elapsed_seconds = fields.Integer(
        string="Used",
        compute="_compute_reading",
        help="Seconds that count, in the clock's own time.",
    )
    why = fields.Text(
        string="Why This Date", compute="_compute_reading", compute_sudo=False
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

    def _compute_reading(self):
        """Read what depends on the moment off the ticket's projection."""
        now = fields.Datetime.now()
        tickets = self.ticket_id._origin
        # sudo: helpdesk.ticket: who may read a clock may know why it says so
        projections = tickets.sudo()._project_clocks(now)
        wording = self._get_wording()
        for record in self:
            projection = projections[record.ticket_id._origin.id]
            clock = projection.clocks[record.metric]
            record.late_seconds = projection.get_late(clock, now)
            record.elapsed_seconds = projection.get_elapsed(clock, now)
            record.why = wording.explain(projection, clock, now)

    @api.depends("metric", "ticket_id.number")
    def _compute_display_name(self):
        labels = dict(self._fields["metric"]._description_selection(self.env))
        for clock in self:
            clock.display_name = f"{clock.ticket_id.number}: {labels[clock.metric]}"

    @api.model
    def _get_wording(self, tz=None, public=False):
        """Return who puts clocks into words, in the reader's language and zone."""
        return Wording(self.env, tz, public)

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
                kept = self._get_kept(projection, clock)
                if kept == (row and row[1:]):
                    continue
                if not row:
                    made.append((ticket_id, metric, *kept))
                elif kept:
                    changed[row[0]] = kept
                else:
                    lost.append(row[0])
        insert_rows(self, ("ticket_id", "metric", *KEPT), made)
        update_rows(self.browse(changed), KEPT, changed.values())
        # sudo: helpdesk.sla.clock: clocks are the desk's own bookkeeping
        self.sudo().browse(lost).unlink()
        return len(made) + len(changed) + len(lost)

    @api.model
    def _read_rows(self, ticket_ids):
        """Return {(ticket id, metric): (id, what is kept)}, in one query."""
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
        return {(ticket_id, metric): tuple(row) for ticket_id, metric, *row in rows}

    @api.model
    def _get_kept(self, projection, clock):
        """Return what is kept of a clock, in the order of KEPT; None for no clock."""
        if not clock.state:
            return None
        terms = clock.commitment
        met_at = projection.history.get_met(clock.metric)
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
            self._get_due_at(clock),
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
        domain = [("due_at", "<=", now)]
        seen = set()
        while True:
            due = self.search(domain, order="due_at, id", limit=BATCH)
            due = due.filtered(lambda clock: clock.id not in seen)
            seen.update(due.ids)
            locked = due.try_lock_for_update()
            if not due:
                break
            if locked:
                locked.ticket_id._advance_clocks(now, cause="time")
            self.env["ir.cron"]._commit_progress(len(locked))
