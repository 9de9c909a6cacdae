"""Tickets of a customer's month: what came, what was solved, what had to wait."""

from collections import Counter
from datetime import timedelta

from ..logic.sla_history import Fact, History
from .customer_month import LIMIT


def get_domain(month, slack=timedelta()):
    """Return a domain of the tickets that a month may be about.

    Those that were closed before it, and have been left alone since, are not.
    """
    return [
        ("commercial_partner_id", "=", month.customer.id),
        ("company_id", "=", month.company.id),
        ("create_date", "<", month.stop + slack),
        *("|", "|", ("closed", "=", False), ("event_ids", "=", False)),
        ("event_ids", "any", [("at", ">=", month.start - slack)]),
    ]


class CustomerTickets:
    """The tickets as they were when the month was over.

    They are read from their logs, so that a month stays what it was.
    """

    def __init__(self, month):
        self.month = month
        self.env = month.customer.env
        self.wording = self.env["helpdesk.sla.clock"]._get_wording(
            month.tz, public=True
        )
        self.histories = self._read_histories()

    def _read_histories(self):
        domain = [*get_domain(self.month), ("plan_id", "=", self.month.plan.id)]
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        found = tickets.search(domain, order="create_date, id")
        logs = self.env["helpdesk.ticket.event"]._read_logs(found.ids)
        told = ((ticket, self._replay(ticket, logs[ticket.id])) for ticket in found)
        return {
            ticket: history for ticket, history in told if self._is_in_month(history)
        }

    def _replay(self, ticket, log):
        """Return what the facts say that were known at the end of the month.

        A ticket from before this addon has no log until it is touched.
        """
        log = log or ticket._find_beginning(ticket._to_traits(), self.month.now)
        history = History()
        for entry in log:
            if isinstance(entry, Fact) and entry.at < self.month.stop:
                history.observe(entry)
        return history

    def _is_in_month(self, history):
        """Return whether it was open in the month: for a part of it, or all of it."""
        closed = history.closed_since
        return history.registered_at and (not closed or closed >= self.month.start)

    # figures

    def count_registered(self):
        return sum(
            self.month.has(history.registered_at) for history in self.histories.values()
        )

    def count(self, *states):
        """Count the tickets by how they ended in the month; None is still open."""
        return sum(history.closed in states for history in self.histories.values())

    # lists

    def tell_tickets(self):
        """Return what the list shows of each ticket; the latest, if there are many."""
        latest = list(self.histories.items())[-LIMIT:]
        return [self._tell_ticket(ticket, history) for ticket, history in latest]

    def _tell_ticket(self, ticket, history):
        solved = history.closed == "solved"
        return {
            "number": ticket.number,
            "name": ticket.name,
            "impact": self._tell_impact(ticket),
            "registered": self.tell_moment(history.registered_at),
            "answered": self.tell_moment(history.replied_at),
            "solved": self.tell_moment(solved and history.closed_since),
            "state": self._tell_state(history),
            "is_solved": solved,
        }

    def _tell_impact(self, ticket):
        """Return the plan's public words for it, never stars."""
        field = ticket._fields["impact"]
        labels = dict(field._description_selection(self.env))
        # sudo: helpdesk.support.severity: the words are made for customers
        return ticket.sudo().severity_id.name or labels.get(ticket.impact)

    def tell_moment(self, instant):
        return instant and self.wording.moment(instant, self.month.now)

    def _tell_state(self, history):
        if history.waiting:
            return self.env._("Waits for %s", self.wording.reason(history.waiting))
        return {
            None: self.env._("At work"),
            "solved": self.env._("Solved"),
            "cancelled": self.env._("Cancelled"),
            "merged": self.env._("Goes on in another ticket"),
        }[history.closed]

    def tell_waits(self):
        """Return for what work stood still in the month, the longest first."""
        seconds, tickets = Counter(), Counter()
        for history in self.histories.values():
            spans = self._get_waits(history)
            seconds.update(spans)
            tickets.update(spans.keys())
        return [
            {
                "reason": self.wording.reason(reason),
                "span": self.wording.span(total),
                "tickets": tickets[reason],
            }
            for reason, total in seconds.most_common()
        ]

    def _get_waits(self, history):
        """Return {reason: seconds} that a ticket waited in the month."""
        spans = Counter()
        for pause in history.pauses:
            if not pause.is_closed:
                spans[pause.reason] += self.month.clip(pause.start, pause.stop)
        if history.waiting:
            since = history.waiting_since
            spans[history.waiting] += self.month.clip(since, self.month.until)
        return +spans  # what was over before is nothing

    def tell_closings(self):
        """Return how the tickets were solved: accepted, told, or in silence."""
        counts = Counter(
            history.closing
            for history in self.histories.values()
            if history.closed == "solved"
        )
        labels = {
            "accepted": self.env._("You accepted the solution"),
            "told": self.env._("We told you the solution"),
            "silent": self.env._("Closed without a message"),
        }
        return [
            {"label": label, "count": counts[closing]}
            for closing, label in labels.items()
            if counts[closing]
        ]
