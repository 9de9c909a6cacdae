from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic.playbook import CHECKS, CONDITIONS
from ..logic.playbook_steps import Step
from .helpdesk_ticket_stages import WAITING_REASONS

MODES = [
    ("manual", "Somebody does it"),
    ("proposed", "Checked, then confirmed by somebody"),
    ("auto", "Checked automatically"),
]
GATES = [
    ("none", "Nothing"),
    ("escalate", "The hand-over, and the solution"),
    ("solve", "The solution"),
]
ACTIONS = [
    ("confirm", "Confirm it"),
    ("verify", "Say whether it passed or failed"),
    ("fill", "Fill in what is missing"),
    ("attach", "Attach a file"),
    ("ask_customer", "Ask the customer"),
    ("tell_customer", "Tell the customer"),
    ("ask_approval", "Ask for the customer's approval"),
    ("ask_area", "Ask the area that is responsible"),
    ("hand_over", "Hand the ticket over"),
    ("merge", "Look at possible duplicates"),
]
EVIDENCE = [
    ("none", "Nothing"),
    ("text", "A text"),
    ("link", "A link"),
    ("file", "A file"),
    ("message", "A message to the customer"),
    ("contact", "Who of the customer said so"),
]


class HelpdeskPlaybookStep(models.Model):
    """A step of a procedure: what it takes, who does it, and what waits for it."""

    _name = "helpdesk.playbook.step"
    _description = "Procedure Step"
    _order = "playbook_id, sequence, id"

    playbook_id = fields.Many2one(
        "helpdesk.playbook", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="playbook_id.company_id", store=True)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        copy=True, help="Short name by which checks know the step. Most have none."
    )
    phase = fields.Char(
        required=True, translate=True, help="Steps of a phase stand together."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    mode = fields.Selection(MODES, required=True, default="manual")
    check = fields.Selection(
        selection="_get_checks",
        help="What is looked at. Empty: somebody says that it is done.",
    )
    condition = fields.Selection(
        selection="_get_conditions",
        string="Only if",
        help="Otherwise the step does not apply. Empty: it always applies.",
    )
    gate = fields.Selection(
        GATES,
        string="Holds Back",
        required=True,
        default="none",
        help="What cannot happen before this step is settled. Later steps cannot be "
        "done before it, either.",
    )
    responsible = fields.Selection(
        selection="_get_areas",
        help="The level or area that does it, or the customer. An area gets an "
        "activity when it is its turn.",
    )
    target = fields.Selection(
        selection="_get_areas",
        string="Goes to",
        help="Where a step that hands over takes the ticket. Empty: to the next level "
        "of its route.",
    )
    action = fields.Selection(
        ACTIONS, required=True, default="confirm", help="What its button does."
    )
    wants = fields.Selection(
        EVIDENCE,
        string="Evidence",
        required=True,
        default="none",
        help="What has to be given to call it done.",
    )
    waiting_reason = fields.Selection(
        WAITING_REASONS,
        string="Waits for",
        help="While it is the next step the ticket waits for this: its clocks stand "
        "still.",
    )
    template_id = fields.Many2one(
        "mail.template",
        domain=[("model", "=", "helpdesk.ticket")],
        ondelete="set null",
        help="The text that is proposed for the customer.",
    )
    failure_level = fields.Selection(
        selection="_get_areas",
        string="If It Fails",
        help="Where the ticket goes back to when somebody says that it has failed.",
    )
    failure_step_id = fields.Many2one(
        "helpdesk.playbook.step",
        string="Again from",
        domain="[('playbook_id', '=', playbook_id)]",
        ondelete="set null",
        help="The step from which everything is done again when it fails.",
    )
    description = fields.Text(
        string="How", translate=True, help="What to do, for who does it the first time."
    )

    @api.model
    def _get_checks(self):
        """Return the checks that there are, in the user's words."""
        labels = self._get_check_labels()
        return [(name, labels.get(name, name)) for name in CHECKS]

    @api.model
    def _get_conditions(self):
        labels = self._get_condition_labels()
        return [(name, labels.get(name, name)) for name in CONDITIONS]

    @api.model
    def _get_areas(self):
        """Return the codes of all levels and areas, by the names of the first."""
        # sudo: helpdesk.support.level: names, for managers of one company of several
        levels = (
            self.env["helpdesk.support.level"]
            .sudo()
            .search([("code", "!=", False)], order="kind desc, code, id")
        )
        found = {"customer": self.env._("Customer")}
        for level in levels:
            found.setdefault(level.code, level.name)
        return list(found.items())

    @api.constrains("mode", "check")
    def _check_check(self):
        """Refuse an automatic step that looks at nothing."""
        for step in self:
            if step.mode != "manual" and not step.check:
                raise ValidationError(
                    self.env._(
                        "Choose what is looked at for the step “%s”, or let somebody "
                        "do it.",
                        step.name,
                    )
                )

    @api.constrains("failure_step_id", "playbook_id")
    def _check_failure_step_id(self):
        """Refuse to go back to a step of another procedure."""
        for step in self:
            again = step.failure_step_id
            if again and again.playbook_id != step.playbook_id:
                raise ValidationError(
                    self.env._(
                        "“%(again)s” is a step of another procedure: choose one of "
                        "“%(playbook)s”.",
                        again=again.name,
                        playbook=step.playbook_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._after_change()
        return steps

    def write(self, vals):
        former = self.playbook_id
        done = super().write(vals)
        self._after_change(former)
        return done

    def copy_data(self, default=None):
        # of a copied procedure the steps go back to its own; see its copy
        return [
            {**values, "failure_step_id": False}
            for values in super().copy_data(default)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        """Keep steps that tickets have, with what was done in them."""
        # sudo: helpdesk.ticket.step: also those that a manager cannot see
        rows = self.env["helpdesk.ticket.step"].sudo().with_context(active_test=False)
        used = rows.search([("step_id", "in", self.ids)], limit=1)
        if used:
            raise UserError(
                self.env._(
                    "Tickets have had the step “%s”: archive it instead.",
                    used.step_id.name,
                )
            )

    def unlink(self):
        former = self.playbook_id
        done = super().unlink()
        self.env.registry.clear_cache()
        former.exists()._fit_open_tickets()
        return done

    def _after_change(self, former=None):
        """Let open tickets follow; not while modules are being loaded."""
        self.env.registry.clear_cache()
        if self.pool.ready:
            playbooks = self.playbook_id | (former or self.playbook_id)
            playbooks._fit_open_tickets()

    def _to_step(self):
        """Return the step as logic knows it."""
        return Step(
            id=self.id,
            mode=self.mode,
            check=self.check or None,
            condition=self.condition or None,
            gate=self.gate,
            action=self.action,
            target=self.target or None,
            waits=self.waiting_reason or None,
            code=self.code or None,
            failure_level=self.failure_level or None,
            failure_step=self.failure_step_id.id or None,
        )
