from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .telling_selection import TellingSelection


class HelpdeskTicketTag(models.Model):
    _name = "helpdesk.ticket.tag"
    _inherit = ["helpdesk.ticket.tag", "helpdesk.follow.up.mixin"]
    _order = "dimension, sequence, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(
        copy=False, help="Short name by which imports and other programs know the tag."
    )
    color = fields.Integer(aggregator=None)  # nothing that could be added up
    dimension = TellingSelection(
        [("module", "Module"), ("process", "Process"), ("origin", "Origin")],
        index=True,
        help="What the tag says of a ticket: which part of the software it is about, "
        "which process of the desk it needs, or where it comes from.",
    )
    arrears_exempt = fields.Boolean(
        string="Also in Arrears",
        help="Tickets with this tag go on although the customer is in arrears.",
    )
    monthly_limit = fields.Integer(
        string="In a Calendar Month",
        aggregator=None,
        help="How many tickets with this tag a customer may open in a calendar month, "
        "in the plan's zone. More are only pointed out. Zero: they are not counted.",
    )
    product_ids = fields.Many2many(
        "product.product",
        relation="helpdesk_ticket_tag_product_rel",
        string="Sold as",
        help="The products by which customers buy this module. Procedures look for "
        "them among the products of the subscription. Empty: somebody decides each "
        "time whether it is covered.",
    )
    show_in_portal = fields.Boolean(
        string="Shown in the Portal",
        default=True,
        help="Offered to customers who open a ticket, where the tag is a module and "
        "their plan asks for one.",
    )
    description = fields.Text(
        string="Definition",
        translate=True,
        help="When a ticket gets this tag. Analysts read it while they classify.",
    )

    _code_unique = models.Constraint(
        "UNIQUE(code)", "There is already a tag with this code: choose another one."
    )
    _monthly_limit_not_negative = models.Constraint(
        "CHECK(monthly_limit >= 0)", "A number of tickets cannot be less than zero."
    )

    @api.constrains("name", "dimension")
    def _check_dimension(self):
        """Refuse a new or renamed tag that says nothing (NAV-3.2-49).

        What was there before this addon came stays as it is until somebody edits it.
        """
        for tag in self:
            if not tag.dimension:
                raise ValidationError(
                    self.env._(
                        "Say whether the tag “%(tag)s” is a module, a process or an "
                        "origin.",
                        tag=tag.name or "",
                    )
                )

    @api.depends("name", "description")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        """Show the definition where a tag is picked."""
        formatted = self.env.context.get("formatted_display_name")
        for tag in self:
            tag.display_name = tag.name
            if formatted and tag.description:
                tag.display_name = f"{tag.name}\n--{tag.description}--"
