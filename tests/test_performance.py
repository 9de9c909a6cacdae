"""What intake costs beyond helpdesk_mgmt: a constant, for any number of tickets."""

from unittest.mock import patch

from odoo.tests import tagged

from ..models import helpdesk_ticket_standing
from ..models.standing_ledger import read_accounts
from .common import DeskCommon, PlanCommon
from .escalation_common import EscalationCommon
from .sla_common import PromiseCommon
from .standing_common import StandingCommon


class Counting:
    def _count(self, act):
        """Return the queries of an act, from a cold cache until all is written."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestIntakeCost(DeskCommon):
    def _count(self, number):
        """Return the queries that creating so many tickets with a contact takes."""
        values = [
            {"name": f"T{n}", "description": "x", "partner_id": self.carolina.id}
            for n in range(number)
        ]
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.tickets.create(values)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_extra_queries_per_batch_not_per_ticket(self):
        def bare(number):
            tickets = self.tickets
            self.tickets = tickets.with_context(helpdesk_intake_bare=True)
            try:
                return self._count(number)
            finally:
                self.tickets = tickets

        self._count(1)  # what is read once per process
        for number in (1, 20, 100):
            with self.subTest(number):
                self.assertLessEqual(self._count(number) - bare(number), 1)


@tagged("post_install", "-at_install")
class TestTriageCost(Counting, PlanCommon):
    """With a plan: reads cost a constant, writes a statement per hundred rows."""

    def _make(self, number):
        return self.tickets.create(
            [
                {
                    "name": f"T{n}",
                    "description": "x",
                    "partner_id": self.carolina.id,
                    "team_id": self.team.id,
                    "user_id": self.analyst.id,
                    "type_id": self._ref("type_bug").id,
                    "tag_ids": self._ref("tag_documentos_electronicos").ids,
                }
                for n in range(number)
            ]
        )

    def test_making_tickets_costs_a_constant_more_than_without_a_plan(self):
        def bare(number):
            tickets = self.tickets
            self.tickets = tickets.with_context(helpdesk_intake_bare=True)
            self.env.company.support_plan_id = False
            try:
                return self._count(lambda: self._make(number))
            finally:
                self.tickets = tickets
                self.env.company.support_plan_id = self.plan

        self._make(1)
        extra = {}
        for number in (10, 100):
            extra[number] = self._count(lambda n=number: self._make(n)) - bare(number)
        # of the steps of their procedures a thousand are read at a time
        self.assertLessEqual(extra[100], extra[10] + 3)
        self.assertLessEqual(extra[100], 23)

    def test_a_page_of_the_queue_costs_a_constant(self):
        names = [
            "name",
            "triage_missing",
            "next_step",
            "severity_legend",
            "stage_code",
            "assignable_user_ids",
            "module_tag_ids",
        ]
        tickets = self._make(80).with_user(self.leader)
        tickets[:1].read(names)

        def read(number):
            return self._count(lambda: tickets[:number].read(names))

        read(80)  # what is read once per process
        self.assertLessEqual(read(80), read(2))

    def test_confirming_and_moving_add_a_constant_to_what_is_ours(self):
        """mail.thread and helpdesk_mgmt have their own cost for each ticket."""
        tickets = self._make(104)
        stage = self._stage("in_progress").id

        def confirm(some):
            return self._count(some.action_confirm_triage)

        def move(some):
            return self._count(lambda: some.write({"stage_id": stage}))

        def touch(some):
            # what a write of one tracked field costs, whatever it is
            return self._count(lambda: some.write({"user_id": self.leader.id}))

        first, few, many = tickets[:2], tickets[2:4], tickets[4:]
        for act in (confirm, move, touch):
            act(first)
        floor = touch(many) - touch(few)
        for act in (confirm, move):
            with self.subTest(act.__name__):
                self.assertLessEqual(act(many) - act(few), floor + 5)


@tagged("post_install", "-at_install")
class TestClockCost(Counting, PromiseCommon):
    """House rule 4: reads cost a constant, writes a statement per hundred rows."""

    def _make(self, number):
        return self.tickets.create(
            [
                {
                    "name": f"T{n}",
                    "description": "x",
                    "partner_id": self.carolina.id,
                    "team_id": self.team.id,
                    "user_id": self.analyst.id,
                }
                for n in range(number)
            ]
        )

    def _extra_of_making(self, number):
        """Return what clocks cost when so many tickets are made."""
        with_clocks = self._count(lambda: self._make(number))
        self.env.company.support_plan_id = False
        without = self._count(lambda: self._make(number))
        self.env.company.support_plan_id = self.gold
        return with_clocks - without

    def test_making_tickets(self):
        self._make(1)
        few, many = self._extra_of_making(10), self._extra_of_making(200)
        # four clocks and four events of each more, two statements per hundred rows
        self.assertLessEqual(many - few, 4 * 200 / 100 * 2 + 6)

    def test_advancing_tickets(self):
        tickets = self._make(200)
        costs = {}
        for number in (10, 200):
            some = tickets[:number]
            costs[number] = self._count(lambda some=some: some._note("public_reply"))
        self.assertLessEqual(costs[200] - costs[10], 20)

    def test_rebuilding_what_is_right_reads_and_writes_nothing(self):
        tickets = self._make(200)
        some = tickets[:10]
        few = self._count(lambda: some._rebuild_clocks())
        many = self._count(lambda: tickets._rebuild_clocks())
        self.assertLessEqual(many, few + 2)
        self.assertLessEqual(many, 15)

    def test_a_page_with_sentences(self):
        tickets = self._make(80)
        spec = {
            "clock_deadline": {},
            "clock_state": {},
            "clock_ids": {"fields": {"why": {}, "late_seconds": {}, "state": {}}},
        }
        costs = {
            number: self._count(lambda n=number: tickets[:n].web_read(spec))
            for number in (2, 80)
        }
        self.assertLessEqual(costs[80], costs[2] + 2)


@tagged("post_install", "-at_install")
class TestStandingCost(Counting, StandingCommon):
    """Standing is judged for all at once: as many queries for forty as for two."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.arrears_action = "ask"
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Cliente {number}"} for number in range(40)]
        )
        for number, customer in enumerate(cls.customers):
            cls._bill(cls._subscribe(customer), overdue=number % 12)
        cls.made = cls._make(cls.customers)

    @classmethod
    def _make(cls, customers):
        return cls.tickets.create(
            [
                {"name": "T", "description": "x", "partner_id": customer.id}
                for customer in customers
            ]
        )

    def test_subscriptions(self):
        found = self.customers.subscription_ids
        subscriptions = found.browse(found.ids)
        subscriptions.mapped("standing")
        self.assertLessEqual(self._count(lambda: subscriptions.mapped("standing")), 4)

    def test_a_page_of_tickets(self):
        names = ["standing", "standing_days", "standing_text", "subscription_missing"]
        tickets = self.made.with_user(self.leader)
        tickets.read(names)
        few = self._count(lambda: tickets[:2].read(names))
        self.assertEqual(self._count(lambda: tickets.read(names)), few)

    def test_a_page_of_contacts(self):
        self.customers.mapped("standing")
        few = self._count(lambda: self.customers[:2].mapped("standing"))
        many = self._count(lambda: self.customers.mapped("standing"))
        self.assertEqual(many, few)

    def test_making_tickets(self):
        """Of many customers: all are judged at once, and none a second time."""
        calm = self.customers.filtered(lambda one: one.standing != "arrears")
        with patch.object(
            helpdesk_ticket_standing, "read_accounts", wraps=read_accounts
        ) as judged:
            made = self._make(calm)
            self.env.flush_all()
        self.assertEqual(judged.call_count, 1)
        self.assertEqual(len(made.subscription_id), len(calm))
        self.assertEqual({*made.mapped("standing_at_intake")}, {"ok", "late"})

    def test_searching_and_grouping(self):
        """As many as for none: it is decided once, whatever is found."""
        domain = [("standing", "in", ("arrears", "agreement_broken"))]
        desk = self.tickets.with_user(self.leader)
        desk.search_count(domain)
        self.assertLessEqual(self._count(lambda: desk.search_count(domain)), 8)
        groups = self._count(lambda: desk._read_group([], ["standing"], ["__count"]))
        self.assertLessEqual(groups, 8)

    def test_opening_a_view(self):
        """Whether one can group by it is known without judging anybody."""
        ledger = "odoo.addons.helpdesk_support_plan.models.standing_ledger"
        with patch(f"{ledger}._read_debts", side_effect=AssertionError("judged")):
            for model in ("helpdesk.ticket", "res.partner", "sale.subscription"):
                description = self.env[model].fields_get(["standing"])["standing"]
                self.assertTrue(description["groupable"], model)
                self.assertTrue(description["sortable"], model)

    def test_the_cron(self):
        """Nothing to let go on: nothing is written."""
        self.assertTrue(self.made.filtered("standing_hold"))
        self.tickets._cron_release_paid()
        self.assertLessEqual(self._count(self.tickets._cron_release_paid), 16)


