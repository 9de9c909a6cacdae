"""What the dashboard counts, for whom, and where a click on it leads."""

from ast import literal_eval
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import BaseCase, HttpCase, tagged

from ..logic.sla_case import show_moment
from ..logic.zones import to_utc
from ..reports.dashboard_periods import PERIODS, get_period
from .test_sla_report import ReportCommon, solve, take

BOGOTA = ZoneInfo("America/Bogota")
SANTIAGO = ZoneInfo("America/Santiago")
REPORTS = ("helpdesk.sla.compliance", "helpdesk.sla.pause.report")


class TestPeriods(BaseCase):
    def _get(self, key, local, zone=BOGOTA):
        """Return the bounds of a period, and of what it is compared with."""
        now = to_utc(datetime.fromisoformat(local), zone)
        period = get_period(key, now, zone)
        return tuple(
            (show_moment(stretch.start, zone), show_moment(stretch.stop, zone))
            for stretch in (period.current, period.before)
        )

    def test_a_month_that_goes_on_is_compared_with_as_much_of_the_last_one(self):
        self.assertEqual(
            self._get("this_month", "2026-03-09 15:30"),
            (
                ("2026-03-01 00:00", "2026-04-01 00:00"),
                ("2026-02-01 00:00", "2026-02-09 15:30"),
            ),
        )

    def test_the_last_day_of_a_longer_month(self):
        _march, february = self._get("this_month", "2026-03-31 15:30")
        self.assertEqual(february, ("2026-02-01 00:00", "2026-02-28 15:30"))

    def test_a_month_that_is_over_is_compared_with_a_whole_one(self):
        self.assertEqual(
            self._get("last_month", "2026-01-09 15:30"),
            (
                ("2025-12-01 00:00", "2026-01-01 00:00"),
                ("2025-11-01 00:00", "2025-12-01 00:00"),
            ),
        )

    def test_ninety_days_end_with_today(self):
        self.assertEqual(
            self._get("last_90_days", "2026-03-31 15:30"),
            (
                ("2026-01-01 00:00", "2026-04-01 00:00"),
                ("2025-10-03 00:00", "2025-12-31 15:30"),
            ),
        )

    def test_a_year(self):
        self.assertEqual(
            self._get("this_year", "2026-03-09 15:30"),
            (
                ("2026-01-01 00:00", "2027-01-01 00:00"),
                ("2025-01-01 00:00", "2025-03-09 15:30"),
            ),
        )

    def test_days_are_those_of_the_zone_on_either_side_of_a_change(self):
        """Santiago is at -3 in March and at -4 from April 5 on."""
        now = to_utc(datetime(2026, 4, 20), SANTIAGO)
        period = get_period("last_month", now, SANTIAGO)
        self.assertEqual(period.current.start, datetime(2026, 3, 1, 3))
        period = get_period("this_month", now, SANTIAGO)
        self.assertEqual(period.current.start, datetime(2026, 4, 1, 3))
        self.assertEqual(period.current.stop, datetime(2026, 5, 1, 4))

    def test_months_lead_up_to_the_last_one_that_has_come(self):
        now = to_utc(datetime(2026, 3, 9, 15), BOGOTA)
        expected = {"last_month": "2026-02", "this_year": "2026-03"}
        for key in PERIODS:
            months = get_period(key, now, BOGOTA).months
            last = show_moment(months[-1].start, BOGOTA)
            with self.subTest(key):
                self.assertEqual(len(months), 6)
                self.assertEqual(last[:7], expected.get(key, "2026-03"))
                self.assertTrue(
                    all(
                        a.stop == b.start
                        for a, b in zip(months, months[1:], strict=False)
                    )
                )


