from odoo import models

from ..logic.stages import code_of
from .telling_selection import TellingSelection


class HelpdeskTicketStage(models.Model):
    _inherit = "helpdesk.ticket.stage"

    code = TellingSelection(
        [
            ("new", "New"),
            ("in_progress", "In process"),
            ("waiting_customer", "Waiting on the requester"),
            ("solved", "Solved"),
            ("cancelled", "Cancelled"),
        ],
        string="Counts as",
        index=True,
        help="What the stage means to the support plan, whatever it is called. Empty: "
        "a stage that closes tickets counts as cancelled, others as in process.",
    )

    def _get_code(self):
        """Return what the stage counts as (NAV-3.2-27 … -31); False for no stage."""
        return bool(self) and code_of(self.code, self.closed)
