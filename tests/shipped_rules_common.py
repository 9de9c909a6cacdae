"""A desk with people at every level and in every function, on the shipped rules."""

from .common import ALL, new_test_user
from .sla_common import SlaCommon

#: whoever has a function: {code: login}
FUNCTIONS = {
    "project_leader": "paula",
    "operations_leader": "omar",
    "on_call": "gil",
}


class ShippedRulesCommon(SlaCommon):
    """Ana takes requests in; Bruno, Nora and Sara are who they are handed over to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["helpdesk.escalation.rule"]
        cls.bruno, cls.nora, cls.sara = (
            new_test_user(cls.env, login, ALL, name=login.title())
            for login in ("bruno", "nora", "sara")
        )
        cls.n2.user_ids, cls.n3.user_ids = cls.bruno, cls.nora
        cls._level("commercial").user_ids = cls.sara
        cls.paula, cls.omar, cls.gil = (
            new_test_user(cls.env, login, "base.group_user", name=login.title())
            for login in FUNCTIONS.values()
        )
        people = (cls.paula, cls.omar, cls.gil)
        for code, user in zip(FUNCTIONS, people, strict=True):
            cls._ref(f"role_{code}").user_ids = user
        cls._ref("role_support_leader").user_ids = cls.leader
        cls.bruno.partner_id.phone = "+57 300 555 0101"
        cls.carolina.phone = "+57 300 555 0202"

    @classmethod
    def _use(cls, name):
        """Let the desk run on another of the shipped plans."""
        cls.plan = cls._ref(f"plan_{name}")
        cls.env.company.support_plan_id = cls.plan

    def _rule(self, name):
        """Return a shipped rule of the plan."""
        return self._ref(f"escalation_rule_{self.plan.code}_{name}")

    def _open(self, at, kind=None, **values):
        """Return a ticket of Ana, registered at a local time of the plan."""
        values = {
            "partner_id": self.carolina.id,
            "team_id": self.team.id,
            "type_id": kind and self._ref(f"type_{kind}").id,
            "user_id": self.analyst.id,
            "priority": "0",
            **values,
        }
        with self._at(at):
            ticket = self._create_ticket(**values)
            ticket.triaged = bool(kind)
        return ticket.with_user(self.analyst)

    def _do(self, at, act, *values, **more):
        """Let something be done at a local time; return what it returns."""
        with self._at(at):
            return act(*values, **more)

    def _run(self, at):
        """Let both crons look at a local time."""
        with self._at(at) as now, self._without_commits():
            self.clocks._cron_process_due(now)
            self.rules._cron_run(now)
        return now

    def _asked(self, ticket, name):
        """Return the open activities of a kind of the ticket."""
        kind = self._ref(f"mail_activity_type_{name}")
        return self.env["mail.activity"].search(
            [("res_id", "=", ticket.id), ("activity_type_id", "=", kind.id)]
        )

    def _decides(self, ticket):
        """Return who is to decide on a ticket, if not because of what is missed."""
        asked = self._asked(ticket, "escalation")
        return asked.filtered(lambda it: it.escalation_ladder != "clock").user_id

    def _hears_of_misses(self, ticket):
        """Return who was told that a promise is, or soon will be, missed."""
        asked = self._asked(ticket, "escalation")
        return asked.filtered(lambda it: "clock" in it.escalation_ladder).user_id

    def _states(self, ticket, name):
        """Return the states of the steps of a shipped rule."""
        steps = ticket.sudo().escalation_step_ids
        mine = steps.filtered(lambda step: step.rule_id == self._rule(name))
        return mine.sorted("episode").mapped("state")

    def _act(self, kind, tickets, user=None):
        """Run a shipped action by hand, as the Action menu does."""
        action = self._ref(f"action_escalation_{kind}")
        return (
            action.with_user(user or self.analyst)
            .with_context(
                active_model=tickets._name,
                active_ids=tickets.ids,
                active_id=tickets[:1].id,
            )
            .run()
        )
