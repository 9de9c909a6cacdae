"""What people see of escalation: rules in words, boards, the ticket's own page."""

from ast import literal_eval

from lxml import etree

from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .common import ALL, MANAGER
from .escalation_common import EscalationCommon
from .test_escalation_steps import RuleCommon
from .test_tours import DESKTOP, PHONE

#: what each trigger asks for beyond what all ask for
ASKED = {
    "no_update": {"until_warning"},
    "no_answer": {"after_id"},
    "after": {"after_id"},
    "unsolved": set(),
    "customer_silent": set(),
    "failed_calls": {"count"},
    "not_told": {"repeats"},
    "impact": set(),
    "reporters": {"count"},
    "clock_warning": {"metric"},
    "clock_breach": {"metric"},
}
#: what each shipped action asks for
NEEDED = {
    "tell_role": {"role"},
    "ask_area": {"level_id"},
    "write_customer": {"template_id"},
    "contact_responsible": set(),
    "call_customer": set(),
    "remind_update": set(),
}


class ArchCommon:
    def _read_arch(self, model, kind, user):
        """Return what the web client gets of a view, as a user who has these rights."""
        arch = self.env[model].with_user(user).get_view(view_type=kind)["arch"]
        return etree.fromstring(arch)

    def _find(self, model, name, user):
        """Return what a filter of the search view finds."""
        arch = self._read_arch(model, "search", user)
        [domain] = arch.xpath(f"//filter[@name='{name}']/@domain")
        return self.env[model].with_user(user).search(literal_eval(domain))


