from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestQueue(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # urgent, but of a plan that assigns nobody by itself
        cls.plan.escalation_rule_ids.active = False
        cls._create_ticket(team_id=cls.team.id, user_id=False, priority="3")
        waiting = cls._classified(stage_id=cls._stage("waiting_customer").id)
        waiting.last_stage_update -= timedelta(days=1)
        cls._classified(stage_id=cls._stage("waiting_customer").id)
        cls._classified(triaged=True)
        cls._classified(stage_id=cls._stage("solved").id, priority="3")
        cls._create_ticket(user_id=cls.leader.id, team_id=cls.team.id)

    def test_each_number_is_that_of_its_filter(self):
        action = self._ref("helpdesk_queue_action")
        view = self.tickets.get_view(view_type="search")["arch"]
        for user in (self.analyst, self.leader):
            counts = self.tickets.with_user(user).retrieve_queue()
            mine = self._get_filter("mytickets", user)
            for name, numbers in counts.items():
                with self.subTest(user=user.login, filter=name):
                    self.assertIn(f'name="{name}"', view)
                    domain = self._get_filter(name, user) + [("closed", "=", False)]
                    self.assertEqual(numbers["all"], self._count(user, domain))
                    self.assertEqual(numbers["mine"], self._count(user, domain + mine))
        self.assertEqual(action.domain, "[('closed', '=', False)]")

    def _count(self, user, domain):
        return self.tickets.with_user(user).search_count(domain)

    def _get_filter(self, name, user):
        arch = etree.fromstring(self.tickets.get_view(view_type="search")["arch"])
        domain = arch.xpath(f"//filter[@name='{name}']/@domain")[0]
        return eval(domain, {"uid": user.id})  # pylint: disable=eval-used

    def test_an_analyst_counts_what_they_may_read(self):
        counts = self.tickets.with_user(self.analyst).retrieve_queue()
        self.assertEqual(
            counts,
            {
                "overdue": {"all": 0, "mine": 0},
                "at_risk": {"all": 0, "mine": 0},
                "unclassified": {"all": 3, "mine": 2},
                "waiting_long": {"all": 1, "mine": 1},
                "standing_hold": {"all": 0, "mine": 0},
                "unassigned": {"all": 1, "mine": 0},
                "high_priority": {"all": 1, "mine": 0},
                "mytickets": {"all": 3, "mine": 3},
            },
        )

    def test_what_is_late_is_counted_for_each(self):
        ticket = self._classified()
        counts = self._count_late(self.analyst)
        ticket.clock_deadline = fields.Datetime.now() - timedelta(hours=1)
        self.assertEqual(self._count_late(self.analyst), [n + 1 for n in counts])
        ticket.user_id = self.leader
        self.assertEqual(self._count_late(self.leader)[1], 1)

    def _count_late(self, user):
        counts = self.tickets.with_user(user).retrieve_queue()["overdue"]
        return [counts["all"], counts["mine"]]

    def test_others_have_no_queue(self):
        for user in (self.portal_user, self.employee):
            with self._refused("Only analysts", AccessError):
                self.tickets.with_user(user).retrieve_queue()

    def test_it_is_counted_in_one_query(self):
        tickets = self.tickets.with_user(self.analyst)
        tickets.retrieve_queue()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        tickets.retrieve_queue()
        # the numbers, the stages, and what decides on the user's rights
        self.assertLessEqual(self.cr.sql_log_count - before, 4)

    def test_each_line_says_what_comes_next(self):
        steps = {
            ticket.next_step for ticket in self.tickets.search([("closed", "=", False)])
        }
        self.assertLessEqual({"identify", "wait", "start"}, steps)
