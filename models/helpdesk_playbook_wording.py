"""Wording: what people call checks and conditions, and what a check has seen."""

from odoo import api, models
from odoo.tools import format_list


class HelpdeskPlaybookStep(models.Model):
    _inherit = "helpdesk.playbook.step"

    @api.model
    def _get_check_labels(self):
        """Return {name of a check: what people call it}."""
        return {
            "text": self.env._("A text is written down"),
            "customer_ok": self.env._("The customer is in service and not in arrears"),
            "scope": self.env._("The module is among what the customer has bought"),
            "scope_authorised": self.env._("Who authorised it is noted"),
            "information": self.env._("The information for support is complete"),
            "notes": self.env._("What else is known is written down"),
            "duplicates": self.env._("No other ticket is about the same"),
            "handed_over": self.env._("The ticket has been handed over"),
            "known_error": self.env._("Known errors were looked through"),
            "document_chosen": self.env._("One document to test is chosen"),
            "xml": self.env._("An XML is attached"),
            "provider": self.env._("The provider's ticket is noted"),
            "provider_answered": self.env._("The provider's answer is noted"),
            "development_notes": self.env._("The notes for development are written"),
            "manipulation_diagnosed": self.env._("The manipulation is diagnosed"),
            "manipulation_described": self.env._("What was manipulated is described"),
            "charge_invoiced": self.env._("The charge is invoiced"),
            "charge_paid": self.env._("The charge is paid"),
            "resumed": self.env._("It is paid, and the ticket is back at its target"),
            "tests_written": self.env._("The results of the tests are written down"),
            "databases": self.env._("Every affected database has passed"),
            "tests_passed": self.env._("The last test has passed"),
        }

    @api.model
    def _get_condition_labels(self):
        """Return {name of a condition: what people call it}."""
        return {
            "manipulated": self.env._(
                "Undue manipulation was found (page “Investigation”)"
            ),
            "out_of_scope": self.env._("It is out of scope"),
            "several_numbers": self.env._("The customer has named several documents"),
        }


class HelpdeskTicketStep(models.Model):
    _inherit = "helpdesk.ticket.step"

    def _get_verdict_sentences(self):
        """Return {code of a verdict: a sentence that names its values}."""
        return {
            "written": self.env._("It is written down."),
            "not_written": self.env._("Nothing is written down yet."),
            **self._get_customer_sentences(),
            **self._get_scope_sentences(),
            **self._get_preparation_sentences(),
            **self._get_document_sentences(),
            **self._get_charge_sentences(),
            **self._get_test_sentences(),
        }

    def _get_customer_sentences(self):
        return {
            "customer_ok": self.env._("In service, and nothing is overdue."),
            "customer_late": self.env._(
                "In service. An invoice is %(days)s days overdue: that is only a "
                "warning."
            ),
            "customer_agreement": self.env._(
                "In service. There is an agreement on what is %(days)s days overdue."
            ),
            "customer_exempt": self.env._(
                "In arrears, which does not matter to tickets with such a tag."
            ),
            "customer_overridden": self.env._(
                "In arrears. Somebody has decided to attend to it anyway."
            ),
            "customer_arrears": self.env._(
                "In arrears: an invoice is %(days)s days overdue."
            ),
            "customer_no_service": self.env._(
                "The customer has no subscription in progress."
            ),
            "customer_unknown": self.env._("The customer is not identified yet."),
            "other_arrears": self.env._(
                "%(name)s is in arrears: an invoice is %(days)s days overdue."
            ),
            "other_no_service": self.env._("%(name)s has no subscription in progress."),
        }

    def _get_scope_sentences(self):
        return {
            "in_bought": self.env._("The customer has bought it: %(modules)s."),
            "in_decided": self.env._("Somebody has decided that it is covered."),
            "out_not_bought": self.env._(
                "Not among the products of the subscription: %(modules)s."
            ),
            "out_decided": self.env._("Somebody has decided that it is out of scope."),
            "no_module": self.env._("No module is noted on the ticket yet."),
            "no_subscription": self.env._(
                "Without a subscription nobody sees what was bought: decide on the "
                "scope."
            ),
            "module_unknown": self.env._(
                "By which products this is bought is not known: %(modules)s. Decide on "
                "the scope."
            ),
            "authorised": self.env._("Who authorised it is noted."),
            "not_authorised": self.env._("Nobody has authorised it yet."),
        }

    def _get_preparation_sentences(self):
        return {
            "information_complete": self.env._("All is there."),
            "information_missing": self.env._("Missing: %(parts)s."),
            "no_duplicates": self.env._("No other open ticket looks alike."),
            "duplicates_found": self.env._(
                "Tickets that may be about the same: %(count)s."
            ),
            "handed_over": self.env._("It has been handed over."),
            "not_handed_over": self.env._("It has not been handed over yet."),
            "kept": self.env._("It is solved where it came in: %(reason)s"),
            "known_error": self.env._("It is a known error: %(name)s."),
            "no_known_error": self.env._("It was looked for, and not found."),
            "known_errors_not_searched": self.env._("Nobody has looked yet."),
        }

    def _get_document_sentences(self):
        return {
            "document_chosen": self.env._("The tests are made with %(number)s."),
            "document_not_chosen": self.env._(
                "The customer has named %(count)s documents: choose one."
            ),
            "no_document": self.env._("No document is noted yet."),
            "xml_attached": self.env._("Attached: %(name)s."),
            "xml_missing": self.env._("No XML is attached yet."),
            "provider_asked": self.env._("Ticket %(reference)s at %(name)s."),
            "provider_not_asked": self.env._(
                "The provider, or the number of their ticket, is not noted yet."
            ),
            "provider_development": self.env._(
                "The provider says that it needs development."
            ),
            "provider_no_development": self.env._(
                "The provider says that it needs no development."
            ),
            "provider_silent": self.env._("The provider has not answered yet."),
        }

    def _get_charge_sentences(self):
        return {
            "charge_missing": self.env._("No invoice is linked yet."),
            "charge_draft": self.env._("%(name)s is not posted yet."),
            "charge_cancelled": self.env._("%(name)s is cancelled: link another one."),
            "charge_invoiced": self.env._("Invoiced: %(name)s."),
            "charge_unpaid": self.env._("%(name)s is not paid yet."),
            "charge_paid": self.env._("%(name)s is paid."),
            "resumed": self.env._("Support goes on."),
            "not_resumed": self.env._("The ticket is not back with support yet."),
        }

    def _get_test_sentences(self):
        return {
            "no_databases": self.env._("No affected database is noted yet."),
            "databases_failed": self.env._(
                "Of %(count)s databases %(failed)s have failed."
            ),
            "databases_left": self.env._(
                "Of %(count)s databases %(left)s are still to be verified."
            ),
            "databases_passed": self.env._("All databases have passed: %(count)s."),
            "tests_failed": self.env._("The last test has failed."),
            "tests_missing": self.env._("No test has passed yet."),
            "tests_passed": self.env._("The last test has passed."),
        }

    def _name_seen_values(self, values):
        """Return what a verdict's sentence names, in the reader's words.

        :param values: {name: text, number, or a list of codes}
        """
        labels = self._get_part_labels()
        return {
            name: format_list(self.env, [labels.get(code, code) for code in value])
            if isinstance(value, list)
            else value
            for name, value in values.items()
        }

    def _get_part_labels(self):
        """Return what people call the codes that verdicts name in lists."""
        return {
            **self.env["helpdesk.ticket"]._get_investigation_labels(),
            "description": self.env._("the description"),
            "module": self.env._("the module"),
        }
