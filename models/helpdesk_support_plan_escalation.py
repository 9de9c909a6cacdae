"""Escalation: what a plan says of it."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..logic.escalation import find_route
from .groups import ANALYSTS

#: tickets whose steps are planned anew at once
BATCH = 1000


class EscalationTerms(NamedTuple):
    """A plan's rules as the engine reads them.

    :param dict rules: {id: logic Rule}, in order
    :param intake: the id of the level at which tickets come in
    :param frozenset leading: the ids of rules of which something follows
    :param asks_reporters: the logic Rules that ask how many people report a ticket
    """

    rules: dict
    intake: int | bool
    leading: frozenset
    asks_reporters: tuple


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    route_ids = fields.One2many(
        "helpdesk.escalation.route", "plan_id", string="Escalation Routes", copy=False
    )
    escalation_rule_ids = fields.One2many(
        "helpdesk.escalation.rule", "plan_id", string="Escalation Rules", copy=False
    )
    diagnosis_gate = fields.Selection(
        [("inform", "Show what is missing"), ("refuse", "Refuse to escalate")],
        string="Minimum Diagnosis",
        required=True,
        default="inform",
        help="What happens when somebody escalates a ticket of which not enough is "
        "known yet.",
    )
    intake_tells = fields.Boolean(
        string="The First Level Tells Customers",
        groups=ANALYSTS,
        help="Customers hear of progress and of the end of a ticket from the level at "
        "which it came in, also when others solve it. Nobody is kept from answering.",
    )
    emergency_phone = fields.Char(
        groups=ANALYSTS,
        help="The number on which whoever is on call is reached day and night.",
    )

    def copy(self, default=None):
        """Copy plans with their routes and rules, at the levels of the copy."""
        copies = super().copy(default)
        for plan, copied in zip(self, copies, strict=True):
            for route in plan.route_ids:
                route.copy({"plan_id": copied.id, **copied._map_levels(route)})
            rules = {}
            # what comes after another one is copied after it
            for rule in plan.escalation_rule_ids.sorted(lambda it: it._get_depth()):
                after = rules.get(rule.after_id)
                values = {"plan_id": copied.id, "after_id": after and after.id}
                rules[rule] = rule.copy({**values, **copied._map_levels(rule)})
        return copies

    def _get_route(self, type_id):
        """Return the route of tickets of a type, as logic knows it.

        :param type_id: its id; empty for tickets without a type
        """
        routes = {route.type_id.id: route._to_route() for route in self.route_ids}
        return find_route(routes, type_id, self._to_levels())

    def _map_levels(self, record):
        """Return the values of a record's levels, as levels of this plan."""
        values = {}
        for name, field in record._fields.items():
            if field.comodel_name == "helpdesk.support.level":
                codes = record[name].mapped("code")
                own = self.level_ids.filtered(lambda it, codes=codes: it.code in codes)
                many = field.type == "many2many"
                values[name] = [fields.Command.set(own.ids)] if many else own[:1].id
        return values

    @api.model
    @ormcache("plan_id", "first_year", "last_year")
    def _get_escalation_terms(self, plan_id, first_year, last_year):
        """Return a plan's rules, with calendars that reach over these years.

        :rtype: EscalationTerms
        """
        # sudo: helpdesk.support.plan: what happens does not depend on who works
        return self.sudo().browse(plan_id)._to_escalation_terms(first_year, last_year)

    def _to_escalation_terms(self, first_year, last_year):
        found = {}
        # those that come after others after them; without those that wait for one
        # that is archived
        rules = self.escalation_rule_ids.filtered("active")
        for rule in rules.sorted(lambda it: it._get_depth()):
            after = found.get(rule.after_id.id)
            if after or not rule.after_id:
                found[rule.id] = rule._to_rule(first_year, last_year, after)
        followed = {rule.after.id for rule in found.values() if rule.after}
        repeating = {rule.id for rule in found.values() if rule.repeats}
        asking = (rule for rule in found.values() if rule.trigger == "reporters")
        intake = self._get_intake_level().id if self else False
        leading = frozenset(followed | repeating)
        return EscalationTerms(found, intake, leading, tuple(asking))

    def _load_escalation_terms(self, now):
        """Return {plan id: EscalationTerms} for what is pending at an instant."""
        years = (now.year - 1, now.year + 3)
        return {key: self._get_escalation_terms(key, *years) for key in self.ids}

    def _get_rules_by_id(self):
        """Return {rule id: logic Rule} of these plans."""
        terms = self._load_escalation_terms(fields.Datetime.now()).values()
        return {key: rule for term in terms for key, rule in term.rules.items()}

    def _get_leading_rule_ids(self):
        """Return the ids of rules of these plans of which something follows."""
        terms = self._load_escalation_terms(fields.Datetime.now()).values()
        return frozenset().union(*(term.leading for term in terms))

    def _renew_escalation(self):
        """Let the plans' open tickets follow rules that are new, changed or gone.

        Nobody is chased for what would have been due before.
        """
        self.env.registry.clear_cache()
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            self._resync_escalation(is_rule_changed=True)

    def _resync_escalation(self, is_rule_changed=False):
        """Plan anew what is to come of the plans' open tickets."""
        # sudo: helpdesk.ticket: all open tickets follow, whoever changes the plan
        tickets = self.env["helpdesk.ticket"].sudo()
        found = tickets.search([("plan_id", "in", self.ids), ("closed", "=", False)])
        now = fields.Datetime.now()
        for start in range(0, len(found), BATCH):
            batch = found[start : start + BATCH]
            batch._resync_escalation_steps(now, is_rule_changed)
