"""Waiting: work stands still for a reason that is said, and goes on again."""

from odoo import models
from odoo.exceptions import UserError

from ..logic.sla_history import FOR_CUSTOMER


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _prepare_write_waiting(self, vals):
        """Show a declared wait as blocked, whatever stage it is declared in."""
        if "waiting_reason" in vals and "stage_id" not in vals:
            waits = vals["waiting_reason"] and self._get_code_after(vals) != (
                "waiting_customer"
            )
            vals.setdefault("kanban_state", "blocked" if waits else "normal")

    def declare_wait(self, reason):
        """Let tickets wait: diagnosis, resolution and update stand still (5.5).

        A wait for the customer is a stage of its own; other waits are shown as blocked.

        :param str reason: a code of `waiting_reason`
        :raises UserError: a reason that there is not, or a closed ticket
        """
        self.check_access("write")
        self._check_open()
        if reason in FOR_CUSTOMER:
            self._move_to("waiting_customer", waiting_reason=reason)
        else:
            self.write({"waiting_reason": reason})

    def end_wait(self):
        """Go on with tickets that waited."""
        self.check_access("write")
        for_payment = self.filtered(lambda ticket: ticket.waiting_reason == "payment")
        for_payment._check_arrears()
        waiting = self.filtered(lambda ticket: ticket._get_wait())
        at_customer = waiting.filtered(
            lambda ticket: ticket.stage_code == "waiting_customer"
        )
        at_customer._move_to("in_progress")
        (waiting - at_customer).write({"waiting_reason": False})

    def _check_open(self):
        for ticket in self:
            if ticket.stage_id.closed:
                raise UserError(
                    self.env._("%s is closed: reopen it first.", ticket.number)
                )

    def action_end_wait(self):
        """Go on: the button of the form."""
        self.end_wait()
