"""Provider: electronic documents that somebody else signs, and what they say of it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.playbook import read_documents
from .groups import ANALYSTS
from .telling_selection import TellingSelection


class HelpdeskTicket(models.Model):
    """What procedure No.2 asks for: NAV-3.4.1.N2-07, N2-11 … N2-13."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    provider_asked = fields.Boolean(
        compute="_compute_provider_asked",
        groups=ANALYSTS,
        help="The procedure asks a technological provider.",
    )
    provider_name = fields.Char(
        string="Technological Provider",
        copy=False,
        groups=ANALYSTS,
        help="Who signs the customer's electronic documents, such as Facturatech.",
    )
    provider_reference = fields.Char(
        string="Ticket at the Provider",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="The number that our ticket has with them.",
    )
    provider_answer = TellingSelection(
        [
            ("development", "It needs development"),
            ("no_development", "It needs no development"),
        ],
        string="Answer of the Provider",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Whether something has to be developed. The ticket waits for it.",
    )
    development_notes = fields.Text(
        string="Notes for Development",
        copy=False,
        groups=ANALYSTS,
        help="The problem, and any solution that was proposed. Customers do not see "
        "it.",
    )
    document_numbers = fields.Text(
        string="Documents That Fail",
        copy=False,
        groups=ANALYSTS,
        help="Numbers of the electronic documents that the customer has named, one a "
        "line or with commas between them.",
    )
    document_chosen = fields.Char(
        string="Document to Test",
        copy=False,
        groups=ANALYSTS,
        help="The one that the tests are made with. Where only one is named it is "
        "that.",
    )

    @api.depends("playbook_id")
    def _compute_provider_asked(self):
        for ticket in self:
            ticket.provider_asked = ticket._looks_at("provider")

    @api.constrains("document_chosen", "document_numbers")
    def _check_document_chosen(self):
        """Refuse a document that the customer has not named (NAV-3.4.1.N2-07)."""
        for ticket in self:
            chosen = ticket.document_chosen
            if chosen and chosen not in read_documents(ticket.document_numbers):
                raise ValidationError(
                    self.env._(
                        "“%(chosen)s” is none of the documents of %(number)s: choose "
                        "exactly one of them, or add it.",
                        chosen=chosen,
                        number=ticket.number,
                    )
                )

    def _get_playbook_watched(self):
        return super()._get_playbook_watched() | {
            *("document_chosen", "document_numbers", "development_notes"),
            *("provider_answer", "provider_name", "provider_reference"),
        }

    def _collect_playbook_facts(self, now):
        """Add the documents, and what the technological provider says."""
        found = super()._collect_playbook_facts(now)
        # sudo: helpdesk.ticket: what a check sees does not depend on who looks
        for ticket in self.sudo():
            found[ticket.id].update(
                provider_name=ticket.provider_name or "",
                provider_reference=ticket.provider_reference or "",
                provider_answer=ticket.provider_answer or None,
                development_notes=ticket.development_notes or "",
                document_numbers=read_documents(ticket.document_numbers),
                document_chosen=ticket.document_chosen or "",
            )
        return found
