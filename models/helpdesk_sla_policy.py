from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic.sla_terms import WARN_PERCENT, Policy
from ..logic.timeline import WALL
from .helpdesk_support_severity import PRIORITIES
from .telling_selection import TellingSelection

#: what is measured; the last two are told to nobody outside, or only as a habit
METRICS = [
    ("response", "Response"),
    ("diagnosis", "Diagnosis"),
    ("resolution", "Resolution"),
    ("update", "Update"),
    ("ownership", "Time at a level"),
]
UNITS = [("minutes", "Minutes"), ("hours", "Hours"), ("days", "Days")]
CLOCKS = [("wall", "Clock time"), ("business", "Business time")]


class HelpdeskSlaPolicy(models.Model):
    """A target that a plan promises: how long something may take, for which tickets."""

    _name = "helpdesk.sla.policy"
    _description = "SLA Policy"
    _order = "plan_id, metric, sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    plan_id = fields.Many2one(
        "helpdesk.support.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    metric = TellingSelection(
        METRICS,
        string="Measures",
        required=True,
        default="resolution",
        help="Response: until somebody answers the customer. Diagnosis: until the "
        "result of the replication is recorded. Resolution: until the ticket is "
        "solved. Update: from one public message to the next. Time at a level: until "
        "the ticket is handed over or solved; customers do not see it.",
    )
    amount = fields.Float(
        string="Target",
        help="Empty: nothing is promised; below, you choose what is shown instead.",
    )
    unit = TellingSelection(UNITS, required=True, default="hours")
    clock = TellingSelection(
        CLOCKS,
        string="Counted in",
        required=True,
        default="wall",
        help="Clock time runs day and night. Business time runs in the working hours "
        "of the calendar, without its holidays.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        ondelete="restrict",
        help="For business time. Empty: those of the plan.",
    )
    priorities = fields.Char(
        string="Stars",
        help="The stars, from 0 to 3, of the tickets that it is for, such as “2,3”. "
        "Empty: all.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type", string="Types", help="Empty: tickets of all types."
    )
    tag_ids = fields.Many2many(
        "helpdesk.ticket.tag",
        string="Tags",
        help="Tickets with any of these. Empty: all tickets.",
    )
    level_ids = fields.Many2many(
        "helpdesk.support.level",
        string="Levels",
        domain="[('plan_id', '=', plan_id)]",
        help="While the ticket is at one of these. Empty: wherever it is.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        help="Tickets of these contacts and of their companies. Empty: of all.",
    )
    warn_percent = fields.Integer(
        string="Warn at",
        default=WARN_PERCENT,
        help="After so much of the time the clock warns. Zero: never.",
    )
    undefined_kind = TellingSelection(
        [("blank", "Not defined"), ("none", "No deadline")],
        string="Shown Instead",
        required=True,
        default="blank",
        help="Not defined: the plan has left it blank. No deadline: the plan says that "
        "there is none.",
    )
    target = fields.Char(
        string="Promise",
        compute="_compute_target",
        help="The target in words.",
    )
    problem = fields.Char(
        compute="_compute_problem", help="Why no ticket gets a date from this policy."
    )

    _amount_not_negative = models.Constraint(
        "CHECK(amount >= 0)", "A target cannot be less than zero: leave it empty."
    )
    _warn_percent_in_range = models.Constraint(
        "CHECK(warn_percent BETWEEN 0 AND 99)",
        "A clock warns after 0 to 99 percent of its time.",
    )

    @api.depends("amount", "clock", "undefined_kind", "unit")
    @api.depends_context("lang")
    def _compute_target(self):
        labels = dict(self._fields["undefined_kind"]._description_selection(self.env))
        for policy in self:
            policy.target = (
                self._format_target(policy.amount, policy.unit, policy.clock)
                if policy.amount
                else labels.get(policy.undefined_kind)
            )

    @api.model
    def _format_target(self, amount, unit, clock):
        """Return an amount of time in words, such as “8 business hours”."""
        number = f"{amount:g}"
        one = number == "1"
        words = {
            ("minutes", "wall"): self.env._("%s minute", number)
            if one
            else self.env._("%s minutes", number),
            ("hours", "wall"): self.env._("%s hour", number)
            if one
            else self.env._("%s hours", number),
            ("days", "wall"): self.env._("%s day", number)
            if one
            else self.env._("%s days", number),
            ("minutes", "business"): self.env._("%s business minute", number)
            if one
            else self.env._("%s business minutes", number),
            ("hours", "business"): self.env._("%s business hour", number)
            if one
            else self.env._("%s business hours", number),
            ("days", "business"): self.env._("%s business day", number)
            if one
            else self.env._("%s business days", number),
        }
        return words[unit, clock]

    @api.depends("amount", "calendar_id", "clock", "plan_id.calendar_id")
    def _compute_problem(self):
        for policy in self:
            policy.problem = policy._find_problem() if policy.amount else False

    def _get_calendar(self):
        """Return the calendar whose hours count; empty for clock time."""
        self.ensure_one()
        if self.clock == "wall":
            return self.env["resource.calendar"]
        return self.calendar_id or self.plan_id.calendar_id

    def _find_problem(self):
        """Return why the policy cannot promise anything, as a sentence, or None."""
        if self.clock == "wall":
            return None
        calendar = self._get_calendar()
        if not calendar:
            return self.env._(
                "“%(policy)s” counts business time: choose the working hours, here or "
                "in the plan “%(plan)s”.",
                policy=self.name,
                plan=self.plan_id.name,
            )
        return calendar._find_timeline_problem()

    @api.constrains("amount", "calendar_id", "clock", "plan_id", "unit")
    def _check_reachable(self):
        """Refuse a target that could never be reached."""
        for policy in self.filtered(lambda policy: policy.amount > 0):
            problem = policy._find_problem()
            if problem and self.env.context.get("install_mode"):
                continue  # an upgrade takes a desk as it is; its plan tells the problem
            if problem:
                raise ValidationError(problem)
            if policy.unit == "days" and policy.amount != int(policy.amount):
                raise ValidationError(
                    self.env._(
                        "“%s” promises a part of a day: use hours, or whole days.",
                        policy.name,
                    )
                )
            if policy._is_out_of_sight():
                raise ValidationError(
                    self.env._(
                        "“%s” promises more than two years: choose a shorter target.",
                        policy.name,
                    )
                )

    @api.constrains(
        *("active", "amount", "calendar_id", "clock", "metric", "plan_id", "unit"),
        *("level_ids", "partner_ids", "priorities", "tag_ids", "type_ids"),
    )
    def _check_conflicts(self):
        """Refuse what contradicts the plan's other promises.

        Those that are written with their plan are judged with it, when all are there.
        """
        if not self.env.context.get("helpdesk_policies_with_plan"):
            self.plan_id._check_conflicts()

    def _is_out_of_sight(self):
        """Return whether the target is further off than calendars are looked at."""
        start = fields.Datetime.now()
        if self.clock == "wall":
            days = {"minutes": 1440, "hours": 24, "days": 1}[self.unit]
            return self.amount / days > 731
        timeline = self._get_calendar()._get_timeline(start.year - 1, start.year + 3)
        commitment = self._to_policy(timeline).commit(start, ())
        return not commitment or (commitment.due - start).days > 731

    @api.constrains("priorities")
    def _check_priorities(self):
        known = [stars for stars, _label in PRIORITIES]
        for policy in self:
            if not policy._get_stars() <= set(known):
                raise ValidationError(
                    self.env._(
                        "“%(stars)s” are no stars: write them as %(known)s.",
                        stars=policy.priorities,
                        known=", ".join(known),
                    )
                )

    def _get_stars(self):
        """Return the stars of the condition as a set of codes."""
        text = (self.priorities or "").replace(",", " ")
        return frozenset(text.split())

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._renew_terms(policies.plan_id)
        return policies

    def write(self, vals):
        plans = self.plan_id
        done = super().write(vals)
        self._renew_terms(plans | self.plan_id)
        return done

    def unlink(self):
        plans = self.plan_id
        done = super().unlink()
        self._renew_terms(plans)
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_promised(self):
        # sudo: helpdesk.sla.clock: only whether there are any
        clocks = self.env["helpdesk.sla.clock"].sudo()
        promised = clocks.search([("policy_id", "in", self.ids)], limit=1).policy_id
        if promised:
            raise UserError(
                self.env._(
                    "“%s” has been promised to customers: archive it instead.",
                    promised.name,
                )
            )

    @api.model
    def _renew_terms(self, plans):
        self.env.registry.clear_cache()
        plans._replan_open_clocks("policy")

    def _to_policy(self, measure):
        """Return the policy as logic knows it.

        :param measure: the timeline of its calendar; None if that has no hours
        :rtype: logic.sla_terms.Policy
        """
        self.ensure_one()
        return Policy(
            id=self.id,
            metric=self.metric,
            amount=self.amount,
            unit=self.unit,
            clock=self.clock,
            measure=WALL if self.clock == "wall" else measure,
            calendar=self._get_calendar().id,
            stars=self._get_stars(),
            types=frozenset(self.type_ids.ids),
            tags=frozenset(self.tag_ids.ids),
            levels=frozenset(self.level_ids.ids),
            partners=frozenset(self.partner_ids.ids),
            warn_percent=self.warn_percent,
            undefined_kind=self.undefined_kind,
        )
