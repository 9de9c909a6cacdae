"""Scope: whether the plan covers what a ticket is about, who says so, and why."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic.scope import ASK, IN, LINK, OUT, UNKNOWN, is_asked, needs_reason, settle
from .groups import ANALYSTS
from .helpdesk_ticket_plan import LEADS_TO_LEVEL
from .telling_selection import TellingSelection

#: the area that makes offers, and says whether something was sold
SALES = "commercial"
QUOTE = "helpdesk_support_plan.mail_activity_type_quote"
VALIDATE = "helpdesk_support_plan.mail_activity_type_scope"
#: what is written down with a decision, and never by a hand
STAMPS = {"scope_authorised_at", "scope_decided_at", "scope_decided_by_id"}
#: what a decision is about
SUBJECT = {"scope_item_id", "scope_linked"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    scope_item_id = fields.Many2one(
        "helpdesk.scope.item",
        string="What It Concerns",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('plan_id', '=', plan_id)]",
        groups=ANALYSTS,
        tracking=True,
        help="What the ticket is about, in the words of the plan, which says whether "
        "it is covered.",
    )
    scope_linked = TellingSelection(
        [("yes", "Linked to our system"), ("no", "Not linked")],
        string="Link",
        groups=ANALYSTS,
        tracking=True,
        help="What is linked to our system is covered by the plan.",
    )
    scope_asks_link = fields.Boolean(
        related="scope_item_id.linked_decides", groups=ANALYSTS
    )
    scope_has_items = fields.Boolean(
        compute="_compute_scope_has_items", groups=ANALYSTS
    )
    scope_state = TellingSelection(
        [
            (UNKNOWN, "Not decided"),
            (IN, "Within the scope"),
            (OUT, "Out of scope"),
        ],
        string="Scope",
        default=UNKNOWN,
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Whether the plan covers the ticket. Somebody decides it, and says why.",
    )
    scope_reason = fields.Char(
        string="Scope Decided Because", copy=False, groups=ANALYSTS, tracking=True
    )
    scope_decided_by_id = fields.Many2one(
        "res.users",
        string="Scope Decided by",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
    )
    scope_decided_at = fields.Datetime(
        string="Scope Decided at", copy=False, readonly=True, groups=ANALYSTS
    )
    # NAV-3.4.1.N1-07, NAV-3.4.1.N3-09
    scope_authorised_by = fields.Char(
        string="Authorised by",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Who said that it is done although the plan does not cover it.",
    )
    scope_authorised_at = fields.Datetime(
        string="Authorised at", copy=False, readonly=True, groups=ANALYSTS
    )
    scope_proposal = fields.Selection(
        [
            (IN, "The plan covers it"),
            (OUT, "The plan does not cover it"),
            (ASK, "Support decides"),
            (LINK, "It depends on whether it is linked"),
        ],
        string="What the Plan Says",
        compute="_compute_scope_proposal",
        groups=ANALYSTS,
    )
    scope_question = fields.Char(
        compute="_compute_scope_question",
        groups=ANALYSTS,
        help="What somebody has to decide.",
    )
    scope_quoted = fields.Boolean(
        compute="_compute_scope_quoted",
        groups=ANALYSTS,
        help="Sales are preparing an offer.",
    )
    sales_asked = fields.Boolean(
        compute="_compute_scope_quoted",
        groups=ANALYSTS,
        help="Sales have been asked whether it was sold to the customer.",
    )

    @api.depends("plan_id")
    def _compute_scope_has_items(self):
        for ticket in self:
            ticket.scope_has_items = bool(ticket._get_plan().scope_item_ids)

    @api.depends("scope_item_id", "scope_linked")
    def _compute_scope_proposal(self):
        for ticket in self:
            item = ticket._get_scope_item()
            ticket.scope_proposal = item._propose(ticket.scope_linked) or False

    @api.depends("plan_id", "scope_item_id", "scope_linked", "scope_state")
    @api.depends_context("lang")
    def _compute_scope_question(self):
        for ticket in self:
            asked = is_asked(ticket.scope_proposal, ticket.scope_state or UNKNOWN)
            ticket.scope_question = asked and ticket._ask_scope()

    def _ask_scope(self):
        """Return what somebody has to decide, as a sentence."""
        names = {"subject": self._get_scope_item().name, "plan": self._get_plan().name}
        if self.scope_proposal == LINK:
            return self.env._(
                "Is it linked to our system? The plan “%(plan)s” covers “%(subject)s” "
                "only then.",
                **names,
            )
        if self.scope_proposal == OUT:
            return self.env._(
                "The plan “%(plan)s” does not cover “%(subject)s”: decide, and say "
                "why.",
                **names,
            )
        return self.env._(
            "The plan “%(plan)s” lets support decide whether “%(subject)s” is covered: "
            "decide, and say why.",
            **names,
        )

    def _compute_scope_quoted(self):
        quoted = set(self._find_activities(QUOTE).mapped("res_id"))
        asked = set(self._find_activities(VALIDATE).mapped("res_id"))
        for ticket in self:
            ticket.scope_quoted = ticket.id in quoted
            ticket.sales_asked = ticket.id in asked

    @api.constrains("scope_reason", "scope_state")
    def _check_scope_reason(self):
        """Refuse a decision without a reason, whichever way it is written (AT-59)."""
        for ticket in self:
            words = (ticket.scope_reason or "").strip()
            state = ticket.scope_state or UNKNOWN
            if needs_reason(ticket.scope_proposal or None, state) and not words:
                raise ValidationError(
                    self.env._(
                        "Say why %s is within the scope of its plan, or out of it.",
                        ticket.number,
                    )
                )

    @api.constrains("scope_item_id")
    def _check_scope_item_id(self):
        """Refuse the words of another plan."""
        for ticket in self:
            item = ticket._get_scope_item()
            if item and item.plan_id != ticket._get_plan():
                raise ValidationError(
                    self.env._(
                        "“%(subject)s” is of the plan “%(other)s”: choose what the "
                        "plan of %(number)s says.",
                        subject=item.name,
                        other=item.plan_id.name,
                        number=ticket.number,
                    )
                )

    @api.onchange("scope_item_id", "scope_linked")
    def _onchange_scope_item_id(self):
        """Show the impact that the plan gives to it (A-IKH-10)."""
        if self.scope_item_id.priority and self.scope_proposal == IN:
            self.priority = self.scope_item_id.priority

    def _get_scope_item(self):
        """Return what the ticket is about, for whoever may read the ticket."""
        # sudo: helpdesk.scope.item: as the plan that it is of
        return self.sudo().scope_item_id

    def _get_former_scopes(self, vals):
        """Return {ticket: (plan, item, link)} of those whose subject may change."""
        if not vals.keys() & (SUBJECT | LEADS_TO_LEVEL):
            return {}
        return {ticket: ticket._get_subject_key() for ticket in self}

    def _get_subject_key(self):
        return self._get_plan(), self._get_scope_item(), self.scope_linked

    @api.model
    def _prepare_write_scope(self, vals):
        """Note who decides, and when.

        :raises UserError: somebody writes that by hand
        """
        self._check_stamps([vals])
        now = fields.Datetime.now()
        if "scope_state" in vals:
            decided = vals["scope_state"] in (IN, OUT)
            vals["scope_decided_by_id"] = decided and self.env.uid
            vals["scope_decided_at"] = decided and now
        if "scope_authorised_by" in vals:
            vals["scope_authorised_at"] = bool(vals["scope_authorised_by"]) and now

    @api.model
    def _check_stamps(self, vals_list):
        if not self.env.su and any(vals.keys() & STAMPS for vals in vals_list):
            raise UserError(
                self.env._(
                    "Who decided on the scope, and when, is noted by itself: decide "
                    "on the ticket."
                )
            )

    def _after_create_scope(self):
        """Note what new tickets, also imported ones, say of their scope."""
        decided = self.filtered(lambda made: made.scope_state in (IN, OUT))
        for state, tickets in decided.grouped("scope_state").items():
            tickets.write({"scope_state": state})
        for name, tickets in self.grouped("scope_authorised_by").items():
            if name:
                tickets.write({"scope_authorised_by": name})
        (self - decided).filtered("scope_item_id")._settle_scope({})

    def _after_write_scope(self, vals, former):
        """Let a decision end with what it was about; what is covered needs none."""
        changed = self.filtered(
            lambda ticket: (
                ticket in former and former[ticket] != ticket._get_subject_key()
            )
        )
        foreign = changed.filtered(
            lambda ticket: (
                ticket.scope_item_id
                and ticket._get_scope_item().plan_id != ticket._get_plan()
            )
        )
        if foreign:
            foreign.write({"scope_item_id": False, "scope_linked": False})
        about_another = (changed - foreign).filtered(
            lambda ticket: former[ticket][1:] != ticket._get_subject_key()[1:]
        )
        if about_another and "scope_state" not in vals:
            about_another._settle_scope(vals)

    def _settle_scope(self, vals):
        """Decide what goes by itself: what the plan covers is covered.

        :param vals: what else is written to them
        """
        for state, tickets in self.grouped(
            lambda ticket: settle(ticket.scope_proposal)
        ).items():
            tickets.write({"scope_state": state, "scope_reason": False})
        if "priority" not in vals:
            self._take_scope_priority()

    def _take_scope_priority(self):
        """Give tickets the impact that the plan gives to what they are about."""
        covered = self.filtered(
            lambda ticket: ticket.scope_state == IN and not ticket.stage_id.closed
        )
        for stars, tickets in covered.grouped(
            lambda ticket: ticket._get_scope_item().priority
        ).items():
            if stars:
                tickets.write({"priority": stars})

    def decide_scope(self, state, reason=None):
        """Decide whether the plan covers tickets (COB-06, COB-07, IKH-37 … IKH-41).

        :param str state: "in", "out", or "unknown" to take a decision back
        :param str reason: why; required unless the plan itself covers it
        :raises UserError: no reason, no such state, a ticket that is closed
        """
        self.check_access("write")
        self._check_open()
        reason = self._read_text(reason)
        if not reason and state in (IN, OUT):
            for ticket in self:
                if needs_reason(ticket.scope_proposal or None, state):
                    raise UserError(self.env._("Say why, in a few words."))
        self.write({"scope_state": state or UNKNOWN, "scope_reason": reason})

    def authorise_scope(self, name):
        """Note who said that tickets are attended to though they are out of scope.

        :param str name: who, inside or outside (NAV-3.4.1.N1-07, -N3-09)
        :raises UserError: no name, or a ticket that is closed
        """
        self.check_access("write")
        self._check_open()
        name = self._read_text(name)
        if not name:
            raise UserError(self.env._("Say who authorised it."))
        self.write({"scope_authorised_by": name})

    def offer_quote(self):
        """Have sales prepare an offer for what the plan leaves out (IKH-38)."""
        self._ask_sales(QUOTE, lambda desk: desk._word_quote())

    def ask_sales_about_scope(self):
        """Have sales say whether it was sold to the customer (NAV-3.4.1.N4-07)."""
        self._ask_sales(VALIDATE, lambda desk: desk._word_validation())

    def _ask_sales(self, kind, word):
        """Give somebody of sales, else who leads, an activity; once while it is open.

        :param str kind: the XML id of its type
        :param word: what tells (summary, note) of a ticket as its reader sees it
        """
        self.check_access("write")
        self._check_open()
        now = fields.Datetime.now()
        no_rule = self.env["helpdesk.escalation.rule"]
        asked = set(self._find_activities(kind).mapped("res_id"))
        unasked = self.filtered(lambda ticket: ticket.id not in asked)
        for plan, tickets in unasked.grouped(lambda ticket: ticket._get_plan()).items():
            people = tickets._find_in_area(plan._get_level(SALES))
            tickets._ask(kind, people, word, no_rule, now)

    def _word_quote(self):
        subject = self._get_scope_item().name or self.name
        return self.env._("Prepare a quotation: %s", subject), self._tell_scope()

    def _word_validation(self):
        subject = self._get_scope_item().name or self.name
        return self.env._("Is it part of the contract? %s", subject), self._tell_scope()

    def _tell_scope(self):
        """Return what is known of the scope of a ticket, as HTML."""
        labels = dict(self._fields["scope_state"]._description_selection(self.env))
        lines = [
            f"{self.number} {self.name}",
            self.commercial_partner_id.name,
            labels.get(self.scope_state),
            self.scope_reason,
        ]
        return Markup("<br/>").join(line for line in lines if line)

    # buttons

    def action_scope_linked(self):
        """Note that what the ticket is about is linked to the system."""
        self.write({"scope_linked": "yes"})

    def action_scope_not_linked(self):
        """Note that what the ticket is about is not linked to the system."""
        self.write({"scope_linked": "no"})

    def action_decide_scope(self):
        """Ask for the decision and its reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide on the Scope"),
            "res_model": "helpdesk.scope.decision",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_ticket_id": self.id},
        }

    def action_offer_quote(self):
        """Have an offer prepared, and say who does it."""
        self.offer_quote()
        return self._show_asked(QUOTE, self.env._("Prepare a quotation"))

    def action_ask_sales(self):
        """Ask sales, and say whom."""
        self.ask_sales_about_scope()
        return self._show_asked(VALIDATE, self.env._("Ask Sales"))

    def _show_asked(self, kind, title):
        """Return a notice of who has something to do now."""
        people = self._find_activities(kind).user_id
        names = ", ".join(people.mapped("name"))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": title,
                "message": self.env._("In the activities of %s.", names),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
