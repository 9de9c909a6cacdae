from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestStages(PlanCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._classified().with_user(self.analyst)

    def _move(self, code, **values):
        self.ticket.write({"stage_id": self._stage(code).id, **values})

    def test_a_new_ticket_is_new_and_grey(self):
        """NAV-3.2-27, NAV-3.2-36."""
        self.assertEqual(self.ticket.stage_code, "new")
        self.assertEqual(self.ticket.kanban_state, "normal")

    def test_every_stage_starts_at_grey(self):
        """NAV-3.2-40, NAV-3.2-37, NAV-3.2-38."""
        for signal in ("done", "blocked"):
            self.ticket.kanban_state = signal
            self._move("in_progress")
            self.assertEqual(self.ticket.kanban_state, "normal")
            self._move("new")
        self.ticket.kanban_state = "blocked"
        self._move("new")  # it is there already: nothing changes
        self.assertEqual(self.ticket.kanban_state, "blocked")
        self._move("in_progress", kanban_state="done")
        self.assertEqual(self.ticket.kanban_state, "done")

    def test_only_tickets_that_move_start_at_grey(self):
        other = self._classified(
            stage_id=self._stage("in_progress").id, kanban_state="blocked"
        ).with_user(self.analyst)
        both = self.ticket | other
        both.write({"stage_id": self._stage("in_progress").id, "priority": "2"})
        self.assertEqual(both.mapped("kanban_state"), ["normal", "blocked"])
        self.assertEqual(both.mapped("priority"), ["2", "2"])

    def test_a_ticket_is_always_in_a_stage(self):
        with self._refused("Choose the stage"):
            self.ticket.stage_id = False

    def test_values_that_there_are_not_are_refused_in_words(self):
        for name in (
            "priority",
            "requested_priority",
            "kanban_state",
            "waiting_reason",
        ):
            with self._refused("“9” is no .*: use one of"):
                self.ticket[name] = "9"

    def test_in_process_needs_somebody_responsible(self):
        """NAV-3.2-28."""
        self.ticket = self._classified(user_id=False).with_user(self.leader)
        with self._refused("Make somebody responsible"):
            self._move("in_progress")
        self.assertEqual(self.ticket.stage_code, "new")
        self._move("in_progress", user_id=self.analyst.id)
        self.assertEqual(self.ticket.stage_code, "in_progress")

    def test_work_is_begun_in_one_click(self):
        self.ticket.action_start()
        self.assertEqual(self.ticket.stage_code, "in_progress")

    def test_a_ticket_without_type_does_not_leave_the_new_ones(self):
        """NAV-3.1-24."""
        self.ticket.type_id = False
        for code in ("in_progress", "solved"):
            with self._refused("Choose the type"):
                self._move(code)
            self.assertEqual(self.ticket.stage_code, "new")
        self._move("waiting_customer")

    def test_waiting_is_no_way_around_it(self):
        self.ticket.type_id = False
        self._move("waiting_customer")
        for code in ("in_progress", "solved"):
            with self._refused("Choose the type"):
                self._move(code)

    def test_a_ticket_is_not_opened_in_a_stage_it_could_not_reach(self):
        own = self.tickets.with_user(self.analyst)
        values = {"name": "x", "description": "x", "user_id": self.analyst.id}
        for code, sentence in (
            ("in_progress", "Choose the type"),
            ("solved", "Choose the type"),
            ("cancelled", "Say why"),
        ):
            with self._refused(sentence):
                own.create({**values, "stage_id": self._stage(code).id})
        # an import may bring the past of another desk
        past = own.with_context(import_file=True)
        past.create({**values, "stage_id": self._stage("solved").id})

    def test_a_team_with_stages_of_its_own_takes_every_request_in(self):
        team = self.team.copy({"name": "Propio", "alias_name": "propio"})
        team.user_ids = self.analyst
        stage = self.env["helpdesk.ticket.stage"].create(
            {"name": "Bandeja", "team_ids": team.ids, "sequence": 0}
        )
        ticket = self.tickets.with_user(self.analyst).create(
            {"name": "x", "description": "x", "team_id": team.id}
        )
        self.assertEqual(ticket.stage_id, stage)

    def test_a_chat_says_who_it_is_before_work_begins(self):
        """NAV-3.1-03."""
        chat = self._ref("channel_chat")
        self.ticket.write({"partner_id": False, "channel_id": chat.id})
        self.ticket.write({"partner_name": "Rosa", "partner_company": False})
        with self._refused("name and company"):
            self._move("in_progress")
        self.ticket.partner_company = "Droguería La Salud"
        self._move("in_progress")

    def test_waiting_says_for_what(self):
        """NAV-3.2-29, NAV-3.2-30."""
        self._move("waiting_customer")
        self.assertEqual(self.ticket.waiting_reason, "customer")
        self.ticket.waiting_reason = "validation"
        self._move("in_progress")
        self.assertFalse(self.ticket.waiting_reason)
        self._move("waiting_customer", waiting_reason="validation")
        self.assertEqual(self.ticket.waiting_reason, "validation")

    def test_solved_is_closed(self):
        """NAV-3.2-31."""
        self._move("solved")
        self.assertTrue(self.ticket.closed)
        self.assertTrue(self.ticket.closed_date)

    def test_stages_without_a_code_count_by_whether_they_close(self):
        stages = self.env["helpdesk.ticket.stage"]
        rejected = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_rejected")
        self.assertEqual(rejected._get_code(), "cancelled")
        tests = stages.create({"name": "En pruebas"})
        self.assertEqual(tests._get_code(), "in_progress")
        self.assertFalse(stages.browse()._get_code())
        for code, stage in (("cancelled", rejected), ("in_progress", tests)):
            self.assertEqual(stage._get_code(), code)

    def test_two_stages_can_be_closed_into_from_the_portal(self):
        stages = self.env["helpdesk.ticket.stage"].search(
            [("close_from_portal", "=", True)]
        )
        self.assertEqual(set(stages.mapped("code")), {"solved", "cancelled"})
        self.assertEqual(len(stages), 2)

    def test_without_a_plan_nothing_is_asked(self):
        self.env.company.support_plan_id = False
        self.ticket = self._create_ticket(user_id=False)
        for code in ("in_progress", "solved", "cancelled"):
            self._move(code)
            self.assertEqual(self.ticket.stage_code, code)


@tagged("post_install", "-at_install")
class TestCancelling(PlanCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._classified().with_user(self.analyst)
        self.older = self._classified()

    def test_a_reason_is_required(self):
        """NAV-3.2-35."""
        for name in ("cancelled", "rejected"):
            stage = self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}")
            with self._refused("Say why"):
                self.ticket.stage_id = stage
            self.assertEqual(self.ticket.stage_code, "new")

    def test_the_manuals_reasons(self):
        """NAV-3.2-32, NAV-3.2-33."""
        for reason in ("arrears", "no_service"):
            ticket = self._classified().with_user(self.analyst)
            ticket.cancel(reason)
            self.assertEqual(ticket.stage_code, "cancelled")
            self.assertEqual(ticket.cancel_reason, reason)

    def test_a_duplicate_names_the_other_ticket(self):
        """NAV-3.2-34."""
        with self._refused("a duplicate of"):
            self.ticket.cancel("duplicate")
        self.assertEqual(self.ticket.stage_code, "new")
        self.ticket.duplicate_id = self.older
        self.ticket.cancel("duplicate")
        self.assertEqual(self.ticket.stage_code, "cancelled")

    def test_another_reason_is_given_in_words(self):
        for nothing in (None, "", "  "):
            with self._refused("Say why"):
                self.ticket.cancel("other", nothing)
        self.ticket.cancel("other", "Pedido por error")
        self.assertEqual(self.ticket.cancel_note, "Pedido por error")

    def test_an_unknown_reason_is_refused(self):
        with self._refused("use one of arrears, no_service"):
            self.ticket.cancel("because")

    def test_the_dialog(self):
        action = self.ticket.action_cancel()
        with Form.from_action(self.ticket.env, action) as form:
            form.reason = "duplicate"
            form.duplicate_id = self.older.with_user(self.analyst)
        form.save().action_cancel()
        self.assertEqual(self.ticket.duplicate_id, self.older)
        self.assertEqual(self.ticket.cancel_reason, "duplicate")

    def test_the_duplicate_wizard_gives_the_reason(self):
        self.ticket.write(
            {"duplicate_id": self.older.id, "stage_id": self._stage("cancelled").id}
        )
        self.assertEqual(self.ticket.cancel_reason, "duplicate")

    def test_reopening_forgets_the_reason(self):
        self.ticket.cancel("arrears")
        self.ticket.stage_id = self._stage("in_progress")
        self.assertFalse(self.ticket.cancel_reason)

    def test_a_customer_withdraws_without_being_asked(self):
        self.ticket.with_user(self.portal_user).sudo().stage_id = self._stage(
            "cancelled"
        )
        self.assertEqual(self.ticket.cancel_reason, "withdrawn")

    def test_an_employee_who_asked_withdraws_too(self):
        self.ticket.with_user(self.employee).sudo().stage_id = self._stage("solved")
        self.assertEqual(self.ticket.stage_code, "solved")
        self.older.with_user(self.employee).sudo().stage_id = self._stage("cancelled")
        self.assertEqual(self.older.cancel_reason, "withdrawn")

    def test_no_ticket_is_its_own_duplicate(self):
        self.ticket.duplicate_id = self.ticket
        with self._refused("which other ticket"):
            self.ticket.cancel("duplicate")

    def test_the_reason_cannot_be_taken_away(self):
        self.ticket.cancel("arrears")
        with self._refused("Say why"):
            self.ticket.cancel_reason = False
        with self._refused("Say why"):
            self.ticket.cancel_reason = "other"

    def test_nobody_cancels_the_ticket_of_others(self):
        for user in (self.portal_user, self.employee):
            with self.assertRaises(AccessError):
                self.ticket.with_user(user).cancel("arrears")
