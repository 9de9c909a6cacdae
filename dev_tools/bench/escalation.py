"""The work of ./dev bench escalation: what it costs to act on tickets in time.

Beside Odoo's own automation rules with a time trigger, which do the same to as many
tickets: on the same desk, with this addon and its promises, and on the floor, with
helpdesk_mgmt alone, where each change of a ticket costs less. Nothing is committed in
between, so that each can be repeated: nobody pays for commits.
"""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID

from . import desks, tickets
from .contest import Contest
from .copies import tidy_up
from .desk_time import NOW, ago, at
from .sla import ADMINISTRATOR, CONTEXT

#: one ticket of so many is due
EVERY = 25
DELAY = 24
#: kinds of actions: what all of them do at once, and what is done record by record
KINDS = {
    "code": {"state": "code", "code": "records.write({'color': 3})"},
    "update": {
        "state": "object_write",
        "update_path": "color",
        "evaluation_type": "value",
        "value": "3",
    },
    "activity": {
        "state": "next_activity",
        "activity_summary": "Call",
        "activity_user_type": "specific",
        "activity_user_id": ADMINISTRATOR,
    },
    "mail": {"state": "mail_post", "mail_post_method": "email"},
}


def run(envs, size, _full):
    """Do all of the work.

    :param dict envs: {name of DESKS: environment}
    :param int size: tickets that each desk has
    :return: {desk: {work: what it costs}}
    """
    due = size // EVERY
    with ExitStack() as stack:
        stack.enter_context(at(NOW))
        for env in envs.values():
            stack.enter_context(_without_commits(env))
        contestants = {
            name: DESKS[name](env(user=ADMINISTRATOR, context=CONTEXT))
            for name, env in envs.items()
        }
        for desk in contestants.values():
            tickets.make(desk, size)
            desk.tick()
        contest = Contest(contestants)
        for kind in KINDS:
            for desk in contestants.values():
                desk.choose(kind)
                _let_fall_due(desk, due)
            contest.measure(kind, due, lambda desk: desk.tick())
        contest.measure("tick", 1, lambda desk: desk.tick(), ["ours"])
        contest.measure("create", due, lambda desk: desk.create(range(due)))
    return contest.costs


def _let_fall_due(desk, number):
    """Make so many tickets that are due, and no others, as old as others are.

    In the transaction that has made a row, the database checks more of its changes.
    """
    desk.made.write({"active": False})
    with at(ago(hours=DELAY + 1)):
        desk.create(range(number))
        desk.env.cr.flush()
    tidy_up(desk.env.cr, "helpdesk_ticket", *desk.parts)


@contextmanager
def _without_commits(env):
    with patch.object(env.registry["ir.cron"], "_commit_progress", lambda *_a, **_k: 9):
        yield


class _WithActions:
    """Has an action of each kind, and one of them at work."""

    def _make_actions(self, **values):
        template = self.env["mail.template"].create(
            {
                "name": "Bench",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "subject": "{{ object.name }}",
                "body_html": "<p>We are at it.</p>",
                "email_to": "customer@example.com",
            }
        )
        todo = self.env.ref("mail.mail_activity_data_todo")
        model_id = self.env["ir.model"]._get_id("helpdesk.ticket")
        more = {
            "activity": {"activity_type_id": todo.id},
            "mail": {"template_id": template.id},
        }
        return {
            kind: self.env["ir.actions.server"].create(
                {
                    "name": kind,
                    "model_id": model_id,
                    **action,
                    **more.get(kind, {}),
                    **values,
                }
            )
            for kind, action in KINDS.items()
        }


class _OnTime(_WithActions):
    """Odoo's automation rules: a day after a ticket was opened, do something."""

    def _promise(self):
        super()._promise()
        self.automation = self.env["base.automation"].create(
            {
                "name": "Bench",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "trigger": "on_time_created",
                "trg_date_range": DELAY,
                "trg_date_range_type": "hour",
                "filter_domain": "[('closed', '=', False)]",
            }
        )
        self.actions = self._make_actions(usage="base_automation")
        self.choose("code")

    def choose(self, kind):
        self.automation.action_server_ids = [(6, 0, self.actions[kind].ids)]

    def tick(self):
        """Look as if the last look had been a little earlier, as ours has."""
        self.automation.last_run = ago(hours=1, minutes=30)
        rules = self.env["base.automation"].with_user(SUPERUSER_ID)
        rules._cron_process_time_based_actions()


class Floor(_OnTime, desks.Floor):
    """On a desk with helpdesk_mgmt alone."""


class OnTime(_OnTime, desks.Ours):
    """On a desk with this addon, whose plan has no rules."""


class Ours(_WithActions, desks.Ours):
    """With this addon, and a plan whose rules look at all that happens."""

    parts = {**desks.Ours.parts, "helpdesk_escalation_step": "ticket_id"}
    #: (trigger, delay in hours)
    others = (
        ("no_update", 24),
        ("customer_silent", 30),
        ("failed_calls", 0),
        ("not_told", 72),
        ("clock_warning", 1000),
        ("clock_breach", 1000),
    )

    def _promise(self):
        super()._promise()
        self.actions = self._make_actions(is_escalation_action=True)
        self.rule = self._make_rule("unsolved", DELAY)
        for trigger, delay in self.others:
            self._make_rule(trigger, delay)

    def _make_rule(self, trigger, delay):
        return self.env["helpdesk.escalation.rule"].create(
            {
                "name": trigger,
                "plan_id": self.plan.id,
                "trigger": trigger,
                "delay": delay,
                "metric": "resolution",
                "action_server_id": self.actions["code"].id,
            }
        )

    def choose(self, kind):
        self.rule.action_server_id = self.actions[kind]

    def tick(self):
        self.env["helpdesk.escalation.rule"].with_user(SUPERUSER_ID)._cron_run()


DESKS = {"floor": Floor, "on_time": OnTime, "ours": Ours}
