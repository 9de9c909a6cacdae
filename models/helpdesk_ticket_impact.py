"""Impact: stars for the desk, the plan's public words for the customer, never both."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.impact import fit, impact_of
from .groups import ANALYSTS
from .helpdesk_support_severity import PRIORITIES
from .telling_selection import TellingSelection

IMPACTS = [
    ("critical", "Critical impact"),
    ("high", "High impact"),
    ("medium", "Medium impact"),
    ("low", "Low impact"),
]


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # NAV-3.2-51 … -54; the default is the plan's
    priority = TellingSelection(
        selection=PRIORITIES,
        compute="_compute_priority",
        store=True,
        precompute=True,
        readonly=False,
        default=None,
        groups=ANALYSTS,
        tracking=True,
    )
    requested_priority = TellingSelection(
        selection=PRIORITIES,
        groups=ANALYSTS,
        help="What the customer asked for when the ticket was opened. It stays as it "
        "was; the stars are the desk's own.",
    )
    severity_id = fields.Many2one(
        "helpdesk.support.severity",
        string="Public Impact",
        compute="_compute_severity_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        groups=ANALYSTS,
        help="What the plan calls the stars to the customer.",
    )
    severity_definition = fields.Text(
        related="severity_id.description", groups=ANALYSTS, string="Impact Definition"
    )
    severity_legend = fields.Json(
        compute="_compute_severity_legend",
        groups=ANALYSTS,
        help="What each number of stars means in the ticket's plan.",
    )
    impact = fields.Selection(
        IMPACTS,
        compute="_compute_impact",
        store=True,
        precompute=True,
        help="How much the customer's work is affected.",
    )

    @api.depends("plan_id")
    def _compute_priority(self):
        """Give a new ticket its plan's stars; without a plan OCA's one star."""
        for ticket in self:
            plan = ticket.plan_id
            defined = plan.severity_ids.mapped("priority")
            stars = ticket.priority or plan._get_intake_stars()
            ticket.priority = fit(stars, defined)

    def _has_intake_stars_of(self, plan):
        """Return whether nobody has yet decided on the stars that a plan gave."""
        # sudo: helpdesk.support.severity: as for the ticket's own plan
        return not self.triaged and self.priority == plan.sudo()._get_intake_stars()

    @api.depends("plan_id.severity_ids.priority", "priority")
    def _compute_severity_id(self):
        for plan, tickets in self.grouped("plan_id").items():
            by_stars = plan.severity_ids.grouped("priority")
            for ticket in tickets:
                ticket.severity_id = by_stars.get(ticket.priority)

    @api.depends("plan_id")
    @api.depends_context("lang")
    def _compute_severity_legend(self):
        for ticket in self:
            ticket.severity_legend = {
                severity.priority: {
                    "name": severity.name,
                    "definition": severity.description or "",
                }
                for severity in ticket._get_plan().severity_ids
            }

    @api.depends("priority")
    def _compute_impact(self):
        for ticket in self:
            ticket.impact = impact_of(ticket.priority)

    @api.constrains("priority")
    def _check_severity(self):
        """Refuse stars to which the plan gives no meaning.

        A plan that defines no impacts at all, such as Codify's, leaves them free.
        """
        labels = dict(self._fields["priority"]._description_selection(self.env))
        for ticket in self:
            plan = ticket._get_plan()
            defined = plan.severity_ids
            if defined and ticket.priority not in defined.mapped("priority"):
                known = (labels[severity.priority] for severity in defined)
                raise ValidationError(
                    self.env._(
                        "The plan “%(plan)s” has no impact for the priority "
                        "%(priority)s: choose %(known)s.",
                        plan=plan.name,
                        priority=labels.get(
                            ticket.priority, self.env._("without stars")
                        ),
                        known=", ".join(known),
                    )
                )
