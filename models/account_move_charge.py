"""Invoices of what a ticket costs besides: the ticket follows what becomes of them."""

from odoo import models

#: what is paid, also where the bank has yet to confirm it
PAID = ("paid", "in_payment")


class AccountMove(models.Model):
    _inherit = "account.move"  # pylint: disable=consider-merging-classes-inherited

    def _get_charge_state(self):
        """Return what has become of a charge: see `charge_state` of tickets."""
        if not self:
            return False
        if self.state == "cancel" or self.payment_state == "reversed":
            return "cancelled"
        if self.state != "posted":
            return "draft"
        return "paid" if self.payment_state in PAID else "posted"

    def _post(self, soft=True):
        """Let tickets go on whose charge is invoiced now (NAV-3.4.1.N1-17)."""
        posted = super()._post(soft)
        posted._sync_charged_tickets()
        return posted

    def _invoice_paid_hook(self):
        """Let tickets go on whose charge is paid now (NAV-3.4.1.N1-18)."""
        done = super()._invoice_paid_hook()
        self._sync_charged_tickets()
        return done

    def _sync_charged_tickets(self):
        # sudo: helpdesk.ticket: whoever makes invoices may see no tickets
        tickets = self.env["helpdesk.ticket"].sudo()
        charged = tickets.search(
            [("charge_invoice_id", "in", self.ids), ("closed", "=", False)]
        )
        if charged:
            charged._sync_playbook()
