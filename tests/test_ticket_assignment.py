from odoo.tests import tagged

from .escalation_common import EscalationCommon


@tagged("post_install", "-at_install")
class TestAssignment(EscalationCommon):
    def _find(self, at="2026-03-12 10:00", ticket=None):
        with self._at(at) as now:
            return (ticket or self._open())._find_least_busy(self.n2, now)

    def _give_hours(self, user, *hours, zone="America/Bogota"):
        """Give somebody hours of their own, Monday to Friday."""
        return self.env["resource.resource"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "calendar_id": self._create_calendar(zone, {range(5): hours}).id,
            }
        )

    def test_the_least_busy(self):
        for _ in range(2):
            self._create_ticket(user_id=self.beto.id)
        self.assertEqual(self._find(), self.bea)
        for _ in range(3):
            self._create_ticket(user_id=self.bea.id)
        self.assertEqual(self._find(), self.beto)

    def test_of_those_who_work_now(self):
        """NAV-3.5-20: teams work at different hours."""
        self._give_hours(self.beto, 14, 22)
        self.assertEqual(self._find("2026-03-12 10:00"), self.bea)
        self.assertEqual(self._find("2026-03-12 20:00"), self.beto)
        # where nobody works just now, the least busy
        self._create_ticket(user_id=self.beto.id)
        self.assertEqual(self._find("2026-03-14 10:00"), self.bea)

    def test_not_those_who_are_on_leave(self):
        resource = self._give_hours(self.beto, 8, 17)
        self._create_ticket(user_id=self.bea.id)
        self.assertEqual(self._find(), self.beto)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Vacaciones",
                "calendar_id": resource.calendar_id.id,
                "resource_id": resource.id,
                "date_from": "2026-03-12 05:00:00",
                "date_to": "2026-03-13 04:59:59",
            }
        )
        self.assertEqual(self._find(), self.bea)
        self.n2.user_ids = self.beto
        self.assertFalse(self._find())
        self.assertEqual(self._find("2026-03-13 10:00"), self.beto)

    def test_where_all_are_away_it_waits_at_the_level_and_somebody_is_told(self):
        self.test_not_those_who_are_on_leave()
        self.team.user_id = self.leader
        with self._at("2026-03-12 10:00"):
            ticket = self._open().sudo()
            ticket.escalate("a")
        self.assertFalse(ticket.user_id)
        self.assertEqual(self._find_activities(ticket).user_id, self.leader)

    def test_a_level_of_which_nobody_is_named_keeps_the_responsible(self):
        self.n2.user_ids = False
        self.assertFalse(self._find())
        ticket = self._open()
        ticket.escalate("a")
        self.assertEqual(ticket.user_id, self.analyst)

    def test_else_the_people_of_the_levels_team(self):
        self.n2.write({"user_ids": False, "team_id": self.team.copy().id})
        self.n2.team_id.user_ids = self.bea
        self.assertEqual(self._find(), self.bea)

    def test_who_does_not_work_for_the_company_gets_nothing(self):
        other = self.env["res.company"].create({"name": "Otra"})
        self.beto.write({"company_ids": other.ids, "company_id": other.id})
        self._create_ticket(user_id=self.bea.id)
        self.assertEqual(self._find(), self.bea)

    def test_as_many_queries_for_a_batch_as_for_one(self):
        tickets = self.tickets.union(*(self._open() for _ in range(12)))

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with self._at("2026-03-12 10:00") as now:
                found = some.sudo()._find_assignees(self.n2, now)
            self.assertEqual(len(found), len(some))
            return self.cr.sql_log_count - before

        count(tickets)
        self.assertEqual(count(tickets), count(tickets[:1]))


@tagged("post_install", "-at_install")
class TestActivityDay(EscalationCommon):
    def test_the_day_on_which_the_desk_opens(self):
        """AT-32, A-COB-18: Sunday after the end of the summer time."""
        plan = self._ref("plan_cobranza")
        self.env.company.support_plan_id = plan
        ticket = self._create_ticket(team_id=self.team.id)
        table = [
            ("2026-04-05 08:30", "2026-04-06"),
            ("2026-04-06 18:30", "2026-04-06"),
            ("2026-04-06 20:00", "2026-04-07"),
        ]
        for at, day in table:
            with self._at(at, plan) as now:
                self.assertEqual(ticket._get_activity_day(now).isoformat(), day)
        ticket.priority = "3"
        with self._at("2026-04-05 08:30", plan) as now:
            self.assertEqual(ticket._get_activity_day(now).isoformat(), "2026-04-05")

    def test_it_is_a_day_of_the_plan(self):
        """At that hour it is tomorrow in UTC."""
        ticket = self._open("question")
        ticket.priority = "3"
        with self._at("2026-03-12 23:30") as now:
            self.assertEqual(ticket._get_activity_day(now).isoformat(), "2026-03-12")
