from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.sla_case import WORDS, show_moment
from ..logic.sla_picture import draw
from ..models.helpdesk_sla_policy import METRICS
from ..models.helpdesk_support_severity import PRIORITIES
from ..models.helpdesk_ticket_event import FACTS


class HelpdeskPlanSimulation(models.TransientModel):
    """Ask a plan what it would promise a ticket; nothing is written anywhere else."""

    _name = "helpdesk.plan.simulation"
    _description = "Simulation of a Plan"

    plan_id = fields.Many2one(
        "helpdesk.support.plan",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    type_id = fields.Many2one(
        "helpdesk.ticket.type",
        domain="['|', ('plan_ids', '=', False), ('plan_ids', 'in', [plan_id])]",
    )
    priority = fields.Selection(
        PRIORITIES,
        compute="_compute_priority",
        store=True,
        readonly=False,
        precompute=True,
    )
    tag_ids = fields.Many2many("helpdesk.ticket.tag", string="Tags")
    level_id = fields.Many2one(
        "helpdesk.support.level",
        domain="[('plan_id', '=', plan_id)]",
        help="Empty: where tickets come in.",
    )
    registered_at = fields.Datetime(
        string="Registered", required=True, default=fields.Datetime.now
    )
    now = fields.Datetime(
        string="Looked at", help="Empty: when the last of the events happens."
    )
    line_ids = fields.One2many(
        "helpdesk.plan.simulation.line", "simulation_id", string="What Happens"
    )
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.depends("plan_id")
    def _compute_priority(self):
        for simulation in self:
            simulation.priority = simulation.plan_id._get_intake_stars()

    @api.depends(
        "level_id",
        "line_ids.at",
        "line_ids.do",
        "line_ids.level_id",
        "line_ids.metric",
        "line_ids.new_date",
        "line_ids.priority",
        "line_ids.tag_ids",
        "line_ids.type_id",
        "line_ids.waiting_reason",
        "now",
        "plan_id",
        "priority",
        "registered_at",
        "tag_ids",
        "type_id",
    )
    def _compute_result(self):
        for simulation in self:
            values = {"clocks": [], "problem": None, "zone": simulation.plan_id.tz}
            try:
                values["clocks"] = simulation._simulate()
            except UserError as error:
                values["problem"] = str(error)
            simulation.result = self.env["ir.qweb"]._render(
                "helpdesk_support_plan.plan_simulation_result", values
            )

    def _simulate(self):
        """Return what is shown of each clock of the case."""
        plans = self.env["helpdesk.support.plan"]
        projection, plan, now = plans._project_case(self._to_case())
        wording = self.env["helpdesk.sla.clock"]._get_wording(plan.tz)
        return [
            {
                **plan._show_clock(projection, clock, now),
                "label_metric": label,
                "promised": clock.commitment and clock.state in ("running", "met"),
                "pieces": wording.paint(draw(projection, clock, now), now),
            }
            for (metric, label), clock in zip(
                self._get_metric_labels(), projection.clocks.values(), strict=True
            )
            if clock.state or metric in ("response", "diagnosis", "resolution")
        ]

    def _get_metric_labels(self):
        field = self.env["helpdesk.sla.policy"]._fields["metric"]
        return field._description_selection(self.env)

    def _to_case(self):
        """Return the form as a case that `simulate` understands."""
        zone = ZoneInfo(self.plan_id.tz or "UTC")
        return {
            "plan": self.plan_id.code,
            "registered_at": show_moment(self.registered_at or None, zone),
            "type": self.type_id.code or None,
            "stars": self.priority,
            "tags": self.tag_ids.mapped("code"),
            "level": self.level_id.code or None,
            "now": show_moment(self.now or None, zone),
            "events": [line._to_step(zone) for line in self.line_ids if line.at],
        }


class HelpdeskPlanSimulationLine(models.TransientModel):
    """Something that happens to the ticket."""

    _name = "helpdesk.plan.simulation.line"
    _description = "Event of a Simulation"
    _order = "at, id"

    simulation_id = fields.Many2one(
        "helpdesk.plan.simulation", required=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(related="simulation_id.plan_id")
    at = fields.Datetime(string="When", required=True)
    do = fields.Selection(
        [fact for fact in FACTS if fact[0] in WORDS and fact[0] != "set_plan"],
        string="Event",
        required=True,
        default="public_reply",
    )
    waiting_reason = fields.Selection(
        selection=lambda self: self.env["helpdesk.ticket"]
        ._fields["waiting_reason"]
        ._description_selection(self.env),
        string="Waiting for",
        default="customer",
    )
    priority = fields.Selection(PRIORITIES, default="3")
    type_id = fields.Many2one("helpdesk.ticket.type")
    tag_ids = fields.Many2many("helpdesk.ticket.tag", string="Tags")
    level_id = fields.Many2one("helpdesk.support.level")
    metric = fields.Selection(METRICS, string="Clock", default="resolution")
    new_date = fields.Datetime()

    def _to_step(self, zone):
        values = {
            "wait": lambda: self.waiting_reason,
            "set_stars": lambda: self.priority,
            "set_type": lambda: self.type_id.code,
            "set_tags": lambda: self.tag_ids.mapped("code"),
            "set_level": lambda: self.level_id.code,
            "set_deadline": lambda: {
                "metric": self.metric,
                "at": show_moment(self.new_date or None, zone),
                "reason": self.env._("simulated"),
            },
        }
        value = values.get(self.do, lambda: None)()
        return {"at": show_moment(self.at, zone), "do": self.do, "value": value}
