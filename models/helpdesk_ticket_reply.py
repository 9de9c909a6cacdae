"""Reply: what the customer, or whoever reads along, answers in the portal."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

#: characters that one answer may have
LONGEST_ANSWER = 20_000


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
        # sudo: helpdesk.ticket: customers may not write on it but here; who they are
        # stays who they are
        return ticket.sudo().message_post(
            author_id=reader.partner_id.id,
            body=plaintext2html(text),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=list(files),
        )
