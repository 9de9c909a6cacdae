"""Deadlines: dates that a leader sets by hand, and clocks that are derived again."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..logic.sla_history import Override
from .groups import LEADERS
from .helpdesk_sla_policy import METRICS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def set_deadline(self, metric, at, reason):
        """Set the date of a clock by hand; nothing but another date moves it (5.4).

        :param str metric: a code of helpdesk.sla.clock's `metric`
        :param at: datetime in UTC, or None to let the policies decide again
        :param str reason: why, required
        :raises UserError: not a leader, no reason, or nothing is left to be promised
        """
        self.check_access("write")
        if not self.env.user.has_group(LEADERS):
            raise UserError(self.env._("Only a leader sets a date by hand."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the date is set by hand."))
        if metric not in dict(METRICS):
            raise UserError(
                self.env._(
                    "There is no clock “%(metric)s”: use one of %(known)s.",
                    metric=metric,
                    known=", ".join(dict(METRICS)),
                )
            )
        done = self.clock_ids.filtered(
            lambda clock: clock.metric == metric and clock.state == "met"
        )
        if done or any(self.mapped("closed")):
            raise UserError(
                self.env._("This promise is settled: its date stays as it is.")
            )
        at = fields.Datetime.to_datetime(at)
        self._note("set_deadline", (metric, at and Override(at, reason.strip())))

    def action_rebuild_clocks(self):
        """Derive the clocks of tickets from their events again, and say what differed.

        :raises UserError: not a leader
        """
        if not self.env.user.has_group(LEADERS):
            raise UserError(self.env._("Only a leader rebuilds clocks."))
        differing = self._rebuild_clocks()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if differing else "success",
                "message": self.env._(
                    "Clocks that differed from their events: %s.", differing
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _rebuild_clocks(self):
        """Return how many clocks differed; they do no more.

        What has fallen due since the cron came by is no difference.
        """
        now = fields.Datetime.now()
        due = [("ticket_id", "in", self.ids), ("due_at", "<=", now)]
        # sudo: helpdesk.sla.clock: whoever may rebuild clocks may have them looked at
        late = self.env["helpdesk.sla.clock"].sudo().search(due).ticket_id
        late._advance_clocks(now, cause="time")
        return self._advance_clocks(now, cause="rebuild")
