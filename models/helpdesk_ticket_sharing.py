"""Sharing: what people outside the desk reach of a ticket, and through which door."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .groups import ANALYSTS

#: how long a link that was sent still opens a ticket that has been closed
LINK_DAYS = 30


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # whoever holds it may read the ticket: it is not to be had over RPC
    access_token = fields.Char(groups=ANALYSTS)

    def _portal_ensure_token(self):
        """Return the token of the ticket's link, to who may read the ticket.

        :raises AccessError: they may not
        """
        self.check_access("read")
        # sudo: helpdesk.ticket: the link is for who may read the ticket anyway
        return super(HelpdeskTicket, self.sudo())._portal_ensure_token()

    @api.autovacuum
    def _gc_links(self):
        """Let links to tickets die that have been closed for a while.

        Mails with links are passed on, and stand in mailboxes for ever. Customers who
        log in go on reading their tickets.
        """
        before = fields.Datetime.now() - timedelta(days=LINK_DAYS)
        self.with_context(active_test=False).search(
            [
                ("closed", "=", True),
                ("closed_date", "<", before),
                ("access_token", "!=", False),
            ]
        ).access_token = False

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Keep Odoo's own door for messages and files shut for people outside.

        They write on the page of the ticket, which takes as many files as the desk
        allows and posts under their own name. Odoo's would let customers write
        internal notes, or change what they said: it asks them to be able to write.
        """
        asked = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation != "read" and self.env.user.share:
            return dict.fromkeys(asked, "write")
        return asked

    def message_post(self, **values):
        """Refuse it to people outside who call it themselves: as followers they might.

        :raises AccessError: as above
        """
        if self.env.user.share and not self.env.su:
            raise AccessError(self.env._("Please write on the page of the ticket."))
        return super().message_post(**values)

    @api.model
    def _get_thread_with_access(
        self, thread_id, *, mode="read", hash=None, pid=None, token=None, **kwargs
    ):
        """Let a link open a ticket for reading only, and nobody speak by it."""
        link = {"hash": hash, "pid": pid, "token": token} if mode == "read" else {}
        return super()._get_thread_with_access(thread_id, mode=mode, **link, **kwargs)
