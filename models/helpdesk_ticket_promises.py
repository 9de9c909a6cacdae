"""Promises: what a customer is told of a ticket's clocks. The dates are the desk's."""

from odoo import fields, models

from ..logic.customer_view import choose_next


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _present_promises(self, reader=None):
        """Return what the customer may know of the promises, in their own words.

        The one presenter for portal, mails and whoever else speaks to customers. The
        caller has checked that the reader may see the ticket.

        :param reader: the user whose zone the dates are told in; None: the plan's
        :return: [{metric, label, state, due, short, why}], `due` in UTC; empty for a
            closed ticket
        """
        self.ensure_one()
        return self._present_all_promises(reader)[self.id]

    def _present_next_promises(self, reader=None):
        """Return {ticket id: the promise that comes next, or None}, as above.

        As many queries for a page of tickets as for one.
        """
        promises = self._present_all_promises(reader)
        return {ticket_id: choose_next(promises[ticket_id]) for ticket_id in self.ids}

    def _present_all_promises(self, reader):
        # sudo: helpdesk.ticket: who may read a ticket may know what it was promised
        tickets, now = self.sudo(), fields.Datetime.now()
        told = {ticket_id: [] for ticket_id in tickets.ids}
        open_ones = tickets.filtered(lambda ticket: not ticket.stage_id.closed)
        projections = open_ones._project_clocks(now)
        clocks = self.env["helpdesk.sla.clock"]
        for ticket in open_ones:
            zone = ticket._get_zone(reader) if reader else ticket.plan_id.tz
            wording = clocks._get_wording(zone, public=True)
            told[ticket.id] = self._tell_promises(projections[ticket.id], wording, now)
        return told

    def _tell_promises(self, projection, wording, now):
        return [
            {
                "metric": metric,
                "label": label,
                "state": clock.state,
                "due": clock.commitment.due,
                "short": wording.tell_shortly(projection, clock, now),
                "why": wording.explain(projection, clock, now),
            }
            for metric, label in self._get_public_metrics().items()
            if (clock := projection.clocks[metric]).state
            in ("running", "paused", "met")
        ]

    def _get_public_metrics(self):
        """Return {metric: what customers call it}.

        How long a level has had a ticket is the desk's own business.
        """
        return {
            "response": self.env._("Answer"),
            "diagnosis": self.env._("Diagnosis"),
            "resolution": self.env._("Solution"),
            "update": self.env._("Next news"),
        }
