"""Escalation: a ticket goes to the next level, or back, and those there are told."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..logic.escalation import HandOver, find_origin, find_previous
from .groups import ANALYSTS
from .helpdesk_ticket_hand_over import TAKE_OVER

ESCALATED = "helpdesk_support_plan.mail_template_escalated"
#: what hand-overs and approvals write, and never a hand
BOOKKEPT = {"approved_at", "handed_over_id", "supervisor_id"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    supervisor_id = fields.Many2one(
        "res.users",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=ANALYSTS,
        tracking=True,
        help="Who sees to it until it is solved: who escalated it first.",
    )

    def escalate(self, reason, level=None, *, user=None, motive=None, message=None):
        """Hand tickets over to the next level of their route, or to an area.

        :param str reason: why, required; only the desk reads it
        :param level: the helpdesk.support.level, or its id; None for the next one
        :param user: who gets them, as res.users or its id; None for the least busy who
            works now
        :param str motive: a code of `helpdesk.escalation.motive`
        :param str message: what the customer is told, text or HTML; None for the
            template, empty for nothing
        :return: the helpdesk.escalation records
        :raises UserError: one sentence: no reason, closed, no further level, an area to
            choose, a level left out or of another plan, an approval that is missing, or
            a plan without levels (NAV-3.5-01 … -14)
        """
        self.check_access("write")
        reason, motive = self._get_reason(reason), self._read_motive(motive)
        level, user = self._read_level(level), self._read_user(user)
        rule = self._get_acting_rule()
        targets = {
            ticket: ticket._find_target(level, is_asked=not rule) for ticket in self
        }
        up = HandOver("escalated", reason, motive or (rule and "time"), rule)
        # back to where tickets come in is no way up
        rising = self.filtered(lambda one: targets[one] in one._find_level_choices())
        done = rising._hand_over(targets, up, user)
        done += (self - rising)._hand_over(targets, up._replace(kind="returned"), user)
        # sudo: helpdesk.ticket: who hands it over may lose it by that
        for ticket in rising.sudo():
            ticket._tell_escalated(message)
        return done

    def return_to_previous_level(self, reason, *, user=None, motive=None):
        """Hand tickets back to the level, and the person, from which they came.

        :param str reason: why, required; only the desk reads it
        :param user: who gets them, as res.users or its id; None for who had them before
        :param str motive: a code of `helpdesk.escalation.motive`
        :return: the helpdesk.escalation records
        :raises UserError: no reason, closed, or nowhere to go back to
        """
        self.check_access("write")
        reason, motive = self._get_reason(reason), self._read_motive(motive)
        user = self._read_user(user)
        origins = {ticket: ticket._find_return() for ticket in self}
        returned = HandOver("returned", reason, motive, self._get_acting_rule())
        targets = {ticket: level for ticket, (level, _user) in origins.items()}
        former = {ticket: user or before for ticket, (_, before) in origins.items()}
        done = self.env["helpdesk.escalation"]
        for person, tickets in self.grouped(lambda ticket: former[ticket]).items():
            done += tickets._hand_over(targets, returned, person)
        return done

    def action_escalate(self):
        """Ask why, who gets it and what the customer is told; then hand it over."""
        self.ensure_one()
        refusal = self._get_escalation_refusal()
        # which of several areas is asked in the dialog
        if refusal and not self.may_escalate:
            raise UserError(refusal)
        return self._open_escalation("escalate", self.env._("Escalate"))

    def action_return(self):
        """Ask why it goes back, then hand it back."""
        self.ensure_one()
        self._find_return()
        return self._open_escalation("return", self.env._("Return"))

    def _open_escalation(self, act, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "helpdesk.ticket.escalate",
            "view_mode": "form",
            "target": "new",
            "context": {"default_act": act, "default_ticket_id": self.id},
        }

    def _get_acting_rule(self):
        """Return the id of the rule that acts, or None: only the engine says so."""
        return self._get_running_rule().id or None

    @api.model
    def _read_level(self, level):
        """Return a level that somebody has named, as a record; none for None.

        :raises UserError: there is no such level
        """
        found = self._read_named("helpdesk.support.level", level)
        if level and not found:
            raise UserError(self.env._("There is no such level: choose another one."))
        return found

    @api.model
    def _read_user(self, user):
        """Return a user whom somebody has named, as a record; none for None.

        :raises UserError: there is no such user
        """
        found = self._read_named("res.users", user)
        if user and not found:
            raise UserError(self.env._("There is no such user: choose another one."))
        return found

    @api.model
    def _read_named(self, model, given):
        """Return the one record that is given, as such or as its id; else none."""
        records = self.env[model]
        # True is no id
        found = records.browse(given) if type(given) is int else given
        is_one = isinstance(found, type(records)) and len(found) == 1
        return found.exists() if is_one else records

    @api.model
    def _read_motive(self, motive):
        """Return a code of `helpdesk.escalation.motive`; None for none.

        :raises UserError: there is no such code; it names those that there are
        """
        known = self.env["helpdesk.escalation"]._fields["motive"].get_values(self.env)
        if motive and motive not in known:
            raise UserError(
                self.env._("Say why by one of these: %s.", ", ".join(known))
            )
        return motive or None

    @api.model
    def _check_bookkept(self, vals_list):
        """Refuse to write what is written down when something is done.

        :raises UserError: says what to do instead
        """
        if not self.env.su and any(vals.keys() & BOOKKEPT for vals in vals_list):
            raise UserError(
                self.env._(
                    "Who sees to a ticket, what is to be taken over and when it was "
                    "approved is noted by itself: escalate the ticket, or note who "
                    "approved."
                )
            )

    def _find_target(self, level, is_asked):
        """Return the level to which a ticket is escalated.

        :param bool is_asked: somebody does it who can be asked for what is missing; a
            rule hands over as it is what nobody took care of
        :raises UserError: says why not
        """
        refusal = self._get_escalation_refusal(level)
        if not refusal and is_asked:
            refusal = self._find_information_refusal()
        if refusal:
            raise UserError(refusal)
        return level or self._find_next_level().with_env(self.env)

    def _find_return(self):
        """Return (level, user) from which a ticket came; an empty user: not known.

        :raises UserError: it is closed, or nowhere to go back to
        """
        self._check_open()
        case = self._to_case()
        found = find_origin(self._get_past_hand_overs(), case)
        previous = found.source if found else find_previous(case)
        if not previous:
            raise UserError(
                self.env._(
                    "%(number)s came in at “%(here)s”: there is no level before.",
                    number=self.number,
                    here=self._get_level().name or "—",
                )
            )
        level = self.level_id.browse(previous)
        user = self.env["res.users"].browse((found and found.user) or ())
        # sudo: helpdesk.support.level: who works where is no secret to analysts
        works_there = user.active and level.sudo()._is_attended_by(user)
        return level, user if works_there else user.browse()

    def _hand_over(self, targets, hand_over, user=None):
        """Move tickets to their levels; those there are told.

        :param dict targets: {ticket: helpdesk.support.level}
        :param HandOver hand_over: how, and why
        :param user: who gets them all; empty for the least busy of each level
        :return: the helpdesk.escalation records
        """
        if not self:
            return self.env["helpdesk.escalation"]
        now = fields.Datetime.now()
        # sudo: helpdesk.ticket: who hands it over, as they may, may lose it by that
        tickets = self.sudo().with_context(helpdesk_hand_over=hand_over)
        # before it moves: then rules may ask for something anew
        tickets._find_activities(TAKE_OVER).unlink()
        tickets._end_escalation("desk")
        for level, those in tickets.grouped(lambda ticket: targets[ticket]).items():
            shares = {} if user else those._find_assignees(level, now)
            prepared = those._prepare_hand_over(hand_over, level, user, shares)
            for values, some in prepared:
                some.write(values)
        tickets._complete_hand_over(hand_over, now)
        return tickets.handed_over_id.with_env(self.env)

    def _prepare_hand_over(self, hand_over, level, user, shares):
        """Return [(values, tickets)] of what is written, as few as there can be."""
        by_values = {}
        for ticket in self:
            values = {"level_id": level.id, **ticket._prepare_team(level)}
            if chosen := user or shares[ticket]:
                values["user_id"] = chosen.id
            if not ticket.supervisor_id and hand_over.kind == "escalated":
                values["supervisor_id"] = ticket._find_supervisor(hand_over).id
            key = tuple(values.items())
            by_values[key] = by_values.get(key, self.browse()) | ticket
        return [(dict(key), tickets) for key, tickets in by_values.items()]

    def _prepare_team(self, level):
        """Return the level's team as values, with a stage of its own if need be."""
        # sudo: helpdesk.support.level: who attends does not depend on who hands over
        team = level.sudo().team_id
        if not team or team == self.team_id:
            return {}
        if team.company_id.id not in (False, self.company_id.id):
            return {}
        # the plan stays: the team does not decide on it a second time
        values = {"team_id": team.id, "plan_id": level.plan_id.id}
        stages = team._get_applicable_stages()
        if self.stage_id not in stages:
            code = self.stage_id._get_code()
            alike = stages.filtered(lambda stage: stage._get_code() == code)
            values["stage_id"] = (alike or stages)[:1].id
        return values

    def _find_supervisor(self, hand_over):
        """Return who sees to it until it is solved: who escalates it (COB-55).

        Where a rule does, it is who leads.
        """
        if not hand_over.rule:
            return self.env.user
        roles = self.env["helpdesk.support.role"]
        leaders = roles._get_people("support_leader", self.company_id)
        return leaders[:1] or self.team_id.user_id

    def _complete_hand_over(self, hand_over, now):
        """Note in the tickets why, and let those who have them now know of it."""
        for supervisor, tickets in self.grouped("supervisor_id").items():
            if supervisor:
                tickets.message_subscribe(supervisor.partner_id.ids)
        self._message_log_batch(
            {ticket.id: ticket._tell_hand_over(hand_over) for ticket in self}
        )
        prepared = ((None, ticket._prepare_take_over(now)) for ticket in self)
        self._schedule(prepared, sticky=False)

    def _tell_hand_over(self, hand_over):
        names = {
            "way": self.handed_over_id.display_name,
            "reason": hand_over.reason,
        }
        if hand_over.kind == "returned":
            return self.env._("Returned, %(way)s: %(reason)s", **names)
        return self.env._("Escalated, %(way)s: %(reason)s", **names)

    def _prepare_take_over(self, now):
        """Return the values of the activity of who has the ticket now (COB-54)."""
        user = self._find_who_to_tell()
        desk = self._speak_to(user)
        step = desk.handed_over_id
        return {
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(TAKE_OVER),
            "date_deadline": self._get_activity_day(now),
            "res_id": self.id,
            "summary": desk.env._(
                "%(here)s: %(reason)s",
                here=desk.level_id.name,
                # rules speak each reader's language
                reason=step.rule_id.name or step.reason,
            ),
            "user_id": user.id,
        }

    def _tell_escalated(self, message):
        """Tell the customer that others have the ticket now, in their words.

        It is no answer to them: no clock takes note of it.

        :param message: text or HTML; None for the template, empty for nothing
        """
        if not self._is_customer_in_reach():
            return
        if message is None:
            # further hand-overs are no news to them
            if len(self._find_risings()) == 1:
                self._tell_automatically(ESCALATED)
        elif not is_html_empty(self._read_text(message)):
            body = self._get_public_text(message)
            self._tell_customer(body, message_type="auto_comment")

    def _find_risings(self):
        """Return the hand-overs to a higher level, or to an area."""
        # sudo: helpdesk.escalation: of a ticket that they had when it was handed over
        return self.sudo().escalation_ids.filtered(lambda it: it.kind == "escalated")

    def _propose_escalated(self):
        """Return the text that the customer would be told, as HTML."""
        template = self.env.ref(ESCALATED, raise_if_not_found=False)
        is_news = self._is_customer_in_reach() and not self._find_risings()
        if not template or not is_news:
            return False
        # sudo: mail.template: the desk's own text, for a ticket that the user reads
        texts = template.sudo()._render_field("body_html", self.ids, compute_lang=True)
        return texts.get(self.id)
