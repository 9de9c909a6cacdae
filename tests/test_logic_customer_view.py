from datetime import datetime, timedelta

from ..logic.customer_view import STATUSES, choose_next, status_of, tell_facts
from ..logic.sla_history import Fact
from .logic_case import LogicCase

START = datetime(2026, 3, 9, 15)


class TestStatus(LogicCase):
    def test_waits_of_the_desk_are_work_in_progress(self):
        table = [
            ("new", None, "received"),
            ("new", "customer", "answer"),
            ("in_progress", None, "in_progress"),
            ("in_progress", "approval", "approval"),
            ("in_progress", "validation", "validation"),
            *(
                ("in_progress", wait, "in_progress")
                for wait in ("payment", "provider", "notice", "committee")
            ),
            ("waiting_customer", "customer", "answer"),
            ("waiting_customer", "information", "answer"),
            ("waiting_customer", "validation", "validation"),
            ("solved", "customer", "solved"),
            ("cancelled", None, "cancelled"),
        ]
        for stage, wait, expected in table:
            with self.subTest(stage=stage, wait=wait):
                self.assertEqual(status_of(stage, wait), expected)
                self.assertIn(expected, STATUSES)


class TestToldFacts(LogicCase):
    def _tell(self, *kinds):
        """Return the codes that are told of facts, an hour apart."""
        facts = []
        for number, kind in enumerate(kinds):
            name, _, value = kind.partition(" ")
            facts.append(Fact(name, START + timedelta(hours=number), value or None))
        return [told.code for told in tell_facts(facts)]

    def test_what_is_told(self):
        table = [
            (("registered", "internal_note", "set_level", "standing"), "registered"),
            # the customer's answer says itself that it goes on
            (("wait_customer", "customer_reply", "resume"), "asked"),
            (("wait information", "customer_reply"), "asked"),
            (("wait_customer", "resume"), "asked went_on"),
            (("wait approval", "resume"), "approval went_on"),
            # asked once, however the reason changes
            (("wait_customer", "wait information"), "asked"),
            # what the desk waits for otherwise is its own business
            (("wait provider", "resume", "wait payment"), ""),
            (("wait_customer", "wait provider", "resume"), "asked went_on"),
            # a proposal waits by itself
            (
                ("propose_solution", "wait validation", "refuse", "resume"),
                "propose_solution refuse",
            ),
            (("propose_solution", "accept"), "propose_solution accept"),
            (("solve", "reopen", "workaround"), "solve reopen workaround"),
            (("wait_customer", "cancel", "reopen"), "asked cancel reopen"),
            (("wait_customer", "workaround", "resume"), "asked workaround went_on"),
            (("override", "clock_breached", "set_stars", "whatsapp_reply"), ""),
        ]
        for kinds, expected in table:
            with self.subTest(kinds):
                self.assertEqual(self._tell(*kinds), expected.split())


class TestNextPromise(LogicCase):
    def _choose(self, *promises):
        rows = [
            {"metric": metric, "state": state, "due": START + timedelta(hours=hours)}
            for metric, state, hours in promises
        ]
        found = choose_next(rows)
        return found and found["metric"]

    def test_which_one_comes_first(self):
        table = [
            ((), None),
            ((("response", "met", 1),), None),
            ((("resolution", "running", 8), ("update", "running", 2)), "update"),
            ((("diagnosis", "paused", 1), ("response", "running", 9)), "response"),
            ((("diagnosis", "paused", 1), ("resolution", "paused", 9)), "resolution"),
            ((("update", "paused", 1), ("response", "met", 0)), "update"),
        ]
        for promises, expected in table:
            with self.subTest(promises):
                self.assertEqual(self._choose(*promises), expected)
