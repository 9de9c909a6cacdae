from odoo import fields, models
from odoo.tools import SQL

from ..models.helpdesk_sla_policy import METRICS
from ..models.helpdesk_ticket_stages import WAITING_REASONS
from .helpdesk_sla_compliance import OF_TICKET

#: what a promise stands still for: waits, and the time that a ticket was closed
REASONS = [
    *WAITING_REASONS,
    ("solved", "Solved, until it was reopened"),
    ("cancelled", "Cancelled, until it was reopened"),
    ("merged", "Merged, until it was reopened"),
]


class HelpdeskSlaPauseReport(models.Model):
    """How long promises stood still, and for what: a line for each clock and reason."""

    _name = "helpdesk.sla.pause.report"
    _description = "SLA Pauses"
    _auto = False
    _log_access = False
    _order = "hours desc, id"
    _rec_name = "ticket_id"
    _depends = {
        "helpdesk.sla.clock": ["metric", "pauses", "state", "ticket_id"],
        "helpdesk.ticket": [*OF_TICKET, "create_date"],
    }

    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    metric = fields.Selection(METRICS, string="Measures", readonly=True)
    reason = fields.Selection(REASONS, string="Waited for", readonly=True)
    hours = fields.Float(
        readonly=True,
        digits=(16, 1),
        help="In the clock's own time, of waits that are over.",
    )
    registered_at = fields.Datetime(string="Registered", readonly=True)
    plan_id = fields.Many2one("helpdesk.support.plan", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    type_id = fields.Many2one("helpdesk.ticket.type", readonly=True)
    level_id = fields.Many2one("helpdesk.support.level", readonly=True)

    def action_open_ticket(self):
        """Open the ticket whose clock stood still."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT clock.id * 16 + pause.place AS id,
                   clock.ticket_id, clock.metric,
                   pause.reason, pause.seconds::int / 3600.0 AS hours,
                   ticket.create_date AS registered_at,
                   ticket.plan_id, ticket.company_id, ticket.team_id, ticket.user_id,
                   COALESCE(ticket.commercial_partner_id, ticket.partner_id)
                       AS partner_id,
                   ticket.type_id, ticket.level_id
              FROM helpdesk_sla_clock AS clock
              JOIN helpdesk_ticket AS ticket ON ticket.id = clock.ticket_id
              CROSS JOIN LATERAL jsonb_each_text(clock.pauses)
                         WITH ORDINALITY AS pause (reason, seconds, place)
             WHERE clock.state != 'cancelled'
            """
        )
