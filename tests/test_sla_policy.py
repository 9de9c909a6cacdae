"""Policies: what may be promised, by whom, and what is said about the rest."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MANAGER, PlanCommon, new_test_user


class PolicyCommon(PlanCommon):
    """A plan of the tests' own, with working hours and nothing promised yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "marta", MANAGER)
        cls.policies = cls.env["helpdesk.sla.policy"]
        cls.calendar = cls._create_calendar()
        cls.gold = cls.env["helpdesk.support.plan"].create(
            {
                "name": "Oro",
                "code": "oro",
                "tz": "America/Bogota",
                "calendar_id": cls.calendar.id,
            }
        )
        cls.env.company.support_plan_id = cls.gold

    @classmethod
    def _create_calendar(cls, hours=((0, 8, 17), (1, 8, 17)), **values):
        lines = [
            (0, 0, {"name": "Día", "dayofweek": str(day), "hour_from": a, "hour_to": b})
            for day, a, b in hours
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": "Horario Oro",
                "tz": "America/Bogota",
                "company_id": False,
                "attendance_ids": [(5,), *lines],
                **values,
            }
        )

    def _promise(self, metric="resolution", amount=8, **values):
        return self.policies.with_user(self.manager).create(
            {
                "name": f"{metric} {amount}",
                "plan_id": self.gold.id,
                "metric": metric,
                "amount": amount,
                **values,
            }
        )

    def _impossible(self, sentence):
        return self._refused(sentence, ValidationError)


@tagged("post_install", "-at_install")
class TestWhatMayBePromised(PolicyCommon):
    def test_a_manager_writes_a_policy_in_its_form(self):
        with Form(self.policies.with_user(self.manager)) as form:
            form.name, form.plan_id = "Consultas", self.gold
            form.amount = 48
            form.priorities = "0, 1"
        policy = form.save()
        self.assertEqual(policy.target, "48 hours")
        self.assertEqual(policy.warn_percent, 80)
        self.assertFalse(policy.problem)

    def test_business_time_needs_working_hours(self):
        self.gold.calendar_id = False
        with self._impossible("“Tres” counts business time: choose the working hours"):
            self._promise(amount=3, clock="business", name="Tres")
        self._promise(amount=3, clock="business", calendar_id=self.calendar.id)
        self._promise("response", 0, clock="business")

    def test_working_hours_that_policies_count_in_stay(self):
        self._promise(amount=3, clock="business")
        with self._impossible("choose the working hours"):
            self.gold.with_user(self.manager).calendar_id = False
        self.assertTrue(self.gold.calendar_id)

    def test_a_calendar_without_hours(self):
        empty = self._create_calendar(())
        with self._impossible("“Horario Oro” has no working hours: add some"):
            self._promise(clock="business", calendar_id=empty.id)

    def test_a_flexible_calendar(self):
        flexible = self._create_calendar(schedule_type="flexible")
        with self._impossible("“Horario Oro” has flexible hours"):
            self._promise(clock="business", calendar_id=flexible.id)

    def test_a_part_of_a_day(self):
        with self._impossible("“Casi dos” promises a part of a day"):
            self._promise(amount=1.5, unit="days", name="Casi dos")
        self._promise(amount=1.5, unit="hours")

    def test_two_years_are_enough(self):
        for values in (
            {"amount": 732, "unit": "days"},
            {"amount": 731 * 24 + 1},
            {"amount": 10**9, "unit": "minutes"},
            {"amount": 250, "unit": "days", "clock": "business"},
            {"amount": 10**6, "clock": "business"},
        ):
            with self.subTest(values), self._impossible("more than two years"):
                self._promise(**values)
        self._promise(amount=731, unit="days")

    def test_less_than_zero(self):
        policy = self._promise(amount=1)
        for values in (
            {"amount": -1},
            {"amount": -(10**6), "clock": "business"},
            {"amount": -(10**6), "unit": "days", "clock": "business"},
        ):
            with self.subTest(values):
                self._refuse_in_database("less than zero", self._promise, **values)
                self._refuse_in_database("less than zero", policy.write, vals=values)

    def test_a_warning_comes_before_the_end(self):
        for percent in (-1, 100):
            self._refuse_in_database(
                "0 to 99 percent", self._promise, warn_percent=percent
            )

    def _refuse_in_database(self, sentence, act, **values):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught:
            with self.env.cr.savepoint():
                act(**values)
                self.env.flush_all()
        constraint = self.policies._table_objects[caught.exception.diag.constraint_name]
        self.assertIn(sentence, constraint.get_error_message(self.policies))

    def test_stars_are_from_zero_to_three(self):
        for stars in ("5", "urgente", "1;2", "0,4"):
            with self._impossible(f"“{stars}” are no stars: write them as 0, 1, 2, 3"):
                self._promise(priorities=stars)
        for stars in ("3", "0,1", "2 3", " 0 , 1 "):
            self._promise(priorities=stars)

    def test_archived_policies_promise_nothing(self):
        policy = self._promise()
        ticket = self._create_ticket()
        self.assertTrue(ticket.clock_deadline)
        policy.with_user(self.manager).active = False
        self.assertFalse(ticket.clock_deadline)


