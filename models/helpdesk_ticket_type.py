from odoo import api, fields, models


class HelpdeskTicketType(models.Model):
    _name = "helpdesk.ticket.type"
    _inherit = ["helpdesk.ticket.type", "helpdesk.follow.up.mixin"]
    _order = "sequence, name"
    _rec_names_search = ["name", "code"]

    code = fields.Char(
        copy=False, help="Short name by which imports and other programs know the type."
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer(aggregator=None)
    description = fields.Text(
        string="Definition",
        translate=True,
        help="When a ticket is of this type. Analysts read it while they classify.",
    )
    plan_ids = fields.Many2many(
        "helpdesk.support.plan",
        relation="helpdesk_support_plan_type_rel",
        string="Support Plans",
        help="Offered for tickets of these plans. Empty: for tickets of every plan.",
    )
    workaround_advised = fields.Boolean(
        string="Plan B Advised",
        help="Analysts are reminded to give the customer an alternative until the "
        "solution is there.",
    )
    material_advised = fields.Boolean(
        string="Support Material Advised",
        help="Analysts are reminded to give the customer a video or instructions.",
    )
    help_advised = fields.Boolean(
        help="Analysts are reminded to offer the customer help, and to note which.",
    )
    diagnosis_needed = fields.Boolean(
        string="Minimum Diagnosis",
        help="Before such a ticket is escalated, analysts collect the steps to "
        "reproduce it, the error message and what they have tried.",
    )
    escalation_expected = fields.Boolean(
        help="The level where tickets come in solves such a ticket only with a reason "
        "for not escalating it.",
    )
    level_ids = fields.Many2many(
        "helpdesk.support.level", string="Attended to by", help="Levels and areas."
    )

    _code_unique = models.Constraint(
        "UNIQUE(code)", "There is already a type with this code: choose another one."
    )

    @api.depends("name", "description")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        """Show the definition where a type is picked."""
        formatted = self.env.context.get("formatted_display_name")
        for kind in self:
            kind.display_name = kind.name
            if formatted and kind.description:
                kind.display_name = f"{kind.name}\n--{kind.description}--"
