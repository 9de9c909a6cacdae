"""Clocks of real tickets: what moves them, what is kept, who may do what."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..logic.sla import Change
from ..logic.sla_case import show_moment
from ..logic.sla_history import Fact, Override
from ..logic.sla_log import read_entry
from ..logic.sla_terms import Commitment
from ..logic.zones import to_local
from .common import OWN
from .sla_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestClocks(PromiseCommon):
    def test_they_start_when_the_ticket_is_registered(self):
        """NAV-2.3-13, A-G-03: nothing that was before counts."""
        ticket = self._register()
        clocks = ticket.clock_ids
        self.assertEqual(
            set(clocks.mapped("metric")),
            {"response", "diagnosis", "resolution", "ownership"},
        )
        started = {self._local(clock.started_at) for clock in clocks}
        self.assertEqual(started, {"2026-03-09 10:00"})

    def test_the_ticket_shows_the_next_date(self):
        ticket = self._register()
        self.assertEqual(self._local(ticket.clock_deadline), "2026-03-09 11:00")
        self.assertEqual(ticket.clock_metric, "response")
        self.assertEqual(ticket.clock_state, "running")
        with self._at("2026-03-09 11:30"):
            self._answer(ticket)
        self.assertEqual(ticket.clock_metric, "diagnosis")
        self.assertTrue(ticket.clock_breached)

    def test_without_a_plan_there_are_none(self):
        self.env.company.support_plan_id = False
        ticket = self._register()
        self.assertFalse(ticket.clock_ids)
        self.assertEqual(self._kinds(ticket), ["registered"])

    def test_a_plan_that_comes_later_counts_from_the_registration(self):
        self.env.company.support_plan_id = False
        ticket = self._register()
        with self._at("2026-03-09 10:30"):
            self.env.company.support_plan_id = self.gold
        deadline = self._clock(ticket, "response").deadline
        self.assertEqual(self._local(deadline), "2026-03-09 11:00")

    def test_every_way_to_reclassify_is_a_fact(self):
        ticket = self._register()
        tag = self._ref("tag_folios")
        changes = {
            "set_stars": {"priority": "3"},
            "set_type": {"type_id": self._ref("type_bug").id},
            "set_tags": {"tag_ids": [(4, tag.id)]},
            "set_level": {"level_id": self.gold._get_level("n2").id},
            "set_partner": {"partner_id": self.mateo.id},
            "set_plan": {"plan_id": self.plan.id},
        }
        for kind, values in changes.items():
            with self.subTest(kind):
                ticket.sudo().write(values)
                self.assertIn(kind, self._kinds(ticket))

    def test_what_is_written_again_is_no_fact(self):
        ticket = self._register()
        before = self._kinds(ticket)
        ticket.write({"priority": ticket.priority, "stage_id": ticket.stage_id.id})
        self.assertEqual(self._kinds(ticket), before)

    def test_a_ticket_dragged_to_solved_drops_its_response(self):
        """5.7: solving without a message answers nobody."""
        ticket = self._register(type_id=self._ref("type_problem").id)
        with self._at("2026-03-09 10:30"):
            ticket.stage_id = self._stage("solved")
        self.assertEqual(self._clock(ticket, "response").state, "cancelled")
        self.assertEqual(self._clock(ticket).state, "met")

    def test_a_wait_is_shown_as_blocked(self):
        ticket = self._register()
        ticket.action_start()
        ticket.declare_wait("provider")
        self.assertEqual(ticket.kanban_state, "blocked")
        self.assertEqual(self._clock(ticket).state, "paused")
        ticket.end_wait()
        self.assertEqual(ticket.kanban_state, "normal")
        self.assertEqual(self._clock(ticket).state, "running")

    def test_a_duplicate_is_merged(self):
        oldest, ticket = self._register(), self._register()
        ticket.duplicate_id = oldest
        ticket.cancel("duplicate")
        self.assertEqual(self._kinds(ticket)[-1], "merge")
        self.assertEqual(set(ticket.clock_ids.mapped("state")), {"cancelled"})
        self.assertIn("running", oldest.clock_ids.mapped("state"))

    def test_an_update_clock_runs_from_message_to_message(self):
        ticket = self._register()
        self.assertFalse(self._clock(ticket, "update"))
        for at, due in (("10:30", "15:30"), ("12:00", "17:00")):
            with self._at(f"2026-03-09 {at}"):
                self._answer(ticket)
            clock = self._clock(ticket, "update")
            self.assertEqual(self._local(clock.deadline), f"2026-03-09 {due}")

    def test_each_level_has_its_own_time(self):
        ticket = self._register()
        with self._at("2026-03-09 13:00"):
            ticket.sudo().level_id = self.gold._get_level("n2")
        clock = self._clock(ticket, "ownership")
        self.assertEqual(self._local(clock.deadline), "2026-03-10 13:00")

    def test_a_copy_is_a_new_ticket(self):
        ticket = self._register()
        with self._at("2026-03-12 10:00"):
            copied = ticket.sudo().copy()
        self.assertEqual(self._kinds(copied), ["registered"])
        clock = self._clock(copied)
        self.assertEqual(self._local(clock.started_at), "2026-03-12 10:00")

    def test_what_its_making_sets_is_part_of_the_registration(self):
        self.n1.team_id = self.team
        self.env.company.support_plan_id = self.plan
        bug = self._ref("type_bug")
        ticket = self._create_ticket(
            type_id=bug.id,
            tag_ids=self._ref("tag_documentos_electronicos").ids,
            partner_id=self.carolina.id,
            triaged=True,
        )
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(self._kinds(ticket), ["registered"])

    def test_an_archived_ticket_keeps_its_clocks_right(self):
        ticket = self._register()
        ticket.sudo().active = False
        with self._at("2026-03-09 10:30"):
            ticket.sudo().priority = "0"
            self.assertIn("set_stars", self._kinds(ticket))
            self.assertEqual(ticket.sudo()._rebuild_clocks(), 0)

    def test_who_follows_a_ticket_sees_what_is_promised(self):
        """An area that is asked does; it read that nothing was promised before."""
        ticket = self._register()
        area = new_test_user(self.env, "area", groups=OWN)
        domain = [("ticket_id", "=", ticket.id)]
        clocks = self.env["helpdesk.sla.clock"].with_user(area)
        self.assertFalse(clocks.search(domain))
        ticket.sudo().message_subscribe(area.partner_id.ids)
        self.assertEqual(clocks.search(domain), ticket.sudo().clock_ids)
        self.assertTrue(ticket.sudo().clock_ids)


@tagged("post_install", "-at_install")
class TestReplanning(PromiseCommon):
    """Editing a policy, calendar or holiday moves open clocks only (issue's 3)."""

    def setUp(self):
        super().setUp()
        self.open = self._register()
        self.done = self._register()
        with self._at("2026-03-09 10:30"):
            self.done.record_diagnosis("replicated", "Certificado")
        self.finished = self._clock(self.done, "diagnosis")

    def _diagnosis_due(self):
        return self._local(self._clock(self.open, "diagnosis").deadline)

    def _assert_only_open_ones_moved(self, expected):
        self.assertEqual(self._diagnosis_due(), expected)
        self.assertEqual(self._local(self.finished.deadline), "2026-03-09 12:00")
        self.assertEqual((self.open | self.done).sudo()._rebuild_clocks(), 0)

    def test_a_policy(self):
        with self._at("2026-03-09 10:45"):
            self._policy("diagnosis").amount = 4
            self._assert_only_open_ones_moved("2026-03-09 14:00")

    def test_the_hours(self):
        with self._at("2026-03-09 10:45"):
            self.gold.calendar_id.attendance_ids.filtered(
                lambda hours: hours.dayofweek == "0"
            ).hour_to = 11
            self._assert_only_open_ones_moved("2026-03-10 09:00")

    def test_a_holiday_comes_and_goes(self):
        with self._at("2026-03-09 10:45"):
            holiday = self.env["resource.calendar.leaves"].create(
                {
                    "name": "Feriado",
                    "calendar_id": self.gold.calendar_id.id,
                    "date_from": "2026-03-09 05:00:00",
                    "date_to": "2026-03-10 04:59:59",
                }
            )
            self._assert_only_open_ones_moved("2026-03-10 10:00")
            holiday.unlink()
            self._assert_only_open_ones_moved("2026-03-09 12:00")

    def test_another_calendar_of_the_plan(self):
        night = self._create_calendar("America/Bogota", {tuple(range(7)): (20, 24)})
        with self._at("2026-03-09 10:45"):
            self.gold.calendar_id = night
            self._assert_only_open_ones_moved("2026-03-09 22:00")

    def test_one_persons_time_off_moves_nothing(self):
        resource = self.env["resource.resource"].create(
            {"name": "Ana", "calendar_id": self.gold.calendar_id.id}
        )
        before = self._count_events(self.open, "clock_replanned")
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": self.gold.calendar_id.id,
                "resource_id": resource.id,
                "date_from": "2026-03-09 05:00:00",
                "date_to": "2026-03-10 04:59:59",
            }
        )
        self.assertEqual(self._count_events(self.open, "clock_replanned"), before)

    def test_a_policy_that_goes_cancels(self):
        self._policy("diagnosis").active = False
        self.assertEqual(self._clock(self.open, "diagnosis").state, "cancelled")
        self.assertEqual(self.finished.state, "met")

    def test_an_archived_plan_keeps_its_word(self):
        with self._at("2026-03-09 10:45"):
            self.gold.active = False
            self._assert_only_open_ones_moved("2026-03-09 12:00")

    def test_what_was_missed_under_the_old_terms_stays_missed(self):
        """3.5: the miss is recorded although the cron has not come by."""
        with self._at("2026-03-09 12:30"):
            self._policy("diagnosis").amount = 4
        clock = self._clock(self.open, "diagnosis")
        self.assertEqual(self._local(clock.breached_at), "2026-03-09 12:00")
        self.assertEqual(self._local(clock.deadline), "2026-03-09 14:00")

    def test_a_target_that_lands_in_the_past_is_missed_now(self):
        with self._at("2026-03-09 11:45"):
            self._policy("diagnosis").amount = 1
        clock = self._clock(self.open, "diagnosis")
        self.assertEqual(self._local(clock.breached_at), "2026-03-09 11:45")
        breach = self.open.sudo().event_ids.filtered(
            lambda event: event.kind == "clock_breached"
            and event.detail["metric"] == "diagnosis"
        )
        self.assertEqual(breach.detail["cause"], "target_changed")


