"""Roles and their rights, and rights that other addons gave wrongly or not at all."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.helpdesk_support_plan.hooks import ADDED_INDEXES

from .common import (
    ALL,
    COMMITTEE,
    LEADER,
    MANAGER,
    OWN,
    TEAM,
    DeskCommon,
    new_test_user,
)


@tagged("post_install", "-at_install")
class TestRoles(DeskCommon):
    def test_who_implies_whom(self):
        chain = [OWN, TEAM, ALL, LEADER, MANAGER]
        for number, group in enumerate(chain):
            user = new_test_user(self.env, f"user{number}", group)
            for rank, other in enumerate(chain):
                with self.subTest(group=group, other=other):
                    self.assertEqual(user.has_group(other), rank <= number)

    def test_the_committee_leads_nobody(self):
        user = new_test_user(self.env, "darío", COMMITTEE)
        self.assertTrue(user.has_group(OWN))
        for group in (TEAM, LEADER, MANAGER):
            self.assertFalse(user.has_group(group))
        self.assertFalse(self.leader.has_group(COMMITTEE))


@tagged("post_install", "-at_install")
class TestMendedRights(DeskCommon):
    def test_the_public_may_not_change_stages(self):
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        public = self.env.ref("base.public_user")
        with self.assertRaises(AccessError):
            stage.with_user(public).name = "x"
        for user in (self.portal_user, self.employee, self.analyst):
            with self.assertRaises(AccessError):
                stage.with_user(user).name = "x"

    def test_an_analyst_opens_a_contact_without_sales_rights(self):
        for user in (self.analyst, self.employee):
            with self.subTest(user.login):
                self.assertFalse(user.has_group("sales_team.group_sale_salesman"))
                with Form(self.carolina.with_user(user)) as form:
                    self.assertEqual(form.name, "Carolina")

    def test_sales_people_keep_the_button(self):
        seller = new_test_user(self.env, "sara", "sales_team.group_sale_salesman")
        for user, expected in ((seller, True), (self.analyst, False)):
            arch = self.env["res.partner"].with_user(user).get_view(view_type="form")
            found = "action_view_subscription_ids" in arch["arch"]
            self.assertEqual(found, expected, user.login)

    def test_an_analyst_marks_a_duplicate(self):
        first, second = self._create_ticket(), self._create_ticket()
        (first | second).user_id = self.analyst
        self.env.company.helpdesk_mgmt_duplicate_tracking = True
        own = second.with_user(self.analyst)
        action = own.action_open_duplicate_wizard()
        wizard = Form.from_action(own.env, action)
        wizard.duplicate_of_id = first.with_user(self.analyst)
        wizard.save().action_confirm()
        self.assertEqual(second.duplicate_id, first)

    def test_what_is_searched_has_an_index(self):
        self.env.cr.execute(
            """
            SELECT t.relname, a.attname FROM pg_index i
            JOIN pg_class t ON t.oid = i.indrelid
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
            """
        )
        self.assertLessEqual(set(ADDED_INDEXES), set(self.env.cr.fetchall()))
