"""Validation: a solution is proposed; the customer accepts or refuses it."""

import re

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list, html_sanitize, is_html_empty, plaintext2html

from .groups import ANALYSTS, LEADERS
from .telling_selection import TellingSelection

#: what makes a text HTML
HTML = re.compile(r"<[a-zA-Z/][^<>]*>")
#: what is kept of a solution that waits for an answer
UNPROPOSED = {"proposed_at": False, "reminded_at": False, "silence_at": False}
#: what is kept of an answer
UNVALIDATED = {"validated_by_id": False, "validated_at": False}
#: what only the acts write, and never a hand
NOTED = {
    *UNPROPOSED,
    *UNVALIDATED,
    "closed_in_silence",
    "closure",
    "rating_request",
    "validation_state",
    "validation_waiver",
    "written_after_at",
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    validation_state = TellingSelection(
        [
            ("none", "None"),
            ("proposed", "Proposed"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
        ],
        string="Validation",
        default="none",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="What the customer says of the solution that was proposed.",
    )
    plan_validation = fields.Selection(
        related="plan_id.validation",
        string="Validation Asked for",
        groups=ANALYSTS,
        help="Who has to accept a solution before the ticket is solved.",
    )
    proposed_at = fields.Datetime(
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=ANALYSTS,
        help="Since when a solution waits for the customer's answer.",
    )
    validated_by_id = fields.Many2one(
        "res.partner",
        string="Accepted by",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        tracking=True,
        help="Who of the customer accepted the solution, as far as it is known.",
    )
    validated_at = fields.Datetime(
        string="Accepted at", copy=False, readonly=True, groups=ANALYSTS
    )
    validation_waiver = fields.Char(
        string="Solved Without Validation Because",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        tracking=True,
        help="Why a leader solved the ticket although the customer has not accepted.",
    )

    @api.model
    def _check_noted(self, vals_list):
        """Refuse to write past the acts what customers have said (COD-39, IKH-36).

        :raises UserError: names the acts
        """
        if not self.env.su and any(vals.keys() & NOTED for vals in vals_list):
            raise UserError(
                self.env._(
                    "What customers say of a solution is noted by itself: propose the "
                    "solution, then record their answer."
                )
            )

    def propose_solution(self, text):
        """Tell the customer the solution and wait for their validation (5.7).

        :param str text: the public message, text or HTML
        :raises UserError: no text, or a ticket that is closed or stopped by arrears
        """
        self.check_access("write")
        self._check_open()
        self._check_arrears()
        self._check_escalated()
        self._check_solve_gates()
        proposed = {**UNPROPOSED, **UNVALIDATED, "proposed_at": fields.Datetime.now()}
        for ticket in self:
            body = ticket._get_public_text(text)
            ticket.solution = body
            ticket._note_validation("proposed", **proposed)
            ticket._tell_customer(body, "propose_solution")
        self._move_to("waiting_customer", waiting_reason="validation")

    def accept_solution(self, partner=None):
        """Solve tickets whose solution the customer has accepted, at this instant.

        :param partner: the contact who said so, as a record or an id; if it is not
            given, the ticket's own
        :raises UserError: no solution was proposed, or it is not for this contact to
            accept it (COD-39)
        """
        self.check_access("write")
        # it may have been taken back for what has come to light since
        self._sync_playbook()
        self._check_proposed()
        given = self._read_contact(partner)
        for contact, tickets in self.grouped(
            lambda ticket: ticket._find_validator(given)
        ).items():
            tickets._accept(contact)

    def _accept(self, contact, stage=None):
        """Solve tickets that a contact of the customer has accepted, just now."""
        self._note_validation(
            "accepted", validated_by_id=contact.id, validated_at=fields.Datetime.now()
        )
        self._note("accept")
        if stage:
            self.write({"stage_id": stage.id})
        else:
            self._move_to("solved")

    def refuse_solution(self, reason):
        """Go on with tickets whose solution the customer has refused.

        :param str reason: what is still wrong, required
        :raises UserError: no solution was proposed, or no reason
        """
        self.check_access("write")
        self._check_proposed()
        reason = self._get_reason(reason)
        for ticket in self:
            ticket._message_log(
                body=self.env._("The customer refused the solution: %s", reason)
            )
        self._refuse()

    def _refuse(self):
        """Go on with tickets whose solution was refused just now."""
        self._note_validation("refused")
        self._note("refuse")
        self._move_to("in_progress")

    def solve(self, text):
        """Solve tickets and tell the customer what was done.

        :param str text: the public message, text or HTML
        :raises UserError: no text, a closed ticket, or one that the customer has to
            accept first
        """
        self.check_access("write")
        self._check_open()
        for ticket in self:
            if ticket._is_validation_needed():
                raise UserError(ticket._get_validation_refusal())
            ticket._say_solved(text)
        self._move_to("solved")

    def solve_without_validation(self, reason, text=None):
        """Solve tickets that the customer should have accepted first (A-G-12).

        :param str reason: why, required; it stays on the ticket with who decided it
        :param str text: what the customer is told, text or HTML; None says nothing
        :raises UserError: no reason, an empty text, a ticket that is closed or whose
            plan does not ask for it, or not for this user to decide
        """
        self.check_access("write")
        self._check_open()
        if not self.env.user.has_group(LEADERS):
            raise UserError(
                self.env._(
                    "Only a leader decides to solve a ticket that the customer has not "
                    "accepted."
                )
            )
        reason = self._get_reason(reason)
        for ticket in self:
            if not ticket._is_validation_needed():
                raise UserError(
                    self.env._(
                        "The plan of %s asks nobody to accept the solution: solve it.",
                        ticket.number,
                    )
                )
            if text is not None:
                ticket._say_solved(text)
            ticket._message_log(
                body=self.env._("Solved without the customer's validation: %s", reason)
            )
        # sudo: helpdesk.ticket: this is how it is decided
        self.sudo().write({"validation_waiver": reason})
        self._move_to("solved")

    def _say_solved(self, text):
        body = self._get_public_text(text)
        self.solution = body
        self._tell_customer(body, "solve")

    def reopen(self, reason):
        """Go on with closed tickets; the time they were closed does not count (A-G-11).

        :param str reason: why, required; an internal note keeps it
        :raises UserError: no reason, or a ticket that is open
        """
        self.check_access("write")
        reason = self._get_reason(reason)
        for ticket in self:
            if not ticket.stage_id.closed:
                raise UserError(
                    self.env._("%s is open: there is nothing to reopen.", ticket.number)
                )
            ticket._message_log(body=self.env._("Reopened: %s", reason))
        self._move_to("in_progress")

    def action_accept_solution(self):
        """Record that the customer accepts; ask who, where that matters."""
        if self.plan_validation != "authorised":
            self.accept_solution()
            return None
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Solution Accepted"),
            "res_model": "helpdesk.ticket.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_act": "accept", "default_ticket_id": self.id},
        }

    def _note_validation(self, state, **values):
        """Note what becomes of a solution; it is never written by hand."""
        # sudo: helpdesk.ticket: one that they may write, as the callers have checked
        self.sudo().write({"validation_state": state, **values})

    def _is_validation_needed(self):
        """Return whether somebody of the customer has to accept the solution."""
        return (self._get_plan().validation or "none") != "none"

    def _find_validation_refusal(self):
        """Return why a solved ticket may not be, as a sentence, or None (A-NAV-16)."""
        if self.closure == "desk" and self._is_validation_needed():
            return self._get_validation_refusal()
        return None

    def _get_validation_refusal(self):
        return self.env._(
            "The customer accepts the solution of %s before it is solved: use “Propose "
            "solution”, then record their answer.",
            self.number,
        )

    def _get_approvers(self):
        """Return the contacts who may accept solutions where the plan says who."""
        # sudo: res.partner: colleagues of whoever asks, or the customer of an analyst
        partners = self.env["res.partner"].sudo()
        customer = self.sudo().commercial_partner_id
        if not customer:
            return partners
        return partners.search(
            [
                ("commercial_partner_id", "=", customer.id),
                ("support_approver", "=", True),
            ]
        )

    def _is_validator(self, contact):
        """Return whether a contact may accept, or refuse, for the customer."""
        # sudo: helpdesk.ticket: whose it is does not depend on who asks
        customer = self.sudo().commercial_partner_id
        # sudo: res.partner: only whom they are of
        if not customer or contact.sudo().commercial_partner_id != customer:
            return False
        asked = self._get_plan().validation
        return asked != "authorised" or contact in self._get_approvers()

    def _find_validator(self, given):
        """Return who has accepted a ticket's solution.

        :param given: the contact who was named, or none: then it is the ticket's own
        :raises UserError: it is not for them to accept it
        """
        self.ensure_one()
        contact = given or self.partner_id
        is_named = given or self._get_plan().validation == "authorised"
        if not is_named or self._is_validator(contact):
            return contact
        names = self._get_approvers().mapped("name")
        if contact.commercial_partner_id != self.commercial_partner_id or not names:
            raise UserError(
                self.env._(
                    "Choose who accepted the solution of %s: a contact of the customer "
                    "who may approve solutions.",
                    self.number,
                )
            )
        raise UserError(
            self.env._(
                "%(contact)s may not approve solutions for this customer, but "
                "%(names)s may.",
                contact=contact.name,
                names=format_list(self.env, names, style="or"),
            )
        )

    @api.model
    def _read_contact(self, partner):
        """Return a contact that somebody has named, as a record; none for None.

        :raises UserError: there is no such contact
        """
        partners = self.env["res.partner"]
        if not partner:
            return partners
        if isinstance(partner, int):
            partner = partners.browse(partner)
        if not isinstance(partner, models.BaseModel) or not partner.exists():
            raise UserError(self.env._("There is no such contact: choose another one."))
        return partner

    def _check_proposed(self):
        for ticket in self:
            if ticket.validation_state != "proposed":
                raise UserError(
                    self.env._(
                        "No solution of %s waits for an answer: propose one first.",
                        ticket.number,
                    )
                )

    def _get_reason(self, reason):
        reason = self._read_text(reason)
        if not reason:
            raise UserError(self.env._("Say why, in a few words."))
        return reason

    @api.model
    def _read_text(self, text):
        """Return a text that somebody has given, without the blanks around it.

        :raises UserError: it is something else
        """
        if text and not isinstance(text, str):
            raise UserError(self.env._("Write it down as a text."))
        return (text or "").strip()

    def _get_public_text(self, text):
        """Return a public message as HTML.

        :raises UserError: it is empty
        """
        if is_html_empty(self._read_text(text)):
            raise UserError(self.env._("Write what the customer is to read."))
        return html_sanitize(text) if HTML.search(text) else plaintext2html(text)

    def _tell_customer(self, body, fact=None, message_type="comment", **more):
        """Say something to the customer, in public.

        :param str body: HTML that has been sanitised
        :param str fact: what is written down of it, if not that they were answered
        :param more: further values of the message
        :return: the mail.message
        """
        self.ensure_one()
        if message_type == "comment":
            self._mark_told()
        known = self.partner_id
        said = self.with_context(helpdesk_said_as=fact).message_post(
            body=Markup(body),
            message_type=message_type,
            subtype_xmlid="mail.mt_comment",
            partner_ids=known.ids,
            outgoing_email_to=not known and self.partner_email,
            **more,
        )
        if fact:
            self._note(fact)
        return said
