from odoo import fields, models

from ..logic.playbook_steps import Row

STATES = [
    ("todo", "To do"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("waived", "Waived"),
    ("na", "Does not apply"),
]


class HelpdeskTicketStep(models.Model):
    """A step of the procedure of a ticket: who did it, when, and what shows it."""

    _name = "helpdesk.ticket.step"
    _description = "Ticket Step"
    _order = "ticket_id desc, step_id, id"
    _rec_name = "step_id"
    # who and when stand in it already
    _log_access = False

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade", readonly=True
    )
    step_id = fields.Many2one(
        "helpdesk.playbook.step",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    active = fields.Boolean(default=True, readonly=True)
    playbook_id = fields.Many2one(
        related="step_id.playbook_id", store=True, index=True, string="Procedure"
    )
    sequence = fields.Integer(related="step_id.sequence")
    phase = fields.Char(related="step_id.phase")
    mode = fields.Selection(related="step_id.mode")
    gate = fields.Selection(related="step_id.gate")
    action = fields.Selection(related="step_id.action")
    wants = fields.Selection(related="step_id.wants", string="Evidence Wanted")
    responsible = fields.Selection(related="step_id.responsible")
    company_id = fields.Many2one(related="ticket_id.company_id")
    state = fields.Selection(STATES, required=True, readonly=True, default="todo")
    evidence = fields.Text(readonly=True, help="What was written down, or a link.")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        relation="helpdesk_ticket_step_attachment_rel",
        string="Files",
        readonly=True,
    )
    message_id = fields.Many2one(
        "mail.message", string="Message", readonly=True, ondelete="set null"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Said by",
        readonly=True,
        ondelete="set null",
        help="Who of the customer said so.",
    )
    reason = fields.Char(
        readonly=True, help="Why it was waived, does not apply or has failed."
    )
    seen = fields.Json(readonly=True, help="What the check saw.")
    failures = fields.Integer(string="Times Failed", readonly=True, aggregator=None)
    done_by = fields.Many2one(
        "res.users", string="By", readonly=True, ondelete="set null"
    )
    done_at = fields.Datetime(string="When", readonly=True)

    area_activity_id = fields.Many2one(
        "mail.activity",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="What an area is asked to do, as long as the step is the next one.",
    )

    _once = models.UniqueIndex("(ticket_id, step_id)")

    def _to_row(self, step):
        """Return the step as logic knows it.

        :param Step step: as the procedure has it
        """
        # a check goes on looking, also after somebody has given what it looks for
        is_checked = step.mode == "auto" and self.state not in ("waived", "na")
        return Row(step, self.state, bool(self.done_by) and not is_checked)

    def _is_touched(self):
        """Return whether somebody has left something behind in it."""
        return bool(self.done_by or self.message_id or self.failures)
