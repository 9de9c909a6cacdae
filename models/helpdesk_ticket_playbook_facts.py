"""Facts: what the checks of procedures look at, read for many tickets at once."""

from collections import defaultdict

from odoo import models
from odoo.tools import is_html_empty

from ..logic.playbook import INFORMATION, Customer, Module
from ..logic.scope import UNKNOWN

#: fields that checks look at, besides those of concerns that say so themselves
WATCHED = frozenset(
    {
        *("company_id", "description", "level_id", "no_escalation_reason"),
        *("partner_id", "plan_id", "standing_override", "subscription_id"),
        *("module_tag_ids", "tag_ids", "type_id"),
        *("scope_authorised_by", "scope_item_id", "scope_linked", "scope_state"),
        *("investigation_error", "investigation_other", "investigation_steps"),
    }
)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _get_playbook_watched(self):
        return super()._get_playbook_watched() | WATCHED

    def _get_playbook_steps(self):
        """Return the steps of the ticket's procedure, as logic.playbook_steps.Step."""
        playbook = self.playbook_id._origin
        return playbook._get_steps(playbook.id) if playbook else ()

    def _looks_at(self, check):
        """Return whether the ticket's procedure has a step with a check."""
        return any(step.check == check for step in self._get_playbook_steps())

    def _collect_playbook_facts(self, now):
        """Add the customer, what they have bought, what is known, and where it was."""
        found = super()._collect_playbook_facts(now)
        # sudo: helpdesk.ticket: what a check sees does not depend on who looks
        desk = self.sudo()
        parts = [
            desk._collect_customer_facts(),
            desk._collect_scope_facts(),
            desk._collect_way_facts(),
            desk._collect_file_facts(),
        ]
        for ticket in desk:
            found[ticket.id].update(ticket._get_information_facts())
            for part in parts:
                found[ticket.id].update(part[ticket.id])
        return found

    def _collect_customer_facts(self):
        """Return how the customers stand, those for whom it is done besides, too."""
        # sudo: sale.subscription: only which companies have any
        subscriptions = self.env["sale.subscription"].sudo()
        grouped = subscriptions._read_group(
            [("company_id", "in", self.company_id.ids)], ["company_id"]
        )
        selling = {company.id for (company,) in grouped}
        others = self._judge_other_customers()
        return {
            ticket.id: {
                "standing": ticket.standing,
                "standing_days": ticket.standing_days,
                "sells_service": ticket.standing_reason != "no_subscription"
                or ticket.company_id.id in selling,
                "arrears_exempt": any(ticket.tag_ids.mapped("arrears_exempt")),
                "arrears_overridden": bool(ticket.standing_override),
                "others": others[ticket.id],
            }
            for ticket in self
        }

    def _judge_other_customers(self):
        """Return {ticket id: Customer of each for whom it is done besides}."""
        found = {ticket.id: () for ticket in self}
        several = self.filtered("installation_partner_ids")
        for company, tickets in several.grouped("company_id").items():
            desk = tickets.with_company(company)
            standings = desk.installation_partner_ids._judge()
            for ticket in desk:
                found[ticket.id] = tuple(
                    Customer(one.name or "", standings[one].code, standings[one].days)
                    for one in ticket.installation_partner_ids
                )
        return found

    def _collect_scope_facts(self):
        """Return what the tickets are about, and what their customers have bought."""
        bought = self._find_bought_products()
        return {
            ticket.id: {
                "modules": tuple(
                    Module(tag.name, frozenset(tag.product_ids.ids))
                    for tag in ticket.module_tag_ids
                ),
                "contracted": bought.get(ticket.subscription_id.id),
                "scope_state": ticket.scope_state or UNKNOWN,
                "scope_authorised": bool((ticket.scope_authorised_by or "").strip()),
            }
            for ticket in self
        }

    def _find_bought_products(self):
        """Return {subscription id: ids of the products of its lines}."""
        # sudo: sale.subscription.line: what customers have bought, without prices
        lines = self.env["sale.subscription.line"].sudo()
        grouped = lines._read_group(
            [("sale_subscription_id", "in", self.subscription_id.ids)],
            ["sale_subscription_id", "product_id"],
        )
        bought = {subscription.id: set() for subscription in self.subscription_id}
        for subscription, product in grouped:
            bought[subscription.id].add(product.id)
        return {key: frozenset(products) for key, products in bought.items()}

    def _collect_way_facts(self):
        """Return at which level the tickets are, and to which they were handed up."""
        intakes = {plan: plan._get_intake_level() for plan in self._get_plan()}
        found = {}
        for ticket in self:
            past = ticket.escalation_ids.filtered(
                lambda step: step.kind in ("escalated", "moved")
            )
            been = past.to_level_id | ticket.level_id
            beyond = been - intakes.get(ticket.plan_id, been)
            found[ticket.id] = {
                "level": ticket.level_id.code or None,
                "reached": {level.code: level.kind for level in beyond if level.code},
                "stays_because": ticket.no_escalation_reason or "",
            }
        return found

    def _collect_file_facts(self):
        """Return the names of the files of the tickets, and of their steps."""
        # sudo: ir.attachment: only their names, whoever has attached them
        files = self.env["ir.attachment"].sudo()
        attached = files.search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("res_field", "=", False),
            ],
            ["name", "res_id"],
            order="id",
        )
        names = defaultdict(list)
        for file in attached:
            names[file.res_id].append(file.name or "")
        for step in self.step_ids:
            names[step.ticket_id.id] += step.attachment_ids.mapped("name")
        return {ticket.id: {"files": tuple(names[ticket.id])} for ticket in self}

    def _get_information_facts(self):
        """Return what technical support will ask for (CHK-INFO)."""
        known = {
            **self._to_investigation(),
            "module": bool(self.module_tag_ids),
            "description": not is_html_empty(self.description),
        }
        return {
            "known": {part: known[part] for part in INFORMATION},
            "is_diagnosed": self._is_diagnosed(),
            "notes": self.investigation_other or "",
        }
