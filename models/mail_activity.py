from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .helpdesk_sla_policy import METRICS


class MailActivity(models.Model):
    _inherit = "mail.activity"

    sla_metric = fields.Selection(
        METRICS, string="Clock at Risk", readonly=True, help="What it warns of."
    )

    def _action_done(self, feedback=False, attachment_ids=None):
        """Leave evidence of every call to a customer (NAV-3.1-23)."""
        calls = self.filtered(
            lambda activity: activity.res_model == "helpdesk.ticket"
            and activity.activity_type_id.category == "phonecall"
        )
        if calls and is_html_empty(feedback):
            raise UserError(
                self.env._("Write down what was said in the call, then mark it done.")
            )
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
