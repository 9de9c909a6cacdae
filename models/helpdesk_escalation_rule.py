from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError

from ..logic.escalation_steps import Rule
from ..logic.timeline import WALL
from .helpdesk_sla_policy import METRICS
from .helpdesk_support_severity import PRIORITIES
from .telling_selection import TellingSelection

TRIGGERS = [
    ("no_update", "No update since it was handed over"),
    ("no_answer", "The responsible did not answer"),
    ("after", "After another rule"),
    ("unsolved", "Not solved at its level"),
    ("customer_silent", "The customer does not answer"),
    ("failed_calls", "Calls to the customer without answer"),
    ("not_told", "The customer has no news"),
    ("impact", "It has got such an impact"),
    ("reporters", "Several people report it"),
    ("clock_warning", "A promise is at risk"),
    ("clock_breach", "A promise is missed"),
]
UNITS = [
    ("minutes", "Minutes"),
    ("hours", "Hours"),
    ("days", "Days"),
    ("openings", "Working days, at the opening"),
]
#: triggers that are an event in themselves; the others are about time that goes by
AT_ONCE = {"clock_breach", "clock_warning", "failed_calls", "impact", "no_answer"}
AT_ONCE |= {"reporters"}
#: what is proposed for the others, in hours
A_DAY = 24
#: what decides when rules act, and on which tickets
PLANNING = {
    *("active", "after_id", "calendar_id", "count", "delay", "level_ids", "metric"),
    *("plan_id", "priorities", "repeats", "trigger", "type_ids", "unit"),
    "until_warning",
}
#: longer than any chain of rules that makes sense
LONGEST_CHAIN = 20


