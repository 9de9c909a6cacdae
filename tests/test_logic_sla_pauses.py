"""When clocks stand still, and how tickets end and come back."""

from ..logic.sla_history import FOR_CUSTOMER, PAUSING
from ..logic.sla_terms import METRICS, Policy
from .logic_calendars import IKH, local, utc
from .logic_tickets import (
    ALL,
    DIAGNOSIS,
    OWNERSHIP,
    RESOLUTION,
    RESPONSE,
    UPDATE,
    TicketCase,
    on,
    registered,
)

SILENT = {"silent": True}
#: reasons of a wait; the first four are for the customer
REASONS = ("customer", "information", "validation", "approval")
OTHERS = ("payment", "provider", "notice", "committee")


class TestPauses(TicketCase):
    def test_a_pause_moves_the_deadline(self):
        """AT-11, A-G-04."""
        waits = [on("09 15:00", "wait_customer"), on("09 15:00", "wait", "provider")]
        for wait in waits:
            story = self.tell([RESOLUTION], wait, on("10 11:00", "resume"))
            with self.subTest(wait.kind):
                self.assertEqual(story.due("resolution"), "11 06:00")
                self.assertEqual(story.elapsed("resolution"), 5)
                self.assertEqual(story.changes("resolution", "breached"), [])

    def test_the_example_of_the_design(self):
        """5.10."""
        facts = [on("09 15:00", "wait_customer"), on("10 11:00", "customer_reply")]
        story = self.tell([RESOLUTION], *facts, now="12 09:00")
        self.assertEqual(story.due("resolution"), "11 06:00")
        self.assertEqual(story.state("resolution"), "running")
        self.assertEqual(story.breached("resolution"), "11 06:00")
        self.assertEqual(story.late("resolution"), 27)

    def test_which_clocks_stand_still(self):
        """5.5: response and ownership never do."""
        first = on("09 11:00", "public_reply")
        wait = on("09 11:30", "wait", "provider")
        story = self.tell([DIAGNOSIS, RESOLUTION, UPDATE], first, wait, now="20 10:00")
        self.assertEqual(set(story.states().values()), {"paused"})
        self.assertEqual(set(story.states()), PAUSING)
        story = self.tell([RESPONSE, OWNERSHIP], wait, now="20 10:00")
        self.assertEqual(
            story.states(), {"response": "running", "ownership": "running"}
        )
        self.assertEqual(story.due("response"), "09 12:00")
        self.assertEqual(story.breached("ownership"), "09 20:00")

    def test_a_pause_does_not_move_response_and_ownership(self):
        facts = [on("09 10:30", "wait", "provider"), on("09 11:30", "resume")]
        story = self.tell(ALL, *facts)
        dues = {metric: story.due(metric) for metric in METRICS}
        expected = {"response": "09 12:00", "diagnosis": "09 17:00"}
        expected |= {"resolution": "10 11:00", "update": None, "ownership": "09 20:00"}
        self.assertEqual(dues, expected)

    def test_update_counts_no_pause_from_before_its_message(self):
        facts = [
            on("09 11:00", "wait", "provider"),
            on("09 13:00", "public_reply"),
            on("09 14:00", "resume"),
        ]
        story = self.tell([UPDATE], *facts, now="09 15:00")
        self.assertEqual(story.due("update"), "09 19:00")
        self.assertEqual(story.elapsed("update"), 1)

    def test_a_paused_clock_has_no_deadline_and_misses_none(self):
        """5.5."""
        story = self.tell(ALL, on("09 15:00", "wait", "provider"), now="20 10:00")
        for metric in ("diagnosis", "resolution"):
            with self.subTest(metric):
                self.assertEqual(story.state(metric), "paused")
                self.assertIsNone(story.due(metric))
                self.assertIsNone(story.breached(metric))
                self.assertEqual(story.elapsed(metric), 5)
                self.assertEqual(story.late(metric), 0)

    def test_to_wait_exactly_at_the_deadline_is_in_time(self):
        facts = [on("10 10:00", "wait", "provider"), on("11 10:00", "resume")]
        story = self.tell([RESOLUTION], *facts)
        self.assertIsNone(story.breached("resolution"))
        self.assertEqual(story.due("resolution"), "11 10:00")
        story = self.tell([RESOLUTION], *facts, now="11 10:01")
        self.assertEqual(story.breached("resolution"), "11 10:00")

    def test_what_is_late_stays_as_late_while_paused(self):
        facts = [on("10 13:00", "wait", "provider")]
        story = self.tell([RESOLUTION], *facts, now="12 10:00")
        self.assertEqual(story.late("resolution"), 3)
        self.assertEqual(story.elapsed("resolution"), 27)
        facts.append(on("12 13:00", "resume"))
        story = self.tell([RESOLUTION], *facts, now="12 14:00")
        self.assertEqual(story.due("resolution"), "12 10:00")
        self.assertEqual(story.late("resolution"), 4)
        missed = story.changes("resolution", "breached")
        self.assertEqual(missed, ["10 10:00 breached time"])

    def test_waits_one_after_the_other_add_up(self):
        facts = [
            on("09 11:00", "wait_customer"),
            on("09 12:00", "wait", "provider"),  # another reason: one wait ends
            on("09 13:00", "wait", "provider"),  # the same: it goes on
            on("09 14:00", "resume"),
            on("09 15:00", "resume"),  # nothing waits any more
            on("09 16:00", "wait", "payment"),
            on("09 18:00", "resume"),
        ]
        story = self.tell([RESOLUTION], *facts)
        self.assertEqual(story.due("resolution"), "10 15:00")
        pauses = story.projection.history.get_pauses("resolution", facts[0].at)
        reasons = [pause.reason for pause in pauses]
        self.assertEqual(reasons, ["customer", "provider", "payment"])

    def test_each_unit_takes_its_own_part_of_a_pause(self):
        """5.5: of a night, working time takes what was worked."""
        values = ("hours", "business", IKH, 9)
        start = registered()._replace(at=utc(IKH, "2026-03-16 10:00"))
        wait = on("01 00:00", "wait_customer")._replace(at=utc(IKH, "2026-03-16 16:00"))
        reply = on("01 00:00", "customer_reply")._replace(
            at=utc(IKH, "2026-03-17 09:00")
        )
        table = [
            (Policy(1, "resolution", 24), "2026-03-18 03:00", 6),
            (Policy(1, "resolution", 8, *values), "2026-03-17 11:00", 6),
            (Policy(1, "resolution", 1, "days", *values[1:]), "2026-03-17 12:00", 6),
        ]
        for policy, due, elapsed in table:
            with self.subTest(policy):
                story = self.tell([policy], start, wait, reply)
                self.assertEqual(local(IKH, story["resolution"].deadline), due)
                self.assertEqual(story.elapsed("resolution"), elapsed)


