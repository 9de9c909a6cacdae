"""Scope: which period, plan and customer a dashboard looks at, as domains and words."""

from datetime import timedelta

from odoo import fields
from odoo.tools import format_date

from ..logic.zones import find_zone
from .dashboard_periods import PERIODS, get_period

SECOND = timedelta(seconds=1)


class DashboardScope:
    """What somebody has chosen to look at.

    :param env: whose rights, language and zone
    :param dict options: as they come from outside
    """

    def __init__(self, env, options):
        zone = find_zone(str(env.tz)) or find_zone("UTC")
        # Odoo groups by months of the context's zone
        self.env = env(context={**env.context, "tz": zone.key})
        self.zone = zone
        self.now = fields.Datetime.now()
        self.report = self.env["helpdesk.sla.compliance"]
        self.pauses = self.env["helpdesk.sla.pause.report"]
        self.tickets = self.env["helpdesk.ticket"]
        self.key = self._choose_period(options.get("period"))
        self.plan = self._find("helpdesk.support.plan", options.get("plan_id"))
        self.partner = self._find("res.partner", options.get("partner_id"))
        self.period = get_period(self.key, self.now, zone)

    def _choose_period(self, key):
        return key if isinstance(key, str) and key in PERIODS else next(iter(PERIODS))

    def _find(self, model, record_id):
        """Return the record that an option names, if the user may know of it."""
        is_id = isinstance(record_id, int) and not isinstance(record_id, bool)
        found = [("id", "=", record_id)] if is_id else [(0, "=", 1)]
        return self.env[model].search(found)

    def _tell_choices(self):
        names = {
            "this_month": self.env._("This month"),
            "last_month": self.env._("Last month"),
            "last_90_days": self.env._("Last 90 days"),
            "this_year": self.env._("This year"),
        }
        plans = self.env["helpdesk.support.plan"].search([("active", "=", True)])
        return {
            "options": {
                "period": self.key,
                "plan_id": self.plan.id,
                "partner_id": self.partner.id,
            },
            "periods": [{"key": key, "label": names[key]} for key in PERIODS],
            "plans": [{"id": plan.id, "label": plan.name} for plan in plans],
            "days": self._tell_days(self.period.current),
            "days_before": self._tell_days(self.period.before),
        }

    def _tell_days(self, stretch):
        """Return the first and the last day of a stretch that have come."""
        ends = stretch.start, min(stretch.stop, self.now) - SECOND
        first, last = (format_date(self.env, at, date_format="d MMM y") for at in ends)
        return first if first == last else f"{first} – {last}"

    def _get_scope(self, partner_field="partner_id"):
        """Return which promises, or tickets, are looked at, whenever they were."""
        scope = []
        if self.plan:
            scope.append(("plan_id", "=", self.plan.id))
        if self.partner:
            scope.append((partner_field, "=", self.partner.commercial_partner_id.id))
        return scope

    def _get_ticket_scope(self):
        return self._get_scope("commercial_partner_id")

    def _within(self, name, stretch):
        """Return a domain: an instant that lies in a stretch of time."""
        start, stop = map(fields.Datetime.to_string, (stretch.start, stretch.stop))
        return [(name, ">=", start), (name, "<", stop)]

    def _tell(self, name, value):
        """Return what a value of the report's field is called."""
        field = self.report._fields[name]
        if field.type == "many2one":
            # sudo: what the tickets have that the user may read; its name is no secret
            label = value.sudo().display_name
        else:
            label = dict(field._description_selection(self.env)).get(value)
        return label or self.env._("None")

    def _tell_month(self, stretch):
        return format_date(self.env, stretch.start, date_format="MMM y")
