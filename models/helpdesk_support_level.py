from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .groups import ANALYSTS, LEADERS

#: what decides where tickets of a plan come in, which its terms remember
DECIDES_INTAKE = {"kind", "owner", "plan_id", "sequence"}
#: what names the levels of its own plan: {model: fields}
NAMING = {
    "helpdesk.escalation.route": ("area_ids", "level_ids"),
    "helpdesk.escalation.rule": ("level_id", "level_ids"),
    "helpdesk.ticket": ("level_id",),
}


class HelpdeskSupportLevel(models.Model):
    """A level of support, or an area of the company, that attends to tickets."""

    _name = "helpdesk.support.level"
    _description = "Support Level"
    _order = "plan_id, sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="Short name, such as “n1” or “commercial”, the same in all plans.",
    )
    plan_id = fields.Many2one(
        "helpdesk.support.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("level", "Level"), ("area", "Area")],
        required=True,
        default="level",
        help="Tickets come in at a level and are escalated from one to the next. An "
        "area, such as sales, is asked when it is needed.",
    )
    owner = fields.Selection(
        [("provider", "We"), ("customer", "The customer")],
        string="Run by",
        required=True,
        default="provider",
        help="Some customers attend to their users' questions themselves. Tickets come "
        "in at the first level that is ours.",
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        help="A new ticket without a team goes to this one.",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain=lambda self: [
            ("all_group_ids", "in", self._get_analyst_group().ids),
            ("share", "=", False),
        ],
        help="Who attends to tickets here. Empty: every analyst.",
    )
    short_name = fields.Char(
        compute="_compute_short_name",
        help="For where there is little room: the code of a level, an area's name.",
    )
    phones = fields.Char(
        compute="_compute_phones", groups=ANALYSTS, help="How the people are reached."
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        string="Attends to",
        help="The types of tickets that this level attends to. Empty: all types.",
    )
    description = fields.Text(
        string="Responsibilities", translate=True, help="What the level is there for."
    )
    examples = fields.Text(
        translate=True, help="Cases that belong here, one in each line."
    )
    skills = fields.Text(translate=True, help="What people need to know to work here.")
    hours_budget = fields.Float(
        string="Hours per Case",
        help="The working hours that the plan gives to a case at this level.",
        groups=LEADERS,
    )
    hourly_cost = fields.Float(
        string="Cost per Hour",
        help="What an hour of one person at this level costs.",
        groups=LEADERS,
    )
    engineers = fields.Integer(
        help="How many people work on a case at this level at once.",
        groups=LEADERS,
    )

    _code_unique = models.Constraint(
        "UNIQUE(plan_id, code)",
        "A plan has one level or area for each code: choose another code.",
    )

    @api.depends("code", "kind", "name")
    @api.depends_context("lang")
    def _compute_short_name(self):
        for level in self:
            is_level = level.kind == "level"
            level.short_name = (level.code or "").upper() if is_level else level.name

    @api.depends("user_ids.phone")
    def _compute_phones(self):
        for level in self:
            level.phones = level.user_ids._tell_phones()

    @api.constrains("plan_id")
    def _check_plan_id(self):
        """Refuse to take a level away from a plan that still goes by it."""
        for level in self:
            if level._is_named_elsewhere():
                raise ValidationError(
                    self.env._(
                        "Routes, rules or tickets of its plan name “%s”: make another "
                        "level for the other plan.",
                        level.name,
                    )
                )

    def _is_named_elsewhere(self):
        """Return whether anything of another plan names the level."""
        # sudo: helpdesk.ticket: whether there are any, of whatever company
        env = self.sudo().with_context(active_test=False).env
        elsewhere = ("plan_id", "!=", self.plan_id.id)
        return any(
            env[model].search_count([(name, "in", self.ids), elsewhere], limit=1)
            for model, names in NAMING.items()
            for name in names
        )

    @api.model
    def _get_analyst_group(self):
        return self.env.ref(ANALYSTS)

    @api.depends("name", "plan_id.name")
    @api.depends_context("formatted_display_name", "helpdesk_show_plan")
    def _compute_display_name(self):
        formatted = self.env.context.get("formatted_display_name")
        for level in self:
            level.display_name = level.name
            if self.env.context.get("helpdesk_show_plan"):
                # side by side, the same level of several plans is not the same
                level.display_name = f"{level.name} · {level.plan_id.name}"
            if formatted and level.description:
                level.display_name = f"{level.name}\n--{level.description}--"

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        self.env.registry.clear_cache()
        return levels

    def write(self, vals):
        done = super().write(vals)
        if vals.keys() & DECIDES_INTAKE:
            self.env.registry.clear_cache()
        return done

    def unlink(self):
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    def _is_attended_by(self, user):
        """Return whether a user works at the level, or leads (NAV-2.3-15)."""
        self.ensure_one()
        return not self.user_ids or user in self.user_ids or user.has_group(LEADERS)
