"""Part E of the specification: through `simulate`, and again through real records."""

from zoneinfo import ZoneInfo

from odoo.tests import new_test_user, tagged

from ..logic.sla_case import show_moment
from .common import OWN
from .sla_common import SlaCommon
from .sla_scenarios import SCENARIOS

REASON = "Así lo acordamos"


@tagged("post_install", "-at_install")
class TestScenarios(SlaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ana = new_test_user(cls.env, "ana.sola", OWN, name="Ana Sola")
        cls.oldest = cls._create_ticket(partner_id=cls.carolina.id)
        # it is about clocks: who accepts a solution is proved in test_ticket_acceptance
        plans = {
            cls._ref(f"plan_{case['plan']}") for _name, case, _expected in SCENARIOS
        }
        cls.plan.union(*plans).validation = "none"

    def test_by_simulation(self):
        for name, case, expected in SCENARIOS:
            result = self._simulate(**case)
            for metric, clock in expected.items():
                with self.subTest(name, metric=metric):
                    self.assertEqual({key: result[metric][key] for key in clock}, clock)
                    self.assertTrue(result[metric]["why"])

    def test_by_records(self):
        """The same dates, states and seconds, by what people do with a ticket."""
        for name, case, expected in SCENARIOS:
            plan = self._ref(f"plan_{case['plan']}")
            ticket, now = self._live(plan, case)
            with self._at(now, plan) as instant:
                self._process_due(instant)
                ticket.invalidate_recordset()
                for metric, clock in expected.items():
                    with self.subTest(name, metric=metric):
                        found = self._show(plan, self._clock(ticket, metric))
                        self.assertEqual(found, self._select(clock, found))

    def test_records_and_simulation_agree_on_every_clock(self):
        for name, case, _expected in SCENARIOS:
            plan = self._ref(f"plan_{case['plan']}")
            ticket, now = self._live(plan, case)
            with self._at(now, plan) as instant:
                self._process_due(instant)
                ticket.invalidate_recordset()
                result = self._simulate(**{**case, "now": now})
                for metric, simulated in result.items():
                    with self.subTest(name, metric=metric):
                        found = self._show(plan, self._clock(ticket, metric))
                        self.assertEqual(found, self._select(simulated, found))
                with self.subTest(name, rebuilt=True):
                    self.assertEqual(ticket._rebuild_clocks(), 0)

    def _select(self, expected, found):
        """Return what is expected of what a record can show."""
        if expected["state"] == "undefined":
            return {"state": "undefined"}
        return {**found, **{key: expected[key] for key in found if key in expected}}

    def _show(self, plan, clock):
        """Return a record as `simulate` shows a clock."""
        if not clock:
            return {"state": "undefined"}
        zone = ZoneInfo(plan.tz)
        return {
            "state": clock.state,
            "deadline": show_moment(clock.deadline or None, zone),
            "met_at": show_moment(clock.met_at or None, zone),
            "breached": bool(clock.breached_at),
            "late_seconds": clock.late_seconds,
            "elapsed_seconds": clock.elapsed_seconds,
        }

    # living through a case

    def _live(self, plan, case):
        """Return (the ticket of a case after all that happens, its last local time)."""
        with self._at(case["registered_at"], plan):
            ticket = self._register(plan, case)
        now = case["registered_at"]
        for step in case["events"]:
            now = step["at"]
            with self._at(now, plan):
                self._do(ticket, step["do"], step.get("value"))
        return ticket, case.get("now", now)

    def _register(self, plan, case):
        kind = self.env["helpdesk.ticket.type"].search(
            [("code", "=", case.get("type", "?"))]
        )
        tags = self.env["helpdesk.ticket.tag"].search(
            [("code", "in", case.get("tags", []))]
        )
        values = {
            "plan_id": plan.id,
            "partner_id": self.carolina.id,
            "user_id": self.ana.id,
            "type_id": kind.id,
            "tag_ids": tags.ids,
        }
        if "stars" in case:
            values["priority"] = str(case["stars"])
        ticket = self._create_ticket(**values)
        ticket.triaged = bool(kind)
        return ticket.with_user(self.ana)

    def _do(self, ticket, do, value):
        leading = ticket.with_user(self.leader)
        {
            "public_reply": lambda: self._say(ticket),
            "internal_note": lambda: self._say(ticket, subtype_xmlid="mail.mt_note"),
            "whatsapp_reply": lambda: self._say(ticket, subtype_xmlid="mail.mt_note"),
            "auto_reply": lambda: self._say(ticket, message_type="auto_comment"),
            "customer_reply": lambda: ticket._post_as_customer(
                self.portal_user, "Hola"
            ),
            "wait_customer": lambda: ticket.declare_wait("customer"),
            "wait": lambda: ticket.declare_wait(value),
            "resume": ticket.end_wait,
            "diagnosis": lambda: ticket.record_diagnosis("replicated", REASON),
            "workaround": lambda: ticket.give_workaround("Use el otro"),
            "evaluated": lambda: ticket.confirm_evaluation("Recibido"),
            "propose_solution": lambda: ticket.propose_solution("Ya quedó"),
            "accept": ticket.accept_solution,
            "refuse": lambda: ticket.refuse_solution(REASON),
            "solve": lambda: ticket.solve("Listo"),
            "cancel": lambda: ticket.cancel("other", REASON),
            "reopen": lambda: ticket.reopen(REASON),
            "set_stars": lambda: ticket.write({"priority": str(value)}),
            "set_deadline": lambda: leading.set_deadline(
                value["metric"],
                self._to_utc(ticket, value["at"]),
                value["reason"],
            ),
        }[do]()

    def _to_utc(self, ticket, text):
        with self._at(text, ticket.plan_id) as instant:
            return instant

    def _say(self, ticket, **more):
        values = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment", **more}
        ticket.message_post(body="Hola", **values)