class DashboardCommon(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.analyst | cls.leader).tz = "America/Bogota"

    def _draw(self, at="2026-03-20 12:00", user=None, **options):
        """Return the dashboard of a user at a local time, of the tests' own plan."""
        report = self.report.with_user(user or self.leader)
        with self._at(at):
            return report.retrieve_dashboard({"plan_id": self.gold.id, **options})

    def _kept(self, at="2026-03-09 10:00", hours=3, **values):
        """Return a ticket of which every promise was kept."""
        ticket = self._register(at, **values)
        ticket = ticket.with_user(ticket.user_id)
        with self._after(at, hours=1):
            take(ticket)
            ticket.record_diagnosis("replicated", "Datos")
        for hour in range(1, hours, 4):
            with self._after(at, hours=hour):
                self._answer(ticket)
        with self._after(at, hours=hours):
            solve(ticket)
        return ticket

    def _missed(self, at="2026-03-09 10:00", **values):
        """Return a ticket that was solved two hours late; the rest was kept."""
        return self._kept(at, hours=10, **values)

    def _after(self, text, hours):
        at = datetime.fromisoformat(text) + timedelta(hours=hours)
        return self._at(at.isoformat(" ", "minutes"))


@tagged("post_install", "-at_install")
class TestDashboardFigures(DashboardCommon):
    def test_what_was_kept_of_what_was_decided(self):
        self._kept()
        self._missed()
        self._register("2026-03-20 11:30")
        figures = self._draw()["figures"]
        rate = figures["resolution_rate"]
        self.assertEqual((rate["value"], rate["kept"], rate["total"]), (0.5, 1, 2))
        self.assertEqual(figures["response_rate"]["value"], 1)
        self.assertEqual(figures["registered"]["value"], 3)
        self.assertEqual(figures["solved"]["value"], 2)

    def test_nothing_is_not_zero_percent(self):
        self._register("2026-03-20 11:30")
        rate = self._draw()["figures"]["resolution_rate"]
        self.assertIs(rate["value"], False)
        self.assertEqual(rate["total"], 0)

    def test_before(self):
        self._missed("2026-02-09 10:00")
        self._kept("2026-02-25 10:00")  # later in its month than today
        self._kept("2026-03-09 10:00")
        figures = self._draw()["figures"]
        self.assertEqual(figures["resolution_rate"]["value"], 1)
        self.assertEqual(figures["resolution_rate"]["before"], 0)
        self.assertEqual(figures["registered"]["before"], 1)
        figures = self._draw(period="last_month")["figures"]
        self.assertEqual(figures["resolution_rate"]["value"], 0.5)
        self.assertIs(figures["resolution_rate"]["before"], False)

    def test_a_month_begins_at_midnight_where_the_reader_is(self):
        """At 23:30 in Bogota it is the next month in Greenwich."""
        self._kept("2026-02-28 20:30")
        for tz, february, march in (("America/Bogota", 1, 0), ("UTC", 0, 1)):
            self.leader.tz = tz
            for period, total in (("last_month", february), ("this_month", march)):
                figures = self._draw(period=period)["figures"]
                with self.subTest(tz, period=period):
                    self.assertEqual(figures["resolution_rate"]["total"], total)
            [points] = [
                line["points"]
                for line in self._draw()["trend"]["lines"]
                if line["metric"] == "resolution"
            ]
            with self.subTest(tz, months="of the trend"):
                totals = [point["total"] for point in points[-2:]]
                self.assertEqual(totals, [february, march])

    def test_how_long_it_took(self):
        self._kept()
        self._missed()
        hours = self._draw()["figures"]["resolution_hours"]
        self.assertEqual((hours["value"], hours["calendar"]), (6.5, 6.5))
        self.assertEqual((hours["total"], hours["before"]), (2, False))

    def test_what_was_cancelled_counts_nowhere(self):
        ticket = self._register()
        self._live(
            ticket, ("2026-03-09 20:00", lambda ticket: ticket.cancel("other", "Ya no"))
        )
        dashboard = self._draw()
        self.assertEqual(dashboard["figures"]["resolution_rate"]["total"], 0)
        self.assertFalse(dashboard["worst"]["tickets"])
        self.assertEqual(dashboard["cohorts"]["months"][-1]["total"], 0)

    def test_reopened(self):
        ticket = self._kept()
        self._live(
            ticket, ("2026-03-10 15:00", lambda ticket: ticket.reopen("Sigue igual"))
        )
        figures = self._draw()["figures"]
        self.assertEqual(figures["reopened"]["value"], 1)
        self.assertEqual(figures["solved"]["value"], 1)

    def test_late_now_and_at_risk_now(self):
        self._register("2026-03-20 10:00")  # the answer is due at 11:00
        self._register("2026-03-20 11:05")  # at 12:05, warns at 11:53
        figures = self._draw()["figures"]
        self.assertEqual(figures["overdue"]["value"], 1)
        self.assertEqual(figures["at_risk"]["value"], 1)
        figures = self._draw(partner_id=self.company_b.id)["figures"]
        self.assertEqual(
            (figures["overdue"]["value"], figures["at_risk"]["value"]), (0, 0)
        )

    def test_missed_by_type_level_and_impact(self):
        names = ("type_anomaly", "type_question")
        anomaly, question = (self._ref(name) for name in names)
        (anomaly | question).plan_ids = [(4, self.gold.id)]
        self._kept(type_id=anomaly.id)
        self._missed(type_id=anomaly.id, priority="2")
        self._missed(type_id=anomaly.id)
        self._missed(type_id=question.id)
        missed = self._draw()["missed"]
        bars = [(bar["label"], bar["missed"]) for bar in missed["type_id"]]
        self.assertEqual(bars, [(anomaly.name, 2), (question.name, 1)])
        self.assertEqual([bar["missed"] for bar in missed["level_id"]], [3])
        self.assertEqual(sum(bar["missed"] for bar in missed["impact"]), 3)
        self.assertEqual(len(missed["impact"]), 2)

    def test_levels_of_the_same_name_are_one_bar(self):
        self._missed()
        self._missed(level_id=self.gold.level_ids[1].id)
        self.gold.level_ids.name = "Soporte"
        [bar] = self._draw()["missed"]["level_id"]
        self.assertEqual((bar["label"], bar["missed"]), ("Soporte", 2))
        self.assertEqual(self.report.search_count(bar["domain"]), 2)

    def test_what_was_missed_most_comes_first(self):
        late = self._missed()
        later = self._register("2026-03-10 10:00")
        self._notice("2026-03-12 10:00")
        later.missed_because = "El proveedor no respondió"
        tickets = self._draw()["worst"]["tickets"]
        self.assertEqual([ticket["id"] for ticket in tickets], [later.id, late.id])
        first, last = tickets
        self.assertTrue(first["is_open"])
        self.assertEqual(first["because"], "El proveedor no respondió")
        self.assertEqual(first["metrics"][0], "Response")
        self.assertEqual(first["customer"], self.company_a.name)
        self.assertEqual((last["is_open"], last["hours"]), (False, 2))

    def test_pauses_of_solutions_by_reason(self):
        ticket = self._register()
        self._live(
            ticket,
            ("2026-03-09 11:00", take),
            ("2026-03-09 12:00", lambda ticket: ticket.declare_wait("provider")),
            ("2026-03-09 15:00", lambda ticket: ticket.end_wait()),
        )
        [bar] = self._draw()["pauses"]
        self.assertEqual((bar["label"], bar["hours"]), ("Another provider", 3))

    def test_how_soon_tickets_were_solved(self):
        """Each span holds those before it."""
        self._kept()
        self._missed()
        self._register("2026-03-12 10:00")
        month = self._draw()["cohorts"]["months"][-1]
        self.assertEqual(month["total"], 3)
        counts = [cell["count"] for cell in month["cells"]]
        self.assertEqual(counts, [1, 2, 2, 2, 0, 1])

    def test_validated_and_silent_closings_apart(self):
        self._kept()
        accepted = self._register()
        self._live(
            accepted,
            ("2026-03-09 11:00", lambda ticket: ticket.propose_solution("Listo")),
            ("2026-03-09 12:00", lambda ticket: ticket.accept_solution()),
        )
        silent = self._register()
        stage = self._stage("solved")
        self._live(
            silent,
            ("2026-03-09 12:00", lambda ticket: ticket.write({"stage_id": stage.id})),
        )
        closings = {bar["label"]: bar["count"] for bar in self._draw()["closings"]}
        self.assertEqual(
            closings,
            {
                "Accepted by the customer": 1,
                "Solved, and told": 1,
                "Solved in silence": 1,
            },
        )

    def test_of_a_customer_and_of_a_plan(self):
        self._missed()
        self._kept(partner_id=self.mateo.id)
        for partner in (self.company_a, self.carolina):
            rate = self._draw(partner_id=partner.id)["figures"]["resolution_rate"]
            self.assertEqual((rate["value"], rate["total"]), (0, 1))
        rate = self._draw(partner_id=self.company_b.id)["figures"]["resolution_rate"]
        self.assertEqual((rate["value"], rate["total"]), (1, 1))
        self.assertFalse(self._draw()["is_empty"])
        self.assertTrue(self._draw(plan_id=self._ref("plan_codify").id)["is_empty"])

    def test_a_click_shows_what_was_counted(self):
        ticket = self._kept()
        self._missed()
        self._register("2026-03-20 10:00")
        self._live(
            ticket, ("2026-03-10 15:00", lambda ticket: ticket.reopen("Sigue igual"))
        )
        dashboard = self._draw()
        figures = dashboard["figures"]
        for name in ("registered", "solved", "reopened", "overdue", "at_risk"):
            with self.subTest(name):
                found = self.tickets.search_count(figures[name]["domain"])
                self.assertEqual(found, figures[name]["value"])
        for part, count in self._list_parts(dashboard):
            with self.subTest(part["label"]):
                self.assertEqual(self.report.search_count(part["domain"]), count)

    def _list_parts(self, dashboard):
        """Give each part of a chart with how many promises it tells of."""
        for name in ("response_rate", "resolution_rate", "resolution_hours"):
            yield (
                {"label": name, **dashboard["figures"][name]},
                dashboard["figures"][name]["total"],
            )
        for bar in dashboard["metrics"]:
            yield bar, bar["kept"] + bar["missed"]
        for bars in dashboard["missed"].values():
            yield from ((bar, bar["missed"]) for bar in bars)
        for bar in dashboard["closings"]:
            yield bar, bar["count"]
        for line in dashboard["trend"]["lines"]:
            for point in line["points"]:
                yield {**line, **point}, point["total"]
        for month in dashboard["cohorts"]["months"]:
            yield month, month["total"]
            for cell in month["cells"]:
                yield {**month, **cell}, cell["count"]
        worst = dashboard["worst"]
        yield {"label": "worst", **worst}, worst["total"]


