from odoo import api, fields, models
from odoo.exceptions import UserError


class HelpdeskTicketChannel(models.Model):
    _inherit = "helpdesk.ticket.channel"

    code = fields.Selection(
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

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_code(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_code(vals)
        return super().write(vals)

    @api.model
    def _check_code(self, vals):
        """Refuse a kind that there is not, and name those that there are."""
        kinds = dict(self._fields["code"]._description_selection(self.env))
        if vals.get("code") and vals["code"] not in kinds:
            raise UserError(
                self.env._(
                    "There is no kind of channel “%(code)s”: use one of %(kinds)s.",
                    code=vals["code"],
                    kinds=", ".join(kinds),
                )
            )
