"""Validation: a solution is proposed; the customer accepts or refuses it."""

import re

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html_sanitize, is_html_empty, plaintext2html

from .groups import ANALYSTS
from .telling_selection import TellingSelection

#: what makes a text HTML
HTML = re.compile(r"<[a-zA-Z/][^<>]*>")


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

    def propose_solution(self, text):
        """Tell the customer the solution and wait for their validation (5.7).

        :param str text: the public message, text or HTML
        :raises UserError: no text, or a ticket that is closed or stopped by arrears
        """
        self.check_access("write")
        self._check_open()
        self._check_arrears()
        for ticket in self:
            body = ticket._get_public_text(text)
            ticket.write({"solution": body, "validation_state": "proposed"})
            ticket._tell_customer(body, "propose_solution")
        self._move_to("waiting_customer", waiting_reason="validation")

    def accept_solution(self):
        """Solve tickets whose solution the customer has accepted, at this instant.

        :raises UserError: no solution was proposed
        """
        self.check_access("write")
        self._check_proposed()
        self.write({"validation_state": "accepted"})
        self._note("accept")
        self._move_to("solved")

    def refuse_solution(self, reason):
        """Go on with tickets whose solution the customer has refused.

        :param str reason: what is still wrong, required
        :raises UserError: no solution was proposed, or no reason
        """
        self.check_access("write")
        self._check_proposed()
        reason = self._get_reason(reason)
        self.write({"validation_state": "refused"})
        self._note("refuse")
        for ticket in self:
            ticket._message_log(
                body=self.env._("The customer refused the solution: %s", reason)
            )
        self._move_to("in_progress")

    def solve(self, text):
        """Solve tickets and tell the customer what was done.

        :param str text: the public message, text or HTML
        :raises UserError: no text, or a closed ticket
        """
        self.check_access("write")
        self._check_open()
        for ticket in self:
            body = ticket._get_public_text(text)
            ticket.solution = body
            ticket._tell_customer(body, "solve")
        self._move_to("solved")

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
        self.write({"validation_state": "none"})
        self._move_to("in_progress")

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
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why, in a few words."))
        return reason

    def _get_public_text(self, text):
        """Return a public message as HTML.

        :raises UserError: it is empty
        """
        if is_html_empty(text or ""):
            raise UserError(self.env._("Write what the customer is to read."))
        return html_sanitize(text) if HTML.search(text) else plaintext2html(text)

    def _tell_customer(self, body, fact=None, message_type="comment", **more):
        """Say something to the customer, in public.

        :param str body: HTML that has been sanitised
        :param str fact: what is written down of it, if not that they were answered
        :param more: further values of the message
        """
        self.ensure_one()
        known = self.partner_id
        self.with_context(helpdesk_said_as=fact).message_post(
            body=Markup(body),
            message_type=message_type,
            subtype_xmlid="mail.mt_comment",
            partner_ids=known.ids,
            outgoing_email_to=not known and self.partner_email,
            **more,
        )
        if fact:
            self._note(fact)
