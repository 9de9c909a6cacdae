from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .common import ALL, OWN, TEAM, DeskCommon, PlanCommon, new_test_user


@tagged("post_install", "-at_install")
class TestTypeAndTeam(DeskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind, cls.other = cls.env["helpdesk.ticket.type"].create(
            [{"name": "Problema"}, {"name": "Pregunta"}]
        )
        cls.bound = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Solo problemas",
                "type_ids": [(4, cls.kind.id)],
                "user_ids": [(4, cls.analyst.id)],
            }
        )

    @users("ana")
    def test_analysts_of_all_levels_choose_a_type(self):
        ticket = self._create_ticket(user_id=self.analyst.id).with_env(self.env)
        with Form(ticket) as form:
            form.type_id = self.kind
        self.assertEqual(ticket.type_id, self.kind)

    def test_types_are_read_with_the_lowest_rights(self):
        for login, group in (("own", OWN), ("team", TEAM)):
            with self.subTest(group):
                user = new_test_user(self.env, login, group)
                self.assertEqual(self.kind.with_user(user).name, "Problema")

    def test_a_team_without_types_serves_all(self):
        ticket = self._create_ticket(team_id=self.team.id, user_id=self.analyst.id)
        with Form(ticket.with_user(self.leader)) as form:
            form.type_id = self.kind
            self.assertEqual(form.team_id, self.team)
            self.assertEqual(form.user_id, self.analyst)

    def test_a_team_with_types_serves_only_them(self):
        ticket = self._create_ticket(team_id=self.bound.id)
        with Form(ticket.with_user(self.leader)) as form:
            form.type_id = self.kind
            self.assertEqual(form.team_id, self.bound)
            form.type_id = self.other
            self.assertFalse(form.team_id)

    def test_every_team_that_serves_the_type_is_offered(self):
        arch = etree.fromstring(self.tickets.get_view(view_type="form")["arch"])
        domain = arch.xpath("//field[@name='team_id']/@domain")[0]
        teams = self.env["helpdesk.ticket.team"]
        offered = {
            kind: teams.search(eval(domain, {"type_id": kind.id}))  # pylint: disable=eval-used
            for kind in (self.kind, self.other, self.kind.browse())
        }
        self.assertLessEqual(self.team | self.bound, offered[self.kind])
        self.assertIn(self.team, offered[self.other])
        self.assertNotIn(self.bound, offered[self.other])
        self.assertLessEqual(self.team | self.bound, offered[self.kind.browse()])