@tagged("post_install", "-at_install")
class TestRuleScreens(ArchCommon, RuleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "marta", MANAGER)
        cls.reader = new_test_user(cls.env, "nora", ALL)

    def test_each_trigger_asks_for_what_it_needs(self):
        """Nothing else stands in the sentence."""
        arch = self._read_arch("helpdesk.escalation.rule", "form", self.manager)
        triggers = dict(self.rules._fields["trigger"].selection)
        self.assertEqual(triggers.keys(), ASKED.keys())
        for trigger, expected in ASKED.items():
            shown = {
                node.get("name")
                for name in set().union(*ASKED.values())
                for node in arch.xpath(f"//field[@name='{name}']")
                if self._is_shown(node, trigger=trigger, delay=1.0, unit="hours")
            }
            with self.subTest(trigger):
                self.assertEqual(shown, expected)
                helps = arch.xpath("//div[hasclass('o_rule_help')]")
                told = [
                    node
                    for node in helps
                    if "trigger" in (node.get("invisible") or "")
                    and self._is_shown(node, trigger=trigger, delay=1.0)
                ]
                self.assertEqual(len(told), 1)

    def test_each_action_asks_for_what_it_needs(self):
        arch = self._read_arch("helpdesk.escalation.rule", "form", self.manager)
        everything = {"role", "level_id", "template_id"}
        for kind, expected in {**NEEDED, "any": everything}.items():
            shown = {
                name
                for name in everything
                for node in arch.xpath(f"//field[@name='{name}']")
                if self._is_shown(node, action_kind=kind)
            }
            with self.subTest(kind):
                self.assertEqual(shown, expected)

    def _is_shown(self, node, **values):
        """Return whether a node, and all that it stands in, is shown."""
        names = {"id": 1, "delay": 0, "unit": "hours", **values}
        for part in (node, *node.iterancestors()):
            hidden = part.get("invisible")
            if hidden and safe_eval(hidden, names):
                return False
        return True

    def test_the_shipped_actions_are_known_by_what_they_do(self):
        for kind in NEEDED:
            action = self._ref(f"action_escalation_{kind}")
            rule = self._rule("unsolved", action_server_id=action.id, role="on_call")
            self.assertEqual(rule.action_kind, kind)
        self.assertEqual(self._rule("unsolved").action_kind, "any")

    def test_rules_say_what_they_do(self):
        calendar = self.plan.calendar_id
        calendar.name = "Oficina"
        contact = self._rule("no_update", delay=24, name="Avisar")
        problem, n1 = self._ref("type_problem"), self.n1
        problem.name, n1.name = "Problema", "Uno"
        rule = self._rule(
            "unsolved",
            delay=8,
            calendar_id=calendar.id,
            priorities="3, 2",
            type_ids=problem.ids,
            level_ids=n1.ids,
            role="project_leader",
        )
        for text, said in (
            ("No update since it was handed over · 24 hours later → Marcar", contact),
            (
                "Not solved at its level · 8 hours later, in the hours of Oficina · "
                "★★☆ ★★★ · Problema · Uno → Marcar: Project leader",
                rule,
            ),
            (
                "After another rule: “Avisar” · at once → Marcar",
                self._rule("after", after_id=contact.id),
            ),
            (
                "Calls to the customer without answer: 3 · at once → Marcar",
                self._rule("failed_calls", count=3),
            ),
            (
                "A promise is at risk: Resolution · at once → Marcar",
                self._rule("clock_warning", metric="resolution"),
            ),
            (
                "The customer has no news · every 2 hours → Marcar",
                self._rule("not_told", delay=2, repeats=True),
            ),
            (
                "The customer does not answer · at the opening of the next working day "
                "→ Marcar",
                self._rule("customer_silent", delay=1, unit="openings"),
            ),
            (
                "The customer does not answer · at the opening of the working day 2 "
                "later → Marcar",
                self._rule("customer_silent", delay=2, unit="openings"),
            ),
        ):
            with self.subTest(said.trigger):
                self.assertEqual(said.with_user(self.reader).sentence, text)

    def test_the_sentence_follows_what_is_written(self):
        with Form(self.rules.with_user(self.manager)) as form:
            form.name, form.plan_id = "Llamar", self.plan
            form.trigger, form.action_server_id = "customer_silent", self.mark
            self.assertIn("24 hours later", form.sentence)
            form.delay = 0
            self.assertIn("at once", form.sentence)
            form.delay = 3
            self.assertIn("3 hours later", form.sentence)

    def test_a_function_without_people_is_warned_of(self):
        roles = self.env["helpdesk.support.role"]
        roles.search([("code", "=", "on_call")]).user_ids = False
        rule = self._rule("unsolved", role="on_call").with_user(self.manager)
        self.assertIn("“On call”", rule.problem)
        roles.search([("code", "=", "on_call")]).user_ids = self.leader
        rule.invalidate_recordset()
        self.assertFalse(rule.problem)
        self.assertFalse(self._rule("impact").problem)

    def test_only_managers_change_rules(self):
        for user, may in ((self.manager, None), (self.reader, "False")):
            for kind in ("list", "form", "kanban"):
                arch = self._read_arch("helpdesk.escalation.rule", kind, user)
                with self.subTest(user=user.login, kind=kind):
                    self.assertEqual(arch.get("create"), may)
                    buttons = arch.xpath("//button[@name='action_try_again']")
                    self.assertEqual(bool(buttons), kind != "kanban" and not may)

    def test_what_went_wrong_is_found_and_tried_again(self):
        """Not as a record that somebody has to look for in the log."""
        broken = self._action("raise UserError('No hay red')")
        rule = self._rule("unsolved", delay=24, action_server_id=broken.id)
        calm = self._rule("unsolved", delay=48)
        with self._at("2026-03-09 10:00"):
            ticket = self._create_ticket(user_id=self.analyst.id)
        self._run("2026-03-10 10:00")
        found = self._find("helpdesk.escalation.rule", "with_errors", self.reader)
        self.assertIn(rule, found)
        self.assertNotIn(calm, found)
        rule = rule.with_user(self.manager)
        self.assertIn("No hay red", rule.last_error)
        [step] = self._find("helpdesk.escalation.step", "failed", self.manager)
        self.assertEqual((step.rule_id, step.ticket_id), (rule, ticket))
        shown = rule.action_view_steps()
        self.assertIn(step, step.search(shown["domain"]))
        with self._refused("manager"):
            rule.with_user(self.reader).action_try_again()
        broken.code = "records.write({'color': 7})"
        with self._at("2026-03-10 11:00"):
            rule.action_try_again()
        self.assertEqual((ticket.color, step.state), (7, "done"))
        self.assertNotIn(
            rule, self._find("helpdesk.escalation.rule", "with_errors", self.reader)
        )

    def test_the_plan_shows_routes_and_rules(self):
        self._rule("unsolved", delay=24)
        with Form(self.plan.with_user(self.manager)) as form:
            self.assertEqual(len(form.escalation_rule_ids), 1)
            self.assertTrue(form.route_ids)


