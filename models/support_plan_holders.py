"""What a ticket gets its support plan from; the order is in helpdesk_ticket_plan.py."""

from odoo import fields, models

from .groups import ANALYSTS


class ResCompany(models.Model):
    _inherit = "res.company"

    support_plan_id = fields.Many2one(
        "helpdesk.support.plan",
        groups=ANALYSTS,
        help="The plan of tickets whose subscription, customer and team have none.",
    )


class ResPartner(models.Model):
    _inherit = "res.partner"

    support_plan_id = fields.Many2one(
        "helpdesk.support.plan",
        index="btree_not_null",
        groups=ANALYSTS,
        help="The plan of this customer's tickets, unless a subscription has its own.",
    )


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    support_plan_id = fields.Many2one(
        "helpdesk.support.plan",
        groups=ANALYSTS,
        help="The plan of this team's tickets, unless the customer has one.",
    )


class SaleSubscription(models.Model):
    _inherit = "sale.subscription"

    support_plan_id = fields.Many2one(
        "helpdesk.support.plan",
        index="btree_not_null",
        help="The plan that the customer has bought with this subscription.",
    )
