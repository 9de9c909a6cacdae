"""Payment agreements on invoices: until when, and whether they are kept."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .groups import KNOWS_STANDING
from .standing_ledger import AGREEMENT, read_accounts

#: not yet paid; one in dispute counts for no standing, but may be agreed on
TO_PAY = ("not_paid", "partial", "blocked")


class AccountMove(models.Model):
    _inherit = "account.move"  # pylint: disable=consider-merging-classes-inherited

    agreement_until = fields.Date(
        compute="_compute_agreement",
        groups=KNOWS_STANDING,
        help="Until when the customer has time to pay, by the latest open agreement.",
    )
    agreement_state = fields.Selection(
        [("in_force", "In Force"), ("broken", "Broken")],
        string="Agreement",
        compute="_compute_agreement",
        search="_search_agreement_state",
        groups=KNOWS_STANDING,
    )
    agreement_text = fields.Char(
        string="Agreement in Words",
        compute="_compute_agreement_text",
        groups=KNOWS_STANDING,
    )

    @api.depends(
        "activity_ids.active",
        "activity_ids.activity_type_id",
        "activity_ids.date_deadline",
        *("company_id", "payment_state", "state"),
    )
    def _compute_agreement(self):
        """Tell what is agreed, in two queries for all invoices."""
        agreed = self._read_agreed()
        todays = self.env["res.company"]._get_todays() if agreed else {}
        for move in self:
            until = move._is_to_pay() and agreed.get(move._origin.id)
            move.agreement_until = until
            move.agreement_state = until and (
                "broken" if until < todays[move.company_id.id] else "in_force"
            )

    @api.depends("agreement_state", "agreement_until")
    @api.depends_context("lang")
    def _compute_agreement_text(self):
        for move in self:
            move.agreement_text = move._tell_agreement()

    def _read_agreed(self):
        """Return {id of each invoice with an open agreement: its latest date}."""
        # sudo: mail.activity: its date only, for those who may read the invoice
        activities = self.env["mail.activity"].sudo()
        rows = activities._read_group(
            [
                *self._get_agreement_condition(),
                ("res_model", "=", self._name),
                ("res_id", "in", self._origin.ids),
            ],
            ["res_id"],
            ["date_deadline:max"],
        )
        return dict(rows)

    @api.model
    def _get_agreement_condition(self):
        """Return which activities are open agreements."""
        kind = self.env["ir.model.data"]._xmlid_to_res_id(AGREEMENT)
        return [("activity_type_id", "=", kind), ("active", "=", True)]

    @api.model
    def _search_agreement_state(self, operator, value):
        """Find what is still to pay by its agreement, each by its own company's day."""
        if operator != "in":
            return NotImplemented
        companies = defaultdict(list)
        for company, today in self.env["res.company"]._get_todays().items():
            companies[today].append(company)
        agreed = self._get_agreement_condition()
        held = Domain.OR(
            Domain("company_id", "in", ids)
            & Domain("activity_ids", "any", [*agreed, ("date_deadline", ">=", today)])
            for today, ids in companies.items()
        )
        some = Domain("activity_ids", "any", agreed)
        to_pay = Domain("state", "=", "posted") & Domain("payment_state", "in", TO_PAY)
        found = {
            "in_force": to_pay & held,
            "broken": to_pay & some & ~held,
            False: ~(to_pay & some),
        }
        return Domain.OR(found[state] for state in value if state in found)

    def _tell_agreement(self):
        """Return what is agreed in a sentence: dates and days, no amounts."""
        self.ensure_one()
        if not self.agreement_state:
            return False
        until = format_date(self.env, self.agreement_until)
        if self.agreement_state == "in_force":
            return self.env._("Agreement until %s", until)
        days = (self.company_id._get_today() - self._get_first_due()).days
        if days < 1:
            return self.env._("Agreement broken: it ended on %s.", until)
        if days == 1:
            return self.env._(
                "Agreement broken: it ended on %s, and the invoice is one day overdue.",
                until,
            )
        return self.env._(
            "Agreement broken: it ended on %(until)s, and the invoice is %(days)s days "
            "overdue.",
            until=until,
            days=days,
        )

    def _get_first_due(self):
        """Return when the earliest instalment that is still open was due."""
        open_lines = self.line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled
        )
        dates = filter(None, open_lines.mapped("date_maturity"))
        return min(dates, default=self.invoice_date_due or self.date)

    def _is_to_pay(self):
        return (
            self.move_type == "out_invoice"
            and self.state == "posted"
            and self.payment_state in TO_PAY
        )

    @api.model
    def _find_bills_to_pay(self, company=None, **accounts):
        """Return the overdue invoices of subscriptions, the longest overdue first.

        :param company: only of this company's subscriptions
        :param accounts: which subscriptions, as `read_accounts` takes them
        """
        days = {
            debt.invoice: (entry.today - debt.due).days
            for entry in read_accounts(self.env, **accounts)
            if not company or entry.company == company.id
            for debt in entry.account.debts
        }
        overdue = [invoice for invoice in days if days[invoice] > 0]
        return self.browse(sorted(overdue, key=lambda each: (-days[each], each)))

    def action_agree_payment(self):
        """Ask until when these invoices may be paid (NAV-3.1-14)."""
        bills = self.filtered(lambda move: move._is_to_pay())
        if not bills:
            raise UserError(
                self.env._("There is no open customer invoice here to agree on.")
            )
        bills.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Agree on Payment"),
            "res_model": "helpdesk.payment.agreement",
            "view_mode": "form",
            "target": "new",
            "context": {"default_move_ids": bills.ids},
        }

    def _check_to_pay(self):
        """Refuse to agree on what nobody owes."""
        # sudo: account.move: checked for access before; only its state is looked at
        if not all(move._is_to_pay() for move in self.sudo()):
            self._refuse_agreement()

    def _refuse_agreement(self):
        raise UserError(
            self.env._(
                "A payment agreement needs a posted customer invoice that is still to "
                "be paid."
            )
        )

    def _agree(self, until, note=None, user=None):
        """Make an agreement on each invoice; it takes the place of an earlier one.

        :param date until: the last day on which the customer keeps to it
        :param note: HTML, for whoever follows it
        :param user: who follows it, by default the one who makes it
        """
        former = self.activity_ids._get_agreements()
        agreements = self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": self.env.ref(AGREEMENT).id,
                    "date_deadline": until,
                    "note": note,
                    "res_id": move.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "summary": self.env["mail.activity"]._tell_agreement(until),
                    "user_id": (user or self.env.user).id,
                }
                for move in self
            ]
        )
        told = self.env._("Replaced: agreement until %s.", format_date(self.env, until))
        former._action_done(feedback=told)
        return agreements

    def _invoice_paid_hook(self):
        """End the agreements that have done what they were made for."""
        done = super()._invoice_paid_hook()
        # sudo: mail.activity: whoever registers the payment, it is kept
        kept = self.sudo().activity_ids._get_agreements()
        if kept:
            kept._action_done(feedback=self.env._("Paid."))
        return done
