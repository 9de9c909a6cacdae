"""What each clock measures, from when, until what."""

from ..logic.sla_history import Override
from ..logic.sla_terms import METRICS, Policy, Terms
from .logic_calendars import IKH, NAV, local, utc
from .logic_tickets import (
    ALL,
    DIAGNOSIS,
    OWNERSHIP,
    RESOLUTION,
    RESPONSE,
    UPDATE,
    TicketCase,
    at,
    on,
    registered,
)

SILENT = {"silent": True}


class TestStart(TicketCase):
    def test_three_clocks_start_at_registration(self):
        """5.2, A-G-03. Ownership does too, update with the first public message."""
        story = self.tell(ALL)
        self.assertEqual(
            {metric: story.due(metric) for metric in METRICS},
            {
                "response": "09 12:00",
                "diagnosis": "09 16:00",
                "resolution": "10 10:00",
                "update": None,
                "ownership": "09 20:00",
            },
        )
        self.assertEqual(story.changes("response"), ["09 10:00 started registered"])
        self.assertIsNone(story.state("update"))

    def test_nothing_is_promised_without_terms(self):
        table = [
            ((), registered()),
            (ALL, registered(plan=False)),
            (ALL, registered(plan=404)),
            ([Policy(1, "resolution", 0)], registered()),
            ([Policy(1, "resolution", 8, measure=None)], registered()),
        ]
        for policies, start in table:
            with self.subTest(policies):
                story = self.tell(policies, start, now="12 10:00")
                self.assertEqual(story.states(), {})
                self.assertEqual(story.projection.changes, [])
                self.assertEqual(story.elapsed("resolution"), 72)
                self.assertEqual(story.late("resolution"), 0)

    def test_before_the_first_fact_there_is_no_clock(self):
        story = self.tell(ALL)
        self.assertEqual(story.elapsed("update"), 0)
        self.assertEqual(story.late("update"), 0)

    def test_a_date_in_working_time_ends_at_a_closing(self):
        policy = Policy(1, "resolution", 2, measure=NAV, clock="business", calendar=9)
        story = self.tell([policy], registered("09 20:00"))
        due = story["resolution"].deadline
        self.assertEqual(local(NAV, due), "2026-03-09 17:00")


class TestResponse(TicketCase):
    def test_the_first_public_message_of_a_person_meets_it(self):
        """5.1."""
        for kind in ("public_reply", "workaround", "evaluated", "propose_solution"):
            story = self.tell([RESPONSE], on("09 11:00", kind), on("09 13:00", kind))
            with self.subTest(kind):
                self.assertEqual(
                    story.changes("response")[1:], [f"09 11:00 met {kind}"]
                )
                self.assertEqual(story.due("response"), "09 12:00")
                self.assertEqual(story.elapsed("response"), 1)

    def test_nothing_else_does(self):
        """A-G-15, NAV-2.3-07."""
        for kind in ("internal_note", "whatsapp_reply", "auto_reply", "customer_reply"):
            story = self.tell([RESPONSE, UPDATE], on("09 11:00", kind))
            with self.subTest(kind):
                self.assertEqual(story.states(), {"response": "running"})

    def test_what_somebody_says_on_whatsapp_does_not_count(self):
        """AT-17."""
        story = self.tell(
            [Policy(1, "response", 3), RESOLUTION],
            registered("16 11:00"),
            on("16 13:00", "whatsapp_reply"),
            on("16 15:30", "public_reply"),
        )
        self.assertEqual(story.due("resolution"), "17 11:00")
        self.assertEqual(story.elapsed("response"), 4.5)
        self.assertEqual(story.breached("response"), "16 14:00")

    def test_solving_with_a_message_meets_it(self):
        """5.7."""
        story = self.tell(ALL, on("09 11:00", "solve"))
        self.assertEqual(story.state("response"), "met")
        self.assertEqual(story.changes("response")[1:], ["09 11:00 met solve"])

    def test_solving_without_a_message_cancels_it(self):
        """5.7. For ever: it does not come back when the ticket does."""
        facts = [on("09 11:00", "solve", SILENT)]
        story = self.tell(ALL, *facts)
        expected = ["09 11:00 cancelled solve"]
        self.assertEqual(story.changes("response")[1:], expected)
        facts += [on("09 12:00", "reopen"), on("09 12:30", "public_reply")]
        facts += [on("09 13:00", "solve")]
        story = self.tell(ALL, *facts, now="09 20:00")
        self.assertEqual(story.changes("response")[1:], expected)
        self.assertIsNone(story.breached("response"))

    def test_solving_without_a_message_leaves_what_is_met(self):
        facts = [on("09 11:00", "public_reply"), on("09 12:00", "solve", SILENT)]
        story = self.tell(ALL, *facts)
        self.assertEqual(story.changes("response")[1:], ["09 11:00 met public_reply"])

    def test_acceptance_is_not_our_message(self):
        story = self.tell(ALL, on("09 11:00", "accept"))
        self.assertEqual(story.state("response"), "cancelled")
        self.assertEqual(story.state("resolution"), "met")


