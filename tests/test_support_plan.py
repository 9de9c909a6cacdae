"""The plan and its parts as records, and the five that are shipped."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import LEADER, MANAGER, PlanCommon, new_test_user


@tagged("post_install", "-at_install")
class TestPlan(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "marta", MANAGER)

    def _refuse(self, sentence, model, values):
        """Expect that a record is refused with a sentence in words."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught:
            with self.env.cr.savepoint():
                self.env[model].create(values)
                self.env.flush_all()
        constraint = caught.exception.diag.constraint_name
        table = self.env[model]._table_objects[constraint]
        self.assertIn(sentence, table.get_error_message(self.env[model]))

    def test_a_manager_writes_a_plan_in_its_form(self):
        with Form(self.env["helpdesk.support.plan"].with_user(self.manager)) as form:
            form.name, form.code, form.tz = "Oro", "oro", "America/Lima"
            with form.severity_ids.new() as severity:
                severity.priority, severity.name = "3", "Muy grave"
            form.require_module = True
        plan = form.save()
        self.assertEqual(plan.arrears_days, 10)
        self.assertEqual(plan.arrears_action, "inform")
        self.assertIn("High", plan.missing_stars)
        self.assertNotIn("Urgent", plan.missing_stars)

    def test_only_managers_write(self):
        """NAV-1.5-01."""
        for user in (self.analyst, self.leader):
            for record in (self.plan, self.n1, self.plan.severity_ids[0]):
                with self.assertRaises(AccessError):
                    record.with_user(user).name = "x"
        self.n1.with_user(self.manager).name = "Primera línea"

    def test_two_plans_with_one_code_are_refused(self):
        values = {"name": "Otro", "code": "navegasoft", "tz": "UTC"}
        self._refuse("already a support plan", "helpdesk.support.plan", values)

    def test_two_levels_with_one_code_are_refused(self):
        values = {"name": "Otro", "code": "n1", "plan_id": self.plan.id}
        self._refuse("one level or area", "helpdesk.support.level", values)

    def test_two_impacts_for_one_number_of_stars_are_refused(self):
        values = {"name": "Otro", "priority": "3", "plan_id": self.plan.id}
        self._refuse("one impact for each", "helpdesk.support.severity", values)

    def test_two_records_of_one_function_are_refused(self):
        values = {"code": "on_call"}
        self._refuse("Each function", "helpdesk.support.role", values)

    def test_a_copy_has_everything_but_the_code(self):
        copies = (self.plan | self._ref("plan_ikhodi")).copy()
        self.assertEqual(copies.mapped("code"), ["navegasoft_2", "ikhodi_2"])
        self.assertEqual(
            copies[0].level_ids.mapped("code"), self.plan.level_ids.mapped("code")
        )
        self.assertEqual(len(copies[1].severity_ids), 4)
        self.assertEqual(self.plan.copy().code, "navegasoft_3")

    def test_a_copy_has_an_impact_at_intake_of_its_own(self):
        original = self._ref("plan_interfactura")
        original.default_severity_id = original.severity_ids[1]
        copy = original.copy()
        self.assertEqual(copy.default_severity_id.priority, "2")
        self.assertEqual(copy.default_severity_id.plan_id, copy)
        original.unlink()
        self.assertEqual(copy.default_severity_id.priority, "2")

    def test_open_tickets_are_counted_and_shown(self):
        ticket = self._create_ticket()
        self._create_ticket(stage_id=self._stage("solved").id)
        self.plan.invalidate_recordset(["ticket_count"])
        action = self.plan.action_view_tickets()
        shown = self.tickets.search(action["domain"])
        self.assertIn(ticket, shown)
        self.assertEqual(self.plan.ticket_count, len(shown))

    def test_costs_are_for_leaders(self):
        level = self._ref("level_cobranza_n1")
        self.assertEqual(level.with_user(self.leader).hourly_cost, 8000)
        with self.assertRaises(AccessError):
            level.with_user(self.analyst).hourly_cost  # noqa: B018 pylint: disable=pointless-statement

    def test_plans_of_another_company_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Otra"})
        plan = self._ref("plan_codify")
        plan.company_id = other
        for user in (self.analyst, self.manager):
            plans = self.env["helpdesk.support.plan"].with_user(user).search([])
            self.assertNotIn(plan, plans)
            levels = self.env["helpdesk.support.level"].with_user(user).search([])
            self.assertFalse(levels & plan.level_ids)


@tagged("post_install", "-at_install")
class TestRoles(PlanCommon):
    def test_a_companys_own_people_go_before_those_of_all(self):
        role = self._ref("role_on_call")
        role.user_ids = self.analyst
        people = role._get_people
        self.assertEqual(people("on_call", self.env.company), self.analyst)
        role.create(
            {
                "code": "on_call",
                "company_id": self.env.company.id,
                "user_ids": self.leader.ids,
            }
        )
        self.assertEqual(people("on_call", self.env.company), self.leader)

    def test_a_role_gives_no_rights(self):
        before = self.employee.all_group_ids
        self._ref("role_support_leader").user_ids = self.employee
        self.assertEqual(self.employee.all_group_ids, before)
        self.assertFalse(self.employee.has_group(LEADER))

    def test_the_list_of_people_by_level_is_for_every_analyst(self):
        """NAV-2.1-04."""
        self.n1.user_ids = self.analyst
        self._ref("role_on_call").user_ids = self.leader
        for xml_id in ("helpdesk_support_level_action", "helpdesk_support_role_action"):
            action = self._ref(xml_id)
            records = self.env[action.res_model].with_user(self.analyst).search([])
            self.assertTrue(records.user_ids, xml_id)
        menus = self.env["ir.ui.menu"].with_user(self.analyst).load_menus(False)
        self.assertIn(self._ref("helpdesk_support_level_people_menu").id, menus)
        self.assertNotIn(self._ref("helpdesk_support_plan_menu").id, menus)


@tagged("post_install", "-at_install")
class TestZone(PlanCommon):
    def test_an_unknown_zone_is_refused_with_the_nearest_names(self):
        with self._refused("no time zone “America/Bogotá”.*America/Bogota"):
            self.plan.tz = "America/Bogotá"