@tagged("post_install", "-at_install")
class TestDueClocks(PromiseCommon):
    """5.8: recorded for the instant at which it happened, each exactly once."""

    def test_late_crons_record_the_true_instants(self):
        ticket = self._register()
        with self._at("2026-03-12 08:00") as now:
            self._process_due(now)
        breached = {
            clock.metric: self._local(clock.breached_at) for clock in ticket.clock_ids
        }
        self.assertEqual(
            breached,
            {
                "response": "2026-03-09 11:00",
                "diagnosis": "2026-03-09 12:00",
                "resolution": "2026-03-09 18:00",
                "ownership": "2026-03-10 10:00",
            },
        )
        warned = ticket.sudo().event_ids.filtered(
            lambda event: event.kind == "clock_warned"
        )
        self.assertEqual(
            sorted(self._local(event.at) for event in warned),
            [
                "2026-03-09 10:48",
                "2026-03-09 11:36",
                "2026-03-09 16:24",
                "2026-03-10 05:12",
            ],
        )

    def test_each_exactly_once(self):
        ticket = self._register()
        with self._at("2026-03-12 08:00") as now:
            for _again in range(3):
                self._process_due(now)
        for metric in ("response", "diagnosis", "resolution", "ownership"):
            for kind in ("clock_warned", "clock_breached"):
                with self.subTest(metric, kind=kind):
                    self.assertEqual(self._count_events(ticket, kind, metric), 1)

    def test_exactly_at_the_deadline_nothing_is_missed(self):
        ticket = self._register()
        due = self._clock(ticket, "response").deadline
        with self._at("2026-03-09 11:00") as now:
            self.assertEqual(due, now)
            self._process_due(now)
            self._answer(ticket)
        self._process_due(due + timedelta(hours=1))
        self.assertFalse(self._clock(ticket, "response").breached_at)

    def test_what_waits_is_not_missed(self):
        ticket = self._register()
        with self._at("2026-03-09 10:10"):
            ticket.declare_wait("customer")
        with self._at("2026-03-20 10:00") as now:
            self._process_due(now)
        missed = ticket.clock_ids.filtered("breached_at")
        self.assertEqual(set(missed.mapped("metric")), {"response", "ownership"})

    def _get_triggers(self):
        """Return when the cron is to look besides its own times."""
        cron = self._ref("ir_cron_process_due")
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", cron.id), ("call_at", "<", "2026-04-01")]
        )
        return sorted(self._local(trigger.call_at) for trigger in triggers)

    def test_what_falls_due_soon_triggers_the_cron(self):
        """It looks every five minutes by itself."""
        self.gold.policy_ids.filtered(lambda p: p.metric != "resolution").unlink()
        self._policy().write({"amount": 4, "unit": "minutes", "warn_percent": 0})
        self._register()
        self.assertEqual(self._get_triggers(), ["2026-03-09 10:04:01"])

    def test_after_a_look_the_next_moment_triggers_it(self):
        self._register()
        self.assertEqual(self._get_triggers(), [])
        with self._at("2026-03-09 10:40") as now:
            self._process_due(now)
            self.assertEqual(self._get_triggers(), [])
        with self._at("2026-03-09 10:45") as now:
            self._process_due(now)
        self.assertEqual(self._get_triggers(), ["2026-03-09 10:48"])

    def test_nothing_due_costs_next_to_nothing(self):
        """Section 9: at most five queries, whatever the size."""
        self._register()
        with self._at("2026-03-09 10:01") as now:
            self._process_due(now)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._process_due(now)
            self.assertLessEqual(self.cr.sql_log_count - before, 5)


