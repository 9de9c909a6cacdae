"""The formal contact: where customers hear of tickets from the first level only."""

from odoo import fields, models
from odoo.tools.misc import clean_context

from .helpdesk_ticket_escalation_notices import TODO
from .helpdesk_ticket_stage_notice import TOLD

#: closed by the desk, so that it is the desk that tells of it
BY_DESK = ("desk", "override")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _get_formal_contact(self):
        """Return the level from which customers hear of the ticket, if it is not there.

        :rtype: helpdesk.support.level; empty where whoever has it tells them (INT-39)
        """
        plan = self._get_plan()
        is_asked = plan.intake_tells and self._is_beyond_intake()
        return plan._get_intake_level() if is_asked else self._get_level().browse()

    def _after_write_formal_contact(self, moving):
        """Have customers told of what was solved without a word to them (INT-51).

        :param moving: those that have got to another stage
        """
        told = self.env.cr.precommit.data.get(TOLD, ())
        # sudo: helpdesk.ticket: whoever closes it, a program or a customer
        silent = moving.sudo().filtered(
            lambda ticket: (
                ticket.closure in BY_DESK
                and ticket.id not in told
                and ticket._get_formal_contact()
            )
        )
        if silent:
            now = fields.Datetime.now()
            # what is made for others takes nothing from the form of who solves it
            context = clean_context(self.env.context)
            silent = silent.with_env(silent.env(context=context))
            silent._schedule((None, ticket._prepare_telling(now)) for ticket in silent)

    def _prepare_telling(self, now):
        """Return the values of the activity of who tells the customer."""
        supervisor = self.supervisor_id.filtered("active")
        user = supervisor or self._find_who_to_tell()
        desk = self._speak_to(user)
        return {
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(TODO),
            "date_deadline": self._get_activity_day(now),
            "res_id": self.id,
            "summary": desk.env._("Tell the customer that it is solved"),
            "user_id": user.id,
        }
