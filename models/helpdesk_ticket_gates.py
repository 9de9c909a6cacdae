"""Gates: steps that have to be settled before a ticket is handed over or solved."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..exceptions import StepsMissing
from ..logic.escalation import is_ahead
from ..logic.playbook_steps import (
    find_hand_over,
    find_hand_over_blockers,
    find_intake_blockers,
    find_leading,
    find_solve_blockers,
)
from .groups import LEADERS
from .helpdesk_ticket_validation import UNPROPOSED

#: ways to another level that no gate holds back: it goes back, or is sorted
FREE = ("returned", "classified")


class HelpdeskTicket(models.Model):
    """Gates hold for everybody, on every way: forms, lists, imports, programs, root.

    Requirement NAV-3.4.1: "gate". Only the desk's own escalation rules hand tickets
    over all the same, because nobody took care of them; it is noted.
    """

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _find_blockers(self, find):
        """Return the steps that hold a ticket back, as it is now.

        :param find: a function of logic.playbook_steps: rows in, those that block out
        :rtype: helpdesk.ticket.step
        """
        self.ensure_one()
        found = [row.step.id for row in find(self._get_step_rows())]
        # sudo: helpdesk.ticket: what holds it back does not depend on who asks
        rows = self.sudo().step_ids.filtered(lambda row: row.step_id.id in found)
        return rows.sorted(lambda row: found.index(row.step_id.id)).with_env(self.env)

    def _find_solve_blockers(self):
        """Return the steps that hold the solution of a ticket back."""
        return self._find_blockers(find_solve_blockers)

    def _find_hand_over_blockers(self, level):
        """Return the steps that hold back to hand a ticket up to a level or area.

        :param level: the helpdesk.support.level
        """
        # sudo: helpdesk.support.level: which one it is, also another company's
        code, kind = level.sudo().code, level.sudo().kind
        return self._find_blockers(
            lambda rows: find_hand_over_blockers(rows, code, kind == "level")
        )

    def _find_asked_level(self):
        """Return where the ticket's procedure takes it next; empty for nowhere.

        :rtype: helpdesk.support.level
        """
        hand_over = find_hand_over(self._get_step_rows()) if self.playbook_id else None
        target = hand_over and hand_over.step.target
        return self._get_plan()._get_level(target or "")

    def _check_solve_gates(self):
        """Refuse to solve tickets, or to propose a solution, before their gates.

        :raises StepsMissing: names what is missing
        """
        judged = self.filtered("playbook_id")
        if not judged:
            return
        # also those that were moved to their last stage just now
        judged._sync_steps(fields.Datetime.now())
        for ticket in judged:
            missing = ticket._find_solve_blockers()
            if missing:
                says = self.env._("%s cannot be solved yet.", ticket.number)
                raise ticket._refuse_for(missing, says)

    def _check_closing_gates(self, moving):
        """Refuse to solve tickets that were moved to their stage just now.

        :param moving: those of these tickets that changed their stage
        """
        solved = moving.filtered(
            lambda ticket: (
                ticket.playbook_id and ticket.stage_id._get_code() == "solved"
            )
        )
        solved._check_solve_gates()

    def _find_held_back(self, vals):
        """Return what holds tickets back that are about to be handed up.

        They are judged as they are before: the hand-over itself settles a step.

        :param dict vals: what is about to be written
        :return: {ticket: the helpdesk.ticket.step records that are missing}
        """
        hand_over = self._get_hand_over()
        if not vals.get("level_id") or (hand_over and hand_over.kind in FREE):
            return {}
        level = self.level_id.browse(vals["level_id"])
        self._sync_playbook()
        return {
            ticket: ticket._find_hand_over_blockers(level)
            for ticket in self.filtered("playbook_id")
            if is_ahead(ticket._to_case(), level.id) or ticket._is_led_to(level)
        }

    def _is_led_to(self, level):
        """Return whether a step that is still to come takes the ticket to a level.

        From an area to a level is no way up; its gates hold it back all the same.
        """
        # sudo: helpdesk.support.level: which one it is, also another company's
        return bool(find_leading(self._get_step_rows(), level.sudo().code))

    def _check_hand_over_gates(self, held):
        """Refuse to hand tickets up before their gates; note it where a rule does.

        :param dict held: as `_find_held_back` has found it
        :raises StepsMissing: names what is missing
        """
        hand_over = self._get_hand_over()
        for ticket, missing in held.items():
            ticket._hold_back(missing, bool(hand_over and hand_over.rule))

    def _hold_back(self, missing, is_rule=False):
        """Refuse a hand-over for steps that are missing; note it where a rule does."""
        if missing and is_rule:
            self._message_log(
                body=self.env._(
                    "Handed over by itself although the procedure lacks: %s.",
                    self._name_steps(missing),
                )
            )
        elif missing:
            # sudo: helpdesk.ticket: who hands it over may lose it by that
            says = self.env._("%s cannot be handed over yet.", self.sudo().number)
            raise self._refuse_for(missing, says)

    def _take_back_proposals(self):
        """Take solutions back that were proposed before a gate was there.

        A procedure may come, or a branch of it, after the customer was told.
        """
        for ticket in self.filtered(lambda it: it.validation_state == "proposed"):
            missing = ticket._find_solve_blockers()
            if missing:
                ticket._note_validation("none", **UNPROPOSED)
                ticket._message_log(
                    body=self.env._(
                        "The proposed solution is taken back. Missing in the "
                        "procedure: %s.",
                        self._name_steps(missing),
                    )
                )
                ticket._try_wait(ticket._go_on)

    def _check_intake_gates(self):
        """Hold the gates of tickets that people open solved, or beyond the intake."""
        self._check_closing_gates(self)
        for ticket in self.filtered("playbook_id"):
            if ticket._is_beyond_intake() and not ticket._is_import():
                ticket._hold_back(ticket._find_blockers(find_intake_blockers))

    def _refuse_for(self, missing, says):
        """Return the refusal for steps that are missing.

        :param str says: what cannot be done, in the user's language
        :rtype: StepsMissing
        """
        what = self.env._("Missing in its procedure: %s.", self._name_steps(missing))
        may_override = self.env.user.has_group(LEADERS)
        return StepsMissing(f"{says} {what}", self, missing, may_override)

    def _name_steps(self, steps):
        # sudo: helpdesk.ticket.step: the names of steps are no secret to analysts
        return format_list(self.env, steps.sudo().step_id.mapped("name"))

    def override_gates(self, reason):
        """Set aside what holds tickets back, for leaders; it is logged.

        :param str reason: why, required; it stays on each step
        :raises UserError: no reason, no leader, closed, or nothing holds it back
        """
        self.check_access("write")
        reason = self._get_reason(reason)
        self._sync_playbook()
        for ticket in self:
            missing = ticket._find_solve_blockers()
            if not missing:
                raise UserError(
                    self.env._("Nothing holds %s back: go on.", ticket.number)
                )
            missing.waive(reason)
