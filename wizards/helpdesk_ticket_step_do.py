from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .helpdesk_ticket_act import GAP

ACTS = [
    ("done", "It is done"),
    ("skip", "Does not apply"),
    ("waive", "Waive"),
    ("reopen", "Do it again"),
]
RESULTS = [("passed", "It works"), ("failed", "It does not work")]
ANSWERS = [
    ("ask", "Ask the customer"),
    ("approved", "They approve"),
    ("refused", "They do not approve"),
]
#: what the form asks for, by what a step that is done does; else what shows it
KINDS = {"tell_customer": "tell", "ask_area": "area"}
#: steps whose message the customer reads
TELLING = ("ask_approval", "tell_customer")


class HelpdeskTicketStepDo(models.TransientModel):
    """Say what has become of a step of a procedure, with what shows it.

    The step itself judges whether that is enough; the form asks for what it wants.
    """

    _name = "helpdesk.ticket.step.do"
    _description = "Do a Step"

    step_id = fields.Many2one(
        "helpdesk.ticket.step", required=True, readonly=True, ondelete="cascade"
    )
    act = fields.Selection(ACTS, required=True, default="done")
    ticket_id = fields.Many2one(related="step_id.ticket_id", related_sudo=False)
    action = fields.Selection(related="step_id.action", related_sudo=False)
    wants = fields.Selection(related="step_id.wants", related_sudo=False)
    seen_text = fields.Char(related="step_id.seen_text", related_sudo=False)
    description = fields.Text(compute="_compute_description")
    result = fields.Selection(RESULTS, string="How It Went", default="passed")
    answer = fields.Selection(
        ANSWERS,
        compute="_compute_answer",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
    )
    kind = fields.Char(
        compute="_compute_kind", help="What the form asks for. Not shown."
    )
    is_asked = fields.Boolean(compute="_compute_is_asked")
    evidence = fields.Text(
        help="What shows that it is done. It stays with the step; only the desk reads "
        "it."
    )
    url = fields.Char(string="Address", help="Where it is found.")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        relation="helpdesk_ticket_step_do_attachment_rel",
        string="Files",
        bypass_search_access=True,
    )
    recipient = fields.Char(string="To", compute="_compute_recipient")
    body = fields.Html(
        string="Message",
        compute="_compute_body",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="The customer reads this.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Said by",
        domain="[('id', 'in', contact_ids)]",
        help="Who of the customer said so.",
    )
    contact_ids = fields.Many2many("res.partner", compute="_compute_contact_ids")
    reason = fields.Char(help="Why. Only the desk reads it.")

    @api.depends("step_id")
    def _compute_description(self):
        for wizard in self:
            # sudo: helpdesk.playbook.step: what to do, for who reads the ticket
            wizard.description = wizard._get_step().sudo().step_id.description

    @api.depends("step_id")
    def _compute_answer(self):
        """Propose to ask; once that is done, to write down what they answer."""
        for wizard in self:
            step = wizard._get_step()
            asks = step.action == "ask_approval"
            wizard.answer = asks and ("approved" if step.message_id else "ask")

    @api.depends("step_id")
    def _compute_is_asked(self):
        for wizard in self:
            wizard.is_asked = bool(wizard._get_step().message_id)

    @api.depends("act", "action", "answer", "result")
    def _compute_kind(self):
        for wizard in self:
            if wizard.act != "done":
                wizard.kind = wizard.act
            elif wizard.action == "verify":
                wizard.kind = "fail" if wizard.result == "failed" else "evidence"
            elif wizard.action == "ask_approval":
                kinds = {"ask": "ask", "refused": "fail"}
                wizard.kind = kinds.get(wizard.answer, "approve")
            else:
                wizard.kind = KINDS.get(wizard.action, "evidence")

    @api.depends("step_id")
    def _compute_recipient(self):
        for wizard in self:
            ticket = wizard._get_step().ticket_id
            known = ticket.partner_id.display_name or ticket.partner_email
            wizard.recipient = ticket._is_customer_in_reach() and known

    @api.depends("step_id")
    def _compute_body(self):
        """Propose the text that the procedure has for this step."""
        for wizard in self:
            step = wizard._get_step()
            # sudo: helpdesk.playbook.step: the desk's own text, for a ticket that the
            # user reads
            template = step.sudo().step_id.template_id
            if step.action not in TELLING or not template:
                wizard.body = False
                continue
            ticket = step.ticket_id
            texts = template._render_field("body_html", ticket.ids, compute_lang=True)
            wizard.body = texts.get(ticket.id)

    @api.depends("step_id")
    def _compute_contact_ids(self):
        for wizard in self:
            customer = wizard._get_step().ticket_id.commercial_partner_id
            wizard.contact_ids = customer and self.env["res.partner"].search(
                [("commercial_partner_id", "=", customer.id)]
            )

    def _get_step(self):
        """Return the step itself.

        :raises AccessError: its ticket is not theirs to read
        """
        step = self.step_id._origin
        step.check_access("read")
        step.ticket_id.check_access("read")
        return step

    def action_apply(self):
        """Say it; the step refuses what is not enough, before anything has happened.

        :raises UserError: one sentence that says what is missing
        """
        self.ensure_one()
        step = self._get_step()
        {
            "skip": lambda: step.skip(self.reason),
            "waive": lambda: step.waive(self.reason),
            "reopen": lambda: step.reopen_step(),
            "fail": lambda: step.mark_failed(self.reason),
            "ask": lambda: step.ask(self._get_message(), self._claim_files()),
        }.get(self.kind, lambda: self._mark_done(step))()
        return {"type": "ir.actions.act_window_close"}

    def _mark_done(self, step):
        tells = self.kind == "tell"
        step.mark_done(
            self.url if self.wants == "link" else self.evidence,
            attachments=self._claim_files(),
            message=self._get_message() if tells else None,
            contact=self.contact_id or None,
        )

    def _get_message(self):
        """Return what the customer is told; None for nothing.

        :raises UserError: the proposed text still has its gap
        """
        if GAP in (self.body or ""):
            raise UserError(
                self.env._("Write what the customer is to know in place of the “…”.")
            )
        return None if is_html_empty(self.body) else self.body

    def _claim_files(self):
        """Let the files be those of the ticket, so that others can read them."""
        # sudo: ir.attachment: only those that the user has just put into this dialog
        files = self.attachment_ids.sudo().filtered(
            lambda file: (
                file.create_uid == self.env.user
                and file.res_model == self._name
                and file.res_id in (0, self.id)
            )
        )
        files.write({"res_model": "helpdesk.ticket", "res_id": self.ticket_id.id})
        return files.with_env(self.env)
