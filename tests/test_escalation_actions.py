"""The actions of escalation: by themselves, by hand, and who may have them done."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MANAGER, OWN, new_test_user
from .shipped_rules_common import ShippedRulesCommon

AT = "2026-03-12 16:00"
#: a rule that acts an hour after a ticket has come in
LATER = {"trigger": "unsolved", "delay": 1, "priorities": False}
PRIVATE = "odoo.addons.base.models.ir_actions"


@tagged("post_install", "-at_install")
class TestByHand(ShippedRulesCommon):
    """The Action menu of tickets: the same actions, guarded by the same rules."""

    def setUp(self):
        super().setUp()
        self.ticket = self._open("2026-03-12 15:00", "problem").sudo()

    def _menu(self, user):
        bound = self.env["ir.actions.actions"].with_user(user)
        actions = bound.get_bindings("helpdesk.ticket").get("action", ())
        offered = self.env["ir.actions.server"].search(
            [("is_escalation_action", "=", True)]
        )
        return {action["id"] for action in actions} & set(offered.ids)

    def test_they_stand_in_the_menu_of_analysts(self):
        self.assertEqual(len(self._menu(self.analyst)), 9)
        self.assertFalse(self._menu(self.portal_user))
        self.assertFalse(self._menu(self.employee))

    def test_escalate(self):
        self._do(AT, self._act, "escalate_next", self.ticket)
        self.assertEqual(self.ticket.level_id, self.n2)
        [step] = self.ticket.escalation_ids
        self.assertEqual(step.user_id, self.analyst)
        self.assertFalse(step.rule_id)

    def test_what_the_route_refuses_is_refused(self):
        request = self._open("2026-03-12 15:00", "request").sudo()
        with self._refused("Choose where"):
            self._do(AT, self._act, "escalate_next", request)
        self.assertEqual(request.level_id, self.n1)

    def test_what_no_rule_says_of_such_a_ticket_is_refused(self):
        for kind in ("assign_role", "on_call", "tell_role", "write_customer"):
            with self.subTest(kind), self._refused("No escalation rule of the plan"):
                self._do(AT, self._act, kind, self.ticket)
        self.assertFalse(self.ticket.activity_ids)

    def test_a_closed_ticket_is_refused(self):
        with self._at(AT):
            self.ticket.with_user(self.analyst).cancel("withdrawn")
        with self._refused("closed"):
            self._do(AT, self._act, "call_customer", self.ticket)

    def test_what_was_done_by_hand_does_not_come_again(self):
        self._do(AT, self.ticket.with_user(self.analyst).escalate, "No sale")
        self._do("2026-03-12 20:00", self._act, "contact_responsible", self.ticket)
        [contact] = self._asked(self.ticket, "contact_responsible")
        self.assertEqual(contact.user_id, self.analyst)
        steps = self.ticket.escalation_step_ids
        done = steps.filtered(lambda step: step.state == "done")
        self.assertEqual(done.rule_id, self._rule("contact"))
        self.assertEqual(done.user_id, self.analyst)
        self._run("2026-03-13 16:00")
        self.assertEqual(self._asked(self.ticket, "contact_responsible"), contact)

    def test_the_next_one_of_a_ladder_is_told(self):
        self._do(AT, self.ticket.with_user(self.analyst).escalate, "No sale")
        self._do("2026-03-12 20:00", self._act, "tell_role", self.ticket)
        self.assertEqual(self._decides(self.ticket), self.paula)
        self.assertIn("Ana", self._asked(self.ticket, "escalation").summary)
        self._do("2026-03-12 21:00", self._act, "tell_role", self.ticket)
        self.assertEqual(self._decides(self.ticket), self.paula | self.omar)

    def test_several_tickets_at_once(self):
        other = self._open("2026-03-12 15:00", "bug", playbook_id=False).sudo()
        self._do(AT, self._act, "escalate_next", self.ticket | other)
        self.assertEqual(self.ticket.level_id, self.n2)
        self.assertEqual(other.level_id, self.n3)

    @mute_logger(PRIVATE)
    def test_who_may_not_change_the_ticket_may_not_run_them(self):
        stranger = new_test_user(self.env, "otro", OWN)
        for user in (stranger, self.employee, self.portal_user):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._do(AT, self._act, "escalate_next", self.ticket, user)
        self.assertEqual(self.ticket.level_id, self.n1)

    def test_nobody_says_that_they_are_a_rule(self):
        """The engine names the rule; who works cannot."""
        rule = self._rule("urgent")
        ticket = self.ticket.with_user(self.analyst)
        with self._refused("No escalation rule"):
            ticket.with_context(
                helpdesk_escalation_rule=rule.id
            )._run_escalation_action("assign_role")

    def test_defaults_of_a_form_do_not_reach_what_is_made(self):
        ticket = self.ticket.with_user(self.analyst)
        with self._at(AT):
            ticket.with_context(
                default_user_id=self.employee.id, default_note="<p>no</p>"
            )._run_escalation_action("remind_update")
        [activity] = self.ticket.activity_ids
        self.assertEqual(activity.user_id, self.analyst)
        self.assertFalse(activity.note)


@tagged("post_install", "-at_install")
class TestActions(ShippedRulesCommon):
    """What each does, run by a rule."""

    def _shipped(self, kind, **values):
        """Return a rule of the plan that acts at once on three stars."""
        self.plan.escalation_rule_ids.unlink()
        return self.rules.create(
            {
                "name": "Regla",
                "plan_id": self.plan.id,
                "trigger": "impact",
                "priorities": "3",
                "action_server_id": self._ref(f"action_escalation_{kind}").id,
                **values,
            }
        )

    def _urgent(self, kind="problem", **values):
        return self._open("2026-03-12 16:00", kind, priority="3", **values).sudo()

    @contextmanager
    def _nothing_sent(self):
        """Expect that mails are left to the queue, also after the transaction."""
        mails = type(self.env["mail.mail"])
        with (
            patch.object(mails, "send") as send,
            patch.object(mails, "send_after_commit") as send_after,
        ):
            yield
        self.assertFalse(send.called or send_after.called)

    def _fired(self, ticket):
        return ticket.escalation_step_ids.mapped(lambda step: (step.state, step.error))

    def test_no_mail_is_sent_while_it_works(self):
        """Mails wait in the queue until the transaction is over."""
        template = self.env["mail.template"].create(
            {
                "name": "Seguimos",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "subject": "Seguimos con {{ object.number }}",
                "body_html": "<p>Trabajamos en ello.</p>",
            }
        )
        self._shipped("write_customer", template_id=template.id, **LATER)
        ticket = self._open("2026-03-12 16:00", "problem").sudo()
        with self._nothing_sent():
            self._run("2026-03-12 17:00")
        self.assertEqual(self._fired(ticket), [("done", False)])
        said = ticket.message_ids.filtered(
            lambda message: message.subject == f"Seguimos con {ticket.number}"
        )
        self.assertEqual(said.message_type, "auto_comment")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", said.id)])
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.recipient_ids, self.carolina)
        response = self._clock(ticket, "resolution")
        self.assertFalse(response.met_at)

    def test_activities_mail_nobody_at_once_either(self):
        self._shipped("tell_role", role="project_leader", **LATER)
        self.paula.notification_type = "email"
        ticket = self._open("2026-03-12 16:00", "problem")
        with self._nothing_sent():
            self._run("2026-03-12 17:00")
        self.assertEqual(self._decides(ticket), self.paula)
        told = self.env["mail.mail"].search(
            [("recipient_ids", "=", self.paula.partner_id.id)]
        )
        self.assertEqual(told.mapped("state"), ["outgoing"])

    def test_a_rule_without_a_message_fails_and_says_so(self):
        self._shipped("write_customer")
        [(state, error)] = self._fired(self._urgent())
        self.assertEqual(state, "failed")
        self.assertIn("Choose the message", error)

    def test_where_the_route_ends_whoever_leads_decides(self):
        self._shipped("escalate_next")
        ticket = self._urgent("request")
        self.assertEqual(self._fired(ticket), [("done", False)])
        [activity] = self._asked(ticket, "escalation")
        self.assertEqual(activity.user_id, self.leader)
        self.assertIn("Choose where", activity.note)

    def test_a_level_of_the_rules_own(self):
        self._shipped("escalate_next", level_id=self._level("commercial").id)
        self.assertEqual(self._urgent("request").user_id, self.sara)

    def test_an_area_is_shared_out(self):
        area = self._level("commercial")
        idle = new_test_user(self.env, "ines", OWN, name="Inés")
        area.user_ids += idle
        rule = self._shipped("ask_area", level_id=area.id, **LATER)
        tickets = [self._open("2026-03-12 16:00", "problem") for _ in range(4)]
        self._run("2026-03-12 17:00")
        asked = [self._decides(ticket) for ticket in tickets]
        self.assertEqual(asked.count(self.sara), 2)
        self.assertEqual(asked.count(idle), 2)
        self.assertEqual(self._asked(tickets[0], "escalation").summary, rule.name)

    def test_an_area_without_people_has_a_leader(self):
        area = self._level("quality")
        self._ref("role_quality_manager").user_ids = self.omar
        self._shipped("ask_area", level_id=area.id)
        self.assertEqual(self._decides(self._urgent()), self.omar)

    def test_a_function_without_people(self):
        self._ref("role_operations_leader").user_ids = False
        self._shipped("tell_role", role="operations_leader")
        self.assertEqual(self._decides(self._urgent()), self.leader)
        self._ref("role_support_leader").user_ids = False
        self.assertEqual(self._decides(self._urgent()), self.analyst)

    def test_each_company_has_its_own_people(self):
        company = self.env["res.company"].create({"name": "Otra"})
        self.env["helpdesk.support.role"].create(
            {
                "code": "project_leader",
                "company_id": company.id,
                "user_ids": [(4, self.omar.id)],
            }
        )
        self._shipped("tell_role", role="project_leader", **LATER)
        ours = self._open("2026-03-12 16:00", "problem")
        theirs = self._open(
            "2026-03-12 16:00",
            "problem",
            company_id=company.id,
            team_id=False,
            partner_id=False,
            plan_id=self.plan.id,
            user_id=False,
        )
        self._run("2026-03-12 17:00")
        self.assertEqual(self._decides(ours), self.paula)
        self.assertEqual(self._decides(theirs), self.omar)

    def test_who_hears_it_from_the_clock_hears_it_once(self):
        """No second activity for whoever was warned of the same clock."""
        ticket = self._open("2026-03-12 08:00", "problem", user_id=self.leader.id)
        self._run("2026-03-13 08:01")
        self.assertEqual(self._asked(ticket, "warning").user_id, self.leader)
        self.assertFalse(self._decides(ticket))

    def test_a_call_goes_to_the_next_responsible(self):
        self._shipped("call_customer")
        ticket = self._urgent()
        with self._at("2026-03-12 17:00"):
            ticket.user_id = self.leader
        self.assertEqual(self._asked(ticket, "call_customer").user_id, self.leader)

    def test_in_the_language_of_whoever_reads_it(self):
        self.env["res.lang"]._activate_lang("es_419")
        self.env.ref("base.module_helpdesk_support_plan")._update_translations(
            ["es_419"]
        )
        self.paula.lang = "es_419"
        self._shipped("tell_role", role="project_leader", **LATER)
        ticket = self._open("2026-03-12 16:00", "problem")
        self._run("2026-03-12 17:00")
        self.assertIn("responsable: Ana", self._asked(ticket, "escalation").note)

    def test_as_many_queries_for_many_as_for_some(self):
        """Notices and activities cost what Odoo's own do; all else is done at once."""
        self._shipped("tell_role", role="project_leader", **LATER)
        people = type(self.env["helpdesk.support.role"])
        some = [self._open("2026-03-12 16:00", "problem") for _ in range(5)]
        self.assertTrue(some)
        self.patch(people, "_get_people", self._counting(people._get_people))
        self._run("2026-03-12 17:00")
        self.assertLessEqual(self._calls, 2)

    def test_many_urgent_tickets_at_once(self):
        """Each costs what its customer's message does; people hear once of all."""

        def count(number):
            tickets = [self._open("2026-03-12 15:00", "problem") for _ in range(number)]
            tickets = self.env["helpdesk.ticket"].union(*tickets)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._at(AT):
                tickets.with_user(self.analyst).priority = "3"
                self.env.flush_all()
            return tickets.sudo(), self.env.cr.sql_log_count - before

        self.gil.notification_type = "email"
        count(2)
        _some, cost = count(2)
        many, cost_of_many = count(12)
        self.assertEqual(many.user_id, self.bruno)
        self.assertLessEqual((cost_of_many - cost) / 10, 20)
        mails = self.env["mail.mail"].search(
            [("recipient_ids", "=", self.gil.partner_id.id)], order="id"
        )
        self.assertEqual(len(mails), 3)
        for ticket in many:
            self.assertIn(ticket.name, mails[-1].body_html)
            self.assertEqual(self._asked(ticket, "emergency").user_id, self.gil)

    def _deciding(self):
        """Return a ticket on which its leader is to decide, for two reasons."""
        self._shipped("tell_role", role="support_leader")
        rule = self.plan.escalation_rule_ids
        other = {"trigger": "unsolved", "delay": 1, "name": "Otra"}
        rule.copy({**other, "priorities": False})
        ticket = self._urgent()
        [first] = self._asked(ticket, "escalation")
        self._run("2026-03-12 17:00")
        return ticket, first

    def test_who_decides_has_one_activity_for_all_reasons(self):
        ticket, first = self._deciding()
        [activity] = self._asked(ticket, "escalation")
        self.assertEqual(activity, first)
        self.assertEqual(activity.summary, "Not solved at its level")
        self.assertLess(activity.note.index("Otra"), activity.note.index("Regla"))
        self._run("2026-03-12 18:00")
        self.assertEqual(activity.note.count("Otra"), 1)

    def test_a_reason_that_is_over_leaves_the_others(self):
        ticket, activity = self._deciding()
        activity.note += "<p>Lo miro el lunes</p>"
        ticket._end_escalation("level")
        self.assertEqual(activity.summary, "It has got such an impact")
        self.assertNotIn("Otra", activity.note)
        self.assertIn("Regla", activity.note)
        self.assertIn("Lo miro el lunes", activity.note)
        ticket._end_escalation("impact")
        self.assertFalse(activity.exists())

    def test_what_names_contain_is_text(self):
        rule = self._shipped("tell_role", role="support_leader")
        rule.name = '<b>"x"</b>'
        [activity] = self._asked(self._urgent(), "escalation")
        self.assertIn("&lt;b&gt;", activity.note)

    def test_rules_speak_the_language_of_the_company_and_of_readers(self):
        """Whoever happens to work, and in whichever language."""
        self.env["res.lang"]._activate_lang("es_419")
        self.env.ref("base.module_helpdesk_support_plan")._update_translations(
            ["es_419"]
        )
        self.env.company.partner_id.lang = self.bruno.lang = "es_419"
        rule = self._rule("urgent")
        name = rule.with_context(lang="es_419").name
        self.assertNotEqual(name, rule.name)
        ticket = self._open("2026-03-12 15:00", "problem")
        with self._at(AT):
            ticket.with_context(lang="en_US").priority = "3"
        self.assertEqual(ticket.sudo().escalation_ids.reason, name)
        [activity] = self._asked(ticket, "take_over")
        self.assertIn(name, activity.summary)
        self.bruno.lang = "en_US"
        ticket = self._open("2026-03-12 15:00", "problem", priority="3")
        self.assertIn(rule.name, self._asked(ticket, "take_over").summary)
        by_hand = self._open("2026-03-12 15:00", "problem")
        self._do(AT, self._act, "escalate_next", by_hand)
        self.assertIn("A mano", by_hand.sudo().escalation_ids.reason)

    def _counting(self, method):
        self._calls = 0

        def count(*args):
            self._calls += 1
            return method(*args)

        return count


