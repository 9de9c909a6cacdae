from odoo.tests import tagged

from ..exceptions import StepsMissing
from ..logic.escalation import HandOver
from .playbook_common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestTicketGates(PlaybookCommon):
    """NAV-3.4.1: a gate holds everywhere, for everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_reviewed().with_user(cls.analyst)

    def _pass_all(self):
        for row in self.ticket.sudo().step_ids:
            row.waive("Prueba")

    def test_no_way_leads_to_solved(self):
        solved = self._stage("solved").id
        for way, act in {
            "form and list": lambda it: it.write({"stage_id": solved}),
            "method": lambda it: it.solve("Listo"),
            "proposal": lambda it: it.propose_solution("Listo"),
            "import": lambda it: it.with_context(import_file=True).write(
                {"stage_id": solved}
            ),
            "root": lambda it: it.sudo().write({"stage_id": solved}),
            "with another value": lambda it: it.write(
                {"stage_id": solved, "cancel_note": "x"}
            ),
        }.items():
            for user in (self.analyst, self.leader):
                with self.subTest(way=way, user=user.name):
                    with self._refused("Mirar.*Probar", StepsMissing):
                        act(self.ticket.with_user(user))
        self._pass_all()
        self.ticket.solve("Listo")
        self.assertTrue(self.ticket.closed)

    def test_a_server_action_is_no_way_either(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Resolver",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "state": "code",
                "code": f"records.write({{'stage_id': {self._stage('solved').id}}})",
            }
        )
        context = {"active_model": "helpdesk.ticket", "active_ids": self.ticket.ids}
        with self._refused("Missing in its procedure", StepsMissing):
            action.with_context(**context).run()

    def test_the_dialog_knows_what_is_missing(self):
        for user, may_override in ((self.analyst, False), (self.leader, True)):
            with self.assertRaises(StepsMissing) as caught:
                self.ticket.with_user(user).solve("Listo")
            context = caught.exception.context
            self.assertEqual(context["ticket_id"], self.ticket.id)
            self.assertEqual(len(context["step_ids"]), 4)
            self.assertEqual(context["may_override"], may_override)

    def test_no_way_leads_up(self):
        for way, act in {
            "method": lambda it: it.escalate("No se puede"),
            "to a level": lambda it: it.escalate("No se puede", self.n3),
            "form and list": lambda it: it.write({"level_id": self.n3.id}),
            "root": lambda it: it.sudo().write({"level_id": self.n3.id}),
        }.items():
            with (
                self.subTest(way),
                self._refused("handed over yet.*Mirar", StepsMissing),
            ):
                act(self.ticket)
        self._step(self.ticket, "Mirar").mark_done()
        self.ticket.escalate("No se puede")
        self.assertEqual(self.ticket.sudo().level_id, self.n3)
        self.assertEqual(self._get_states(self.ticket.sudo()), "dtdtt")

    def test_areas_may_be_asked_at_any_time_and_back_is_free(self):
        commercial = self._level("commercial")
        self.ticket.sudo().write({"level_id": commercial.id})
        self.assertEqual(self.ticket.sudo().level_id, commercial)
        self.ticket.sudo().return_to_previous_level("Ya contestaron")
        self.assertEqual(self.ticket.sudo().level_id, self.n1)

    def test_the_procedure_goes_where_the_route_does_not(self):
        self.env["helpdesk.escalation.route"].create(
            {
                "plan_id": self.plan.id,
                "type_id": self.kind.id,
                "level_ids": self.n1.ids,
                "area_ids": self._level("commercial").ids,
            }
        )
        self._step(self.ticket, "Mirar").mark_done()
        self.assertEqual(self.ticket._find_next_level(), self.n3)
        self.ticket.write({"level_id": self.n3.id})
        self.assertEqual(self.ticket.sudo().level_id, self.n3)

    def test_the_desks_own_rules_hand_over_all_the_same(self):
        ticket = self.ticket.sudo()
        by_rule = HandOver("escalated", "Nadie", "time", self._get_rule().id)
        ticket._hand_over({ticket: self.n3}, by_rule)
        self.assertEqual(ticket.level_id, self.n3)
        self.assertIn("lacks: Mirar", "".join(ticket.message_ids.mapped("body")))

    def _get_rule(self):
        return self.env["helpdesk.escalation.rule"].search(
            [("plan_id", "=", self.plan.id)], limit=1
        )

    def test_leaders_set_all_of_it_aside(self):
        with self._refused("Only a leader"):
            self.ticket.override_gates("Urge")
        by_leader = self.ticket.with_user(self.leader)
        by_leader.override_gates("Urge")
        self.assertEqual(self._get_states(self.ticket), "wtwww")
        with self._refused("Nothing holds"):
            by_leader.override_gates("Urge")
        self.ticket.solve("Listo")

    def test_cancelling_is_free(self):
        self.ticket.cancel("withdrawn")
        self.assertTrue(self.ticket.closed)

    def test_what_customers_accept_has_passed_before(self):
        self._pass_all()
        self.plan.validation = "customer"
        self.ticket.propose_solution("Listo")
        self.ticket.accept_solution()
        self.assertEqual(self.ticket.closure, "validated")

    def test_many_at_once_are_judged_one_by_one(self):
        free = self._create_reviewed().with_user(self.analyst)
        for row in free.sudo().step_ids:
            row.waive("Prueba")
        with self._refused(self.ticket.number, StepsMissing):
            (free | self.ticket).write({"stage_id": self._stage("solved").id})


@tagged("post_install", "-at_install")
class TestNoWayAround(PlaybookCommon):
    """What somebody might try who knows how programs talk to the desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_reviewed().with_user(cls.analyst)
        cls.question = cls._ref("type_question")
        cls.solved = cls._stage("solved").id

    def test_no_context_switches_the_gates_off(self):
        for key in ("helpdesk_playbook_sync", "helpdesk_intake_bare", "import_file"):
            with self.subTest(key):
                ticket = self.ticket.with_context(**{key: True})
                with self._refused("Only a leader does without"):
                    ticket.write({"playbook_id": False, "stage_id": self.solved})
                with self._refused("Missing in its procedure", StepsMissing):
                    ticket.write({"stage_id": self.solved})

    def test_a_ticket_that_is_made_bare_has_its_procedure(self):
        ticket = self.tickets.with_user(self.analyst).with_context(
            helpdesk_intake_bare=True
        )
        made = ticket.create(
            {
                "name": "Nueva",
                "description": "Nueva",
                "type_id": self.kind.id,
                "plan_id": self.plan.id,
                "team_id": self.team.id,
            }
        )
        self.assertEqual(made.playbook_id, self.playbook)

    def test_another_type_is_no_detour(self):
        self.ticket.type_id = self.question
        self.ticket.solve("Listo")
        with self._refused("reopen it first"):
            self.ticket.type_id = self.kind

    def test_what_was_proposed_is_taken_back(self):
        self.plan.validation = "customer"
        self.ticket.type_id = self.question
        self.ticket.propose_solution("Listo")
        self.ticket.type_id = self.kind
        self.assertEqual(self.ticket.validation_state, "none")
        self.assertFalse(self.ticket.waiting_reason)
        with self._refused("No solution"):
            self.ticket.accept_solution()

    def test_type_and_level_at_once(self):
        self.ticket.type_id = self.question
        with self._refused("handed over yet.*Mirar", StepsMissing):
            self.ticket.write({"type_id": self.kind.id, "level_id": self.n2.id})

    def test_a_procedure_that_has_begun_is_not_taken_away(self):
        self._step(self.ticket, "Mirar").mark_done()
        self.ticket.type_id = self.question
        self.assertEqual(self.ticket.playbook_id, self.playbook)
        with self._refused("Only a leader does without"):
            self.ticket.playbook_id = False

    def test_who_escalated_it_sees_and_does_its_steps(self):
        self._step(self.ticket, "Mirar").mark_done()
        self.ticket.escalate("No se puede aquí")
        self.env.invalidate_all()
        self.assertEqual(len(self.ticket.step_ids), 5)
        self._step(self.ticket, "Anotar").mark_done("Hecho")
        self.assertEqual(self._step(self.ticket, "Anotar").done_by, self.analyst)

    def test_a_step_that_does_not_apply_is_not_done(self):
        self._step(self.ticket, "Anotar").skip()
        with self._refused("does not apply"):
            self._step(self.ticket, "Anotar").mark_done("Hecho")

    def test_another_customer_is_judged_anew(self):
        self.playbook.step_ids[0].write({"mode": "auto", "check": "customer_ok"})
        self.env.flush_all()
        row = self._step(self.ticket.sudo(), "Mirar")
        row.write({"state": "done", "seen": {"code": "nobody"}})
        self.ticket.partner_id = self.mateo
        self.assertNotEqual(row.seen["code"], "nobody")

    def test_an_approval_is_asked_before_it_is_given(self):
        self._step(self.ticket, "Mirar").mark_done()
        self.playbook.step_ids[1].write({"action": "ask_approval", "wants": "contact"})
        row = self._step(self.ticket, "Anotar")
        with self._refused("Ask the customer"):
            row.mark_done(contact=self.carolina)
        row.ask("¿Autoriza?")
        row.mark_failed("No quieren")
        with self._refused("Ask the customer"):
            row.mark_done(contact=self.carolina)
        row.ask("¿Y ahora?")
        self.assertEqual(row.state, "todo")
        row.mark_done(contact=self.carolina)

    def test_only_approvals_are_asked_for(self):
        with self._refused("asks for no approval"):
            self._step(self.ticket, "Mirar").ask("¿Autoriza?")

    def test_files_that_there_are_not(self):
        for given in ([2**30], ["x"], "x", 7):
            with self.subTest(given), self._refused("There are no such files"):
                self._step(self.ticket, "Mirar").mark_done(attachments=given)