@tagged("post_install", "-at_install")
class TestEscalationScreenCost(Counting, EscalationCommon):
    """What lists, cards, rules and the report show costs a constant."""

    def _assert_constant(self, read, few, many):
        read(many)  # what is read once per process
        counts = [self._count(lambda some=some: read(some)) for some in (few, many)]
        self.assertLessEqual(counts[1], counts[0])

    def test_a_page_of_tickets(self):
        tickets = self.tickets.browse()
        for _one in range(20):
            tickets |= self._open().sudo()
        tickets.escalate("No lo resolvemos aquí")
        self.assertEqual(len(tickets.escalation_step_ids.ticket_id), 20)
        tickets = tickets.with_user(self.leader)
        page = {
            "level_id": {"fields": {"display_name": {}}},
            "level_short_name": {},
            "escalation_due_at": {},
            "escalation_next": {},
        }
        self._assert_constant(lambda some: some.web_read(page), tickets[:2], tickets)

    def test_the_list_of_rules(self):
        rules = self.env["helpdesk.escalation.rule"].search([("active", "=", True)])
        self.assertGreater(len(rules), 9)
        names = ["sentence", "action_kind", "problem", "run_count", "failed_count"]
        names += ["last_run_at", "last_error"]
        rules = rules.with_user(self.leader)
        self._assert_constant(lambda some: some.read(names), rules[:12], rules)
