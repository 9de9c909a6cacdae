"""What moves the dates of a ticket besides time: its traits, its plan, and a leader."""

from ..logic.sla import Projection
from ..logic.sla_history import Override
from ..logic.sla_terms import Policy, Terms
from .logic_tickets import (
    ALL,
    RESOLUTION,
    RESPONSE,
    Story,
    TicketCase,
    at,
    live_log,
    on,
    registered,
)

#: 24 hours for a problem of any kind, 8 for what is urgent (NAV-3.2-10, -56)
URGENT = Policy(9, "resolution", 8, stars=frozenset("3"))
BY_STARS = (RESOLUTION, URGENT)
#: a target for the type 1 only
TYPED = Policy(8, "resolution", 24, types=frozenset({1}))


def by_hand(text, due, metric="resolution"):
    value = (metric, due and Override(at(due), "agreed on the phone"))
    return on(text, "set_deadline", value)


class TestReclassification(TicketCase):
    def test_a_clock_that_runs_is_planned_from_registration(self):
        """AT-09, A-G-08."""
        facts = [registered("14 13:20"), on("14 16:20", "set_stars", "3")]
        story = self.tell(BY_STARS, *facts)
        self.assertEqual(story.due("resolution"), "14 21:20")
        found = story.changes("resolution")[1:]
        self.assertEqual(found, ["14 16:20 replanned set_stars"])

    def test_by_everything_that_policies_look_at(self):
        """5.6."""
        table = [
            ("set_stars", "3", {"stars": frozenset("3")}),
            ("set_type", 2, {"types": frozenset({2})}),
            ("set_tags", frozenset({5, 6}), {"tags": frozenset({6})}),
            ("set_level", 2, {"levels": frozenset({2})}),
            ("set_partner", frozenset({7}), {"partners": frozenset({7})}),
        ]
        for kind, value, conditions in table:
            policies = (RESOLUTION, Policy(9, "resolution", 8, **conditions))
            with self.subTest(kind):
                story = self.tell(policies, on("09 11:00", kind, value))
                self.assertEqual(story.due("resolution"), "09 18:00")
        plans = {2: Terms((Policy(9, "resolution", 8),))}
        story = self.tell([RESOLUTION], on("09 11:00", "set_plan", 2), plans=plans)
        self.assertEqual(story.due("resolution"), "09 18:00")

    def test_the_pauses_are_kept(self):
        facts = [
            on("09 11:00", "wait_customer"),
            on("09 13:00", "resume"),
            on("09 14:00", "set_stars", "3"),
        ]
        self.assertEqual(self.tell(BY_STARS, *facts).due("resolution"), "09 20:00")

    def test_what_is_met_stays_met(self):
        for kind, value in (("set_stars", "3"), ("set_type", 2), ("set_plan", 2)):
            facts = [on("09 20:00", "solve"), on("10 12:00", kind, value)]
            story = self.tell(BY_STARS, *facts, now="20 10:00")
            with self.subTest(kind):
                self.assertEqual(story.due("resolution"), "10 10:00")
                self.assertEqual(
                    story.changes("resolution")[1:], ["09 20:00 met solve"]
                )

    def test_a_breach_is_never_erased(self):
        """Nor is the date that was given in its place missed again."""
        facts = [registered(stars="3"), on("09 20:00", "set_stars", "1")]
        story = self.tell(BY_STARS, *facts)
        self.assertEqual(story.breached("resolution"), "09 18:00")
        self.assertEqual(story.due("resolution"), "10 10:00")
        self.assertEqual(story.late("resolution"), 0)
        story = self.tell(BY_STARS, *facts, now="20 10:00")
        missed = story.changes("resolution", "breached")
        self.assertEqual(missed, ["09 18:00 breached time"])

    def test_what_lands_in_the_past_is_missed_at_the_moment_of_the_change(self):
        """5.6."""
        story = self.tell(BY_STARS, on("09 20:00", "set_stars", "3"), now="10 12:00")
        self.assertEqual(story.due("resolution"), "09 18:00")
        found = story.changes("resolution", "breached")
        self.assertEqual(found, ["09 20:00 breached target_changed"])
        self.assertEqual(story.breached("resolution"), "09 20:00")

    def test_what_lands_on_the_very_moment_is_not_missed_yet(self):
        change = on("09 18:00", "set_stars", "3")
        self.assertIsNone(self.tell(BY_STARS, change).breached("resolution"))
        story = self.tell(BY_STARS, change, now="09 18:01")
        self.assertEqual(story.breached("resolution"), "09 18:00")

    def test_what_lands_in_the_past_of_a_paused_clock_waits_for_its_end(self):
        facts = [
            on("09 19:00", "wait", "provider"),
            on("09 20:00", "set_stars", "3"),
        ]
        story = self.tell(BY_STARS, *facts, now="10 12:00")
        self.assertIsNone(story.breached("resolution"))
        self.assertIsNone(story.due("resolution"))
        story = self.tell(BY_STARS, *facts, on("09 21:00", "resume"))
        self.assertEqual(story.due("resolution"), "09 20:00")
        self.assertEqual(story.breached("resolution"), "09 21:00")

    def test_if_no_policy_is_left_the_clock_is_cancelled(self):
        """5.6; it runs again when one matches."""
        facts = [on("09 12:00", "set_type", 2)]
        story = self.tell([TYPED], *facts, now="20 10:00")
        self.assertEqual(story.state("resolution"), "cancelled")
        self.assertIsNone(story.due("resolution"))
        self.assertEqual(story.elapsed("resolution"), 2)
        facts.append(on("09 14:00", "set_type", 1))
        story = self.tell([TYPED], *facts)
        self.assertEqual(story.due("resolution"), "10 10:00")
        self.assertEqual(story.elapsed("resolution"), 4)
        expected = ["09 12:00 cancelled no_policy", "09 14:00 started set_type"]
        self.assertEqual(story.changes("resolution")[1:], expected)

    def test_back_too_late_it_is_missed_when_it_comes_back(self):
        facts = [on("09 12:00", "set_type", 2), on("11 12:00", "set_type", 1)]
        found = self.tell([TYPED], *facts).changes("resolution", "breached")
        self.assertEqual(found, ["11 12:00 breached target_changed"])

    def test_cancelled_with_its_breach(self):
        story = self.tell([TYPED], on("10 12:00", "set_plan", False), now="20 10:00")
        self.assertEqual(story.state("resolution"), "cancelled")
        self.assertEqual(story.breached("resolution"), "10 10:00")
        self.assertEqual(story.late("resolution"), 2)

    def test_a_ticket_may_get_its_plan_later(self):
        facts = [registered(plan=False), on("09 12:00", "set_plan", 1)]
        story = self.tell([RESOLUTION], *facts)
        self.assertEqual(story.due("resolution"), "10 10:00")
        found = story.changes("resolution")
        self.assertEqual(found, ["09 12:00 started set_plan"])

    def test_what_is_changed_in_one_go_is_planned_once(self):
        """What it is for a moment in between misses nothing."""
        facts = [on("09 20:00", "set_stars", "3"), on("09 20:00", "set_type", 2)]
        other = Policy(8, "resolution", 8, stars=frozenset("3"), types=frozenset({1}))
        story = self.tell([RESOLUTION, other], *facts, now="10 09:00")
        self.assertEqual(story.changes("resolution"), ["09 10:00 started registered"])

    def test_reopened_without_a_policy_there_is_no_promise_left(self):
        facts = [
            on("09 12:00", "solve"),
            on("09 13:00", "set_type", 2),
            on("09 14:00", "reopen"),
        ]
        story = self.tell([TYPED], *facts)
        self.assertEqual(story.state("resolution"), "cancelled")
        found = story.changes("resolution")[-1]
        self.assertEqual(found, "09 14:00 cancelled no_policy")


