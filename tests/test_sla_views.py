"""What people see of promises: the plan's table, countdowns, filters, numbers."""

from ast import literal_eval
from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools.view_validation import get_expression_field_names

from .common import MANAGER, PlanCommon
from .sla_common import PromiseCommon

MODIFIERS = {"invisible", "readonly", "required", "column_invisible"}


@tagged("post_install", "-at_install")
class TestTicketViews(PromiseCommon):
    def test_what_only_analysts_read_decides_only_for_analysts(self):
        """A node that a hidden field decides on is hidden with it."""
        hidden = {name for name, field in self.tickets._fields.items() if field.groups}
        views = self.env["ir.ui.view"].search(
            [("model", "=", "helpdesk.ticket"), ("mode", "=", "primary")]
        )
        self.assertGreater(len(views), 4)
        for view in views:
            for node in view._get_combined_arch().iter(etree.Element):
                used = self._get_used_names(node) & hidden
                with self.subTest(view=view.name, node=node.get("name", node.tag)):
                    self.assertFalse(used and not self._is_guarded(node, hidden))

    def _get_used_names(self, node):
        """Return the ticket's fields that a node's modifiers look at."""
        if next(node.iterancestors("list", "kanban", "form"), None) is None:
            return set()
        if any(parent.tag == "field" for parent in node.iterancestors()):
            return set()  # of another model
        expressions = (
            value
            for name, value in node.attrib.items()
            if name in MODIFIERS or name.startswith("decoration-")
        )
        return set().union(*map(get_expression_field_names, expressions))

    def _is_guarded(self, node, hidden):
        if node.tag == "field" and node.get("name") in hidden:
            return True
        return any(part.get("groups") for part in (node, *node.iterancestors()))

    def test_an_analyst_with_the_lowest_rights_opens_the_form(self):
        ticket = self._register()
        with self._at("2026-03-09 12:00"), Form(ticket) as form:
            form.name = "No firma, otra vez"
            form.priority = "2"
        self.assertEqual(ticket.name, "No firma, otra vez")
        self.assertEqual(len(ticket.clock_ids), 4)

    def test_each_clock_says_why(self):
        ticket = self._register()
        self._declare_wait(ticket)
        with self._at("2026-03-09 12:00"):
            for clock in ticket.clock_ids.with_user(self.analyst):
                with self.subTest(clock.metric):
                    self.assertIn(f"“{clock.policy_id.name}”", clock.why)

    def _declare_wait(self, ticket):
        with self._at("2026-03-09 10:30"):
            ticket.declare_wait("payment")

    def test_the_queue_is_in_the_order_of_stars_and_dates(self):
        late = self._register("2026-03-09 12:00")
        first = self._register("2026-03-09 10:00")
        urgent = self._register("2026-03-09 13:00", priority="3")
        self.env.company.support_plan_id = False
        undated = self._register("2026-03-09 09:00", priority="1")
        self.assertFalse(undated.clock_deadline)
        tickets = late | first | urgent | undated
        (tickets - urgent).sudo().priority = "1"
        for view in ("helpdesk_queue_view_list", "helpdesk_queue_view_kanban"):
            order = self._ref(view)._get_combined_arch().get("default_order")
            found = self.tickets.search([("id", "in", tickets.ids)], order=order)
            with self.subTest(view):
                self.assertEqual(found, urgent | first | late | undated)


class FilterCommon(PromiseCommon):
    def _find(self, model, name):
        """Return what a filter of a model's search view finds for the analyst."""
        records = self.env[model].with_user(self.analyst)
        arch = etree.fromstring(records.get_view(view_type="search")["arch"])
        [domain] = arch.xpath(f"//filter[@name='{name}']/@domain")
        return records.search(literal_eval(domain.replace("uid", str(records.env.uid))))


