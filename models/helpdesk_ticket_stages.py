"""Stages: what they mean, what it takes to reach them, and the traffic light."""

from odoo import api, fields, models
from odoo.exceptions import UserError

ANALYSTS = "helpdesk_mgmt.group_helpdesk_user_own"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # NAV-3.2-36 … -38
    kanban_state = fields.Selection(
        selection=[
            ("normal", "In progress"),
            ("done", "Ready"),
            ("blocked", "Blocked"),
        ],
        default="normal",
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
    waiting_reason = fields.Selection(
        [
            ("customer", "The customer"),
            ("information", "Information from the customer"),
            ("validation", "The customer's validation"),
            ("approval", "The customer's approval"),
            ("payment", "A payment"),
            ("provider", "Another provider"),
            ("notice", "The end of a notice period"),
            ("committee", "The development committee"),
        ],
        string="Waiting for",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="What has to happen before work on the ticket goes on.",
    )
    cancel_reason = fields.Selection(
        [
            ("arrears", "Customer in arrears"),
            ("no_service", "No active service"),
            ("duplicate", "Duplicate of another ticket"),
            ("withdrawn", "Withdrawn by the customer"),
            ("other", "Another reason"),
        ],
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Why the ticket was cancelled.",
    )
    cancel_note = fields.Char(
        string="Cancelled Because",
        copy=False,
        groups=ANALYSTS,
        help="The reason in words.",
    )

    @api.depends("stage_id.closed", "stage_id.code")
    def _compute_stage_code(self):
        for ticket in self:
            ticket.stage_code = ticket.stage_id._get_code()

    def _find_moving(self, vals):
        """Return {ticket: the code of its stage} of those that change their stage."""
        return {
            ticket: ticket.stage_id._get_code()
            for ticket in self
            if "stage_id" in vals and ticket.stage_id.id != vals["stage_id"]
        }

    def _prepare_write_stages(self, vals):
        """Add what a change of stage brings with it.

        The light starts at grey in every stage (NAV-3.2-40); a wait ends, or begins.
        """
        code = self.stage_id.browse(vals["stage_id"] or ())._get_code()
        vals.setdefault("kanban_state", "normal")
        is_waiting = code == "waiting_customer"
        vals.setdefault("waiting_reason", "customer" if is_waiting else False)
        if code == "cancelled":
            vals.update(self._prepare_cancelling(vals))
        else:
            vals.update(cancel_reason=False, cancel_note=False)

    def _prepare_cancelling(self, vals):
        """Return the reason of a cancelling that explains itself."""
        if vals.get("cancel_reason"):
            return {}
        if self.env.user.share:
            return {"cancel_reason": "withdrawn"}
        if vals.get("duplicate_id") or all(ticket.duplicate_id for ticket in self):
            return {"cancel_reason": "duplicate"}
        return {}

    def _after_write_stages(self, former):
        """Refuse a change of stage for which something is missing.

        Customers who close their own ticket in the portal need none of it, nor do
        tickets without a plan: it is the plan that asks for it.

        :param dict former: as `_find_moving` gave it
        :raises UserError: says what to do first
        """
        if self.env.user.share:
            return
        for ticket, before in former.items():
            refusal = ticket.plan_id and ticket._find_stage_refusal(before)
            if refusal:
                raise UserError(refusal)

    def _find_stage_refusal(self, before):
        """Return why a ticket may not be in its stage, as a sentence, or None."""
        after = self.stage_id._get_code()
        begun = after in ("in_progress", "solved")
        names = {"number": self.number, "stage": self.stage_id.name}
        if after == "cancelled":
            return self._find_cancel_refusal(names)
        if before == "new" and begun and self.plan_id.type_ids and not self.type_id:
            return self.env._(
                "Choose the type of %(number)s before it goes to “%(stage)s”.", **names
            )
        if before == "new" and begun and not self._is_chat_identified():
            return self.env._(
                "Ask who wrote %(number)s, name and company, before it goes to "
                "“%(stage)s”.",
                **names,
            )
        if after == "in_progress" and not self.user_id:
            return self.env._(
                "Make somebody responsible for %(number)s before it goes to "
                "“%(stage)s”.",
                **names,
            )
        return None

    def _is_chat_identified(self):
        """Return whether a ticket from the chat says whose it is (NAV-3.1-03)."""
        return self.channel_id.code != "chat" or self._is_somebody_known()

    def _find_cancel_refusal(self, names):
        reason = self.cancel_reason
        if not reason or (reason == "other" and not self.cancel_note):
            return self.env._(
                "Say why %(number)s is cancelled: use the button “Cancel”.", **names
            )
        if reason == "duplicate" and not self.duplicate_id:
            return self.env._("Say which ticket %(number)s is a duplicate of.", **names)
        return None

    def cancel(self, reason, note=None):
        """Cancel tickets (NAV-3.2-32 … -35).

        :param str reason: a code of `cancel_reason`
        :param str note: the reason in words, required for "other"
        :raises UserError: a reason that there is not, or one that is incomplete
        """
        reasons = dict(self._fields["cancel_reason"]._description_selection(self.env))
        if reason not in reasons:
            raise UserError(
                self.env._(
                    "“%(reason)s” is no reason to cancel: use one of %(known)s.",
                    reason=reason,
                    known=", ".join(reasons),
                )
            )
        self.check_access("write")
        for ticket in self:
            ticket.write(
                {
                    "stage_id": ticket._find_stage("cancelled").id,
                    "cancel_reason": reason,
                    "cancel_note": note,
                }
            )

    def _find_stage(self, code):
        """Return the first stage that counts as `code` and that the team uses.

        :raises UserError: the team has none
        """
        self.ensure_one()
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

    def action_start(self):
        """Begin to work on tickets: the stage in process."""
        for ticket in self:
            ticket.stage_id = ticket._find_stage("in_progress")

    def action_cancel(self):
        """Ask for the reason, then cancel."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel"),
            "res_model": "helpdesk.ticket.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_ids": self.ids},
        }
