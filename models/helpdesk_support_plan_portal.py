"""The customer's side of a plan: what its customers see, are asked, and may do."""

from odoo import fields, models


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    colleagues_see = fields.Boolean(
        string="Colleagues See Each Other's Tickets",
        default=True,
        help="In the portal, people of one company read all tickets of that company. "
        "If not, each reads their own and those that they follow.",
    )
    portal_ask_type = fields.Boolean(
        string="Customers Choose the Type",
        help="Customers are offered the plan's types that are shown in the portal.",
    )
    portal_ask_module = fields.Boolean(
        string="Customers Choose the Module",
        help="Customers are offered the modules that are shown in the portal.",
    )
    validation = fields.Selection(
        [
            ("none", "Not asked for"),
            ("customer", "By the customer"),
            ("authorised", "By an authorised contact"),
        ],
        string="Customer's Validation",
        required=True,
        default="none",
        help="Who has to accept a solution before a ticket is solved. A leader may set "
        "it aside, with a reason.",
    )
    reopen_days = fields.Integer(
        string="Reopening Window",
        default=7,
        help="Days after the solution in which a customer may reopen the ticket. "
        "After that a new one is opened that names it.",
    )
    validation_reminder_days = fields.Integer(
        string="Remind After",
        default=2,
        help="Days after which a customer is reminded of a solution that waits for "
        "their answer, again and again. Zero: never.",
    )
    autoclose_days = fields.Integer(
        string="Close in Silence After",
        help="Days after which a ticket whose solution nobody has answered is solved, "
        "and counted as closed by silence. Zero: never.",
    )
    comment_below = fields.Integer(
        string="Ask for a Comment Below",
        default=4,
        help="Ratings go from 1 to 5. Who gives less is asked what went wrong.",
    )
    provider_duties = fields.Text(
        string="What We Take Care of", translate=True, help="One thing a line."
    )
    customer_duties = fields.Text(
        string="What Customers Take Care of", translate=True, help="One thing a line."
    )
    video_tutorials_url = fields.Char(
        string="Video Tutorials", help="Address of the videos on the main functions."
    )

    _portal_days_not_negative = models.Constraint(
        """CHECK(reopen_days >= 0 AND validation_reminder_days >= 0
            AND autoclose_days >= 0)""",
        "Days cannot be less than zero.",
    )
    _comment_below_range = models.Constraint(
        "CHECK(comment_below BETWEEN 0 AND 6)",
        "Ratings go from 1 to 5: choose a number up to 6, or 0 to ask nobody.",
    )
