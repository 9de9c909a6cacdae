"""Arrears: what the plan does about them, and who decides to attend all the same."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.standing import ARREARS, find_measure
from .groups import ANALYSTS, LEADERS
from .helpdesk_ticket_plan import LEADS_TO_LEVEL
from .telling_selection import TellingSelection

#: what an override consists of
OVERRIDE = ("standing_override", "standing_override_at", "standing_override_user_id")
#: what only the methods of this file write
DECISION = {*OVERRIDE, "standing_at_intake", "standing_hold"}
#: what the measure of a plan may change with
DECIDES = {*LEADS_TO_LEVEL, "company_id", "tag_ids"} - {"level_id"}
#: what a ticket that is stopped might go on with
RESUMES = {"kanban_state", "stage_id", "waiting_reason"}
#: where a ticket may be stopped: not while the customer is asked, nor in the end
STOPPABLE = ("new", "in_progress")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    standing_hold = TellingSelection(
        [("ask", "Decision needed"), ("hold", "Held until paid")],
        string="Arrears",
        index="btree_not_null",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        tracking=True,
        help="The plan stops tickets of customers in arrears: somebody decides, or the "
        "customer pays.",
    )
    standing_override = fields.Char(
        string="Attended Anyway Because",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        tracking=True,
        help="Why the ticket is attended to although the customer is in arrears.",
    )
    standing_override_user_id = fields.Many2one(
        "res.users", string="Decided by", copy=False, readonly=True, groups=ANALYSTS
    )
    standing_override_at = fields.Datetime(
        string="Decided at", copy=False, readonly=True, groups=ANALYSTS
    )

    def _find_measure(self):
        """Return what the plan does about this ticket: "ask", "hold" or None."""
        action = self._get_plan().arrears_action or "inform"
        if action == "inform":
            return None
        return find_measure(
            self.standing,
            action,
            exempt=any(self.tag_ids.mapped("arrears_exempt")),
            overridden=bool(self.standing_override),
        )

    def _apply_arrears(self):
        """Stop tickets, or let them go on, as standing and plan say (A-NAV-12)."""
        stoppable = self.filtered(lambda ticket: ticket.stage_code in STOPPABLE)
        for measure, tickets in stoppable.grouped(
            lambda ticket: ticket._find_measure()
        ).items():
            differing = tickets.filtered(
                lambda ticket, now=measure: not ticket._is_stopped_by(now)
            )
            differing._take_measure(measure)

    def _is_stopped_by(self, measure):
        """Return whether a ticket is stopped as a measure asks, and looks like it."""
        return (self.standing_hold or None) == measure and (
            not measure
            or (measure == "ask" and self.kanban_state == "blocked")
            or (measure == "hold" and bool(self.waiting_reason))
        )

    def _take_measure(self, measure):
        """Let tickets wait, red, for a decision or a payment; or let them go on.

        What a ticket waits for besides is left as it is.
        """
        for ticket in self:
            reason = ticket.waiting_reason
            vals = {"standing_hold": measure or False}
            if measure == "hold":
                vals["waiting_reason"] = reason or "payment"
            elif reason == "payment":
                vals["waiting_reason"] = reason = False
            if measure or reason:
                vals["kanban_state"] = "blocked"
            else:
                is_ready = ticket.triaged and ticket.stage_code == "new"
                vals["kanban_state"] = "done" if is_ready else "normal"
            # sudo: helpdesk.ticket: one that they write; nobody writes this by hand
            ticket.sudo().write(vals)

    @api.model
    def _get_context_defaults(self):
        """Return the values that the context gives to a new ticket."""
        return {
            key.removeprefix("default_"): value
            for key, value in self.env.context.items()
            if key.startswith("default_")
        }

    def _check_decision(self, vals_list):
        """Refuse to write past `override_arrears` what arrears have come to (RPC).

        :raises UserError: names the button
        """
        if not self.env.su and any(vals.keys() & DECISION for vals in vals_list):
            raise UserError(
                self.env._(
                    "How a customer stood, and who decided to attend anyway, is noted "
                    "by itself: use the button “Attend anyway”."
                )
            )

    def _after_create_arrears(self):
        """Stop new tickets of customers in arrears, without reading invoices again."""
        suspects = self.filtered(lambda made: made.standing_at_intake in ARREARS)
        suspects._apply_arrears()

    def _find_beginning_work(self):
        """Return those on which work has not begun yet: it is now asked who pays."""
        return self.filtered(lambda ticket: ticket.stage_code in ("new", "cancelled"))

    def _find_changing_account(self, vals):
        """Return the tickets whose customer, subscription or plan becomes another."""
        names = {"plan_id", "subscription_id"} & vals.keys()
        former = self._get_former_customers(vals)
        return self.filtered(
            lambda ticket: ticket in former
            or any(ticket[name].id != (vals[name] or False) for name in names)
        )

    def _after_write_arrears(self, vals, changing):
        """Decide again when a ticket comes to be another customer's, plan's or kind.

        And see to it that what is stopped stays so, whatever else is written. Work that
        has begun for the same customer is not interrupted by a tag or a team.
        """
        if overridden := changing.filtered("standing_override"):
            # sudo: helpdesk.ticket: as above
            overridden.sudo().write(dict.fromkeys(OVERRIDE, False))
        if vals.keys() & RESUMES and (stopped := self.filtered("standing_hold")):
            ended = stopped.filtered(lambda ticket: ticket.stage_id.closed)
            # sudo: helpdesk.ticket: as above
            ended.sudo().standing_hold = False
            stopped._apply_arrears()
        # while they are made, `_after_create_arrears` is still to come
        if vals.keys() & DECIDES and not self.env.context.get("helpdesk_clocks_later"):
            self._complete_intake_standing()
            waiting = self.filtered(lambda ticket: ticket._is_yet_to_begin())
            (changing | waiting)._apply_arrears()

    def _is_yet_to_begin(self):
        return self.stage_code == "new" or bool(self.standing_hold)

    def _complete_intake_standing(self):
        """Note how the customer stands once they are identified: it is still intake."""
        unknown = self.filtered(
            lambda ticket: ticket.standing_at_intake == "unknown" and ticket.partner_id
        )
        for standing, tickets in unknown.grouped("standing").items():
            # sudo: helpdesk.ticket: as above
            tickets.sudo().standing_at_intake = standing

    def override_arrears(self, reason):
        """Attend to tickets although the customer is in arrears (A-NAV-12).

        Where the plan asks, analysts decide; where it holds, a leader does.

        :param str reason: why, required; it is kept with who decided, and when
        :raises UserError: no reason, a ticket that is closed or that arrears do not
            stop, or not for this user to decide
        """
        self.check_access("write")
        self._check_open()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._(
                    "Say why the ticket is attended to although it is in arrears."
                )
            )
        for ticket in self:
            ticket._check_may_override()
        # sudo: helpdesk.ticket: this is how it is decided
        self.sudo().write(
            {
                "standing_override": reason,
                "standing_override_user_id": self.env.uid,
                "standing_override_at": fields.Datetime.now(),
            }
        )
        self._note("override", reason)
        self._apply_arrears()

    def _check_may_override(self):
        if not self.standing_hold:
            raise UserError(
                self.env._(
                    "%s is not stopped by arrears: there is nothing to decide.",
                    self.number,
                )
            )
        if self.standing_hold == "hold" and not self.env.user.has_group(LEADERS):
            raise UserError(
                self.env._(
                    "The plan of %s holds tickets in arrears: only a leader decides to "
                    "attend to it all the same.",
                    self.number,
                )
            )

    def _check_arrears(self):
        """Refuse to go on with what is stopped.

        :raises UserError: says what to do first
        """
        for ticket in self:
            if refusal := ticket._find_arrears_refusal():
                raise UserError(refusal)

    def recheck_standing(self):
        """Look at the invoices again, note what they say, act on it (NAV-3.1-06)."""
        self.check_access("write")
        self._forget()
        for ticket in self:
            found = {"code": ticket.standing, "days": ticket.standing_days}
            ticket._note("standing", found)
        self._apply_arrears()

    def action_recheck_standing(self):
        """Check again, and say what was found."""
        self.recheck_standing()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info" if {*self.mapped("standing")} <= {"ok"} else "warning",
                "message": ", ".join(self.mapped("standing_text")),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _find_arrears_refusal(self):
        """Return why work on a stopped ticket may not begin, as a sentence, or None.

        Whether it still is in arrears is asked now: they may have paid meanwhile.
        """
        measure = self.standing_hold and self._find_measure()
        if measure == "ask":
            return self.env._(
                "The customer of %s is in arrears: decide to attend to it anyway, or "
                "cancel it.",
                self.number,
            )
        if measure == "hold":
            return self.env._(
                "%s waits for a payment of the customer, who is in arrears: a leader "
                "may decide to attend to it anyway.",
                self.number,
            )
        return None

    @api.model
    def _cron_release_paid(self):
        """Let tickets go on whose customers have paid, or made an agreement."""
        # what somebody has in hand is looked at the next time
        stopped = self.search(self._get_stopped()).try_lock_for_update()
        for tickets in stopped.grouped("company_id").values():
            tickets._in_company_language()._apply_arrears()
        stopped.filtered(lambda ticket: not ticket.standing_hold)._tell_released()

    def _tell_released(self):
        """Tell those responsible that their tickets go on, and why."""
        for ticket in self.filtered("user_id"):
            user = ticket.user_id
            theirs = ticket.with_context(lang=user.lang)
            theirs.message_notify(
                partner_ids=user.partner_id.ids,
                subject=theirs.env._("%s goes on", ticket.number),
                body=theirs.env._(
                    "%(number)s goes on. How the customer stands: %(standing)s.",
                    number=ticket.number,
                    standing=theirs.standing_text,
                ),
            )

    @api.model
    def _get_stopped(self):
        return [("standing_hold", "!=", False), ("closed", "=", False)]

    @api.model
    def _release_soon(self):
        """Have the cron look at stopped tickets, if there are any."""
        name = "helpdesk_support_plan.ir_cron_release_paid"
        cron = self.env.ref(name, raise_if_not_found=False)
        # sudo: helpdesk.ticket: whoever registers a payment does not see tickets
        if cron and self.sudo().search_count(self._get_stopped(), limit=1):
            # sudo: ir.cron: only to let it run earlier
            cron.sudo()._trigger()
