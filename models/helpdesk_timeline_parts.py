"""Working time: calendars, their hours and their holidays, as the SLA engine sees them.

What a change of them moves is planned anew at once, open clocks only.
"""

from datetime import UTC, datetime

from babel.dates import get_day_names

from odoo import api, models
from odoo.tools import ormcache
from odoo.tools.misc import get_lang

from ..logic.sla_live import Live
from ..logic.timeline import WALL, Timeline
from ..logic.week import shift_week
from ..logic.zones import find_zone


class HelpdeskTimelinePart(models.AbstractModel):
    """Lets open clocks follow when the working time that they run in changes."""

    _name = "helpdesk.timeline.part"
    _description = "Part of a Calendar's Working Time"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super(HelpdeskTimelinePart, self._in_one_go()).create(vals_list)
        parts = parts.with_env(self.env)
        parts._renew_timelines(parts._get_timeline_calendars())
        return parts

    def write(self, vals):
        calendars = self._get_timeline_calendars()
        done = super(HelpdeskTimelinePart, self._in_one_go()).write(vals)
        self._renew_timelines(calendars | self._get_timeline_calendars())
        return done

    def unlink(self):
        calendars = self._get_timeline_calendars()
        done = super(HelpdeskTimelinePart, self._in_one_go()).unlink()
        self._renew_timelines(calendars)
        return done

    def _in_one_go(self):
        """A calendar that is written writes its parts: clocks follow once."""
        return self.with_context(helpdesk_timelines_later=True)

    def _get_timeline_calendars(self):
        """Return the calendars whose working time these records make."""
        return self.env["resource.calendar"]

    @api.model
    def _renew_timelines(self, calendars):
        if not calendars or self.env.context.get("helpdesk_timelines_later"):
            return
        self.env.registry.clear_cache()
        # sudo: helpdesk.support.plan: who changes hours need not know the plans
        self.env["helpdesk.support.plan"].sudo()._replan_for_calendars(calendars)


class ResourceCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "helpdesk.timeline.part"]

    def _get_timeline_calendars(self):
        return self.exists()

    @api.ondelete(at_uninstall=True)
    def _unlink_days_off(self):
        """Days off go with their calendar: without one, they would be everybody's."""
        # sudo: resource.calendar.leaves: who deletes a calendar deletes what is in it
        leaves = self.env["resource.calendar.leaves"].sudo()
        leaves.search(
            [("calendar_id", "in", self.ids), ("resource_id", "=", False)]
        ).unlink()

    def _find_timeline_problem(self):
        """Return why nothing can be promised in this calendar's time, or None."""
        self.ensure_one()
        if self.flexible_hours:
            return self.env._(
                "“%s” has flexible hours: choose a calendar that says when work begins "
                "and ends.",
                self.name,
            )
        if find_zone(self.tz) is None:
            return self.env._("“%s” is in no known time zone: choose one.", self.name)
        # sudo: resource.calendar: only whether it has hours at all
        if not self.sudo()._has_working_time():
            return self.env._("“%s” has no working hours: add some.", self.name)
        return None

    def _has_working_time(self):
        return any(
            attendance.hour_to > attendance.hour_from
            for attendance in self.attendance_ids
            if not attendance.display_type and attendance.day_period != "lunch"
        )

    def _format_hours(self, later=0):
        """Return the hours in short, such as “Mon–Fri 08:00–17:00”; "" for none.

        :param int later: minutes by which the reader's clocks are ahead
        """
        week = [
            (
                int(attendance.dayofweek),
                round(attendance.hour_from * 60),
                round(attendance.hour_to * 60),
            )
            for attendance in self.attendance_ids.sorted("hour_from")
            if attendance.day_period != "lunch"
        ]
        if later:
            week = shift_week(week, later)
        by_hours = {}
        for day in range(7):
            hours = ", ".join(
                f"{_to_clock(start)}–{_to_clock(stop)}"
                for weekday, start, stop in week
                if weekday == day
            )
            if hours:
                by_hours.setdefault(hours, []).append(day)
        names = get_day_names("abbreviated", "stand-alone", get_lang(self.env).code)
        return "; ".join(
            f"{_join_days(days, names)} {hours}" for hours, days in by_hours.items()
        )

    @ormcache("self.id", "first_year", "last_year")
    def _get_timeline(self, first_year, last_year):
        """Return the working time of these years, holidays taken out.

        :rtype: logic.timeline.Timeline, or None if nothing can be promised in it
        """
        self.ensure_one()
        if self._find_timeline_problem():
            return None
        zone = find_zone(self.tz)
        # sudo: resource.calendar.leaves: what is remembered is for everybody, so it
        # must not lack the days off that only users of another company may see
        work = self.sudo()._work_intervals_batch(
            datetime(first_year, 1, 1, tzinfo=UTC),
            datetime(last_year + 1, 1, 1, tzinfo=UTC),
            domain=self._get_holiday_domain(),
        )[False]
        return Timeline(
            ((_to_utc(start), _to_utc(stop)) for start, stop, _ in work), zone
        )

    def _get_live_readers(self, now):
        """Return {calendar id: Live} of these calendars, and of the wall for False.

        :param datetime now: UTC
        """
        readers = {False: Live(WALL, now)}
        # sudo: resource.calendar: hours are no secret to who reads what runs in them
        for calendar in self.sudo():
            timeline = calendar._get_timeline(now.year - 1, now.year + 3)
            readers[calendar.id] = Live(timeline or WALL, now)
        return readers

    def _get_holiday_domain(self):
        """Return the domain of the days off that are everybody's.

        Odoo would also take those that another company has for all of its calendars.
        """
        return [
            ("time_type", "=", "leave"),
            ("resource_id", "=", False),
            "|",
            ("calendar_id", "=", self.id),
            ("company_id", "in", [False, self.company_id.id]),
        ]


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "helpdesk.timeline.part"]

    def _get_timeline_calendars(self):
        return self.calendar_id


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "helpdesk.timeline.part"]

    def _get_timeline_calendars(self):
        """One person's time off changes no promise; one without a calendar all."""
        shared = self.filtered(lambda leave: not leave.resource_id)
        companies = shared.filtered(lambda leave: not leave.calendar_id).company_id
        of_all = self.env["resource.calendar"]
        if companies:
            of_all = of_all.search([("company_id", "in", companies.ids)])
        return shared.calendar_id | of_all


def _to_utc(moment):
    return moment.astimezone(UTC).replace(tzinfo=None)


def _to_clock(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _join_days(days, names):
    """Return days of the week, "Mon–Fri" if they follow each other."""
    in_a_row = days == list(range(days[0], days[-1] + 1))
    if in_a_row and len(days) > 1:
        return f"{names[days[0]]}–{names[days[-1]]}"
    return ", ".join(names[day] for day in days)
