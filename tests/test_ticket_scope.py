"""Scope: the plan proposes, people decide, and nothing is left out by itself."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import MANAGER, OWN, new_test_user
from .escalation_common import EscalationCommon


class ScopeCommon(EscalationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer_plan = {
            "cobranza": cls._create_of("plan_cobranza"),
            "ikhodi": cls._create_of("plan_ikhodi"),
        }
        cls.cobranza = cls.customer_plan["cobranza"].with_user(cls.analyst)
        cls.ikhodi = cls.customer_plan["ikhodi"].with_user(cls.analyst)

    @classmethod
    def _create_of(cls, plan):
        return cls._create_ticket(
            plan_id=cls._ref(plan).id,
            partner_id=cls.carolina.id,
            team_id=cls.team.id,
            user_id=cls.analyst.id,
        )

    def _item(self, name):
        return self._ref(f"scope_{name}")

    def _put(self, ticket, name, linked=False):
        """Say what a ticket is about; return what has been decided by that."""
        ticket.write({"scope_item_id": self._item(name).id, "scope_linked": linked})
        return ticket.scope_state


@tagged("post_install", "-at_install")
class TestShippedScope(ScopeCommon):
    def test_what_cobranza_covers(self):
        """COB-02 … COB-05: also an error in a script of predictive segmentation."""
        for name in ("modules", "interface", "integrations", "tools"):
            with self.subTest(name):
                self.assertEqual(self._put(self.cobranza, f"cobranza_{name}"), "in")
                self.assertFalse(self.cobranza.scope_question)
        definition = self._item("cobranza_tools").description
        self.assertIn("predictive segmentation", definition)

    def test_hardware_is_left_out_by_a_decision(self):
        """COB-06, AT-36."""
        self.assertEqual(self._put(self.cobranza, "cobranza_hardware"), "unknown")
        self.assertEqual(self.cobranza.scope_proposal, "out")
        self.assertIn("does not cover “Hardware”", self.cobranza.scope_question)
        self.cobranza.decide_scope("out", "Es el ratón")
        self.assertEqual(self.cobranza.scope_state, "out")
        self.assertFalse(self.cobranza.scope_question)

    def test_a_platform_of_others_is_covered_where_it_is_linked(self):
        """COB-07, A-COB-17, AT-36."""
        self.assertEqual(self._put(self.cobranza, "cobranza_third_party"), "unknown")
        self.assertEqual(self.cobranza.scope_proposal, "link")
        self.assertIn("Is it linked", self.cobranza.scope_question)
        self.cobranza.action_scope_linked()
        self.assertEqual(self.cobranza.scope_state, "in")
        self.cobranza.action_scope_not_linked()
        self.assertEqual(self.cobranza.scope_state, "unknown")
        self.assertEqual(self.cobranza.scope_proposal, "out")

    def test_a_new_feature_is_out_and_quoted(self):
        """IKH-37, IKH-38, AT-59."""
        self.assertEqual(self._put(self.ikhodi, "ikhodi_development"), "unknown")
        self.assertEqual(self.ikhodi.scope_proposal, "out")
        form = self._open(self.ikhodi, "out")
        self.assertTrue(form.offers_quote)
        form.reason = "Es un desarrollo"
        form.save().action_apply()
        self.assertEqual(self.ikhodi.scope_state, "out")
        self.assertTrue(self._find_activities(self.ikhodi, "quote"))

    def test_a_change_of_a_report_is_covered_with_the_least_impact(self):
        """A-IKH-10, AT-59."""
        self.ikhodi.priority = "2"
        self.assertEqual(self._put(self.ikhodi, "ikhodi_report_change"), "in")
        self.assertEqual(self.ikhodi.severity_id.code, "p4")
        # somebody may decide otherwise
        self.ikhodi.priority = "1"
        self.assertEqual(self.ikhodi.severity_id.code, "p3")

    def test_support_decides_on_the_other_four(self):
        """IKH-39 … IKH-42, A-IKH-09, AT-59."""
        for name in ("third_party", "internet", "hardware", "damage"):
            with self.subTest(name):
                state = self._put(self.ikhodi, f"ikhodi_{name}")
                self.assertEqual(state, "unknown")
                self.assertEqual(self.ikhodi.scope_proposal, "ask")
                self.assertIn("lets support decide", self.ikhodi.scope_question)
                self.assertFalse(self.ikhodi.stage_id.closed)
                for decision in ("in", "out"):
                    with self._refused("Say why"):
                        self.ikhodi.decide_scope(decision)
                    self.ikhodi.decide_scope(decision, "Lo hemos mirado")
                    self.assertEqual(self.ikhodi.scope_reason, "Lo hemos mirado")

    def _open(self, ticket, state):
        """Return the dialog as a button of the alert opens it."""
        ticket = ticket.with_context(default_state=state)
        return Form.from_action(ticket.env, ticket.action_decide_scope())


@tagged("post_install", "-at_install")
class TestDecision(ScopeCommon):
    def test_it_is_kept_who_decided_and_when(self):
        self._put(self.cobranza, "cobranza_hardware")
        with self._at("2026-03-12 16:00") as now:
            self.cobranza.decide_scope("out", "  Es el ratón ")
        self.assertEqual(self.cobranza.scope_reason, "Es el ratón")
        self.assertEqual(self.cobranza.scope_decided_by_id, self.analyst)
        self.assertEqual(self.cobranza.scope_decided_at, now)
        self.cobranza.decide_scope("unknown")
        self.assertFalse(self.cobranza.scope_decided_by_id)
        self.assertFalse(self.cobranza.scope_decided_at)
        self.assertTrue(self.cobranza.scope_question)

    def test_no_way_leads_around_the_reason(self):
        """RPC, imports, list edits: all of them are writes."""
        self._put(self.cobranza, "cobranza_hardware")
        for words in ({}, {"scope_reason": False}, {"scope_reason": "  "}):
            for state in ("in", "out"):
                with (
                    self.subTest(state, **words),
                    self._refused("Say why", ValidationError),
                ):
                    self.cobranza.write({"scope_state": state, **words})
        self.cobranza.write({"scope_state": "out", "scope_reason": "Ratón"})
        self.assertEqual(self.cobranza.scope_decided_by_id, self.analyst)
        with self._refused("Say why", ValidationError):
            self.cobranza.scope_reason = False
        with self._refused("Say why", ValidationError):
            self._create_ticket(scope_state="out")

    def test_an_import_decides_like_everybody(self):
        item = self._item("cobranza_hardware")
        row = ["No imprime", "Impresora", "Collections Optimizer", "Hardware", "out"]
        names = ["name", "description", "plan_id", "scope_item_id", "scope_state"]
        loader = self.tickets.with_user(self.analyst).with_context(import_file=True)
        refused = loader.load(names, [row])
        self.assertFalse(refused["ids"])
        self.assertIn("Say why", refused["messages"][0]["message"])
        done = loader.load([*names, "scope_reason"], [[*row, "Impresora"]])
        ticket = self.tickets.browse(done["ids"])
        self.assertEqual(ticket.scope_item_id, item)
        self.assertEqual(ticket.scope_decided_by_id, self.analyst)

    def test_who_decided_is_written_by_nobody(self):
        for name, value in (
            ("scope_decided_by_id", self.leader.id),
            ("scope_decided_at", "2026-03-01 10:00:00"),
            ("scope_authorised_at", "2026-03-01 10:00:00"),
        ):
            with self.subTest(name), self._refused("noted by itself"):
                self.cobranza.write({name: value})
            with self.subTest(name), self._refused("noted by itself"):
                self.tickets.with_user(self.analyst).create(
                    {"name": "No firma", "description": "Nada", name: value}
                )

    def test_a_decision_ends_with_what_it_was_about(self):
        self._put(self.cobranza, "cobranza_hardware")
        self.cobranza.decide_scope("out", "Es el ratón")
        # the same again changes nothing
        self._put(self.cobranza, "cobranza_hardware")
        self.assertEqual(self.cobranza.scope_state, "out")
        self._put(self.cobranza, "cobranza_modules")
        self.assertEqual(self.cobranza.scope_state, "in")
        self.assertFalse(self.cobranza.scope_reason)
        self.cobranza.scope_item_id = False
        self.assertEqual(self.cobranza.scope_state, "unknown")
        self.assertFalse(self.cobranza.scope_decided_by_id)

    def test_another_plan_has_other_words(self):
        self._put(self.cobranza, "cobranza_modules")
        self.cobranza.plan_id = self._ref("plan_ikhodi")
        self.assertFalse(self.cobranza.scope_item_id)
        self.assertEqual(self.cobranza.scope_state, "unknown")
        with self._refused("is of the plan", ValidationError):
            self._put(self.ikhodi, "cobranza_hardware")

    def test_what_was_decided_without_the_plan_s_words_stays(self):
        """A module that the customer has not bought (NAV-3.4.1.N3-08)."""
        self.cobranza.decide_scope("out", "No lo tiene contratado")
        self.cobranza.team_id = False
        self.assertEqual(self.cobranza.scope_state, "out")

    def test_many_at_once_cost_no_more_statements(self):
        item = self._item("cobranza_modules")
        tickets = self.cobranza.browse()
        for _number in range(6):
            tickets |= self._create_of("plan_cobranza").with_user(self.analyst)
        self.env.flush_all()
        counts = []
        for part in (tickets[:1], tickets[1:]):
            part.env.invalidate_all()
            before = self.env.cr.sql_log_count
            part.write({"scope_item_id": item.id})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(set(tickets.mapped("scope_state")), {"in"})
        self.assertLess(counts[1], counts[0] * 3)

    def test_whoever_may_not_change_the_ticket_decides_nothing(self):
        stranger = new_test_user(self.env, "zoe", OWN)
        for act in (
            lambda it: it.decide_scope("out", "Porque sí"),
            lambda it: it.authorise_scope("Yo"),
            lambda it: it.offer_quote(),
            lambda it: it.ask_sales_about_scope(),
        ):
            with self.assertRaises(AccessError):
                act(self.cobranza.with_user(stranger))
        with self.assertRaises(AccessError):
            self.cobranza.with_user(self.portal_user).read(["scope_reason"])

    def test_bad_input_has_one_sentence(self):
        for state in ("fuera", 3):
            with self.subTest(state), self._refused("is no Scope: use one of"):
                self.cobranza.decide_scope(state, "Porque sí")
        with self._refused("Write it down as a text"):
            self.cobranza.decide_scope("out", ["Porque sí"])
        self.cobranza.sudo().cancel("withdrawn")
        with self._refused("is closed"):
            self.cobranza.decide_scope("out", "Porque sí")

    def test_who_authorised_it_is_noted(self):
        """NAV-3.4.1.N1-07, NAV-3.4.1.N3-09."""
        self.cobranza.decide_scope("out", "No lo tiene contratado")
        with self._refused("Say who authorised"):
            self.cobranza.authorise_scope(" ")
        with self._at("2026-03-12 16:00") as now:
            self.cobranza.authorise_scope("Coco, área comercial")
        self.assertEqual(self.cobranza.scope_authorised_by, "Coco, área comercial")
        self.assertEqual(self.cobranza.scope_authorised_at, now)

    def test_the_dialog_writes_all_of_it_down(self):
        self._put(self.ikhodi, "ikhodi_internet")
        action = self.ikhodi.with_context(default_state="out").action_decide_scope()
        form = Form.from_action(self.ikhodi.env, action)
        self.assertFalse(form.offers_quote)
        form.scope_item_id = self._item("ikhodi_development")
        self.assertTrue(form.offers_quote)
        form.offers_quote = False
        form.reason = "Piden otra pantalla"
        form.authorised_by = "Gerencia"
        form.save().action_apply()
        self.assertEqual(self.ikhodi.scope_state, "out")
        self.assertEqual(self.ikhodi.scope_item_id, self._item("ikhodi_development"))
        self.assertEqual(self.ikhodi.scope_authorised_by, "Gerencia")
        self.assertFalse(self._find_activities(self.ikhodi, "quote"))


@tagged("post_install", "-at_install")
class TestWhatFollows(ScopeCommon):
    def test_sales_make_an_offer_once(self):
        """IKH-38: the area of the plan, else who leads support."""
        ticket = self._open("question")
        action = ticket.action_offer_quote()
        self.assertIn("Coco", action["params"]["message"])
        self.assertTrue(ticket.scope_quoted)
        ticket.action_offer_quote()
        [quote] = self._find_activities(ticket, "quote")
        self.assertEqual(quote.user_id, self.coco)
        self.ikhodi.offer_quote()
        [quote] = self._find_activities(self.ikhodi, "quote")
        self.assertEqual(quote.user_id, self.analyst)

    def test_sales_say_whether_it_is_part_of_the_contract(self):
        """NAV-3.4.1.N4-07."""
        ticket = self._open("question")
        ticket.decide_scope("out", "El módulo no está en la suscripción")
        ticket.action_ask_sales()
        self.assertTrue(ticket.sales_asked)
        self.assertFalse(ticket.scope_quoted)
        [asked] = self._find_activities(ticket, "scope")
        self.assertEqual(asked.user_id, self.coco)
        self.assertIn("El módulo no está", asked.note)
        self.assertIn(ticket.number, asked.note)

    def test_cancelling_as_out_of_scope_takes_a_decision(self):
        self._put(self.cobranza, "cobranza_hardware")
        self.assertFalse(self.cobranza._propose_cancel_reason())
        with self._refused("Decide first"):
            self.cobranza.cancel("out_of_scope")
        self.cobranza.decide_scope("out", "Es el ratón")
        self.assertEqual(self.cobranza._propose_cancel_reason(), "out_of_scope")
        form = Form.from_action(self.cobranza.env, self.cobranza.action_cancel())
        self.assertEqual(form.reason, "out_of_scope")
        self.assertIn("Hardware", form.body)
        self.assertNotIn("ratón", form.body)
        form.save().action_cancel()
        self.assertEqual(self.cobranza.stage_code, "cancelled")

    def test_an_offer_is_told_where_the_plan_makes_one(self):
        self._put(self.ikhodi, "ikhodi_development")
        texts = self.ikhodi._propose_cancel_messages("out_of_scope")
        self.assertIn("make you an offer", texts[self.ikhodi.id])
        self.ikhodi.scope_item_id = False
        texts = self.ikhodi._propose_cancel_messages("out_of_scope")
        self.assertIn("not part of what your support plan", texts[self.ikhodi.id])

    def test_what_somebody_authorised_is_not_proposed_to_be_cancelled(self):
        self.cobranza.decide_scope("out", "Es el ratón")
        self.cobranza.authorise_scope("Gerencia")
        self.assertFalse(self.cobranza._propose_cancel_reason())

    def test_filters(self):
        self._put(self.cobranza, "cobranza_hardware")
        self._put(self.ikhodi, "ikhodi_report_change")
        both = self.cobranza | self.ikhodi
        to_decide = [("scope_state", "=", "unknown"), ("scope_item_id", "!=", False)]
        mine = [("id", "in", both.ids)]
        self.assertEqual(self.tickets.search(to_decide + mine), self.cobranza)
        self.cobranza.decide_scope("out", "Es el ratón")
        out = self.tickets.search([("scope_state", "=", "out"), *mine])
        self.assertEqual(out, self.cobranza)
        self.assertEqual(self._item("cobranza_hardware").ticket_count, 1)


@tagged("post_install", "-at_install")
class TestScopeItem(ScopeCommon):
    def test_an_exception_of_what_is_covered_is_refused(self):
        with self._refused("is covered whether it is linked", ValidationError):
            self._item("cobranza_modules").linked_decides = True

    def test_a_copied_plan_says_the_same(self):
        plan = self._ref("plan_ikhodi")
        copied = plan.copy()
        self.assertEqual(
            copied.scope_item_ids.mapped("name"), plan.scope_item_ids.mapped("name")
        )
        self.assertNotEqual(copied.scope_item_ids, plan.scope_item_ids)

    def test_managers_write_them_and_others_read(self):
        manager = new_test_user(self.env, "manu", MANAGER)
        item = self._item("cobranza_hardware")
        item.with_user(manager).effect = "ask"
        with self.assertRaises(AccessError):
            item.with_user(self.analyst).effect = "in"

    def test_what_tickets_are_about_is_archived_and_not_deleted(self):
        item = self._item("cobranza_hardware")
        self._put(self.cobranza, "cobranza_hardware")
        item.active = False
        self.assertEqual(self.cobranza.scope_item_id, item)
        self.assertEqual(self.cobranza.scope_proposal, "out")

    def test_the_definition_stands_where_one_is_picked(self):
        item = self._item("ikhodi_damage")
        shown = item.with_context(formatted_display_name=True).display_name
        self.assertIn("--Physical or accidental", shown)
        self.assertEqual(item.display_name, "Physical damage")