@tagged("post_install", "-at_install")
class TestWhoMayConfigure(ShippedRulesCommon):
    """DESIGN 7: managers change rules and choose actions; programs stay closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "marta", MANAGER, name="Marta")

    def test_a_manager_changes_a_rule_and_chooses_among_the_actions(self):
        rule = self._rule("contact").with_user(self.manager)
        rule.delay = 12
        rule.action_server_id = self._ref("action_escalation_tell_role").id
        offered = self.env["ir.actions.server"].with_user(self.manager)
        domain = [("is_escalation_action", "=", True)]
        self.assertEqual(offered.search_count(domain), 9)
        self.assertEqual(offered.search_count([("id", ">", 0)]), 9)

    def test_nobody_else_changes_rules(self):
        for user in (self.analyst, self.leader, self.employee, self.portal_user):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._rule("contact").with_user(user).delay = 1

    def test_a_manager_writes_no_programs(self):
        action = self._ref("action_escalation_tell_role").with_user(self.manager)
        with self.assertRaises(AccessError):
            action.name = "Mío"
        with self.assertRaises(AccessError):
            action.write({"code": "env.user"})
        with self.assertRaises(AccessError):
            action.read(["code"])
        with self.assertRaises(AccessError):
            action.copy()

    def test_only_what_is_offered_can_be_chosen(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Borrar",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "state": "code",
                "code": "records.unlink()",
            }
        )
        rule = self._rule("contact").with_user(self.manager)
        with self._refused("not offered", Exception):
            rule.action_server_id = action.id

    def test_only_what_is_about_tickets_can_be_offered(self):
        with self._refused("not about tickets"):
            self.env["ir.actions.server"].create(
                {
                    "name": "Contactos",
                    "model_id": self.env["ir.model"]._get_id("res.partner"),
                    "state": "code",
                    "is_escalation_action": True,
                }
            )

    def test_an_administrators_own_action_runs(self):
        """What an administrator offers, managers may choose."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "Marcar",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "state": "object_write",
                "update_path": "color",
                "value": "7",
                "is_escalation_action": True,
            }
        )
        rule = self._rule("contact").with_user(self.manager)
        rule.action_server_id = action.id
        ticket = self._open("2026-03-12 15:00", "problem")
        self._do(AT, ticket.escalate, "No sale")
        self._run("2026-03-13 16:00")
        self.assertEqual(ticket.sudo().color, 7)
