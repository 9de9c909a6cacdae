"""Terms: a plan's promises as the SLA engine reads them, and what they lack."""

from datetime import timedelta
from difflib import get_close_matches
from itertools import product

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..logic.sla_conflict import find_conflict
from ..logic.sla_terms import Terms, Traits
from ..logic.zones import find_zone
from .groups import ANALYSTS

#: what “received and evaluated” resolves, by code (NAV-3.2-22, A-NAV-57)
EVALUATED_TYPES = ("usability",)
EVALUATED_TAGS = ("oportunidad_mejora",)
#: tickets that are planned anew at once
BATCH = 1000


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    policy_ids = fields.One2many(
        "helpdesk.sla.policy", "plan_id", string="SLA Policies", copy=True
    )
    calendar_hours = fields.Char(
        string="Hours in Short", compute="_compute_calendar_hours"
    )
    policy_problems = fields.Text(
        compute="_compute_policy_problems",
        groups=ANALYSTS,
        help="Why tickets get no dates from some of the policies.",
    )

    @api.depends("policy_ids.problem")
    @api.depends_context("lang")
    def _compute_policy_problems(self):
        for plan in self:
            problems = filter(None, plan.policy_ids.mapped("problem"))
            plan.policy_problems = "\n".join(dict.fromkeys(problems))

    @api.depends("calendar_id")
    @api.depends_context("lang")
    def _compute_calendar_hours(self):
        for plan in self:
            plan.calendar_hours = plan.calendar_id._format_hours()

    @api.model_create_multi
    def create(self, vals_list):
        plans = super(HelpdeskSupportPlan, self._with_policies()).create(vals_list)
        return plans.with_env(self.env)

    def copy(self, default=None):
        """Copy plans; the policies of a copy are for its own levels."""
        copies = super().copy(default)
        for policy in copies.policy_ids.filtered("level_ids"):
            codes = policy.level_ids.mapped("code")
            policy.level_ids = policy.plan_id.level_ids.filtered(
                lambda level, codes=codes: level.code in codes
            )
        return copies

    def write(self, vals):
        done = super(HelpdeskSupportPlan, self._with_policies()).write(vals)
        if vals.keys() & {"calendar_id", "workaround_meets_resolution"}:
            self.env.registry.clear_cache()
            self._replan_open_clocks("plan")
            self._resync_escalation()
        return done

    def _with_policies(self):
        """Policies that come with their plan are judged when all of them are there."""
        return self.with_context(helpdesk_policies_with_plan=True)

    @api.constrains("tz")
    def _check_tz(self):
        """Refuse a zone that there is not, which no date could be meant in."""
        for plan in self:
            if find_zone(plan.tz) is None:
                known = get_close_matches(plan.tz or "", pytz.all_timezones)
                raise ValidationError(
                    self.env._(
                        "There is no time zone “%(zone)s”: choose another, such as "
                        "%(known)s.",
                        zone=plan.tz,
                        known=", ".join(known or ["UTC"]),
                    )
                )

    @api.constrains("calendar_id")
    def _check_calendar(self):
        """Refuse to take away the hours that policies count in."""
        self.policy_ids._check_reachable()

    @api.constrains("policy_ids")
    def _check_conflicts(self):
        """Refuse a response that is due after the resolution, and the like.

        :raises ValidationError: names the two and the tickets
        """
        # a target below zero is refused by the database, and not to be reckoned with
        self.policy_ids.flush_recordset(["amount"])
        today = fields.Date.today()
        monday = fields.Datetime.to_datetime(today - timedelta(days=today.weekday()))
        for plan in self:
            terms = plan._to_terms(today.year - 1, today.year + 3)
            for traits in plan._get_typical_traits():
                conflict = find_conflict(terms, traits, monday)
                if conflict:
                    raise ValidationError(plan._get_conflict_message(conflict, traits))

    def _get_typical_traits(self):
        """Return the traits of every kind of ticket that the plan tells apart."""
        types = [False, *self.policy_ids.type_ids.ids]
        level = self._get_intake_level().id
        return [
            Traits(plan=self.id, level=level, stars=stars, type=kind)
            for stars, kind in product("0123", types)
        ]

    def _get_conflict_message(self, conflict, traits):
        metrics = self.env["helpdesk.sla.policy"]._fields["metric"]
        labels = dict(metrics._description_selection(self.env))
        stars = self.env["helpdesk.support.severity"]._get_priority_labels()
        kind = self.env["helpdesk.ticket.type"].browse(traits.type or ())
        earlier, later = (labels[metric] for metric in conflict)
        return self.env._(
            "%(earlier)s is promised for after %(later)s, with tickets of the type "
            "%(type)s and the priority %(stars)s: make %(earlier)s shorter.",
            earlier=earlier,
            later=later,
            type=kind.name or self.env._("without type"),
            stars=stars[traits.stars],
        )

    @api.model
    @ormcache("plan_id", "first_year", "last_year")
    def _get_terms(self, plan_id, first_year, last_year):
        """Return the terms of a plan, with calendars that reach over these years.

        :rtype: logic.sla_terms.Terms
        """
        # sudo: helpdesk.support.plan: dates do not depend on who looks at them
        return self.sudo().browse(plan_id)._to_terms(first_year, last_year)

    def _to_terms(self, first_year, last_year):
        """Return the plan's terms as logic knows them, not remembered.

        An archived plan keeps what it has promised to the tickets that have it.
        """
        self.ensure_one()
        policies = []
        for policy in self.policy_ids.filtered("active"):
            calendar = policy._get_calendar()
            measure = calendar and calendar._get_timeline(first_year, last_year)
            policies.append(policy._to_policy(measure or None))
        kinds = self.env["helpdesk.ticket.type"].search(
            [("code", "in", EVALUATED_TYPES)]
        )
        tags = self.env["helpdesk.ticket.tag"].search([("code", "in", EVALUATED_TAGS)])
        return Terms(
            tuple(policies),
            self.workaround_meets_resolution,
            frozenset(kinds.ids),
            frozenset(tags.ids),
        )

    def _replan_open_clocks(self, cause):
        """Plan the open clocks of the plans anew; finished ones stay as they are.

        :param str cause: what has changed: policy, calendar, plan
        """
        if not self or self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        # sudo: helpdesk.ticket: all open tickets follow, whoever changes the plan
        tickets = self.env["helpdesk.ticket"].sudo()
        found = tickets.search([("plan_id", "in", self.ids), ("closed", "=", False)])
        now = fields.Datetime.now()
        for start in range(0, len(found), BATCH):
            found[start : start + BATCH]._advance_clocks(now, cause=cause)

    @api.model
    def _replan_for_calendars(self, calendars):
        """Plan anew what runs in the time of these calendars."""
        policies = self.env["helpdesk.sla.policy"].search(
            [
                ("clock", "=", "business"),
                "|",
                ("calendar_id", "in", calendars.ids),
                "&",
                ("calendar_id", "=", False),
                ("plan_id.calendar_id", "in", calendars.ids),
            ]
        )
        policies.plan_id._replan_open_clocks("calendar")
        rules = self.env["helpdesk.escalation.rule"].search(
            [
                "|",
                ("calendar_id", "in", calendars.ids),
                "&",
                ("unit", "=", "openings"),
                ("plan_id.calendar_id", "in", calendars.ids),
            ]
        )
        (rules.plan_id - policies.plan_id)._resync_escalation()
