from odoo import api, fields, models
from odoo.exceptions import ValidationError


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    is_escalation_action = fields.Boolean(
        string="Offered for Escalation Rules",
        help="Managers of the help desk may choose it for their rules. It is run once "
        "for all tickets that are due.",
    )

    @api.constrains("is_escalation_action", "model_id")
    def _check_escalation_action(self):
        for action in self:
            if action.is_escalation_action and action.model_name != "helpdesk.ticket":
                raise ValidationError(
                    self.env._(
                        "“%s” is not about tickets: escalation rules run only actions "
                        "whose model is the ticket.",
                        action.name,
                    )
                )
