"""Portal: how a ticket stands, in the words of its customer."""

from odoo import models
from odoo.tools import format_datetime

from ..logic.customer_view import STATUSES, status_of
from ..logic.impact import impact_of


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _may_be_read_by(self, reader):
        """Return whether somebody reads a ticket as themselves, not only by a link.

        :param reader: a user
        """
        self.ensure_one()
        return not reader._is_public() and self.with_user(reader).has_access("read")

    def _present_status(self):
        """Return how tickets stand, for customers; a constant number of queries.

        The caller has checked that the reader may see the tickets.

        :return: {id: {code, label, tone: a class of portal.scss, waiting: whether
            something is needed from the customer, ask: which is said, or ""}}
        """
        labels, shown = self._get_status_labels(), {}
        # sudo: helpdesk.ticket: what they wait for is told in the customer's own words
        for ticket in self.sudo():
            wait = ticket._get_wait()
            code = status_of(ticket.stage_id._get_code(), wait)
            if code == "cancelled" and ticket.closure == "withdrawn":
                code = "withdrawn"
            waiting = STATUSES[code] == "waiting"
            shown[ticket.id] = {
                "code": code,
                "label": labels[code],
                "tone": STATUSES[code],
                "waiting": waiting,
                "ask": self._tell_ask(wait) if waiting else "",
            }
        return shown

    def _present_closing_dates(self, reader):
        """Return {id: the day on which a ticket was closed, in words, or False}."""
        shown = {}
        # sudo: helpdesk.ticket: when it was closed, of tickets that they may read
        for ticket in self.sudo():
            at = ticket.stage_id.closed and ticket.closed_date
            zone = ticket._get_zone(reader) or "UTC"
            shown[ticket.id] = (
                format_datetime(self.env, at, tz=zone, dt_format="d MMM y")
                if at
                else ""
            )
        return shown

    def _get_status_labels(self):
        """Return {status: what customers call it}."""
        return {
            "received": self.env._("Received"),
            "in_progress": self.env._("In process"),
            "answer": self.env._("Waiting for your answer"),
            "approval": self.env._("Waiting for your approval"),
            "validation": self.env._("Tell us whether it is solved"),
            "solved": self.env._("Solved"),
            "cancelled": self.env._("Cancelled"),
            "withdrawn": self.env._("Closed at your request"),
        }

    def _tell_ask(self, wait):
        """Return what is needed from the customer, as a sentence."""
        if wait == "validation":
            return self.env._("Please tell us whether the solution works for you.")
        if wait == "approval":
            return self.env._("Please tell us whether you approve, so that we go on.")
        return self.env._("Please answer what we asked, so that we go on.")

    def _present_impacts(self):
        """Return {id: the impact in the plan's words}, for customers (NAV-3.2-60).

        Until somebody of the desk has confirmed it, it is what the customer asked for,
        and said to be so. A constant number of queries.
        """
        shown = {}
        # sudo: helpdesk.ticket: whose words these are, and nothing of the stars
        for ticket in self.sudo():
            name = ticket._get_impact_name(ticket.priority)
            if not ticket.triaged and not ticket.stage_id.closed:
                name = self._tell_unconfirmed(
                    ticket.requested_priority
                    and ticket._get_impact_name(ticket.requested_priority)
                )
            shown[ticket.id] = name or ""
        return shown

    def _tell_unconfirmed(self, wished):
        if wished:
            return self.env._("%s (to be confirmed)", wished)
        return self.env._("To be confirmed")

    def _get_impact_name(self, stars):
        """Return what the plan calls so many stars; the desk's own word without one."""
        severities = self.plan_id.severity_ids
        named = severities.filtered(lambda severity: severity.priority == stars)
        if named or severities:
            return named[:1].name
        labels = dict(self._fields["impact"]._description_selection(self.env))
        return labels.get(impact_of(stars))

    def _present_relatives(self, reader):
        """Return the tickets that this one goes on with, or that go on with it.

        :param reader: the user who reads: only those that they may read, too
        :return: [{title, number, name, url}]
        """
        self.ensure_one()
        # sudo: helpdesk.ticket: which these are; whether to tell of them is asked below
        ticket = self.sudo()
        later = ticket.followed_by_ids
        if ticket.cancel_reason == "duplicate":
            later |= ticket.duplicate_id
        earlier = ticket.follows_ticket_id
        readable = (later | earlier).with_user(reader)._filtered_access("read")
        goes_on, follows = self.env._("It goes on in"), self.env._("It follows")
        return [
            {
                "title": goes_on if found in later else follows,
                "number": found.number,
                "name": found.name,
                "url": f"/my/ticket/{found.id}",
            }
            for found in readable
        ]
