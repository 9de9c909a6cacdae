"""Payment: what the portal tells customers of invoices that hold a ticket up."""

from odoo import models

#: an alert names no more invoices than this
FEW = 3


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _present_payment(self, reader):
        """Return what a reader may know of invoices that the ticket waits for.

        Only where the plan does more than inform, and only to people of the customer
        who have logged in: whoever else reads along, by a link that was passed on or
        as a follower, is not to learn of it. Which invoices they see, Odoo's rules say.

        :param reader: the user who reads; a page's ticket comes with all rights
        :return: None, or {invoices: [{name, url}], more: whether there are others}
        """
        self.ensure_one()
        # sudo: helpdesk.ticket: whether to tell is decided here, by whose ticket it is
        ticket = self.sudo()
        is_closed = ticket.stage_id.closed
        is_cancelled = is_closed and ticket.cancel_reason == "arrears"
        if not is_cancelled and (is_closed or not ticket.standing_hold):
            return None
        if not ticket._is_reader_of_customer(reader):
            return None
        bills = ticket._get_bills_to_pay()
        if not bills:
            return None
        own = bills.with_user(reader)._filtered_access("read")
        return {
            "invoices": [
                {"name": bill.name, "url": bill.get_portal_url()} for bill in own[:FEW]
            ],
            "more": len(own) > FEW,
        }

    def _is_reader_of_customer(self, reader):
        """Return whether somebody who has logged in is of the ticket's customer."""
        customer = self.commercial_partner_id
        # sudo: res.users: only whom they are of
        whose = reader.sudo().partner_id.commercial_partner_id
        return not reader._is_public() and bool(customer) and whose == customer
