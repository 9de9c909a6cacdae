from odoo import api, fields, models
from odoo.tools import SQL

from ..models.helpdesk_sla_clock import CLOSINGS, KEPT, STATES
from ..models.helpdesk_sla_policy import METRICS
from ..models.helpdesk_ticket_closure import CLOSURES
from ..models.helpdesk_ticket_impact import IMPACTS

OUTCOMES = [
    ("kept", "Kept"),
    ("missed", "Missed"),
    ("open", "Still Open"),
    ("cancelled", "Left Out"),
]
#: in the order in which groups are sorted: by their codes
SPANS = [
    ("h004", "Within 4 hours"),
    ("h024", "Within a day"),
    ("h048", "Within 2 days"),
    ("h168", "Within a week"),
    ("later", "Later"),
    ("open", "Not yet"),
]
#: what is taken over from the ticket
OF_TICKET = (
    "closure",
    "commercial_partner_id",
    "company_id",
    "impact",
    "level_id",
    "missed_because",
    "partner_id",
    "plan_id",
    "team_id",
    "type_id",
    "user_id",
)


class HelpdeskSlaCompliance(models.Model):
    """Compliance: a line for each promise that was given, and what became of it.

    Promises are counted, not tickets: each clock, and of the clocks that start again
    with each message or hand-over, each time that they ran. It is a view of the clocks,
    and of the log for what their clocks have forgotten, so there is nothing to be kept
    up to date (NAV-1.3-04, NAV-1.3-05).
    """

    _name = "helpdesk.sla.compliance"
    _description = "SLA Compliance"
    _auto = False
    _log_access = False
    _order = "started_at desc, id desc"
    _rec_name = "ticket_id"
    _depends = {
        "helpdesk.sla.clock": ["ticket_id", *KEPT],
        "helpdesk.ticket": [*OF_TICKET, "create_date"],
        "helpdesk.ticket.event": ["at", "detail", "kind", "ticket_id"],
    }

    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    clock_id = fields.Many2one(
        "helpdesk.sla.clock",
        readonly=True,
        help="Empty: of an earlier time that the clock ran.",
    )
    metric = fields.Selection(METRICS, string="Measures", readonly=True)
    policy_id = fields.Many2one("helpdesk.sla.policy", readonly=True)
    state = fields.Selection(STATES, string="Clock State", readonly=True)
    outcome = fields.Selection(
        OUTCOMES,
        readonly=True,
        help="Missed is missed, also while the ticket is still open. What was "
        "cancelled is left out of every figure.",
    )
    closing = fields.Selection(CLOSINGS, string="How It Was Solved", readonly=True)
    closure = fields.Selection(
        CLOSURES,
        string="How It Was Closed",
        readonly=True,
        help="Tells tickets that the customer accepted from those where they said "
        "nothing. Of the ticket as it is now.",
    )

    registered_at = fields.Datetime(
        string="Registered", readonly=True, help="When the ticket came in."
    )
    started_at = fields.Datetime(string="Since", readonly=True)
    deadline = fields.Datetime(readonly=True)
    promised_at = fields.Datetime(
        string="Promised for",
        readonly=True,
        help="The deadline; of a promise that was missed, the first one that was.",
    )
    met_at = fields.Datetime(readonly=True)
    missed_at = fields.Datetime(string="Missed at", readonly=True)
    decided_at = fields.Datetime(
        string="Decided",
        readonly=True,
        help="When the promise was kept, or missed: to this month it belongs.",
    )
    span = fields.Selection(
        SPANS,
        string="Kept Within",
        readonly=True,
        help="From the start until it was met, day and night.",
    )

    plan_id = fields.Many2one("helpdesk.support.plan", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        help="The company that the contact belongs to.",
    )
    type_id = fields.Many2one("helpdesk.ticket.type", readonly=True)
    impact = fields.Selection(IMPACTS, readonly=True)
    level_id = fields.Many2one(
        "helpdesk.support.level",
        readonly=True,
        help="Where the ticket is; of time at a level, that level.",
    )

    compliance = fields.Float(
        string="Compliance (%)",
        readonly=True,
        digits=(16, 0),
        aggregator="avg",
        help="Kept, of what was kept or missed.",
    )
    kept = fields.Integer(readonly=True)
    missed = fields.Integer(readonly=True)
    promised_hours = fields.Float(
        string="Hours Promised",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="In the clock's own time, without its pauses.",
    )
    used_hours = fields.Float(
        string="Hours Used",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="In the clock's own time, with what came after a reopening.",
    )
    first_used_hours = fields.Float(
        string="Hours Used at First",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Until it was met for the first time.",
    )
    calendar_hours = fields.Float(
        string="Hours by the Calendar",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="From the start until it was met, day and night, with all pauses.",
    )
    late_hours = fields.Float(
        string="Hours Late",
        readonly=True,
        digits=(16, 1),
        aggregator="sum",
        help="Beyond the promise, in the clock's own time, of what is over.",
    )
    late_calendar_hours = fields.Float(
        string="Hours Late by the Calendar",
        readonly=True,
        digits=(16, 1),
        aggregator="sum",
        help="From the promised date until it was met, or until now, day and night.",
    )
    why = fields.Text(related="clock_id.why", string="Why This Date")
    missed_because = fields.Text(
        string="Why It Was Missed",
        readonly=True,
        help="As the desk has written it on the ticket.",
    )

    @property
    def _table_query(self):
        """Join what became of each promise with what its ticket is."""
        return SQL(
            """
            SELECT promise.*,
                   decided.outcome,
                   CASE decided.outcome
                       WHEN 'kept' THEN met_at WHEN 'missed' THEN missed_at
                   END AS decided_at,
                   CASE decided.outcome
                       WHEN 'kept' THEN 100 WHEN 'missed' THEN 0
                   END AS compliance,
                   (decided.outcome = 'kept')::int AS kept,
                   (decided.outcome = 'missed')::int AS missed,
                   %(span)s AS span,
                   EXTRACT(EPOCH FROM met_at - started_at) / 3600 AS calendar_hours,
                   decided.promised_at,
                   CASE decided.outcome WHEN 'missed' THEN GREATEST(0, EXTRACT(
                       EPOCH FROM COALESCE(met_at, %(now)s::timestamp) - promised_at
                   )) / 3600 END AS late_calendar_hours,
                   ticket.create_date AS registered_at,
                   ticket.plan_id, ticket.company_id, ticket.team_id, ticket.user_id,
                   COALESCE(ticket.commercial_partner_id, ticket.partner_id)
                       AS partner_id,
                   ticket.type_id, ticket.impact, ticket.missed_because,
                   ticket.closure,
                   COALESCE(promise.former_level_id, ticket.level_id) AS level_id
              FROM (%(clocks)s UNION ALL %(cycles)s) AS promise
              JOIN helpdesk_ticket AS ticket ON ticket.id = promise.ticket_id
              CROSS JOIN LATERAL (
                  SELECT %(outcome)s AS outcome,
                         LEAST(promise.deadline, promise.missed_at) AS promised_at
              ) AS decided
            """,
            clocks=self._select_clocks(),
            cycles=self._select_cycles(),
            now=self.env.cr.now(),
            outcome=self._select_outcome(),
            span=self._select_span(),
        )

    def action_open_ticket(self):
        """Open the ticket that was promised something."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()

    @api.model
    def _select_outcome(self):
        return SQL(
            """
            CASE WHEN promise.state = 'cancelled' THEN 'cancelled'
                 WHEN promise.missed_at IS NOT NULL THEN 'missed'
                 WHEN promise.state = 'met' THEN 'kept'
                 ELSE 'open' END
            """
        )

    @api.model
    def _select_span(self):
        return SQL(
            """
            CASE WHEN met_at IS NULL THEN 'open'
                 WHEN met_at <= started_at + interval '4 hours' THEN 'h004'
                 WHEN met_at <= started_at + interval '1 day' THEN 'h024'
                 WHEN met_at <= started_at + interval '2 days' THEN 'h048'
                 WHEN met_at <= started_at + interval '7 days' THEN 'h168'
                 ELSE 'later' END
            """
        )

    @api.model
    def _select_clocks(self):
        """Select the clocks as they are. Odd and even ids keep the two parts apart."""
        return SQL(
            """
            SELECT clock.id * 2 AS id, clock.id AS clock_id, clock.ticket_id,
                   clock.metric, clock.policy_id, clock.state, clock.closing,
                   clock.started_at, clock.deadline, clock.met_at, clock.missed_at,
                   clock.allowed_seconds / 3600.0 AS promised_hours,
                   clock.used_seconds / 3600.0 AS used_hours,
                   clock.first_used_seconds / 3600.0 AS first_used_hours,
                   GREATEST(clock.used_seconds - clock.allowed_seconds, 0) / 3600.0
                       AS late_hours,
                   NULL::int AS former_level_id
              FROM helpdesk_sla_clock AS clock
            """
        )

    @api.model
    def _select_cycles(self):
        """Select the earlier runs of clocks that start again, from the log.

        A run that was ended twice, because its ticket was reopened, counts as it ended
        last. Time at a level is that level's: the one that the ticket had then.
        """
        return SQL(
            """
            SELECT * FROM (
                SELECT DISTINCT ON (met.ticket_id, met.detail->>'metric', run.start)
                       met.id * 2 + 1 AS id, NULL::int AS clock_id, met.ticket_id,
                       met.detail->>'metric' AS metric, policy.id AS policy_id,
                       'met' AS state, NULL AS closing, run.start AS started_at,
                       (met.detail->>'deadline')::timestamp AS deadline,
                       met.at AS met_at, breach.at AS missed_at,
                       (met.detail->>'allowed')::int / 3600.0 AS promised_hours,
                       (met.detail->>'elapsed')::int / 3600.0 AS used_hours,
                       (met.detail->>'elapsed')::int / 3600.0 AS first_used_hours,
                       (met.detail->>'late')::int / 3600.0 AS late_hours,
                       handed.level_id AS former_level_id
                  FROM helpdesk_ticket_event AS met
                  CROSS JOIN LATERAL (
                      SELECT (met.detail->>'start')::timestamp AS start
                  ) AS run
                  LEFT JOIN helpdesk_sla_clock AS clock
                         ON clock.ticket_id = met.ticket_id
                        AND clock.metric = met.detail->>'metric'
                  LEFT JOIN helpdesk_sla_policy AS policy
                         ON policy.id::text = met.detail->>'policy'
                  LEFT JOIN LATERAL (
                      SELECT event.at FROM helpdesk_ticket_event AS event
                       WHERE event.ticket_id = met.ticket_id
                         AND event.kind = 'clock_breached'
                         AND event.detail->>'metric' = met.detail->>'metric'
                         AND event.detail->>'start' = met.detail->>'start'
                       LIMIT 1
                  ) AS breach ON TRUE
                  LEFT JOIN LATERAL (
                      SELECT level.id AS level_id
                        FROM helpdesk_ticket_event AS event
                        JOIN helpdesk_support_level AS level ON level.id::text =
                             COALESCE(event.detail->>'level', event.detail->>'value')
                       WHERE event.ticket_id = met.ticket_id
                         AND event.kind IN ('registered', 'set_level')
                         AND event.at <= run.start
                         AND met.detail->>'metric' = 'ownership'
                       ORDER BY event.id DESC
                       LIMIT 1
                  ) AS handed ON TRUE
                 WHERE met.kind = 'clock_met'
                   AND met.detail->>'metric' IN ('update', 'ownership')
                   AND run.start IS DISTINCT FROM clock.started_at
                 ORDER BY met.ticket_id, met.detail->>'metric', run.start, met.id DESC
            ) AS former
            """
        )
