"""Subscriptions: found by their numbers, and read by analysts, who see no amounts."""

from odoo import api, fields, models

from .groups import INVOICE_READERS, SALESMEN


class SaleSubscription(models.Model):
    _inherit = "sale.subscription"
    _rec_names_search = ("code", "name", "sale_order_number", "partner_id")

    recurring_total = fields.Monetary(groups=SALESMEN)
    amount_tax = fields.Monetary(groups=SALESMEN)
    amount_total = fields.Monetary(groups=SALESMEN)
    # what leads to orders and invoices is of those who may read them
    invoice_ids = fields.One2many(groups=INVOICE_READERS)
    sale_order_ids = fields.One2many(groups=SALESMEN)
    sale_order_ids_count = fields.Integer(groups=SALESMEN)
    account_invoice_ids_count = fields.Integer(
        compute="_compute_invoice_count", groups=INVOICE_READERS
    )
    # by sudo, as related fields are: analysts look for the number that the manual
    # names, that of the order (NAV-3.1-09), and may not read orders
    sale_order_number = fields.Char(
        string="Sale Order Number",
        related="sale_order_id.name",
        related_sudo=True,
    )

    @api.depends("name", "sale_order_number")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        """Show the number that people know: that of the sale order (NAV-3.1-09).

        Where one is picked, whose it is and how they stand, too.
        """
        formatted = self.env.context.get("formatted_display_name")
        labels = dict(self._fields["standing"]._description_selection(self.env))
        for subscription in self:
            name = subscription.name
            if number := subscription.sale_order_number:
                name = f"{name} ({number})"
            if formatted:
                whose = subscription.partner_id.display_name
                name = f"{name}\n--{whose} · {labels.get(subscription.standing)}--"
            subscription.display_name = name

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Show all stages, whatever subscriptions are looked for.

        subscription_oca looks for stages by the subscriptions' own fields, and fails.
        """
        return stages.search([("id", "!=", False)], order=stages._order)

    def action_view_tickets(self):
        """Open the tickets that are about the subscription."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_mgmt.helpdesk_ticket_action"
        )
        return {
            **action,
            "domain": [("subscription_id", "=", self.id)],
            "context": {"default_subscription_id": self.id},
        }

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Put first what has exactly that number."""
        found = super().name_search(name, domain, operator, limit)
        number = (name or "").strip().lower()
        if not number or operator != "ilike":
            return found
        exact = [
            "|",
            ("code", "=ilike", number),
            ("sale_order_number", "=ilike", number),
        ]
        first = super().name_search("", [*exact, *(domain or [])], operator, limit)
        rest = [pair for pair in found if pair not in first]
        return [*first, *rest][:limit]

    def _get_invoices(self):
        """Return the customer invoices of subscriptions that the user may read.

        By both ways to bill them: those of the subscription, those of its orders.
        """
        # sudo: sale.order: it is only the way; the invoices are checked for access
        them = self.sudo()
        invoices = them.invoice_ids | them.sale_order_ids.invoice_ids
        invoices = invoices.filtered(lambda move: move.move_type == "out_invoice")
        return invoices.with_env(self.env)._filtered_access("read")

    @api.depends("invoice_ids.move_type", "sale_order_ids.invoice_ids.move_type")
    @api.depends_context("uid")
    def _compute_invoice_count(self):
        """Count what the button opens; subscription_oca counts credit notes, too."""
        for subscription in self:
            invoices = subscription._get_invoices()
            subscription.account_invoice_ids_count = len(invoices)

    def action_view_account_invoice_ids(self):
        """Open the only invoice at once, else a list of them (NAV-3.1-10, -18)."""
        self.env["account.move"].check_access("read")
        invoices = self._get_invoices()
        views = [(self.env.ref("account.view_move_form").id, "form")]
        if len(invoices) != 1:
            views.insert(0, (self.env.ref("account.view_out_invoice_tree").id, "list"))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices of %s", self.display_name),
            "res_model": "account.move",
            "res_id": invoices.id if len(invoices) == 1 else False,
            "view_mode": ",".join(kind for _view, kind in views),
            "views": views,
            "domain": [("id", "in", invoices.ids)],
            "context": {**self.env.context, "default_move_type": "out_invoice"},
        }

    def _get_bills_to_pay(self):
        """Return the overdue invoices of these subscriptions, the worst first."""
        return self.env["account.move"]._find_bills_to_pay(subscriptions=self.ids)

    def action_agree_payment(self):
        """Ask until when the overdue invoices may be paid."""
        return self._get_bills_to_pay().action_agree_payment()
