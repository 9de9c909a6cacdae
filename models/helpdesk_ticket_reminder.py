"""Reminders: a solution that waits for the customer is not forgotten (A-G-12)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..logic.reminders import (
    DAY,
    Habit,
    Waiting,
    find_horizons,
    find_silence,
    is_closing_due,
    is_reminder_due,
)
from .groups import ANALYSTS

REMINDER = "helpdesk_support_plan.mail_template_validation_reminder"
#: how many are written to before they are committed
BATCH = 50


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    reminded_at = fields.Datetime(
        string="Reminded",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="When the customer was last reminded of the solution.",
    )
    silence_at = fields.Datetime(
        string="Closes without an Answer",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="The date that the customer was told: if they do not answer until then, "
        "the ticket is taken as solved.",
    )

    @api.model
    def _cron_remind_validation(self, now=None):
        """Remind customers of solutions, and close in silence where the plan does so.

        Each once, also with several workers: what another one has in hand is skipped,
        and looked at the next time.

        :param datetime now: UTC; the present one if it is not given
        """
        now = now or fields.Datetime.now()
        crons, seen = self.env["ir.cron"], []
        domain = self._get_unanswered(now)
        crons._commit_progress(remaining=self.search_count(domain))
        while due := self._find_unanswered(domain, seen):
            seen += due.ids
            for ticket in due.try_lock_for_update():
                ticket._follow_up_on_silence(now)
            if not crons._commit_progress(len(due)):
                break

    def _find_unanswered(self, domain, seen):
        more = Domain("id", "not in", seen)
        return self.search(domain & more, order="proposed_at, id", limit=BATCH)

    @api.model
    def _get_unanswered(self, now):
        """Return the domain of the tickets with which something is to be done now."""
        waiting = Domain(
            [
                ("proposed_at", "!=", False),
                ("validation_state", "=", "proposed"),
                ("waiting_reason", "=", "validation"),
            ]
        )
        plans = self.env["helpdesk.support.plan"].with_context(active_test=False)
        caring = plans.search(
            ["|", ("validation_reminder_days", ">", 0), ("autoclose_days", ">", 0)]
        )
        by_habit = caring.grouped(lambda plan: plan._get_habit())
        due = [
            Domain("plan_id", "in", plans.ids) & self._get_due(habit, now)
            for habit, plans in by_habit.items()
        ]
        return waiting & Domain.OR(due)

    @api.model
    def _get_due(self, habit, now):
        """Return the same of the tickets of plans with a habit."""
        horizons = find_horizons(habit, now)
        due = Domain.FALSE
        if horizons.spoken_at:
            due |= self._get_unspoken(horizons.spoken_at)
        if horizons.unannounced_at:
            unannounced = Domain("silence_at", "=", False)
            due |= unannounced & self._get_unspoken(horizons.unannounced_at)
            due |= Domain("silence_at", "<=", now)
        return due

    @api.model
    def _get_unspoken(self, since):
        """Return the domain of tickets whose customers have heard nothing since."""
        unreminded = Domain("reminded_at", "=", False)
        return Domain("proposed_at", "<=", since) & (
            unreminded | Domain("reminded_at", "<=", since)
        )

    def _follow_up_on_silence(self, now):
        """Close a ticket as its customer was told, or write to them again."""
        self.ensure_one()
        habit, waiting = self._get_plan()._get_habit(), self._to_waiting()
        if is_closing_due(habit, waiting, now):
            self._close_in_silence(now)
        elif is_reminder_due(habit, waiting, now):
            self._remind(find_silence(habit, waiting, now, self._get_plan_zone()), now)

    def _to_waiting(self):
        return Waiting(
            self.proposed_at, self.reminded_at or None, self.silence_at or None
        )

    def _remind(self, silence_at, now):
        """Write to the customer once more, where anything reaches them.

        What they were not told, they are not held to.
        """
        reader = self._in_customer_language().env
        told = self._is_customer_in_reach() and self._tell_automatically(
            REMINDER, silence_on=self._tell_last_day(silence_at, reader)
        )
        self.write({"reminded_at": now, "silence_at": told and silence_at})

    def _close_in_silence(self, now):
        """Solve a ticket that nobody has answered; it counts as just that."""
        try:
            with self.env.cr.savepoint():
                self.closed_in_silence = True
                self._move_to("solved")
        except UserError as error:
            desk = self._in_company_language()
            desk._message_log(
                body=desk.env._("It could not be closed without an answer: %s", error)
            )
            self.silence_at = now + DAY


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    def _get_habit(self):
        """Return what the plan does where customers do not answer."""
        return Habit(self.validation_reminder_days, self.autoclose_days)