@tagged("post_install", "-at_install")
class TestTriage(PlanCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._classified().with_user(self.analyst)

    def test_a_classification_is_confirmed_with_the_lowest_rights(self):
        """NAV-3.2-39: new and green is classified and prioritised."""
        self.assertEqual(self.ticket.next_step, "confirm")
        self.ticket.action_confirm_triage()
        self.assertTrue(self.ticket.triaged)
        self.assertEqual(self.ticket.kanban_state, "done")
        self.assertEqual(self.ticket.stage_code, "new")
        self.assertEqual(self.ticket.next_step, "start")

    def test_green_confirms_a_new_ticket(self):
        self.ticket.kanban_state = "done"
        self.assertTrue(self.ticket.triaged)

    def test_green_without_a_type_is_refused(self):
        self.ticket.type_id = False
        for change in ({"kanban_state": "done"}, {"triaged": True}):
            with self._refused("choose its type"):
                self.ticket.write(change)
            self.assertFalse(self.ticket.triaged)
            self.assertEqual(self.ticket.kanban_state, "normal")
        with self._refused(f"{self.ticket.number} cannot be"):
            self.ticket.action_confirm_triage()

    def test_green_is_refused_on_every_way(self):
        stage = self._stage("new")
        begun = self._classified(type_id=False, stage_id=self._stage("solved").id)
        with self._refused("choose its type"):
            begun.write({"stage_id": stage.id, "kanban_state": "done"})
        with self._refused("choose its type"):
            self._classified(type_id=False, kanban_state="done")
        self.assertTrue(self._classified(kanban_state="done").triaged)

    def test_a_copy_is_not_classified(self):
        self.ticket.action_confirm_triage()
        copy = self.ticket.copy()
        self.assertFalse(copy.triaged)
        self.assertEqual(copy.kanban_state, "normal")

    def test_a_classification_that_becomes_incomplete_is_taken_back(self):
        changes = (
            {"type_id": False},
            {"triaged": False},
            {"module_tag_ids": [(5,)]},
        )
        self.plan.require_module = True
        for change in changes:
            with self.subTest(change):
                ticket = self._classified().with_user(self.analyst)
                ticket.action_confirm_triage()
                ticket.write(change)
                self.assertFalse(ticket.triaged)
                self.assertEqual(ticket.kanban_state, "normal")

    def test_a_required_dimension_is_asked_for(self):
        self.plan.require_process = True
        self.plan.require_origin = True
        self.assertIn("process, origin", self.ticket.triage_missing)
        with self._refused("choose its process, origin"):
            self.ticket.action_confirm_triage()
        self.assertFalse(self.ticket.triaged)
        self.ticket.tag_ids += self._ref("tag_folios") | self._ref("tag_clientes")
        self.ticket.action_confirm_triage()
        self.assertTrue(self.ticket.triaged)

    def test_several_tickets_wherever_they_are(self):
        begun = self._classified(stage_id=self._stage("in_progress").id)
        both = self.ticket | begun.with_user(self.analyst)
        both.action_confirm_triage()
        self.assertEqual(both.mapped("triaged"), [True, True])
        self.assertEqual(both.mapped("kanban_state"), ["done", "normal"])

    def test_green_of_several_confirms_only_the_new_ones(self):
        begun = self._classified(
            stage_id=self._stage("in_progress").id, type_id=False
        ).with_user(self.analyst)
        (self.ticket | begun).write({"kanban_state": "done"})
        self.assertTrue(self.ticket.triaged)
        self.assertFalse(begun.triaged)
        self.assertEqual(begun.kanban_state, "done")

    def test_nothing_is_confirmed_if_one_is_incomplete(self):
        other = self._classified(type_id=False).with_user(self.analyst)
        with self.assertRaises(UserError):
            (self.ticket | other).action_confirm_triage()
        self.assertFalse(self.ticket.triaged)

    def test_the_first_level_classifies(self):
        """NAV-3.3-02."""
        second = new_test_user(self.env, "beto", ALL)
        self.n1.user_ids = self.analyst
        self.n2.user_ids = second
        other = self._classified(user_id=False).with_user(second)
        with self._refused("are classified by Support Level 1"):
            other.action_confirm_triage()
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as logs:
            with Form(other) as form:
                form.type_id = self._ref("type_question")
        self.assertIn("The first level classifies", "".join(logs.output))
        with self.assertNoLogs("odoo.tests.form.onchange", "WARNING"):
            Form(self.tickets.with_user(second))
        other.with_user(self.leader).action_confirm_triage()
        self.ticket.action_confirm_triage()

    def test_a_classified_ticket_goes_to_the_level_that_attends_its_type(self):
        """NAV-3.3-01."""
        self.n1.type_ids -= self._ref("type_bug")
        question = self._classified(type_id=self._ref("type_question").id)
        self.ticket.action_confirm_triage()
        self.assertEqual(self.ticket.level_id, self.n2)
        question.action_confirm_triage()
        self.assertEqual(question.level_id, self.n1)

    def test_in_navegasoft_the_first_level_attends_all(self):
        for kind in self.plan.type_ids:
            ticket = self._classified(type_id=kind.id)
            ticket.action_confirm_triage()
            self.assertEqual(ticket.level_id, self.n1, kind.code)

    def test_the_types_offered_are_those_of_the_plan(self):
        own = self.env["helpdesk.ticket.type"].create({"name": "De todos"})
        offered = own.search(self.ticket._get_type_domain())
        self.assertIn(own, offered)
        self.assertIn(self._ref("type_bug"), offered)
        self.assertNotIn(self._ref("type_basic_problem"), offered)

    def test_a_type_of_another_plan_is_no_type(self):
        ticket = self._classified(plan_id=self._ref("plan_ikhodi").id)
        self.assertIn("type", ticket.triage_missing)
        with self._refused("choose its type"):
            ticket.action_confirm_triage()

    def test_a_ticket_made_as_classified_is_checked_too(self):
        with self._refused("choose its type"):
            self._classified(type_id=False, triaged=True)
        history = self._classified(
            type_id=False, triaged=True, stage_id=self._stage("solved").id
        )
        self.assertTrue(history.triaged)

    def test_nobody_else_confirms(self):
        ticket = self._classified(partner_id=self.carolina.id)
        for user in (self.portal_user, self.employee):
            with self.assertRaises(AccessError):
                ticket.with_user(user).action_confirm_triage()

    def test_without_a_plan_no_type_is_asked_for(self):
        self.env.company.support_plan_id = False
        ticket = self._create_ticket()
        self.assertFalse(ticket.plan_id)
        ticket.action_confirm_triage()
        self.assertTrue(ticket.triaged)


@tagged("post_install", "-at_install")
class TestCalls(PlanCommon):
    def test_a_call_leaves_evidence(self):
        """NAV-3.1-22, NAV-3.1-23: whatever the priority."""
        for stars in ("0", "3"):
            ticket = self._classified(priority=stars).with_user(self.analyst)
            call = ticket.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.analyst.id
            )
            for nothing in (False, "", "<p><br></p>"):
                with self._refused("what was said in the call"):
                    call.action_feedback(feedback=nothing)
            call.action_feedback(feedback="Confirma el error 402.")
            self.assertIn("Confirma el error 402.", ticket.message_ids[0].body)

    def test_other_activities_need_no_note(self):
        ticket = self._classified().with_user(self.analyst)
        todo = ticket.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.analyst.id
        )
        todo.action_feedback()
        partner_call = self.carolina.activity_schedule("mail.mail_activity_data_call")
        partner_call.action_feedback()
