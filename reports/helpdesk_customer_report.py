"""The report that a leader puts before a customer, once a month."""

from datetime import timedelta

from odoo import api, fields, models

from .customer_month import Month, tell_month
from .customer_section import CustomerSection
from .customer_tickets import get_domain

#: no zone is further than this from UTC
ZONES = timedelta(hours=14)


class CustomerReport(models.AbstractModel):
    """What a customer's month looked like: a part for each plan of their tickets.

    It is read with the rights of whoever asks, and of one company. What is internal of
    a ticket stays out: stars, levels, policies, amounts, and how long a level had it.
    """

    _name = "report.helpdesk_support_plan.customer_report"
    _description = "Customer's Month"

    @api.model
    def _get_report_values(self, docids, data=None):
        wizards = self.env["helpdesk.customer.report"].browse(docids)
        wizards.check_access("read")
        now = fields.Datetime.now()
        return {
            "doc_ids": docids,
            "doc_model": wizards._name,
            "docs": wizards,
            "customers": [
                self._tell_customer(wizard, customer, now)
                for wizard in wizards
                for customer in wizard.partner_ids.commercial_partner_id
            ],
        }

    def _tell_customer(self, wizard, customer, now):
        lang = wizard._get_language(customer)
        # from here on everything is in the customer's language
        report = self.with_context(lang=lang)
        wizard, customer = wizard.with_env(report.env), customer.with_env(report.env)
        return {
            "lang": lang,
            "wizard": wizard,
            "name": customer.display_name,
            "month": tell_month(report.env, wizard._get_first()),
            "sections": report._tell_sections(wizard, customer, now),
        }

    def _tell_sections(self, wizard, customer, now):
        """Return a part for each plan that there is something to say of, or for one."""
        plans = wizard.plan_id or self._find_plans(wizard, customer)
        told = [self._tell_section(wizard, customer, plan, now) for plan in plans]
        return [section for section in told if not section["is_empty"]] or told[:1]

    def _find_plans(self, wizard, customer):
        """Return the plans of the month's tickets, in order; none comes last."""
        month = self._get_month(wizard, customer, "UTC")
        domain = get_domain(month, slack=ZONES)
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        # sudo: helpdesk.support.plan: what it says of tickets is no secret to who may
        # read them, also where it has come to belong to another company
        plans = self.env["helpdesk.support.plan"].sudo()
        found = [plan for (plan,) in tickets._read_group(domain, ["plan_id"])]
        without = [plans] if plans.browse() in found else []
        return [*plans.union(*found).sorted(), *without] or [self._get_plan_of(month)]

    def _get_plan_of(self, month):
        """Return the plan that a ticket of a customer would have."""
        ticket = self.env["helpdesk.ticket"].new(
            {
                "partner_id": month.customer.id,
                "company_id": month.company.id,
                "team_id": False,
                "user_id": False,
            }
        )
        return ticket._find_plan()._origin

    def _tell_section(self, wizard, customer, plan, now):
        tz = plan.tz or wizard.company_id.resource_calendar_id.tz or "UTC"
        month = self._get_month(wizard, customer, tz, plan=plan, now=now)
        return CustomerSection(month).tell(wizard.with_reasons)

    def _get_month(self, wizard, customer, tz, **more):
        first, company = wizard._get_first(), wizard.company_id
        return Month(first, customer, company, tz, **more)
