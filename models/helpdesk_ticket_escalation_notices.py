"""Escalation notices: whom an escalation asks, and in which words."""

from markupsafe import Markup

from odoo import models

from ..logic.contacts import read_number, to_call, to_chat
from ..logic.escalation_steps import LADDERS
from .helpdesk_ticket_follow_up import AREA_LEADERS
from .helpdesk_ticket_warning import CALL

CONTACT = "helpdesk_support_plan.mail_activity_type_contact_responsible"
DECIDE = "helpdesk_support_plan.mail_activity_type_escalation"
EMERGENCY = "helpdesk_support_plan.mail_activity_type_emergency"
TODO = "mail.mail_activity_data_todo"
#: what is asked for one reason, in a note that may tell of several
REASON = Markup('<div class="o_helpdesk_{}_{}" title="{}">{}</div>')
#: what can be asked for without a rule, and with which steps it is over
ENDS_WITH = {CALL: "customer", CONTACT: "desk", TODO: "told"}
LINK = Markup('<a href="{}" target="_blank" rel="noopener">{}</a>')


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _end_escalation(self, ladder):
        """Take away what was asked of people: it has happened meanwhile.

        :param str ladder: of logic.escalation_steps
        """
        asked = self._find_activities(CALL, CONTACT, DECIDE, EMERGENCY, TODO)
        asked.filtered("escalation_ladder")._end_ladder(ladder)

    def _ask(self, kind, people, word, rule, now):
        """Give somebody an activity for each ticket, unless they have it already.

        Who decides on a ticket has one, which tells of everything.

        :param str kind: the XML id of an activity type
        :param dict people: {ticket: the user}
        :param word: what tells (summary, note) of a ticket as its reader sees it
        :param rule: the rule that asks; empty: somebody does
        """
        if not people:
            return
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(kind)
        ladder = _get_ladder(rule) or ENDS_WITH.get(kind)
        activities = self._find_activities(kind)
        former = activities.grouped(lambda each: (each.res_id, each.user_id))
        prepared = []
        for ticket, user in people.items():
            known = former.get((ticket.id, user), activities.browse())
            if not user or known._is_asked_by(rule):
                continue
            summary, note = word(ticket._speak_to(user))
            values = {
                "activity_type_id": type_id,
                "date_deadline": ticket._get_activity_day(now),
                "escalation_ladder": ladder,
                "escalation_rule_id": rule.id,
                "note": note,
                "res_id": ticket.id,
                "summary": summary,
                "user_id": user.id,
            }
            open_one = known.filtered("escalation_ladder")[:1]
            if kind == DECIDE and ladder:
                values["note"] = REASON.format(ladder, rule.id, summary, note)
                prepared.append((open_one, open_one._add_reason(values)))
            else:
                prepared.append((None, values))
        self._schedule(prepared)

    # whom

    def _find_in_role(self, code):
        """Return {ticket: one person who has a function}; else who leads, or works."""
        roles, found = self.env["helpdesk.support.role"], {}
        for company, tickets in self.grouped("company_id").items():
            people = roles._get_people(code, company)
            people = people or roles._get_people("support_leader", company)
            for ticket in tickets:
                others = people - ticket.user_id
                found[ticket] = (others or people)[:1] or ticket._find_who_to_tell()
        return found

    def _find_who_chases(self):
        """Return {ticket: who asks the responsible}: who has handed it over, or leads.

        Nobody asks themselves, where there is somebody else.
        """
        leaders, found = self._find_in_role("support_leader"), {}
        for ticket in self:
            candidates = (ticket.supervisor_id, ticket.team_id.user_id)
            others = (
                user for user in candidates if user.active and user != ticket.user_id
            )
            found[ticket] = next(others, leaders[ticket])
        return found

    def _find_in_area(self, area):
        """Return {ticket: one of an area's people}; else who leads it."""
        found = {}
        for company, tickets in self.grouped("company_id").items():
            people = area and area._get_people(company)
            if people:
                found.update(tickets._share_out(people))
            else:
                leader = AREA_LEADERS.get(area.code, "support_leader")
                found.update(tickets._find_in_role(leader))
        return found

    def _share_out(self, people):
        """Return {ticket: the least busy of some people}, whoever is at work."""
        load, found = self._get_load(people), {}
        for ticket in self:
            user = min(people, key=lambda person: (load[person], person.id))
            load[user] += 1
            found[ticket] = user
        return found

    # in which words

    def _word_contact(self):
        """Return (summary, note): ask whoever is responsible what has become of it."""
        user = self.user_id
        name = user.name or self._get_level().name
        link = self.responsible_whatsapp_url
        silence = self.env._(
            "There has been no status, no date and no return of the ticket since it "
            "was handed over to %s.",
            self._get_level().name,
        )
        lines = [
            self._get_running_rule() and silence,
            LINK.format(link, self.env._("Write to %s on WhatsApp", name))
            if link
            else self.env._("No number of %s is known: reach them otherwise.", name),
            self.env._("Then log the contact, also when there is no answer."),
        ]
        return self.env._("Ask %s how it goes on", name), _join(lines)

    def _word_decision(self, rule):
        """Return (summary, note): something has to be decided, and why."""
        rule = rule.with_env(self.env)
        if not self._get_running_rule():
            reason = self.env._("%s asks you to decide", self.env.user.name)
            return reason, _join([self._tell_situation()])
        return rule._tell_reason(), _join([rule.name, self._tell_situation()])

    def _word_refusal(self, refusal, rule):
        """Return (summary, note): it should have gone to another level, and cannot."""
        lines = [rule.with_env(self.env).name, refusal, self._tell_situation()]
        return self.env._("Decide where it goes: it cannot be escalated"), _join(lines)

    def _word_area(self, rule):
        """Return (summary, note): what an area is asked for."""
        rule = rule.with_env(self.env)
        lines = [self._get_running_rule() and rule._tell_reason()]
        if rule.trigger == "failed_calls":
            lines.append(
                self.env._(
                    "Please find out how else %s can be reached, and add it to the "
                    "contact.",
                    self.partner_id.name or self.partner_name,
                )
            )
        return rule.name, _join(lines)

    def _word_call(self):
        """Return (summary, note): call the customer, rather than write (NAV-3.5-24)."""
        name = self.partner_id.name or self.partner_name or self.number
        link = self.customer_phone_url
        lines = [
            LINK.format(link, self.customer_phone)
            if link
            else self.env._("No number of %s is known yet.", name),
            self.env._("Then log the call, also when there is no answer."),
        ]
        return self.env._("Call %s", name), _join(lines)

    def _word_emergency(self):
        """Return (summary, note): the emergency number; where there is none, that."""
        plan = self._get_plan()
        # sudo: res.partner: only in which country the desk is
        country = self.company_id.sudo().country_id
        number = read_number(plan.emergency_phone, country.phone_code)
        links = (
            LINK.format(link, label)
            for link, label in (
                (to_call(number), self.env._("Call %s", plan.emergency_phone)),
                (to_chat(number, self.number), self.env._("Write on WhatsApp")),
            )
            if link
        )
        missing = self.env._(
            "The plan “%s” has no emergency number yet: reach who is on call "
            "otherwise.",
            plan.name,
        )
        summary = self.env._("Tell who is on call: %s", plan.emergency_phone or "–")
        lines = list(links) if plan.emergency_phone else [missing]
        return summary, _join([*lines, self._tell_situation()])

    def _word_reminder(self):
        """Return (summary, note): the customer waits for news."""
        return self.env._("Tell the customer how it goes on"), False

    def _tell_situation(self):
        """Return where the ticket is, and whose it is, in a line."""
        return self.env._(
            "%(ticket)s · %(level)s · responsible: %(user)s",
            ticket=self.name,
            level=self._get_level().name or "–",
            user=self.user_id.name or "–",
        )


class HelpdeskEscalationRule(models.Model):
    _inherit = "helpdesk.escalation.rule"  # pylint: disable=consider-merging-classes-inherited

    def _tell_reason(self):
        """Return what has set the rule, or the first of its chain, off."""
        first = self
        while first.trigger == "after":
            first = first.after_id
        return first._tell_trigger()


def _get_ladder(rule):
    """Return with which steps what a rule asks for is over; None without a rule."""
    while rule.trigger == "after":
        rule = rule.after_id
    return LADDERS.get(rule.trigger)


def _join(lines):
    """Return lines of text as HTML; what is no Markup is escaped."""
    return Markup("").join(Markup("<p>%s</p>") % line for line in lines if line)
