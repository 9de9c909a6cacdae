from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import get_lang

from ..reports.customer_month import tell_month

ACTION = "helpdesk_support_plan.customer_report_action"
TEMPLATE = "helpdesk_support_plan.mail_template_customer_report"
#: how many months can be chosen, with this one
MONTHS = 25


class HelpdeskCustomerReport(models.TransientModel):
    """Choose whose month is put on paper; show it, print it, send it."""

    _name = "helpdesk.customer.report"
    _description = "Customer's Month"
    _rec_name = "month"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        required=True,
        default=lambda self: self._get_chosen_customers(),
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
        help="Each gets a report of their own, in their language, with the tickets of "
        "all their people.",
    )
    month = fields.Selection(
        selection=lambda self: self._get_months(),
        required=True,
        default=lambda self: self._get_months()[1][0],
        help="From its first to its last instant in the zone of the plan.",
    )
    plan_id = fields.Many2one(
        "helpdesk.support.plan",
        string="Plan",
        domain="[('company_id', 'in', [company_id, False])]",
        help="Empty: all plans that the customer's tickets have, each in a part of its "
        "own.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        help="Whose tickets are counted, and whose letterhead it has.",
    )
    with_reasons = fields.Boolean(
        string="Say Why Promises Were Missed",
        default=True,
        help="As the desk wrote it on the ticket. Read it before the customer does.",
    )
    can_send = fields.Boolean(compute="_compute_can_send")

    @api.model
    def _get_chosen_customers(self):
        """Return the customers that the contacts are of from which it was opened."""
        if self.env.context.get("active_model") != "res.partner":
            return False
        contacts = self.env["res.partner"].browse(self.env.context.get("active_ids"))
        return contacts.commercial_partner_id

    @api.model
    def _get_months(self):
        """Offer this month and the two years before it, the latest first."""
        first = fields.Date.context_today(self).replace(day=1)
        months = (first - relativedelta(months=back) for back in range(MONTHS))
        return [(f"{month:%Y-%m}", tell_month(self.env, month)) for month in months]

    @api.depends("partner_ids")
    def _compute_can_send(self):
        """A mail stays on the contact: who writes it has to be allowed to do that."""
        for wizard in self:
            customer = wizard.partner_ids.commercial_partner_id._origin
            wizard.can_send = len(customer) == 1 and customer.has_access("write")

    def _get_first(self):
        """Return the first day of the month."""
        return date.fromisoformat(f"{self.month}-01")

    def _get_language(self, customer):
        """Return the language that a customer reads, or that of the company."""
        lang = customer.lang or self.company_id.partner_id.lang
        return get_lang(self.env, lang).code

    def _get_file_name(self):
        """Return what the file is called, in the language of a single customer."""
        customers = self.partner_ids.commercial_partner_id
        if len(customers) != 1:
            return self.env._("Support %s", self.month)
        wizard = self.with_context(lang=self._get_language(customers))
        return wizard.env._(
            "Support %(month)s %(customer)s",
            month=self.month,
            customer=customers.name.replace("/", "-"),
        )

    def action_preview(self):
        """Show the report as a page."""
        return {**self._get_report(), "report_type": "qweb-html"}

    def action_print(self):
        """Print the report, or show it where PDFs cannot be made."""
        return self._get_report()

    def _get_report(self):
        self.ensure_one()
        return self.env.ref(ACTION).report_action(self, config=False)

    def action_send(self):
        """Write a mail to the customer with the report attached; it can be edited.

        :raises UserError: more than one customer
        """
        self.ensure_one()
        customer = self.partner_ids.commercial_partner_id
        if len(customer) != 1:
            raise UserError(
                self.env._("Choose one customer: each gets a mail of their own.")
            )
        customer.check_access("write")
        words = self.with_context(lang=self._get_language(customer)).env
        context = {
            "default_model": "res.partner",
            "default_res_ids": customer.ids,
            "default_composition_mode": "comment",
            "default_template_id": self.env.ref(TEMPLATE).id,
            "default_attachment_ids": self._attach().ids,
            "default_email_layout_xmlid": "mail.mail_notification_light",
            "helpdesk_month": tell_month(words, self._get_first()),
            "force_email": True,
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the Month"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def _attach(self):
        reports = self.env["ir.actions.report"]
        content, kind = reports._render_qweb_pdf(ACTION, self.ids)
        # the composer takes over what is of nobody yet
        return self.env["ir.attachment"].create(
            {
                "name": f"{self._get_file_name()}.{kind}",
                "raw": content,
                "res_model": "mail.compose.message",
                "res_id": 0,
            }
        )