@tagged("post_install", "-at_install")
class TestDashboardCost(DashboardCommon):
    def test_as_many_queries_for_fifty_tickets_as_for_five(self):
        counts = []
        for number in (1, 4, 45):
            for _ticket in range(number):
                self._register("2026-03-09 10:00")
            self._notice("2026-03-10 10:00")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._draw()
            counts.append(self.cr.sql_log_count - before)
        _first, five, fifty = counts
        self.assertEqual(fifty, five)
        self.assertLess(fifty, 60)


@tagged("post_install", "-at_install")
class TestDashboardRights(DashboardCommon):
    def test_an_analyst_sees_the_figures_of_the_own_tickets(self):
        self._kept()
        self._missed(user_id=self.leader.id)
        self._register("2026-03-20 10:00", user_id=self.leader.id)
        figures = self._draw(user=self.analyst)["figures"]
        self.assertEqual(figures["resolution_rate"]["total"], 1)
        self.assertEqual(figures["registered"]["value"], 1)
        self.assertEqual(figures["overdue"]["value"], 0)
        self.assertFalse(self._draw(user=self.analyst)["worst"]["tickets"])
        self.assertEqual(self._draw()["figures"]["registered"]["value"], 3)

    def test_nobody_else_sees_any(self):
        for user in (self.portal_user, self.employee):
            with self._refused("Only analysts see the figures", AccessError):
                self._draw(user=user)

    def test_options_are_not_trusted(self):
        """What makes no sense counts as not given."""
        company = self.env["res.company"].create({"name": "Otra"})
        plan = self.gold.copy({"company_id": company.id, "code": "otra"})
        partner = self.env["res.partner"].create(
            {"name": "Ajena", "company_id": company.id}
        )
        hostile = [
            None,
            "this_month",
            [["period", "this_year"]],
            {"period": ["this_year"], "plan_id": [self.gold.id]},
            {"period": "1; DROP TABLE helpdesk_ticket", "plan_id": "1 OR 1=1"},
            {"plan_id": True, "partner_id": True},
            {"plan_id": 10**30, "partner_id": -1},
            {"plan_id": plan.id, "partner_id": partner.id},
            {"domain": [(1, "=", 1)], "period": {}},
        ]
        report = self.report.with_user(self.leader)
        for options in hostile:
            with self.subTest(options=options), self._at("2026-03-20 12:00"):
                chosen = report.retrieve_dashboard(options)["options"]
                expected = {
                    "period": "this_month",
                    "plan_id": False,
                    "partner_id": False,
                }
                self.assertEqual(chosen, expected)

    def test_a_plan_of_another_company_is_not_offered(self):
        company = self.env["res.company"].create({"name": "Otra"})
        plan = self.gold.copy({"company_id": company.id, "code": "otra"})
        offered = [found["id"] for found in self._draw()["plans"]]
        self.assertIn(self.gold.id, offered)
        self.assertNotIn(plan.id, offered)

    def test_why_it_was_missed_is_for_analysts(self):
        ticket = self._missed()
        ticket.missed_because = "El proveedor no respondió"
        self.assertFalse(ticket.copy().missed_because)
        for user in (self.portal_user, self.employee):
            with self.assertRaises(AccessError):
                ticket.with_user(user).read(["missed_because"])