class TestDiagnosis(TicketCase):
    def test_an_explicit_act_meets_it_once(self):
        """5.1, COD-31."""
        facts = [on("09 14:00", "diagnosis"), on("09 15:00", "diagnosis")]
        story = self.tell([DIAGNOSIS], *facts)
        self.assertEqual(story.changes("diagnosis")[1:], ["09 14:00 met diagnosis"])
        self.assertEqual(story.elapsed("diagnosis"), 4)

    def test_a_message_does_not(self):
        story = self.tell([DIAGNOSIS], on("09 14:00", "public_reply"))
        self.assertEqual(story.state("diagnosis"), "running")

    def test_solving_meets_it_if_it_is_open(self):
        """5.7, with or without words."""
        for value in (None, SILENT):
            story = self.tell([DIAGNOSIS], on("09 14:00", "solve", value))
            self.assertEqual(story.changes("diagnosis")[1:], ["09 14:00 met solve"])


class TestResolution(TicketCase):
    WORKED = on("09 14:00", "workaround")
    EVALUATED = on("09 14:00", "evaluated")

    def test_solving_meets_it(self):
        for value in (None, SILENT):
            story = self.tell([RESOLUTION], on("09 14:00", "solve", value))
            self.assertEqual(story.changes("resolution")[1:], ["09 14:00 met solve"])

    def test_a_message_or_a_diagnosis_does_not(self):
        facts = [on("09 11:00", "public_reply"), on("09 12:00", "diagnosis")]
        story = self.tell([RESOLUTION], *facts)
        self.assertEqual(story.state("resolution"), "running")

    def test_a_workaround_only_where_the_plan_says_so(self):
        """5.1: Ikhodi only."""
        for says_so, state in ((True, "met"), (False, "running")):
            story = self.tell([RESOLUTION], self.WORKED, workaround_meets=says_so)
            with self.subTest(says_so):
                self.assertEqual(story.state("resolution"), state)
        story = self.tell([RESOLUTION], self.WORKED, workaround_meets=True)
        self.assertEqual(story.changes("resolution")[1:], ["09 14:00 met workaround"])

    def test_received_and_evaluated_only_for_certain_types_or_tags(self):
        """5.1, A-NAV-57."""
        table = [
            ({"evaluated_types": frozenset({1})}, "met"),
            ({"evaluated_types": frozenset({2})}, "running"),
            ({"evaluated_tags": frozenset({8})}, "met"),
            ({"evaluated_tags": frozenset({9})}, "running"),
            ({}, "running"),
        ]
        start = registered(tags=frozenset({8}))
        for terms, state in table:
            with self.subTest(terms):
                story = self.tell([RESOLUTION], start, self.EVALUATED, **terms)
                self.assertEqual(story.state("resolution"), state)
                kept = ["09 14:00 met evaluated"] if state == "met" else []
                self.assertEqual(story.changes("resolution")[1:], kept)

    def test_usability_is_evaluated_in_two_working_days(self):
        """AT-06: a minute before is in time, and so is the minute; after is not."""
        policy = Policy(1, "resolution", 2, "days", "business", NAV, 9)
        start = registered()._replace(at=utc(NAV, "2026-01-09 11:00"))
        types = frozenset({1})
        table = [("10:59", False), ("11:00", False), ("11:01", True)]
        for minute, missed in table:
            fact = self.EVALUATED._replace(at=utc(NAV, f"2026-01-14 {minute}"))
            story = self.tell([policy], start, fact, evaluated_types=types)
            with self.subTest(minute):
                self.assertEqual(story.state("resolution"), "met")
                self.assertEqual(bool(story.breached("resolution")), missed)
                due = story["resolution"].deadline
                self.assertEqual(local(NAV, due), "2026-01-14 11:00")

    def test_to_become_what_evaluation_meets_counts_from_the_message(self):
        facts = [self.EVALUATED, on("09 16:00", "set_type", 2)]
        story = self.tell([RESOLUTION], *facts, evaluated_types=frozenset({2}))
        self.assertEqual(story.changes("resolution")[1:], ["09 14:00 met evaluated"])

    def test_what_was_kept_early_stays_kept(self):
        """Solving and reopening do not touch it, nor does another type."""
        later = [
            on("09 15:00", "set_type", 2),
            on("09 16:00", "solve"),
            on("09 17:00", "reopen"),
        ]
        table = [
            (self.WORKED, {"workaround_meets": True}),
            (self.EVALUATED, {"evaluated_types": frozenset({1})}),
        ]
        for fact, terms in table:
            with self.subTest(fact.kind):
                story = self.tell([RESOLUTION], fact, *later, now="12 10:00", **terms)
                expected = [f"09 14:00 met {fact.kind}"]
                self.assertEqual(story.changes("resolution")[1:], expected)
                self.assertEqual(story.elapsed("resolution"), 4)

    def test_what_is_said_about_a_solved_ticket_keeps_no_promise(self):
        facts = [on("09 11:00", "solve"), self.WORKED, on("09 15:00", "reopen")]
        story = self.tell([RESOLUTION], *facts, workaround_meets=True)
        self.assertEqual(story.state("resolution"), "running")


