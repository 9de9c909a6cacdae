"""Approval: what a customer is asked to agree to in a procedure, in the portal.

Requirements NAV-3.4.1.N1-16 and NAV-3.4.1.N2-15. Whoever calls has only shown the page:
who may decide is asked here, each time.
"""

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list

#: the action of a step that asks the customer
ASKS = "ask_approval"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _find_asked_approval(self):
        """Return the step with which the customer was asked to agree, if it is next.

        :rtype: helpdesk.ticket.step
        """
        # sudo: helpdesk.ticket: whether something is asked of whoever reads it
        step = self.sudo().playbook_next_id
        return step if step.action == ASKS and step.message_id else step.browse()

    def _get_options_when_open(self, reader):
        """Offer who may decide for the customer to agree, or not to."""
        options = super()._get_options_when_open(reader)
        if not self._find_asked_approval():
            return options
        if self._is_validator(reader.partner_id):
            return {**options, "approve": True}
        return {**options, "why": options.get("why") or self._tell_who_approves()}

    def _present_approval(self):
        """Return what the customer is asked to agree to, or None.

        The caller has checked that the reader may see the ticket.

        :return: {"asked": the question as HTML, "files": as `_present_files` gives}
        """
        self.ensure_one()
        # sudo: helpdesk.ticket: only what was said to the customer
        ticket = self.sudo()
        question = ticket._find_asked_approval().message_id
        # what was taken back, or made internal meanwhile, is not shown
        if not question & ticket._get_portal_messages():
            return None
        files = question.attachment_ids & ticket._get_portal_attachments()[ticket.id]
        return {
            "asked": Markup(question.body or ""),
            "files": ticket._present_files(files),
        }

    def _approve_as(self, reader):
        """Note that a customer agrees, at this instant.

        :raises AccessError: they may not read the ticket, or are not the customer's
        :raises UserError: it is not for them to agree, or nothing is asked
        """
        ticket = self._claim_as(reader)
        agreed = ticket._word_approval()
        step = ticket._find_approval_for(reader, agreed)
        if not step:
            return  # they have pressed it twice
        # what they say ends the wait; then the next step may begin its own
        ticket._post_as_customer(reader, agreed)
        try:
            step.mark_done(agreed, contact=reader.partner_id)
        except UserError as refusal:
            # its words are for the desk
            raise UserError(
                self.env._(
                    "We could not note your answer just now. Please write to us below, "
                    "and we will see to it."
                )
            ) from refusal

    def _disapprove_as(self, reader, reason):
        """Note that a customer does not agree, in their words; nothing goes on then.

        :raises AccessError, UserError: as above, or no reason
        """
        ticket = self._claim_as(reader)
        reason = ticket._read_words(reason)
        if not reason:
            raise UserError(self.env._("Please tell us in a few words why not."))
        step = ticket._find_approval_for(reader, reason)
        if not step:
            return
        ticket._post_as_customer(reader, reason)
        step.mark_failed(reason)
        # answered: the desk may ask again
        # sudo: helpdesk.ticket.step: the customer says it themselves
        step.sudo().write({"contact_id": reader.partner_id.id, "message_id": False})

    def _find_approval_for(self, reader, said):
        """Return the step that somebody may answer; none if they have just done so.

        :param str said: what they say
        :raises UserError: it is not for them to answer, or nothing is asked
        """
        options = self._get_answer_options(reader)
        if options["approve"]:
            return self._find_asked_approval()
        if self._has_said(reader, said):
            return self._find_asked_approval().browse()
        raise UserError(
            options["why"] or self.env._("Nothing waits for your approval just now.")
        )

    def _word_approval(self):
        return self.env._("Yes, I approve.")

    def _tell_who_approves(self):
        """Return who decides in place of somebody who may not, kindly."""
        names = self._get_approvers().mapped("name")
        if not names:
            return self.env._(
                "Nobody of your company is named yet who decides on this. Please write "
                "to us who it is, and we will note it."
            )
        return self.env._(
            "At your company, %s can decide on this. Please ask them to have a look.",
            format_list(self.env, names, style="or"),
        )
