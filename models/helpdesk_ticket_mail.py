"""Mail: it opens tickets and answers them, and nobody gets access by being copied."""

import logging

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import email_normalize
from odoo.tools.mail import email_normalize_all, email_split_tuples

from ..logic.mail_copies import Contact, sort_copies
from .groups import ANALYSTS

_logger = logging.getLogger(__name__)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _try(self, step, *arguments):
        """Run a step of the intake apart, so that its failure takes nothing with it.

        :return: what the step returns; None if it failed, which is logged.
        :raises OperationalError: two transactions met; all has to be tried again.
        """
        try:
            with self.env.cr.savepoint():
                return step(*arguments)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            name = getattr(step, "__name__", step)
            _logger.exception("Mail intake goes on without %s, which failed", name)
            return None

    @api.model
    def _prepare_mail_intake(self, msg_dict):
        """Return the values of a ticket that a mail opens (NAV-2.3-02).

        A hook: extensions add to what super gives. If it fails, the ticket is opened
        without its values.

        :param dict msg_dict: the mail as `mail.thread.message_parse` gives it
        :rtype: dict
        """
        name, address = self._split_address(msg_dict.get("email_from"))
        channel = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_email", raise_if_not_found=False
        )
        values = {"user_id": False, "partner_name": name, "partner_email": address}
        if channel:
            values["channel_id"] = channel.id
        if not msg_dict.get("subject"):
            values["name"] = self._in_company_language().env._("No Subject")
        return values

    @api.model
    def _find_team(self, team_id):
        """Return {"team_id": …} if there is such a team, else nothing."""
        team = self.env["helpdesk.ticket.team"].browse(team_id or ()).exists()
        return {"team_id": team.id} if team else {}

    def _after_mail_intake(self, msg_dict):
        """Let the customer's colleagues follow; name the other copies in a note."""
        self.ensure_one()
        contacts = self._get_copied_contacts(msg_dict)
        customer = self.commercial_partner_id.id or None
        copies = sort_copies(contacts, customer)
        if copies.followers:
            self.message_subscribe(copies.followers)
        if copies.strangers:
            ticket = self._in_company_language()
            text = ticket.env._(
                "In copy of the mail, without access to this ticket: %(addresses)s. "
                "Add them as followers if they may read all of it.",
                addresses=", ".join(copies.strangers),
            )
            robot = self.env.ref("base.partner_root")
            ticket._message_log(body=text, author_id=robot.id)

    def _get_copied_contacts(self, msg_dict):
        """Return who else got the mail, as logic knows them.

        Without the sender and without the desk: the gateway has taken out the aliases,
        and an unknown address in To may be a mailbox that is fetched.
        """
        to, cc = (
            email_normalize_all(msg_dict.get(name) or "")
            for name in ("to_filtered", "cc_filtered")
        )
        addresses = list(dict.fromkeys(to + cc))
        partners = self._partner_find_from_emails_single(addresses, no_create=True)
        known = {partner.email_normalized: partner for partner in partners}
        sender = self._split_address(msg_dict.get("email_from"))[1]
        return [
            self._to_contact(address, known.get(address, partners.browse()))
            for address in addresses
            if address != sender and (address in known or address in cc)
        ]

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Let no employee follow because they wrote a mail: only analysts may read."""
        if self.env.context.get("helpdesk_raw_mail") and partner_ids:
            # sudo: res.partner: only whether the author of a mail is an analyst
            partners = self.env["res.partner"].sudo().browse(partner_ids)
            staff = partners.filtered(lambda partner: not partner.partner_share)
            analysts = staff.user_ids.filtered(lambda user: user.has_group(ANALYSTS))
            partner_ids = (partners - staff + analysts.partner_id).ids
        return super()._message_subscribe(
            partner_ids, subtype_ids, customer_ids=customer_ids
        )

    @api.model
    def _to_contact(self, address, partner):
        company = partner.commercial_partner_id
        is_ours = not partner.partner_share or company.ref_company_ids
        return Contact(
            address, partner.id or None, company.id or None, bool(partner and is_ours)
        )

    @api.model
    def _split_address(self, text):
        """Return (name, normalised address) of a From header; it is only claimed."""
        tuples = email_split_tuples(text or "") or [("", text or "")]
        name, address = tuples[0]
        return name, email_normalize(address) or address

    def _in_company_language(self):
        """The gateway has no user whose language could be spoken."""
        company = self[:1].company_id or self.env.company
        return self.with_context(lang=company.partner_id.lang)