class TestUpdate(TicketCase):
    def test_each_public_message_starts_it_again(self):
        """5.1: never before the first response."""
        facts = [on("09 11:00", "public_reply"), on("09 13:00", "workaround")]
        story = self.tell([UPDATE], *facts)
        expected = [
            "09 11:00 started public_reply",
            "09 13:00 met workaround",
            "09 13:00 started workaround",
        ]
        self.assertEqual(story.changes("update"), expected)
        self.assertEqual(story.due("update"), "09 18:00")
        self.assertEqual(story.elapsed("update"), 0)

    def test_what_is_no_public_message_does_not(self):
        for kind in ("internal_note", "whatsapp_reply", "auto_reply", "customer_reply"):
            facts = [on("09 11:00", "public_reply"), on("09 13:00", kind)]
            with self.subTest(kind):
                self.assertEqual(self.tell([UPDATE], *facts).due("update"), "09 16:00")

    def test_each_missed_cycle_is_a_breach(self):
        times = ["09 11:00", "09 17:00", "09 20:00", "10 02:00"]
        facts = [on(text, "public_reply") for text in times]
        story = self.tell([UPDATE], *facts, now="10 06:00")
        missed = ["09 16:00 breached time", "10 01:00 breached time"]
        self.assertEqual(story.changes("update", "breached"), missed)
        self.assertEqual(story.breached("update"), "09 16:00")
        self.assertFalse(story["update"].is_breached)
        self.assertEqual(story.late("update"), 0)

    def test_solving_ends_it(self):
        """5.7."""
        facts = [on("09 11:00", "public_reply"), on("09 13:00", "solve")]
        story = self.tell([UPDATE, OWNERSHIP], *facts)
        self.assertEqual(story.changes("update")[1:], ["09 13:00 met solve"])
        self.assertEqual(story.changes("ownership")[1:], ["09 13:00 met solve"])

    def test_a_message_about_a_solved_ticket_does_not_start_it(self):
        facts = [on("09 11:00", "solve"), on("09 13:00", "public_reply")]
        story = self.tell([UPDATE], *facts, now="12 10:00")
        self.assertIsNone(story.state("update"))

    def test_a_date_by_hand_is_for_one_cycle(self):
        override = ("update", Override(at("11 10:00"), "they are on holiday"))
        facts = [
            on("09 11:00", "public_reply"),
            on("09 12:00", "set_deadline", override),
        ]
        self.assertEqual(self.tell([UPDATE], *facts).due("update"), "11 10:00")
        facts.append(on("09 13:00", "public_reply"))
        self.assertEqual(self.tell([UPDATE], *facts).due("update"), "09 18:00")


