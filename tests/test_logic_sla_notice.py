"""Of which clocks somebody has to hear."""

from ..logic.sla import Projection
from ..logic.sla_notice import find_notices
from ..logic.sla_terms import Terms
from .logic_tickets import (
    RESOLUTION,
    RESPONSE,
    UPDATE,
    Story,
    TicketCase,
    at,
    live_log,
    on,
    registered,
)


class TestNotices(TicketCase):
    """The resolution is due after 24 hours, and warns after 19:12."""

    def find(self, story):
        return [
            (notice.metric, notice.danger, notice.is_early)
            for notice in find_notices(story.projection, story.now)
        ]

    def test_nothing_before_the_warning(self):
        self.assertEqual(self.find(self.tell([RESOLUTION], now="10 05:00")), [])

    def test_at_the_warning_and_after_the_deadline(self):
        for now, expected in (
            ("10 05:12", ("resolution", "at_risk", True)),
            ("10 10:00", ("resolution", "at_risk", True)),
            ("10 10:01", ("resolution", "missed", False)),
        ):
            with self.subTest(now):
                story = self.tell([RESOLUTION], now=now)
                self.assertEqual(self.find(story), [expected])

    def find_later(self, *facts):
        """Return what is found when facts follow on a warning that was given."""
        terms = {1: Terms((RESOLUTION,))}
        before = [fact for fact in facts if fact.at < at("10 06:00")]
        log = live_log(terms, [registered(), *before], at("10 06:00"))
        after = facts[len(before) :]
        now = after[-1].at if after else at("10 07:00")
        again = Projection(terms).replay(log).advance(after, now)
        return self.find(Story(again, now))

    def test_whoever_looks_again_hears_nothing_new(self):
        self.assertEqual(self.find_later(), [])

    def test_a_wait_takes_back_what_was_told_before(self):
        wait = on("10 08:00", "wait", "provider")
        self.assertEqual(self.find_later(wait), [("resolution", None, False)])

    def test_what_waits_or_is_over_is_in_no_danger(self):
        for act in (on("10 06:00", "wait", "provider"), on("10 06:00", "cancel")):
            with self.subTest(act.kind):
                story = self.tell([RESOLUTION], act)
                self.assertEqual(self.find(story), [("resolution", None, False)])

    def test_it_goes_on_in_danger(self):
        waits = [on("10 06:00", "wait", "provider"), on("12 06:00", "resume")]
        [(_metric, danger, _early)] = self.find(self.tell([RESOLUTION], *waits))
        self.assertEqual(danger, "at_risk")

    def test_what_goes_on_in_danger_is_no_early_warning(self):
        """There was one before the wait; the customer is not told twice."""
        waits = [on("10 05:30", "wait", "provider"), on("12 05:30", "resume")]
        expected = [("resolution", "at_risk", False)]
        self.assertEqual(self.find_later(*waits), expected)

    def test_only_of_clocks_that_were_in_danger(self):
        story = self.tell([RESPONSE, RESOLUTION], on("09 16:00", "solve"))
        self.assertEqual(self.find(story), [("response", None, False)])

    def test_clocks_that_were_never_in_danger_are_not_mentioned(self):
        story = self.tell([RESPONSE, RESOLUTION], on("09 10:10", "solve"))
        self.assertEqual(self.find(story), [])

    def test_a_run_that_is_over_takes_its_warning_along(self):
        """The next one has just begun."""
        says = [on("09 11:00", "public_reply"), on("09 15:30", "public_reply")]
        self.assertEqual(
            self.find(self.tell([UPDATE], *says)), [("update", None, False)]
        )
