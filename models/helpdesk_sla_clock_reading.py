"""Readings: what a clock says at the moment somebody looks at it."""

from odoo import api, fields, models

from ..logic.sla_picture import draw
from .sla_wording import Wording


class HelpdeskSlaClock(models.Model):
    _inherit = "helpdesk.sla.clock"  # pylint: disable=consider-merging-classes-inherited

    elapsed_seconds = fields.Integer(
        string="Used",
        compute="_compute_live",
        help="Seconds that count until now, in the clock's own time.",
    )
    late_seconds = fields.Integer(
        string="Late",
        compute="_compute_live",
        help="Seconds after the deadline, in the clock's own time.",
    )
    live = fields.Json(
        compute="_compute_live",
        help="What a screen needs to go on counting by itself, see logic.sla_live.",
    )
    why = fields.Text(string="Why This Date", compute="_compute_why")
    picture = fields.Json(
        compute="_compute_story",
        help="The clock's time in pieces: seconds, kind and title of each.",
    )
    story = fields.Json(
        compute="_compute_story",
        help="What has happened to the clock: instant, kind and text of each event.",
    )

    @api.depends("state", "deadline", "calendar_id", "allowed_seconds", "used_seconds")
    def _compute_live(self):
        readers = self.calendar_id._get_live_readers(fields.Datetime.now())
        for clock in self:
            left = clock.allowed_seconds - clock.used_seconds
            reader = readers[clock.clock == "business" and clock.calendar_id.id]
            if clock.state == "running":
                left = reader.get_left(clock.deadline)
            clock.live = reader.tell(left)
            clock.elapsed_seconds = clock.allowed_seconds - left
            clock.late_seconds = max(0, -left)

    def _compute_why(self):
        now = fields.Datetime.now()
        wording = self._get_wording()
        for record, projection, clock in self._project(now):
            record.why = wording.explain(projection, clock, now)

    def _compute_story(self):
        now = fields.Datetime.now()
        wording = self._get_wording()
        for record, projection, clock in self._project(now):
            record.picture = wording.paint(draw(projection, clock, now), now)
            record.story = wording.tell_story(projection, clock, now)

    def _project(self, now):
        """Give each clock with its ticket's projection, and what it is in there."""
        tickets = self.ticket_id._origin
        # sudo: helpdesk.ticket: who may read a clock may know why it says so
        projections = tickets.sudo()._project_clocks(now)
        for record in self:
            projection = projections[record.ticket_id._origin.id]
            yield record, projection, projection.clocks[record.metric]

    @api.model
    def _get_wording(self, tz=None, public=False):
        """Return who puts clocks into words, in the reader's language and zone."""
        return Wording(self.env, tz, public)