@tagged("post_install", "-at_install")
class TestOverride(PromiseCommon):
    def test_only_leaders_with_a_reason(self):
        ticket = self._register()
        at = "2026-03-20 17:00:00"
        with self._refused("Only a leader"):
            ticket.set_deadline("resolution", at, "Lo pidió")
        leading = ticket.with_user(self.leader)
        with self._refused("Say why"):
            leading.set_deadline("resolution", at, " ")
        with self._refused("no clock “solution”"):
            leading.set_deadline("solution", at, "Lo pidió")
        leading.set_deadline("resolution", at, "Lo pidió")
        self.assertEqual(self._local(self._clock(ticket).deadline), "2026-03-20 12:00")

    def test_without_a_date_the_policies_decide_again(self):
        ticket = self._register()
        leading = ticket.with_user(self.leader)
        with self._at("2026-03-09 10:30"):
            leading.set_deadline("resolution", "2026-03-20 17:00:00", "Lo pidió")
            leading.set_deadline("resolution", None, "Ya no")
        self.assertEqual(self._local(self._clock(ticket).deadline), "2026-03-09 18:00")

    def test_a_promise_that_is_kept_has_its_date(self):
        ticket = self._register()
        with self._at("2026-03-09 10:30"):
            self._answer(ticket)
        with self._refused("settled"):
            ticket.with_user(self.leader).set_deadline(
                "response", "2026-03-20 17:00:00", "Lo pidió"
            )

    def test_it_makes_a_promise_where_there_is_none(self):
        self._policy().active = False
        ticket = self._register()
        ticket.with_user(self.leader).set_deadline(
            "resolution", "2026-03-20 17:00:00", "Lo pidió"
        )
        clock = self._clock(ticket)
        self.assertEqual(clock.state, "running")
        self.assertFalse(clock.policy_id)


