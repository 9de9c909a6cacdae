"""The published promise: what a customer's support plan says (NAV-1.3-03)."""

from odoo import http
from odoo.http import request


class SupportPlanPage(http.Controller):
    @http.route(
        "/my/support-plan", type="http", auth="user", methods=["GET"], website=True
    )
    def show_support_plan(self, **_parameters):
        """Show the plans that hold for the reader; parameters change nothing."""
        reader = request.env.user
        published = request.env["helpdesk.support.plan"]._find_published(reader)
        plans = [
            {
                **plan._present_plan(reader),
                "subscriptions": [
                    subscription.sale_order_number or subscription.name
                    for subscription in subscriptions
                ],
            }
            for plan, subscriptions in published.items()
        ]
        return request.render(
            "helpdesk_support_plan.portal_support_plan",
            {"plans": plans, "page_name": "support_plan"},
        )
