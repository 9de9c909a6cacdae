"""Solution: what was done for the customer, and the Plan B until then."""

from odoo import api, fields, models
from odoo.tools import is_html_empty

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    workaround = fields.Html(
        string="Plan B",
        copy=False,
        groups=ANALYSTS,
        help="How the customer can go on until the solution is there. Write it so that "
        "it helps with the next ticket like this one.",
    )
    solution = fields.Html(
        copy=False, help="What solved the ticket. The customer may read it."
    )
    support_material = fields.Char(
        copy=False,
        groups=ANALYSTS,
        help="Address of the video or the instructions that the customer got.",
    )
    help_offered = fields.Selection(
        [
            ("faq", "Frequent question"),
            ("video", "Video tutorial"),
            ("anydesk", "Assistance by AnyDesk"),
        ],
        copy=False,
        groups=ANALYSTS,
        help="Which help the customer was offered to get along by themselves.",
    )
    workaround_missing = fields.Boolean(
        compute="_compute_workaround_missing",
        groups=ANALYSTS,
        help="A Plan B is advised for this type of ticket, and there is none yet.",
    )

    material_missing = fields.Boolean(
        compute="_compute_material_missing",
        groups=ANALYSTS,
        help="Material is advised for this type of ticket, and there is none yet.",
    )

    help_advised = fields.Boolean(related="type_id.help_advised", groups=ANALYSTS)
    help_missing = fields.Boolean(
        compute="_compute_help_missing",
        groups=ANALYSTS,
        help="Help is advised for this type of ticket, and none has been offered yet.",
    )

    solution_missing = fields.Boolean(
        compute="_compute_solution_missing",
        groups=ANALYSTS,
        help="The ticket is solved, and the customer was not told how.",
    )

    @api.depends("closure", "solution")
    def _compute_solution_missing(self):
        """Warn of what was moved to its last stage without a word (NAV-3.4-07)."""
        for ticket in self:
            by_desk = ticket.closure in ("desk", "override")
            ticket.solution_missing = by_desk and is_html_empty(ticket.solution or "")

    @api.depends("stage_id", "help_offered", "type_id.help_advised")
    def _compute_help_missing(self):
        """Warn also when the ticket is solved, without preventing it (NAV-3.2-24)."""
        for ticket in self:
            ticket.help_missing = (
                ticket.type_id.help_advised
                and ticket.stage_id._get_code() != "cancelled"
                and not ticket.help_offered
            )

    @api.depends("stage_id", "support_material", "type_id.material_advised")
    def _compute_material_missing(self):
        """Warn also when the ticket is solved, without preventing it (NAV-3.2-16)."""
        for ticket in self:
            ticket.material_missing = (
                ticket.type_id.material_advised
                and ticket.stage_id._get_code() != "cancelled"
                and not ticket.support_material
            )

    @api.depends("stage_id", "type_id.workaround_advised", "workaround")
    def _compute_workaround_missing(self):
        """Advise a Plan B while the ticket is open; nothing demands it (NAV-3.2-11)."""
        for ticket in self:
            ticket.workaround_missing = (
                ticket.type_id.workaround_advised
                and not ticket.stage_id.closed
                and not ticket.workaround
            )

    def give_workaround(self, text):
        """Give the customer a Plan B; where the plan says so it resolves (IKH-30).

        :param str text: the public message, text or HTML
        :raises UserError: no text, or a closed ticket
        """
        self.check_access("write")
        self._check_open()
        for ticket in self:
            body = ticket._get_public_text(text)
            ticket.workaround = body
            ticket._tell_customer(body, "workaround")

    def confirm_evaluation(self, text):
        """Tell the customer that the request was received and evaluated (NAV-3.2-22).

        :param str text: the public message, text or HTML
        :raises UserError: no text, or a closed ticket
        """
        self.check_access("write")
        self._check_open()
        for ticket in self:
            ticket._tell_customer(ticket._get_public_text(text), "evaluated")