class TestEndOfAWait(TicketCase):
    def state_after(self, reason, kind):
        facts = [on("09 11:00", "wait", reason), on("09 12:00", kind)]
        return self.tell([RESOLUTION], *facts).state("resolution")

    def test_a_message_of_the_customer_ends_waits_for_the_customer_only(self):
        """5.5, on whatever channel."""
        self.assertEqual(set(REASONS), FOR_CUSTOMER)
        for reason in REASONS:
            with self.subTest(reason):
                self.assertEqual(self.state_after(reason, "customer_reply"), "running")
        for reason in OTHERS:
            with self.subTest(reason):
                self.assertEqual(self.state_after(reason, "customer_reply"), "paused")

    def test_a_wait_without_a_reason_is_for_the_customer(self):
        self.assertEqual(self.state_after(None, "customer_reply"), "running")

    def test_every_wait_ends_by_hand(self):
        for reason in (*REASONS, *OTHERS):
            with self.subTest(reason):
                self.assertEqual(self.state_after(reason, "resume"), "running")

    def test_what_we_say_or_note_ends_none(self):
        for kind in ("public_reply", "internal_note", "whatsapp_reply", "auto_reply"):
            with self.subTest(kind):
                self.assertEqual(self.state_after("customer", kind), "paused")

    def test_a_solved_ticket_waits_for_nothing(self):
        facts = [on("09 11:00", "solve"), on("09 12:00", "wait", "provider")]
        facts.append(on("09 13:00", "reopen"))
        story = self.tell([RESOLUTION], *facts)
        self.assertEqual(story.state("resolution"), "running")


class TestValidation(TicketCase):
    PROPOSED = on("09 12:00", "propose_solution")

    def test_a_proposal_is_an_answer_and_waits_for_the_customer(self):
        """5.7."""
        story = self.tell(ALL, self.PROPOSED)
        self.assertEqual(story.state("response"), "met")
        self.assertEqual(story.state("resolution"), "paused")
        self.assertEqual(story.state("update"), "paused")
        self.assertEqual(story.projection.history.waiting, "validation")

    def test_acceptance_meets_the_resolution_at_that_instant(self):
        story = self.tell(ALL, self.PROPOSED, on("09 18:00", "accept"))
        found = story.changes("resolution")[-1]
        self.assertEqual(found, "09 18:00 met accept")
        self.assertEqual(story.elapsed("resolution"), 2)
        self.assertEqual(story.state("diagnosis"), "met")

    def test_a_refusal_goes_on(self):
        story = self.tell(ALL, self.PROPOSED, on("09 18:00", "refuse"))
        self.assertEqual(story.state("resolution"), "running")
        self.assertEqual(story.due("resolution"), "10 16:00")

    def test_a_message_instead_of_a_verdict_goes_on_too(self):
        story = self.tell(ALL, self.PROPOSED, on("09 18:00", "customer_reply"))
        self.assertEqual(story.due("resolution"), "10 16:00")


