"""Wording of procedures No.5 to 7: what their checks and conditions are called."""

from odoo import api, fields, models
from odoo.tools import format_date


class HelpdeskPlaybookStep(models.Model):
    _inherit = "helpdesk.playbook.step"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_check_labels(self):
        return {
            **super()._get_check_labels(),
            "activation_scope": self.env._(
                "Modules, developments and address are written down"
            ),
            "activation_users": self.env._("Who gets access is written down"),
            "activation_version": self.env._("The software version is written down"),
            "verified": self.env._("The verification has passed"),
            "takedown_cause": self.env._("There is a reason to take a database down"),
            "takedown_planned": self.env._("Telling the requester is planned"),
            "takedown_notice": self.env._("The requester was told on the seventh day"),
            "takedown_day": self.env._("The day of the notice is over"),
            "takedown_reason": self.env._(
                "Ticket and subscription say why the customer leaves"
            ),
            "takedown_record": self.env._("Customer and address are written down"),
            "takedown_told": self.env._("The areas know of the take-down"),
            "first_month": self.env._("It was asked in the first month of service"),
            "communal_answer": self.env._(
                "The customer has answered to the communal test database"
            ),
            "environment_cause": self.env._(
                "Customer and cause of the request are written down"
            ),
            "environment_scenario": self.env._("The hosting scenario is chosen"),
            "environment_night": self.env._("It is night at the customer's"),
            "environment_deleted": self.env._("The former test database is deleted"),
            "environment_made": self.env._("The test database is made"),
        }

    @api.model
    def _get_condition_labels(self):
        return {
            **super()._get_condition_labels(),
            "suspended": self.env._("The customer is suspended first"),
            "taken_down": self.env._("The customer has not paid meanwhile"),
            "lifted": self.env._("The customer has paid meanwhile"),
            "after_first_month": self.env._("Asked after the first month of service"),
            "own_environment": self.env._("The customer needs a database of their own"),
            "communal": self.env._("The communal test database is enough"),
            "enterprise": self.env._("The customer has Odoo Enterprise"),
            "fullappsuite": self.env._("The customer has FullAppSuite"),
            "charged": self.env._("The customer pays for the test database"),
            "former_environment": self.env._("The customer has a former test database"),
        }