class TestOtherTerms(TicketCase):
    """The plan itself is changed while a ticket is under way, on the 10th at 12:00."""

    def change(self, before, after, *facts):
        """Return its story then; the changes are those of then."""
        changed_at = at("10 12:00")
        log = live_log({1: Terms(before)}, (registered(), *facts), at("10 11:00"))
        projection = Projection({1: Terms(after)}).replay(log)
        projection.advance((), changed_at, "policy_changed")
        return Story(projection, changed_at)

    def test_what_is_open_follows_the_present_terms(self):
        """From registration, also where nothing was promised before."""
        policies = (Policy(3, "resolution", 30), Policy(1, "diagnosis", 72))
        story = self.change((Policy(3, "resolution", 48),), policies)
        self.assertEqual(story.due("resolution"), "10 16:00")
        self.assertEqual(story.due("diagnosis"), "12 10:00")
        self.assertEqual(
            story.changes("resolution"), ["10 12:00 replanned policy_changed"]
        )
        self.assertEqual(
            story.changes("diagnosis"), ["10 12:00 started policy_changed"]
        )

    def test_a_shorter_term_is_missed_at_the_moment_of_the_change(self):
        story = self.change((Policy(3, "resolution", 48),), (RESOLUTION,))
        found = story.changes("resolution", "breached")
        self.assertEqual(found, ["10 12:00 breached target_changed"])

    def test_a_longer_term_erases_no_breach(self):
        story = self.change((RESOLUTION,), (Policy(3, "resolution", 48),))
        self.assertEqual(story.due("resolution"), "11 10:00")
        self.assertEqual(story.breached("resolution"), "10 10:00")

    def test_without_its_policy_a_clock_is_cancelled(self):
        story = self.change((Policy(3, "resolution", 48),), ())
        found = story.changes("resolution")
        self.assertEqual(found, ["10 12:00 cancelled no_policy"])

    def test_what_is_finished_stands_by_the_terms_that_were_recorded(self):
        facts = [on("09 11:00", "public_reply"), on("09 14:00", "solve")]
        story = self.change(ALL, (Policy(3, "resolution", 1),), *facts)
        self.assertEqual(story.projection.changes, [])
        self.assertEqual(story.due("resolution"), "10 10:00")
        self.assertEqual(story.due("response"), "09 12:00")
        self.assertEqual(story.elapsed("resolution"), 4)

    def test_what_a_workaround_has_kept_stays_kept(self):
        log = live_log(
            {1: Terms((RESOLUTION,), workaround_meets=True)},
            [registered(), on("09 14:00", "workaround")],
            at("10 11:00"),
        )
        later = at("10 12:00")
        projection = Projection({1: Terms((RESOLUTION,))}).replay(log)
        story = Story(projection.advance((), later), later)
        self.assertEqual(story.state("resolution"), "met")
        self.assertEqual(story.projection.changes, [])

    def test_the_record_holds_what_was_replayed_and_what_is_new(self):
        projection = self.change(
            (RESOLUTION,), (Policy(3, "resolution", 48),)
        ).projection
        kinds = [change.kind for change in projection.record]
        expected = ["started", "warned", "breached", "replanned"]
        self.assertEqual(kinds, [f"clock_{kind}" for kind in expected])
        self.assertEqual(projection.changes, projection.record[-1:])


