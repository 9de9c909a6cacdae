"""Holidays of a country become days off of the plan's calendar (A-G-05)."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import MANAGER, PlanCommon, new_test_user

#: the holidays of 2026 that the acceptance scenarios use
SCENARIOS = {
    "navegasoft": "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 "
    "08-07 08-17 10-12 11-02 11-16 12-08 12-25",
    "codify": "01-01 04-03 04-04 05-01 05-21 06-21 06-29 07-16 08-15 09-18 09-19 10-12 "
    "10-31 11-01 12-08 12-25",
    "ikhodi": "01-01 04-02 04-03 04-04 05-01 06-30 08-15 09-15 10-20 11-01 12-25",
}
#: where the law has it otherwise: plan: (without, with)
LAW = {
    # Ley 2578 de 2026
    "navegasoft": ("", "07-13"),
    "codify": ("", ""),
    # Decreto 19-2018: the Tuesday goes to the Monday before
    "ikhodi": ("06-30", "06-29"),
}


class HolidaysCommon(PlanCommon):
    """A plan of the tests' own, in Colombia; the shipped ones have been loaded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "marta", MANAGER)
        cls.leaves = cls.env["resource.calendar.leaves"]
        cls.gold = cls._create_plan("oro", cls._create_calendar(), "base.co")

    @classmethod
    def _create_plan(cls, code, calendar, country):
        return cls.env["helpdesk.support.plan"].create(
            {
                "name": code.title(),
                "code": code,
                "tz": "America/Bogota",
                "calendar_id": calendar.id,
                "holiday_country_id": country and cls.env.ref(country).id,
            }
        )

    @classmethod
    def _create_calendar(cls, tz="America/Bogota"):
        hours = {"name": "Lunes", "dayofweek": "0", "hour_from": 8, "hour_to": 17}
        return cls.env["resource.calendar"].create(
            {
                "name": "Horario",
                "tz": tz,
                "company_id": False,
                "attendance_ids": [(5,), (0, 0, hours)],
            }
        )

    def _load(self, plan=None, on="2026-03-09"):
        """Press the button on a day; return how many were loaded, as it says."""
        with freeze_time(on):
            action = (plan or self.gold).with_user(self.manager).action_load_holidays()
        self.assertEqual(action["tag"], "display_notification")
        return int(action["params"]["message"].split(": ")[1].rstrip("."))

    def _run_cron(self, on):
        with freeze_time(on):
            self.env["helpdesk.support.plan"]._cron_load_holidays()

    def _days(self, calendar=None, year=2026):
        """Return the calendar's days off in a year as {"MM-DD": leave}."""
        found = (calendar or self.gold.calendar_id).leave_ids
        found = found.filtered(lambda leave: leave.date_from.year == year)
        days = {f"{leave.date_from:%m-%d}": leave for leave in found}
        self.assertEqual(len(days), len(found), "a day is there twice")
        return days


