"""Payment agreements: activities on invoices, whoever makes them and by what screen."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .standing_ledger import AGREEMENT

#: what makes another agreement of it; the rest may be written at any time
TERMS = ("active", "activity_type_id", "date_deadline", "res_id", "res_model_id")


class MailActivity(models.Model):
    _inherit = "mail.activity"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        agreements = activities._get_agreements()
        if agreements:
            agreements._check_agreements()
            for agreement in agreements.filtered(lambda each: not each.summary):
                agreement.summary = agreement._tell_agreement(agreement.date_deadline)
            self._let_standing_follow()
        return activities

    def write(self, vals):
        if not any(name in vals for name in TERMS):
            return super().write(vals)
        former = {each: each._get_terms() for each in self._get_agreements()}
        done = super().write(vals)
        agreements = self._get_agreements()
        changed = agreements.filtered(
            lambda each: each.active and former.get(each) != each._get_terms()
        )
        changed._check_agreements()
        if "date_deadline" in vals and "summary" not in vals:
            # it is what the chatter keeps when the agreement is done
            for agreement in changed:
                agreement.summary = agreement._tell_agreement(agreement.date_deadline)
        if former or agreements:
            self._let_standing_follow()
        return done

    def unlink(self):
        agreements = self._get_agreements()
        done = super().unlink()
        if agreements:
            self._let_standing_follow()
        return done

    @api.model
    def _let_standing_follow(self):
        """Judge customers again, and let tickets go on that an agreement covers."""
        self.env["helpdesk.standing"]._forget()
        self.env["helpdesk.ticket"]._release_soon()

    @api.model
    def _tell_agreement(self, until):
        """Return the word and the date that lists and histories show (NAV-3.1-15)."""
        return self.env._("Agreement until %s", format_date(self.env, until))

    def _get_agreements(self):
        """Return those of the activities that are agreements on a payment."""
        kind = self.env["ir.model.data"]._xmlid_to_res_id(AGREEMENT)
        return self.filtered(lambda each: kind and each.activity_type_id.id == kind)

    def _get_terms(self):
        return tuple(self[name] for name in TERMS)

    def _check_agreements(self):
        """Refuse agreements that do not stand on a bill, or begin in the past.

        They lift arrears, so they ask for more than other activities do: the right to
        write the invoice. One whose date passes is broken; it stays as it is.
        """
        if not self:
            return
        bills = self.env["account.move"].browse(
            each.res_id for each in self if each.res_model == "account.move"
        )
        bills.check_access("write")
        if len(bills) < len(self):
            bills._refuse_agreement()
        bills._check_to_pay()
        if self.env.su and self.env.context.get("install_mode"):
            return  # history that data files bring along
        todays = self.env["res.company"]._get_todays()
        for agreement, bill in zip(self, bills, strict=True):
            if agreement.date_deadline < todays[bill.company_id.id]:
                raise UserError(
                    self.env._(
                        "The date of an agreement cannot be in the past: %s.",
                        format_date(self.env, agreement.date_deadline),
                    )
                )
