from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OWN, new_test_user
from .escalation_common import EscalationCommon


@tagged("post_install", "-at_install")
class TestEscalate(EscalationCommon):
    def test_each_hand_over_says_from_to_who_when_and_why(self):
        """AT-20, NAV-3.5-01, -03, -04, COB-53."""
        with self._at("2026-03-12 10:00"):
            ticket = self._open()
        with self._at("2026-03-12 16:00") as now:
            first = ticket.escalate("No sé por qué", motive="access")
        with self._at("2026-03-13 09:00"):
            found = ticket.with_user(ticket.sudo().user_id).escalate("Es del código")
            second = found.with_user(self.analyst)
        with self._refused("end of its route"):
            ticket.with_user(self.carla).escalate("Más arriba")
        self.assertEqual(
            (first.from_level_id, first.to_level_id, second.to_level_id),
            (self.n1, self.n2, self.n3),
        )
        self.assertEqual(
            (first.user_id, first.at, first.reason, first.motive, first.kind),
            (self.analyst, now, "No sé por qué", "access", "escalated"),
        )
        self.assertEqual(first.held_seconds, 6 * 3600)
        self.assertEqual(second.held_seconds, 17 * 3600)
        self.assertEqual(first.type_id, self._ref("type_problem"))
        self.assertFalse(first.rule_id)
        self.assertEqual(first.display_name, f"{self.n1.name} → {self.n2.name}")

    def test_a_reason_is_required(self):
        with self._refused("Say why"):
            self._open().escalate("  ")

    def test_refusals_are_one_sentence(self):
        ticket = self._open()
        other = self._ref("level_codify_n3")
        for level, sentence in (
            (self.n3, "No level is left out: .* goes to “Support Level 2"),
            (self.n1, "is at “Support Level 1” already"),
            (self.commercial, "do not go to “Commercial area”"),
            (other, "is no level of the plan"),
            (self.n3.id, "No level is left out"),
            (10**8, "no such level"),
        ):
            with self._refused(sentence):
                ticket.escalate("Porque sí", level)
        self.assertFalse(ticket.escalation_ids)
        ticket.sudo().escalate("Sigue")
        with self._refused("comes before .*: return"):
            ticket.sudo().escalate("Sigue")
            ticket.sudo().escalate("Atrás", self.n2)

    def test_a_closed_ticket(self):
        ticket = self._open()
        ticket.sudo().stage_id = self._stage("solved")
        self.assertFalse(ticket.may_escalate or ticket.may_return)
        with self._refused("is closed: reopen it first"):
            ticket.escalate("Tarde")
        with self._refused("is closed: reopen it first"):
            ticket.return_to_previous_level("Tarde")

    def test_who_may_not_write_it_may_not_escalate_it(self):
        ticket = self._open()
        stranger = new_test_user(self.env, "nadie", OWN)
        for user in (stranger, self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                ticket.with_user(user).escalate("x")
            with self.assertRaises(AccessError):
                ticket.with_user(user).return_to_previous_level("x")

    def test_where_the_plan_is_not_strict_a_level_may_be_left_out(self):
        """COB-51."""
        self.env.company.support_plan_id = self._ref("plan_cobranza")
        ticket = self._create_ticket(team_id=self.team.id)
        ticket.escalate("Modelo", self._ref("level_cobranza_n3"))
        self.assertEqual(ticket.user_id, self.carla)

    def test_the_next_level_is_told(self):
        """COB-54; what chased the one before is over."""
        ticket = self._open()
        ticket.sudo().activity_schedule(
            "helpdesk_support_plan.mail_activity_type_contact_responsible",
            user_id=self.analyst.id,
            escalation_ladder="desk",
        )
        with self._at("2026-03-12 16:00"):
            ticket.escalate("No sé por qué")
        activity = self._find_activities(ticket)
        self.assertEqual(activity.user_id, ticket.sudo().user_id)
        self.assertIn("No sé por qué", activity.summary)
        self.assertEqual(activity.date_deadline.isoformat(), "2026-03-12")
        self.assertFalse(self._find_activities(ticket, "contact_responsible"))
        with self._at("2026-03-12 17:30"):
            ticket.sudo().escalate("Es del código")
        activity = self._find_activities(ticket)
        self.assertEqual(activity.user_id, self.carla)
        # the desk is closed by then
        self.assertEqual(activity.date_deadline.isoformat(), "2026-03-13")

    def test_what_has_nothing_to_do_with_it_stays(self):
        """Sales asked for another number; who leads was told of a breach."""
        ticket = self._open()
        for ladder in ("customer", "clock", False):
            ticket.sudo().activity_schedule(
                "helpdesk_support_plan.mail_activity_type_escalation",
                user_id=self.coco.id,
                escalation_ladder=ladder,
            )
        ticket.escalate("No sé por qué")
        ticket.sudo().return_to_previous_level("Faltan los pasos")
        self.assertEqual(len(self._find_activities(ticket, "escalation")), 3)

    def test_what_comes_by_rpc_ends_in_a_sentence(self):
        ticket = self._open()
        for sentence, values in (
            ("no such user", {"user": 10**8}),
            ("no such user", {"user": True}),
            ("no such user", {"user": "beto"}),
            ("no such level", {"level": [self.n2.id]}),
            ("Say why by one of these: .*access", {"motive": "mood"}),
            ("Say why by one of these", {"motive": ["access"]}),
            ("Write it down as a text", {"reason": 7}),
            ("Write it down as a text", {"message": ["Hola"]}),
        ):
            with self.subTest(values), self._refused(sentence):
                ticket.escalate(**{"reason": "Sigue", **values})
        record = ticket.escalate("Sigue", self.n2.id, user=self.beto.id)
        self.assertEqual(record.to_user_id, self.beto)
        desk = ticket.with_user(self.beto)
        with self._refused("no such user"):
            desk.return_to_previous_level("Vuelve", user=-1)
        desk.return_to_previous_level("Vuelve", user=self.analyst.id)
        self.assertEqual(ticket.user_id, self.analyst)

    def test_nobody_keeps_its_books_by_hand(self):
        ticket = self._open()
        ticket.escalate("Sigue", user=self.beto)
        for values in (
            {"supervisor_id": self.leader.id},
            {"handed_over_id": False},
            {"approved_at": "2026-03-12 16:00:00"},
        ):
            with self.subTest(values), self._refused("is noted by itself"):
                ticket.with_user(self.beto).write(values)
            with self.subTest(values), self._refused("is noted by itself"):
                self.tickets.with_user(self.leader).create({"name": "x", **values})

    def test_who_escalates_supervises_until_it_is_solved(self):
        """COB-55: they follow it, and see what becomes of it, whoever has it."""
        ticket = self._open()
        ticket.escalate("No sé por qué")
        self.assertEqual(ticket.supervisor_id, self.analyst)
        self.assertIn(self.analyst.partner_id, ticket.message_partner_ids)
        self.assertEqual(ticket.escalation_ids.to_user_id, ticket.user_id)
        stranger = new_test_user(self.env, "nadie", OWN)
        for records in (ticket, ticket.escalation_ids, ticket.clock_ids):
            self.assertTrue(records)
            self.assertTrue(records.has_access("read"), records)
            self.assertFalse(records.with_user(stranger).has_access("read"), records)
        ticket.sudo().escalate("Sigue")
        self.assertEqual(ticket.supervisor_id, self.analyst)

    def test_a_rule_leaves_the_supervision_to_who_leads(self):
        self._ref("role_support_leader").user_ids = self.leader
        rule = self.env["helpdesk.escalation.rule"].search([], limit=1)
        ticket = self._open()
        desk = ticket.with_user(SUPERUSER_ID)
        by_rule = desk.with_context(helpdesk_escalation_rule=rule.id)
        record = by_rule.escalate("24 horas")
        self.assertEqual(ticket.sudo().supervisor_id, self.leader)
        self.assertEqual(record.rule_id, rule)
        self.assertEqual(record.motive, "time")
        self.assertFalse(record.user_id)

    def test_nobody_poses_as_a_rule(self):
        rule = self.env["helpdesk.escalation.rule"].search([], limit=1)
        ticket = self._open().with_context(
            helpdesk_escalation_rule=rule.id,
            helpdesk_hand_over=["escalated", "x", None, rule.id],
        )
        record = ticket.escalate("Por RPC").sudo()
        self.assertFalse(record.rule_id)
        self.assertEqual(record.user_id, self.analyst)

    def test_the_customer_is_told_in_their_words_and_it_is_no_answer(self):
        ticket = self._open()
        ticket.escalate("No sé por qué")
        told = self._get_told(ticket)
        self.assertEqual(len(told), 1)
        self.assertIn("colleagues who take care", told.body)
        for word in ("level", "escalat", "Level 2", "priority", "No sé"):
            self.assertNotIn(word, told.body)
        clock = self._clock(ticket.sudo(), "response")
        self.assertFalse(clock.met_at)
        self.assertFalse(ticket.sudo().event_ids.filtered(lambda e: "reply" in e.kind))

    def test_further_hand_overs_are_no_news_to_the_customer(self):
        ticket = self._open()
        ticket.escalate("No sale")
        told = self._get_told(ticket)
        again = ticket.with_user(ticket.sudo().user_id)
        again.return_to_previous_level("Falta el XML")
        ticket.escalate("Ya está el XML")
        self.assertEqual(self._get_told(ticket), told)
        self.assertFalse(ticket._propose_escalated())

    def test_the_customer_may_be_told_otherwise_or_nothing(self):
        silent, other = self._open(), self._open()
        silent.escalate("x", message="")
        self.assertFalse(self._get_told(silent))
        other.escalate("x", message="Beto lo mira <script>alert(1)</script>")
        self.assertIn("Beto lo mira", self._get_told(other).body)
        self.assertNotIn("<script", self._get_told(other).body)

    def test_a_batch_is_shared_out(self):
        tickets = self._open() | self._open() | self._open() | self._open()
        tickets.escalate("Todos")
        loads = [len(users) for users in tickets.sudo().grouped("user_id").values()]
        self.assertEqual(loads, [2, 2])
        self.assertEqual(len(tickets.sudo().escalation_ids), 4)

    def test_it_goes_to_the_team_of_the_level(self):
        stage = self._stage("in_progress").copy({"name": "En N2"})
        team = self.team.copy(
            {"name": "N2", "alias_name": "n2", "user_ids": [(6, 0, self.beto.ids)]}
        )
        stage.team_ids = team
        self.n2.team_id = team
        codify = self._ref("plan_codify")
        team.support_plan_id = codify
        ticket = self._open()
        ticket.sudo().stage_id = self._stage("in_progress")
        ticket.escalate("No sé", user=self.beto)
        ticket = ticket.sudo()
        self.assertEqual(ticket.team_id, team)
        self.assertEqual((ticket.plan_id, ticket.level_id), (self.plan, self.n2))
        self.assertEqual(ticket.user_id, self.beto)
        self.assertEqual(ticket.stage_id.code, "in_progress")

    def test_who_gets_it_works_there(self):
        with self._refused("Carla does not work at"):
            self._open().escalate("x", user=self.carla)


@tagged("post_install", "-at_install")
class TestReturn(EscalationCommon):
    def test_to_the_level_and_the_person_it_came_from(self):
        ticket = self._open()
        ticket.escalate("No sé por qué", user=self.beto)
        ticket = ticket.with_user(self.beto)
        record = ticket.return_to_previous_level(
            "Faltan los pasos", motive="information"
        )
        self.assertEqual(record.sudo().kind, "returned")
        ticket = ticket.with_user(self.analyst)
        self.assertEqual((ticket.level_id, ticket.user_id), (self.n1, self.analyst))
        self.assertIn("Faltan los pasos", self._find_activities(ticket).summary)
        self.assertEqual(len(self._get_told(ticket)), 1)

    def test_step_by_step_back_to_where_it_came_in(self):
        ticket = self._open().sudo()
        ticket.escalate("a")
        second = ticket.user_id
        ticket.escalate("b")
        ticket.return_to_previous_level("c")
        self.assertEqual((ticket.level_id, ticket.user_id), (self.n2, second))
        ticket.return_to_previous_level("d")
        self.assertEqual((ticket.level_id, ticket.user_id), (self.n1, self.analyst))
        self.assertFalse(ticket.may_return)
        with self._refused("there is no level before"):
            ticket.return_to_previous_level("e")

    def test_who_has_left_gets_nothing_back(self):
        ticket = self._open()
        ticket.escalate("a", user=self.beto)
        self.analyst.active = False
        self.n1.user_ids = self.leader
        ticket.with_user(self.beto).return_to_previous_level("b")
        self.assertEqual(ticket.sudo().user_id, self.leader)

    def test_escalating_to_where_tickets_come_in_is_a_return(self):
        """The intake level is always allowed, also where the route is strict."""
        ticket = self._open().sudo()
        ticket.escalate("a")
        ticket.escalate("b")
        told = self._get_told(ticket)
        self.assertEqual(ticket.escalate("c", self.n1).kind, "returned")
        self.assertEqual(self._get_told(ticket), told)

    def test_a_reason_is_required(self):
        ticket = self._open().sudo()
        ticket.escalate("a")
        with self._refused("Say why"):
            ticket.return_to_previous_level("")


@tagged("post_install", "-at_install")
class TestHandOver(EscalationCommon):
    def test_every_change_of_level_is_written_down(self):
        ticket = self._open().sudo()
        with self._at("2026-03-12 16:00"):
            ticket.level_id = self.n2
        record = ticket.escalation_ids
        self.assertEqual((record.kind, record.from_level_id), ("moved", self.n1))
        ticket.level_id = self.n2
        self.assertEqual(len(ticket.escalation_ids), 1)
        ticket.write({"plan_id": self._ref("plan_codify").id})
        self.assertEqual(len(ticket.escalation_ids), 1)

    def test_classifying_may_hand_over(self):
        """The first level that attends the type; it is no way past the route."""
        self.n1.type_ids -= self._ref("type_bug")
        ticket = self._classified().with_user(self.analyst)
        ticket.action_confirm_triage()
        self.assertEqual(ticket.sudo().level_id, self.n2)
        self.assertEqual(ticket.sudo().escalation_ids.kind, "classified")

    def test_hands_follow_the_route_where_it_is_strict(self):
        ticket = self._open()
        with self._refused("No level is left out"):
            ticket.level_id = self.n3
        with self._refused("do not go to “Commercial area”"):
            ticket.level_id = self.commercial
        with self._refused("end of its route"):
            ticket.write({"level_id": self.n3.id, "type_id": self._id("question")})
        ticket.write({"level_id": self.n3.id, "type_id": self._id("anomaly")})
        ticket.with_user(self.leader).level_id = self.n2
        ticket.with_user(self.leader).level_id = self.n1
        self.plan.strict_route = False
        ticket.with_user(self.leader).level_id = self.n3

    def test_no_detour_opens_the_way(self):
        """Neither the plan that it has, nor another one, nor a closed ticket."""
        ticket = self._open()
        with self._refused("No level is left out"):
            ticket.write({"plan_id": self.plan.id, "level_id": self.n3.id})
        leader = ticket.with_user(self.leader)
        leader.plan_id = self._ref("plan_codify")
        with self._refused("No level is left out"):
            leader.write({"plan_id": self.plan.id, "level_id": self.n3.id})
        leader.write({"plan_id": self.plan.id, "level_id": self.n2.id})
        leader.level_id = False
        with self._refused("No level is left out"):
            leader.level_id = self.n3
        leader.level_id = self.n1
        ticket.sudo().stage_id = self._stage("solved")
        with self._refused("No level is left out"):
            leader.level_id = self.n3

    def test_nobody_opens_a_ticket_further_up(self):
        values = {"name": "x", "description": "x", "team_id": self.team.id}
        tickets = self.tickets.with_user(self.leader)
        for level in (self.n2, self.n3, self.commercial):
            with self._refused("No ticket comes in at .* then escalate"):
                tickets.create({**values, "level_id": level.id})
        with self._refused("No ticket comes in at"):
            tickets.with_context(default_level_id=self.n3.id).create(values)
        mine = tickets.with_user(self.analyst).with_context(import_file=True)
        with self._refused("No ticket comes in at"):
            mine.create({**values, "level_id": self.n3.id})
        for desk in (tickets.with_context(import_file=True), self.tickets):
            made = desk.create({**values, "level_id": self.n3.id})
            self.assertEqual(made.level_id, self.n3)
        self.assertEqual(made.with_user(self.leader).copy().level_id, self.n1)
        self.plan.strict_route = False
        made = tickets.create({**values, "level_id": self.n3.id})
        self.assertEqual(made.level_id, self.n3)

    def _id(self, kind):
        route = self._ref(f"type_{kind}")
        if kind == "question":
            self._ref("route_navegasoft_question").level_ids = self.n1
        return route.id

    def test_no_context_opens_the_way(self):
        ticket = self._open()
        for value in (
            "moved",
            ["classified", None, None, None],
            {"kind": "classified"},
        ):
            with self._refused("No level is left out"):
                ticket.with_context(helpdesk_hand_over=value).level_id = self.n3

    def test_it_is_taken_when_the_new_responsible_does_something(self):
        with self._at("2026-03-12 16:00"):
            ticket = self._open()
            record = ticket.escalate("No sé", user=self.beto).sudo()
        with self._at("2026-03-12 16:30"):
            ticket.sudo().with_user(self.leader).priority = "2"
            self.assertFalse(record.taken_at)
        with self._at("2026-03-12 17:00") as now:
            ticket.with_user(self.beto).message_post(
                body="Lo miro", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        self.assertEqual(record.taken_at, now)
        self.assertEqual(record.take_seconds, 3600)
        self.assertFalse(ticket.sudo().handed_over_id)
        self.assertFalse(self._find_activities(ticket))

    def test_taking_it_oneself_takes_it_over(self):
        with self._at("2026-03-12 16:00"):
            ticket = self._open()
            record = ticket.escalate("No sé", user=self.beto).sudo()
        self.assertEqual(ticket.sudo().handed_over_id, record)
        with self._at("2026-03-12 17:00") as now:
            ticket.sudo().user_id = False
            ticket.with_user(self.bea).assign_to_me()
        self.assertEqual(record.taken_at, now)

    def test_many_are_taken_with_as_many_queries_as_one(self):
        def count(number):
            with self._at("2026-03-12 16:00"):
                tickets = self.tickets.union(
                    *(self._open().with_env(self.env) for _ in range(number))
                )
                records = tickets.escalate("No sé", user=self.beto)
            with self._at("2026-03-12 17:00") as now:
                mine = tickets.with_user(self.beto)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                mine._take_over(now)
                self.env.flush_all()
                used = self.cr.sql_log_count - before
            self.assertEqual(set(records.mapped("taken_at")), {now})
            self.assertFalse(self._find_activities(tickets))
            return used

        count(1)
        self.assertEqual(count(8), count(2))

    def test_moves_that_change_no_level_cost_nothing(self):
        tickets = (self._open() | self._open()).sudo()

        def move(code):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            tickets.write({"stage_id": self._stage(code).id})
            self.env.flush_all()
            return self.cr.sql_log_count - before

        move("in_progress")
        with_hooks = move("new")
        cls = type(tickets)
        names = ("_check_route", "_get_former_levels", "_after_write_hand_over")
        for name in names:
            self.patch(cls, name, lambda *args: {})
        self.patch(cls, "_take_over", lambda *args: None)
        move("in_progress")
        self.assertEqual(with_hooks, move("new"))