@tagged("post_install", "-at_install")
class TestHolidays(HolidaysCommon):
    def test_the_button_loads_from_last_year_to_the_year_after_next(self):
        self.assertFalse(self.gold.calendar_id.leave_ids)
        loaded = self._load()
        leaves = self.gold.calendar_id.leave_ids
        self.assertEqual(loaded, len(leaves))
        self.assertEqual(
            sorted({leave.date_from.year for leave in leaves}), [2025, 2026, 2027, 2028]
        )
        self.assertEqual(len(self._days()), 19)
        self.assertEqual(self.gold.holidays_until, 2028)
        self.assertFalse(leaves.resource_id)
        self.assertEqual(set(leaves.mapped("time_type")), {"leave"})
        self.assertEqual(self._days()["07-20"].name, "Día de la Independencia")

    def test_all_of_them_are_made_at_once(self):
        """So that open clocks follow once."""
        plans = self.registry["helpdesk.support.plan"]
        with patch.object(plans, "_replan_for_calendars") as follow:
            self._load()
        follow.assert_called_once()

    def test_a_second_time_nothing_is_missing(self):
        self._load()
        before = self.gold.calendar_id.leave_ids
        self.assertEqual(self._load(), 0)
        self.assertEqual(self.gold.calendar_id.leave_ids, before)

    def test_a_holiday_is_a_whole_local_day(self):
        self._load()
        day = self._days()["05-01"]
        self.assertEqual(day.date_from, datetime(2026, 5, 1, 5))
        self.assertEqual(day.date_to, datetime(2026, 5, 2, 4, 59, 59))

    def test_also_a_day_of_25_hours_is_whole(self):
        """Holy Saturday of 2026 in Chile: clocks go back at its end."""
        plan = self._create_plan(
            "plata", self._create_calendar("America/Santiago"), "base.cl"
        )
        self._load(plan)
        day = self._days(plan.calendar_id)["04-04"]
        self.assertEqual(day.date_from, datetime(2026, 4, 4, 3))
        self.assertEqual(day.date_to, datetime(2026, 4, 5, 3, 59, 59))

    def test_a_day_that_is_off_already_is_left_alone(self):
        """Entered by somebody in another zone, or made half a day."""
        values = {"calendar_id": self.gold.calendar_id.id}
        abroad = self.leaves.create(
            {
                **values,
                "name": "Fiesta",
                "date_from": "2026-05-01 00:00:00",
                "date_to": "2026-05-01 23:59:59",
            }
        )
        half = self.leaves.create(
            {
                **values,
                "name": "Media jornada",
                "date_from": "2026-12-08 17:00:00",
                "date_to": "2026-12-08 22:00:00",
            }
        )
        self._load()
        days = self._days()
        self.assertEqual(days["05-01"], abroad)
        self.assertEqual(days["12-08"], half)
        self.assertEqual(len(days), 19)

    def test_one_persons_day_off_is_no_holiday(self):
        person = self.env["resource.resource"].create(
            {"name": "Ana", "calendar_id": self.gold.calendar_id.id}
        )
        self.leaves.create(
            {
                "calendar_id": self.gold.calendar_id.id,
                "resource_id": person.id,
                "date_from": "2026-05-01 05:00:00",
                "date_to": "2026-05-02 04:59:59",
            }
        )
        self._load()
        shared = self.gold.calendar_id.leave_ids.filtered(lambda x: not x.resource_id)
        self.assertIn("2026-05-01", {str(x.date_from.date()) for x in shared})

    def test_two_plans_share_a_calendar(self):
        twin = self._create_plan("bronce", self.gold.calendar_id, "base.co")
        neighbour = self._create_plan("plata", self.gold.calendar_id, "base.mx")
        self._load(self.gold | twin | neighbour)
        days = [leave.date_from for leave in self.gold.calendar_id.leave_ids]
        self.assertEqual(len(days), len(set(days)))
        self.assertIn("09-16", self._days())
        self.assertEqual(self._load(twin), 0)

    def test_a_country_whose_holidays_have_no_spanish_names(self):
        plan = self._create_plan(
            "plata", self._create_calendar("Asia/Tokyo"), "base.jp"
        )
        self.assertTrue(self._load(plan))

    def test_who_may_not_write_the_plan_is_refused(self):
        for user in (self.analyst, self.leader):
            with self._refused("Only a manager"):
                self.gold.with_user(user).action_load_holidays()
        self.assertFalse(self.gold.calendar_id.leave_ids)

    def test_without_working_hours(self):
        self.gold.calendar_id = False
        with self._refused("“Oro” has no working hours"):
            self._load()

    def test_without_a_country(self):
        self.gold.holiday_country_id = False
        with self._refused("First choose the country whose holidays “Oro” keeps"):
            self._load()

    def test_of_a_country_that_is_not_known(self):
        self.gold.holiday_country_id = self.env["res.country"].create(
            {"name": "Macondo", "code": "ZZ"}
        )
        with self._refused("holidays of Macondo are not known"):
            self._load()
        self._run_cron("2026-03-09")
        self.assertFalse(self.gold.calendar_id.leave_ids)

    def test_open_clocks_follow(self):
        """A ticket whose third business day becomes a holiday."""
        self.env["helpdesk.sla.policy"].create(
            {
                "name": "Tres días",
                "plan_id": self.gold.id,
                "amount": 1,
                "unit": "days",
                "clock": "business",
            }
        )
        self.env.company.support_plan_id = self.gold
        # Mondays; the next one, 20 July, is a holiday
        with freeze_time("2026-07-06 15:00:00"):
            ticket = self._create_ticket()
            self.assertEqual(ticket.clock_deadline, datetime(2026, 7, 13, 15))
            self._load(on="2026-07-06 15:00:00")
        self.assertEqual(ticket.clock_deadline, datetime(2026, 7, 27, 15))

    def test_days_off_are_deleted_with_their_calendar(self):
        """Without one, they would be everybody's."""
        self._load()
        leaves, calendar = self.gold.calendar_id.leave_ids, self.gold.calendar_id
        self.gold.calendar_id = False
        calendar.unlink()
        self.assertFalse(leaves.exists())


