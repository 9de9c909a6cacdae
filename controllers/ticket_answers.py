"""What customers decide of their tickets: accept, refuse, reopen, rate, close."""

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController

from ..models.helpdesk_ticket_reply import LONGEST_ANSWER
from .my_tickets import LARGEST_ID, MyTickets

#: what a customer has typed into a form that was refused, so that it is not lost
DRAFT = "helpdesk_answer_draft"


def answer_route(act):
    """Return the decorator of a route that changes a ticket: a POST, with a token."""
    return http.route(
        f"/my/ticket/<int:ticket_id>/{act}",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )


class TicketAnswers(MyTickets):
    @answer_route("accept")
    def accept_solution(self, ticket_id, **ignored):
        thanks = request.env._("Thank you! The ticket is solved.")
        return self._answer(
            ticket_id, lambda ticket, reader: ticket._accept_as(reader), thanks
        )

    @answer_route("refuse")
    def refuse_solution(self, ticket_id, reason="", **ignored):
        reason = _to_text(reason)
        thanks = request.env._("Thank you for telling us: we go on working on it.")
        return self._answer(
            ticket_id,
            lambda ticket, reader: ticket._refuse_as(reader, reason),
            thanks,
            reason,
        )

    @answer_route("approve")
    def approve(self, ticket_id, **ignored):
        thanks = request.env._("Thank you! We go on.")
        return self._answer(
            ticket_id, lambda ticket, reader: ticket._approve_as(reader), thanks
        )

    @answer_route("disapprove")
    def disapprove(self, ticket_id, reason="", **ignored):
        reason = _to_text(reason)
        thanks = request.env._("Thank you for telling us: we will get back to you.")
        return self._answer(
            ticket_id,
            lambda ticket, reader: ticket._disapprove_as(reader, reason),
            thanks,
            reason,
        )

    @answer_route("reopen")
    def reopen_ticket(self, ticket_id, reason="", **ignored):
        reason = _to_text(reason)
        thanks = request.env._("Thank you for telling us: we go on working on it.")
        return self._answer(
            ticket_id,
            lambda ticket, reader: ticket._reopen_as(reader, reason),
            thanks,
            reason,
        )

    @answer_route("rate")
    def rate_ticket(self, ticket_id, score=None, comment="", **ignored):
        score, comment = _to_int(score), _to_text(comment)
        thanks = request.env._("Thank you! This helps us to do better.")
        return self._answer(
            ticket_id,
            lambda ticket, reader: ticket._rate_as(reader, score, comment),
            thanks,
            comment,
        )

    @answer_route("close")
    def close_own_ticket(self, ticket_id, **ignored):
        thanks = request.env._("Thank you for telling us: the ticket is closed.")
        return self._answer(
            ticket_id, lambda ticket, reader: ticket._close_as(reader), thanks
        )

    def _answer(self, ticket_id, act, thanks, typed="", code=303):
        """Do what a customer has decided, and show them the ticket again.

        What cannot be is said on the page, and leaves the ticket as it was.

        :param act: takes the ticket and who asks; may return another ticket to show
        :param str thanks: what is said if it went well
        :param str typed: what they have written, which is not to be lost
        """
        try:
            ticket = self._find_ticket(ticket_id)
        except (AccessError, MissingError):
            nowhere = "/my" if code == 303 else _at(ticket_id)
            return request.redirect(nowhere, code=code)
        shown = ticket
        try:
            with request.env.cr.savepoint():
                shown = act(ticket, request.env.user) or ticket
        except UserError as refusal:
            flash = {"tone": "warning", "text": refusal.args[0]}
            draft = {"ticket": ticket_id, "text": typed[:LONGEST_ANSWER]}
            request.session[DRAFT] = draft
        else:
            if shown != ticket:
                thanks = request.env._(
                    "Thank you for telling us: we go on with it in this new ticket."
                )
            flash = {"tone": "success", "text": thanks}
            request.session.pop(DRAFT, None)
        request.session["helpdesk_flash"] = flash
        return request.redirect(_at(shown.id), code=code)

    def _prepare_ticket_values(self, ticket):
        values = super()._prepare_ticket_values(ticket)
        draft = request.session.pop(DRAFT, None) or {}
        theirs = draft.get("ticket") == ticket.id
        return {**values, "answer_draft": draft.get("text", "") if theirs else ""}


class ClosingRoute(HelpdeskTicketController):
    @http.route(
        "/ticket/close", type="http", auth="user", website=True, methods=["POST"]
    )
    def support_ticket_close(self, ticket_id=None, stage_id=None, **ignored):
        """Close a ticket in a stage that the desk offers, for helpdesk_mgmt's buttons.

        Only who may read the ticket and is its customer's; only into a stage of the
        ticket's team and company (S1, S6, S10).
        """
        ticket_id, stage_id = _to_int(ticket_id), _to_int(stage_id)
        if not ticket_id:
            return request.redirect("/my/tickets", code=302)
        # sudo: helpdesk.ticket.stage: whether it is offered is asked of the ticket
        stage = request.env["helpdesk.ticket.stage"].sudo().browse(stage_id or -1)
        return TicketAnswers()._answer(
            ticket_id,
            lambda ticket, reader: ticket._close_as(reader, stage),
            request.env._("Thank you for telling us: the ticket is closed."),
            code=302,
        )


def _to_int(given):
    """Return a number that a request gives; None for what is none, or nobody's id."""
    is_number = isinstance(given, str) and given.isascii() and given.isdigit()
    number = int(given) if is_number and len(given) <= 10 else None
    return number if number is None or number <= LARGEST_ID else None


def _to_text(given):
    """Return a text that a request gives: a file by that name is none."""
    return given if isinstance(given, str) else ""


def _at(ticket_id):
    return f"/my/ticket/{ticket_id}"
