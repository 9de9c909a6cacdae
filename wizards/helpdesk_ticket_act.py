from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..models.helpdesk_sla_policy import METRICS

#: what can be done, and the text that is proposed for the customer
ACTS = [
    ("diagnosis", "Record the Diagnosis"),
    ("workaround", "Give a Plan B"),
    ("evaluated", "Received and Evaluated"),
    ("propose", "Propose a Solution"),
    ("solve", "Solve"),
    ("wait", "Wait"),
    ("refuse", "Solution Refused"),
    ("reopen", "Reopen"),
    ("deadline", "Set a Date by Hand"),
    ("override", "Attend in Spite of Arrears"),
]
#: where a proposed text leaves room for what is to be said
GAP = "<p>…</p>"
#: acts that say something to the customer in any case
TELLING = ("workaround", "evaluated", "propose", "solve")


class HelpdeskTicketAct(models.TransientModel):
    """Do something that a ticket's clocks take note of, and tell the customer."""

    _name = "helpdesk.ticket.act"
    _description = "Act on a Ticket"

    act = fields.Selection(ACTS, required=True, default="solve")
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    recipient = fields.Char(string="To", compute="_compute_recipient")
    body = fields.Html(
        string="Message",
        compute="_compute_body",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="The customer reads this. Leave it empty to say nothing, where that is "
        "possible.",
    )
    diagnosis_result = fields.Selection(
        selection=lambda self: self._get_options("diagnosis_result"),
        string="Result",
        default="replicated",
    )
    diagnosis_cause = fields.Text(string="Cause")
    waiting_reason = fields.Selection(
        selection=lambda self: self._get_options("waiting_reason"),
        string="Waiting for",
        default="customer",
    )
    note = fields.Char(string="Reason", help="Why. Only the desk reads it.")
    metric = fields.Selection(METRICS, string="Clock", default="resolution")
    at = fields.Datetime(
        string="New Date",
        help="Neither pauses nor another classification move it. Empty: the policies "
        "decide again.",
    )

    def _get_options(self, name):
        field = self.env["helpdesk.ticket"]._fields[name]
        return field._description_selection(self.env)

    @api.depends("ticket_id")
    def _compute_recipient(self):
        for wizard in self:
            ticket = wizard.ticket_id
            wizard.recipient = ticket.partner_id.display_name or ticket.partner_email

    @api.depends("act", "ticket_id")
    def _compute_body(self):
        for wizard in self:
            wizard.ticket_id.check_access("read")
            template = self.env.ref(
                f"helpdesk_support_plan.mail_template_act_{wizard.act}",
                raise_if_not_found=False,
            )
            ids = wizard.ticket_id.ids
            # sudo: mail.template: the desk's own text, for a ticket that the user reads
            texts = template and template.sudo()._render_field(
                "body_html", ids, compute_lang=True
            )
            wizard.body = texts and texts.get(wizard.ticket_id.id)

    def action_apply(self):
        """Do it; what is wrong with it is said before anything has happened."""
        self.ensure_one()
        ticket, note = self.ticket_id, self.note
        if GAP in (self.body or ""):
            raise UserError(
                self.env._("Write what the customer is to know in place of the “…”.")
            )
        tells = self.body and not is_html_empty(self.body)
        if tells and self.act not in TELLING:
            ticket._tell_customer(Markup(self.body))
        {
            "diagnosis": lambda: ticket.record_diagnosis(
                self.diagnosis_result, self.diagnosis_cause
            ),
            "workaround": lambda: ticket.give_workaround(self.body),
            "evaluated": lambda: ticket.confirm_evaluation(self.body),
            "propose": lambda: ticket.propose_solution(self.body),
            "solve": lambda: ticket.solve(self.body),
            "wait": lambda: ticket.declare_wait(self.waiting_reason),
            "refuse": lambda: ticket.refuse_solution(note),
            "reopen": lambda: ticket.reopen(note),
            "deadline": lambda: ticket.set_deadline(self.metric, self.at, note),
            "override": lambda: ticket.override_arrears(note),
        }[self.act]()
        return {"type": "ir.actions.act_window_close"}
