"""Approvers: who of a customer may accept solutions, where the plan asks for them."""

from odoo import fields, models

from .groups import ANALYSTS


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    support_approver = fields.Boolean(
        string="May Approve Solutions",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Accepts and refuses solutions for their company where the support plan "
        "asks for an authorised contact.",
    )
