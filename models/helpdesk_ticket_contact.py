"""Contact: attempts to reach somebody, and the links to do it with."""

from odoo import api, fields, models

from ..logic.sla_history import FOR_CUSTOMER
from .groups import ANALYSTS

#: why customers are written to on WhatsApp where nobody says it (NAV-2.3-09)
USUAL_REASON = "quick_update"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    contact_attempt_ids = fields.One2many(
        "helpdesk.contact.attempt", "ticket_id", string="Attempts", groups=ANALYSTS
    )
    customer_phone = fields.Char(
        string="Phone", compute="_compute_customer_links", groups=ANALYSTS
    )
    customer_phone_url = fields.Char(
        compute="_compute_customer_links",
        groups=ANALYSTS,
        help="The link that calls the customer.",
    )
    customer_whatsapp_url = fields.Char(
        compute="_compute_customer_links",
        groups=ANALYSTS,
        help="The link that writes to the customer on WhatsApp, which is no official "
        "channel.",
    )
    customer_mail_url = fields.Char(
        compute="_compute_customer_links",
        groups=ANALYSTS,
        help="The link that begins a mail to the customer.",
    )
    responsible_phone = fields.Char(
        compute="_compute_responsible_links", groups=ANALYSTS
    )
    responsible_phone_url = fields.Char(
        compute="_compute_responsible_links",
        groups=ANALYSTS,
        help="The link that calls the responsible.",
    )
    responsible_whatsapp_url = fields.Char(
        compute="_compute_responsible_links",
        groups=ANALYSTS,
        help="The link that writes to the responsible on WhatsApp.",
    )
    responsible_mail_url = fields.Char(
        compute="_compute_responsible_links",
        groups=ANALYSTS,
        help="The link that begins a mail to the responsible.",
    )

    @api.depends(
        "company_id.country_id",
        "name",
        "number",
        "partner_email",
        "partner_id.commercial_partner_id.country_id",
        "partner_id.commercial_partner_id.phone",
        "partner_id.country_id",
        "partner_id.email",
        "partner_id.phone",
    )
    def _compute_customer_links(self):
        for ticket in self:
            links = ticket._get_links("customer")
            ticket.customer_phone = links.phone
            ticket.customer_phone_url = links.call
            ticket.customer_whatsapp_url = links.chat
            ticket.customer_mail_url = links.write

    @api.depends(
        "company_id.country_id",
        "name",
        "number",
        "user_id.partner_id.commercial_partner_id.phone",
        "user_id.partner_id.country_id",
        "user_id.partner_id.email",
        "user_id.partner_id.phone",
    )
    def _compute_responsible_links(self):
        for ticket in self:
            links = ticket._get_links("responsible")
            ticket.responsible_phone = links.phone
            ticket.responsible_phone_url = links.call
            ticket.responsible_whatsapp_url = links.chat
            ticket.responsible_mail_url = links.write

    def _get_links(self, whom):
        """Return how the customer, or the responsible, can be reached.

        :param str whom: `customer` or `responsible`
        :rtype: models.res_partner_contact.Links
        """
        self.ensure_one()
        # sudo: helpdesk.ticket: how those of a ticket that the user reads are reached
        ticket = self.sudo()
        return ticket._get_contacted(whom)._get_links(
            ticket._get_subject(),
            ticket.company_id.country_id,
            # who is not known has written from somewhere
            whom == "customer" and ticket.partner_email,
        )

    def _get_subject(self):
        """Return what messages about the ticket begin with: its number and title."""
        number = self.number if self.number != "/" else False
        return ": ".join(filter(None, (number, self.name)))

    def _get_contacted(self, whom):
        """Return who the customer, or the responsible, is; empty if nobody knows."""
        return self.partner_id if whom == "customer" else self.user_id.partner_id

    def log_contact(self, medium, outcome, note=None, whom=None, reason=None):
        """Write down that somebody tried to reach the customer, or the responsible.

        The desk finds it in the conversation; the customer does not. It is no answer to
        them and ends no wait: no promised time moves (NAV-2.3-07, NAV-3.5-26). What it
        was tried for is done: the open activity to call or to contact them.

        :param str medium: `phone`, `whatsapp`, `mail` or `other`
        :param str outcome: `answered`, `no_answer` or `unreachable`
        :param str note: what was said; only the desk reads it
        :param str whom: `customer` or `responsible`; by default the customer where the
            ticket waits for them, the responsible where it lies with others, beyond the
            level at which it came in, else the customer
        :param str reason: why on WhatsApp with the customer: `contingency` or
            `quick_update`, which it is taken for
        :return: helpdesk.contact.attempt, one for each ticket, in their order
        :raises UserError: a word that there is not; it names those that there are
        """
        self.check_access("write")
        attempts = self._keep_contact(medium, outcome, note, whom, reason)
        attempts._tell_desk()
        return attempts.with_env(self.env)

    def _keep_contact(self, medium, outcome, note=None, whom=None, reason=None):
        """Write attempts down, and what the rules of escalation know of them.

        :return: helpdesk.contact.attempt, with the rights of the desk
        """
        now, note = fields.Datetime.now(), self._read_text(note)
        chosen = [(ticket, whom or ticket._propose_contacted()) for ticket in self]
        # sudo: helpdesk.contact.attempt: who may write the ticket adds to its history,
        # by nothing but this
        attempts = self.env["helpdesk.contact.attempt"].sudo()
        attempts = attempts.create(
            [
                {
                    "ticket_id": ticket.id,
                    "whom": contacted,
                    "partner_id": ticket._get_contacted(contacted).id,
                    "medium": medium,
                    "outcome": outcome,
                    "reason": _choose_reason(medium, contacted, reason),
                    "note": note,
                    "at": now,
                    "user_id": self.env.uid,
                }
                for ticket, contacted in chosen
            ]
        )
        for contacted in dict.fromkeys(contacted for _, contacted in chosen):
            reached = self.browse(t.id for t, each in chosen if each == contacted)
            reached._note(
                "contact", {"whom": contacted, "medium": medium, "outcome": outcome}
            )
        return attempts

    def _propose_contacted(self):
        """Return whom somebody wants to reach, most likely, as a code."""
        if self._get_wait() in FOR_CUSTOMER:
            return "customer"
        is_elsewhere = self._is_beyond_intake() and self.user_id != self.env.user
        return "responsible" if is_elsewhere else "customer"


def _choose_reason(medium, whom, reason):
    """Return why on WhatsApp; nobody asks for it between colleagues (A-NAV-13)."""
    if medium != "whatsapp" or whom != "customer":
        return False
    return reason or USUAL_REASON
