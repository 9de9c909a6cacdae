"""Invoices: the subscription that they are of, and how its customer stands."""

from odoo import api, fields, models

from ..logic.standing import RANKS
from .groups import KNOWS_STANDING
from .helpdesk_standing import STANDINGS


class AccountMove(models.Model):
    _inherit = "account.move"

    # the invoices of a subscription are looked up for every ticket
    subscription_id = fields.Many2one(index="btree_not_null")
    subscription_standing = fields.Selection(
        STANDINGS, compute="_compute_subscription_standing", groups=KNOWS_STANDING
    )
    subscription_standing_text = fields.Char(
        string="Standing",
        compute="_compute_subscription_standing",
        groups=KNOWS_STANDING,
        help="How the customer stands by the subscription that this invoice is of.",
    )

    @api.depends("subscription_id", "line_ids.sale_line_ids.order_id")
    @api.depends_context("lang")
    def _compute_subscription_standing(self):
        # sudo: sale.subscription: whoever knows of the standing may have its words
        found = {move: move.sudo()._get_subscriptions() for move in self}
        together = self.env["sale.subscription"].union(*found.values())
        for move, subscriptions in found.items():
            among = subscriptions.with_prefetch(together.ids)
            subscription = max(among, key=_get_rank, default=among)
            move.subscription_standing = subscription.standing
            move.subscription_standing_text = bool(subscription) and self.env._(
                "%(subscription)s: %(standing)s",
                subscription=subscription.display_name,
                standing=subscription.standing_text,
            )

    def _get_subscriptions(self):
        """Return the subscriptions that invoices are of, by both ways to bill them."""
        orders = self.line_ids.sale_line_ids.order_id
        return self.subscription_id | orders.order_subscription_id


def _get_rank(subscription):
    return RANKS.index(subscription.standing)
