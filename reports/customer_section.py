"""A part of a customer's month: all that is said of one plan."""

from ..models.sla_wording import name_zone
from .customer_month import tell_percent
from .customer_promises import CustomerPromises
from .customer_tickets import CustomerTickets


class CustomerSection:
    """The tickets and the promises of a customer's month under one plan."""

    def __init__(self, month):
        self.month = month
        self.env = month.customer.env
        self.tickets = CustomerTickets(month)
        self.promises = CustomerPromises(month)

    @property
    def is_empty(self):
        return not (self.tickets.histories or self.promises.promised)

    def tell(self, with_reasons):
        """Return what the page shows, in words.

        :param bool with_reasons: also why promises were missed
        """
        tickets, promises, month = self.tickets, self.promises, self.month
        listed, misses = tickets.tell_tickets(), promises.tell_misses(with_reasons)
        return {
            "plan": month.plan.name,
            "zone": name_zone(self.env, month.tz),
            "as_of": not month.is_over and tickets.tell_moment(month.now),
            "is_empty": self.is_empty,
            "summary": self._tell_summary(),
            "tiles": self._tell_tiles(),
            "has_figures": bool(promises.promised),
            "measures": promises.tell_measures(),
            "impacts": promises.tell_impacts(),
            "misses": misses,
            "more_misses": promises.missed - len(misses),
            "tickets": listed,
            "more_tickets": len(tickets.histories) - len(listed),
            "waits": tickets.tell_waits(),
            "closings": tickets.tell_closings(),
        }

    def _tell_summary(self):
        if self.is_empty:
            return self.env._(
                "A quiet month: you asked us for nothing in %s, and nothing was left "
                "open from before.",
                self.month.name,
            )
        return f"{self._tell_work()} {self._tell_compliance()}"

    def _tell_work(self):
        tickets = self.tickets
        words = {
            "month": self.month.name,
            "registered": self._tell_number(tickets.count_registered()),
            "solved": self._tell_number(tickets.count("solved")),
            "open": self._tell_number(tickets.count(None)),
        }
        if self.month.is_over:
            return self.env._(
                "In %(month)s you brought us %(registered)s and we solved %(solved)s; "
                "at its end we had %(open)s in hand.",
                **words,
            )
        return self.env._(
            "So far, in %(month)s you have brought us %(registered)s and we have "
            "solved %(solved)s; we have %(open)s in hand.",
            **words,
        )

    def _tell_number(self, number):
        if number > 1:
            return self.env._("%s tickets", number)
        return self.env._("one ticket") if number else self.env._("no ticket")

    def _tell_compliance(self):
        if not self.promises.promised:
            return self.env._("No date that we had promised fell due.")
        return self.env._(
            "Of the promises that fell due (%(promised)s) we kept %(percent)s.",
            promised=self.promises.promised,
            percent=self._tell_share(),
        )

    def _tell_share(self):
        return tell_percent(self.env, self.promises.kept, self.promises.promised)

    def _tell_tiles(self):
        """Return the figures that are read first: (label, figure)."""
        tickets, is_over = self.tickets, self.month.is_over
        tiles = [
            (self.env._("Tickets registered"), tickets.count_registered()),
            (self.env._("Tickets solved"), tickets.count("solved")),
            (
                self.env._("Open at the end") if is_over else self.env._("Open now"),
                tickets.count(None),
            ),
        ]
        if cancelled := tickets.count("cancelled", "merged"):
            tiles.append((self.env._("Cancelled"), cancelled))
        if self.promises.promised:
            tiles.append((self.env._("Promises kept"), self._tell_share()))
        return tiles
