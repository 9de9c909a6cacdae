"""What the reports count, of whose tickets, and what they leave out."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .sla_common import PromiseCommon


class ReportCommon(PromiseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env["helpdesk.sla.compliance"]

    def _lines(self, ticket, metric="resolution"):
        domain = [("ticket_id", "=", ticket.id), ("metric", "=", metric)]
        return self.report.search(domain, order="started_at, id")

    def _live(self, ticket, *acts):
        """Let things happen to a ticket: pairs of a local time and what is done."""
        for text, act in acts:
            with self._at(text):
                act(ticket)

    def _notice(self, text):
        with self._at(text) as now:
            self._process_due(now)


def solve(ticket):
    ticket.solve("Listo")


def take(ticket):
    ticket.action_start()


@tagged("post_install", "-at_install")
class TestCompliance(ReportCommon):
    def test_kept_in_time(self):
        ticket = self._register()
        self._live(ticket, ("2026-03-09 11:00", take), ("2026-03-09 13:00", solve))
        line = self._lines(ticket)
        self.assertEqual(line.outcome, "kept")
        self.assertEqual((line.compliance, line.kept, line.missed), (100, 1, 0))
        self.assertEqual((line.promised_hours, line.used_hours), (8, 3))
        self.assertEqual((line.calendar_hours, line.late_hours), (3, 0))
        self.assertEqual(line.decided_at, line.met_at)
        self.assertEqual((line.span, line.closing), ("h004", "told"))
        self.assertEqual(line.partner_id, self.company_a)

    def test_met_late_is_missed_at_the_instant_of_its_deadline(self):
        ticket = self._register()
        self._live(ticket, ("2026-03-09 11:00", take), ("2026-03-09 20:00", solve))
        line = self._lines(ticket)
        self.assertEqual(line.outcome, "missed")
        self.assertEqual((line.compliance, line.late_hours), (0, 2))
        self.assertEqual(self._local(line.decided_at), "2026-03-09 18:00")

    def test_missed_while_it_is_still_open(self):
        ticket = self._register()
        self._notice("2026-03-10 10:00")
        line = self._lines(ticket)
        self.assertEqual((line.outcome, line.state), ("missed", "running"))
        self.assertEqual(self._local(line.missed_at), "2026-03-09 18:00")

    def test_what_is_open_in_time_is_neither(self):
        line = self._lines(self._register())
        self.assertEqual((line.outcome, line.span), ("open", "open"))
        self.assertFalse(line.decided_at)
        [(rate,)] = self.report._read_group(
            [("id", "=", line.id)], aggregates=["compliance:avg"]
        )
        self.assertFalse(rate)

    def test_what_was_cancelled_is_left_out(self):
        ticket = self._register()
        self._live(
            ticket, ("2026-03-09 20:00", lambda ticket: ticket.cancel("other", "Ya no"))
        )
        line = self._lines(ticket)
        self.assertEqual(line.outcome, "cancelled")
        [(rate, kept, missed)] = self.report._read_group(
            [("id", "=", line.id)],
            aggregates=["compliance:avg", "kept:sum", "missed:sum"],
        )
        self.assertFalse(rate)
        self.assertEqual((kept, missed), (0, 0))

    def test_first_and_total_resolution(self):
        """B10."""
        ticket = self._register()
        self._live(
            ticket,
            ("2026-03-09 11:00", take),
            ("2026-03-09 12:00", solve),
            ("2026-03-09 15:00", lambda ticket: ticket.reopen("Sigue igual")),
            ("2026-03-09 16:00", solve),
        )
        line = self._lines(ticket)
        self.assertEqual((line.first_used_hours, line.used_hours), (2, 3))
        self.assertEqual((line.calendar_hours, line.outcome), (6, "kept"))

    def test_each_time_that_a_clock_ran_is_a_line(self):
        """Design 5.1: update and ownership; each missed cycle is a breach."""
        ticket = self._register()
        n2 = self.gold.level_ids[1]
        self._live(
            ticket,
            ("2026-03-09 11:00", self._answer),
            ("2026-03-09 12:00", self._answer),
            ("2026-03-09 18:00", self._answer),
            (
                "2026-03-09 19:00",
                lambda ticket: ticket.sudo().write({"level_id": n2.id}),
            ),
            ("2026-03-09 20:00", self._answer),
        )
        lines = self._lines(ticket, "update")
        outcomes = [(line.outcome, line.used_hours, line.late_hours) for line in lines]
        self.assertEqual(
            outcomes,
            [("kept", 1, 0), ("missed", 6, 1), ("kept", 2, 0), ("open", 0, 0)],
        )
        self.assertEqual([bool(line.clock_id) for line in lines], [0, 0, 0, 1])
        lines = self._lines(ticket, "ownership")
        self.assertEqual(lines.level_id.mapped("code"), ["n1", "n2"])
        self.assertEqual(lines.mapped("used_hours"), [9, 0])

    def test_a_former_miss_does_not_count_again(self):
        """The clock remembers its first breach for ever; this run was kept."""
        ticket = self._register()
        self._live(
            ticket,
            ("2026-03-09 11:00", self._answer),
            ("2026-03-09 18:00", self._answer),
            ("2026-03-09 19:00", take),
            ("2026-03-09 19:30", solve),
        )
        outcomes = self._lines(ticket, "update").mapped("outcome")
        self.assertEqual(outcomes, ["missed", "kept"])

    def test_ids_of_the_two_parts_never_meet(self):
        ticket = self._register()
        for hour in (11, 12, 13):
            self._live(ticket, (f"2026-03-09 {hour}:00", self._answer))
        lines = self.report.search([("ticket_id", "=", ticket.id)])
        self.assertEqual(len(lines), len(set(lines.ids)))
        self.assertEqual(lines.filtered("clock_id").clock_id, ticket.clock_ids)

    def test_why_is_told_of_present_clocks(self):
        line = self._lines(self._register())
        self.assertIn("resolution", line.with_user(self.analyst).why)


@tagged("post_install", "-at_install")
class TestPauseReport(ReportCommon):
    def test_by_reason_in_the_clocks_own_time(self):
        """B10: pause time by reason."""
        ticket = self._register()
        self._live(
            ticket,
            ("2026-03-09 11:00", take),
            ("2026-03-09 16:00", lambda ticket: ticket.declare_wait("provider")),
            ("2026-03-10 09:00", lambda ticket: ticket.end_wait()),
            ("2026-03-10 09:30", lambda ticket: ticket.declare_wait("payment")),
            ("2026-03-10 10:00", lambda ticket: ticket.end_wait()),
        )
        report = self.env["helpdesk.sla.pause.report"]
        expected = {
            "resolution": {"provider": 17, "payment": 0.5},
            # in business time: an hour of each day
            "diagnosis": {"provider": 2, "payment": 0.5},
            "response": {},
        }
        for metric, hours in expected.items():
            domain = [("ticket_id", "=", ticket.id), ("metric", "=", metric)]
            found = report.search(domain)
            self.assertEqual({line.reason: line.hours for line in found}, hours)


@tagged("post_install", "-at_install")
class TestWhoseTickets(ReportCommon):
    def test_an_analyst_reads_of_the_own_tickets_only(self):
        own = self._register()
        others = self._register(user_id=self.leader.id)
        for name in ("helpdesk.sla.compliance", "helpdesk.sla.pause.report"):
            for ticket in (own, others):
                ticket.sudo().clock_ids.pauses = {"provider": 60}
            report = self.env[name]
            found = report.with_user(self.analyst).search([]).ticket_id
            self.assertIn(own, found)
            self.assertNotIn(others, found)
            found = report.with_user(self.leader).search([]).ticket_id
            self.assertLessEqual(own | others.with_user(self.leader), found)
            groups = report.with_user(self.analyst)._read_group(
                [("ticket_id", "in", (own | others).ids)], ["ticket_id"]
            )
            self.assertEqual([ticket.id for (ticket,) in groups], own.ids)

    def test_nobody_else_reads_anything(self):
        for user in (self.portal_user, self.employee):
            for name in ("helpdesk.sla.compliance", "helpdesk.sla.pause.report"):
                with self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])

    def test_another_company_is_not_seen(self):
        company = self.env["res.company"].create({"name": "Otra"})
        ticket = self._register(company_id=company.id, team_id=False)
        self.assertFalse(
            self.report.with_user(self.leader).search([("ticket_id", "=", ticket.id)])
        )
