"""Rules: who changes them, what makes no sense, and what a copy of a plan gets."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import ALL, MANAGER, new_test_user
from .test_escalation_steps import RuleCommon


@tagged("post_install", "-at_install")
class TestRule(RuleCommon):
    def test_managers_change_rules_and_analysts_read_them(self):
        rule = self._rule("unsolved", delay=24)
        manager = new_test_user(self.env, "marta", MANAGER)
        rule.with_user(manager).delay = 12
        analyst = new_test_user(self.env, "nora", ALL)
        self.assertEqual(rule.with_user(analyst).delay, 12)
        with self._refused(".", AccessError):
            rule.with_user(analyst).delay = 1
        with self._refused(".", AccessError):
            rule.with_user(self.leader).delay = 1

    def test_managers_choose_among_the_offered_actions_and_change_none(self):
        manager = new_test_user(self.env, "marta", MANAGER)
        actions = self.env["ir.actions.server"].with_user(manager)
        offered = actions.search([("is_escalation_action", "=", True)])
        self.assertIn(self.mark, offered)
        hidden = self._action("pass")
        hidden.is_escalation_action = False
        self.assertNotIn(hidden, actions.search([("id", "in", hidden.ids)]))
        with self._refused(".", AccessError):
            self.mark.with_user(manager).name = "Otra"
        with self._refused(".", AccessError):
            self.mark.with_user(manager).read(["code"])
        with self._refused("not offered", ValidationError):
            self._rule("unsolved", action_server_id=hidden.id)

    def test_settings_administrators_see_all_actions_as_before(self):
        admin = new_test_user(self.env, "alba", f"base.group_system,{MANAGER}")
        hidden = self._action("pass")
        hidden.is_escalation_action = False
        actions = self.env["ir.actions.server"].with_user(admin)
        self.assertTrue(actions.search([("id", "=", hidden.id)]))

    def test_an_action_for_other_records_is_refused(self):
        with self._refused("not about tickets", ValidationError):
            self.mark.model_id = self.env["ir.model"]._get_id("res.partner")

    def test_what_makes_no_sense_is_refused_with_a_sentence(self):
        for sentence, values in (
            ("choose which", {"trigger": "after"}),
            ("Choose the clock", {"trigger": "clock_breach"}),
            ("whole days", {"unit": "days", "delay": 1.5}),
            ("how many working days", {"unit": "openings"}),
            ("repeats", {"trigger": "impact", "repeats": True}),
            ("repeats", {"trigger": "not_told", "repeats": True}),
            ("no stars", {"priorities": "9"}),
            ("not a level", {"level_id": self._ref("level_cobranza_n1").id}),
        ):
            with (
                self.subTest(values),
                self._refused(sentence, ValidationError),
                self.env.cr.savepoint(),
            ):
                self._rule(values.pop("trigger", "unsolved"), **values)

    def test_a_rule_cannot_wait_for_itself(self):
        first = self._rule("unsolved")
        second = self._rule("after", after_id=first.id)
        with self._refused("wait for itself", ValidationError):
            first.write({"trigger": "after", "after_id": second.id})

    def test_the_form_makes_a_rule(self):
        form = Form(self.rules.with_context(default_plan_id=self.plan.id))
        form.name = "Sin novedad"
        self.assertEqual((form.trigger, form.delay), ("no_update", 24))
        form.trigger = "impact"
        self.assertEqual(form.delay, 0)
        form.trigger = "no_update"
        form.action_server_id = self.mark
        rule = form.save()
        self.assertEqual((rule.delay, rule.unit, rule.active), (24, "hours", True))

    def test_a_copied_plan_has_routes_and_rules_of_its_own(self):
        first = self._rule("unsolved", delay=4, level_ids=[(4, self.n1.id)])
        self._rule("after", after_id=first.id, delay=2, level_id=self.n2.id)
        copied = self.plan.copy({"code": "otro", "name": "Otro"})
        rules = copied.escalation_rule_ids.sorted("trigger")
        self.assertEqual(rules.mapped("trigger"), ["after", "unsolved"])
        self.assertEqual(rules[0].after_id, rules[1])
        levels = rules.level_ids | rules.level_id
        self.assertEqual(levels.plan_id, copied)
        self.assertEqual(
            copied.route_ids.mapped("type_id"), self.plan.route_ids.mapped("type_id")
        )
        self.assertLessEqual(copied.route_ids.level_ids, copied.level_ids)

    def test_what_comes_after_an_archived_rule_does_not_come(self):
        first = self._rule("unsolved", delay=4)
        self._rule("after", after_id=first.id, delay=2)
        first.active = False
        terms = self.plan._to_escalation_terms(2025, 2029)
        self.assertFalse(terms.rules)
