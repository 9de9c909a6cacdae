from odoo import fields, models

from .telling_selection import TellingSelection


class HelpdeskTicketChannel(models.Model):
    _inherit = "helpdesk.ticket.channel"

    code = TellingSelection(
        [
            ("web", "Web"),
            ("mail", "Mail"),
            ("phone", "Phone"),
            ("chat", "Chat"),
            ("anydesk", "Anydesk"),
            ("whatsapp", "WhatsApp"),
            ("other", "Other"),
        ],
        string="Kind",
        help="What the support plan takes the channel for.",
    )
    official = fields.Boolean(
        default=True,
        help="Whether customers may ask for support here. What is said on other "
        "channels counts for nothing: neither as an answer nor for any promised time.",
    )
