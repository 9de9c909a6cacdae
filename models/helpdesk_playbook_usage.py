"""Usage: how many steps a procedure has, and which tickets are in it."""

from odoo import fields, models

from .groups import ANALYSTS


class HelpdeskPlaybook(models.Model):
    _inherit = "helpdesk.playbook"  # pylint: disable=consider-merging-classes-inherited

    ticket_ids = fields.One2many(
        "helpdesk.ticket", "playbook_id", string="Tickets", groups=ANALYSTS
    )
    step_count = fields.Integer(string="Number of Steps", compute="_compute_step_count")
    open_count = fields.Integer(
        string="Open Tickets",
        compute="_compute_open_count",
        help="The tickets in this procedure that you may read.",
    )

    def _compute_step_count(self):
        counted = self.env["helpdesk.playbook.step"]._read_group(
            [("playbook_id", "in", self.ids)], ["playbook_id"], ["__count"]
        )
        counts = {playbook.id: count for playbook, count in counted}
        for playbook in self:
            playbook.step_count = counts.get(playbook.id, 0)

    def _compute_open_count(self):
        counted = self.env["helpdesk.ticket"]._read_group(
            [("playbook_id", "in", self.ids), ("closed", "=", False)],
            ["playbook_id"],
            ["__count"],
        )
        counts = {playbook.id: count for playbook, count in counted}
        for playbook in self:
            playbook.open_count = counts.get(playbook.id, 0)

    def action_view_tickets(self):
        """Show the open tickets in the procedure, by the step that is next."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_ticket_action"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": [("playbook_id", "=", self.id), ("closed", "=", False)],
            "context": {"search_default_group_playbook_step": 1},
        }
