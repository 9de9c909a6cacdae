"""How a ticket closes: proposed, accepted by who may, set aside by a leader, told."""

from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .sla_common import SlaCommon

#: what only the acts write
NOTED = {
    "closed_in_silence": True,
    "proposed_at": "2026-03-09 12:00:00",
    "rating_request": "asked",
    "silence_at": "2026-03-09 12:00:00",
    "validated_at": "2026-03-09 12:00:00",
    "validation_state": "accepted",
    "validation_waiver": "x",
    "written_after_at": "2026-03-09 12:00:00",
}


class ValidationCommon(SlaCommon):
    """Codify's plan asks for an authorised contact; Navegasoft's for the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.validation = "customer"
        cls.codify = cls._ref("plan_codify")
        cls.codify.validation = "authorised"
        cls.tester = new_test_user(
            cls.env, "ada", "helpdesk_mgmt.group_helpdesk_user_own", name="Ada"
        )

    def _begun(self, at="2026-03-09 10:00", **values):
        """Return a ticket of the analyst on which work has begun."""
        with self._at(at):
            ticket = self._classified(triaged=True, **values)
            ticket.with_user(self.analyst).action_start()
        return ticket.with_user(self.analyst)

    def _proposed(self, at="2026-03-09 12:00", **values):
        ticket = self._begun(**values)
        with self._at(at):
            ticket.propose_solution("Ya firma")
        return ticket


@tagged("post_install", "-at_install")
class TestValidationGate(ValidationCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._begun()
        self.solved = self._stage("solved").id

    def _assert_open(self):
        self.env.invalidate_all()
        self.assertEqual(self.ticket.stage_code, "in_progress")

    def test_no_way_leads_around_the_customer(self):
        """IKH-36, A-NAV-15, A-NAV-16: form, list, kanban, RPC, import."""
        own = self.ticket
        importing = self.tickets.with_user(self.analyst).with_context(import_file=True)

        def fill_in():
            with Form(own) as form:
                form.stage_id = self._stage("solved")

        ways = {
            "solve": lambda: own.solve("Listo"),
            "kanban": lambda: own.web_save({"stage_id": self.solved}, {}),
            "form": fill_in,
            "list": lambda: (own | self._begun()).write({"stage_id": self.solved}),
            "import": lambda: importing.browse(own.id).write({"stage_id": self.solved}),
            "bulk": lambda: own.with_user(self.leader).write({"stage_id": self.solved}),
        }
        for name, way in ways.items():
            with self.subTest(name), self._refused("use “Propose solution”"):
                way()
            self._assert_open()

    def test_a_new_ticket_is_not_solved_either(self):
        own = self.tickets.with_user(self.analyst)
        values = {
            "name": "x",
            "description": "x",
            "user_id": self.analyst.id,
            "type_id": self._ref("type_bug").id,
            "stage_id": self.solved,
        }
        with self._refused("use “Propose solution”"):
            own.create(values)

    def test_what_the_customer_said_is_not_written_by_hand(self):
        for user in (self.analyst, self.leader):
            for name, value in NOTED.items():
                with self.subTest(name), self._refused("noted by itself"):
                    self.ticket.with_user(user).write({name: value})
            with self._refused("noted by itself"):
                self.ticket.with_user(user).write(
                    {"stage_id": self.solved, "validation_state": "accepted"}
                )
            with self._refused("noted by itself"):
                self.ticket.with_user(user).closure = "validated"
        own = self.tickets.with_user(self.analyst)
        values = {"name": "x", "description": "x"}
        with self._refused("noted by itself"):
            own.create({**values, "validation_state": "accepted"})
        with self._refused("noted by itself"):
            own.with_context(default_validation_state="accepted").create(values)

    def test_cancelling_asks_nobody(self):
        self.ticket.cancel("other", "Pedido por error")
        self.assertFalse(self.ticket.closure)
        other = self._begun()
        other.cancel("withdrawn")
        self.assertEqual(other.closure, "withdrawn")

    def test_where_the_plan_asks_nobody_the_desk_solves(self):
        """A-NAV-42."""
        self.plan.validation = "none"
        self.ticket.solve("Listo")
        self.assertEqual(self.ticket.closure, "desk")

    def test_an_acceptance_lasts_until_it_is_reopened(self):
        self.ticket.propose_solution("Ya firma")
        self.ticket.accept_solution()
        self.assertEqual(self.ticket.closure, "validated")
        self.assertEqual(self.ticket.validated_by_id, self.carolina)
        # by hand, as from the board
        self.ticket.stage_id = self._stage("in_progress")
        self.assertEqual(self.ticket.validation_state, "none")
        for name in ("closure", "validated_by_id", "validated_at", "closed_date"):
            self.assertFalse(self.ticket[name], name)
        with self._refused("use “Propose solution”"):
            self.ticket.stage_id = self._stage("solved")

    def test_programs_of_the_desk_are_asked_too(self):
        with self._refused("use “Propose solution”"):
            self.ticket.sudo().write({"stage_id": self.solved})


@tagged("post_install", "-at_install")
class TestWaiving(ValidationCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._begun()

    def test_a_leader_sets_it_aside_with_a_reason(self):
        """A-G-12."""
        leading = self.ticket.with_user(self.leader)
        for nothing in ("", "  ", None):
            with self._refused("Say why"):
                leading.solve_without_validation(nothing)
        leading.solve_without_validation("No contesta hace un mes")
        self.assertEqual(self.ticket.stage_code, "solved")
        self.assertEqual(self.ticket.closure, "override")
        self.assertEqual(self.ticket.validation_state, "none")
        note = self.ticket.message_ids.filtered(lambda m: "hace un mes" in m.body)[:1]
        self.assertEqual(note.author_id, self.leader.partner_id)
        self.assertTrue(note.subtype_id.internal)
        leading.reopen("Escribió")
        self.assertFalse(self.ticket.validation_waiver)
        self.assertFalse(self.ticket.closure)

    def test_the_customer_may_be_told(self):
        leading = self.ticket.with_user(self.leader)
        with self._refused("Write what the customer"):
            leading.solve_without_validation("No contesta", "<p><br></p>")
        leading.solve_without_validation("No contesta", "Quedó listo")
        self.assertIn("Quedó listo", self.ticket.solution)
        kinds = self.ticket.sudo().event_ids.mapped("kind")
        self.assertEqual(kinds.count("solve"), 1)

    def test_nobody_else_does(self):
        with self._refused("Only a leader"):
            self.ticket.solve_without_validation("No contesta")
        for user in (self.portal_user, self.employee, self.tester):
            with self.assertRaises(AccessError):
                self.ticket.with_user(user).solve_without_validation("x")
        self.assertEqual(self.ticket.stage_code, "in_progress")

    def test_only_where_it_is_asked_for_and_open(self):
        leading = self.ticket.with_user(self.leader)
        self.plan.validation = "none"
        with self._refused("asks nobody"):
            leading.solve_without_validation("x")
        self.plan.validation = "customer"
        leading.solve_without_validation("x")
        with self._refused("reopen it first"):
            leading.solve_without_validation("x")

    def test_the_dialog(self):
        acts = self.env["helpdesk.ticket.act"].with_user(self.leader)
        form = Form(acts.with_context(default_act="waive", active_id=self.ticket.id))
        form.note = "No contesta"
        form.save().action_apply()
        self.assertEqual(self.ticket.closure, "override")
        action = self._ref("helpdesk_ticket_act_waive_action")
        self.assertEqual(action.group_ids, self._ref("group_support_leader"))


@tagged("post_install", "-at_install")
class TestAuthorised(ValidationCommon):
    """AT-38, COD-38, COD-39."""

    def setUp(self):
        super().setUp()
        self.env.company.support_plan_id = self.codify
        self.ticket = self._proposed(type_id=False)
        self.felipe.support_approver = True

    def test_without_approval_it_stays_open(self):
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        self.assertEqual(self.ticket.waiting_reason, "validation")
        with self._refused("use “Propose solution”"):
            self.ticket.stage_id = self._stage("solved")

    def test_only_who_may_approve_accepts(self):
        with self._refused("Carolina may not approve .* but Felipe may"):
            self.ticket.accept_solution()
        with self._refused("Carolina may not approve"):
            self.ticket.accept_solution(self.carolina.id)
        with self._refused("Choose who accepted"):
            self.ticket.accept_solution(self.mateo)
        for nobody in (self.carolina.id + 10**6, "x", [self.felipe.id]):
            with self._refused("no such contact"):
                self.ticket.accept_solution(nobody)
        self.assertEqual(self.ticket.validation_state, "proposed")
        with self._at("2026-03-09 15:00") as instant:
            self.ticket.accept_solution(self.felipe.id)
        self.assertEqual(self.ticket.closure, "validated")
        self.assertEqual(self.ticket.validated_by_id, self.felipe)
        self.assertEqual(self.ticket.validated_at, instant)
        clock = self._clock(self.ticket)
        self.assertFalse(clock and clock.met_at != instant)

    def test_an_approver_of_another_customer_is_none(self):
        self.felipe.support_approver = False
        self.mateo.support_approver = True
        with self._refused("Choose who accepted"):
            self.ticket.accept_solution(self.mateo)
        self.assertFalse(self.ticket._get_approvers())

    def test_the_ticket_s_own_contact_if_they_may(self):
        self.carolina.support_approver = True
        self.ticket.accept_solution()
        self.assertEqual(self.ticket.validated_by_id, self.carolina)

    def test_the_desk_is_asked_who(self):
        action = self.ticket.action_accept_solution()
        with Form.from_action(self.ticket.env, action) as form:
            self.assertEqual(form.validator_id, self.felipe)
        form.save().action_apply()
        self.assertEqual(self.ticket.validated_by_id, self.felipe)

    def test_elsewhere_it_is_not(self):
        self.codify.validation = "customer"
        self.assertFalse(self.ticket.action_accept_solution())
        self.assertEqual(self.ticket.closure, "validated")

    def test_who_may_approve_is_noted_by_analysts(self):
        for user, expected in ((self.tester, 1), (self.employee, 0)):
            arch = self.env["res.partner"].with_user(user).get_view(view_type="form")
            form = etree.fromstring(arch["arch"])
            found = form.xpath("//field[@name='support_approver']")
            self.assertEqual(len(found), expected, user.login)
        with self.assertRaises(AccessError):
            self.felipe.with_user(self.portal_user).read(["support_approver"])


@tagged("post_install", "-at_install")
class TestAfterClosing(ValidationCommon):
    """5.7: a message on a solved ticket asks, and reopens nothing."""

    def setUp(self):
        super().setUp()
        self.ticket = self._proposed()
        with self._at("2026-03-09 15:00"):
            self.ticket.accept_solution()
        self.env.flush_all()

    def _write(self, text="¿Y ahora?"):
        self.ticket.sudo().message_post(
            body=text,
            author_id=self.carolina.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _count_questions(self):
        asked = self.ticket.sudo().message_ids.filtered(
            lambda message: message.message_type == "auto_comment"
            and f"/my/ticket/{self.ticket.id}" in message.body
        )
        return len(asked)

    def _get_activities(self):
        return self.ticket.sudo().activity_ids.filtered(
            lambda activity: "after it was closed" in activity.summary
        )

    def test_the_customer_is_asked_once(self):
        response = self._clock(self.ticket, "response").met_at
        for text in ("¿Y ahora?", "¿Hola?"):
            self._write(text)
        self.assertEqual(self.ticket.stage_code, "solved")
        self.assertEqual(self._count_questions(), 1)
        self.assertEqual(self._get_activities().user_id, self.analyst)
        self.assertEqual(self._clock(self.ticket, "response").met_at, response)

    def test_and_again_after_the_next_closing(self):
        self._write()
        self.ticket.reopen("Volvió a fallar")
        self.ticket.propose_solution("Ahora sí")
        self.ticket.accept_solution()
        self._write()
        self.assertEqual(self._count_questions(), 2)

    def test_somebody_looks_each_time_but_not_twice_at_once(self):
        self._write()
        self._write("¿Hola?")
        self.assertEqual(len(self._get_activities()), 1)
        self._get_activities().with_user(self.analyst).action_done()
        self._write("¿Siguen ahí?")
        self.assertEqual(len(self._get_activities()), 1)
        self.assertEqual(self._count_questions(), 1)

    def test_who_left_looks_at_nothing(self):
        self.analyst.active = False
        self.team.user_id = self.analyst
        self.team.user_ids = self.analyst | self.leader
        self._ref("role_support_leader").user_ids = False
        self._write()
        self.assertEqual(self._get_activities().user_id, self.leader)
        # whoever had it has left since
        self.leader.active = False
        self.team.user_ids = self.tester
        self.plan.level_ids.user_ids = False
        ada_reads = self.ticket.with_user(self.tester).has_access("read")
        self._write("¿Hola?")
        theirs = self._get_activities().user_id.filtered("active")
        self.assertEqual(theirs, self.tester if ada_reads else self.tester.browse())

    def test_where_nobody_leads_somebody_of_the_team_or_the_plan_looks(self):
        self._ref("role_support_leader").user_ids = False
        self.team.user_id = self.ticket.sudo().user_id = False
        self.team.user_ids = False
        self.n1.user_ids = self.leader
        self._write()
        self.assertEqual(self._get_activities().user_id, self.leader)

    def test_by_mail_too(self):
        first = self.ticket.sudo().message_ids.sorted("id")[-1]
        mail = self._mail(body="Sigue igual", In_Reply_To=first.message_id)
        self.assertEqual(self._receive(mail), self.ticket.sudo())
        self.assertEqual(self.ticket.stage_code, "solved")
        self.assertEqual(self._count_questions(), 1)

    def test_a_machine_is_not_asked(self):
        first = self.ticket.sudo().message_ids.sorted("id")[-1]
        self._receive(
            self._mail(
                body="Estoy de vacaciones",
                In_Reply_To=first.message_id,
                Auto_Submitted="auto-replied",
            )
        )
        self.assertFalse(self._count_questions())

    def test_who_cancelled_is_not_asked_but_somebody_looks(self):
        ticket = self._begun()
        ticket.cancel("other", "Pedido por error")
        self.ticket = ticket
        self._write()
        self.assertFalse(self._count_questions())
        self.assertTrue(self._get_activities())

    def test_a_broken_text_loses_no_message(self):
        templates = type(self.env["mail.template"])
        with patch.object(templates, "_generate_template", side_effect=UserError("x")):
            self._write("¿Se perdió?")
        bodies = self.ticket.sudo().message_ids.mapped("body")
        self.assertTrue(any("¿Se perdió?" in body for body in bodies))
        self.assertTrue(any("could not be written to" in body for body in bodies))
