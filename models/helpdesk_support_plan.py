from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get

from ..logic.impact import fit
from ..logic.triage import DIMENSIONS, Level, Terms, find_intake_level
from .groups import ANALYSTS


class HelpdeskSupportPlan(models.Model):
    """What a support desk promises to its customers, written down as records."""

    _name = "helpdesk.support.plan"
    _description = "Support Plan"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        copy=False,
        help="Short name by which imports, reports and other programs know the plan, "
        "such as “gold”.",
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Only tickets of this company have the plan. Empty: those of all.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="Dates that are promised to customers are meant in this zone.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        help="The hours, and without the holidays, that count for promises in business "
        "time.",
    )
    level_ids = fields.One2many(
        "helpdesk.support.level", "plan_id", string="Levels and Areas", copy=True
    )
    severity_ids = fields.One2many(
        "helpdesk.support.severity", "plan_id", string="Impact", copy=True
    )
    default_severity_id = fields.Many2one(
        "helpdesk.support.severity",
        string="Impact at Intake",
        compute="_compute_default_severity_id",
        store=True,
        readonly=False,
        copy=False,
        domain="[('plan_id', '=', id)]",
        help="The stars a ticket gets until an analyst classifies it: the least, if "
        "you choose no others.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        relation="helpdesk_support_plan_type_rel",
        string="Ticket Types",
        help="The types offered for tickets of this plan, besides those of all plans.",
    )
    require_module = fields.Boolean(
        string="Module Required",
        help="A ticket is classified only when it has a tag that says which part of "
        "the software it is about.",
    )
    require_process = fields.Boolean(
        string="Process Required",
        help="A ticket is classified only when it has a tag that says which process of "
        "the desk it needs.",
    )
    require_origin = fields.Boolean(
        string="Origin Required",
        help="A ticket is classified only when it has a tag that says where it comes "
        "from.",
    )
    arrears_days = fields.Integer(
        default=10,
        help="A customer is in arrears when an invoice is overdue for more days than "
        "this.",
    )
    arrears_action = fields.Selection(
        [
            ("inform", "Show it"),
            ("ask", "Ask the analyst to decide"),
            ("hold", "Hold the ticket"),
        ],
        string="In Arrears",
        required=True,
        default="inform",
        help="What happens to the tickets of a customer in arrears.",
    )
    strict_route = fields.Boolean(
        help="Escalation goes from level to level, none is left out."
    )
    workaround_meets_resolution = fields.Boolean(
        help="A workaround given to the customer counts as the solution that was "
        "promised."
    )
    warning_template_id = fields.Many2one(
        "mail.template",
        string="Tell Customers Before the Limit",
        domain="[('model', '=', 'helpdesk.ticket')]",
        groups=ANALYSTS,
        help="The message that customers get when what they were promised is at risk. "
        "Empty: they get none.",
    )
    description = fields.Html(
        translate=True,
        help="For whom the plan is, what it covers and what it does not.",
    )
    closing_steps = fields.Text(
        translate=True,
        help="What has to happen before a ticket is closed, one step a line.",
    )
    exclusions = fields.Text(
        translate=True, help="What the plan does not cover, one thing a line."
    )
    to_confirm = fields.Text(
        string="To Be Confirmed",
        translate=True,
        help="What the plan assumes because its manual does not say it. Clear what you "
        "have confirmed, or put right.",
    )
    contact_info = fields.Text(
        string="Published Contacts",
        help="The addresses and numbers that the plan names. Text only: no mail is "
        "sent to them.",
    )
    manual_url = fields.Char(
        string="Support Manual", help="Address of the manual that analysts follow."
    )
    website_url = fields.Char(string="Website")
    user_manual_url = fields.Char(string="User Manual")
    missing_stars = fields.Char(
        compute="_compute_missing_stars",
        help="Priorities without an impact, where the plan defines impacts at all.",
    )
    ticket_count = fields.Integer(
        string="Open Tickets", compute="_compute_ticket_count"
    )

    _code_unique = models.Constraint(
        "UNIQUE(code)",
        "There is already a support plan with this code: choose another one.",
    )
    _arrears_days_not_negative = models.Constraint(
        "CHECK(arrears_days >= 0)", "The days until arrears cannot be less than zero."
    )

    @api.depends("severity_ids.priority")
    def _compute_default_severity_id(self):
        for plan in self:
            if plan.default_severity_id not in plan.severity_ids:
                plan.default_severity_id = plan.severity_ids.sorted("priority")[:1]

    @api.depends("severity_ids.priority")
    def _compute_missing_stars(self):
        labels = self.env["helpdesk.support.severity"]._get_priority_labels()
        for plan in self:
            defined = set(plan.severity_ids.mapped("priority"))
            missing = [name for key, name in labels.items() if key not in defined]
            plan.missing_stars = bool(defined) and ", ".join(missing)

    def _compute_ticket_count(self):
        counts = dict(
            self.env["helpdesk.ticket"]._read_group(
                [("plan_id", "in", self.ids), ("closed", "=", False)],
                ["plan_id"],
                ["__count"],
            )
        )
        for plan in self:
            plan.ticket_count = counts.get(plan, 0)

    def copy(self, default=None):
        """Copy plans with their parts; the impact at intake is the copy's own."""
        copies = super().copy(default)
        for plan, new in zip(self, copies, strict=True):
            stars = plan.default_severity_id.priority
            new.default_severity_id = new.severity_ids.filtered(
                lambda severity, same=stars: severity.priority == same
            )
        return copies

    def copy_data(self, default=None):
        """Copy a plan under a code of its own."""
        default = dict(default or {})
        return [
            {
                **vals,
                "code": default.get("code") or plan._find_free_code(),
                "name": default.get("name") or self.env._("%s (copy)", plan.name),
            }
            for plan, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _find_free_code(self):
        plans = self.with_context(active_test=False)
        taken = plans.search([("code", "=like", f"{self.code}%")]).mapped("code")
        numbers = range(2, len(taken) + 3)
        codes = (f"{self.code}_{number}" for number in numbers)
        return next(code for code in codes if code not in taken)

    def _is_for(self, company):
        """Return whether the plan is in use for a company.

        :param int company: its id
        """
        return self.active and self.company_id.id in (False, company)

    def _get_intake_level(self):
        """Return the level at which tickets of this plan come in (A-G-10, A-NAV-58).

        :rtype: helpdesk.support.level, empty where the plan has none of its own
        """
        self.ensure_one()
        found = find_intake_level(self._to_levels())
        return self.env["helpdesk.support.level"].browse(found or ())

    def _get_intake_stars(self):
        """Return the stars of a ticket that nobody has looked at yet.

        Those of helpdesk_mgmt where there is no plan, or it defines no impacts.
        """
        stars = self.default_severity_id.priority or "1"
        return fit(stars, self.severity_ids.mapped("priority"))

    def _get_level(self, code):
        """Return the plan's level or area with that code; empty if it has none."""
        return self.level_ids.filtered(lambda level: level.code == code)[:1]

    def _to_levels(self):
        """Return the plan's levels and areas, in order, as logic knows them."""
        return [
            Level(level.id, level.kind, level.owner, frozenset(level.type_ids.ids))
            for level in self.level_ids
        ]

    def _to_triage_terms(self):
        """Return what the plan, or no plan, asks of a classification.

        :rtype: logic.triage.Terms
        """
        required = (name for name in DIMENSIONS if self[f"require_{name}"])
        return Terms(bool(self.type_ids), frozenset(required))

    def action_view_tickets(self):
        """Show the open tickets that have this plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_ticket_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id), ("closed", "=", False)]}
