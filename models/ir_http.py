from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Let the portal's own JavaScript speak the reader's language."""
        names = super()._get_translation_frontend_modules_name()
        return [*names, "helpdesk_support_plan"]
