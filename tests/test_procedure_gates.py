"""Every gate of every shipped procedure, tried from outside as a hostile analyst."""

import re
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..exceptions import StepsMissing
from ..logic.playbook import CHECKS, CONDITIONS, Verdict
from .procedure_common import ProcedureCommon

#: type and tag by which each procedure is proposed
KINDS = {
    1: ("anomaly", "modulos"),
    2: ("bug", "documentos_electronicos"),
    3: ("request", "modulos"),
    4: ("bug", "modulos"),
    5: ("request", "activacion"),
    6: ("request", "bajar_base"),
    7: ("request", "ambiente_pruebas"),
}
#: where procedures hand tickets over that name no level
NEXT = {1: "n3", 2: "n3", 4: "n3"}


@contextmanager
def _nothing_known():
    """Let every step apply, and no check have seen anything."""

    def see_nothing(facts):
        return Verdict("open", "not_written")

    def applies(facts):
        return True

    with (
        patch.dict(CHECKS, dict.fromkeys(CHECKS, see_nothing)),
        patch.dict(CONDITIONS, dict.fromkeys(CONDITIONS, applies)),
    ):
        yield


@tagged("post_install", "-at_install")
class TestShippedGates(HttpCase, ProcedureCommon):
    """NAV-3.4.1: whoever tries, whichever way, is refused and told which step lacks."""

    is_frozen = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.solving = cls.env["ir.actions.server"].create(
            {
                "name": "Resolver",
                "model_id": cls.env["ir.model"]._get_id("helpdesk.ticket"),
                "state": "code",
                "code": f"records.write({{'stage_id': {cls._stage('solved').id}}})",
            }
        )

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http"))
        self.enterContext(_nothing_known())
        self.authenticate("ana", "anaxxxxx")

    def _get_procedures(self):
        """Return the shipped procedures, each with a ticket of the analyst in it."""
        playbooks = self.env["helpdesk.playbook"].search([("number", "in", [*KINDS])])
        self.assertEqual(playbooks.sorted("number").mapped("number"), [*KINDS])
        for playbook in playbooks:
            kind, tag = KINDS[playbook.number]
            ticket = self._begin(kind, self._ref(f"tag_{tag}")).sudo()
            self.assertEqual(ticket.playbook_id, playbook)
            # refused for its steps, and for nothing else
            ticket.no_escalation_reason = "Era un dato"
            ticket.waiting_reason = False
            yield playbook, ticket

    def _leave_open(self, ticket, *steps):
        """Settle all steps of a ticket but these."""
        rows = ticket.step_ids
        left = rows.filtered(lambda row: row.step_id in steps)
        (rows - left).write({"state": "waived", "done_by": self.leader.id})
        left.write({"state": "todo", "done_by": False})

    def _request(self, route, **params):
        """Return (result, error) of a call, as a browser gets them."""
        answer = self.opener.post(
            f"{self.base_url()}{route}", json={"method": "call", "params": params}
        ).json()
        return answer.get("result"), answer.get("error", {}).get("data")

    def _call(self, model, method, *args, **kwargs):
        return self._request(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs=kwargs,
        )

    def _assert_refused(self, step, ticket, values, ways):
        """Expect that no way leads through, and each says which step is missing.

        From outside as programs write; the same as the screens do, and an import.

        :param dict values: what somebody wants to write
        :param dict ways: {name: other ways to the same}
        """
        where = {"procedure": step.playbook_id.number, "step": step.name}
        with self.subTest(way="rpc", **where):
            error = self._call("helpdesk.ticket", "write", ticket.ids, values)[1]
            self.assertTrue(error, "it went through")
            self.assertIn("StepsMissing", error["name"], error["message"])
            self.assertIn(step.name, error["message"])
        own = ticket.with_user(self.analyst)
        ways = {"list": lambda: own.web_save(values, specification={}), **ways}
        for way, act in ways.items():
            with (
                self.subTest(way=way, **where),
                self._refused(re.escape(step.name), StepsMissing),
            ):
                act()
        [(name, value)] = values.items()
        line = [ticket.export_data(["id"])["datas"][0][0], value]
        with self.subTest(way="import", **where):
            done = own.browse().load(["id", f"{name}/.id"], [line])
            self.assertFalse(done["ids"])
            self.assertIn(step.name, str(done["messages"]))

    def test_no_gate_lets_a_solution_through(self):
        solved = {"stage_id": self._stage("solved").id}
        for playbook, ticket in self._get_procedures():
            own = ticket.with_user(self.analyst)
            action = self.solving.with_user(self.analyst).with_context(
                active_model=ticket._name, active_id=ticket.id, active_ids=ticket.ids
            )
            ways = {"action": lambda action=action: action.run()}
            gates = playbook.step_ids.filtered(lambda one: one.gate != "none")
            for step in gates:
                self._leave_open(ticket, step)
                self._assert_refused(step, ticket, solved, ways)
            # the last one alone is open still
            ways = {
                "method": lambda own=own: own.solve("Listo"),
                "proposal": lambda own=own: own.propose_solution("Listo"),
            }
            self._assert_refused(gates[-1:], ticket, solved, ways)
            self.assertFalse(ticket.closed)

    def test_no_gate_lets_a_ticket_up(self):
        for playbook, ticket in self._get_procedures():
            own = ticket.with_user(self.analyst)
            steps = playbook.step_ids.sorted("sequence")
            for step in steps.filtered(
                lambda one: one.gate == "escalate" and one.action != "hand_over"
            ):
                following = steps.filtered(
                    lambda one, after=step: (
                        one.action == "hand_over" and one.sequence > after.sequence
                    )
                )[:1]
                self._leave_open(ticket, step, following)
                level = self._level(following.target or NEXT[playbook.number])
                ways = {"method": lambda to=level, own=own: own.escalate("Urge", to)}
                self._assert_refused(step, ticket, {"level_id": level.id}, ways)
            self.assertEqual(ticket.level_id, self.n1)

    def test_nobody_writes_to_steps_past_their_acts(self):
        """Steps are read, never written; waiving is for leaders."""
        _playbook, ticket = next(self._get_procedures())
        [row, *_rest] = ticket.step_ids
        for values in ({"state": "done"}, {"active": False}):
            _result, error = self._call(
                "helpdesk.ticket.step", "write", row.ids, values
            )
            self.assertIn("AccessError", error["name"])
        for method, args in {
            "unlink": (),
            "waive": ("Urge",),
            "skip": ("Urge",),
            "mark_done": ("Listo",),
            "_write_act": ("done",),
        }.items():
            with self.subTest(method):
                answer = self._call("helpdesk.ticket.step", method, row.ids, *args)
                self.assertTrue(answer[1], "it went through")
        for values in (
            {"step_ids": [(1, row.id, {"state": "done"})]},
            {"step_ids": [(5,)]},
            {"playbook_id": False},
            {"playbook_by_hand": True},
            {"playbook_next_id": False},
        ):
            with self.subTest(**values):
                answer = self._call("helpdesk.ticket", "write", ticket.ids, values)
                self.assertTrue(answer[1], "it went through")
        self.assertEqual(row.state, "todo")
        self.assertTrue(ticket.playbook_id)
