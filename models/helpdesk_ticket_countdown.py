"""Countdown: what a ticket shows of its clocks, to be sorted, filtered and counted."""

from odoo import fields, models

from .bulk import update_rows
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

    _clock_deadline = models.Index("(clock_deadline) WHERE clock_deadline IS NOT NULL")

    def _show_clocks(self, projections, new=False):
        """Let tickets show their clocks as they are projected.

        :param projections: {ticket id: Projection}
        :param bool new: the tickets show nothing yet
        """
        tickets = self.filtered(lambda ticket: ticket.id in projections)
        shown = {ticket: _find_shown(projections[ticket.id]) for ticket in tickets}
        changed = {
            ticket: row
            for ticket, row in shown.items()
            if (new and row != NOTHING) or (not new and row != ticket._get_shown())
        }
        update_rows(self.browse(t.id for t in changed), SHOWN, changed.values())
        tickets.invalidate_recordset(("clock_ids", "event_ids"), flush=False)

    def _get_shown(self):
        return tuple(self[name] or None for name in SHOWN)


#: what a ticket without clocks shows
NOTHING = (None, None, None, None, None)


def _find_shown(projection):
    """Return what a ticket is to show, in the order of SHOWN."""
    clocks = [clock for clock in projection.clocks.values() if clock.state]
    if not clocks:
        return NOTHING
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
    )
