"""Requests for information: asking the customer through the ticket itself."""

from odoo import models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def action_ask_customer(self):
        """Open the dialog with a text that asks for what is missing."""
        self.ensure_one()
        kind = "detail" if self._is_somebody_known() else "identity"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the Customer"),
            "res_model": "helpdesk.ticket.ask",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id, "default_kind": kind},
        }

    def _ask_customer(self, body):
        """Ask the customer, and wait for the answer (NAV-3.1-05, NAV-3.1-21).

        :param body: the public message, as HTML
        """
        self.ensure_one()
        self.check_access("write")
        self._tell_customer(body)
        self._move_to("waiting_customer", waiting_reason="information")
