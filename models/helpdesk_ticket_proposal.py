"""Proposal: the classification that similar tickets had, with the reason for it."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic.proposal import Precedent, propose
from .groups import ANALYSTS

#: how many precedents are heard
PRECEDENTS = 5


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    name = fields.Char(index="trigram")
    proposed_type_id = fields.Many2one(
        "helpdesk.ticket.type",
        compute="_compute_proposal",
        groups=ANALYSTS,
        help="The type that similar tickets had.",
    )
    proposed_tag_ids = fields.Many2many(
        "helpdesk.ticket.tag",
        compute="_compute_proposal",
        groups=ANALYSTS,
        help="The tags that similar tickets had.",
    )
    proposal_reason = fields.Char(
        compute="_compute_proposal",
        groups=ANALYSTS,
        help="The tickets that the proposal is taken from.",
    )

    @api.depends("name", "plan_id", "tag_ids", "triaged", "type_id")
    @api.depends_context("uid", "lang")
    def _compute_proposal(self):
        """Propose what a ticket still lacks, from tickets that the user may read."""
        for ticket in self:
            proposal = ticket._propose()
            ticket.proposed_type_id = not ticket.type_id and proposal.type_id or False
            tags = ticket.tag_ids.browse(proposal.tag_ids) - ticket.tag_ids
            ticket.proposed_tag_ids = tags
            refs = [
                *(proposal.type_refs if ticket.proposed_type_id else ()),
                *(proposal.tag_refs if tags else ()),
            ]
            ticket.proposal_reason = bool(refs) and self.env._(
                "As in %s.", ", ".join(dict.fromkeys(refs))
            )

    def _propose(self):
        self.ensure_one()
        if self.triaged or self.stage_id.closed or not self.name:
            return propose([])
        likeness = self._find_similar()
        offered = self.env["helpdesk.ticket.type"].search(self._get_type_domain())
        return propose(
            Precedent(
                ref=f"{found.number} «{found.name}»",
                likeness=likeness[found.id],
                type_id=(found.type_id & offered).id or 0,
                tag_ids=frozenset(found.tag_ids.filtered("active").ids),
            )
            for found in self.browse(likeness)
        )

    def _find_similar(self):
        """Return {id: likeness} of the classified tickets with the most similar titles.

        Solved ones and those confirmed by an analyst, as far as the user may read them.
        The index on the title finds them, whatever their number.
        """
        if not self.pool.has_trigram:
            return {}
        query = self._search(
            [
                ("id", "!=", self._origin.id),
                ("type_id", "!=", False),
                "|",
                ("triaged", "=", True),
                ("stage_id.code", "=", "solved"),
            ]
        )
        plain = self.env.registry.unaccent
        title = plain(SQL.identifier(query.table, "name"))
        likeness = SQL("similarity(%s, %s)", title, plain(SQL("%s", self.name)))
        # the operator, with PostgreSQL's own threshold of 0.3, is what the index serves
        query.add_where(SQL("%s %% %s", title, plain(SQL("%s", self.name))))
        ticket_id = SQL.identifier(query.table, "id")
        query.order = SQL("%s DESC, %s DESC", likeness, ticket_id)
        query.limit = PRECEDENTS
        return dict(self.env.execute_query(query.select(ticket_id, likeness)))

    def action_take_proposal(self):
        """Take over what is proposed; what an analyst has chosen stays."""
        for ticket in self:
            ticket.write(
                {
                    "type_id": ticket.type_id.id or ticket.proposed_type_id.id,
                    "tag_ids": [
                        fields.Command.link(tag.id) for tag in ticket.proposed_tag_ids
                    ],
                }
            )
