"""Calendars as the acceptance scenarios give them, and a plan of the tests' own."""

from contextlib import contextmanager
from datetime import datetime, time
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from ..logic.sla_case import read_moment, show_moment
from ..logic.zones import to_utc
from .common import PlanCommon

WEEK = range(5)
#: plan: (zone, {days: hours}, holidays of 2026)
CALENDARS = {
    "navegasoft": (
        "America/Bogota",
        {WEEK: (8, 17)},
        "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 "
        "10-12 11-02 11-16 12-08 12-25",
    ),
    "cobranza": ("America/Santiago", {WEEK: (18, 20), (5,): (9, 13)}, ""),
    "codify": (
        "America/Santiago",
        {WEEK: (9, 18)},
        "01-01 04-03 04-04 05-01 05-21 06-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 "
        "11-01 12-08 12-25",
    ),
    "interfactura": ("America/Monterrey", {range(7): (0, 24)}, ""),
    "ikhodi": (
        "America/Guatemala",
        {WEEK: (8, 17)},
        "01-01 04-02 04-03 04-04 05-01 06-30 08-15 09-15 10-20 11-01 12-25",
    ),
}


class SlaCommon(PlanCommon):
    """The five plans, each with the scenarios' own calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clocks = cls.env["helpdesk.sla.clock"]
        for name, (zone, hours, holidays) in CALENDARS.items():
            calendar = cls._create_calendar(zone, hours, holidays.split())
            cls._ref(f"plan_{name}").calendar_id = calendar

    @classmethod
    def _create_calendar(cls, zone, hours, holidays=()):
        """Return a calendar: {days of the week: (from, to)}, days off as "MM-DD"."""
        attendances = [
            {
                "name": f"{day}",
                "dayofweek": str(day),
                "day_period": "morning",
                "hour_from": start,
                "hour_to": stop,
            }
            for days, (start, stop) in hours.items()
            for day in days
        ]
        calendar = cls.env["resource.calendar"].create(
            {
                "name": f"Horario {zone}",
                "tz": zone,
                "company_id": False,
                "attendance_ids": [(5,), *((0, 0, vals) for vals in attendances)],
            }
        )
        days = (datetime.fromisoformat(f"2026-{day}") for day in holidays)
        cls.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Feriado",
                    "calendar_id": calendar.id,
                    "date_from": to_utc(day, ZoneInfo(zone)),
                    "date_to": to_utc(
                        datetime.combine(day, time(23, 59, 59)), ZoneInfo(zone)
                    ),
                }
                for day in days
            ]
        )
        return calendar

    @contextmanager
    def _at(self, text, plan=None):
        """Freeze the clock at a local time of the plan; give the instant in UTC."""
        instant = read_moment(text, ZoneInfo((plan or self.plan).tz))
        with freeze_time(instant), patch.object(self.env.cr, "now", lambda: instant):
            yield instant

    def _simulate(self, **case):
        return self.env["helpdesk.support.plan"].simulate(
            {"plan": "navegasoft", **case}
        )

    def _clock(self, ticket, metric="resolution"):
        return ticket.clock_ids.filtered(lambda clock: clock.metric == metric)

    def _process_due(self, now):
        """Run the cron at an instant, without its commits."""
        with self._without_commits():
            self.clocks._cron_process_due(now)

    def _without_commits(self):
        crons = type(self.env["ir.cron"])
        return patch.object(crons, "_commit_progress", lambda *args, **kwargs: 60.0)


class PromiseCommon(SlaCommon):
    """A plan of the tests' own, with a promise of each kind; Ana has a ticket."""

    PROMISES = {
        "response": {"amount": 60, "unit": "minutes"},
        "diagnosis": {"amount": 2, "clock": "business"},
        "resolution": {"amount": 8},
        "update": {"amount": 5},
        "ownership": {"amount": 24},
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gold = cls.env["helpdesk.support.plan"].create(
            {
                "name": "Oro",
                "code": "oro",
                "tz": "America/Bogota",
                "calendar_id": cls.plan.calendar_id.id,
                "level_ids": [
                    (0, 0, {"name": name, "code": code, "sequence": sequence})
                    for sequence, (code, name) in enumerate(
                        [("n1", "Uno"), ("n2", "Dos")]
                    )
                ],
                "policy_ids": [
                    (0, 0, {"name": metric, "metric": metric, **values})
                    for metric, values in cls.PROMISES.items()
                ],
            }
        )
        cls.env.company.support_plan_id = cls.gold

    def _register(self, at="2026-03-09 10:00", **values):
        """Return a ticket of the analyst, registered at a local time."""
        values = {
            "partner_id": self.carolina.id,
            "team_id": self.team.id,
            "user_id": self.analyst.id,
            **values,
        }
        with self._at(at):
            ticket = self._create_ticket(**values)
            ticket.triaged = True
        return ticket.with_user(self.analyst)

    def _policy(self, metric="resolution"):
        return self.gold.policy_ids.filtered(lambda policy: policy.metric == metric)

    def _local(self, instant):
        """Return an instant as it is written in the tests."""
        return show_moment(instant or None, ZoneInfo(self.plan.tz))

    def _kinds(self, ticket):
        """Return the facts of a ticket, in order, without what clocks made of them."""
        events = ticket.sudo().event_ids.sorted("id")
        return [event.kind for event in events if event.kind[:6] != "clock_"]

    def _count_events(self, ticket, kind, metric=None):
        events = ticket.sudo().event_ids.filtered(lambda event: event.kind == kind)
        return len([e for e in events if not metric or e.detail["metric"] == metric])

    def _answer(self, ticket, **more):
        values = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment", **more}
        return ticket.message_post(body="Hola", **values)
