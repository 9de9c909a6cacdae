from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.scope import propose
from .helpdesk_support_severity import PRIORITIES


class HelpdeskScopeItem(models.Model):
    """What a ticket may be about, and what the plan says of it.

    Requirements COB-02 … -07 and IKH-37 … -42: whether a ticket is covered is decided
    by people, with these words of the plan at hand.
    """

    _name = "helpdesk.scope.item"
    _description = "Scope of a Plan"
    _order = "plan_id, sequence, id"

    name = fields.Char(required=True, translate=True, help="What the ticket is about.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    plan_id = fields.Many2one(
        "helpdesk.support.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    effect = fields.Selection(
        [
            ("in", "The plan covers it"),
            ("out", "The plan does not cover it"),
            ("ask", "Support decides"),
        ],
        string="What the Plan Says",
        required=True,
        default="in",
        help="Nothing is left out by itself: where the plan does not cover it, and "
        "where support decides, somebody says so and why.",
    )
    linked_decides = fields.Boolean(
        string="Unless It Is Linked",
        help="What is linked to the system is covered all the same. Whoever classifies "
        "is asked whether it is.",
    )
    offers_quote = fields.Boolean(
        string="Offer a Quotation",
        help="Proposed when it is not covered: sales prepare an offer.",
    )
    priority = fields.Selection(
        PRIORITIES,
        string="Impact",
        help="The stars that a ticket about this gets. Empty: it keeps its own.",
    )
    description = fields.Text(
        string="Definition",
        translate=True,
        help="What belongs to it. Analysts read it where they choose.",
    )
    ticket_count = fields.Integer(string="Tickets", compute="_compute_ticket_count")

    @api.depends("name", "description")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        """Show the definition where one is picked."""
        formatted = self.env.context.get("formatted_display_name")
        for item in self:
            item.display_name = item.name
            if formatted and item.description:
                item.display_name = f"{item.name}\n--{item.description}--"

    def _compute_ticket_count(self):
        counts = dict(
            self.env["helpdesk.ticket"]._read_group(
                [("scope_item_id", "in", self.ids)], ["scope_item_id"], ["__count"]
            )
        )
        for item in self:
            item.ticket_count = counts.get(item, 0)

    @api.constrains("effect", "linked_decides")
    def _check_linked_decides(self):
        """Refuse an exception of what has none."""
        for item in self:
            if item.linked_decides and item.effect == "in":
                raise ValidationError(
                    self.env._(
                        "“%s” is covered whether it is linked or not: say what holds "
                        "when it is not linked.",
                        item.name,
                    )
                )

    def _propose(self, linked):
        """Return what the plan says of a ticket about this, as logic.scope has it.

        :param linked: "yes", "no" or False: nobody has looked
        """
        return propose(self.effect or None, self.linked_decides, linked or None)

    def action_view_tickets(self):
        """Show the tickets that are about this."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_ticket_action"
        )
        return {**action, "domain": [("scope_item_id", "=", self.id)], "context": {}}