class TestOverride(TicketCase):
    def test_a_date_by_hand_beats_every_policy(self):
        """5.4."""
        for due in ("09 16:00", "12 10:00"):
            story = self.tell(BY_STARS, by_hand("09 12:00", due))
            with self.subTest(due):
                self.assertEqual(story.due("resolution"), due)
                found = story.changes("resolution")[1:]
                self.assertEqual(found, ["09 12:00 overridden set_deadline"])
                self.assertEqual(story["resolution"].commitment.policy, 3)

    def test_neither_pauses_nor_reclassification_move_it(self):
        facts = [
            by_hand("09 12:00", "12 10:00"),
            on("09 13:00", "wait_customer"),
            on("09 15:00", "customer_reply"),
            on("09 16:00", "set_stars", "3"),
            on("09 17:00", "set_plan", False),
            on("09 18:00", "solve"),
            on("10 18:00", "reopen"),
        ]
        for length in range(1, len(facts) + 1):
            story = self.tell(BY_STARS, *facts[:length])
            is_paused = story.state("resolution") == "paused"
            with self.subTest(facts[length - 1].kind):
                self.assertEqual(is_paused, length == 2)
                expected = None if is_paused else "12 10:00"
                self.assertEqual(story.due("resolution"), expected)
        self.assertEqual(story.elapsed("resolution"), 8 - 2)

    def test_it_promises_where_no_policy_does(self):
        story = self.tell([], by_hand("09 12:00", "12 10:00"), now="12 11:00")
        self.assertEqual(story.state("resolution"), "running")
        self.assertEqual(story.breached("resolution"), "12 10:00")
        self.assertEqual(story.late("resolution"), 1)

    def test_it_can_be_taken_back(self):
        facts = [by_hand("09 12:00", "12 10:00"), by_hand("09 13:00", None)]
        story = self.tell([RESOLUTION], *facts)
        self.assertEqual(story.due("resolution"), "10 10:00")
        found = story.changes("resolution")[-1]
        self.assertEqual(found, "09 13:00 replanned set_deadline")
        self.assertEqual(self.tell([], *facts).state("resolution"), "cancelled")

    def test_one_in_the_past_is_missed_at_once(self):
        story = self.tell([RESOLUTION], by_hand("09 12:00", "09 11:00"))
        self.assertEqual(story.breached("resolution"), "09 12:00")

    def test_it_erases_no_breach(self):
        story = self.tell([RESOLUTION], by_hand("10 12:00", "15 10:00"))
        self.assertEqual(story.breached("resolution"), "10 10:00")
        self.assertEqual(story.due("resolution"), "15 10:00")

    def test_it_is_for_one_clock(self):
        story = self.tell(ALL, by_hand("09 11:00", "09 13:00", "response"))
        self.assertEqual(story.due("response"), "09 13:00")
        self.assertEqual(story.due("resolution"), "10 10:00")

    def test_what_is_met_keeps_the_date_it_was_met_by(self):
        facts = [
            on("09 11:00", "public_reply"),
            by_hand("09 12:00", "20 10:00", "response"),
        ]
        self.assertEqual(self.tell([RESPONSE], *facts).due("response"), "09 12:00")

    def test_it_warns_at_four_fifths_too(self):
        story = self.tell([RESOLUTION], by_hand("09 11:00", "09 20:00"), now="09 19:00")
        found = story.changes("resolution", "warned")
        self.assertEqual(found, ["09 18:00 warned time"])
