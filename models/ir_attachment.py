"""Files of tickets: procedures look at them as soon as they are there."""

from odoo import api, models

TICKET = "helpdesk.ticket"


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._sync_ticket_steps()
        return files

    def write(self, vals):
        done = super().write(vals)
        if vals.keys() & {"name", "res_id", "res_model"}:
            self._sync_ticket_steps()
        return done

    def _sync_ticket_steps(self):
        """Let the steps of their tickets follow (NAV-3.4.1.N2-10)."""
        ids = {
            file.res_id
            for file in self
            if file.res_model == TICKET and file.res_id and not file.res_field
        }
        if ids:
            # sudo: helpdesk.ticket: what a step has come to does not depend on who adds
            tickets = self.env[TICKET].sudo().browse(ids).exists()
            tickets._sync_playbook()
