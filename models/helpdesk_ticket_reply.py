"""Reply: what the customer, or whoever reads along, answers in the portal."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, html2plaintext, plaintext2html

#: characters that one answer may have
LONGEST_ANSWER = 20_000
#: the same words again within this time are a second click
TWICE = timedelta(minutes=2)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _post_as_customer(self, reader, text, files=()):
        """Take in an answer that somebody writes in the portal, under their own name.

        One of the customer's people ends a wait for them by it; who follows the ticket
        from elsewhere is only heard.

        :param reader: the user who writes; they may read the ticket
        :param str text: plain
        :param files: pairs of a name and bytes, as `_read_uploads` gives them
        :return: the message
        :raises AccessError: they may not read it
        :raises UserError: it says nothing, or too much
        """
        self.ensure_one()
        ticket = self.with_user(reader)
        ticket.check_access("read")
        text = (text or "").replace("\0", "").strip()
        if not text and not files:
            raise UserError(self.env._("Please write something, or attach a file."))
        if len(text) > LONGEST_ANSWER:
            raise UserError(
                self.env._(
                    "Please write less than %s characters, or attach a file.",
                    LONGEST_ANSWER,
                )
            )
        # of two clicks the later one starts again, and finds what the first has said
        lock = "UPDATE helpdesk_ticket SET write_date = write_date WHERE id = %s"
        self.env.cr.execute(SQL(lock, self.id))
        if not files and (said := ticket._find_just_said(text)):
            return said
        # sudo: helpdesk.ticket: customers may not write on it but here; who they are
        # stays who they are
        return ticket.sudo().message_post(
            author_id=reader.partner_id.id,
            body=plaintext2html(text),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=list(files),
        )

    def _find_just_said(self, text):
        """Return the message of the user that says the same and is minutes old."""
        # sudo: mail.message: the user's own
        said = self.sudo().message_ids.filtered(
            lambda message: message.author_id == self.env.user.partner_id
            and message.message_type == "comment"
        )[:1]
        age = abs(fields.Datetime.now() - said.date) if said else TWICE
        same = html2plaintext(said.body or "").split() == text.split()
        return said if same and age < TWICE else said.browse()