@tagged("post_install", "-at_install")
class TestFilters(FilterCommon):
    #: of a response that is due after an hour, at 11:00; it warns at 80 percent
    MOMENTS = {
        "2026-03-09 10:47": set(),
        "2026-03-09 10:48": {"at_risk"},
        "2026-03-09 11:00": {"at_risk"},
        "2026-03-09 11:01": {"overdue"},
    }

    def test_tickets_at_risk_and_overdue(self):
        ticket = self._register()
        for moment, expected in self.MOMENTS.items():
            with self._at(moment), self.subTest(moment):
                for name in ("overdue", "at_risk"):
                    found = self._find("helpdesk.ticket", name)
                    self.assertEqual(ticket in found, name in expected, name)

    def test_the_queue_counts_what_the_filters_find(self):
        self._register()
        self._register("2026-03-09 10:30")
        for moment in ("2026-03-09 10:55", "2026-03-09 11:05", "2026-03-09 13:00"):
            with self._at(moment), self.subTest(moment):
                counts = self.tickets.with_user(self.analyst).retrieve_queue()
                for name in ("overdue", "at_risk"):
                    found = self._find("helpdesk.ticket", name)
                    self.assertEqual(counts[name]["all"], len(found), name)

    def test_a_solved_ticket_is_no_longer_overdue(self):
        ticket = self._register()
        with self._at("2026-03-09 12:00"):
            self.assertIn(ticket, self._find("helpdesk.ticket", "overdue"))
            ticket.solve("Listo")
            self.assertNotIn(ticket, self._find("helpdesk.ticket", "overdue"))
            self.assertIn(ticket, self._find("helpdesk.ticket", "missed"))

    def test_a_waiting_ticket_is_neither(self):
        self._policy("ownership").amount = 0  # goes on while it waits
        ticket = self._register()
        with self._at("2026-03-09 10:10"):
            self._answer(ticket)
            ticket.declare_wait("customer")
        with self._at("2026-03-19 10:10"):
            for name in ("overdue", "at_risk", "missed"):
                self.assertNotIn(ticket, self._find("helpdesk.ticket", name))

    def _is_found(self, ticket, name, at):
        with self._at(at):
            return ticket in self._find("helpdesk.ticket", name)

    def test_due_today_is_the_readers_day(self):
        self.analyst.tz = "America/Bogota"
        ticket = self._register("2026-03-09 18:30")  # due 00:30 UTC of the next day
        for moment, expected in (
            ("2026-03-09 18:40", True),
            ("2026-03-09 23:50", True),
            ("2026-03-10 00:10", False),
        ):
            with self.subTest(moment):
                self.assertEqual(self._is_found(ticket, "due_today", moment), expected)
        with self._at("2026-03-09 18:50"):
            ticket.solve("Listo")
        self.assertFalse(self._is_found(ticket, "due_today", "2026-03-09 18:55"))

    def test_paused_whatever_else_still_runs(self):
        ticket = self._register()
        self.assertFalse(self._is_found(ticket, "paused", "2026-03-09 10:10"))
        with self._at("2026-03-09 10:20"):
            ticket.declare_wait("payment")
        self.assertEqual(ticket.clock_state, "running")
        self.assertTrue(self._is_found(ticket, "paused", "2026-03-09 10:30"))
        with self._at("2026-03-09 10:40"):
            ticket.solve("Listo")
        self.assertFalse(self._is_found(ticket, "paused", "2026-03-09 10:50"))

    def test_no_deadline_is_not_the_same_as_not_defined(self):
        promised = self._register()
        for kind, name in (("none", "no_deadline"), ("blank", "undefined")):
            self._policy().write({"amount": 0, "undefined_kind": kind})
            ticket = self._register()
            with self._at("2026-03-09 11:00"), self.subTest(kind):
                for other in ("no_deadline", "undefined"):
                    found = self._find("helpdesk.ticket", other)
                    self.assertEqual(ticket in found, other == name, other)
        self.assertNotEqual(promised, ticket)

    def test_missed_this_month(self):
        ticket = self._register()
        self._process_due(self._get_instant("2026-03-09 11:30"))
        for moment, expected in (
            ("2026-03-31 12:00", True),
            ("2026-04-01 12:00", False),
        ):
            found = self._is_found(ticket, "missed_this_month", moment)
            self.assertEqual(found, expected, moment)

    def test_no_news_for_a_day(self):
        """NAV-3.4-08: open tickets without a public message for some time."""
        ticket = self._register()
        self.assertFalse(self._is_found(ticket, "no_news", "2026-03-10 10:00"))
        self.assertTrue(self._is_found(ticket, "no_news", "2026-03-10 10:01"))
        with self._at("2026-03-10 11:00"):
            ticket.message_post(body="Una nota", subtype_xmlid="mail.mt_note")
        self.assertTrue(self._is_found(ticket, "no_news", "2026-03-10 11:01"))
        with self._at("2026-03-10 12:00"):
            self._answer(ticket)
        self.assertFalse(self._is_found(ticket, "no_news", "2026-03-11 12:00"))
        self.assertTrue(self._is_found(ticket, "no_news", "2026-03-11 12:01"))
        with self._at("2026-03-11 13:00"):
            ticket.solve("Listo")
        self.assertFalse(self._is_found(ticket, "no_news", "2026-03-13 13:00"))

    def test_waiting_for_the_customer_for_over_a_day(self):
        ticket = self._register()
        with self._at("2026-03-09 11:00"):
            self._answer(ticket)
            ticket.stage_id = self._stage("waiting_customer")
        self.assertFalse(self._is_found(ticket, "waiting_long", "2026-03-10 10:59"))
        self.assertTrue(self._is_found(ticket, "waiting_long", "2026-03-10 11:00"))
        self.assertTrue(self._is_found(ticket, "waiting", "2026-03-09 11:30"))

    def test_deadlines_stand_in_a_calendar(self):
        ticket = self._register()
        tickets = self.tickets.with_user(self.analyst)
        view = etree.fromstring(tickets.get_view(view_type="calendar")["arch"])
        self.assertEqual(view.get("date_start"), "clock_deadline")
        [group] = tickets.formatted_read_group(
            [("id", "=", ticket.id)], ["clock_deadline:day"], ["__count"]
        )
        self.assertEqual(group["__count"], 1)
        for name in (
            "helpdesk_support_plan.helpdesk_queue_action",
            "helpdesk_mgmt.helpdesk_ticket_action",
            "helpdesk_mgmt.helpdesk_my_tickets_action",
        ):
            modes = [mode for _view, mode in self.env.ref(name).views]
            with self.subTest(name):
                self.assertIn("calendar", modes[1:])

    def test_clocks(self):
        """The clocks of one ticket, on their way."""
        ticket = self._register()
        with self._at("2026-03-09 10:50"):
            self.assertEqual(self._find_metrics(ticket, "at_risk"), {"response"})
            self.assertEqual(self._find_metrics(ticket, "overdue"), set())
        self._process_due(self._get_instant("2026-03-09 11:30"))
        with self._at("2026-03-09 11:30"):
            self.assertEqual(self._find_metrics(ticket, "overdue"), {"response"})
            self.assertEqual(self._find_metrics(ticket, "missed"), {"response"})
            ticket.declare_wait("payment")
            paused = {"diagnosis", "resolution"}
            self.assertEqual(self._find_metrics(ticket, "paused"), paused)
            self._answer(ticket)
            self.assertEqual(self._find_metrics(ticket, "met"), {"response"})
            self.assertEqual(self._find_metrics(ticket, "kept"), set())

    def _get_instant(self, text):
        with self._at(text) as instant:
            return instant

    def _find_metrics(self, ticket, name):
        clocks = self._find("helpdesk.sla.clock", name)
        found = clocks.filtered(lambda clock: clock.ticket_id == ticket)
        return set(found.mapped("metric"))

    def test_events(self):
        ticket = self._register()
        with self._at("2026-03-09 12:00"):
            self._answer(ticket)
        facts = self._find("helpdesk.ticket.event", "facts").filtered_domain(
            [("ticket_id", "=", ticket.id)]
        )
        self.assertEqual(set(facts.mapped("kind")), {"registered", "public_reply"})
        of_clocks = self._find("helpdesk.ticket.event", "clocks")
        self.assertIn("clock_started", of_clocks.mapped("kind"))
        missed = self._find("helpdesk.ticket.event", "missed")
        self.assertIn(ticket, missed.ticket_id)

    def test_every_filter_and_group_of_the_new_views_works(self):
        self._register()
        for model in (
            "helpdesk.sla.policy",
            "helpdesk.sla.clock",
            "helpdesk.ticket.event",
        ):
            records = self.env[model].with_user(self.analyst)
            arch = etree.fromstring(records.get_view(view_type="search")["arch"])
            for name in arch.xpath("//filter[@domain]/@name"):
                with self.subTest(model, filter=name):
                    self._find(model, name)
            for context in arch.xpath("//filter/@context"):
                group = literal_eval(context)["group_by"]
                with self.subTest(model, group=group):
                    if group.endswith("_at") or group in ("at", "deadline"):
                        group += ":day"
                    self.assertIsNotNone(records.formatted_read_group([], [group]))


