"""Refusals that the screens show with more than a sentence."""

from odoo.exceptions import UserError


class StepsMissing(UserError):
    """Steps of a ticket's procedure hold back what somebody wants to do with it.

    To programs it is a refusal like any other. The dialog of the backend reads from
    `context` which steps they are, and leads to them.
    """

    def __init__(self, message, ticket, steps, may_override):
        """Refuse for a ticket.

        :param str message: one sentence that names what is missing
        :param ticket: the helpdesk.ticket
        :param steps: the helpdesk.ticket.step records that are missing
        :param bool may_override: the user may set them aside, with a reason
        """
        super().__init__(message)
        self.context = {
            "ticket_id": ticket.id,
            "step_ids": steps.ids,
            "may_override": may_override,
        }
