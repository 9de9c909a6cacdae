from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # what is still open of invoices: a few lines of many, which standing starts from
    _open_instalment_idx = models.Index(
        "(move_id, date_maturity) WHERE display_type = 'payment_term' "
        "AND reconciled IS NOT TRUE AND amount_residual > 0"
    )