@tagged("post_install", "-at_install")
class TestPromiseTable(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = cls.env["helpdesk.support.plan"]
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Oficina", "tz": "America/Bogota"}
        )

    def _create_plan(self, *policies, **values):
        return self.plans.create(
            {
                "name": "Oro",
                "code": "oro",
                "tz": "America/Bogota",
                "calendar_id": self.calendar.id,
                "policy_ids": [
                    (0, 0, {"name": "Promesa", **policy}) for policy in policies
                ],
                **values,
            }
        )

    def _read(self, plan):
        """Return {row's label: {metric: text}} as an analyst reads it."""
        table = plan.with_user(self.analyst).promise_table
        return {
            row["label"]: {
                metric: cell["text"]
                for metric, cell in table["cells"][row["key"]].items()
            }
            for row in table["rows"]
        }

    IMPACTS = [
        (0, 0, {"name": name, "priority": stars})
        for stars, name in [("0", "Bajo"), ("3", "Crítico"), ("2", "Alto")]
    ]

    def test_one_row_where_all_tickets_are_promised_the_same(self):
        plan = self._create_plan(
            {"metric": "response", "amount": 2},
            {"metric": "resolution", "amount": 8},
            severity_ids=self.IMPACTS,
        )
        self.assertEqual(
            self._read(plan),
            {
                "All tickets": {
                    "response": "2 hours",
                    "diagnosis": "Not defined",
                    "resolution": "8 hours",
                }
            },
        )

    def test_a_row_for_each_impact_the_worst_first(self):
        business = {"clock": "business", "metric": "resolution"}
        plan = self._create_plan(
            {"metric": "response", "amount": 15, "unit": "minutes", "priorities": "3"},
            {**business, "amount": 4, "priorities": "3"},
            {**business, "amount": 3, "unit": "days", "priorities": "0, 2"},
            {"metric": "response", "undefined_kind": "none", "priorities": "0"},
            severity_ids=self.IMPACTS,
        )
        found = self._read(plan)
        self.assertEqual(list(found), ["Crítico", "Alto", "Bajo"])
        self.assertEqual(found["Crítico"]["response"], "15 minutes")
        self.assertEqual(found["Crítico"]["resolution"], "4 business hours")
        self.assertEqual(found["Alto"]["response"], "Not defined")
        self.assertEqual(found["Alto"]["resolution"], "3 business days")
        self.assertEqual(found["Bajo"]["response"], "No deadline")

    def test_a_row_for_each_type_and_for_the_stars_that_beat_it(self):
        problem, bug, question = (
            self._ref(f"type_{code}") for code in ("problem", "bug", "question")
        )
        plan = self._create_plan(
            {"metric": "resolution", "amount": 24, "type_ids": problem.ids},
            {
                "metric": "resolution",
                "undefined_kind": "none",
                "type_ids": bug.ids,
            },
            {"metric": "resolution", "amount": 8, "priorities": "3"},
            severity_ids=self.IMPACTS,
            type_ids=(problem | bug | question).ids,
        )
        found = self._read(plan)
        resolution = {label: row["resolution"] for label, row in found.items()}
        self.assertEqual(
            resolution,
            {
                problem.name: "24 hours",
                question.name: "Not defined",
                bug.name: "No deadline",
                "Any type: Crítico": "8 hours",
            },
        )

    def test_of_two_promises_the_earlier_one_is_shown(self):
        plan = self._create_plan(
            {"metric": "resolution", "amount": 8},
            {"metric": "resolution", "amount": 4, "priorities": "3"},
        )
        found = self._read(plan)
        self.assertEqual(found["Urgent"]["resolution"], "4 hours")
        self.assertEqual(found["Low"]["resolution"], "8 hours")

    def test_other_measures_have_a_column_only_where_they_are_promised(self):
        plan = self._create_plan({"metric": "ownership", "amount": 24})
        columns = [column["metric"] for column in plan.promise_table["columns"]]
        self.assertEqual(columns, ["response", "diagnosis", "resolution", "ownership"])

    def test_a_cell_leads_to_its_policy(self):
        plan = self._create_plan(
            {"metric": "response", "amount": 2}, {"metric": "diagnosis"}
        )
        cells = plan.promise_table["cells"]["all"]
        ids = [cells[metric]["policy_id"] for metric in ("response", "diagnosis")]
        self.assertEqual(ids, plan.policy_ids.sorted("id").ids)
        self.assertIsNone(cells["resolution"]["policy_id"])

    def test_policies_for_some_customers_stay_out_of_the_table(self):
        plan = self._create_plan(
            {"metric": "resolution", "amount": 8},
            {"metric": "resolution", "amount": 1, "partner_ids": self.company_a.ids},
        )
        self.assertEqual(self._read(plan)["All tickets"]["resolution"], "8 hours")
        self.assertEqual(plan.promise_table["more"], 1)

    def test_a_promise_of_one_level_names_it(self):
        plan = self._create_plan({"metric": "ownership", "amount": 24})
        plan.level_ids = [(0, 0, {"name": "Uno", "code": "n1"})]
        plan.policy_ids.level_ids = plan.level_ids
        cell = plan.promise_table["cells"]["all"]["ownership"]
        self.assertEqual((cell["text"], cell["levels"]), ("24 hours", "Uno"))

    def test_a_policy_without_hours_says_so_in_its_cell(self):
        plan = self._create_plan(
            {"metric": "response", "amount": 2, "clock": "business"}
        )
        self.assertIsNone(plan.promise_table["cells"]["all"]["response"]["problem"])
        self.calendar.attendance_ids.unlink()
        self.env.invalidate_all()
        cell = plan.promise_table["cells"]["all"]["response"]
        self.assertIn("Oficina", cell["problem"])
        self.assertEqual(cell["text"], "2 business hours")

    def test_what_is_not_promised_is_no_problem(self):
        plan = self._create_plan({"metric": "response", "clock": "business"})
        self.assertIsNone(plan.promise_table["cells"]["all"]["response"]["problem"])

    def test_a_conflict_says_so_in_the_cell_that_is_too_long(self):
        plan = self._create_plan(
            {"metric": "response", "amount": 2}, {"metric": "resolution", "amount": 8}
        )
        self.env.flush_all()
        # behind the back of the check that refuses it
        self.cr.execute(
            "UPDATE helpdesk_sla_policy SET amount = 1 WHERE id = %s",
            [plan.policy_ids.filtered(lambda item: item.metric == "resolution").id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        cells = plan.promise_table["cells"]["all"]
        self.assertIn("after Resolution", cells["response"]["problem"])
        self.assertIsNone(cells["resolution"]["problem"])

    def test_it_follows_what_is_saved(self):
        plan = self._create_plan({"metric": "response", "amount": 2})
        self.assertEqual(self._read(plan)["All tickets"]["response"], "2 hours")
        plan.policy_ids.amount = 3
        self.assertEqual(self._read(plan)["All tickets"]["response"], "3 hours")

    def test_a_manager_edits_the_policies_in_the_form(self):
        manager = new_test_user(self.env, "marta", MANAGER)
        plan = self._create_plan({"metric": "response", "amount": 2})
        with Form(plan.with_user(manager)) as form:
            with form.policy_ids.new() as line:
                line.name = "Solución"
                line.amount = 8
            with form.policy_ids.edit(0) as line:
                line.amount = 1
        self.assertEqual(
            self._read(plan)["All tickets"],
            {"response": "1 hour", "diagnosis": "Not defined", "resolution": "8 hours"},
        )

    def test_a_new_plan_has_none_yet(self):
        manager = new_test_user(self.env, "marta", MANAGER)
        form = Form(self.plans.with_user(manager))
        self.assertFalse(form.promise_table)

    def test_it_is_for_analysts(self):
        with self.assertRaises(AccessError):
            self.plan.with_user(self.employee).promise_table  # noqa: B018

    def test_every_shipped_promise_stands_in_the_table_of_its_plan(self):
        for plan in self.plans.search([]):
            cells = plan.promise_table["cells"].values()
            shown = {cell["policy_id"] for row in cells for cell in row.values()}
            for policy in plan.policy_ids:
                with self.subTest(plan.name, policy=policy.name):
                    self.assertIn(policy.id, shown)


@tagged("post_install", "-at_install")
class TestSlaTours(PromiseCommon, HttpCase):
    """What people do with promises, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "marta", MANAGER, name="Marta")

    def test_an_analyst_sees_what_is_late_and_why(self):
        self.browser_size = "1440x900"
        self._register(name="No firma la factura FE-120")
        self.start_tour("/odoo/helpdesk-queue", "support_plan_clocks", login="ana")

    def test_an_analyst_sees_it_on_a_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self._register(name="No firma la factura FE-120")
        self.start_tour(
            "/odoo/helpdesk-queue", "support_plan_clocks_on_a_phone", login="ana"
        )

    def test_an_analyst_finds_their_own(self):
        self.browser_size = "1440x900"
        at = fields.Datetime.now() - timedelta(hours=4)
        with freeze_time(at):
            for user in (self.analyst, self.leader):
                self._create_ticket(team_id=self.team.id, user_id=user.id)
        self.start_tour("/odoo/helpdesk-queue", "support_plan_my_clocks", login="ana")

    def test_a_manager_changes_a_promise_in_its_cell(self):
        self.browser_size = "1440x900"
        self.start_tour(
            f"/odoo/support-plans/{self.gold.id}", "support_plan_promise", login="marta"
        )
        self.assertEqual(self._policy("response").amount, 30)
