"""Unescalated: solved where it came in, though meant for another level; and why."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .groups import ANALYSTS, LEADERS

#: ends that the desk has not decided on alone
NOT_BY_DESK = ("validated", "silence", "withdrawn")
#: ways on which a ticket comes to a level that is to attend to it
GOES_UP = ("escalated", "moved")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    no_escalation_reason = fields.Char(
        string="Solved without Escalation Because",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Why the level where tickets come in solves one that is meant for another "
        "level.",
    )
    escalation_owed = fields.Boolean(
        compute="_compute_escalation_owed",
        groups=ANALYSTS,
        help="Tickets of this type are meant for another level, and this one has been "
        "at none.",
    )

    @api.depends(
        "escalation_ids.kind",
        "escalation_ids.to_level_id",
        "level_id",
        "no_escalation_reason",
        "plan_id",
        "type_id.escalation_expected",
    )
    def _compute_escalation_owed(self):
        """Look where tickets have been, of the types that have to go somewhere."""
        for ticket in self:
            ticket.escalation_owed = (
                ticket.type_id.escalation_expected
                and not ticket.no_escalation_reason
                and bool(ticket.level_id)
                and not ticket._is_beyond_intake()
                and not ticket._has_been_elsewhere()
            )

    def _has_been_elsewhere(self):
        """Return whether a ticket was put at another level than where they come in."""
        intake = self._get_plan()._get_intake_level()
        return any(
            each.kind in GOES_UP and each.to_level_id.id != intake.id
            for each in self.escalation_ids
        )

    @api.model
    def _is_import(self):
        """Return whether a leader imports tickets: anybody can say that they do."""
        is_file = self.env.context.get("import_file")
        return bool(is_file) and self.env.user.has_group(LEADERS)

    def _find_unescalated_refusal(self):
        """Return why a ticket may not be solved where it is, or None (NAV-3.2-18).

        What the customer has decided stays decided; imports bring the past of a desk.
        """
        is_asked = not self.env.su and not self._is_import()
        if is_asked and self.closure not in NOT_BY_DESK and self.escalation_owed:
            return self._get_unescalated_refusal()
        return None

    def _is_meant_for_others(self):
        """Return whether tickets of this type go to another level anyway."""
        is_chosen = self._find_level_choices() and not self._find_next_level()
        return self.type_id.escalation_expected or bool(is_chosen)

    def _check_escalated(self):
        """Refuse to propose a solution where it may not be given.

        :raises UserError: says what to do first
        """
        for ticket in self if not self.env.su else ():
            if ticket.escalation_owed:
                raise UserError(ticket._get_unescalated_refusal())

    def _get_unescalated_refusal(self):
        return self.env._(
            "%(number)s is meant for another level (%(type)s): escalate it, or say why "
            "it is solved here.",
            number=self.number,
            type=self.type_id.name,
        )