@tagged("post_install", "-at_install")
class TestHolidaysCron(HolidaysCommon):
    def test_it_loads_what_has_never_been_loaded(self):
        self._run_cron("2026-03-09")
        self.assertEqual(self.gold.holidays_until, 2028)
        self.assertEqual(len(self._days()), 19)
        before = self.gold.calendar_id.leave_ids
        self._run_cron("2027-01-01")
        new = self.gold.calendar_id.leave_ids - before
        self.assertEqual({leave.date_from.year for leave in new}, {2029})

    def test_what_a_manager_has_taken_away_stays_away(self):
        self._load()
        self._days()["12-08"].unlink()
        self._run_cron("2026-12-01")
        self._run_cron("2027-02-01")
        self.assertNotIn("12-08", self._days())
        self.assertEqual(self._load(), 1, "the button brings it back")

    def test_a_plan_that_shares_its_calendar_brings_nothing_back(self):
        self._load()
        self._days()["12-08"].unlink()
        twin = self._create_plan("bronce", self.gold.calendar_id, "base.co")
        self._run_cron("2026-12-01")
        self.assertNotIn("12-08", self._days())
        self.assertEqual(twin.holidays_until, 2028)

    def test_a_day_entered_by_hand_keeps_no_year_from_being_loaded(self):
        self.leaves.create(
            {
                "calendar_id": self.gold.calendar_id.id,
                "date_from": "2027-08-03 05:00:00",
                "date_to": "2027-08-04 04:59:59",
            }
        )
        self._run_cron("2026-03-09")
        self.assertGreater(len(self._days(year=2027)), 15)

    def test_another_country_or_calendar_has_its_own_to_load(self):
        self._load()
        self.gold.calendar_id = self._create_calendar()
        self._run_cron("2026-03-09")
        self.assertEqual(len(self._days()), 19)

    def test_plans_that_work_on_holidays_get_none(self):
        plan = self._create_plan("plata", self._create_calendar(), False)
        self._run_cron("2026-03-09")
        self.assertFalse(plan.calendar_id.leave_ids)

    def test_the_crons_call_what_is_there(self):
        for name in ("process_due", "load_holidays"):
            cron = self._ref(f"ir_cron_{name}")
            self.assertTrue(cron.active)
            method = cron.code.removeprefix("model.").removesuffix("()")
            self.assertTrue(hasattr(self.env[cron.model_id.model], method), name)
        self.assertEqual(self._ref("ir_cron_process_due").interval_type, "minutes")


@tagged("post_install", "-at_install")
class TestShippedHolidays(HolidaysCommon):
    def test_holidays_of_2026(self):
        """A-G-05, A-IKH-11, COD-18: as in the acceptance scenarios, but for the law."""
        for code, days in SCENARIOS.items():
            with self.subTest(code):
                plan = self._ref(f"plan_{code}").copy()
                plan.calendar_id = self._create_calendar(plan.tz)
                self._load(plan)
                without, more = (set(part.split()) for part in LAW[code])
                expected = set(days.split()) - without | more
                self.assertEqual(set(self._days(plan.calendar_id)), expected)

    def test_they_are_there_after_installing(self):
        for code in SCENARIOS:
            plan = self._ref(f"plan_{code}")
            self.assertGreaterEqual(plan.holidays_until, 2028)
            self.assertTrue(plan.calendar_id.leave_ids, code)

    def test_who_works_on_holidays(self):
        """A-COB-09, INT-18."""
        for code in ("cobranza", "interfactura"):
            plan = self._ref(f"plan_{code}")
            self.assertFalse(plan.holiday_country_id, code)
            self.assertFalse(plan.calendar_id.leave_ids, code)
