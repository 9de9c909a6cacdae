"""The page on which customers open a ticket, and what it asks while they write."""

import hashlib
import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.helpdesk_type.controllers.main import HelpdeskTicketControllerTypes

from ..logic.request_form import LONGEST_SUBJECT, LONGEST_TEXT, clean_line, read_id
from ..logic.uploads import MAX_FILES, clean_name

PAGE = "helpdesk_support_plan.portal_new_ticket"
#: what is wrong: with what was sent, with how much of it
WRONG, TOO_MUCH = 422, 429


class NewTicketController(HelpdeskTicketControllerTypes):
    """Instead of the pages of helpdesk_mgmt and helpdesk_type."""

    @http.route()
    def create_new_ticket(self, **given):
        """Show the form; what comes along, such as a subject, is filled in."""
        return self._show_form(given)

    @http.route(methods=["POST"])
    def submit_ticket(self, **given):
        """Open a ticket, or say on the same page what is wrong (S6, S10).

        Programs and the page's own JavaScript are answered in JSON.
        """
        tickets, key = request.env["helpdesk.ticket"], self._get_form_key(given)
        tickets._take_portal_turn()
        if sent := tickets._find_sent(key):
            return self._answer_sent(sent)
        form = tickets._read_portal_form(given)
        faults = tickets._find_portal_faults(form, given)
        uploads = []
        try:
            uploads = tickets._read_uploads(self._get_files())
        except UserError as error:
            faults["attachment"] = str(error)
        if faults:
            return self._answer_faults(given, faults)
        try:
            tickets._check_portal_rate()
        except UserError as error:
            return self._answer_faults(given, {"form": str(error)}, TOO_MUCH)
        try:
            with request.env.cr.savepoint():
                ticket = self._open_ticket(form, given, uploads, key)
        except UserError as error:
            return self._answer_faults(given, {"form": str(error)})
        self._thank_for(ticket, form)
        return self._answer_sent(ticket)

    @http.route("/new/ticket/suggest", type="jsonrpc", auth="user", methods=["POST"])
    def suggest(self, text="", **_other):
        """Return what may answer a subject before it is sent.

        :return: {"articles": [{id, title, url}], "tickets": [{id, title, number, url}]}
        """
        text = clean_line(text)[:LONGEST_SUBJECT]
        env = request.env
        articles = env["helpdesk.article"]._find_for(text, env.user) if text else ()
        return {
            "articles": [
                {
                    "id": article.id,
                    "title": article.display_name,
                    "url": article._get_help_url(),
                }
                for article in articles
            ],
            "tickets": [
                {
                    "id": ticket.id,
                    "number": ticket.number,
                    "title": ticket.name,
                    "url": f"/my/ticket/{ticket.id}",
                }
                for ticket in env["helpdesk.ticket"]._find_open_like(text)
            ],
        }

    @http.route("/new/ticket/followed", type="http", auth="user", methods=["POST"])
    def note_followed(self, kind="", record="", text="", **_other):
        """Count a suggestion that somebody followed instead of sending."""
        if key := read_id(record):
            query = clean_line(text)[:LONGEST_SUBJECT]
            request.env["helpdesk.ticket"]._note_followed(kind, key, query)
        return request.make_response("", status=204)

    def _get_files(self):
        return request.httprequest.files.getlist("attachment")

    def _open_ticket(self, form, given, uploads, key):
        """Make the ticket, the customer's own, with its files."""
        vals = self._prepare_submit_ticket_vals(**self._to_clean_fields(form, given))
        vals.update(request.env["helpdesk.ticket"]._prepare_portal_vals(form))
        vals["portal_key"] = key
        # sudo: helpdesk.ticket: customers open tickets only here; all of it is checked
        ticket = request.env["helpdesk.ticket"].sudo().create(vals)
        ticket.message_subscribe(partner_ids=request.env.user.partner_id.ids)
        ticket._attach_uploads(uploads)
        return ticket

    def _to_clean_fields(self, form, given):
        """Return the fields that helpdesk_mgmt's controller reads, of what is valid.

        The type is not among them: not everybody who opens tickets may read types.
        """
        return {
            "subject": form.subject,
            "description": form.description,
            "category": str(form.chosen["category"].id or ""),
            "team": str(form.chosen["team"].id or ""),
        }

    def _thank_for(self, ticket, form):
        """Tell on the ticket's page that it has arrived, and under which number."""
        text = request.env._(
            "Thank you, we have received it: your ticket is %s.", ticket.number
        )
        if impact := form.chosen["impact"].name:
            said = request.env._(
                "You chose “%s”; we confirm the impact when we look at it.", impact
            )
            text = f"{text} {said}"
        request.session["helpdesk_flash"] = {"tone": "success", "text": text}

    def _get_form_key(self, given):
        """Return what tells a form from others: also one that was sent, then changed.

        A form without a key of its own, such as a program sends, is like no other.
        """
        if not given.get("form_key"):
            return False
        parts = (
            given["form_key"],
            *(given.get(name) for name in ("subject", "description", "steps")),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def _wants_json(self):
        accepted = request.httprequest.accept_mimetypes
        return accepted.best == "application/json"

    def _answer_sent(self, ticket):
        url = f"/my/ticket/{ticket.id}"
        if self._wants_json():
            return request.make_json_response({"url": url})
        return request.redirect(url)

    def _answer_faults(self, given, faults, status=WRONG):
        """Say what is wrong, with everything that was typed.

        :param faults: {name of a field, or "form": one sentence}
        """
        if self._wants_json():
            return request.make_json_response({"faults": faults}, status=status)
        return self._show_form(given, faults, status)

    def _show_form(self, given, faults=None, status=200):
        form = request.env["helpdesk.ticket"]._read_portal_form(given)
        lost = [
            clean_name(file.filename) for file in self._get_files() if file.filename
        ]
        response = request.render(
            PAGE,
            {
                "page_name": "new_ticket",
                "form": form,
                "faults": faults or {},
                "lost_files": lost[:MAX_FILES],
                "form_key": secrets.token_urlsafe(12),
                "longest": {"subject": LONGEST_SUBJECT, "text": LONGEST_TEXT},
                "uploads": request.env["helpdesk.ticket"]._get_upload_terms(),
            },
        )
        response.status_code = status
        return response
