"""What changes on an invoice changes how its customer stands."""

from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"  # pylint: disable=consider-merging-classes-inherited

    def _compute_payment_state(self):
        """Let standing follow, which depends on this by paths that Odoo cannot see."""
        done = super()._compute_payment_state()
        self.env["helpdesk.standing"]._forget()
        return done

    def _invoice_paid_hook(self):
        """Let tickets go on that waited for the payment."""
        done = super()._invoice_paid_hook()
        self.env["helpdesk.ticket"]._release_soon()
        return done
