"""Level times: how long a ticket has been at each level, added up."""

from odoo import api, fields, models

from ..logic.level_times import add_up
from .groups import ANALYSTS
from .sla_wording import Wording


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    level_short_name = fields.Char(
        related="level_id.short_name", string="At Level", groups=ANALYSTS
    )
    level_times = fields.Char(
        string="Time at Each Level",
        compute="_compute_level_times",
        groups=ANALYSTS,
        help="From when the ticket was registered until now, or until it was closed, "
        "day and night.",
    )

    @api.depends("closed_date", "create_date", "escalation_ids.at", "level_id")
    @api.depends_context("lang")
    def _compute_level_times(self):
        now = fields.Datetime.now()
        wording = Wording(self.env)
        for ticket in self:
            spans = ticket._add_up_level_times(now)
            ticket.level_times = " · ".join(
                f"{level.name} {wording.span(seconds)}"
                for level, seconds in spans.items()
            )

    def _add_up_level_times(self, now):
        """Return {level: seconds}, in the order in which they had the ticket first."""
        self.ensure_one()
        if not self.level_id or not self.create_date:
            return {}
        # sudo: helpdesk.escalation: which levels had a ticket that they may read
        moves = self.sudo().escalation_ids.sorted(lambda move: (move.at, move.id))
        end = self.closed_date if self.closed and self.closed_date else now
        spans = add_up(
            self.create_date,
            [(move.at, move.from_level_id, move.to_level_id) for move in moves],
            self._get_level(),
            end,
        )
        return {level: seconds for level, seconds in spans.items() if level}