class TestOwnership(TicketCase):
    def test_each_hand_over_starts_it_again(self):
        """5.1: time at each level."""
        facts = [on("09 15:00", "set_level", 2), on("10 02:00", "set_level", 3)]
        story = self.tell([OWNERSHIP], *facts)
        expected = [
            "09 10:00 started registered",
            "09 15:00 met set_level",
            "09 15:00 started set_level",
            "10 01:00 breached time",
            "10 02:00 met set_level",
            "10 02:00 started set_level",
        ]
        self.assertEqual(story.changes("ownership"), expected)
        self.assertEqual(story.due("ownership"), "10 12:00")

    def test_the_same_level_again_is_no_hand_over(self):
        story = self.tell([OWNERSHIP], on("09 15:00", "set_level", 1))
        self.assertEqual(story.due("ownership"), "09 20:00")

    def test_a_message_does_not_start_it_again(self):
        story = self.tell([OWNERSHIP], on("09 15:00", "public_reply"))
        self.assertEqual(story.due("ownership"), "09 20:00")

    def test_a_date_by_hand_is_for_one_level(self):
        override = ("ownership", Override(at("11 10:00"), "expert on leave"))
        facts = [on("09 12:00", "set_deadline", override)]
        self.assertEqual(self.tell([OWNERSHIP], *facts).due("ownership"), "11 10:00")
        facts.append(on("09 15:00", "set_level", 2))
        self.assertEqual(self.tell([OWNERSHIP], *facts).due("ownership"), "10 01:00")


class TestDeadline(TicketCase):
    def test_exactly_at_the_deadline_is_met(self):
        """5.2, A-G-09."""
        table = [
            ("10 09:59", None),
            ("10 10:00", None),
            ("10 10:01", "10 10:00"),
        ]
        for text, breached in table:
            with self.subTest(text):
                story = self.tell([RESOLUTION], on(text, "solve"))
                self.assertEqual(story.state("resolution"), "met")
                self.assertEqual(story.breached("resolution"), breached)
                self.assertEqual(story.due("resolution"), "10 10:00")

    def test_a_breach_is_recorded_for_the_instant_at_which_it_happened(self):
        """5.8: once, and not for the instant at which it is noticed."""
        for now in ("10 10:01", "20 10:00"):
            story = self.tell([RESOLUTION], now=now)
            found = story.changes("resolution", "breached")
            self.assertEqual(found, ["10 10:00 breached time"])

    def test_a_warning_too(self):
        for now in ("10 05:12", "20 10:00"):
            story = self.tell([RESOLUTION], now=now)
            found = story.changes("resolution", "warned")
            self.assertEqual(found, ["10 05:12 warned time"])
            self.assertTrue(story["resolution"].is_warned)
        early = self.tell([RESOLUTION], now="10 05:11")
        self.assertFalse(early["resolution"].is_warned)

    def test_no_warning_of_what_is_met(self):
        story = self.tell([RESOLUTION], on("09 11:00", "solve"), now="20 10:00")
        self.assertEqual(story.changes("resolution", "warned"), [])

    def test_late_counts_until_it_is_met_in_the_clocks_own_unit(self):
        working = Policy(1, "resolution", 8, "hours", "business", IKH, 9)
        start = registered()._replace(at=utc(IKH, "2026-03-13 08:00"))
        solved = on("01 00:00", "solve")._replace(at=utc(IKH, "2026-03-16 10:00"))
        for policy, late in ((working, 3), (Policy(1, "resolution", 8), 66)):
            story = self.tell([policy], start, solved, now="25 10:00")
            with self.subTest(policy.clock):
                self.assertEqual(story.late("resolution"), late)
                self.assertEqual(story.elapsed("resolution"), late + 8)

    def test_the_clock_of_one_plan_does_not_count_in_anothers_terms(self):
        plans = {2: Terms((Policy(9, "resolution", 5),))}
        story = self.tell([RESOLUTION], registered(plan=2), plans=plans)
        self.assertEqual(story.due("resolution"), "09 15:00")
