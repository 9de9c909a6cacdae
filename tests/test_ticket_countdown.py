"""What a ticket shows of its clocks, and what a screen needs to go on counting."""

from calendar import timegm

from odoo.tests import tagged

from .sla_common import PromiseCommon

HOUR = 3600


@tagged("post_install", "-at_install")
class TestShown(PromiseCommon):
    PROMISES = {
        "response": {"amount": 60, "unit": "minutes"},
        "resolution": {"amount": 4, "clock": "business"},
    }

    def _read_live(self, record, at, name="clock_live"):
        with self._at(at) as now:
            record.invalidate_recordset()
            [values] = record.read([name])
        self.assertEqual(values[name]["at"], timegm(now.timetuple()))
        return values[name]

    def test_the_wall_counts_always(self):
        live = self._read_live(self._register(), "2026-03-09 10:15")
        self.assertEqual((live["left"], live["open"]), (45 * 60, None))

    def test_business_time_says_how_much_is_left_in_it_and_when_it_counts(self):
        """Hours are from 8:00 to 17:00: of four from 15:00 on, two are tomorrow's."""
        ticket = self._register("2026-03-09 15:00")
        with self._at("2026-03-09 15:10"):
            self._answer(ticket)
        self.assertEqual(ticket.clock_calendar_id, self.plan.calendar_id)
        live = self._read_live(ticket, "2026-03-09 16:00")
        self.assertEqual(live["left"], 3 * HOUR)
        now = live["at"]
        self.assertEqual(
            live["open"], [[now, now + HOUR], [now + 16 * HOUR, now + 25 * HOUR]]
        )
        late = self._read_live(ticket, "2026-03-10 12:00")
        self.assertEqual(late["left"], -2 * HOUR)

    def test_each_clock_says_the_same_of_itself(self):
        ticket = self._register("2026-03-09 15:00")
        clock = self._clock(ticket)
        self.assertEqual(
            self._read_live(clock, "2026-03-09 16:00", "live")["left"], 3 * HOUR
        )
        with self._at("2026-03-10 12:00"):
            clock.invalidate_recordset()
            self.assertEqual(clock.allowed_seconds, 4 * HOUR)
            self.assertEqual(clock.elapsed_seconds, 6 * HOUR)
            self.assertEqual(clock.late_seconds, 2 * HOUR)

    def test_what_waits_shows_what_was_left(self):
        ticket = self._register("2026-03-09 15:00")
        with self._at("2026-03-09 15:30"):
            self._answer(ticket)
            ticket.declare_wait("provider")
        self.assertEqual(ticket.clock_state, "paused")
        self.assertEqual(ticket.clock_left, 3.5 * HOUR)
        live = self._read_live(ticket, "2026-03-12 10:00")
        self.assertEqual(live["left"], 3.5 * HOUR)
        [clock] = self._clock(ticket)
        self.assertEqual(clock.elapsed_seconds, HOUR / 2)

    def test_no_clock_has_nothing_to_count(self):
        self.gold.policy_ids.unlink()
        ticket = self._register()
        self.assertFalse(ticket.clock_live)

    def test_a_page_of_tickets_costs_a_constant(self):
        """No request, and no query, for each card."""
        names = ["clock_live", "clock_deadline", "clock_state", "clock_undefined"]
        tickets = self.tickets.union(
            *(self._register("2026-03-09 15:00") for _number in range(20))
        )
        clocks = self.clocks.browse(tickets.clock_ids.ids)

        def read(records, *fields_):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with self._at("2026-03-09 16:00"):
                records.with_user(self.leader).read(fields_)
            return self.cr.sql_log_count - before

        read(tickets, *names)
        self.assertLessEqual(read(tickets, *names), read(tickets[:2], *names))
        read(clocks, "live")
        self.assertLessEqual(read(clocks, "live"), read(clocks[:2], "live"), "clocks")

    def test_without_a_promise(self):
        """A-COB-01, A-NAV-01: the manual's blank, or its word that there is none."""
        policy = self._policy()
        for kind, amount in (("blank", 0), ("none", 0)):
            policy.write({"amount": amount, "undefined_kind": kind})
            with self.subTest(kind):
                self.assertEqual(self._register().clock_undefined, kind)
        policy.amount = 4
        self.assertFalse(self._register().clock_undefined)
        self.env.company.support_plan_id = False
        self.assertFalse(self._register().clock_undefined)

    def test_when_the_customer_was_last_told(self):
        """NAV-3.4-08."""
        ticket = self._register()
        self.assertFalse(ticket.told_at)
        with self._at("2026-03-09 11:00") as now:
            self._answer(ticket)
            ticket.message_post(body="Nota", subtype_xmlid="mail.mt_note")
        self.assertEqual(ticket.told_at, now)
        with self._at("2026-03-09 12:00") as now:
            ticket.propose_solution("Así queda")
        self.assertEqual(ticket.told_at, now)


@tagged("post_install", "-at_install")
class TestStory(PromiseCommon):
    """What a click on a countdown shows."""

    def _read(self, ticket, name, metric="resolution"):
        clock = self._clock(ticket, metric).with_user(self.analyst)
        self.analyst.tz = "America/Bogota"
        [values] = clock.read([name])
        return values[name]

    def test_the_picture_is_the_whole_of_its_time(self):
        ticket = self._register()
        with self._at("2026-03-09 12:00"):
            ticket.declare_wait("provider")
        with self._at("2026-03-09 13:00"):
            ticket.end_wait()
        with self._at("2026-03-09 14:00"):
            pieces = self._read(ticket, "picture")
        kinds = [(piece["kind"], piece["seconds"] / HOUR) for piece in pieces]
        self.assertEqual(kinds, [("used", 2), ("waited", 1), ("used", 1), ("left", 5)])

    def test_the_events_of_one_clock_the_latest_first(self):
        ticket = self._register()
        with self._at("2026-03-09 12:00"):
            ticket.declare_wait("provider")
        with self._at("2026-03-09 13:00"):
            ticket.end_wait()
        with self._at("2026-03-09 20:00") as now:
            self._process_due(now)
            ticket.solve("Listo")
            story = self._read(ticket, "story")
        self.assertEqual(
            [step["kind"] for step in story],
            [
                "clock_met",
                "clock_breached",
                "clock_warned",
                "clock_replanned",
                "resume",
                "wait",
                "clock_started",
            ],
        )
        self.assertIn("12:00", story[5]["at"])
        self.assertTrue(all(step["title"] for step in story))

    def test_a_wait_that_goes_on(self):
        ticket = self._register()
        with self._at("2026-03-09 12:00"):
            ticket.declare_wait("provider")
        with self._at("2026-03-09 18:00"):
            [last, *_others] = self._read(ticket, "story")
            self.assertEqual(last["kind"], "wait")
            self.assertEqual(
                self._read(ticket, "story", "response")[-1]["kind"], "clock_started"
            )
