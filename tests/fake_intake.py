"""An addon that extends the intake, as somebody else would write it.

Imported only by the test that loads it: to import a model is to define it.
"""

from odoo import api, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _prepare_mail_intake(self, msg_dict):
        values = super()._prepare_mail_intake(msg_dict)
        subject = msg_dict["subject"]
        if subject.startswith("Falla"):
            raise ValueError("an extension with a mistake")
        if subject.startswith("Urgente"):
            values["priority"] = "3"
        if subject.startswith("Rota"):
            values["category_id"] = -1
        return values
