"""Triage: which team and type a ticket belongs to."""

from odoo import api, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """Keep a team that is bound to no type: it serves all of them.

        helpdesk_type takes "no types" for "none of them" and would drop the team.
        """
        if self.team_id and not self.team_id.type_ids:
            return None
        return super()._onchange_type_id()
