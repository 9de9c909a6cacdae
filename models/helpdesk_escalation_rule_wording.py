"""Wording: what a rule says, in one line, and why it cannot do what it says."""

from odoo import api, fields, models

#: server actions that this addon ships are called so, and then by what they do
SHIPPED = "helpdesk_support_plan.action_escalation_"
#: what an action that is not shipped may need is not known: all is offered
ANYTHING = "any"
FILLED_STAR, EMPTY_STAR, MOST_STARS = "★", "☆", 3


class HelpdeskEscalationRule(models.Model):
    _inherit = "helpdesk.escalation.rule"  # pylint: disable=consider-merging-classes-inherited

    sentence = fields.Text(
        string="In Words",
        compute="_compute_sentence",
        help="When, for which tickets, and what then.",
    )
    problem = fields.Char(
        compute="_compute_problem", help="Why nobody would notice if the rule ran."
    )
    action_kind = fields.Char(compute="_compute_action_kind")

    @api.depends("action_server_id")
    def _compute_action_kind(self):
        """Name the shipped action, so that only what it needs is asked for."""
        names = self.action_server_id._origin.get_external_id()
        for rule in self:
            name = names.get(rule.action_server_id._origin.id, "")
            is_shipped = name.startswith(SHIPPED)
            rule.action_kind = name.removeprefix(SHIPPED) if is_shipped else ANYTHING

    @api.depends(
        *("trigger", "after_id.name", "metric", "count", "delay", "unit"),
        *("calendar_id.name", "priorities", "type_ids.name", "level_ids.name"),
        *("action_server_id", "role", "level_id.name", "repeats"),
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        for rule in self:
            parts = (rule._tell_trigger(), rule._tell_delay(), rule._tell_tickets())
            when = " · ".join(filter(None, parts))
            rule.sentence = f"{when} → {rule._tell_action()}" if when else False

    def _tell_trigger(self):
        """Return what sets the rule off, with its number, clock or other rule."""
        label = self._get_label("trigger")
        after = self.after_id.name
        detail = {
            "after": after and self.env._("“%s”", after),
            "failed_calls": f"{self.count}",
            "reporters": f"{self.count}",
            "clock_warning": self._get_label("metric"),
            "clock_breach": self._get_label("metric"),
        }.get(self.trigger)
        return f"{label}: {detail}" if label and detail else label

    def _tell_delay(self):
        if not self.delay:
            return self.env._("at once")
        if self.unit == "openings":
            number = f"{self.delay:g}"
            return (
                self.env._("at the opening of the next working day")
                if number == "1"
                else self.env._("at the opening of the working day %s later", number)
            )
        policies = self.env["helpdesk.sla.policy"]
        span = policies._format_target(self.delay, self.unit, "wall")
        if self.repeats:
            return self.env._("every %s", span)
        if not self.calendar_id:
            return self.env._("%s later", span)
        hours = self.calendar_id.name
        return self.env._(
            "%(span)s later, in the hours of %(hours)s", span=span, hours=hours
        )

    def _tell_tickets(self):
        """Return for which tickets it is, if not for all."""
        stars = sorted((self.priorities or "").replace(",", " ").split())
        drawn = (
            FILLED_STAR * int(star) + EMPTY_STAR * (MOST_STARS - int(star))
            for star in stars
            if star.isdecimal()
        )
        parts = (
            " ".join(drawn),
            ", ".join(self.type_ids.mapped("name")),
            ", ".join(self.level_ids.mapped("name")),
        )
        return " · ".join(filter(None, parts))

    def _tell_action(self):
        """Return what it does, and to whom."""
        # sudo: ir.actions.server: what it is called is no secret to who reads the rule
        action = self.action_server_id.sudo().name or "…"
        whom = self.level_id.name or self._get_label("role")
        return f"{action}: {whom}" if whom else action

    def _get_label(self, name):
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    @api.depends("role", "company_id", "active")
    def _compute_problem(self):
        """Warn of functions that nobody has: who would be told?"""
        people = {}
        for rule in self:
            company = rule.company_id or self.env.company
            key = (rule.role, company)
            if rule.role and key not in people:
                people[key] = self.env["helpdesk.support.role"]._get_people(*key)
            rule.problem = rule.role and not people[key] and rule._tell_nobody()

    def _tell_nobody(self):
        return self.env._(
            "Nobody has the function “%s” yet, so nobody would be told: choose people "
            "for it under People, By Function.",
            self._get_label("role"),
        )

    def action_view_steps(self):
        """Open what has come of the rules, and what is to come."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_support_plan.helpdesk_escalation_step_action"
        )
        action["domain"] = [("rule_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_try_again(self):
        """Run the steps of these rules once more that have failed.

        :raises UserError: not a manager, or nothing has failed
        """
        failed = [("rule_id", "in", self.ids), ("state", "=", "failed")]
        return self.env["helpdesk.escalation.step"].search(failed).action_try_again()