@tagged("post_install", "-at_install")
class TestConflicts(PolicyCommon):
    def test_a_response_after_the_resolution(self):
        self._promise("resolution", 4)
        with self._impossible(
            "Response is promised for after Resolution, .* without type .* Low"
        ):
            self._promise("response", 5)
        self._promise("response", 4)

    def test_a_diagnosis_after_the_resolution(self):
        self._promise("diagnosis", 5)
        with self._impossible("Diagnosis is promised for after Resolution"):
            self._promise("resolution", 4)

    def test_a_response_after_the_diagnosis(self):
        self._promise("diagnosis", 5)
        with self._impossible("Response is promised for after Diagnosis"):
            self._promise("response", 6)

    def test_a_change_is_judged_like_a_new_one(self):
        self._promise("resolution", 4)
        response = self._promise("response", 2)
        with self._impossible("after Resolution"):
            response.amount = 5
        with self._impossible("after Resolution"):
            response.unit = "days"
        self.assertEqual(response.target, "2 hours")

    def test_only_tickets_that_both_are_for_are_in_conflict(self):
        question = self._ref("type_question")
        self._promise("resolution", 4, priorities="3", type_ids=question.ids)
        response = self._promise("response", 5, priorities="0,1,2")
        with self._impossible("the type Question and the priority Urgent"):
            response.priorities = False

    def test_other_units_are_compared_by_trying(self):
        """One business hour may last a week end: it is no conflict with a day."""
        self._promise("resolution", 24)
        response = self._promise("response", 1, clock="business")
        with self._impossible("after Resolution"):
            response.write({"amount": 4, "unit": "days"})

    def test_what_is_written_with_the_plan_is_judged_when_all_is_there(self):
        resolution, response = self._promise("resolution", 8), self._promise("response")
        self.gold.with_user(self.manager).write(
            {
                "policy_ids": [
                    (1, resolution.id, {"amount": 1}),
                    (1, response.id, {"amount": 1}),
                ]
            }
        )
        self.assertEqual(response.target, "1 hour")
        with self._impossible("after Resolution"):
            self.gold.write({"policy_ids": [(1, resolution.id, {"amount": 0.5})]})
        values = [
            (0, 0, {"name": metric, "metric": metric, "amount": amount})
            for metric, amount in (("resolution", 1), ("response", 2))
        ]
        with self._impossible("after Resolution"):
            self.gold.create(
                {"name": "X", "code": "x", "tz": "UTC", "policy_ids": values}
            )


@tagged("post_install", "-at_install")
class TestWhoMay(PolicyCommon):
    def test_managers_write_leaders_and_analysts_read(self):
        """NAV-1.5-01."""
        policy = self._promise()
        policy.amount = 4
        for user in (self.analyst, self.leader):
            theirs = policy.with_user(user)
            self.assertEqual(theirs.target, "4 hours")
            with self.assertRaises(AccessError):
                theirs.amount = 5
            with self.assertRaises(AccessError):
                theirs.copy()
            with self.assertRaises(AccessError):
                theirs.unlink()
        policy.unlink()

    def test_others_read_nothing(self):
        policy = self._promise()
        for user in (self.portal_user, self.employee, self.env.ref("base.public_user")):
            theirs = self.policies.with_user(user)
            with self.assertRaises(AccessError):
                theirs.search_read([], ["name"])
            with self.assertRaises(AccessError):
                theirs.browse(policy.id).read(["name"])
            with self.assertRaises(AccessError):
                self.gold.with_user(user).read(["policy_ids"])

    def test_policies_of_another_companys_plan_are_not_seen(self):
        policy = self._promise()
        self.gold.company_id = self.env["res.company"].create({"name": "Otra"})
        for user in (self.analyst, self.manager):
            self.assertNotIn(policy, self.policies.with_user(user).search([]))

    def test_what_has_been_promised_is_not_deleted(self):
        policy = self._promise()
        self._create_ticket()
        with self._refused(f"“{policy.name}” has been promised to customers"):
            policy.unlink()
        self.assertTrue(policy.exists())
        self._promise("response", 1, priorities="3").unlink()


