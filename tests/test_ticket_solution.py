from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestSolution(PlanCommon):
    def test_a_plan_b_is_advised_for_problems_while_they_are_open(self):
        """NAV-3.2-11, NAV-3.2-12."""
        ticket = self._classified(type_id=self._ref("type_problem").id)
        own = ticket.with_user(self.analyst)
        self.assertTrue(own.workaround_missing)
        own.workaround = "<p>Facturar en contingencia.</p>"
        self.assertFalse(own.workaround_missing)
        own.workaround = False
        own.stage_id = self._stage("solved")  # advised, not asked for
        self.assertFalse(own.workaround_missing)

    def test_other_types_need_none(self):
        for kind in self.plan.type_ids - self._ref("type_problem"):
            self.assertFalse(self._classified(type_id=kind.id).workaround_missing)

    def test_an_earlier_plan_b_is_found_by_module_and_by_its_words(self):
        """NAV-3.2-13."""
        ticket = self._classified(
            workaround="<p>Facturar en contingencia.</p>",
            stage_id=self._stage("solved").id,
        )
        self.env.flush_all()
        module = self._ref("tag_documentos_electronicos")
        tickets = self.tickets.with_user(self.analyst)
        for domain in (
            [("module_tag_ids", "in", module.ids), ("workaround", "!=", False)],
            [("workaround", "ilike", "contingencia")],
        ):
            self.assertEqual(tickets.search(domain), ticket)

    def test_material_is_advised_for_questions_also_when_they_are_solved(self):
        """NAV-3.2-16."""
        ticket = self._classified(type_id=self._ref("type_question").id)
        own = ticket.with_user(self.analyst)
        self.assertTrue(own.material_missing)
        own.stage_id = self._stage("solved")  # warned, not prevented
        self.assertTrue(own.material_missing)
        own.support_material = "https://videos.example.com/libro-mayor"
        self.assertFalse(own.material_missing)
        for kind in self.plan.type_ids - self._ref("type_question"):
            self.assertFalse(self._classified(type_id=kind.id).material_missing)

    def test_who_solves_without_a_word_is_reminded(self):
        """NAV-3.4-07: moved to the last stage; a solution that was told is there."""
        ticket = self._classified().with_user(self.analyst)
        self.assertFalse(ticket.solution_missing)
        ticket.stage_id = self._stage("solved")
        self.assertTrue(ticket.solution_missing)
        told = self._classified().with_user(self.analyst)
        told.action_start()
        told.solve("Se renovó el certificado: vuelva a entrar")
        self.assertFalse(told.solution_missing)