@tagged("post_install", "-at_install")
class TestRebuild(PromiseCommon):
    def test_it_finds_and_mends_what_was_changed_behind_its_back(self):
        ticket = self._register()
        self.env.flush_all()
        clock = self._clock(ticket)
        self.cr.execute(
            "UPDATE helpdesk_sla_clock SET deadline = now() WHERE id = %s", [clock.id]
        )
        clock.invalidate_recordset()
        with self._at("2026-03-09 10:10"):
            self.assertEqual(ticket.sudo()._rebuild_clocks(), 1)
            self.assertEqual(ticket.sudo()._rebuild_clocks(), 0)
        self.assertEqual(self._local(clock.deadline), "2026-03-09 18:00")

    def test_lost_clocks_come_back(self):
        ticket = self._register()
        with self._at("2026-03-09 10:30"):
            self._answer(ticket)
            before = self._snapshot(ticket)
            ticket.sudo().clock_ids.unlink()
            self.assertEqual(ticket.sudo()._rebuild_clocks(), len(before))
        self.assertEqual(self._snapshot(ticket), before)

    def _snapshot(self, ticket):
        names = ("metric", "state", "started_at", "deadline", "met_at", "amount")
        found = ticket.sudo().clock_ids.sorted("metric")
        return [tuple(clock[name] for name in names) for clock in found]

    def test_what_the_cron_has_not_seen_yet_is_no_difference(self):
        ticket = self._register()
        with self._at("2026-03-12 10:00"):
            self.assertEqual(ticket.sudo()._rebuild_clocks(), 0)
        self.assertTrue(self._clock(ticket).breached_at)

    def test_leaders_rebuild(self):
        ticket = self._register()
        with self._refused("Only a leader"):
            ticket.action_rebuild_clocks()
        with self._at("2026-03-09 10:10"):
            action = ticket.with_user(self.leader).action_rebuild_clocks()
        self.assertIn("0", action["params"]["message"])

    def test_a_whole_plan_with_progress(self):
        tickets = self._register() | self._register()
        with self._refused("Only a leader"):
            self.gold.with_user(self.analyst).action_rebuild_clocks()
        self.gold.with_user(self.leader).action_rebuild_clocks()
        self.assertEqual(self.gold.rebuild_state, "asked")
        self.assertEqual(self.gold.rebuild_total, len(tickets))
        with self._at("2026-03-09 10:10"), self._without_commits():
            self.env["helpdesk.support.plan"]._cron_rebuild_clocks()
        self.assertEqual(self.gold.rebuild_state, "done")
        self.assertEqual(self.gold.rebuild_done, len(tickets))
        self.assertEqual(self.gold.rebuild_differing, 0)


