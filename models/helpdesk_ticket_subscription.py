"""Subscription: what the customer has bought that a ticket is about (A-NAV-10)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    subscription_id = fields.Many2one(
        "sale.subscription",
        compute="_compute_subscription_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        groups=ANALYSTS,
        tracking=True,
        help="What the customer has bought that this ticket is about: proposed where "
        "there is only one, found by its number or that of its sale order.",
    )
    subscription_number = fields.Char(
        compute="_compute_subscription_number",
        groups=ANALYSTS,
        help="The number of the sale order that the subscription comes from, else its "
        "own.",
    )
    subscription_missing = fields.Boolean(
        compute="_compute_subscription_missing",
        groups=ANALYSTS,
        help="The customer has several subscriptions: choose one.",
    )

    @api.depends("company_id", "partner_id")
    def _compute_subscription_id(self):
        """Propose the customer's only subscription; keep one that is theirs."""
        candidates = self._find_subscriptions()
        for ticket in self:
            if not ticket._has_own_subscription():
                found = candidates[ticket]
                ticket.subscription_id = found if len(found) == 1 else False

    def _has_own_subscription(self):
        """Return whether the subscription is of the ticket's customer and company."""
        # sudo: sale.subscription: whose it is, of a ticket that they may read
        subscription = self.sudo().subscription_id
        customer = self.partner_id.sudo().commercial_partner_id
        return bool(
            subscription
            and subscription.company_id == self.company_id
            and subscription.partner_id.commercial_partner_id == customer
        )

    def _find_subscriptions(self):
        """Return {ticket: those to choose from}, in a constant number of queries.

        Those in progress; where the customer has none, the others.
        """
        # sudo: res.partner: only which contacts belong to the same customer
        customers = {
            ticket: ticket.partner_id.sudo().commercial_partner_id for ticket in self
        }
        ids = [customer.id for customer in customers.values() if customer]
        of_customers = [("partner_id.commercial_partner_id", "in", ids)]
        # sudo: sale.subscription: to be proposed to requesters, who read none
        subscriptions = self.env["sale.subscription"].sudo()
        found = subscriptions.search(of_customers) if ids else subscriptions
        theirs = found.grouped(
            lambda one: (one.partner_id.commercial_partner_id, one.company_id)
        )
        return {
            ticket: _prefer_in_progress(
                theirs.get((customer, ticket.company_id), subscriptions)
            ).with_env(self.env)
            for ticket, customer in customers.items()
        }

    @api.depends("subscription_id")
    def _compute_subscription_number(self):
        # sudo: sale.subscription: its number, also that of an order they may not read
        for ticket in self.sudo():
            subscription = ticket.subscription_id
            ticket.subscription_number = (
                subscription.sale_order_id.name or subscription.code
            )

    @api.depends("company_id", "partner_id", "subscription_id")
    def _compute_subscription_missing(self):
        without = self.filtered(
            lambda ticket: ticket.partner_id and not ticket.subscription_id
        )
        (self - without).subscription_missing = False
        for ticket, candidates in without._find_subscriptions().items():
            ticket.subscription_missing = len(candidates) > 1

    @api.constrains("company_id", "partner_id", "subscription_id")
    def _check_subscription_id(self):
        """Refuse the subscription of another customer or company."""
        # sudo: sale.subscription, res.partner: whose it is, to say what is wrong
        for ticket in self.sudo():
            subscription = ticket.subscription_id
            if not subscription or ticket._has_own_subscription():
                continue
            names = {"number": ticket.number, "subscription": subscription.display_name}
            if subscription.company_id != ticket.company_id:
                raise ValidationError(
                    self.env._(
                        "%(subscription)s is a subscription in %(other)s: choose one "
                        "in %(company)s, as %(number)s is.",
                        other=subscription.company_id.name,
                        company=ticket.company_id.name,
                        **names,
                    )
                )
            raise ValidationError(
                self.env._(
                    "%(subscription)s is of %(owner)s: choose a subscription of the "
                    "customer of %(number)s, %(customer)s.",
                    owner=subscription.partner_id.commercial_partner_id.name,
                    customer=ticket.partner_id.commercial_partner_id.name,
                    **names,
                )
            )

    def _find_found_by_subscription(self, vals):
        """Return tickets without a customer that somebody knows the subscription of."""
        if not vals.get("subscription_id") or "partner_id" in vals:
            return self.browse()
        return self.filtered(lambda ticket: not ticket.partner_id)

    @api.model
    def _prepare_subscription(self, vals):
        """Take the customer from the subscription: who names it knows whose it is."""
        if vals.get("subscription_id") and not vals.get("partner_id"):
            found = self.env["sale.subscription"].browse(vals["subscription_id"])
            vals["partner_id"] = found.partner_id.id

    @api.onchange("subscription_id")
    def _onchange_subscription_id(self):
        """Identify the customer by the subscription."""
        if self.subscription_id and not self.partner_id:
            self.partner_id = self.subscription_id.partner_id


def _prefer_in_progress(subscriptions):
    """Return those in progress among them, or all if none is."""
    in_progress = subscriptions.filtered(lambda one: one.stage_id.type == "in_progress")
    return in_progress or subscriptions