class HelpdeskTicketStep(models.Model):
    _inherit = "helpdesk.ticket.step"  # pylint: disable=consider-merging-classes-inherited

    def _get_verdict_sentences(self):
        return {
            **super()._get_verdict_sentences(),
            **self._get_activation_sentences(),
            **self._get_takedown_sentences(),
            **self._get_takedown_record_sentences(),
            **self._get_trial_sentences(),
            **self._get_environment_sentences(),
        }

    def _name_seen_values(self, values):
        """Name days as the reader writes them."""
        named = super()._name_seen_values(values)
        if day := named.get("day"):
            named["day"] = format_date(self.env, fields.Date.to_date(day))
        return named

    def _get_activation_sentences(self):
        return {
            "activation_no_modules": self.env._(
                "Write down which modules the customer gets."
            ),
            "activation_no_developments": self.env._(
                "Write down which modules have to be developed, or “none”."
            ),
            "activation_no_url": self.env._(
                "Write down the address that is to be activated."
            ),
            "address_wrong": self.env._(
                "“%(url)s” is no address: write it as https://example.com."
            ),
            "activation_scope": self.env._("To be activated: %(url)s"),
            "activation_users": self.env._("Lines about users: %(count)s"),
            "activation_no_users": self.env._(
                "Write down who gets access to git and to Odoo, or “none”."
            ),
            "activation_version": self.env._("Version %(version)s"),
            "activation_no_version": self.env._("Write down the software version."),
            "verified": self.env._("The verification has passed."),
            "verified_failed": self.env._("The last verification has failed."),
            "not_verified": self.env._("Nobody has verified it yet."),
            "customer_missing": self.env._("Choose the customer."),
            "service_unknown": self.env._("Choose the customer's subscription."),
        }

    def _get_takedown_sentences(self):
        return {
            "takedown_no_cause": self.env._("Say why the database is taken down."),
            "takedown_no_kind": self.env._(
                "Say whether the customer is suspended first."
            ),
            "takedown_request": self.env._("The customer asks for it."),
            "takedown_commercial": self.env._("There is a commercial reason."),
            "takedown_agreement": self.env._(
                "There is an agreement on what the customer owes: nothing is taken "
                "down."
            ),
            "takedown_confirmed": self.env._(
                "The administrative area confirms that nothing was paid. In the books: "
                "%(days)s days overdue"
            ),
            "takedown_to_confirm": self.env._(
                "The plan does not say after how many days: the administrative area "
                "confirms it with “Nothing Was Paid”. In the books: %(days)s days "
                "overdue."
            ),
            "takedown_paid_lately": self.env._(
                "%(days)s days overdue, of the %(limit)s that it takes: nothing is "
                "taken down yet."
            ),
            "takedown_unpaid": self.env._("%(days)s days overdue; it takes %(limit)s."),
            "takedown_no_date": self.env._(
                "Write down since when the customer is suspended."
            ),
            "takedown_planned": self.env._("To be told on %(day)s."),
            "takedown_unplanned": self.env._(
                "Nobody has the task to tell them on %(day)s: plan it."
            ),
            "takedown_notice_later": self.env._(
                "They are told on %(day)s, not before."
            ),
            "takedown_notice_due": self.env._("They are to be told since %(day)s."),
            "takedown_noticed": self.env._("They were told on %(day)s."),
            "takedown_not_noticed": self.env._("They have not been told yet."),
            "takedown_day_later": self.env._(
                "Nothing is taken down for good before %(day)s."
            ),
            "takedown_day_come": self.env._("Possible since %(day)s."),
        }

    def _get_takedown_record_sentences(self):
        return {
            "takedown_no_reason": self.env._("Write down why the customer leaves."),
            "takedown_no_channel": self.env._(
                "Say by which channel the customer came: direct or indirect."
            ),
            "takedown_reason_not_noted": self.env._(
                "The subscription does not say why yet: save the reason again."
            ),
            "takedown_reason_noted": self.env._("Ticket and subscription say why."),
            "takedown_no_url": self.env._("Write down the address of the database."),
            "takedown_record": self.env._("It is about %(url)s."),
            "takedown_told": self.env._(
                "The commercial and the administrative area know of it."
            ),
            "takedown_untold": self.env._(
                "They are told by themselves once it is taken down."
            ),
        }

    def _get_trial_sentences(self):
        return {
            "in_first_month": self.env._("The first month of service ends on %(day)s."),
            "after_first_month": self.env._(
                "The first month of service ended on %(day)s: the commercial area "
                "decides."
            ),
            "trial_extended": self.env._(
                "The first month of service ended on %(day)s; the commercial area has "
                "agreed."
            ),
            "communal_accepted": self.env._(
                "The communal test database is enough for the customer."
            ),
            "communal_declined": self.env._("The customer needs one of their own."),
            "communal_unanswered": self.env._("Write down what the customer says."),
        }

    def _get_environment_sentences(self):
        return {
            "environment_cause": self.env._("Customer and cause are written down."),
            "environment_no_cause": self.env._(
                "Write down why the customer asks for it."
            ),
            "environment_no_scenario": self.env._("Choose how the customer is hosted."),
            "environment_no_modality": self.env._("Say whether it is SaaS or SH."),
            "environment_enterprise": self.env._("Enterprise: free for the customer."),
            "environment_fullappsuite": self.env._(
                "FullAppSuite: one test database, made by night."
            ),
            "environment_community": self.env._("The customer pays for it."),
            "environment_was_night": self.env._("The database is made."),
            "environment_night_asked": self.env._(
                "The plan does not say when it is night: whoever makes the database "
                "makes sure of it."
            ),
            "environment_is_night": self.env._("It is night at the customer's."),
            "environment_is_day": self.env._(
                "It is day at the customer's: it goes on at %(at)s there."
            ),
            "environment_in_use": self.env._(
                "The former test database is still in use: delete it."
            ),
            "environment_deleted": self.env._("The former test database is deleted."),
            "environment_made": self.env._("It is at %(url)s."),
            "environment_not_made": self.env._("Write down the database that is made."),
        }
