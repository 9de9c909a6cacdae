"""The mail gateway: no mail to the desk is lost, also where it cannot be read.

What cannot be read is replaced by a readable mail with the same headers, so that the
gateway decides on it as on every mail: where it goes, whether it is refused, whether it
is a bounce or a loop. The original is kept with the ticket. Mails that are not for the
desk fail as they always did, and nothing of ours stands around them.
"""

import email
import email.policy
import functools
import logging

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..logic.mail_headers import read_headers
from ..logic.mail_rescue import compose_rescue

_logger = logging.getLogger(__name__)

#: how often a mail is tried that met another transaction
TRIES = 5


class RawMail:
    """A mail as it came, and what happened to it.

    As an object of its own the context holds and compares it by identity, however large
    it is.
    """

    def __init__(self, message):
        data = getattr(message, "data", message)  # xmlrpc.client.Binary
        text = isinstance(data, str)
        self.raw = data.encode(errors="surrogatepass") if text else bytes(data)
        #: why it cannot be read
        self.error = None
        #: the ticket does not say all that the mail says
        self.is_incomplete = False
        #: the ticket that it has opened
        self.opened = None

    def rescue(self, notice):
        return compose_rescue(read_headers(self.raw), notice)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Take a mail in, and once more as a rescued one when it cannot be read.

        fetchmail, with a transaction for each mail, takes it for handled also when it
        failed: there a mail that met another transaction is tried again here. Other
        callers try again themselves.
        """
        mail = RawMail(message)
        process = functools.partial(
            super(
                MailThread, self.with_context(helpdesk_raw_mail=mail)
            ).message_process,
            model,
            custom_values=custom_values,
            save_original=save_original,
            strip_attachments=strip_attachments,
            thread_id=thread_id,
        )
        is_fetched = self.env.context.get("fetchmail_cron_running")
        for tries_left in reversed(range(TRIES if is_fetched else 1)):
            try:
                found = self._process_or_rescue(process, mail)
                if is_fetched:
                    self.env.cr.flush()
                return found
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                if not tries_left:
                    raise
                self.env.cr.rollback()

    @api.model
    def _process_or_rescue(self, process, mail):
        try:
            return process(mail.raw)
        except Exception:
            if not mail.error:
                raise
        _logger.warning("A mail cannot be read (%s); its headers go on", mail.error)
        # to read a mail writes nothing: there is nothing to be rolled back
        notice = self.env["helpdesk.ticket"]._get_rescue_notice()
        return process(mail.rescue(notice))

    @api.model
    def message_parse(self, message, save_original=False):
        mail = self.env.context.get("helpdesk_raw_mail")
        try:
            return super().message_parse(message, save_original=save_original)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:
            if mail:
                mail.error = error
            raise

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        mail = self.env.context.get("helpdesk_raw_mail")
        desk = [route for route in routes or () if route[0] == "helpdesk.ticket"]
        others = [route for route in routes or () if route not in desk]
        process = super()._message_route_process
        if mail and mail.error and others and not desk:
            raise mail.error
        if not mail or not desk:
            return process(message, message_dict, routes)
        found = False
        if others and not mail.error:
            found = process(message, dict(message_dict), others)
        for route in desk:
            found = self._process_desk_route(process, message, message_dict, route)
        return found

    @api.model
    def _process_desk_route(self, process, message, message_dict, route):
        """Take a mail in at the desk: as it is, else as a rescued one.

        :return: the id of the ticket
        """
        mail = self.env.context["helpdesk_raw_mail"]
        # sudo: helpdesk.ticket: the gateway's own work, as in what it extends
        tickets = self.env["helpdesk.ticket"].sudo()
        found = tickets._try(process, message, dict(message_dict), [route])
        if found is None:
            rescued = mail.rescue(tickets._get_rescue_notice())
            message = email.message_from_bytes(rescued, policy=email.policy.SMTP)
            message_dict = self.message_parse(message)
            author = self._message_parse_post_process(message, message_dict, [route])
            found = process(message, {**message_dict, **author}, [route])
            mail.is_incomplete = True
        if mail.error or mail.is_incomplete:
            tickets._try(tickets.browse(found)._keep_original, mail)
        return found
