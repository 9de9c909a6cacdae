"""Take-down: a customer's database is suspended, then taken down for good."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic.playbook import Takedown
from ..logic.playbook_takedown import find_notice_day, is_lifting, is_owing
from ..logic.zones import to_local
from .groups import ANALYSTS
from .telling_selection import TellingSelection

CAUSES = [
    ("nonpayment", "Nothing was paid"),
    ("request", "The customer asks for it"),
    ("commercial", "Another commercial reason"),
]
KINDS = [
    ("suspension", "Suspend first, then take down for good"),
    ("final", "Take down for good at once"),
]
CHANNELS = [("direct", "Direct"), ("indirect", "Indirect, through a partner")]
#: what checks look at, and people write
WATCHED = frozenset(
    {
        *("takedown_cause", "takedown_channel", "takedown_confirmed", "takedown_kind"),
        *("takedown_reason", "takedown_suspended_on", "takedown_url"),
    }
)
#: what the desk notes itself
STAMPS = {"takedown_lifted_at", "takedown_owed", "takedown_planned_on", "takedown_told"}
#: codes of the steps that this file knows
NOTICE, DONE = "takedown_notice", "takedown_done"
NOTICE_ACTIVITY = "helpdesk_support_plan.mail_activity_type_takedown_notice"
CRON = "helpdesk_support_plan.ir_cron_playbook"
#: areas that have to know when it is done
AREAS = ("commercial", "administrative")


class HelpdeskTicket(models.Model):
    """What procedure No.6 asks for: NAV-3.4.1.N6, A-NAV-23, A-NAV-24, A-NAV-52."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    takedown_cause = TellingSelection(
        CAUSES,
        string="Why Take It Down",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
    )
    takedown_kind = TellingSelection(
        KINDS,
        string="How",
        compute="_compute_takedown_kind",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Whoever has not paid is suspended first: they are told after seven days, "
        "and nothing is taken down for good before that day is over.",
    )
    plan_takedown_days = fields.Integer(
        related="plan_id.takedown_days", string="Days It Takes", groups=ANALYSTS
    )
    takedown_confirmed = fields.Boolean(
        string="Nothing Was Paid",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="The administrative area has looked: nothing was paid for long enough. "
        "Asked where the plan does not say after how many days.",
    )
    takedown_suspended_on = fields.Date(
        string="Suspended on",
        copy=False,
        index="btree_not_null",
        groups=ANALYSTS,
        tracking=True,
        help="Since when the customer has no access. The seven days begin here.",
    )
    takedown_notice_on = fields.Date(
        string="To Be Told on",
        compute="_compute_takedown_notice_on",
        groups=ANALYSTS,
        help="When the requester is told that the database is taken down for good "
        "after this day.",
    )
    takedown_reason = fields.Text(
        string="Reason of the Customer",
        copy=False,
        groups=ANALYSTS,
        help="Why they do not pay, or leave, as the commercial area has found out. It "
        "is kept in the subscription, too.",
    )
    takedown_channel = TellingSelection(
        CHANNELS,
        string="Distribution Channel",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="How the customer came to us.",
    )
    takedown_url = fields.Char(
        string="Address of the Database", copy=False, groups=ANALYSTS, tracking=True
    )
    takedown_owed = fields.Boolean(
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="Something was overdue since the suspension: to pay it ends it.",
    )
    takedown_planned_on = fields.Date(
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="For which day the notice was planned by itself.",
    )
    takedown_lifted_at = fields.Datetime(
        string="Suspension Lifted",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        tracking=True,
        help="The customer has paid, or agreed on a date: nothing is taken down.",
    )
    takedown_told = fields.Boolean(
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="The commercial and the administrative area know that it is done.",
    )

    @api.depends("takedown_cause")
    def _compute_takedown_kind(self):
        """Propose to suspend whoever has not paid; others have decided already."""
        for ticket in self:
            cause = ticket.takedown_cause
            if cause == "nonpayment":
                ticket.takedown_kind = "suspension"
            elif not cause or not ticket.takedown_kind:
                ticket.takedown_kind = cause and "final"

    @api.depends("takedown_kind", "takedown_suspended_on")
    def _compute_takedown_notice_on(self):
        for ticket in self:
            day = ticket.takedown_kind == "suspension" and ticket.takedown_suspended_on
            ticket.takedown_notice_on = day and find_notice_day(day)

    @api.constrains("takedown_cause", "takedown_kind")
    def _check_takedown_kind(self):
        for ticket in self:
            if (ticket.takedown_cause, ticket.takedown_kind) == ("nonpayment", "final"):
                raise ValidationError(
                    self.env._(
                        "Whoever has not paid is suspended first: choose to suspend "
                        "%s.",
                        ticket.number,
                    )
                )

    @api.constrains("takedown_suspended_on")
    def _check_takedown_suspended_on(self):
        """Refuse a day to come: the ticket would wait for it without an end."""
        now = fields.Datetime.now()
        for ticket in self.filtered("takedown_suspended_on"):
            today = to_local(now, ticket._get_plan_zone()).date()
            if ticket.takedown_suspended_on > today:
                raise ValidationError(
                    self.env._(
                        "The access to the database of %s cannot have been suspended "
                        "on a day to come: write the day on which it was.",
                        ticket.number,
                    )
                )

    @api.model
    def _check_stamps(self, vals_list):
        """Refuse to write what lets a take-down rest, or says who knows of it.

        :raises UserError: says what to do instead
        """
        done = super()._check_stamps(vals_list)
        if not self.env.su and any(vals.keys() & STAMPS for vals in vals_list):
            raise UserError(
                self.env._(
                    "When a suspension ends, and who was told, is noted by itself: "
                    "record the payment, or an agreement on it."
                )
            )
        return done

    def _get_playbook_watched(self):
        return super()._get_playbook_watched() | WATCHED

    def _collect_playbook_facts(self, now):
        """Add what is known of a take-down, and which day it is."""
        found = super()._collect_playbook_facts(now)
        # sudo: helpdesk.ticket: what a check sees does not depend on who looks
        desk = self.sudo()
        running = desk.filtered("takedown_kind")
        planned = running._find_takedown_notices().mapped("res_id")
        noticed = running._find_takedown_noticed()
        for ticket in desk:
            found[ticket.id].update(
                today=to_local(now, ticket._get_plan_zone()).date(),
                takedown=ticket._to_takedown(
                    planned=ticket.id in planned, noticed_on=noticed.get(ticket.id)
                ),
            )
        return found

    def _to_takedown(self, **more):
        """Return what checks look at of a take-down, as logic knows it.

        :param more: values that are read for many tickets at once
        """
        subscription = self.subscription_id
        return Takedown(
            cause=self.takedown_cause or None,
            kind=self.takedown_kind or None,
            limit=self._get_plan().takedown_days,
            confirmed=self.takedown_confirmed,
            overdue=self.standing_days if self.takedown_cause else 0,
            suspended_on=self.takedown_suspended_on or None,
            lifted=bool(self.takedown_lifted_at),
            reason=self.takedown_reason or "",
            channel=self.takedown_channel or None,
            subscribed=bool(subscription),
            noted=subscription.takedown_reason or "",
            customer=bool(self.partner_id),
            url=self.takedown_url or "",
            told=self.takedown_told,
            **more,
        )

    def _find_takedown_noticed(self):
        """Return {ticket id: day on which its requester was told of what follows}."""
        # sudo: helpdesk.ticket.step: only when something was said
        rows = self.env["helpdesk.ticket.step"].sudo()
        told = [("step_id.code", "=", NOTICE), ("message_id", "!=", False)]
        found = rows.search([("ticket_id", "in", self.ids), *told]) if self else rows
        return {
            row.ticket_id.id: to_local(
                row.message_id.date, row.ticket_id._get_plan_zone()
            ).date()
            for row in found
        }

    def _sync_steps(self, now):
        """See to take-downs first: what the desk does itself is seen by the checks."""
        # sudo: helpdesk.ticket: the desk's own part does not depend on who works
        self.sudo()._tend_takedowns(now)
        return super()._sync_steps(now)

    def _tend_takedowns(self, now):
        """Do what the desk does of a take-down by itself; batched.

        :param datetime now: UTC
        """
        desk = self.with_context(helpdesk_playbook_sync=True)
        running = desk.filtered(
            lambda ticket: (
                ticket.takedown_kind
                and not ticket.stage_id.closed
                and ticket._is_playbook_about(NOTICE)
            )
        )
        if running:
            running._lift_takedowns(now)
            running._plan_takedown_notices(now)
            running._note_takedown_reasons()
            running._tell_takedown_areas()

    def _is_playbook_about(self, code):
        """Return whether the ticket's procedure has a step with a code."""
        steps = self.env["helpdesk.playbook"]._get_steps(self.playbook_id.id)
        return any(step.code == code for step in steps)

    def _lift_takedowns(self, now):
        """End suspensions of customers who have paid, or agreed to (Part D, No.6)."""
        owing = self.filtered(lambda it: is_owing(it.standing, it.standing_days))
        owing.filtered(
            lambda it: it.takedown_suspended_on and not it.takedown_owed
        ).takedown_owed = True
        paid = (self - owing).filtered(
            lambda it: is_lifting(it._to_takedown(), it.takedown_owed, it.standing)
        )
        if not paid:
            return
        paid.takedown_lifted_at = now
        paid._find_takedown_notices().unlink()
        for ticket in paid:
            ticket._tell_takedown_lifted()

    @api.model
    def _release_soon(self):
        """Have the cron look at suspensions, too, if there are any."""
        done = super()._release_soon()
        running = [
            ("takedown_suspended_on", "!=", False),
            ("takedown_lifted_at", "=", False),
            ("closed", "=", False),
        ]
        cron = self.env.ref(CRON, raise_if_not_found=False)
        # sudo: helpdesk.ticket: whoever registers a payment does not see tickets
        if cron and self.sudo().search_count(running, limit=1):
            # sudo: ir.cron: only to let it run earlier
            cron.sudo()._trigger()
        return done

    def _tell_takedown_lifted(self):
        """Tell the responsible that nothing is taken down, and why."""
        self._message_log(body=self._word_takedown_lifted())
        user = self._find_who_to_tell()
        if user:
            desk = self._speak_to(user)
            desk.message_notify(
                partner_ids=user.partner_id.ids,
                subject=desk.env._("%s: give the access back", desk.number),
                body=desk._word_takedown_lifted(),
            )

    def _word_takedown_lifted(self):
        return self.env._(
            "The suspension ends, nothing is taken down. How the customer stands: "
            "%(standing)s.",
            standing=self.standing_text,
        )

    def _find_takedown_notices(self):
        """Return the open activities to tell requesters of what follows."""
        return self._find_activities(NOTICE_ACTIVITY)

    def _plan_takedown_notices(self, now):
        """Give the administrative area the task to tell the requester (A-NAV-52).

        Once for a date, so that it can be taken away; again when the day has come and
        nobody has it.
        """
        noticed = self._find_takedown_noticed()
        activities = self._find_takedown_notices().grouped("res_id")
        missing, over = self.browse(), self.env["mail.activity"]
        for ticket in self:
            theirs = activities.get(ticket.id)
            day = not ticket.takedown_lifted_at and ticket.takedown_notice_on
            if theirs and (not day or ticket.id in noticed):
                over |= theirs
            elif theirs:
                ticket._move_takedown_notices(theirs, day)
            elif day and ticket.id not in noticed:
                missing |= ticket._filter_to_plan(now)
        # sudo: mail.activity: the desk's own, whoever has it
        over.sudo().action_done()
        missing._schedule_takedown_notices(now)

    def _move_takedown_notices(self, activities, day):
        """Let the task follow when the suspension turns out to be of another day."""
        if self.takedown_planned_on != day:
            activities.date_deadline = day
            self.takedown_planned_on = day

    def _filter_to_plan(self, now):
        """Return the ticket if its notice is to be planned by itself, else none."""
        day = self.takedown_notice_on
        is_due = to_local(now, self._get_plan_zone()).date() >= day
        return self if is_due or self.takedown_planned_on != day else self.browse()

    def _schedule_takedown_notices(self, now):
        """Schedule the notice with the least busy of the administrative area."""
        prepared = []
        for plan, tickets in self.grouped(lambda one: one._get_plan()).items():
            area = plan._get_level("administrative")
            people = tickets._find_assignees(area, now) if area else {}
            for ticket in tickets:
                user = people.get(ticket) or ticket._find_who_to_tell()
                ticket.takedown_planned_on = ticket.takedown_notice_on
                if user:
                    prepared.append(ticket._prepare_takedown_notice(user))
        self.env["mail.activity"]._create_together(prepared)

    def _prepare_takedown_notice(self, user):
        desk = self._speak_to(user)
        find = self.env["ir.model.data"]._xmlid_to_res_id
        return {
            "activity_type_id": find(NOTICE_ACTIVITY),
            "date_deadline": self.takedown_notice_on,
            "res_id": self.id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "summary": desk.env._(
                "%(number)s: tell %(customer)s what follows",
                number=desk.number,
                customer=desk.partner_id.commercial_partner_id.name or desk.name,
            ),
            "user_id": user.id,
        }

    def _note_takedown_reasons(self):
        """Keep the reasons in the subscriptions, too (N6-14)."""
        for ticket in self.filtered("subscription_id"):
            if (ticket.takedown_reason or "").strip():
                ticket.subscription_id._note_takedown(ticket)

    def _tell_takedown_areas(self):
        """Tell the commercial and the administrative area that it is done (N6-19)."""
        # sudo: helpdesk.ticket.step: only whether it is done
        rows = self.env["helpdesk.ticket.step"].sudo()
        done = rows.search(
            [
                ("ticket_id", "in", self.filtered(lambda it: not it.takedown_told).ids),
                ("step_id.code", "=", DONE),
                ("state", "=", "done"),
            ]
        )
        for ticket in done.ticket_id.with_env(self.env):
            ticket._tell_takedown_done()
        done.ticket_id.with_env(self.env).takedown_told = True

    def _tell_takedown_done(self):
        """Say in an internal note that it is done; it reaches both areas."""
        plan, users = self._get_plan(), self.env["res.users"]
        for area in map(plan._get_level, AREAS):
            users |= area._get_people(self.company_id) if area else users
        desk = self._in_company_language()
        desk.message_post(
            body=desk.env._(
                "The database %(url)s of %(customer)s is taken down. Why: %(reason)s",
                url=desk.takedown_url or "",
                customer=desk.partner_id.commercial_partner_id.name or "",
                reason=desk.takedown_reason or "",
            ),
            subtype_xmlid="mail.mt_note",
            partner_ids=(users or self._find_who_to_tell()).partner_id.ids,
        )

    def action_plan_takedown_notice(self):
        """Plan the notice again that somebody has taken away.

        :raises UserError: nobody has said when the customer was suspended
        """
        self.ensure_one()
        self.check_access("write")
        if not self.takedown_notice_on:
            raise UserError(
                self.env._("Write down since when the customer is suspended.")
            )
        # sudo: helpdesk.ticket: the desk's own bookkeeping, for whoever may write it
        desk = self.sudo()
        if not desk._find_takedown_notices():
            desk._schedule_takedown_notices(fields.Datetime.now())
        self._sync_playbook()
