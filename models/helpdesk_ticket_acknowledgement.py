"""Acknowledgement: whoever asks for help hears once that it has arrived (INT-27).

A ticket is marked when it is made, and costs nothing more then; a cron sends the mails.
It is the desk that speaks, no person: it counts as no answer.
"""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import email_normalize

from ..logic.mail_headers import forbids_answer, is_robot
from .groups import ANALYSTS

_logger = logging.getLogger(__name__)

TEMPLATE = "helpdesk_support_plan.mail_template_acknowledgement"
CRON = "helpdesk_support_plan.ir_cron_acknowledge"
DUE = [("acknowledgement", "=", "due")]
#: contexts of imports, demo data and programs that want no mails
SILENT = ("import_file", "install_mode", "mail_notrack", "tracking_disable")
#: how many are sent before they are committed
BATCH = 50
#: a program that answers an acknowledgement with a new mail gets no second one
LOOP = timedelta(minutes=5)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    acknowledgement = fields.Selection(
        [("due", "On its way"), ("sent", "Sent"), ("none", "None")],
        default="none",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="Whether the customer got a message that says that the ticket has "
        "arrived.",
    )
    acknowledged_at = fields.Datetime(
        string="Acknowledged", copy=False, readonly=True, groups=ANALYSTS
    )

    _acknowledgement_due_idx = models.Index("(id) WHERE acknowledgement = 'due'")
    _acknowledged_at_idx = models.Index(
        "(acknowledged_at) WHERE acknowledged_at IS NOT NULL"
    )

    @api.model
    def _prepare_create_acknowledgement(self, vals_list):
        """Mark which new tickets are acknowledged, before they are stored.

        Only by what is known without asking; the rest is looked at before it is sent.
        """
        wanted = self._wants_acknowledgement()
        for vals in vals_list:
            known = vals.get("partner_id") or vals.get("partner_email")
            due = wanted and known and not self._is_made_closed(vals)
            vals.setdefault("acknowledgement", "due" if due else "none")

    def _wants_acknowledgement(self):
        """Return whether tickets that are made here and now are acknowledged.

        The mail gateway has nobody subscribed, too: it is told apart by its mail.
        """
        context = self.env.context
        if any(map(context.get, SILENT)):
            return False
        if mail := context.get("helpdesk_raw_mail"):
            return not forbids_answer(mail.raw)
        return not context.get("mail_create_nosubscribe")

    def _is_made_closed(self, vals):
        return (
            self.env["helpdesk.ticket.stage"].browse(vals.get("stage_id") or ()).closed
        )

    def _after_create_acknowledgement(self):
        """Have the cron look at new tickets that are to be acknowledged."""
        # sudo: helpdesk.ticket: customers may open tickets, and may not read the mark
        if any(ticket.acknowledgement == "due" for ticket in self.sudo()):
            cron = self.env.ref(CRON, raise_if_not_found=False)
            if cron:
                # sudo: ir.cron: only to let it run earlier
                cron.sudo()._trigger()

    def _acknowledge_soon(self):
        """Mark tickets that were made without the rest, as for a broken mail."""
        if self._wants_acknowledgement():
            # sudo: helpdesk.ticket: the desk's own mark
            self.sudo().acknowledgement = "due"
            self._after_create_acknowledgement()

    @api.model
    def _cron_acknowledge(self, now=None):
        """Send what is due, each once, also with several workers.

        What another one has in hand is skipped; what fails stops no other.

        :param datetime now: UTC; the present one if it is not given
        """
        now = now or fields.Datetime.now()
        tickets = self.with_context(active_test=False)
        crons, seen = self.env["ir.cron"], []
        crons._commit_progress(remaining=tickets.search_count(DUE))
        while due := tickets._find_unacknowledged(seen):
            seen += due.ids
            locked = due.try_lock_for_update()
            locked._acknowledge(now)
            if locked != due:
                # should whoever has them in hand not send them after all
                self.env.ref(CRON)._trigger(now + timedelta(minutes=1))
            if not crons._commit_progress(len(due)):
                break

    def _find_unacknowledged(self, seen):
        return self.search([*DUE, ("id", "not in", seen)], order="id", limit=BATCH)

    def _acknowledge(self, now):
        """Send the acknowledgements of these tickets; all of them are seen to then."""
        sent = self._find_to_acknowledge(now)._mail_acknowledgement()
        sent.write({"acknowledgement": "sent", "acknowledged_at": now})
        (self - sent).write({"acknowledgement": "none"})

    def _find_to_acknowledge(self, now):
        """Return the tickets whose customers are to hear of them.

        Not where it is over already, nor where nobody reads the mail; and where mails
        open tickets, one for each address in a while: against programs that answer
        each other without end.
        """
        addresses = {ticket: ticket._get_mail_address() for ticket in self}
        mute = self._find_mute_addresses({*addresses.values()} - {False})
        told = {*self._find_acknowledged_addresses(now - LOOP)} if self else set()
        found = self.browse()
        for ticket in self.filtered(lambda one: one.active and not one.stage_id.closed):
            address = addresses[ticket]
            repeated = address in told and ticket.channel_id.code == "mail"
            if address and address not in mute and not repeated:
                told.add(address)
                found |= ticket
        return found

    def _find_acknowledged_addresses(self, since):
        recent = self.search([("acknowledged_at", ">", since)])
        return (ticket._get_mail_address() for ticket in recent)

    @api.model
    def _find_mute_addresses(self, addresses):
        """Return which of these addresses are our own, or those of programs."""
        # sudo: mail.alias.domain: only whether a mail would come back to ourselves
        domains = self.env["mail.alias.domain"].sudo()
        own = domains._find_aliases(sorted(addresses)) if addresses else ()
        return {*own, *filter(is_robot, addresses)}

    def _get_mail_address(self):
        """Return the address that the ticket's customer reads mails at, or False."""
        self.ensure_one()
        # sudo: res.partner: only where a mail would go
        customer = self.partner_id.sudo()
        if customer:
            return customer.email_normalized
        return email_normalize(self.partner_email or "")

    def _mail_acknowledgement(self):
        """Mail the acknowledgements, all at once if nothing is wrong with any.

        :return: the tickets of which it went well
        """
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not self or not template:
            return self.browse()
        try:
            with self.env.cr.savepoint():
                self._mail_for_the_desk(template)
            return self
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:
            if len(self) > 1:
                return self.browse().union(
                    *(ticket._mail_acknowledgement() for ticket in self)
                )
            _logger.exception("%s could not be acknowledged", self.number)
            self._message_log(
                body=self.env._("The acknowledgement could not be sent: %s", error)
            )
            return self.browse()

    def _mail_for_the_desk(self, template):
        """Queue a mail to each customer, who also reads it in the portal.

        It is the desk itself that speaks, whoever happens to work.
        """
        # an address is not yet a contact
        desk = self.with_context(mail_composer_force_partners=False)
        mails = desk.message_mail_with_source(
            template,
            message_type="auto_comment",
            force_send=False,
            auto_delete_keep_log=True,
        )
        # a mail to many has none, and then only the desk would see it
        subtype = self.env.ref("mail.mt_comment")
        # sudo: mail.message: what has just been written, in the name of the desk
        mails.mail_message_id.sudo().subtype_id = subtype

    def _present_impact(self):
        """Return the impact in the plan's public words, or None where it has none.

        Until an analyst has classified the ticket, it is what the customer asked for
        and still has to be confirmed (INT-28, AT-51).

        :return: {name, is_confirmed}
        """
        self.ensure_one()
        # sudo: helpdesk.ticket: who may read a ticket may know what is said of it
        ticket = self.sudo()
        severity = ticket.severity_id
        if not ticket.triaged and ticket.requested_priority:
            asked = ticket.plan_id.severity_ids.filtered(
                lambda one: one.priority == ticket.requested_priority
            )
            severity = asked or severity
        if not severity:
            return None
        return {"name": severity.name, "is_confirmed": ticket.triaged}
