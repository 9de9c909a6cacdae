"""Triage: the type, whether the classification is complete, and its confirmation."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.escalation import HandOver
from ..logic.triage import (
    Facts,
    find_attending_level,
    find_missing,
    find_next_step,
)
from .groups import ANALYSTS
from .helpdesk_ticket_plan import LEADS_TO_LEVEL

#: what a classification may become incomplete with
CLASSIFIES = {"tag_ids", "type_id", *LEADS_TO_LEVEL}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    type_id = fields.Many2one(
        domain="['|', ('plan_ids', '=', False), ('plan_ids', 'in', [plan_id])]",
        tracking=True,
    )
    type_definition = fields.Text(
        related="type_id.description", groups=ANALYSTS, string="Type Definition"
    )
    triaged = fields.Boolean(
        string="Classified",
        copy=False,
        index=True,
        groups=ANALYSTS,
        tracking=True,
        help="An analyst has confirmed type, tags and impact.",
    )
    triage_missing = fields.Char(
        string="Missing",
        compute="_compute_next_step",
        groups=ANALYSTS,
        help="What the ticket's classification still lacks.",
    )
    next_step = fields.Selection(
        [
            ("identify", "Identify"),
            ("decide", "Decide on Arrears"),
            ("classify", "Classify"),
            ("confirm", "Confirm"),
            ("assign", "Assign"),
            ("start", "Start"),
            ("unblock", "Unblock"),
            ("work", "Work"),
            ("wait", "Wait"),
            ("done", "Nothing"),
        ],
        compute="_compute_next_step",
        groups=ANALYSTS,
        help="What brings the ticket on.",
    )

    @api.depends(
        "kanban_state",
        "module_tag_ids",
        "origin_tag_ids",
        "partner_id",
        "plan_id",
        "process_tag_ids",
        "stage_id",
        "standing_hold",
        "subscription_id",
        "triaged",
        "type_id",
        "user_id",
    )
    @api.depends_context("lang")
    def _compute_next_step(self):
        labels = self._get_missing_labels()
        for ticket in self:
            facts, terms = ticket._to_triage_facts(), ticket._get_triage_terms()
            ticket.next_step = find_next_step(facts, terms)
            missing = [] if facts.identified else [labels["customer"]]
            missing += (labels[name] for name in find_missing(facts, terms))
            ticket.triage_missing = ", ".join(missing)

    def _get_type_domain(self):
        """Return the domain of the types that are offered for the ticket's plan."""
        return [("plan_ids", "in", [False, self.plan_id.id])]

    def _to_triage_facts(self):
        """Return what is known of a ticket, as logic knows it."""
        return Facts(
            identified=bool(self.partner_id),
            has_type=self._has_type_of_plan(),
            dimensions=self._get_tagged_dimensions(),
            triaged=self.triaged,
            assigned=bool(self.user_id),
            stage=self.stage_id._get_code() or "new",
            blocked=self.kanban_state == "blocked",
            lacks_subscription=self.subscription_missing,
            measure=self.standing_hold or None,
        )

    def _has_type_of_plan(self):
        """Return whether the ticket has a type, and one that its plan offers."""
        # sudo: helpdesk.ticket.type: a plan may be another company's
        plans = self.type_id.sudo().plan_ids
        return bool(self.type_id) and (not plans or self._get_plan() in plans)

    def _get_triage_terms(self):
        return self._get_plan()._to_triage_terms()

    @api.model
    def _get_missing_labels(self):
        """Return what people call what may be missing, by the codes of logic."""
        return {
            "customer": self.env._("customer"),
            "subscription": self.env._("subscription"),
            "type": self.env._("type"),
            "module": self.env._("module"),
            "process": self.env._("process"),
            "origin": self.env._("origin"),
        }

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """Keep a team that is bound to no type: it serves all of them.

        helpdesk_type takes "no types" for "none of them" and would drop the team.
        """
        if self.team_id and not self.team_id.type_ids:
            return None
        return super()._onchange_type_id()

    @api.onchange("type_id", "module_tag_ids", "process_tag_ids", "origin_tag_ids")
    def _onchange_classification(self):
        """Warn who classifies although the first level is to do it (NAV-3.3-02)."""
        classified = self.type_id or self._get_tagged_dimensions()
        if not classified or self._may_triage() or self._origin.triaged:
            return None
        return {
            "warning": {
                "title": self.env._("The first level classifies"),
                "message": self._get_triage_refusal(),
                "type": "notification",
            }
        }

    def _may_triage(self):
        """Return whether the user may classify: who takes requests in, and leaders."""
        plan = self._get_plan()
        level = plan and plan._get_intake_level()
        return self.env.su or not level or level._is_attended_by(self.env.user)

    def _get_triage_refusal(self):
        return self.env._(
            "Tickets of the plan “%(plan)s” are classified by %(level)s.",
            plan=self._get_plan().name,
            level=self._get_plan()._get_intake_level().name,
        )

    def action_confirm_triage(self):
        """Confirm the classification of tickets: type, tags and impact (NAV-3.2-39).

        A new ticket's light turns green; the ticket goes to the level that attends its
        type; what its type and tags set off happens.

        :raises UserError: names what is missing, or who classifies
        """
        self.filtered(lambda ticket: not ticket.triaged).write({"triaged": True})

    def _find_unconfirmed(self, vals):
        """Return the tickets that a change of values confirms.

        Green in the stage of new tickets means that they are classified.
        """
        turns_green = vals.get("kanban_state") == "done"
        if not vals.get("triaged") and not turns_green:
            return self.browse()
        unconfirmed = self.filtered(lambda ticket: not ticket.triaged)
        if vals.get("triaged"):
            return unconfirmed
        return unconfirmed.filtered(lambda found: found._get_code_after(vals) == "new")

    def _find_turning_green(self, vals):
        """Return those of confirmed tickets that become ready for the next stage.

        Arrears keep a ticket red until somebody decides.
        """
        return self.filtered(
            lambda ticket: ticket._get_code_after(vals) == "new"
            and not ticket.standing_hold
        )

    def _after_create_triage(self):
        """Treat tickets that are made as classified like those that are confirmed.

        Closed ones are history that somebody imports: nothing is asked or set off.
        """
        triaged = self.filtered(lambda made: made.triaged and not made.stage_id.closed)
        triaged._complete_confirmation()
        triaged._set_off_follow_ups()
        self.filtered(lambda made: made._is_green_and_new()).action_confirm_triage()

    def _after_write_triage(self, vals, confirmed):
        """Complete a confirmation, and take back one that holds no more."""
        confirmed._complete_confirmation()
        if vals.keys() & CLASSIFIES:
            self.filtered(lambda found: found._is_confirmed_in_vain()).write(
                {"triaged": False}
            )
        if "triaged" in vals and not vals["triaged"]:
            self.filtered(lambda found: found._is_green_and_new()).write(
                {"kanban_state": "normal"}
            )

    def _is_green_and_new(self):
        return self.kanban_state == "done" and self.stage_id._get_code() == "new"

    def _is_confirmed_in_vain(self):
        """Return whether the classification has become incomplete meanwhile."""
        return (
            self.triaged
            and not self.stage_id.closed
            and bool(find_missing(self._to_triage_facts(), self._get_triage_terms()))
        )

    def _complete_confirmation(self):
        """Check the confirmation of these tickets; each goes where it is attended.

        :raises UserError: names what is missing, or who classifies
        """
        for ticket in self:
            ticket._check_may_confirm()
        for level, tickets in self.grouped(
            lambda ticket: ticket._find_attending_level()
        ).items():
            moving = tickets.filtered(lambda ticket, to=level: ticket.level_id != to)
            moving.with_context(helpdesk_hand_over=HandOver("classified")).write(
                {"level_id": level.id}
            )

    def _find_attending_level(self):
        levels = self._get_plan()._to_levels()
        found = find_attending_level(levels, self.type_id.id, self.level_id.id)
        return self.level_id.browse(found or ())

    def _check_may_confirm(self):
        if not self._may_triage():
            raise UserError(self._get_triage_refusal())
        missing = find_missing(self._to_triage_facts(), self._get_triage_terms())
        if missing:
            labels = self._get_missing_labels()
            raise UserError(
                self.env._(
                    "%(number)s cannot be confirmed yet: choose its %(missing)s.",
                    number=self.number,
                    missing=", ".join(labels[name] for name in missing),
                )
            )
