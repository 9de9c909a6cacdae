"""Route: where a ticket may go from its level, or why it goes nowhere."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..logic.escalation import (
    Case,
    find_choices,
    find_move_refusal,
    find_next,
    find_previous,
    find_refusal,
)
from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    may_escalate = fields.Boolean(compute="_compute_may_escalate", groups=ANALYSTS)
    may_return = fields.Boolean(compute="_compute_may_escalate", groups=ANALYSTS)

    @api.depends("level_id", "plan_id", "stage_id", "type_id")
    def _compute_may_escalate(self):
        """Offer only what there is; what is asked for all the same says why not."""
        for ticket in self:
            case = ticket._to_case()
            is_open = not ticket.stage_id.closed
            ticket.may_escalate = is_open and bool(case.intake and find_choices(case))
            ticket.may_return = is_open and bool(find_previous(case))

    def _to_case(self, type_id=None):
        """Return where a ticket is on its way, as logic knows it.

        :param int type_id: of the type that it is about to have; None: that it has
        """
        plan = self._get_plan()
        kind = self.type_id.id if type_id is None else type_id
        return Case(
            plan._get_route(kind),
            tuple(plan.level_ids.ids),
            self.level_id.id or None,
            (plan and plan._get_intake_level().id) or None,
            plan.strict_route,
        )

    def _find_next_level(self):
        """Return the level that the route proposes; empty for none, or for a choice."""
        return self._get_level().browse(find_next(self._to_case()) or ())

    def _find_level_choices(self):
        """Return the levels and areas to which the ticket may be escalated."""
        return self._get_level().browse(find_choices(self._to_case()))

    def _get_escalation_refusal(self, level=None):
        """Return why the ticket may not be escalated, as a sentence, or None.

        :param level: where somebody wants it to go; empty for the next one
        """
        if self.stage_id.closed:
            return self.env._("%s is closed: reopen it first.", self.number)
        case = self._to_case()
        refusal = find_refusal(case, level.id if level else None)
        return refusal and self._tell_refusal(refusal, case, level)

    def _tell_refusal(self, refusal, case, level):
        """Return a refusal of logic as a sentence that says what to do."""
        # sudo: helpdesk.support.level: names, for a refusal, also of another company's
        levels, level = self._get_level(), level and level.sudo()
        choices = levels.browse(find_choices(case)).mapped("name")
        names = {
            "number": self.number,
            "here": levels.name or "—",
            "level": level.name if level else "",
            "next": choices[0] if choices else "",
            "choices": format_list(self.env, choices, style="or"),
        }
        return {
            "no_levels": lambda: self.env._(
                "The plan of %(number)s has no levels: make somebody else responsible "
                "instead.",
                **names,
            ),
            "no_further": lambda: self.env._(
                "%(number)s is at “%(here)s”, the end of its route: solve it there, or "
                "return it.",
                **names,
            ),
            "choose": lambda: self.env._(
                "Choose where %(number)s goes: %(choices)s.", **names
            ),
            "foreign": lambda: self.env._(
                "“%(level)s” is no level of the plan of %(number)s: choose another.",
                **names,
            ),
            "here": lambda: self.env._(
                "%(number)s is at “%(level)s” already.", **names
            ),
            "left_out": lambda: self.env._(
                "No level is left out: %(number)s goes to “%(next)s” before "
                "“%(level)s”.",
                **names,
            ),
            "back": lambda: self.env._(
                "“%(level)s” comes before “%(here)s”: return %(number)s instead.",
                **names,
            ),
            "off_route": lambda: self.env._(
                "Tickets like %(number)s do not go to “%(level)s”: choose %(choices)s.",
                **names,
            ),
        }[refusal]()

    def _check_route(self, vals):
        """Refuse to put tickets past their route where it is strict (NAV-3.5-01 … -14).

        :raises UserError: says where they may go
        """
        if "level_id" not in vals or self.env.su or self._get_hand_over():
            return
        level = self.env["helpdesk.support.level"].browse(vals["level_id"] or ())
        for ticket in self:
            if ticket.level_id == level or ticket.stage_id.closed or "plan_id" in vals:
                continue
            kind = vals["type_id"] or False if "type_id" in vals else None
            case = ticket._to_case(kind)
            if refusal := find_move_refusal(case, level.id):
                raise UserError(ticket._tell_refusal(refusal, case, level))