@tagged("post_install", "-at_install")
class TestHalfConfigured(PolicyCommon):
    def test_a_plan_that_has_lost_its_hours_takes_tickets_and_says_so(self):
        """NAV-3.1-01: an intake that fails would lose the customer's request."""
        self._promise("response", 2, clock="business", unit="hours")
        self._promise("resolution", 72)
        for spoil, reason in (
            ({"schedule_type": "flexible"}, "“Horario Oro” has flexible hours"),
            (
                {"schedule_type": "fully_fixed", "attendance_ids": [(5,)]},
                "“Horario Oro” has no working hours",
            ),
        ):
            self.calendar.write(spoil)
            ticket = self._create_ticket()
            self.assertEqual(ticket.clock_ids.mapped("metric"), ["resolution"])
            self.gold.invalidate_recordset()
            self.gold.policy_ids.invalidate_recordset()
            problems = self.gold.with_user(self.analyst).policy_problems
            self.assertIn(reason, problems)
            self.assertEqual(len(problems.splitlines()), 1)

    def test_an_upgrade_takes_a_plan_as_it_is(self):
        """New policies come before the working hours that they count in."""
        self.gold.calendar_id = False
        policy = self.policies.with_context(install_mode=True).create(
            {
                "name": "Tres",
                "plan_id": self.gold.id,
                "amount": 3,
                "unit": "days",
                "clock": "business",
            }
        )
        ticket = self._create_ticket()
        self.assertFalse(ticket.clock_ids)
        self.assertIn("choose the working hours", self.gold.policy_problems)
        self.gold.calendar_id = self.calendar
        self.assertEqual(ticket.clock_ids.policy_id, policy)

    def test_a_plan_without_policies_takes_tickets(self):
        ticket = self._create_ticket()
        self.assertFalse(ticket.clock_ids)
        self.assertFalse(ticket.clock_deadline)
        self.assertFalse(self.gold.policy_problems)

    def test_what_is_left_blank_is_no_problem(self):
        policy = self._promise("response", 0)
        self.assertEqual(policy.target, "Not defined")
        self.assertFalse(policy.problem)
        self.assertFalse(self.gold.policy_problems)
        policy.undefined_kind = "none"
        self.assertEqual(policy.target, "No deadline")

    def test_days_off_that_only_another_company_sees_count_for_everybody(self):
        """Who looks first must not make the others forget a holiday."""
        other = self.env["res.company"].create({"name": "Otra"})
        stranger = new_test_user(
            self.env,
            "olga",
            MANAGER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        holiday = self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": self.calendar.id,
                "date_from": "2026-03-09 05:00:00",
                "date_to": "2026-03-10 04:59:59",
            }
        )
        self.assertNotEqual(holiday.company_id, other)
        self.env.registry.clear_cache()
        seen = self.calendar.with_user(stranger)._get_timeline(2026, 2026)
        self.assertFalse(seen.is_open(holiday.date_from.replace(hour=15)))

    def test_a_copy_promises_the_same_at_its_own_levels(self):
        level = self.env["helpdesk.support.level"].create(
            {"name": "Uno", "code": "n1", "plan_id": self.gold.id}
        )
        self._promise("ownership", 24, level_ids=level.ids)
        copy = self.gold.copy()
        self.assertEqual(copy.policy_ids.level_ids.plan_id, copy)
        self.assertEqual(copy.policy_ids.level_ids.code, "n1")
        self.env.company.support_plan_id = copy
        self.assertEqual(self._create_ticket().clock_ids.metric, "ownership")
