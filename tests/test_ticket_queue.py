from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestQueue(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_ticket(team_id=cls.team.id, user_id=False, priority="3")
        cls._classified(stage_id=cls._stage("waiting_customer").id)
        cls._classified(triaged=True)
        cls._classified(stage_id=cls._stage("solved").id, priority="3")
        cls._create_ticket(user_id=cls.leader.id, team_id=cls.team.id)

    def test_each_number_is_that_of_its_filter(self):
        action = self._ref("helpdesk_queue_action")
        view = self.tickets.get_view(view_type="search")["arch"]
        for user in (self.analyst, self.leader):
            counts = self.tickets.with_user(user).retrieve_queue()
            for name, number in counts.items():
                with self.subTest(user=user.login, filter=name):
                    self.assertIn(f'name="{name}"', view)
                    domain = self._get_filter(name, user) + [("closed", "=", False)]
                    found = self.tickets.with_user(user).search_count(domain)
                    self.assertEqual(number, found)
        self.assertEqual(action.domain, "[('closed', '=', False)]")

    def _get_filter(self, name, user):
        from lxml import etree

        arch = etree.fromstring(self.tickets.get_view(view_type="search")["arch"])
        domain = arch.xpath(f"//filter[@name='{name}']/@domain")[0]
        return eval(domain, {"uid": user.id})  # pylint: disable=eval-used

    def test_an_analyst_counts_what_they_may_read(self):
        counts = self.tickets.with_user(self.analyst).retrieve_queue()
        self.assertEqual(
            counts,
            {
                "overdue": 0,
                "at_risk": 0,
                "unclassified": 2,
                "waiting": 1,
                "unassigned": 1,
                "high_priority": 1,
                "mytickets": 2,
            },
        )

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
