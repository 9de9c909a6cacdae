from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MANAGER, new_test_user
from .escalation_common import EscalationCommon


@tagged("post_install", "-at_install")
class TestShippedRoutes(EscalationCommon):
    def test_the_matrix(self):
        """NAV-3.5-02 … -14: type by type, until there is no further level."""
        matrix = {
            "problem": ["n2", "n3"],
            "question": ["n2"],
            "anomaly": ["n3"],
            "bug": ["n3"],
            "usability": ["projects"],
        }
        for kind, way in matrix.items():
            with self.subTest(kind):
                ticket = self._open(kind)
                self.assertEqual(ticket.level_id.code, "n1")
                for code in way:
                    # whoever has it by now hands it on
                    self.assertTrue(ticket.sudo().may_escalate)
                    ticket.sudo().escalate("No es de aquí")
                    self.assertEqual(ticket.sudo().level_id.code, code)
                self.assertFalse(ticket.sudo().may_escalate)
                with self._refused("end of its route"):
                    ticket.sudo().escalate("Otra vez")

    def test_a_request_goes_to_the_area_that_somebody_chooses(self):
        """NAV-3.5-11, -12; developments go to the commercial area (A-NAV-55)."""
        ticket = self._open("request")
        with self._refused("Choose where .* goes: Commercial area, .* or Quality"):
            ticket.escalate("Cotización")
        with self._refused("do not go to “Development”"):
            ticket.escalate("Un desarrollo", self._level("development"))
        ticket.escalate("Cotización", self.commercial)
        ticket = ticket.with_user(self.coco)
        self.assertEqual(ticket.level_id, self.commercial)
        with self._refused("end of its route"):
            ticket.escalate("A otra", self._level("quality"))

    def test_the_other_plans(self):
        """COB-51, INT-38, INT-45; Codify's customers run their first level."""
        for code, way in {
            "cobranza": ["n1", "n2", "n3"],
            "interfactura": ["n1", "n2", "n3"],
            "codify": ["n2", "n3"],
        }.items():
            with self.subTest(code):
                self.env.company.support_plan_id = self._ref(f"plan_{code}")
                ticket = self._create_ticket(team_id=self.team.id)
                been = [ticket.level_id.code]
                while ticket.may_escalate:
                    ticket.escalate("Sigue")
                    been.append(ticket.level_id.code)
                self.assertEqual(been, way)

    def test_without_levels_somebody_else_becomes_responsible(self):
        """A-G-10: Ikhodi has none."""
        self.env.company.support_plan_id = self._ref("plan_ikhodi")
        ticket = self._create_ticket(team_id=self.team.id, user_id=self.analyst.id)
        self.assertFalse(ticket.may_escalate or ticket.may_return)
        with self._refused("has no levels: make somebody else responsible"):
            ticket.with_user(self.analyst).escalate("No puedo")
        ticket.with_user(self.analyst).user_id = self.beto
        self.assertFalse(ticket.escalation_ids)


@tagged("post_install", "-at_install")
class TestRoute(EscalationCommon):
    def test_a_way_lies_in_its_plan_and_begins_somewhere(self):
        route = self._ref("route_navegasoft_problem")
        with self._refused("is no level of “Navegasoft”", ValidationError):
            route.level_ids += self._ref("level_codify_n3")
        with self._refused("Choose the level at which", ValidationError):
            route.level_ids = False

    @mute_logger("odoo.sql_db")
    def test_one_for_each_type(self):
        for name in ("route_navegasoft_problem", "route_cobranza"):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self._ref(name).copy()

    def test_a_level_in_use_stays_in_its_plan(self):
        other = self._ref("plan_codify")
        for level in (self.n2, self.commercial):
            with self._refused("name “.*”: make another", ValidationError):
                level.write({"plan_id": other.id, "code": "otro"})
        rule = self.env["helpdesk.escalation.rule"].create(
            {
                "name": "x",
                "plan_id": self.plan.id,
                "trigger": "unsolved",
                "delay": 1,
                "action_server_id": self._ref("action_escalation_call_customer").id,
                "active": False,
            }
        )
        ticket = self._open().sudo()

        def create(code):
            return self.n2.copy({"code": code, "plan_id": self.plan.id})

        for name, take in (
            ("rule", lambda level: rule.write({"level_ids": level.ids})),
            ("ticket", lambda level: ticket.write({"level_id": level.id})),
            ("free", None),
        ):
            level = create(name)
            if take:
                take(level)
                with self._refused("name “.*”: make another", ValidationError):
                    level.plan_id = other
        level.plan_id = other

    def test_what_is_no_level_of_the_plan_any_more_is_left_out(self):
        """As it may stand in a database of which somebody has moved a level."""
        route = self._ref("route_navegasoft_problem")
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO helpdesk_escalation_route_helpdesk_support_level_rel "
            "VALUES (%s, %s)",
            (route.id, self._ref("level_codify_n3").id),
        )
        self.env.invalidate_all()
        self.assertEqual(route._to_route().levels, (self.n1.id, self.n2.id, self.n3.id))

    def test_in_the_order_of_the_plan_however_they_were_chosen(self):
        route = self._ref("route_navegasoft_problem")
        route.level_ids = self.n3 | self.n1 | self.n2
        self.assertEqual(route._to_route().levels, (self.n1.id, self.n2.id, self.n3.id))
        self.assertEqual(
            route.path,
            "Support Level 1 → Support Level 2 - Functional → "
            "Support Level 3 - Analyst",
        )

    def test_a_copy_of_a_plan_goes_through_its_own_levels(self):
        copied = self.plan.copy()
        self.assertEqual(len(copied.route_ids), 6)
        self.assertEqual(copied.route_ids.level_ids.plan_id, copied)
        self.assertEqual(len(copied.route_ids.area_ids), 4)

    def test_managers_write_the_matrix_analysts_read_it(self):
        manager = new_test_user(self.env, "mara", MANAGER)
        route = self._ref("route_navegasoft_question")
        route.with_user(manager).level_ids += self.n3
        ticket = self._open("question")
        ticket.escalate("No sé")
        ticket.sudo().escalate("Tampoco")
        self.assertEqual(ticket.sudo().level_id, self.n3)
        with self.assertRaises(AccessError):
            route.with_user(self.leader).sequence = 1
        self.assertTrue(route.with_user(self.analyst).path)
