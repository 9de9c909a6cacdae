"""Messages: who said something that counts. Only people, and what the customer sees."""

import contextlib

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..logic.mail_headers import is_automatic
from ..logic.sla_history import FOR_CUSTOMER

#: what people write; bots, stage mails, notices and out-of-office have other types
BY_PEOPLE = ("comment", "email", "email_outgoing")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _after_post_messages(self, message):
        """Write down an answer of the desk, or a message of the customer (5.1)."""
        self.ensure_one()
        if self.env.context.get("helpdesk_merging"):
            return  # it has been heard on another ticket
        if message.message_type not in BY_PEOPLE or self._is_automatic(message):
            return
        if self._is_of_customer(message):
            self._pass_on(message)
            self._hear_customer()
        elif not self._is_by_desk(message.author_id):
            return
        elif not self._is_public(message):
            if self._is_beyond_intake() and self._is_in_charge(message.author_id):
                self._note("internal_note", {"in_charge": True})
        # what it is a part of is a fact of its own, which says more
        elif not self.env.context.get("helpdesk_said_as"):
            self._note("public_reply")

    def _after_mass_mail_messages(self, mails):
        """Write down mails that somebody has written to several customers at once.

        Stage mails take the same way: what tells them apart is that nobody wrote them.
        """
        if not self.env.context.get("helpdesk_written_by_hand"):
            return
        by_desk = mails.filtered(lambda mail: self._is_by_desk(mail.author_id))
        self.browse(by_desk.mapped("res_id"))._note("public_reply")

    def _is_automatic(self, message):
        """Return whether a mail is no answer: a machine's, or the request itself."""
        mail = self.env.context.get("helpdesk_raw_mail")
        if message.message_type != "email" or not mail:
            return False
        return mail.opened == self or is_automatic(mail.raw)

    def _is_public(self, message):
        subtype = message.subtype_id
        return bool(subtype) and not subtype.internal and not message.is_internal

    def _is_by_desk(self, author):
        """Return whether a message's author is one of our people, no program."""
        # sudo: res.partner: only whether somebody of us is behind it
        users = author.sudo().user_ids
        return any(user.active and not user.share for user in users)

    def _is_in_charge(self, author):
        """Return whether an author is the responsible, or works at the level."""
        level = self._get_level()
        people = level.user_ids or level.team_id.user_ids
        return author in (self.user_id | people).partner_id

    def _is_of_customer(self, message):
        """Return whether the author is the customer's, whatever the kind of message."""
        # sudo: helpdesk.ticket: whose it is does not depend on who writes
        ticket, author = self.sudo(), message.sudo().author_id
        if author and author == ticket.partner_id:
            return True
        if author:
            same = author.commercial_partner_id == ticket.commercial_partner_id
            return same and not self._is_by_desk(author)
        address = email_normalize(message.email_from or "")
        return bool(address) and address == email_normalize(ticket.partner_email or "")

    def _hear_customer(self):
        """Write down a message of the customer; it ends a wait for them (5.5)."""
        # sudo: helpdesk.ticket: customers may not move tickets, but they end a wait
        ticket = self.sudo()
        ticket._mark_told()
        ticket._note("customer_reply")
        if ticket.stage_id.closed:
            ticket._hear_after_closing()
            return
        if ticket._get_wait() not in FOR_CUSTOMER:
            return
        # whatever speaks against going on, the message is taken in
        with contextlib.suppress(UserError), self.env.cr.savepoint():
            ticket._go_on()

    def _go_on(self):
        """Bring a ticket back that waited: to work, or to the new ones."""
        if self.stage_id._get_code() == "waiting_customer":
            ready = self.triaged and self.user_id and self._is_chat_identified()
            self._move_to("in_progress" if ready else "new")
        else:
            self.waiting_reason = False

    def _get_wait(self):
        """Return what the ticket waits for, as a code, or False."""
        at_customer = self.stage_id._get_code() == "waiting_customer"
        return self.waiting_reason or (at_customer and "customer")
