from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.escalation import Route


class HelpdeskEscalationRoute(models.Model):
    """By which levels the tickets of a type go: a row of the plan's matrix."""

    _name = "helpdesk.escalation.route"
    _description = "Escalation Route"
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one(
        "helpdesk.support.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(
        "helpdesk.ticket.type",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: tickets of all types that have no route of their own.",
    )
    level_ids = fields.Many2many(
        "helpdesk.support.level",
        string="Levels",
        domain="[('plan_id', '=', plan_id)]",
        help="From the first to the last, in the order of the plan's levels.",
    )
    area_ids = fields.Many2many(
        "helpdesk.support.level",
        relation="helpdesk_escalation_route_area_rel",
        string="Then to One of",
        domain="[('plan_id', '=', plan_id), ('kind', '=', 'area')]",
        help="Who escalates chooses one of these areas.",
    )
    path = fields.Char(
        string="Way", compute="_compute_path", help="The whole way, in short."
    )

    _type_unique = models.UniqueIndex(
        "(plan_id, COALESCE(type_id, 0))",
        "There is already a route for this type in the plan: change that one.",
    )

    @api.depends("plan_id.name", "type_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for route in self:
            kind = route.type_id.name or self.env._("All other types")
            route.display_name = f"{route.plan_id.name}: {kind}"

    @api.depends("area_ids.name", "level_ids.name")
    @api.depends_context("lang")
    def _compute_path(self):
        for route in self:
            levels, areas = (
                places.sorted(lambda level: (level.sequence, level.id or 0)).mapped(
                    "name"
                )
                for places in (route.level_ids._origin, route.area_ids._origin)
            )
            route.path = " → ".join([*levels, *filter(None, [" / ".join(areas)])])

    @api.constrains("area_ids", "level_ids", "plan_id")
    def _check_levels(self):
        """Refuse a way that leads nowhere, or into another plan."""
        for route in self:
            places = route.level_ids | route.area_ids
            foreign = places.filtered(
                lambda level, of=route: level.plan_id != of.plan_id
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” is no level of “%(plan)s”: choose another one.",
                        level=foreign[0].name,
                        plan=route.plan_id.name,
                    )
                )
            if not route.level_ids:
                raise ValidationError(
                    self.env._(
                        "Choose the level at which the route of “%s” begins.",
                        route.display_name,
                    )
                )

    def _to_route(self):
        """Return the way as logic knows it, in the order of the plan's levels."""
        self.ensure_one()
        order = self.plan_id.level_ids.ids
        levels, areas = self.level_ids.ids, self.area_ids.ids
        return Route(
            tuple(key for key in order if key in levels),
            tuple(key for key in order if key in areas),
        )
