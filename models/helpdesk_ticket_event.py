import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..logic.sla_log import read_change, read_entry, read_fact, to_detail
from .bulk import insert_rows

FACTS = [
    ("registered", "Registered"),
    ("public_reply", "Answer to the customer"),
    ("internal_note", "Internal note"),
    ("whatsapp_reply", "Message on WhatsApp"),
    ("auto_reply", "Automatic message"),
    ("customer_reply", "Message of the customer"),
    ("wait_customer", "Waits for the customer"),
    ("wait", "Waits"),
    ("resume", "Goes on"),
    ("diagnosis", "Diagnosis recorded"),
    ("workaround", "Plan B given"),
    ("evaluated", "Received and evaluated"),
    ("propose_solution", "Solution proposed"),
    ("accept", "Solution accepted"),
    ("refuse", "Solution refused"),
    ("solve", "Solved"),
    ("cancel", "Cancelled"),
    ("merge", "Merged into another ticket"),
    ("reopen", "Reopened"),
    ("set_plan", "Plan changed"),
    ("set_level", "Handed over"),
    ("set_stars", "Priority changed"),
    ("set_type", "Type changed"),
    ("set_tags", "Tags changed"),
    ("set_partner", "Customer changed"),
    ("set_deadline", "Date set by hand"),
    ("standing", "Standing checked"),
    ("override", "Attended in spite of arrears"),
    ("contact", "Contact attempt"),
]
CHANGES = [
    ("clock_started", "Clock started"),
    ("clock_replanned", "Clock planned anew"),
    ("clock_overridden", "Clock's date set by hand"),
    ("clock_warned", "Clock warned"),
    ("clock_breached", "Promise missed"),
    ("clock_met", "Promise kept"),
    ("clock_cancelled", "Clock ended"),
]
#: the logs of tickets, with the details of changes taken apart once they are in order:
#: PostgreSQL is quicker at it than Python at JSON. They have false for no id
READ_LOGS = """
    SELECT ticket_id, fact::text, kind, at, change->>'metric', change->>'cause',
           change->>'start', change->>'deadline', change->>'warn_at',
           NULLIF(change->>'policy', 'false')::int, (change->>'amount')::float,
           change->>'unit', change->>'clock',
           NULLIF(change->>'calendar', 'false')::int,
           (finish->>'elapsed')::int, (finish->>'late')::int,
           (finish->>'allowed')::int, NULLIF(finish->>'pauses', '{}')
      FROM (
          SELECT ticket_id, id, kind, at,
                 CASE WHEN kind NOT LIKE 'clock%%' THEN detail END AS fact,
                 CASE WHEN kind LIKE 'clock%%' THEN detail END AS change,
                 CASE WHEN kind IN ('clock_met', 'clock_cancelled') THEN detail END
                     AS finish
            FROM helpdesk_ticket_event
           WHERE ticket_id = ANY(%s)
           ORDER BY ticket_id, id
      ) AS entry
     ORDER BY ticket_id, id
"""


class HelpdeskTicketEvent(models.Model):
    """A fact: something that happened to a ticket, or to one of its clocks.

    Nothing is ever changed or taken away. What the desk shows of times is derived from
    these, and can be derived again.
    """

    _name = "helpdesk.ticket.event"
    _description = "Ticket Event"
    _order = "id desc"
    _rec_name = "kind"
    # who and when stand in it already
    _log_access = False

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade", readonly=True
    )
    kind = fields.Selection(
        [*FACTS, *CHANGES], string="Event", required=True, readonly=True
    )
    at = fields.Datetime(
        string="When",
        required=True,
        readonly=True,
        help="When it happened, which may be before it was noticed.",
    )
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, ondelete="set null"
    )
    detail = fields.Json(readonly=True)
    # what the report of compliance reads besides the clocks
    _breaches = models.Index("(ticket_id) WHERE kind = 'clock_breached'")
    _cycles = models.Index(
        "(ticket_id) WHERE kind = 'clock_met' "
        "AND detail->>'metric' IN ('update', 'ownership')"
    )
    summary = fields.Char(
        compute="_compute_summary", help="What happened, in the reader's words."
    )

    def write(self, vals):
        """Refuse every change.

        :raises UserError: always
        """
        if vals:
            raise UserError(self._get_refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._get_refusal())

    def _get_refusal(self):
        return self.env._("What has happened to a ticket stays as it was written down.")

    @api.model
    def _append(self, entries):
        """Add to the logs of tickets; nobody else may.

        :param entries: pairs of a ticket's id and a logic Fact or Change, in order
        """
        user = self.env.uid
        rows = [
            (ticket_id, entry.kind, entry.at, user, to_detail(entry))
            for ticket_id, entry in entries
        ]
        insert_rows(self, ("ticket_id", "kind", "at", "user_id", "detail"), rows)

    @api.model
    def _read_logs(self, ticket_ids):
        """Return {ticket id: [Fact or Change, in order]}, in one query."""
        self.flush_model()
        rows = self.env.execute_query(SQL(READ_LOGS, list(ticket_ids)))
        logs = {ticket_id: [] for ticket_id in ticket_ids}
        for row in rows:
            ticket_id, fact, kind, at, metric = row[:5]
            logs[ticket_id].append(
                read_change(*row[2:-1], row[-1] and json.loads(row[-1]))
                if metric
                else read_fact(kind, at, fact and json.loads(fact))
            )
        return logs

    def _compute_summary(self):
        wording = self.env["helpdesk.sla.clock"]._get_wording()
        for event in self:
            event.summary = wording.tell_event(
                read_entry(event.kind, event.at, event.detail)
            )