@tagged("post_install", "-at_install")
class TestTicketScreens(ArchCommon, EscalationCommon):
    def _escalate(self, ticket, at, **values):
        with self._at(at):
            return ticket.escalate("No lo resolvemos aquí", **values)

    def test_level_and_next_step_stand_everywhere(self):
        for kind, fields in {
            "form": ("level_id", "escalation_next", "level_times"),
            "kanban": ("level_id", "escalation_next"),
            "list": ("level_short_name", "escalation_due_at"),
        }.items():
            arch = self._read_arch("helpdesk.ticket", kind, self.analyst)
            for name in fields:
                with self.subTest(kind=kind, name=name):
                    [node, *_more] = arch.xpath(f"//field[@name='{name}']")
                    self.assertNotEqual(node.get("optional"), "hide")
                    self.assertFalse(node.get("column_invisible"))

    def test_the_queue_says_what_comes_by_itself(self):
        """There it has the room of the stage, which the next step tells already."""
        tickets = self.env["helpdesk.ticket"].with_user(self.analyst)
        view = self._ref("helpdesk_queue_view_list")
        arch = etree.fromstring(tickets.get_view(view.id, "list")["arch"])
        for name, shown in {
            "level_short_name": "show",
            "escalation_due_at": "show",
            "stage_id": "hide",
        }.items():
            with self.subTest(name):
                [node] = arch.xpath(f"//field[@name='{name}']")
                self.assertEqual(node.get("optional"), shown)

    def test_the_level_is_short_in_lists(self):
        self.n2.name = "Soporte Nivel 2 - Funcional"
        ticket = self._open()
        self.assertEqual(ticket.level_short_name, "N1")
        self._escalate(ticket, "2026-03-12 16:00")
        self.assertEqual(ticket.sudo().level_short_name, "N2")
        self.commercial.name = "Comercial"
        self.assertEqual(self.commercial.short_name, "Comercial")

    def test_levels_of_several_plans_are_told_apart_on_the_board(self):
        action = self._ref("helpdesk_level_board_action")
        level = self.n1.with_context(**literal_eval(action.context))
        self.assertEqual(level.display_name, f"{self.n1.name} · {self.plan.name}")
        self.assertEqual(self.n1.display_name, self.n1.name)
        arch = self._ref("helpdesk_level_board_view_kanban")._get_combined_arch()
        self.assertEqual(arch.get("default_group_by"), "level_id")

    def test_the_time_at_each_level(self):
        with self._at("2026-03-12 14:00"):
            ticket = self._open()
        self.n1.name, self.n2.name = "Uno", "Dos"
        self._escalate(ticket, "2026-03-12 16:30")
        ticket = ticket.sudo()
        with self._at("2026-03-13 17:30"):
            self.assertEqual(ticket.level_times, "Uno 2 h 30 min · Dos 1 d 1 h")
        with self._at("2026-03-13 18:30"):
            ticket.with_user(ticket.user_id).solve("Quedó corregido")
        ticket.invalidate_recordset()
        with self._at("2026-03-20 18:30"):
            self.assertEqual(ticket.level_times, "Uno 2 h 30 min · Dos 1 d 2 h")

    def test_filters(self):
        here, up, back = (self._open() for _one in range(3))
        self._escalate(up, "2026-03-12 16:00")
        self._escalate(back, "2026-03-12 16:00")
        with self._at("2026-03-12 17:00"):
            back.sudo().return_to_previous_level("Falta el archivo")
        user = self.leader
        tickets = here | up | back
        for name, expected in (("escalated", up | back), ("returned", back)):
            with self.subTest(name):
                found = self._find("helpdesk.ticket", name, user) & tickets.sudo()
                self.assertEqual(found, expected.sudo())
        for at, expected in (
            ("2026-03-12 18:00", False),
            ("2026-03-13 08:00", True),
        ):
            with self._at(at), self.subTest(at):
                found = self._find("helpdesk.ticket", "next_step_today", user)
                self.assertEqual(up.sudo() in found, expected)

    def test_what_came_back_and_how_long_it_took(self):
        """Of the report: type, level, motive, time to take, bounces."""
        first, second, third = (self._open() for _one in range(3))
        for ticket in (first, second, third):
            self._escalate(ticket, "2026-03-12 10:00", motive="access")
        with self._at("2026-03-12 13:00"):
            first.sudo().with_user(first.sudo().user_id).return_to_previous_level("No")
        with self._at("2026-03-12 11:00"):
            taken = second.sudo()
            taken.with_user(taken.user_id).message_post(
                body="Lo miro", message_type="comment", subtype_xmlid="mail.mt_note"
            )
        ours = [("ticket_id", "in", (first | second | third).ids)]
        records = self.env["helpdesk.escalation"].with_user(self.leader)
        numbers = {
            kind: (bounces, hours)
            for kind, bounces, hours in records._read_group(
                ours, ["kind"], ["bounces:sum", "take_hours:avg"]
            )
        }
        # those that nobody has taken do not make it look better
        self.assertEqual(numbers, {"escalated": (1, 1), "returned": (0, False)})
        came_back = self._find("helpdesk.escalation", "bounced", self.leader)
        self.assertEqual((came_back & records.search(ours)).ticket_id, first.sudo())

    def test_analysts_open_every_view(self):
        ticket = self._open()
        self._escalate(ticket, "2026-03-12 10:00")
        for model, kinds in {
            "helpdesk.escalation": ("list", "form", "kanban", "pivot", "graph"),
            "helpdesk.escalation.step": ("list", "form", "kanban"),
            "helpdesk.escalation.rule": ("list", "form", "kanban"),
        }.items():
            records = self.env[model].with_user(self.leader).search([], limit=5)
            for kind in kinds:
                arch = self._read_arch(model, kind, self.leader)
                names = {
                    node.get("name")
                    for node in arch.iter("field")
                    if not any(up.tag == "field" for up in node.iterancestors())
                }
                with self.subTest(model=model, kind=kind):
                    self.assertTrue(records.read(names))


