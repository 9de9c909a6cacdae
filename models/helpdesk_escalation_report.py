"""Report: hand-overs in hours, and which of them came back."""

from itertools import pairwise

from odoo import api, fields, models
from odoo.tools import SQL

HOUR = 3600


class HelpdeskEscalation(models.Model):
    _inherit = "helpdesk.escalation"  # pylint: disable=consider-merging-classes-inherited

    held_hours = fields.Float(
        string="Hours at the Level Before",
        compute="_compute_held_hours",
        store=True,
        aggregator="avg",
        help="How long it was at the level that it came from, day and night.",
    )
    take_hours = fields.Float(
        string="Hours until Taken",
        compute="_compute_take_hours",
        store=True,
        aggregator="avg",
        help="From the hand-over until the new responsible did something, day and "
        "night. Those that nobody has taken yet do not count.",
    )
    bounces = fields.Integer(
        compute="_compute_bounces",
        store=True,
        aggregator="sum",
        help="One, if it was the next level's turn and the ticket was returned.",
    )

    @api.depends("held_seconds")
    def _compute_held_hours(self):
        for hand_over in self:
            hand_over.held_hours = hand_over.held_seconds / HOUR

    @api.depends("take_seconds", "taken_at")
    def _compute_take_hours(self):
        for hand_over in self:
            taken = hand_over.taken_at and hand_over.take_seconds / HOUR
            hand_over.take_hours = taken

    @api.depends("kind", "ticket_id.escalation_ids.kind")
    def _compute_bounces(self):
        returned = set()
        # sudo: helpdesk.ticket: a hand-over counts, whoever the ticket belongs to now
        for ticket in self.ticket_id.sudo():
            moves = ticket.escalation_ids.sorted(lambda move: (move.at, move.id))
            returned.update(
                before.id
                for before, after in pairwise(moves)
                if before.kind == "escalated" and after.kind == "returned"
            )
        for hand_over in self:
            hand_over.bounces = int(hand_over.id in returned)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """What nobody has taken yet would make the average look better than it is."""
        if aggregate_spec != "take_hours:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "AVG(%s) FILTER (WHERE %s IS NOT NULL)",
            self._field_to_sql(self._table, "take_hours", query),
            self._field_to_sql(self._table, "taken_at", query),
        )
