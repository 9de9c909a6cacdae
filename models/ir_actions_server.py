from odoo import api, fields, models
from odoo.exceptions import ValidationError


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    is_escalation_action = fields.Boolean(
        string="Offered for Escalation Rules",
        help="Managers of the help desk may choose it for their rules. It is run once "
        "for all tickets that are due.",
    )
    is_follow_up_action = fields.Boolean(
        string="Offered for Types and Tags",
        help="Managers of the help desk may choose it for what a type or a tag sets "
        "off. It is run once for each ticket.",
    )

    @api.constrains("is_escalation_action", "is_follow_up_action", "model_id")
    def _check_escalation_action(self):
        for action in self.filtered(lambda it: it.model_name != "helpdesk.ticket"):
            if action.is_escalation_action:
                raise ValidationError(
                    self.env._(
                        "“%s” is not about tickets: escalation rules run only actions "
                        "whose model is the ticket.",
                        action.name,
                    )
                )
            if action.is_follow_up_action:
                raise ValidationError(
                    self.env._(
                        "“%s” is not about tickets: types and tags run only actions "
                        "whose model is the ticket.",
                        action.name,
                    )
                )
