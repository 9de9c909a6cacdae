"""Escalation actions: what the server actions of escalation rules do.

Each works on all the tickets that are due at once. What it asks of people is an
activity; what it says to them stands in helpdesk_ticket_escalation_notices.py.
"""

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from ..logic.escalation_steps import Situation, find_episodes
from .groups import ANALYSTS
from .helpdesk_ticket_escalation_notices import CONTACT, DECIDE, EMERGENCY, TODO
from .helpdesk_ticket_stage_notice import QUEUE
from .helpdesk_ticket_warning import CALL, WARNING

ACTION = "helpdesk_support_plan.action_escalation_%s"
#: what can be asked for by hand whatever the plan says: nothing has to be known for it
FREE = {"call_customer", "contact_responsible", "escalate_next", "remind_update"}
#: the activities in which what was asked for by hand can be found
NOTICES = {
    "ask_area": (DECIDE,),
    "call_customer": (CALL,),
    "contact_responsible": (CONTACT,),
    "on_call": (EMERGENCY,),
    "remind_update": (TODO,),
    "tell_role": (DECIDE,),
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _run_escalation_action(self, kind):
        """Do what a rule asks for to these tickets: the code of the server actions.

        The engine names the rule in the context. By hand, each ticket's plan says
        which one it is, for which tickets, and who is told (DESIGN 7).

        :param str kind: how the action's XML id ends
        :raises AccessError: the user may not change one of them
        :return: by hand: the action that shows what has come of it
        :raises UserError: by hand: one is closed, or no rule does it to such a ticket
        """
        self.check_access("write")
        now = fields.Datetime.now()
        # whoever caused it in whatever form; and mails wait in the queue for their turn
        context = clean_context(self.env.context)
        tickets = self.with_env(self.env(context=context))
        tickets = tickets.with_context(mail_notify_force_send=False)
        act = getattr(type(self), f"_act_{kind}")
        if rule := tickets._get_running_rule():
            for part in tickets.grouped("company_id").values():
                desk = part._in_company_language()
                act(desk, rule.with_env(desk.env), now)
            tickets._send_queued_soon()
            return None
        tickets._check_open()
        for rule, found in tickets._find_rules_by_hand(kind, now).items():
            act(found, rule, now)
            if rule:
                rule._note_by_hand(found)
        tickets._send_queued_soon()
        return tickets._show_who_is_asked(kind)

    def _show_who_is_asked(self, kind):
        """Return a notice of what was done, and of who has something to do now."""
        people = self._find_activities(*NOTICES.get(kind, ())).user_id
        # sudo: ir.actions.server: only what it is called
        name = self.env.ref(ACTION % kind).sudo().name
        message = self.env._("Done.")
        if kind in NOTICES and people:
            names = ", ".join(people.mapped("name"))
            message = self.env._("In the activities of %s.", names)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": name,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _get_running_rule(self):
        """Return the rule that the engine has an action run for; by hand, none.

        Whoever works may write into the context what they like: the engine is who works
        as the desk itself.
        """
        rules = self.env["helpdesk.escalation.rule"]
        if self.env.uid != SUPERUSER_ID:
            return rules
        return rules.browse(self.env.context.get("helpdesk_escalation_rule") or ())

    def _find_rules_by_hand(self, kind, now):
        """Return {rule: tickets}; for what needs none, the rule may be empty.

        :raises UserError: names a ticket to which no rule of its plan does it
        """
        # sudo: helpdesk.ticket: what their plans say, of tickets that they may change
        tickets, found = self.sudo(), {}
        terms = tickets.plan_id._load_escalation_terms(now)
        projections, steps = tickets._project_clocks(now), tickets._read_steps()
        for ticket in tickets:
            known = {key: step for key, (_id, step) in steps[ticket.id].items()}
            term = terms.get(ticket.plan_id.id)
            situation = Situation(
                projections[ticket.id], now, term and term.intake, known
            )
            rules = ticket._find_candidates_by_hand(kind, term)
            rule = self.env["helpdesk.escalation.rule"].browse(
                _choose_by_hand(rules, situation)
            )
            if not rule and kind not in FREE:
                raise UserError(ticket._get_refusal_by_hand(kind))
            found[rule] = found.get(rule, self.browse()) | ticket.with_env(self.env)
        return found

    def _find_candidates_by_hand(self, kind, term):
        """Return the logic Rules of a ticket's plan that do such a thing, in order."""
        action = self.env.ref(ACTION % kind)
        mine = self.plan_id.escalation_rule_ids.filtered(
            lambda rule: rule.action_server_id == action
        )
        return [term.rules[key] for key in mine.ids if term and key in term.rules]

    def _get_refusal_by_hand(self, kind):
        return self.env._(
            "No escalation rule of the plan “%(plan)s” says “%(action)s” for "
            "%(ticket)s as it is now: see what each rule waits for in Escalation > "
            "Rules, or use “Escalate”.",
            plan=self.plan_id.name or self.env._("no plan"),
            action=self.env.ref(ACTION % kind).name,
            ticket=self.number,
        )

    def _send_queued_soon(self):
        """Let the queue send what has been said; nothing is sent just now."""
        if queue := self.env.ref(QUEUE, raise_if_not_found=False):
            # sudo: ir.cron: only to let it run earlier
            queue.sudo()._trigger()

    # to other levels

    def _act_escalate_next(self, rule, now):
        """Hand tickets over to the next level (COB-50, COB-52), or to the rule's own.

        Where that is refused by itself, whoever leads decides; by hand it says so.
        """
        if not self._get_running_rule():
            for tickets in self.grouped("company_id").values():
                desk = tickets._in_company_language()
                # what the rule waits for may not have happened
                reason = desk.env._("By hand, from the Action menu")
                tickets.escalate(reason, level=rule.level_id or None)
            return
        refused = self._try_to_escalate(rule.name, rule.level_id)
        self._tell_refused(refused, rule, now)

    def _try_to_escalate(self, reason, level):
        """Escalate what can be.

        :return: {ticket: why it could not be, as a sentence}
        """
        if not self:
            return {}
        try:
            with self.env.cr.savepoint():
                self.escalate(reason, level=level or None)
        except UserError as error:
            if len(self) == 1:
                return {self: str(error)}
            refused = (ticket._try_to_escalate(reason, level) for ticket in self)
            return {key: why for part in refused for key, why in part.items()}
        return {}

    def _tell_refused(self, refused, rule, now):
        """Let whoever leads decide on what cannot be escalated."""
        tickets = self.browse().union(*refused)
        tickets._ask(
            DECIDE,
            tickets._find_in_role("support_leader"),
            lambda desk: desk._word_refusal(refused[desk], rule),
            rule,
            now,
        )

    def _act_assign_role(self, rule, now):
        """Assign urgent tickets at once to who attends to such ones (A-NAV-50).

        Those are the people of the first level that its route leads to; where that is
        not known, whoever has the rule's function.
        """
        at_intake = self.filtered(
            lambda ticket: ticket._is_route_known() and not ticket._is_beyond_intake()
        )
        at_intake._try_to_escalate(rule.name, rule.level_id)
        beyond = self.filtered(lambda ticket: ticket._is_beyond_intake())
        free = beyond.filtered(lambda ticket: not ticket.user_id)
        for level, tickets in free.grouped("level_id").items():
            tickets._assign(tickets._find_assignees(level, now))
        attended = beyond.filtered("user_id")
        (self - attended)._assign_in_role(rule, now)

    def _is_route_known(self):
        """Return whether the ticket has a type, where its plan tells types apart."""
        return not self._get_plan().type_ids or self._has_type_of_plan()

    def _assign_in_role(self, rule, now):
        """Make who has a function responsible if they may be, else tell them."""
        told = self._find_in_role(rule.role or "support_leader")
        able = {
            ticket: user
            for ticket, user in told.items()
            if ticket._may_be_responsible(user)
        }
        self._assign(able)
        for ticket in able:
            del told[ticket]
        self._ask(DECIDE, told, lambda desk: desk._word_decision(rule), rule, now)

    def _assign(self, shares):
        """Make users responsible, those of one person at once.

        :param shares: {ticket: the user}
        """
        for user, tickets in self.filtered(shares.get).grouped(shares.get).items():
            tickets.user_id = user

    def _may_be_responsible(self, user):
        level = self._get_level()
        return user.has_group(ANALYSTS) and (not level or level._is_attended_by(user))

    # to people

    def _act_contact_responsible(self, rule, now):
        """Have those in charge asked what has become of tickets (NAV-3.5-16)."""
        people = self._find_who_chases()
        self._ask(CONTACT, people, lambda desk: desk._word_contact(), rule, now)

    def _act_tell_role(self, rule, now):
        """Tell who has a function: they decide (NAV-3.5-17, NAV-3.5-18)."""
        people = self._find_in_role(rule.role or "support_leader")
        if rule.trigger in ("clock_warning", "clock_breach"):
            warned = {
                (activity.res_id, activity.user_id)
                for activity in self._find_activities(WARNING)
            }
            people = {
                ticket: user
                for ticket, user in people.items()
                if (ticket.id, user) not in warned
            }
        self._ask(DECIDE, people, lambda desk: desk._word_decision(rule), rule, now)

    def _act_call_customer(self, rule, now):
        """Have customers called who do not answer (NAV-3.5-23), or by phone at all."""
        people = {ticket: ticket._find_who_to_tell() for ticket in self}
        self._ask(CALL, people, lambda desk: desk._word_call(), rule, now)

    def _act_ask_area(self, rule, now):
        """Ask the people of an area, such as for more contact data (NAV-3.5-25)."""
        people = self._find_in_area(rule.level_id)
        self._ask(DECIDE, people, lambda desk: desk._word_area(rule), rule, now)

    def _act_on_call(self, rule, now):
        """Have the emergency number told of urgent tickets (NAV-3.5-22)."""
        people = self._find_in_role(rule.role or "on_call")
        self._ask(EMERGENCY, people, lambda desk: desk._word_emergency(), rule, now)
        desk = self._in_company_language()
        desk._message_log_batch(
            {ticket.id: ticket._word_emergency()[0] for ticket in desk}
        )

    def _act_remind_update(self, rule, now):
        """Remind the responsible that the customer waits for news (NAV-3.2-58)."""
        people = {ticket: ticket._find_who_to_tell() for ticket in self}
        self._ask(TODO, people, lambda desk: desk._word_reminder(), rule, now)

    def _act_write_customer(self, rule, now):
        """Write the rule's message to customers; it counts as no answer (5.1).

        :raises UserError: there is no message, or it is broken
        """
        if not rule.template_id:
            raise UserError(
                self.env._("Choose the message of the rule “%s”.", rule.name)
            )
        # the desk itself, whoever happens to be at work
        desk = self.with_user(SUPERUSER_ID)
        template = rule.template_id.with_user(SUPERUSER_ID)
        words = template._generate_template(desk.ids, ("subject", "body_html"))
        for ticket in desk:
            ticket._tell_customer(
                words[ticket.id]["body_html"],
                subject=words[ticket.id]["subject"],
                message_type="auto_comment",
            )


def _choose_by_hand(rules, situation):
    """Return the id of the rule that somebody means, as (id,), or ().

    The next one of a ladder, also before it is due; else the last one again. What is
    not missed yet is not told as missed.

    :param rules: logic Rules that do what is asked for, in order
    """
    going = []
    for key, (episode, due) in find_episodes(rules, situation).items():
        rule = next(rule for rule in rules if rule.id == key)
        is_missed = bool(due) and due <= situation.now
        if episode and (rule.ladder != "clock" or is_missed):
            going.append((key, situation.find_run(rule, episode)))
    new = [key for key, ran_at in going if not ran_at]
    return tuple(new[:1] or [key for key, _ran_at in going[-1:]])