@tagged("post_install", "-at_install")
class TestEscalationTour(EscalationCommon, HttpCase):
    """An analyst escalates, level 2 takes it and hands it back, a contact is logged."""

    def _tour(self, size, phone=False):
        self.carolina.phone = "+57 601 555 0101"
        self.browser_size, self.touch_enabled = size, phone
        ticket = self._open("problem", name="No firma la factura FE-120").sudo()
        ticket.with_user(self.analyst).action_start()
        path = f"/odoo/helpdesk-tickets/{ticket.id}"
        self.start_tour(path, "support_plan_escalate", login="ana")
        self.assertEqual(ticket.level_id, self.n2)
        responsible = ticket.user_id
        self.assertIn(responsible, self.n2.user_ids)
        self.start_tour(path, "support_plan_return", login=responsible.login)
        self.assertEqual((ticket.level_id, ticket.user_id), (self.n1, self.analyst))
        self.start_tour(path, "support_plan_log_contact", login="ana")
        self.assertEqual(
            [(move.kind, move.motive) for move in ticket.escalation_ids.sorted("id")],
            [("escalated", "unsolved"), ("returned", "information")],
        )
        attempt = ticket.contact_attempt_ids
        self.assertEqual((attempt.medium, attempt.outcome), ("phone", "no_answer"))

    def test_up_and_back(self):
        self._tour(DESKTOP)

    def test_up_and_back_on_a_phone(self):
        self._tour(PHONE, phone=True)
