from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.account_move_agreement import TO_PAY

#: what overdue invoices are found of; each knows its own
DEBTORS = ("helpdesk.ticket", "res.partner", "sale.subscription")


class HelpdeskPaymentAgreement(models.TransientModel):
    """Agree with a customer until when they pay (NAV-3.1-14 to -17)."""

    _name = "helpdesk.payment.agreement"
    _description = "Agree on Payment"

    move_ids = fields.Many2many(
        "account.move",
        string="Invoices",
        default=lambda self: self._find_bills(),
        domain=[
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("payment_state", "in", TO_PAY),
        ],
    )
    until = fields.Date(
        help="The last day on which the customer can pay and keep to the agreement.",
    )
    note = fields.Html(
        help="What was agreed, and with whom. It stays in the history of the invoice.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="Who follows whether the customer keeps to it.",
    )
    replaces = fields.Integer(compute="_compute_replaces")

    @api.model
    def _find_bills(self):
        """Propose what is overdue of what the wizard was opened from."""
        context = self.env.context
        if context.get("active_model") not in DEBTORS:
            return False
        debtors = self.env[context["active_model"]].browse(context.get("active_ids"))
        debtors.check_access("read")
        found = (debtor._get_bills_to_pay() for debtor in debtors)
        bills = self.env["account.move"].union(*found).with_env(self.env)
        return bills._filtered_access("write")

    @api.depends("move_ids")
    def _compute_replaces(self):
        """Count the invoices whose agreement gives way to the new one."""
        for agreement in self:
            agreed = agreement.move_ids.filtered("agreement_state")
            agreement.replaces = len(agreed)

    def action_agree(self):
        """Make an agreement on each of the invoices."""
        self.ensure_one()
        if not self.move_ids:
            raise UserError(self.env._("Choose at least one invoice to agree on."))
        if not self.until:
            raise UserError(self.env._("Say until when the customer has time to pay."))
        self.move_ids._agree(self.until, self.note, self.user_id)
        return {"type": "ir.actions.act_window_close"}
