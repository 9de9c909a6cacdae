from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _get_bills_to_pay(self):
        """Return what these customers owe on subscriptions that is overdue."""
        customers = self.commercial_partner_id.ids
        return self.env["account.move"]._find_bills_to_pay(customers=customers)
