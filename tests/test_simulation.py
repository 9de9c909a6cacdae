"""`simulate`: what it takes and gives, and clear words for what is wrong."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .sla_common import PromiseCommon

KEYS = {
    "deadline",
    "deadline_utc",
    "state",
    "met_at",
    "breached",
    "late_seconds",
    "elapsed_seconds",
    "label",
    "policy",
    "why",
}


@tagged("post_install", "-at_install")
class TestSimulation(PromiseCommon):
    def _ask(self, **case):
        case = {"plan": "oro", "registered_at": "2026-03-09 10:00", **case}
        plans = self.env["helpdesk.support.plan"].with_user(self.analyst)
        return plans.simulate(case)

    def test_all_metrics_with_all_keys(self):
        """5.10, and nothing else."""
        result = self._ask()
        self.assertEqual(
            list(result),
            ["response", "diagnosis", "resolution", "update", "ownership"],
        )
        for metric, clock in result.items():
            with self.subTest(metric):
                self.assertEqual(set(clock), KEYS)

    def test_it_writes_nothing(self):
        before = self.cr.sql_log_count
        tickets = self.tickets.search_count([])
        self._ask(events=[{"at": "2026-03-09 11:00", "do": "solve"}])
        self.env.flush_all()
        self.assertEqual(self.tickets.search_count([]), tickets)
        self.assertLess(self.cr.sql_log_count - before, 60)

    def test_events_may_come_unsorted_and_equal_times_keep_their_order(self):
        events = [
            {"at": "2026-03-09 13:00", "do": "resume"},
            {"at": "2026-03-09 11:00", "do": "wait_customer"},
            {"at": "2026-03-09 12:00", "do": "resume"},
            {"at": "2026-03-09 12:00", "do": "wait", "value": "provider"},
        ]
        resolution = self._ask(events=events)["resolution"]
        self.assertEqual(resolution["deadline"], "2026-03-09 20:00")

    def test_a_utc_registration_replaces_the_local_one(self):
        result = self._ask(registered_at=None, registered_at_utc="2026-03-09 15:00")
        self.assertEqual(result["resolution"]["deadline"], "2026-03-09 18:00")

    def test_hours_that_come_twice_or_not_at_all(self):
        """The first of the two; the missing one moves forward (Chile, 2026)."""
        for local, utc in (
            ("2026-04-04 23:30", "2026-04-05 02:30"),
            ("2026-09-06 00:30", "2026-09-06 04:30"),
        ):
            with self.subTest(local):
                result = self._ask(plan="cobranza", registered_at=local, level="n1")
                due = result["ownership"]["deadline_utc"]
                day, hour = utc.split()
                self.assertEqual(due, f"{day[:8]}{int(day[8:]) + 1:02d} {hour}")

    def test_a_plan_may_change_in_between(self):
        events = [{"at": "2026-03-09 10:30", "do": "set_plan", "value": "interfactura"}]
        result = self._ask(events=events)
        self.assertEqual(result["response"]["deadline_utc"], "2026-03-09 17:00")
        self.assertEqual(result["diagnosis"]["state"], "cancelled")

    def test_bad_cases_are_refused_in_one_sentence(self):
        early, late = "2026-03-09 09:59", "2026-03-09 12:00"
        step = {"at": "2026-03-09 11:00"}
        table = {
            "“gold” is no plan": {"plan": "gold"},
            "Say when the ticket": {"registered_at": None},
            "“soon” is no time": {"registered_at": "soon"},
            "“priority” is not known": {"priority": "3"},
            "“7” is no stars": {"stars": 7, "plan": "navegasoft"},
            "“bugs”": {"type": "bugs"},
            "“folio”": {"tags": ["folio"]},
            "tags as a list": {"tags": "folios"},
            "“n9” is no level": {"level": "n9"},
            "“fax” is no channel": {"channel": "fax"},
            "“me” is no opened_by": {"opened_by": "me"},
            "events as a list": {"events": "x"},
            "“dance” cannot happen": {"events": [{**step, "do": "dance"}]},
            "says when it happens": {"events": [{"do": "solve"}]},
            "“who” is not known": {"events": [{**step, "do": "solve", "who": "me"}]},
            "“rain” is no wait": {"events": [{**step, "do": "wait", "value": "rain"}]},
            "before the ticket is registered": {
                "events": [{"at": early, "do": "solve"}]
            },
            "after the moment that is looked at": {
                "now": "2026-03-09 11:00",
                "events": [{"at": late, "do": "solve"}],
            },
            "is before the ticket is": {"now": early},
            "names its metric": {"events": [{**step, "do": "set_deadline"}]},
            "Say why": {
                "events": [
                    {
                        **step,
                        "do": "set_deadline",
                        "value": {"metric": "response", "at": late},
                    }
                ]
            },
        }
        for sentence, case in table.items():
            with self.subTest(sentence), self._refused(sentence):
                self._ask(**case)
        with self._refused("is an object"):
            self.env["helpdesk.support.plan"].with_user(self.analyst).simulate([])

    def test_it_is_for_analysts(self):
        for user in (self.portal_user, self.employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["helpdesk.support.plan"].with_user(user).simulate(
                    {"plan": "oro", "registered_at": "2026-03-09 10:00"}
                )


@tagged("post_install", "-at_install")
class TestSimulator(PromiseCommon):
    def test_the_form_answers_while_it_is_filled_in(self):
        simulations = self.env["helpdesk.plan.simulation"].with_user(self.analyst)
        form = Form(simulations.with_context(active_id=self.gold.id))
        form.registered_at = "2026-03-09 15:00:00"
        self.assertIn("2026-03-09 18:00", form.result)
        with form.line_ids.new() as line:
            line.at = "2026-03-09 16:00:00"
            line.do = "wait"
        self.assertIn("Stands still", form.result)
        self.assertIn("bg-warning", form.result)
        with form.line_ids.new() as line:
            line.at = "2026-03-09 14:00:00"
            line.do = "solve"
        self.assertIn("before the ticket is registered", form.result)


@tagged("post_install", "-at_install")
class TestActs(PromiseCommon):
    """The dialogs, with the lowest rights."""

    def setUp(self):
        super().setUp()
        self.ticket = self._register(type_id=self._ref("type_problem").id)
        self.ticket.action_start()

    def _act(self, act, **values):
        acts = self.env["helpdesk.ticket.act"].with_user(self.analyst)
        acts = acts.with_context(default_act=act, active_id=self.ticket.id)
        form = Form(acts)
        for name, value in values.items():
            form[name] = value
        form.save().action_apply()

    def test_a_text_is_proposed_that_the_customer_may_read(self):
        acts = self.env["helpdesk.ticket.act"].with_user(self.analyst)
        for act in ("workaround", "evaluated", "propose", "solve"):
            with self.subTest(act):
                form = Form(
                    acts.with_context(default_act=act, active_id=self.ticket.id)
                )
                self.assertIn("Hello", form.body)

    def test_a_text_with_a_gap_is_not_sent(self):
        with self._refused("in place of the “…”"):
            self._act("solve", knowledge="none", knowledge_reason="Único")
        self.assertEqual(self.ticket.stage_code, "in_progress")

    def test_diagnosis(self):
        self._act("diagnosis", diagnosis_cause="Certificado vencido")
        self.assertEqual(self.ticket.diagnosis_result, "replicated")
        self.assertTrue(self.ticket.diagnosed_at)
        self.assertEqual(self._clock(self.ticket, "diagnosis").state, "met")
        self.assertEqual(self._clock(self.ticket, "response").state, "running")

    def test_a_diagnosis_may_be_told(self):
        self._act("diagnosis", diagnosis_cause="Vencido", body="<p>Ya lo vimos</p>")
        self.assertEqual(self._clock(self.ticket, "response").state, "met")

    def test_workaround(self):
        self._act("workaround", body="<p>Use la web</p>")
        self.assertIn("Use la web", self.ticket.workaround)
        self.assertEqual(self._kinds(self.ticket)[-2:], ["registered", "workaround"])
        self.assertEqual(self._clock(self.ticket).state, "running")

    def test_propose_and_accept(self):
        self._act("propose", body="<p>Ya firma</p>")
        self.assertEqual(self.ticket.validation_state, "proposed")
        self.assertEqual(self.ticket.stage_code, "waiting_customer")
        self.assertEqual(self.ticket.waiting_reason, "validation")
        self.ticket.accept_solution()
        self.assertEqual(self.ticket.stage_code, "solved")
        self.assertEqual(self._clock(self.ticket).state, "met")
        self.assertEqual(self._kinds(self.ticket)[-1], "accept")

    def test_refuse(self):
        self._act("propose", body="<p>Ya firma</p>")
        self._act("refuse", note="Sigue igual")
        self.assertEqual(self.ticket.validation_state, "refused")
        self.assertEqual(self.ticket.stage_code, "in_progress")
        self.assertEqual(self._clock(self.ticket).state, "running")

    def test_solve_and_reopen(self):
        self._act(
            "solve",
            body="<p>Listo</p>",
            knowledge="none",
            knowledge_reason="Único",
        )
        self.assertEqual(self._clock(self.ticket, "response").state, "met")
        self._act("reopen", note="Volvió a fallar")
        self.assertEqual(self.ticket.stage_code, "in_progress")
        self.assertEqual(self._clock(self.ticket).state, "running")

    def test_wait(self):
        self._act("wait", waiting_reason="payment")
        self.assertEqual(self.ticket.kanban_state, "blocked")

    def test_nothing_to_do(self):
        with self._refused("No solution"):
            self.ticket.accept_solution()
        with self._refused("nothing to reopen"):
            self.ticket.reopen("x")
        with self._refused("Write what the customer"):
            self.ticket.solve("<p><br></p>")
        with self._refused("cause"):
            self.ticket.record_diagnosis("replicated", " ")
        self.ticket.solve("Listo")
        for act in ("give_workaround", "propose_solution", "declare_wait"):
            with self.subTest(act), self._refused("reopen it first"):
                getattr(self.ticket, act)("payment")

    def test_what_is_said_is_sanitised(self):
        self.ticket.solve("<p onclick='x()'>Listo</p><script>x()</script>")
        body = self.ticket.message_ids.sorted("id")[-1].body
        self.assertIn("Listo", body)
        self.assertNotIn("script", body)
        self.assertNotIn("onclick", body)

    def test_who_may_not_write_the_ticket_may_not_act(self):
        for user in (self.portal_user, self.employee):
            ticket = self.ticket.with_user(user)
            for name, arguments in {
                "solve": ["x"],
                "accept_solution": [],
                "declare_wait": ["payment"],
                "record_diagnosis": ["replicated", "x"],
                "set_deadline": ["response", None, "x"],
            }.items():
                with self.subTest(name, user=user.login):
                    with self.assertRaises(AccessError):
                        getattr(ticket, name)(*arguments)
