"""Rescue: what a ticket keeps of a mail that could not be read or taken over.

The gateway's part of it is in mail_thread.py.
"""

from odoo import api, models
from odoo.tools import plaintext2html


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _create_bare_ticket(self, msg_dict, values):
        """Open a ticket with nothing but what a ticket needs.

        None of our concerns takes part: one of them may be the reason why. The mail
        itself becomes the ticket's first message, as always.

        :param dict values: what else is known to be right
        """
        if mail := self.env.context.get("helpdesk_raw_mail"):
            mail.is_incomplete = True
        name, address = self._split_address(msg_dict.get("email_from"))
        bare = self._in_company_language().with_context(helpdesk_intake_bare=True)
        ticket = bare.create(
            {
                "name": msg_dict.get("subject") or bare.env._("No Subject"),
                "description": bare._get_rescue_notice(),
                "partner_id": msg_dict.get("author_id"),
                "partner_claimed": bool(msg_dict.get("author_id")),
                "partner_name": name,
                "partner_email": address,
                "user_id": False,
                **values,
            }
        ).with_context(helpdesk_intake_bare=False)
        ticket._try(ticket._acknowledge_soon)
        return ticket

    def _keep_original(self, mail):
        """Attach a mail as it came to an internal note.

        A note, because who answers one internally did not write to the customer, and
        because the headers of a mail tell of servers.

        :param RawMail mail: see mail_thread.py
        """
        ticket = self._in_company_language()
        original = self.env["ir.attachment"].create(
            {
                "name": "original.eml",
                "raw": mail.raw,
                "mimetype": "message/rfc822",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        ticket._message_log(
            body=ticket.env._("The mail as it came:"),
            attachment_ids=original.ids,
            author_id=self.env.ref("base.partner_root").id,
        )

    @api.model
    def _get_rescue_notice(self):
        """Return what stands in place of a text that could not be read, as HTML."""
        speaking = self._in_company_language()
        return plaintext2html(speaking.env._("This mail could not be read."))
