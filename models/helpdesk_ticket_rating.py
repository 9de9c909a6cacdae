"""Rating: what customers think of how their ticket was solved, asked for once."""

import logging
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.rating.models.rating_data import (
    RATING_HAPPY_VALUE,
    RATING_NEUTRAL_VALUE,
    RATING_UNHAPPY_VALUE,
)

from .groups import ANALYSTS

_logger = logging.getLogger(__name__)

#: Odoo's own scale, of which customers see faces and words
SCORES = (RATING_UNHAPPY_VALUE, RATING_NEUTRAL_VALUE, RATING_HAPPY_VALUE)
REQUEST = "helpdesk_support_plan.mail_template_rating_request"
#: closings after which nobody is asked: they were asked on the page, or did not answer
UNASKED = ("silence", "withdrawn")
#: after this a ticket is forgotten
STALE = timedelta(days=7)
#: how many are asked before it is committed
BATCH = 50


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "rating.mixin"]

    # what the mixin shows to employees, or to everybody
    rating_avg = fields.Float(groups=ANALYSTS)
    rating_avg_text = fields.Selection(groups=ANALYSTS)
    rating_count = fields.Integer(groups=ANALYSTS)
    rating_last_feedback = fields.Text(groups=ANALYSTS)
    rating_last_image = fields.Binary(groups=ANALYSTS)
    rating_last_text = fields.Selection(groups=ANALYSTS)
    # a new ticket has none, and none is no bad one
    rating_last_value = fields.Float(
        compute="_compute_rating_last_value",
        compute_sudo=True,
        store=True,
        precompute=True,
        aggregator=None,
        groups=ANALYSTS,
    )
    rating_percentage_satisfaction = fields.Float(groups=ANALYSTS)
    rating_request = fields.Selection(
        [("due", "To be asked for"), ("asked", "Asked for")],
        string="Rating",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=ANALYSTS,
        help="Whether the customer was asked by mail what they think of the solution.",
    )

    @api.depends("rating_ids", "rating_ids.rating", "rating_ids.consumed")
    def _compute_rating_last_value(self):
        """Ask the database only of tickets that may have been rated."""
        stored = self.filtered("id")
        (self - stored).rating_last_value = 0
        return super(HelpdeskTicket, stored)._compute_rating_last_value()

    def _rating_apply_get_default_subtype_id(self):
        """Keep what somebody thinks of an analyst between them and the desk."""
        return self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")

    def _note_rating_due(self):
        """Note that customers are to be asked what they think, once in all.

        Where the desk has solved their tickets; who closes a ticket on the portal is
        asked there.
        """
        imported = self.env.context.get("import_file")
        if imported or not self.pool.ready or not self._is_desk_at_work():
            return
        # sudo: helpdesk.ticket: those that they have just solved
        solved = self.sudo().filtered(
            lambda ticket: ticket.plan_id
            and not ticket.rating_request
            and ticket.closure not in (False, *UNASKED)
        )
        if solved:
            solved.write({"rating_request": "due"})

    @api.model
    def _cron_request_ratings(self, now=None):
        """Ask customers what they think; each once, also with several workers.

        :param datetime now: UTC; the present one if it is not given
        """
        now = now or fields.Datetime.now()
        crons, seen = self.env["ir.cron"], []
        domain = [("rating_request", "=", "due")]
        crons._commit_progress(remaining=self.search_count(domain))
        while due := self.search(
            [*domain, ("id", "not in", seen)], order="id", limit=BATCH
        ):
            seen += due.ids
            due.try_lock_for_update()._request_ratings(now)
            if not crons._commit_progress(len(due)):
                break

    def _request_ratings(self, now):
        """Ask for the ratings of these tickets, where there is still something to ask.

        A ticket that was reopened meanwhile is asked about when it is solved again.
        """
        open_again = self.filtered(lambda ticket: not ticket.stage_id.closed)
        open_again.rating_request = False
        closed = self - open_again
        # first of all: whatever happens, nobody is asked twice
        closed.rating_request = "asked"
        template = self.env.ref(REQUEST, raise_if_not_found=False)
        for ticket in closed if template else ():
            if ticket._is_rating_missing() and ticket._is_fresh(now):
                ticket._request_rating(template)

    def _is_rating_missing(self):
        """Return whether a customer who reads mails has not said what they think."""
        is_solved = self.stage_id._get_code() == "solved"
        return is_solved and bool(self.partner_id.email) and not self._find_rating()

    def _is_fresh(self, now):
        return self._get_closed_at() > now - STALE

    def _mail_rating_request(self, template):
        """Queue the mail, which leaves nothing behind but that it was sent.

        Whoever has its links speaks for the customer: the desk is not to read them.
        """
        self.message_mail_with_source(
            template,
            email_layout_xmlid="mail.mail_notification_light",
            force_send=False,
            auto_delete_keep_log=False,
        )
        self._message_log(body=self.env._("The customer was asked what they think."))

    def _request_rating(self, template):
        ticket = self.with_user(SUPERUSER_ID)
        try:
            with self.env.cr.savepoint():
                ticket._mail_rating_request(template)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # one that fails stops no other
            _logger.exception("No rating of %s could be asked for", self.number)
            ticket._message_log(
                body=self.env._("No rating could be asked for: %s", error)
            )

    def _find_rating(self):
        """Return what the customer has said of the ticket, or none."""
        self.ensure_one()
        # sudo: rating.rating: the ticket's own; who is told of it is the caller's thing
        ratings = self.env["rating.rating"].sudo()
        return ratings.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("consumed", "=", True),
            ],
            limit=1,
        )

    def _rate_as(self, reader, score, comment=None):
        """Note what a customer thinks of the solution, or what went wrong.

        :param reader: a user of the ticket's customer
        :param score: 1, 3 or 5; None adds a comment to what they have said before
        :param str comment: in their words, or nothing
        :raises AccessError: they may not read the ticket, or are not the customer's
        :raises UserError: another score, or there is nothing to say something of
        """
        ticket = self._claim_as(reader)
        options = ticket._get_answer_options(reader)
        ticket._rate_for(reader.partner_id, options, score, comment)

    def _rate_by_link(self, contact, score, comment=None):
        """Note the same of whoever has the link of the mail, in who was asked's name.

        The page's rules hold. Who is logged in, and who may use the link, is the
        caller's to ask.

        :param contact: whom the mail was for, as long as they are the customer's
        :param score: 1, 3 or 5
        :raises UserError: as above
        """
        self.ensure_one()
        ticket = self._claim()
        ticket._rate_for(contact, ticket._get_link_options(contact), score, comment)

    def _get_link_options(self, contact):
        """Return what can be said by the link of the mail just now.

        :return: dict(rate, comment: bools; rated: 1, 3, 5 or None)
        """
        options = self._get_rating_options(contact)
        is_theirs = contact and contact.commercial_partner_id == (
            self.commercial_partner_id
        )
        if is_theirs and self._is_rating_open():
            return options
        return {**options, "rate": False, "comment": False}

    def _rate_for(self, contact, options, score, comment):
        comment = self._read_words(comment)
        rating = self._find_rating()
        if rating and score == rating.rating:
            if comment in ("", rating.feedback):
                return  # they have pressed it twice
            score = None
        if score is None and rating and options["comment"]:
            score = rating.rating
        elif not options["rate"]:
            raise UserError(self._tell_rating_refusal(rating))
        if score not in SCORES:
            raise UserError(self.env._("Choose one of the three faces."))
        self._keep_rating(rating, contact, score, comment)

    def _tell_rating_refusal(self, rating):
        if rating:
            return self.env._("This has been rated already. Thank you!")
        return self.env._("This ticket cannot be rated just now.")

    def _keep_rating(self, rating, contact, score, comment):
        if not rating:
            token = self._rating_get_access_token(contact)
            rating = rating.search([("access_token", "=", token)], limit=1)
        # sudo: helpdesk.ticket: its own rating, by whom it was asked of
        self.sudo().rating_apply(score, rating=rating, feedback=comment)


class RatingRating(models.Model):
    _inherit = "rating.rating"

    # Odoo lets every employee read all ratings: with this, its rules can say who reads
    # those of tickets
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        compute="_compute_ticket_id",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.depends("res_model", "res_id")
    def _compute_ticket_id(self):
        for rating in self:
            is_ticket = rating.res_model == "helpdesk.ticket"
            rating.ticket_id = is_ticket and rating.res_id
