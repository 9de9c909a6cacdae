"""The customer's home, list of tickets, and page of one, instead of helpdesk_mgmt's."""

from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..logic.uploads import MAX_FILES, clean_name

#: the largest id that PostgreSQL knows: larger ones are nobody's
LARGEST_ID = 2**31 - 1
#: tickets on a page of the list
PAGE = 30
HISTORY = "my_tickets_history"


class MyTickets(CustomerPortalHelpdesk):
    # home

    def _prepare_home_portal_values(self, counters):
        """Count on the server, so that the home says all of it without JavaScript."""
        values = super()._prepare_home_portal_values(counters)
        tickets = request.env["helpdesk.ticket"]
        if not counters and tickets.has_access("read"):
            values["helpdesk_counts"] = tickets._count_for_customer()
        return values

    # the list

    @http.route(
        ["/my/tickets", "/my/tickets/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_my_tickets(
        self, page=1, filterby=None, search=None, sortby=None, **ignored
    ):
        """Show the tickets that the user may read; what makes no sense is passed over.

        Internal users without a ticket see an empty list, as helpdesk_mgmt has it.
        """
        tickets = request.env["helpdesk.ticket"]
        if not tickets.has_access("read"):
            return request.redirect("/my")
        chosen = {
            "filterby": filterby if filterby in self._get_filters() else "open",
            "sortby": sortby if sortby in self._get_sortings() else "new",
            "search": (search or "").replace("\0", "").strip()[:100],
        }
        query = tickets._query_for_customer(chosen["filterby"], chosen["search"])
        pager = portal_pager(
            url="/my/tickets",
            url_args={key: value for key, value in chosen.items() if value},
            total=len(query),
            page=page,
            step=PAGE,
        )
        found = tickets._take_page(query, chosen["sortby"], pager["offset"], PAGE)
        request.session[HISTORY] = found.ids
        values = {
            **self._prepare_portal_layout_values(),
            **chosen,
            "page_name": "ticket",
            "pager": pager,
            "rows": self._prepare_rows(found),
            "filters": self._get_filters(),
            "sortings": self._get_sortings(),
            "counts": tickets._count_for_customer(),
            "link_to": lambda **change: (
                f"/my/tickets?{urlencode({**chosen, **change})}"
            ),
        }
        return request.render("helpdesk_support_plan.portal_my_tickets", values)

    def _get_filters(self):
        return {
            "open": request.env._("Open"),
            "waiting": request.env._("Waiting for me"),
            "solved": request.env._("Solved ones"),
            "all": request.env._("All of them"),
        }

    def _get_sortings(self):
        return {
            "new": request.env._("The newest first"),
            "promise": request.env._("The next date first"),
            "change": request.env._("The last change first"),
        }

    def _prepare_rows(self, tickets):
        """Return what the list shows of tickets, in a constant number of queries."""
        status, impacts = tickets._present_status(), tickets._present_impacts()
        promises = tickets._present_next_promises(request.env.user)
        closed = tickets._present_closing_dates(request.env.user)
        # sudo: helpdesk.ticket: names of contacts whose tickets the user may read
        readable = tickets.sudo()
        return [
            {
                "url": f"/my/ticket/{ticket.id}",
                "number": ticket.number,
                "name": ticket.name,
                "opened_by": ticket.partner_id.name or ticket.partner_name or "",
                "status": status[ticket.id],
                "impact": impacts[ticket.id],
                "promise": promises[ticket.id],
                "closed": closed[ticket.id],
            }
            for ticket in readable
        ]

    # a ticket

    @http.route(
        ["/my/ticket/<int:ticket_id>", "/my/ticket/<int:ticket_id>/<access_token>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_my_ticket(self, ticket_id, access_token=None, **ignored):
        try:
            ticket = self._find_ticket(ticket_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        return self._render_ticket(ticket)

    @http.route(
        "/my/ticket/<int:ticket_id>/reply",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def reply_to_ticket(self, ticket_id, text="", **ignored):
        """Take in what a customer answers; on an error nothing that they wrote is lost.

        A link to read the ticket does not let anybody write on it (S12).
        """
        try:
            ticket = self._find_ticket(ticket_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        text = text if isinstance(text, str) else ""  # a file by that name
        uploads = request.httprequest.files.getlist("attachment")
        refused = "attachment"
        try:
            files = ticket._read_uploads(uploads)
            refused = "text"
            with request.env.cr.savepoint():
                ticket._post_as_customer(request.env.user, text, files)
        except UserError as refusal:
            return self._refuse_reply(ticket, text, {refused: refusal.args[0]})
        request.session["helpdesk_flash"] = {
            "tone": "success",
            "text": request.env._("Thank you: we have received your message."),
        }
        return request.redirect(f"/my/ticket/{ticket.id}")

    def _refuse_reply(self, ticket, text, faults):
        """Say what is wrong with an answer; browsers send its files no second time."""
        uploads = request.httprequest.files.getlist("attachment")
        lost = [clean_name(file.filename) for file in uploads if file.filename]
        response = self._render_ticket(
            ticket, reply_text=text, faults=faults, lost_files=lost[:MAX_FILES]
        )
        response.status_code = 422
        return response

    def _find_ticket(self, ticket_id, access_token=None):
        """Return a ticket that the user, or who holds its link, may read, with sudo.

        :raises AccessError: they may not
        :raises MissingError: there is none
        """
        if ticket_id > LARGEST_ID:
            raise MissingError(request.env._("There is no such ticket."))
        # what is no token at all is not compared with one: Python would refuse to
        token = access_token if access_token and access_token.isascii() else None
        found = self._document_check_access("helpdesk.ticket", ticket_id, token)
        return found.with_context(lang=request.env.lang)

    def _render_ticket(self, ticket, **values):
        return request.render(
            "helpdesk_support_plan.portal_ticket_page",
            {**self._prepare_ticket_values(ticket), **values},
        )

    def _prepare_ticket_values(self, ticket):
        reader = request.env.user
        status = ticket._present_status()[ticket.id]
        knows = ticket._may_be_read_by(reader)
        return {
            **self._get_neighbours(ticket if knows else ticket.browse()),
            "page_name": "ticket",
            "ticket": ticket,
            "knows": knows,
            "status": status,
            "impact": ticket._present_impacts()[ticket.id],
            "promises": ticket._present_promises(reader),
            "payment": ticket._present_payment(reader),
            "question": status["waiting"] and ticket._get_question(),
            "answer": ticket._get_answer_options(reader),
            "approval": ticket._present_approval(),
            "timeline": ticket._present_timeline(reader),
            "relatives": ticket._present_relatives(reader) if knows else [],
            "flash": request.session.pop("helpdesk_flash", None),
            "reply_text": "",
            "faults": {},
            "lost_files": [],
            "uploads": ticket._get_upload_terms(),
        }

    def _get_neighbours(self, ticket):
        """Return where the tickets before and after this one are, in the list.

        By their plain addresses: who looks through a list needs no link to share.
        """
        shown = request.session.get(HISTORY, [])
        if ticket.id not in shown:
            return {}
        at = shown.index(ticket.id)
        before, after = shown[:at][-1:], shown[at + 1 :][:1]
        return {
            "prev_record": before and f"/my/ticket/{before[0]}",
            "next_record": after and f"/my/ticket/{after[0]}",
        }
