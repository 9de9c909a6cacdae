from odoo import api, models

from .groups import ANALYSTS


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.depends_context("formatted_display_name", "helpdesk_show_load")
    def _compute_display_name(self):
        """Show how much each has to do where the responsible of a ticket is picked."""
        super()._compute_display_name()
        context = self.env.context
        wanted = ("formatted_display_name", "helpdesk_show_load")
        if not all(context.get(name) for name in wanted):
            return
        if not self.env.user.has_group(ANALYSTS):
            return
        load = self.env["helpdesk.ticket"]._get_load(self)
        for user in self:
            note = self.env._("%s open", load[user])
            user.display_name = f"{user.display_name}\t--{note}--"

    def _tell_phones(self):
        """Return the numbers of those who have one, with their names, as a text."""
        # sudo: res.users: how colleagues are reached
        users = self.sudo().filtered("phone")
        return ", ".join(f"{user.name} {user.phone}" for user in users)