@tagged("post_install", "-at_install")
class TestLog(PromiseCommon):
    """Append-only through every interface; read by who may read the ticket."""

    def setUp(self):
        super().setUp()
        self.ticket = self._register()
        self.event = self.ticket.sudo().event_ids.sorted("id")[0]
        self.stranger = new_test_user(self.env, "otra", OWN, name="Otra")

    def test_nobody_writes_it(self):
        values = {
            "ticket_id": self.ticket.id,
            "kind": "public_reply",
            "at": "2026-03-09 15:00:00",
        }
        people = (self.analyst, self.leader, self.env.ref("base.user_admin"))
        for user in people:
            events = self.env["helpdesk.ticket.event"].with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    events.create(values)
                with self.assertRaises(UserError):
                    self.event.with_user(user).write({"kind": "solve"})
                with self.assertRaises(UserError):
                    self.event.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    self.ticket.clock_ids.with_user(user).write({"state": "met"})

    def test_not_even_programs(self):
        with self._refused("stays as it was"):
            self.event.sudo().write({"kind": "solve"})
        with self._refused("stays as it was"):
            self.event.sudo().unlink()

    def test_what_is_read_is_what_was_written(self):
        """Facts and changes, with all that texts may hold, without ids or counts."""
        at = datetime(2026, 3, 9, 15)
        reason = 'Él dijo: "sí", \\N;\r\n\tel martes\\'
        by_policy = Commitment(at, None, 3, 1.5, "days", "business", 9)
        by_hand = Commitment(at, at, False, 0, "hours", "wall", False)
        entries = [
            Fact("set_deadline", at, ("update", Override(at, reason))),
            Fact("set_deadline", at, ("update", None)),
            Fact("set_tags", at, frozenset({3, 1})),
            Fact("wait", at, "provider"),
            Fact("solve", at, {"silent": True}),
            Fact("resume", at),
            Change("clock_started", at, "update", "set_type", at, by_policy),
            Change("clock_met", at, "update", "solve", at, by_hand, 60, 1, 59, {}),
            Change(
                "clock_met", at, "update", "solve", at, by_hand, 60, 1, 59, {"x": 2}
            ),
            Change("clock_met", at, "update", "solve", at, by_policy, 60, 1),
        ]
        events = self.env["helpdesk.ticket.event"].sudo()
        before = events._read_logs(self.ticket.ids)[self.ticket.id]
        events._append((self.ticket.id, entry) for entry in entries)
        log = events._read_logs(self.ticket.ids)[self.ticket.id]
        self.assertEqual(log, [*before, *entries])
        for found, entry in zip(log, [*before, *entries], strict=True):
            self.assertIs(type(found), type(entry))
        # one by one they are read in another way
        rows = events.search([("ticket_id", "=", self.ticket.id)], order="id")
        one_by_one = [read_entry(row.kind, row.at, row.detail or None) for row in rows]
        self.assertEqual(one_by_one, log)

    def test_it_goes_with_its_ticket(self):
        self.ticket.sudo().unlink()
        self.assertFalse(self.event.exists())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_reads(self):
        clock = self.ticket.clock_ids[0]
        for record in (self.event, clock):
            record.with_user(self.analyst).read(["ticket_id"])
            for user in (self.stranger, self.employee, self.portal_user):
                with self.subTest(record._name, user=user.login):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["ticket_id"])
                    model = self.env[record._name].with_user(user)
                    self.assertFalse(self._search_or_nothing(model))

    def _search_or_nothing(self, model):
        try:
            return model.search([("ticket_id", "=", self.ticket.id)])
        except AccessError:
            return model.browse()

    def test_the_sentences_read_well(self):
        self.assertIn("registered", self.event.mapped("kind"))
        with self._at("2026-03-09 10:10"):
            why = self._clock(self.ticket).why
        self.assertRegex(
            why, r"^Due Mon 9 Mar, 23:00 \(UTC\): 8 hours since it was registered"
        )