class TestReopening(TicketCase):
    def test_what_solving_met_or_ended_runs_again(self):
        """5.7, A-G-11: the time it stood solved is a pause."""
        facts = [on("09 11:00", "public_reply"), on("09 12:00", "solve")]
        facts.append(on("10 12:00", "reopen"))
        story = self.tell(ALL, *facts)
        dues = {metric: story.due(metric) for metric in METRICS}
        expected = {
            "response": "09 12:00",
            "diagnosis": "10 16:00",
            "resolution": "11 10:00",
            "update": "10 17:00",  # from the message that it was solved with
            "ownership": "10 20:00",
        }
        self.assertEqual(dues, expected)
        for metric in ("diagnosis", "resolution", "ownership"):
            with self.subTest(metric):
                self.assertEqual(story.state(metric), "running")
                self.assertEqual(story.elapsed(metric), 2)
        pause = story.projection.history.pauses[0]
        self.assertEqual((pause.reason, pause.is_closed), ("solved", True))

    def test_the_response_does_not_start_again(self):
        story = self.tell([RESPONSE], on("09 11:00", "solve"), on("10 12:00", "reopen"))
        self.assertEqual(story.changes("response")[1:], ["09 11:00 met solve"])

    def test_solved_in_silence_the_update_goes_on_from_its_message(self):
        facts = [on("09 11:00", "public_reply"), on("09 12:00", "solve", SILENT)]
        story = self.tell([UPDATE], *facts, on("10 12:00", "reopen"))
        self.assertEqual(story.due("update"), "10 16:00")

    def test_a_diagnosis_that_was_recorded_stays(self):
        facts = [on("09 11:00", "diagnosis"), on("09 12:00", "solve")]
        story = self.tell([DIAGNOSIS], *facts, on("10 12:00", "reopen"))
        self.assertEqual(story.changes("diagnosis")[1:], ["09 11:00 met diagnosis"])

    def test_what_was_said_or_handed_over_meanwhile_counts_from_reopening(self):
        facts = [
            on("09 12:00", "solve"),
            on("09 20:00", "public_reply"),
            on("09 21:00", "set_level", 2),
            on("10 12:00", "reopen"),
        ]
        story = self.tell([UPDATE, OWNERSHIP], *facts)
        self.assertEqual(story.due("update"), "10 17:00")
        self.assertEqual(story.due("ownership"), "10 22:00")

    def test_a_breach_from_before_stays_the_only_one(self):
        facts = [on("10 12:00", "solve"), on("11 12:00", "reopen")]
        story = self.tell([RESOLUTION], *facts, now="20 10:00")
        self.assertEqual(story.breached("resolution"), "10 10:00")
        self.assertEqual(len(story.changes("resolution", "breached")), 1)

    def test_solved_again(self):
        facts = [on("09 12:00", "solve"), on("10 12:00", "reopen")]
        story = self.tell([RESOLUTION], *facts, on("10 13:00", "solve"), now="20 10:00")
        expected = [
            "09 12:00 met solve",
            "10 12:00 started reopen",
            "10 13:00 met solve",
        ]
        self.assertEqual(story.changes("resolution")[1:], expected)
        self.assertEqual(story.elapsed("resolution"), 3)

    def test_a_ticket_that_is_open_is_not_reopened(self):
        story = self.tell([RESOLUTION], on("09 12:00", "reopen"))
        self.assertEqual(story.changes("resolution"), ["09 10:00 started registered"])

    def test_a_message_on_a_solved_ticket_does_not_reopen_it(self):
        facts = [on("09 12:00", "solve"), on("09 13:00", "customer_reply")]
        self.assertEqual(self.tell([RESOLUTION], *facts).state("resolution"), "met")


class TestCancelling(TicketCase):
    def test_cancelling_and_merging_cancel_what_is_open(self):
        """5.7, A-G-14: the source of a merge."""
        for kind in ("cancel", "merge"):
            facts = [on("09 11:00", "public_reply"), on("09 12:00", kind)]
            story = self.tell(ALL, *facts, now="20 10:00")
            with self.subTest(kind):
                expected = dict.fromkeys(METRICS, "cancelled") | {"response": "met"}
                self.assertEqual(story.states(), expected)
                for metric in ("resolution", "update"):
                    self.assertIsNone(story.due(metric))
                    self.assertIsNone(story.breached(metric))
                found = story.changes("resolution")[1:]
                self.assertEqual(found, [f"09 12:00 cancelled {kind}"])
                self.assertEqual(story.elapsed("resolution"), 2)

    def test_how_late_it_was_is_kept(self):
        story = self.tell([RESOLUTION], on("10 13:00", "cancel"), now="20 10:00")
        self.assertEqual(story.late("resolution"), 3)
        self.assertEqual(story.elapsed("resolution"), 27)
        self.assertEqual(story.breached("resolution"), "10 10:00")

    def test_solved_is_not_cancelled_and_cancelled_is_not_solved(self):
        one, other = on("09 11:00", "solve"), on("09 12:00", "cancel")
        self.assertEqual(self.tell(ALL, one, other).state("resolution"), "met")
        one, other = on("09 11:00", "cancel"), on("09 12:00", "solve")
        self.assertEqual(self.tell(ALL, one, other).state("resolution"), "cancelled")

    def test_taken_back_the_time_it_was_cancelled_is_a_pause(self):
        facts = [on("09 11:00", "cancel"), on("10 11:00", "reopen")]
        story = self.tell(ALL, *facts)
        self.assertEqual(story.due("response"), "10 12:00")
        self.assertEqual(story.due("resolution"), "11 10:00")
