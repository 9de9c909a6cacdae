"""Promises: what a customer is told of a ticket's clocks. The dates are the desk's."""

from odoo import fields, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _present_promises(self):
        """Return what the customer may know of the promises, in their own words.

        The one presenter for portal, mails and whoever else speaks to customers. The
        caller has checked that the reader may see the ticket.

        :return: [{metric, label, state, short, why}], dates in the plan's zone; empty
            for a closed ticket
        """
        self.ensure_one()
        # sudo: helpdesk.ticket: who may read a ticket may know what it was promised
        ticket, now = self.sudo(), fields.Datetime.now()
        if ticket.stage_id.closed:
            return []
        projection = ticket._project_clocks(now)[ticket.id]
        wording = self.env["helpdesk.sla.clock"]._get_wording(
            ticket.plan_id.tz, public=True
        )
        return [
            {
                "metric": metric,
                "label": label,
                "state": clock.state,
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
