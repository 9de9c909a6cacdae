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
    ("accept", "Solution Accepted"),
    ("refuse", "Solution Refused"),
    ("waive", "Solve Without Validation"),
    ("reopen", "Reopen"),
    ("deadline", "Set a Date by Hand"),
    ("override", "Attend in Spite of Arrears"),
    ("knowledge", "Say What Is Reusable"),
]
#: what a solved ticket may leave behind for the next one like it
KNOWLEDGE = [
    ("draft", "A new draft, from this ticket"),
    ("article", "An article that is there"),
    ("none", "Nothing reusable"),
]
#: acts that ask for it: where a solution is given
ASKS_KNOWLEDGE = ("propose", "solve", "knowledge")
#: acts after which the ticket is solved, or about to be
SOLVING = ("propose", "solve", "waive")
#: where a proposed text leaves room for what is to be said
GAP = "<p>…</p>"
#: acts that say by themselves what the customer is told
TELLING = ("workaround", "evaluated", "propose", "solve", "waive")
#: acts that some plans leave to the level at which tickets come in
FORMAL = ("workaround", "propose", "solve")


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
    validator_id = fields.Many2one(
        "res.partner",
        string="Accepted by",
        compute="_compute_validator_id",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="Who of the customer said so.",
    )
    validator_ids = fields.Many2many(
        "res.partner",
        compute="_compute_validator_ids",
        help="Who may approve solutions for the customer.",
    )
    metric = fields.Selection(METRICS, string="Clock", default="resolution")
    at = fields.Datetime(
        string="New Date",
        help="Neither pauses nor another classification move it. Empty: the policies "
        "decide again.",
    )

    formal_contact = fields.Char(compute="_compute_formal_contact")
    asks_no_escalation = fields.Boolean(compute="_compute_asks_no_escalation")
    no_escalation_reason = fields.Char(
        string="Not Escalated Because",
        help="Tickets of this type are meant for another level. Only the desk reads "
        "it.",
    )
    asks_correction = fields.Boolean(compute="_compute_asks_correction")
    correction_kind = fields.Selection(
        selection=lambda self: self._get_options("correction_kind"),
        string="Kind of Correction",
        compute="_compute_correction_kind",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="What it took to put it right.",
    )
    asks_knowledge = fields.Boolean(compute="_compute_asks_knowledge")
    knowledge = fields.Selection(
        KNOWLEDGE,
        string="For the Next Time",
        compute="_compute_knowledge",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="What others can use of it when the same happens again.",
    )
    article_id = fields.Many2one(
        "helpdesk.article",
        string="Article",
        compute="_compute_knowledge",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
    )
    knowledge_reason = fields.Char(
        string="Why", help="Why nobody could use it again. Only the desk reads it."
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
    def _compute_formal_contact(self):
        """Say who tells customers by rights; nobody is kept from it (A-INT-04)."""
        for wizard in self:
            formal = wizard.act in FORMAL and wizard.ticket_id._get_formal_contact()
            wizard.formal_contact = bool(formal) and self.env._(
                "Customers hear of progress and closing from %(level)s, the formal "
                "contact: write to them yourself where it is part of the solution. "
                "Once is enough.",
                level=formal.name,
            )

    @api.depends("act", "ticket_id")
    def _compute_asks_no_escalation(self):
        """Ask why it is solved where it came in (NAV-3.2-18)."""
        for wizard in self:
            owed = wizard.ticket_id.escalation_owed
            wizard.asks_no_escalation = owed and wizard.act in SOLVING

    @api.depends("act", "ticket_id")
    def _compute_asks_correction(self):
        """Ask where the plan lists kinds of correction (COD-33 … COD-37)."""
        for wizard in self:
            asks = wizard.ticket_id.correction_asked
            wizard.asks_correction = asks and wizard.act in SOLVING

    @api.depends("ticket_id")
    def _compute_correction_kind(self):
        """Propose what was said before, as when a solution was refused."""
        for wizard in self:
            wizard.correction_kind = wizard.ticket_id.correction_kind

    @api.depends("act", "ticket_id")
    def _compute_asks_knowledge(self):
        """Ask once: what has been answered is not asked again (NAV-3.6-01)."""
        for wizard in self:
            answer = wizard.ticket_id.knowledge
            answered = answer and answer != "owed"
            wizard.asks_knowledge = wizard.act in ASKS_KNOWLEDGE and not answered

    @api.depends("ticket_id")
    def _compute_knowledge(self):
        """Propose the article of a known error: it answers the next one, too."""
        for wizard in self:
            known = wizard.ticket_id.known_error_id
            wizard.article_id = known
            wizard.knowledge = known and "article"

    @api.depends("ticket_id")
    def _compute_validator_ids(self):
        for wizard in self:
            wizard.validator_ids = wizard.ticket_id._get_approvers()

    @api.depends("ticket_id")
    def _compute_validator_id(self):
        """Propose the ticket's own contact if they may, or the only one who may."""
        for wizard in self:
            wizard.ticket_id.check_access("read")
            may = wizard.ticket_id._get_approvers()
            only = may if len(may) == 1 else may.browse()
            wizard.validator_id = wizard.ticket_id.partner_id & may or only

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
            wizard.body = wizard._fill_in(texts and texts.get(wizard.ticket_id.id))

    def _fill_in(self, body):
        """Return a proposed text with what the ticket says already in its gap."""
        words = body and self.ticket_id._write_for_customer(self.act)
        return Markup(str(body).replace(GAP, str(words))) if words else body

    def action_apply(self):
        """Do it; what is wrong with it is said before anything has happened."""
        self.ensure_one()
        ticket, note = self.ticket_id, self.note
        if GAP in (self.body or ""):
            raise UserError(
                self.env._("Write what the customer is to know in place of the “…”.")
            )
        self._check_knowledge()
        self._keep_correction()
        if self.asks_no_escalation and self.no_escalation_reason:
            ticket.no_escalation_reason = self.no_escalation_reason
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
            "accept": lambda: ticket.accept_solution(self.validator_id),
            "refuse": lambda: ticket.refuse_solution(note),
            "waive": lambda: ticket.solve_without_validation(
                note, self.body if tells else None
            ),
            "reopen": lambda: ticket.reopen(note),
            "deadline": lambda: ticket.set_deadline(self.metric, self.at, note),
            "override": lambda: ticket.override_arrears(note),
            "knowledge": lambda: None,
        }[self.act]()
        return self._keep_knowledge() or {"type": "ir.actions.act_window_close"}

    def _keep_correction(self):
        """Write down how the ticket is put right, where the plan asks for it.

        :raises UserError: it is not said
        """
        if not self.asks_correction:
            return
        if not self.correction_kind:
            raise UserError(self.env._("Choose the kind of correction."))
        self.ticket_id.correction_kind = self.correction_kind

    def _check_knowledge(self):
        """Ask what others can use of a solution, before anything has happened.

        :raises UserError: it is not said
        """
        if self.asks_knowledge and self.act != "propose" and not self.knowledge:
            raise UserError(
                self.env._("Say what others can use of it when this happens again.")
            )

    def _keep_knowledge(self):
        """Write the answer down; return the action that shows a draft made of it."""
        if not (self.asks_knowledge and self.knowledge):
            return None
        article = self.ticket_id._set_knowledge(
            self.knowledge, self.article_id, self.knowledge_reason
        )
        return article._open_form() if self.knowledge == "draft" else None
