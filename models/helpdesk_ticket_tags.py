"""Tags in three dimensions, each with a field of its own to pick and to count by."""

from odoo import api, fields, models

from ..logic.triage import DIMENSIONS
from .groups import ANALYSTS


def _dimension(name, label):
    return fields.Many2many(
        "helpdesk.ticket.tag",
        relation=f"helpdesk_ticket_{name}_tag_rel",
        string=label,
        compute="_compute_dimension_tags",
        inverse="_inverse_dimension_tags",
        store=True,
        readonly=False,
        domain=[("dimension", "=", name)],
        groups=ANALYSTS,
    )


class HelpdeskTicket(models.Model):
    """`tag_ids` has them all; the others are what is in it of one dimension."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    module_tag_ids = _dimension("module", "Modules")
    process_tag_ids = _dimension("process", "Processes")
    origin_tag_ids = _dimension("origin", "Origins")
    other_tag_ids = fields.Many2many(
        "helpdesk.ticket.tag",
        string="Tags without Dimension",
        compute="_compute_other_tag_ids",
        groups=ANALYSTS,
    )

    @api.depends("tag_ids.dimension")
    def _compute_dimension_tags(self):
        """Sort the tags; tickets with the same ones cost one statement together."""
        for tags, tickets in self.grouped("tag_ids").items():
            for dimension in DIMENSIONS:
                found = tags.filtered(lambda tag, name=dimension: tag.dimension == name)
                tickets[f"{dimension}_tag_ids"] = found

    @api.depends("tag_ids.dimension")
    def _compute_other_tag_ids(self):
        for ticket in self:
            ticket.other_tag_ids = ticket._get_tags_of(False)

    def _inverse_dimension_tags(self):
        for ticket in self:
            tags = ticket._get_tags_of(False)
            for dimension in DIMENSIONS:
                tags |= ticket[f"{dimension}_tag_ids"]
            ticket.tag_ids = tags

    def _get_tags_of(self, dimension):
        return self.tag_ids.filtered(lambda tag: tag.dimension == dimension)

    def _get_tagged_dimensions(self):
        """Return in which dimensions the ticket has a tag, also while it is edited."""
        return frozenset(
            dimension for dimension in DIMENSIONS if self[f"{dimension}_tag_ids"]
        )
