"""Roles and their rights, and rights that other addons gave wrongly or not at all."""

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools.sql import make_index_name

from odoo.addons.helpdesk_support_plan.hooks import ADDED_INDEXES

from .common import (
    ALL,
    COMMITTEE,
    LEADER,
    MANAGER,
    OWN,
    TEAM,
    DeskCommon,
    PlanCommon,
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

    def test_the_button_is_for_who_may_read_subscriptions(self):
        seller = new_test_user(self.env, "sara", "sales_team.group_sale_salesman")
        readers = ((seller, True), (self.analyst, True), (self.employee, False))
        for user, expected in readers:
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
        names = {make_index_name(*index) for index in ADDED_INDEXES}
        self.env.cr.execute("SELECT indexname FROM pg_indexes")
        found = {name for (name,) in self.env.cr.fetchall()}
        self.assertEqual(names - found, set())


@tagged("post_install", "-at_install")
class TestHiddenFields(PlanCommon):
    """DESIGN 8: what customers and other employees read of a ticket by RPC."""

    #: what helpdesk_mgmt and helpdesk_mgmt_project show to everybody, and is internal
    INTERNAL = {
        "color",
        "duplicate_count",
        "duplicate_id",
        "duplicate_ids",
        "kanban_state",
        "milestone_id",
        "priority",
        "project_id",
        "task_id",
    }
    PUBLIC = {"impact", "solution"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._classified()
        cls.ticket.message_subscribe(cls.employee.partner_id.ids)
        records = cls.env["ir.model.data"].search(
            [
                ("module", "=", "helpdesk_support_plan"),
                ("name", "=like", "field_helpdesk_ticket__%"),
            ]
        )
        fields = cls.env["ir.model.fields"].browse(records.mapped("res_id"))
        names = set(
            fields.filtered(lambda f: f.model == "helpdesk.ticket").mapped("name")
        )
        others = cls.env["ir.model.data"].search(
            [
                ("module", "!=", "helpdesk_support_plan"),
                ("model", "=", "ir.model.fields"),
                ("res_id", "in", fields.ids),
            ]
        )
        theirs = cls.env["ir.model.fields"].browse(others.mapped("res_id"))
        cls.ours = names - set(theirs.mapped("name"))

    def test_every_field_of_ours_is_for_analysts(self):
        self.assertIn("plan_id", self.ours)
        self.assertIn("severity_id", self.ours)
        for name in (self.ours | self.INTERNAL) - self.PUBLIC:
            with self.subTest(name):
                self.assertEqual(self.tickets._fields[name].groups, OWN)

    def test_others_read_search_group_and_sort_by_none_of_them(self):
        for user in (self.portal_user, self.employee):
            tickets = self.tickets.with_user(user)
            self.assertEqual(tickets.search([("id", "=", self.ticket.id)]), self.ticket)
            shown = set(tickets.fields_get())
            self.assertEqual(shown & (self.ours | self.INTERNAL), self.PUBLIC)
            for name in ("priority", "plan_id", "triaged", "requested_priority"):
                with self.subTest(user=user.login, field=name):
                    with self.assertRaises(AccessError):
                        tickets.search_read([], [name])
                    with self.assertRaises(AccessError):
                        tickets.search([(name, "!=", False)])
                    with self.assertRaises(AccessError):
                        tickets.formatted_read_group([], [name], ["__count"])
                    with self.assertRaises(AccessError):
                        tickets.search([], order=name)
            read = tickets.search_read([("id", "=", self.ticket.id)], ["impact"])
            self.assertEqual(read[0]["impact"], "low")

    def test_others_reach_no_plan(self):
        for user in (self.portal_user, self.employee):
            for model in ("plan", "level", "severity", "role"):
                with self.assertRaises(AccessError):
                    self.env[f"helpdesk.support.{model}"].with_user(user).search([])
        company = self.env.company
        for record in (self.company_a, company):
            with self.assertRaises(AccessError):
                record.with_user(self.employee).read(["support_plan_id"])
        with self.assertRaises(AccessError):
            company.with_user(self.portal_user).read(["support_plan_id"])

    def test_projects_open_for_who_may_read_no_tickets(self):
        self.env["project.project"].create(
            {"name": "P", "privacy_visibility": "employees"}
        )
        worker = new_test_user(self.env, "paco", "project.group_project_user")
        for model in ("project.project", "project.task", "project.milestone"):
            records = self.env[model].with_user(worker)
            for view in ("form", "kanban", "list"):
                arch = records.get_view(view_type=view)["arch"]
                self.assertNotIn("ticket_count", arch)
            records.search([]).read(["display_name"])
            with self.assertRaises(AccessError):
                records.search_read(
                    [],
                    [
                        "ticket_ids"
                        if model != "project.milestone"
                        else "helpdesk_ticket_ids"
                    ],
                )


@tagged("post_install", "-at_install")
class TestPublicWords(PlanCommon, HttpCase):
    def test_the_portal_speaks_neither_of_stars_nor_of_priority(self):
        """NAV-3.2-59, on helpdesk_mgmt's pages."""
        ticket = self._classified(priority="3")
        ticket.with_context(tracking_disable=False, mail_notrack=False).priority = "2"
        self.cr.flush()
        self.authenticate("carolina", "carolina")
        for path in (f"/my/ticket/{ticket.id}", "/my/tickets", "/new/ticket"):
            page = html.fromstring(self.url_open(path).text)
            body = page.xpath("//*[@id='wrap']")[0]
            shown = html.tostring(body, encoding="unicode").lower()
            self.assertIn("ticket", shown)
            for word in ("priorit", "priorid", "urgent", "star"):
                with self.subTest(path=path, word=word):
                    self.assertNotIn(word, shown)
