from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.escalation import find_unknown
from ..models.helpdesk_escalation import MOTIVES, RETURN_MOTIVES

#: what may be noted of the ticket before it goes
NOTED = (
    "investigation_steps",
    "investigation_error",
    "investigation_tried",
    "approved_by_id",
)
CHECK = Markup(
    '<li class="%(color)s"><i class="fa fa-fw %(icon)s" role="img" title="%(state)s">'
    "</i> %(label)s</li>"
)


class HelpdeskTicketEscalate(models.TransientModel):
    """Hand a ticket over to another level, or back (NAV-3.4-03 … -05).

    It says where the ticket goes, who gets it, what the next level will miss, and what
    the customer is told.
    """

    _name = "helpdesk.ticket.escalate"
    _description = "Escalate a Ticket"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    act = fields.Selection(
        [("escalate", "Escalate"), ("return", "Return")],
        required=True,
        readonly=True,
        default="escalate",
    )
    from_level_id = fields.Many2one(
        related="ticket_id.level_id", related_sudo=False, string="From"
    )
    level_id = fields.Many2one(
        "helpdesk.support.level",
        string="Goes to",
        compute="_compute_level_id",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        domain="[('id', 'in', choice_ids)]",
    )
    choice_ids = fields.Many2many(
        "helpdesk.support.level", compute="_compute_choice_ids"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Gets It",
        compute="_compute_user_id",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        domain="[('id', 'in', candidate_ids)]",
        help="The least busy of those who work now. Empty: whoever of that level takes "
        "it.",
    )
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    motive = fields.Selection(MOTIVES, string="Why", default="unsolved")
    return_motive = fields.Selection(
        RETURN_MOTIVES, string="Why It Goes Back", default="answered"
    )
    reason = fields.Char(
        string="In Detail", required=True, help="Only the desk reads it."
    )
    checklist = fields.Html(
        string="Known of It",
        compute="_compute_checklist",
        sanitize=False,
        help="The minimum diagnosis: what the next level will ask for.",
    )
    asks_diagnosis = fields.Boolean(compute="_compute_checklist")
    investigation_steps = fields.Text(string="Steps to Reproduce")
    investigation_error = fields.Text(string="Error Message")
    investigation_tried = fields.Text(string="What Was Tried")
    approval_needed = fields.Boolean(
        related="ticket_id.approval_needed", related_sudo=False
    )
    approved_by_id = fields.Many2one(
        "res.partner", string="Approved by", domain="[('id', 'in', contact_ids)]"
    )
    contact_ids = fields.Many2many("res.partner", compute="_compute_contact_ids")
    recipient = fields.Char(string="To", compute="_compute_recipient")
    body = fields.Html(
        string="Message",
        compute="_compute_body",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="The customer reads this. Leave it empty to say nothing.",
    )

    @api.model
    def default_get(self, fields_list):
        """Begin with what is noted of the ticket already."""
        values = super().default_get(fields_list)
        ticket = self.env["helpdesk.ticket"].browse(values.get("ticket_id") or ())
        if not ticket:
            return values
        ticket.check_access("read")
        if ticket._is_meant_for_others():
            values["motive"] = "belongs"
        known = {name: ticket[name] for name in NOTED if name in fields_list}
        return {**values, **ticket._convert_to_write(known)}

    @api.depends("ticket_id", "act")
    def _compute_choice_ids(self):
        for wizard in self:
            ticket = wizard._get_ticket()
            if wizard.act == "return":
                wizard.choice_ids = wizard._find_return()[0]
            else:
                wizard.choice_ids = ticket._find_level_choices().ids

    @api.depends("ticket_id", "act")
    def _compute_level_id(self):
        """Propose what the route says; an area has to be chosen (NAV-3.5-11)."""
        for wizard in self:
            if wizard.act == "return":
                wizard.level_id = wizard._find_return()[0]
            else:
                wizard.level_id = wizard._get_ticket()._find_next_level().id

    @api.depends("level_id")
    def _compute_candidate_ids(self):
        for wizard in self:
            ticket, level = wizard._get_ticket(), wizard.level_id
            people = level and level._get_people(ticket.company_id)
            wizard.candidate_ids = people or ticket.assignable_user_ids

    @api.depends("level_id")
    def _compute_user_id(self):
        """Propose who had it before, else the least busy who works now."""
        now = fields.Datetime.now()
        for wizard in self:
            before = wizard.act == "return" and wizard._find_return()[1]
            level = wizard.level_id
            wizard.user_id = (
                before
                or (level and wizard._get_ticket()._find_least_busy(level, now))
                or False
            )

    @api.depends("investigation_error", "investigation_steps", "investigation_tried")
    @api.depends_context("lang")
    def _compute_checklist(self):
        """Show what is known and what is not, also while it is being written."""
        labels = self.env["helpdesk.ticket"]._get_investigation_labels()
        for wizard in self:
            ticket = wizard._get_ticket()
            wizard.asks_diagnosis = wizard.act == "escalate" and ticket._is_diagnosed()
            known = {**ticket._to_investigation(), **wizard._get_written()}
            missing = find_unknown(known, wizard.asks_diagnosis)
            asked = [*missing, *(part for part in known if known[part])]
            items = (
                wizard._show_item(labels[part], part not in missing)
                for part in known
                if part in asked
            )
            wizard.checklist = Markup(
                '<ul class="list-unstyled d-flex flex-wrap column-gap-4 mb-0">%s</ul>'
            ) % (Markup().join(items))

    def _get_written(self):
        """Return {part of the diagnosis: whether the form says it}."""
        return {
            name: bool((self[f"investigation_{name}"] or "").strip())
            for name in ("steps", "error", "tried")
        }

    def _show_item(self, label, is_known):
        return CHECK % {
            "color": "" if is_known else "text-warning-emphasis fw-bold",
            "icon": "fa-check text-success" if is_known else "fa-square-o",
            "state": self.env._("Known") if is_known else self.env._("Missing"),
            "label": label,
        }

    @api.depends("ticket_id")
    def _compute_contact_ids(self):
        for wizard in self:
            customer = wizard._get_ticket().commercial_partner_id
            wizard.contact_ids = customer and self.env["res.partner"].search(
                [("commercial_partner_id", "=", customer.id)]
            )

    @api.depends("ticket_id")
    def _compute_recipient(self):
        for wizard in self:
            ticket = wizard._get_ticket()
            reached = wizard.act == "escalate" and ticket._is_customer_in_reach()
            known = ticket.partner_id.display_name or ticket.partner_email
            wizard.recipient = reached and known

    @api.depends("ticket_id", "act")
    def _compute_body(self):
        for wizard in self:
            ticket = wizard._get_ticket()
            wizard.body = wizard.act == "escalate" and ticket._propose_escalated()

    def _get_ticket(self):
        """Return the ticket itself, not what the form makes of it.

        :raises AccessError: it is not theirs to read
        """
        ticket = self.ticket_id._origin
        ticket.check_access("read")
        return ticket

    def _find_return(self):
        """Return (level, user) to which the ticket would go back; empty for nowhere."""
        ticket = self._get_ticket()
        if not ticket.may_return:
            return ticket.level_id.browse(), ticket.user_id.browse()
        return ticket._find_return()

    def action_apply(self):
        """Note what was found out, then hand the ticket over.

        :raises UserError: one sentence that says why not
        """
        self.ensure_one()
        ticket = self.ticket_id
        if self.act == "return":
            ticket.return_to_previous_level(
                self.reason, user=self.user_id, motive=self.return_motive
            )
        else:
            self._note_findings()
            if not self.level_id:
                raise UserError(ticket._get_escalation_refusal())
            ticket.escalate(
                self.reason,
                self.level_id,
                user=self.user_id,
                motive=self.motive,
                message=self.body or "",
            )
        return self._leave()

    def _note_findings(self):
        """Write what differs to the ticket."""
        found = {name: self[name] for name in NOTED}
        differing = {
            name: value
            for name, value in self.ticket_id._convert_to_write(found).items()
            if (self.ticket_id[name] or False) != (found[name] or False)
        }
        if differing:
            self.ticket_id.write(differing)

    def _leave(self):
        """Go back to the ticket, or to the queue if it is no longer theirs to see."""
        if self.ticket_id.has_access("read"):
            return {"type": "ir.actions.act_window_close"}
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_support_plan.helpdesk_queue_action"
        )
        return {**action, "target": "main"}
