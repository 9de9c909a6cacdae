"""The links of the mail that asks for a rating: the page's rules hold for them, too."""

from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.rating.controllers.main import Rating

from ..models.helpdesk_ticket_rating import SCORES


class TicketRating(Rating):
    """Ratings of anything but tickets are left to Odoo."""

    @http.route()
    def action_open_rating(self, token, rate, **kwargs):
        """Ask what the customer thinks; looking at it says nothing."""
        rating, ticket = self._find_rated_ticket(token)
        if ticket:
            _read_score(str(rate))
            if not self._is_for_user(rating):
                return self._tell_whose_it_is(ticket)
            options = ticket._get_link_options(rating.partner_id)
            if not options["rate"] and not options["comment"]:
                return self._show_ticket(ticket)
        return super().action_open_rating(token, rate, **kwargs)

    @http.route()
    def action_submit_rating(self, token, rate=0, **kwargs):
        """Note what the customer thinks, within the rules of the ticket's page."""
        rating, ticket = self._find_rated_ticket(token)
        if not ticket or request.httprequest.method != "POST":
            return super().action_submit_rating(token, rate=rate, **kwargs)
        score, feedback = _read_score(rate), kwargs.get("feedback")
        if not self._is_for_user(rating):
            return self._tell_whose_it_is(ticket)
        words = feedback if isinstance(feedback, str) else ""
        try:
            with request.env.cr.savepoint():
                ticket._rate_by_link(rating.partner_id, score, words)
        except UserError as refusal:
            options = ticket._get_link_options(rating.partner_id)
            if options["rate"] or options["comment"]:
                # with the way back, where what they have written still stands
                raise BadRequest(refusal.args[0]) from refusal
            return self._show_ticket(ticket)
        # what is sent twice is said once
        return request.redirect(f"/rate/{token}/submit_feedback", code=303)

    def _find_rated_ticket(self, token):
        """Return the rating that a link is of, and its ticket; none of other models."""
        if "\0" in token:
            raise BadRequest()
        # sudo: rating.rating: who has the link was asked for it
        ratings = request.env["rating.rating"].sudo()
        rating = ratings.search([("access_token", "=", token)], limit=1)
        return rating, rating.ticket_id.exists()

    def _is_for_user(self, rating):
        """Return whether a rating is for this user to give.

        Whoever has the link and no login is taken for who was asked. The desk reads the
        mail in the ticket's history, and never speaks for the customer.
        """
        user = request.env.user
        if user._is_public():
            return True
        # sudo: res.partner: only whom they are of
        customer = user.partner_id.sudo().commercial_partner_id
        is_desk = user._is_internal()
        return not is_desk and customer == rating.partner_id.commercial_partner_id

    def _show_ticket(self, ticket):
        """Say on the ticket's page why it is not rated, to whoever may see it."""
        text = ticket._tell_rating_refusal(ticket._find_rating())
        request.session["helpdesk_flash"] = {"tone": "warning", "text": text}
        return request.redirect(f"/my/ticket/{ticket.id}", code=303)

    def _tell_whose_it_is(self, ticket):
        """Return Odoo's page that says who can rate it."""
        return request.render(
            "rating.rating_external_page_invalid_partner",
            {
                # sudo: ir.model: only what it is called
                "model_name": request.env["ir.model"].sudo()._get(ticket._name).name,
                "name": ticket.display_name,
                "web_base_url": ticket.get_base_url(),
            },
        )


def _read_score(given):
    """Return a score that a request gives.

    :raises BadRequest: it is none
    """
    scores = {str(score): score for score in SCORES}
    if not isinstance(given, str) or given not in scores:
        raise BadRequest()
    return scores[given]
