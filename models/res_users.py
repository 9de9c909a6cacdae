from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.depends_context("formatted_display_name", "helpdesk_show_load")
    def _compute_display_name(self):
        """Show how much each has to do where the responsible of a ticket is picked."""
        super()._compute_display_name()
        context = self.env.context
        if not (
            context.get("formatted_display_name") and context.get("helpdesk_show_load")
        ):
            return
        load = self.env["helpdesk.ticket"]._get_load(self)
        for user in self:
            note = self.env._("%s open", load[user])
            user.display_name = f"{user.display_name}\t--{note}--"
