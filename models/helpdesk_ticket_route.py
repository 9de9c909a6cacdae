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
    is_ahead,
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

    def _to_case(self):
        """Return where a ticket is on its way, as logic knows it."""
        plan = self._get_plan()
        return Case(
            plan._get_route(self.type_id.id),
            tuple(plan.level_ids.ids),
            self.level_id.id or None,
            (plan and plan._get_intake_level().id) or None,
            plan.strict_route,
            self._find_asked_level().id or None,
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
            "here": levels.browse(case.current or ()).name or "—",
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

    def _check_intake(self):
        """Refuse to open tickets beyond where they come in: that is an escalation.

        Where the route is not strict it is free, once enough is known of them. Leaders
        bring the past of another desk along.

        :raises UserError: says to escalate them, or what to note first
        """
        if self.env.su or self._is_import():
            return
        for ticket in self.filtered(lambda made: made._is_beyond_intake()):
            case, level = ticket._to_case(), ticket._get_level()
            if not is_ahead(case._replace(current=case.intake), level.id):
                continue
            if case.strict:
                raise UserError(
                    self.env._(
                        "No ticket comes in at “%s”: leave the level as it is, then "
                        "escalate the ticket.",
                        level.name,
                    )
                )
            if refusal := ticket._find_information_refusal():
                raise UserError(refusal)

    def _check_route(self, former):
        """Refuse what people have put past its route, or before enough is known of it.

        Tickets are judged as they are now, so that what is refused is rolled back
        (NAV-3.4-05, NAV-3.5-01 … -14).

        :param dict former: {ticket: (plan, level, responsible)} before the change
        :raises UserError: says where they may go, or what to note first
        """
        if self.env.su or self._get_hand_over():
            return
        for ticket, (plan, level, _user) in former.items():
            # sudo: helpdesk.ticket: who puts it elsewhere may lose it by that
            moved = ticket.sudo()
            before = level if moved.plan_id == plan else None
            is_moved = moved.level_id != level
            if refusal := is_moved and moved._find_move_refusal(before):
                raise UserError(refusal)

    def _find_move_refusal(self, former):
        """Return why nobody may put a ticket where it is by hand, or None.

        :param former: the level before; None in another plan: where tickets come in
        """
        case, level = self._to_case(), self.level_id
        here = case.intake if former is None else former.id or None
        case = case._replace(current=here)
        if refusal := find_move_refusal(case, level.id or None):
            return self._tell_refusal(refusal, case, level)
        return self._find_information_refusal() if is_ahead(case, level.id) else None