@tagged("post_install", "-at_install")
class TestPromisesInThePortal(PromiseCommon, HttpCase):
    """5.9: the customer sees the same date, through one presenter, in public words."""

    def test_the_customer_sees_the_same_date(self):
        at = fields.Datetime.now() - timedelta(minutes=10)
        zone = ZoneInfo(self.gold.tz)
        ticket = self._register(show_moment(at, zone), priority="3")
        ticket.sudo().priority = "2"
        self._policy().write({"priorities": "2,3"})
        self.authenticate("carolina", "carolina")
        page = html.fromstring(self.url_open(f"/my/ticket/{ticket.id}").text)
        block = page.xpath("//section[@name='promises']")[0].text_content()
        deadline = self._clock(ticket).deadline
        self.assertIn(to_local(deadline, zone).strftime("%H:%M"), block)
        self.assertIn("Solution", block)
        self.assertNotIn("Time at a level", block)
        for word in ("policy", "priority", "star"):
            with self.subTest(word):
                self.assertNotIn(word, block.lower())

    def test_a_stranger_sees_nothing(self):
        ticket = self._register(partner_id=self.mateo.id)
        self.authenticate("carolina", "carolina")
        page = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("promises", page)

    def test_without_a_promise_there_is_no_block(self):
        self.env.company.support_plan_id = False
        ticket = self._register()
        self.authenticate("carolina", "carolina")
        page = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn('name="promises"', page)
