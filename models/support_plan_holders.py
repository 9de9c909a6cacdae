"""What a ticket gets its support plan from; the order is in helpdesk_ticket_plan.py."""

from odoo import fields, models

from .groups import ANALYSTS


class HelpdeskPlanHolder(models.AbstractModel):
    """Lets open tickets follow when what they have their plan from gets another one."""

    _name = "helpdesk.plan.holder"
    _description = "Holder of a Support Plan"
    #: by which field a ticket names the holder, and how
    _plan_holder_link = ()

    support_plan_id = fields.Many2one(
        "helpdesk.support.plan", index="btree_not_null", groups=ANALYSTS
    )

    def write(self, vals):
        if "support_plan_id" not in vals:
            return super().write(vals)
        name, operator = self._plan_holder_link
        # sudo: helpdesk.ticket: all of them follow, whoever changes the plan
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets = tickets.search([(name, operator, self.ids), ("closed", "=", False)])
        former_terms = tickets._get_former_terms({"plan_id": True})
        done = super().write(vals)
        tickets._after_write_plan(former_terms)
        tickets._after_write_triage({"plan_id": True}, tickets.browse())
        tickets._after_write_arrears({"plan_id": True}, tickets.browse())
        tickets._after_write_clocks({"plan_id": True})
        return done


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "helpdesk.plan.holder"]
    _plan_holder_link = ("company_id", "in")

    support_plan_id = fields.Many2one(
        help="The plan of tickets whose subscription, customer and team have none."
    )


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "helpdesk.plan.holder"]
    _plan_holder_link = ("partner_id", "child_of")

    support_plan_id = fields.Many2one(
        help="The plan of this customer's tickets, unless a subscription has its own."
    )


class HelpdeskTicketTeam(models.Model):
    _name = "helpdesk.ticket.team"
    _inherit = ["helpdesk.ticket.team", "helpdesk.plan.holder"]
    _plan_holder_link = ("team_id", "in")

    support_plan_id = fields.Many2one(
        help="The plan of this team's tickets, unless the customer has one."
    )


class SaleSubscription(models.Model):
    _name = "sale.subscription"
    _inherit = ["sale.subscription", "helpdesk.plan.holder"]
    _plan_holder_link = ("subscription_id", "in")

    support_plan_id = fields.Many2one(
        groups=None,
        help="The plan that the customer has bought with this subscription.",
    )
