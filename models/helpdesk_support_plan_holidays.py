"""Holidays: the public ones of a country, as days off of the plan's calendar."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.zones import to_utc

#: the language of their names, where the library has it
LANGUAGE = "es"
#: which years are loaded, seen from this one; no promise reaches further
FIRST, LAST = -1, 2


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    holiday_country_id = fields.Many2one(
        "res.country",
        string="Public Holidays of",
        help="They are loaded into the working hours, as days off. Empty: the plan "
        "works on holidays.",
    )
    holidays_until = fields.Integer(
        string="Holidays Loaded until",
        compute="_compute_holidays_until",
        store=True,
        copy=False,
        help="The last year whose holidays have been loaded.",
    )

    @api.depends("calendar_id", "holiday_country_id")
    def _compute_holidays_until(self):
        """Nothing is loaded yet when the hours, or the country, are others."""
        self.holidays_until = 0

    def action_load_holidays(self):
        """Load all holidays from last year to the year after next that are missing.

        Also those that somebody has taken away: that is what the button is for.

        :raises UserError: who asks may not write the plan, or it lacks what is needed
        """
        if not self.has_access("write"):
            raise UserError(self.env._("Only a manager loads holidays."))
        for plan in self:
            plan._check_holidays_known()
        year = fields.Date.context_today(self).year
        added = self._load_holidays(year + FIRST, year + LAST)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Holidays added to the working hours: %s.", added
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_holidays_known(self):
        self.ensure_one()
        if not self.calendar_id:
            raise UserError(
                self.env._("“%s” has no working hours: choose some first.", self.name)
            )
        if not self.holiday_country_id:
            raise UserError(
                self.env._(
                    "First choose the country whose holidays “%s” keeps.", self.name
                )
            )
        if not self._are_holidays_known():
            raise UserError(
                self.env._(
                    "The holidays of %(country)s are not known: enter them as time off "
                    "in the working hours “%(calendar)s”.",
                    country=self.holiday_country_id.name,
                    calendar=self.calendar_id.name,
                )
            )

    def _are_holidays_known(self):
        return self.holiday_country_id.code in holidays.list_supported_countries()

    @api.model
    def _cron_load_holidays(self):
        """Load the years that have never been loaded, for all plans that have them.

        A year is loaded once: what a manager has added, moved or taken away stays so.
        """
        year = fields.Date.context_today(self).year
        found = self.search(
            [("calendar_id", "!=", False), ("holiday_country_id", "!=", False)]
        )
        found = found.filtered(lambda plan: plan._are_holidays_known())
        for plans in found.grouped(lambda plan: plan._get_holiday_source()).values():
            loaded = max(plans.mapped("holidays_until"))
            plans._load_holidays(max(year + FIRST, loaded + 1), year + LAST)

    def _get_holiday_source(self):
        """Return what plans share when they share their holidays."""
        return self.calendar_id, self.holiday_country_id

    def _load_holidays(self, first, last):
        """Make the holidays of these years days off; return how many were missing."""
        missing = {}
        sources = dict.fromkeys(plan._get_holiday_source() for plan in self)
        for calendar, country in sources:
            for vals in self._prepare_holidays(calendar, country, first, last):
                # two countries may have one in common
                missing.setdefault((calendar.id, vals["date_from"]), vals)
        # sudo: resource.calendar.leaves: who may write a plan may load its holidays
        self.env["resource.calendar.leaves"].sudo().create(list(missing.values()))
        self.holidays_until = last
        return len(missing)

    @api.model
    def _prepare_holidays(self, calendar, country, first, last):
        """Return the values of the days off that a calendar lacks.

        A day that is off at noon has been seen to: by an earlier run, or by somebody
        who has entered it, in whatever zone they are.
        """
        # sudo: resource.calendar.leaves: no day is loaded twice, whoever has entered it
        leaves = self.env["resource.calendar.leaves"].sudo()
        off = leaves.search(
            [
                *calendar._get_holiday_domain(),
                ("calendar_id", "in", [False, calendar.id]),
            ]
        )
        spans = [(leave.date_from, leave.date_to) for leave in off]
        zone = ZoneInfo(calendar.tz)
        public = holidays.country_holidays(
            country.code, years=range(first, last + 1), language=LANGUAGE
        )
        prepared = []
        for day, name in sorted(public.items()):
            start, noon, stop = _get_bounds(day, zone)
            if not any(begin <= noon <= end for begin, end in spans):
                prepared.append(
                    {
                        "name": name,
                        "calendar_id": calendar.id,
                        "date_from": start,
                        "date_to": stop,
                    }
                )
        return prepared


def _get_bounds(day, zone):
    """Return the first second, noon and the last second of a local day, in UTC."""
    start, noon, end = (
        to_utc(datetime.combine(date, at), zone)
        for date, at in (
            (day, time.min),
            (day, time(12)),
            (day + timedelta(days=1), time.min),
        )
    )
    return start, noon, end - timedelta(seconds=1)