@tagged("post_install", "-at_install")
class TestReportViews(DashboardCommon):
    def _get_arch(self, model, kind, name=None):
        records = self.env[model].with_user(self.leader)
        view = self._ref(name).id if name else None
        return etree.fromstring(records.get_view(view, kind)["arch"])

    def _find(self, model, name):
        """Return what a filter finds for the leader."""
        arch = self._get_arch(model, "search")
        [domain] = arch.xpath(f"//filter[@name='{name}']/@domain")
        records = self.env[model].with_user(self.leader)
        return records.search(literal_eval(domain.replace("uid", str(records.env.uid))))

    def test_every_filter_and_group_works(self):
        self._missed()
        for model in REPORTS:
            arch = self._get_arch(model, "search")
            names = arch.xpath("//filter[@domain]/@name")
            self.assertGreater(len(names), 5)
            for name in names:
                with self.subTest(model, filter=name):
                    self._find(model, name)
            for context in arch.xpath("//filter/@context"):
                group = literal_eval(context)["group_by"]
                with self.subTest(model, group=group):
                    records = self.env[model].with_user(self.leader)
                    self.assertIsNotNone(records.formatted_read_group([], [group]))

    def test_filters_find_what_they_are_called(self):
        kept, missed = self._kept(), self._missed()
        late = self._register("2026-03-10 10:00")
        self._notice("2026-03-12 10:00")
        missed.missed_because = "El proveedor no respondió"
        expected = {
            "decided": kept | missed | late,
            "kept": kept | missed,
            "missed": missed | late,
            "late_open": late,
            "unexplained": late,
            "told": kept | missed,
            "accepted": self.tickets,
            "silent": self.tickets,
        }
        for name, tickets in expected.items():
            with self.subTest(name):
                found = self._find("helpdesk.sla.compliance", name).ticket_id
                self.assertEqual(found & (kept | missed | late), tickets)

    def test_actions_start_with_filters_that_exist(self):
        for name in ("compliance", "missed", "cohort", "pause_report"):
            action = self._ref(f"helpdesk_sla_{name}_action")
            filters = self._get_arch(action.res_model, "search").xpath("//filter/@name")
            for key in literal_eval(action.context):
                self.assertIn(key.removeprefix("search_default_"), filters)

    def test_the_list_of_what_was_missed(self):
        self._kept()
        missed = self._missed()
        missed.missed_because = "El proveedor no respondió"
        action = self._ref("helpdesk_sla_missed_action")
        lines = self.report.with_user(self.leader).search(
            [*literal_eval(action.domain), ("plan_id", "=", self.gold.id)]
        )
        line = lines.filtered(lambda line: line.metric == "resolution")
        self.assertEqual(line.ticket_id, missed)
        self.assertEqual(self._local(line.promised_at), "2026-03-09 18:00")
        self.assertEqual((line.late_hours, line.late_calendar_hours), (2, 2))
        self.assertIn("resolution", line.why)
        opened = line.action_open_ticket()
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), (missed._name, missed.id)
        )

    def test_what_was_missed_can_be_taken_along(self):
        """As a file, with its reasons."""
        self.leader.group_ids += self.env.ref("base.group_allow_export")
        missed = self._missed()
        missed.missed_because = "El proveedor no respondió"
        lines = self._lines(missed).with_user(self.leader)
        arch = self._get_arch(
            lines._name, "list", "helpdesk_sla_compliance_view_list_missed"
        )
        names = [name for name in arch.xpath("//field/@name") if name != "state"]
        [row] = lines.export_data(names)["datas"]
        values = dict(zip(names, row, strict=True))
        self.assertIn(missed.name, values["ticket_id"])
        self.assertEqual(values["missed_because"], "El proveedor no respondió")
        self.assertTrue(values["why"])

    def test_late_from_the_date_that_was_promised(self):
        """Not from when it was noticed that this date had passed."""
        ticket = self._register()
        with self._at("2026-03-09 12:00") as noon:
            pass
        with self._at("2026-03-09 17:00"):
            ticket.with_user(self.leader).set_deadline("resolution", noon, "Acordado")
            line = self._lines(ticket)
            self.assertEqual(self._local(line.missed_at), "2026-03-09 17:00")
            self.assertEqual(self._local(line.promised_at), "2026-03-09 12:00")
            self.assertEqual(line.late_calendar_hours, 5)

    def test_late_by_the_calendar_until_now(self):
        ticket = self._register()
        self._notice("2026-03-09 20:00")
        with self._at("2026-03-10 18:00"):
            line = self._lines(ticket)
            self.assertEqual(line.late_calendar_hours, 24)
            self.assertFalse(
                self._lines(self._register(), "response").late_calendar_hours
            )

    def test_spans_are_sorted_as_they_are_shown(self):
        codes = [code for code, _label in self.report._fields["span"].selection]
        self.assertEqual(codes, sorted(codes))

    def test_reporting_is_for_leaders_and_begins_with_the_dashboard(self):
        reporting = self.env.ref("helpdesk_mgmt.helpdesk_ticket_reporting_menu")
        menus = self.env["ir.ui.menu"]
        for user, expected in ((self.leader, True), (self.analyst, False)):
            shown = menus.with_user(user)._visible_menu_ids()
            self.assertEqual(reporting.id in shown, expected)
        first = reporting.child_id.sorted("sequence")[0]
        self.assertEqual(first.action, self._ref("helpdesk_sla_dashboard_action"))


@tagged("post_install", "-at_install")
class TestDashboardTours(DashboardCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now()
        for hours in (30, 20):
            with freeze_time(now - timedelta(hours=hours)):
                ticket = cls._create_ticket(
                    name="No firma la factura FE-120",
                    partner_id=cls.carolina.id,
                    team_id=cls.team.id,
                    user_id=cls.analyst.id,
                )
            with freeze_time(now - timedelta(hours=2)):
                ticket.with_user(cls.analyst).solve("Listo")

    def test_a_leader_looks_at_the_figures(self):
        self.browser_size = "1440x900"
        self.start_tour(
            "/odoo/sla-dashboard?period=last_90_days",
            "support_plan_dashboard",
            login="lucia",
        )

    def test_a_leader_looks_at_them_on_a_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour(
            "/odoo/sla-dashboard?period=last_90_days",
            "support_plan_dashboard_on_a_phone",
            login="lucia",
        )
