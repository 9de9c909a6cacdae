import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..logic.escalation_steps import choose
from .bulk import set_rows

_logger = logging.getLogger(__name__)

STATES = [
    ("pending", "To come"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("skipped", "Left out"),
]
#: steps that are run between two commits
BATCH = 500
#: how often the cron looks by itself: what falls due before that triggers it
SOON = timedelta(minutes=5)
MANAGERS = "helpdesk_mgmt.group_helpdesk_manager"


class HelpdeskEscalationStep(models.Model):
    """A rule and a ticket: when it is due, and what has come of it.

    What is to come is derived from the ticket's facts, and changes with them; what has
    run stays. There is one for each episode, so that nothing happens twice.
    """

    _name = "helpdesk.escalation.step"
    _description = "Escalation Step"
    _order = "due_at desc, id desc"
    _rec_name = "rule_id"
    # the desk's own bookkeeping
    _log_access = False

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade", readonly=True
    )
    rule_id = fields.Many2one(
        "helpdesk.escalation.rule",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    plan_id = fields.Many2one(related="rule_id.plan_id")
    episode = fields.Datetime(
        required=True,
        readonly=True,
        help="Since when what it waits for has not happened.",
    )
    due_at = fields.Datetime(string="Due", required=True, readonly=True)
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default="pending",
        help="Left out: a later rule was due as well, or had acted already.",
    )
    at = fields.Datetime(string="When", readonly=True)
    error = fields.Text(readonly=True, help="Why it failed. The ticket is as it was.")
    is_over = fields.Boolean(
        string="Over", readonly=True, help="What it waited for has happened since."
    )
    user_id = fields.Many2one(
        "res.users", string="By Hand", readonly=True, ondelete="set null"
    )

    _once = models.UniqueIndex("(ticket_id, rule_id, episode)")
    _due = models.Index("(due_at) WHERE state = 'pending'")
    _failed = models.Index("(rule_id) WHERE state = 'failed'")

    @api.model
    def _run_all_due(self, now):
        """Run what is due, batch by batch; what another worker has in hand is skipped.

        :param datetime now: UTC
        """
        crons, seen = self.env["ir.cron"], []
        crons._commit_progress(remaining=self.search_count(self._get_due_domain(now)))
        while due := self._find_due(now, seen):
            seen += due.ids
            locked = due.try_lock_for_update()
            if locked._run(now) != due:
                # should whoever has them in hand not run them after all
                self._trigger_next(now, now + timedelta(minutes=1))
            if not crons._commit_progress(len(due)):
                break
        self._trigger_next(now)

    @api.model
    def _get_due_domain(self, now):
        """Return the domain of what is due; archived tickets wait to be back."""
        return [
            ("state", "=", "pending"),
            ("due_at", "<=", now),
            ("ticket_id.active", "=", True),
        ]

    @api.model
    def _find_due(self, now, seen):
        """Return the next steps that are due."""
        domain = [*self._get_due_domain(now), ("id", "not in", seen)]
        return self.search(domain, order="due_at, id", limit=BATCH)

    def _run(self, now):
        """Run the highest of the steps that are due, of the tickets of these.

        First it is written down that they have run, then they do: whatever an action
        changes of its ticket finds itself as a thing of the past.

        :return: those of these steps that are finished now
        """
        due = self._lock_with_siblings(now)
        run, left = due._choose()
        set_rows(left, state="skipped", at=now)
        set_rows(run, state="done", at=now)
        run._act_by_rule()
        run.exists()._go_on(now)
        return self & (run | left)

    def _act_by_rule(self):
        """Let each rule act on its tickets, in the order in which they are due."""
        for rule, steps in self.sorted(_by_turn).grouped("rule_id").items():
            steps.exists()._run_rule(rule)

    def _lock_with_siblings(self, now):
        """Return these, and what else is due of their tickets, where all is locked."""
        others = [("ticket_id", "in", self.ticket_id.ids), ("id", "not in", self.ids)]
        siblings = self.search([*self._get_due_domain(now), *others]) if self else self
        locked = siblings.try_lock_for_update()
        busy = (siblings - locked).ticket_id
        due = self + locked
        return due.filtered(lambda step: step.ticket_id not in busy) if busy else due

    def _choose(self):
        """Return (steps that run, steps that are left out); see logic."""
        rules = self.rule_id.plan_id._get_rules_by_id()
        has_run = self._find_has_run(rules)
        run, left = [], []
        for ticket, steps in self.grouped("ticket_id").items():
            due = [(step.id, rules[step.rule_id.id]) for step in steps]
            chosen, rest = choose(due, has_run.get(ticket.id, ()))
            run += (key for key, _rule in chosen)
            left += (key for key, _rule in rest)
        return self.browse(run), self.browse(left)

    def _find_has_run(self, rules):
        """Return {ticket id: rules that have acted in episodes which go on}."""
        found = {}
        for ticket, rule in self._read_group(
            [
                ("ticket_id", "in", self.ticket_id.ids),
                ("state", "in", ("done", "failed")),
                ("is_over", "=", False),
            ],
            ["ticket_id", "rule_id"],
        ):
            if rule.id in rules:
                found.setdefault(ticket.id, []).append(rules[rule.id])
        return found

    def _run_rule(self, rule):
        """Let a rule act on the tickets of these steps, so that an error is no more.

        Where it fails for all at once, it is tried with each.
        """
        try:
            with self.env.cr.savepoint():
                rule._act(self.ticket_id)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # nothing is wrong with the rule: all of it is tried again
        except Exception as error:
            if len(self) == 1:
                self.exists()._note_failure(error)
            else:
                for step in self:
                    step._run_rule(rule)

    def _note_failure(self, error):
        """Write down why a step has failed: managers see it with the rule."""
        if not self:
            return  # it went with its ticket
        _logger.info("Escalation step %s has failed", self.id, exc_info=True)
        self.write({"state": "failed", "error": str(error) or type(error).__name__})

    def _go_on(self, now):
        """Plan what comes after these."""
        leading = self.rule_id.plan_id._get_leading_rule_ids()
        followed = self.filtered(lambda step: step.rule_id.id in leading)
        followed.ticket_id._resync_escalation_steps(now)

    @api.model
    def _note_by_hand(self, ticket, rule, episode, now):
        """Note that somebody has done what a rule does, once for an episode."""
        known = self.search(
            [
                ("ticket_id", "=", ticket.id),
                ("rule_id", "=", rule.id),
                ("episode", "=", episode),
            ]
        )
        values = {"state": "done", "at": now, "user_id": self.env.uid, "error": False}
        if known:
            known.write(values)
        else:
            key = {"ticket_id": ticket.id, "rule_id": rule.id, "episode": episode}
            self.create({**key, "due_at": now, **values})

    @api.model
    def _trigger_next(self, now, due_at=None):
        """Have the cron look again when the next step is due, if it would not.

        :param datetime due_at: when that is; if it is not given, it is looked up
        """
        if not due_at:
            domain = [("state", "=", "pending"), ("due_at", ">", now)]
            [[due_at]] = self._read_group(domain, aggregates=["due_at:min"])
        if due_at and now < due_at < now + SOON:
            cron = self.env.ref("helpdesk_support_plan.ir_cron_escalate")
            cron._trigger(due_at)

    def action_try_again(self):
        """Try steps again that have failed, for managers who have mended the cause.

        :raises UserError: not a manager, or nothing to be tried
        """
        if not self.env.user.has_group(MANAGERS):
            raise UserError(self.env._("Only a manager tries escalation steps again."))
        self.check_access("read")
        again = self.filtered(lambda step: step.state == "failed" and not step.is_over)
        again = again.filtered(lambda step: not step.ticket_id.stage_id.closed)
        if not again:
            raise UserError(
                self.env._(
                    "There is nothing to try again: what these steps were about is "
                    "over."
                )
            )
        now = fields.Datetime.now()
        # sudo: helpdesk.escalation.step: the desk acts, as it does by itself
        again = again.sudo().try_lock_for_update()
        set_rows(again, state="done", at=now, error=None)
        again._act_by_rule()
        again.exists()._go_on(now)


def _by_turn(step):
    return step.due_at, step.rule_id.sequence, step.id
