"""Stages: what they mean, what it takes to reach them, and the traffic light."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .groups import ANALYSTS
from .telling_selection import TellingSelection

#: what a ticket may wait for
WAITING_REASONS = [
    ("customer", "The customer"),
    ("information", "Information from the customer"),
    ("validation", "The customer's validation"),
    ("approval", "The customer's approval"),
    ("payment", "A payment"),
    ("provider", "Another provider"),
    ("notice", "The end of a notice period"),
    ("committee", "The development committee"),
]


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # NAV-3.2-36 … -38
    kanban_state = TellingSelection(
        selection=[
            ("normal", "In progress"),
            ("done", "Ready"),
            ("blocked", "Blocked"),
        ],
        default="normal",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Grey: being worked on. Green: ready for the next stage; a new ticket is "
        "classified. Red: something else has to happen first.",
    )
    stage_code = fields.Char(
        compute="_compute_stage_code",
        groups=ANALYSTS,
        help="What the stage counts as.",
    )
    waiting_reason = TellingSelection(
        WAITING_REASONS,
        string="Waiting for",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="What has to happen before work on the ticket goes on.",
    )

    @api.depends("stage_id.closed", "stage_id.code")
    def _compute_stage_code(self):
        for ticket in self:
            ticket.stage_code = ticket.stage_id._get_code()

    def _find_moving(self, vals):
        """Return the tickets that change their stage."""
        if "stage_id" not in vals:
            return self.browse()
        return self.filtered(lambda ticket: ticket.stage_id.id != vals["stage_id"])

    def _get_code_after(self, vals):
        """Return what the stage will count as when these values are written."""
        if "stage_id" in vals:
            return self.stage_id.browse(vals["stage_id"] or ())._get_code()
        return self.stage_id._get_code()

    def _prepare_write_stages(self, vals):
        """Add what a change of stage brings with it.

        The light starts at grey in every stage (NAV-3.2-40); a wait ends, or begins.
        """
        code = self[:1]._get_code_after(vals)
        vals.setdefault("kanban_state", "normal")
        is_waiting = code == "waiting_customer"
        vals.setdefault("waiting_reason", "customer" if is_waiting else False)
        vals.update(self._prepare_cancelling(vals, code))
        vals.update(self._prepare_closure(code))

    def _is_desk_at_work(self):
        """Return whether analysts, or the desk's own programs, are at work.

        Requesters who close their own ticket are asked for nothing.
        """
        return self.env.user.has_group(ANALYSTS)

    def _after_create_stages(self):
        """Ask the same of tickets that an analyst opens in a later stage.

        Not in the first one of their team, whatever it counts as: no request is
        refused. Nor of an import: it may bring the past of another desk.
        """
        if self.env.su or self.env.context.get("import_file"):
            return
        for team, tickets in self.grouped("team_id").items():
            first = team._get_applicable_stages()[:1]
            tickets.filtered(lambda made, at=first: made.stage_id != at)._check_stages()

    def _after_write_stages(self, vals, moving):
        """Judge tickets as they are now, so that what is refused is rolled back."""
        judged = moving
        if vals.keys() & {"cancel_note", "cancel_reason", "duplicate_id"}:
            still = self - moving
            judged |= still.filtered(lambda ticket: ticket.stage_code == "cancelled")
        judged._check_stages()
        moving._note_rating_due()

    def _check_stages(self):
        """Refuse a stage for which something is missing.

        It is the plan that asks for it: tickets without one need nothing.

        :raises UserError: says what to do first
        """
        for ticket in self if self._is_desk_at_work() else ():
            refusal = ticket.plan_id and ticket._find_stage_refusal()
            if refusal:
                raise UserError(refusal)

    def _find_stage_refusal(self):
        """Return why a ticket may not be in its stage, as a sentence, or None."""
        code = self.stage_id._get_code()
        begun = code in ("in_progress", "solved")
        names = {"number": self.number, "stage": self.stage_id.name}
        if not code:
            return self.env._("Choose the stage of %s.", self.number)
        if code == "cancelled":
            return self._find_cancel_refusal()
        if begun and (refusal := self._find_arrears_refusal()):
            return refusal
        if begun and self._get_plan().type_ids and not self.type_id:
            return self.env._(
                "Choose the type of %(number)s before it goes to “%(stage)s”.", **names
            )
        if begun and not self._is_chat_identified():
            return self.env._(
                "Ask who wrote %(number)s, name and company, before it goes to "
                "“%(stage)s”.",
                **names,
            )
        if code == "in_progress" and not self.user_id:
            return self.env._(
                "Make somebody responsible for %(number)s before it goes to "
                "“%(stage)s”.",
                **names,
            )
        return self._find_solved_refusal() if code == "solved" else None

    def _find_solved_refusal(self):
        """Return why a ticket may not be solved as it is, as a sentence, or None."""
        return self._find_validation_refusal() or self._find_unescalated_refusal()

    def _is_chat_identified(self):
        """Return whether a ticket from the chat says whose it is (NAV-3.1-03)."""
        return self.channel_id.code != "chat" or self._is_somebody_known()

    def _find_stage(self, code):
        """Return the first stage that counts as `code` and that the team uses.

        :raises UserError: the team has none
        """
        stages = self.team_id._get_applicable_stages()
        found = stages.filtered(lambda stage: stage._get_code() == code)
        if not found:
            labels = dict(stages._fields["code"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The team has no stage that counts as “%(code)s”: add one.",
                    code=labels[code],
                )
            )
        return found.sorted(lambda stage: (stage.code != code, stage.sequence))[0]

    def _move_to(self, code, **values):
        """Move tickets to the stage that counts as `code`, each to its team's."""
        for tickets in self.grouped("team_id").values():
            tickets.write({"stage_id": tickets._find_stage(code).id, **values})

    def action_start(self):
        """Begin to work on tickets: the stage in process."""
        self._move_to("in_progress")