class HelpdeskEscalationRule(models.Model):
    """What happens by itself to tickets of which nobody takes care in time.

    The rule says when and to which tickets; a server action says what. Managers change
    rules and choose among the actions that are offered; actions themselves are changed
    by who administers the settings, since they are programs (DESIGN 7).
    """

    _name = "helpdesk.escalation.rule"
    _description = "Escalation Rule"
    _order = "plan_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10,
        help="Where several rules act one after the other, a later one goes further: "
        "of those that are due at once, only the last acts.",
    )
    plan_id = fields.Many2one(
        "helpdesk.support.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    trigger = TellingSelection(
        TRIGGERS,
        string="When",
        required=True,
        default="no_update",
        help="What sets it off. It acts once; an update, an answer, another level or "
        "another impact begin anew.",
    )
    after_id = fields.Many2one(
        "helpdesk.escalation.rule",
        string="After the Rule",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('plan_id', '=', plan_id), ('id', '!=', id)]",
        help="Acts only when that one has acted and nothing has come of it.",
    )
    delay = fields.Float(help="How long after that. Zero: at once.")
    unit = TellingSelection(UNITS, required=True, default="hours")
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        ondelete="restrict",
        help="In whose hours the time counts. Empty: day and night; for working days, "
        "those of the plan.",
    )
    metric = fields.Selection(METRICS, string="Clock")
    count = fields.Integer(
        string="How Many", default=2, help="How many calls, or how many people."
    )
    priorities = fields.Char(
        string="Stars",
        help="The stars, from 0 to 3, of the tickets that it is for, such as “2,3”. "
        "Empty: all.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type", string="Types", help="Empty: tickets of all types."
    )
    level_ids = fields.Many2many(
        "helpdesk.support.level",
        string="Levels",
        domain="[('plan_id', '=', plan_id)]",
        help="While the ticket is at one of these. Empty: wherever it is.",
    )
    until_warning = fields.Boolean(
        string="Not Later than the Warning",
        help="For tickets with three stars it acts when their promise comes at risk, "
        "if that is earlier.",
    )
    repeats = fields.Boolean(
        help="Acts again each time that the delay is over, until there is news."
    )
    action_server_id = fields.Many2one(
        "ir.actions.server",
        string="Does",
        required=True,
        ondelete="restrict",
        domain="[('is_escalation_action', '=', True)]",
        help="Only who administers the settings makes such actions.",
    )
    role = fields.Selection(
        selection=lambda self: self._get_roles(),
        string="Tells the Function",
        help="Whose people get an activity, where the action tells somebody.",
    )
    level_id = fields.Many2one(
        "helpdesk.support.level",
        string="Level or Area",
        ondelete="cascade",
        domain="[('plan_id', '=', plan_id)]",
        help="Where the ticket goes, or who is asked. Empty: as the route says.",
    )
    template_id = fields.Many2one(
        "mail.template",
        string="Message",
        ondelete="restrict",
        domain="[('model', '=', 'helpdesk.ticket')]",
        help="What the customer reads, where the action writes to them.",
    )
    step_ids = fields.One2many("helpdesk.escalation.step", "rule_id", string="Runs")
    run_count = fields.Integer(string="Times Acted", compute="_compute_runs")
    failed_count = fields.Integer(
        string="Times Failed", compute="_compute_runs", search="_search_failed_count"
    )
    last_run_at = fields.Datetime(string="Last Acted", compute="_compute_runs")
    last_error = fields.Text(compute="_compute_last_error")

    _delay_not_negative = models.Constraint(
        "CHECK(delay >= 0)", "A delay cannot be less than zero: leave it empty."
    )
    _count_positive = models.Constraint(
        "CHECK(count > 0)", "Say how many it takes: at least one."
    )

    def _get_roles(self):
        field = self.env["helpdesk.support.role"]._fields["code"]
        return field._description_selection(self.env)

    def _compute_runs(self):
        """Count what has been done by hand and by itself, of all tickets."""
        runs = {}
        # sudo: helpdesk.escalation.step: numbers only, for who may read the rule
        for rule, state, count, last in (
            self.env["helpdesk.escalation.step"]
            .sudo()
            ._read_group(
                [("rule_id", "in", self.ids), ("state", "in", ("done", "failed"))],
                ["rule_id", "state"],
                ["__count", "at:max"],
            )
        ):
            runs[rule.id, state] = count, last
        for rule in self:
            done, last_done = runs.get((rule.id, "done"), (0, None))
            failed, last_failed = runs.get((rule.id, "failed"), (0, None))
            rule.run_count, rule.failed_count = done, failed
            rule.last_run_at = max(filter(None, (last_done, last_failed)), default=None)

    @api.model
    def _search_failed_count(self, operator, value):
        """Find the rules of which some runs have failed, or none has."""
        has_failed = [("step_ids.state", "=", "failed")]
        if (operator, value) in ((">", 0), ("!=", 0), (">=", 1)):
            return has_failed
        if (operator, value) in (("=", 0), ("<=", 0), ("<", 1)):
            return ["!", *has_failed]
        return NotImplemented

    def _compute_last_error(self):
        # sudo: helpdesk.escalation.step: what went wrong, for who may read the rule
        steps = self.env["helpdesk.escalation.step"].sudo()
        failed = [("rule_id", "in", self.ids), ("state", "=", "failed")]
        last = {
            rule.id: steps.browse(last)
            for rule, last in steps._read_group(failed, ["rule_id"], ["id:max"])
        }
        # all at once: the list of rules shows each one's
        steps.union(*last.values()).mapped("error")
        for rule in self:
            rule.last_error = last.get(rule.id, steps).error

    @api.onchange("trigger")
    def _onchange_trigger(self):
        """Propose a delay where acting at once would make little sense."""
        self.delay = 0 if self.trigger in AT_ONCE else (self.delay or A_DAY)

    # what makes no sense is said at once

    @api.constrains(
        *("active", "after_id", "delay", "metric", "plan_id", "repeats", "trigger"),
        "unit",
    )
    def _check_trigger(self):
        for rule in self:
            if refusal := rule._find_refusal():
                raise ValidationError(refusal)

    def _find_refusal(self):
        """Return why the rule could never act as it says, as a sentence, or None."""
        name = self.name
        if self.trigger == "after" and not self.after_id:
            return self.env._("“%s” comes after another rule: choose which.", name)
        if self.after_id and self.after_id.plan_id != self.plan_id:
            return self.env._("“%s” comes after a rule of another plan.", name)
        if self._is_circular():
            return self.env._("“%s” would wait for itself: choose another rule.", name)
        if self.trigger in ("clock_warning", "clock_breach") and not self.metric:
            return self.env._("Choose the clock that “%s” looks at.", name)
        if self.unit in ("days", "openings") and self.delay % 1:
            return self.env._("Write whole days in “%s”.", name)
        if self.unit == "openings" and not self.delay:
            return self.env._("Say after how many working days “%s” acts.", name)
        # one that is shipped without a number sleeps until somebody chooses it
        needs_delay = self.active and not self.delay
        if self.repeats and (self.trigger != "not_told" or needs_delay):
            return self.env._(
                "Only a rule for customers without news repeats, and after a delay: "
                "change “%s”.",
                name,
            )
        return None

    def _get_depth(self):
        """Return how many rules it comes after."""
        rule, depth = self.after_id, 0
        while rule and depth < LONGEST_CHAIN:
            rule, depth = rule.after_id, depth + 1
        return depth

    def _is_circular(self):
        rule, steps = self.after_id, 0
        while rule and rule != self and steps < LONGEST_CHAIN:
            rule, steps = rule.after_id, steps + 1
        return bool(rule)

    @api.constrains("priorities")
    def _check_priorities(self):
        known = [stars for stars, _label in PRIORITIES]
        for rule in self:
            if not rule._get_stars() <= set(known):
                raise ValidationError(
                    self.env._(
                        "“%(stars)s” are no stars: write them as %(known)s.",
                        stars=rule.priorities,
                        known=", ".join(known),
                    )
                )

    @api.constrains("action_server_id")
    def _check_action(self):
        """Refuse a program that nobody has offered for this."""
        for rule in self:
            # sudo: ir.actions.server: whether it is offered is no secret
            action = rule.action_server_id.sudo()
            if not action.is_escalation_action or (
                action.model_id.model != "helpdesk.ticket"
            ):
                raise ValidationError(
                    self.env._(
                        "“%(action)s” is not offered for escalation rules: choose "
                        "another action for “%(rule)s”.",
                        action=action.name,
                        rule=rule.name,
                    )
                )

    @api.constrains("calendar_id", "unit")
    def _check_calendar(self):
        for rule in self:
            calendar = rule._get_calendar()
            if problem := calendar and calendar._find_timeline_problem():
                raise ValidationError(problem)

    @api.constrains("plan_id", "level_ids", "level_id")
    def _check_levels(self):
        for rule in self:
            strange = (rule.level_ids | rule.level_id).filtered(
                lambda level, plan=rule.plan_id: level.plan_id != plan
            )
            if strange:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” is not a level of the plan “%(plan)s”.",
                        level=strange[0].name,
                        plan=rule.plan_id.name,
                    )
                )

    # tickets follow what is changed

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.plan_id._renew_escalation()
        return rules

    def write(self, vals):
        plans = self.plan_id
        done = super().write(vals)
        if vals.keys() & PLANNING:
            (plans | self.plan_id)._renew_escalation()
        elif "sequence" in vals:
            self.env.registry.clear_cache()
        return done

    def unlink(self):
        plans = self.plan_id
        done = super().unlink()
        plans._renew_escalation()
        return done

    def _get_calendar(self):
        """Return in whose hours the delay counts; none: day and night."""
        if self.unit == "openings":
            return self.calendar_id or self.plan_id.calendar_id
        return self.calendar_id

    def _get_stars(self):
        """Return the stars of the condition as a set of codes."""
        return frozenset((self.priorities or "").replace(",", " ").split())

    def _to_rule(self, first_year, last_year, after=None):
        """Return the rule as logic knows it.

        :param int first_year, last_year: what its calendar has to reach over
        :param after: the logic Rule that it comes after
        :rtype: logic.escalation_steps.Rule
        """
        calendar = self._get_calendar()
        return Rule(
            id=self.id,
            trigger=self.trigger,
            rank=self.sequence,
            amount=self.delay,
            unit=self.unit,
            measure=calendar._get_timeline(first_year, last_year) if calendar else WALL,
            metric=self.metric or "resolution",
            count=self.count,
            stars=self._get_stars(),
            types=frozenset(self.type_ids.ids),
            levels=frozenset(self.level_ids.ids),
            after=after,
            until_warning=self.until_warning,
            repeats=self.repeats,
        )

    # what it does

    def _act(self, tickets):
        """Let the rule's action work on tickets, all at once, as the desk itself.

        :raises Exception: whatever the action raises
        """
        self.ensure_one()
        self.action_server_id.with_user(SUPERUSER_ID).with_context(
            active_model=tickets._name,
            active_ids=tickets.ids,
            active_id=tickets[:1].id,
            helpdesk_escalation_rule=self.id,
            helpdesk_hand_over=None,
        ).run()

    def _note_by_hand(self, tickets):
        """Note that somebody has done by hand what the rule does (DESIGN 7).

        So it does not happen a second time in the same episode.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        # sudo: helpdesk.ticket: the desk's own bookkeeping, for who may act on them
        own = (
            tickets.with_env(self.env)
            .sudo()
            .filtered(lambda ticket: ticket.plan_id == self.plan_id)
        )
        own._note_step_by_hand(self, now)

    @api.model
    def _cron_run(self, now=None):
        """Let everything happen that is due, each step exactly once.

        :param datetime now: UTC; the present one if it is not given
        """
        steps = self.env["helpdesk.escalation.step"]
        steps._run_all_due(now or fields.Datetime.now())
