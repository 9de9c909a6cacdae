"""List: the tickets that a customer looks through, by what they know of them."""

from odoo import models
from odoo.tools import SQL, escape_psql

from ..logic.customer_view import PUBLIC_FACTS
from ..logic.sla_history import FOR_CUSTOMER

#: no customer looks for more than this, and the database need not
LONGEST_SEARCH = 100


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _query_for_customer(self, chosen="open", words=""):
        """Return a Query of the tickets that the user may read, in no order.

        Which of them they are, the desk's own fields say, by which customers may not
        filter themselves.

        :param str chosen: open, waiting (for them), solved or all
        :param str words: what number, subject or text contain
        """
        allowed = self._search(self._get_words_domain(words))
        # sudo: helpdesk.ticket: of those that they may read, and only which
        return self.sudo()._search(
            [("id", "in", allowed), *self._get_chosen_domains()[chosen]]
        )

    def _take_page(self, query, order, offset, limit):
        """Return some of the tickets that a Query finds.

        :param str order: new, promise (the date that comes next) or change (the last)
        """
        query.order = self._get_customer_order(SQL.identifier(query.table), order)
        query.offset, query.limit = offset, limit
        return self.browse(query)

    def _count_for_customer(self):
        """Return {open, waiting: how many of the tickets that the user may read}."""
        return {
            chosen: len(self._query_for_customer(chosen))
            for chosen in ("open", "waiting")
        }

    def _get_words_domain(self, words):
        """Return the domain of a search for just these words.

        PostgreSQL takes no NUL in a text.
        """
        words = escape_psql(words.replace("\0", "").strip()[:LONGEST_SEARCH])
        if not words:
            return []
        return [
            *("|", "|"),
            ("number", "ilike", words),
            ("name", "ilike", words),
            ("description", "ilike", words),
        ]

    def _get_chosen_domains(self):
        """Return {filter: domain on fields of the desk}."""
        is_open = ("closed", "=", False)
        return {
            "open": [is_open],
            "waiting": [
                is_open,
                *("|", ("waiting_reason", "in", list(FOR_CUSTOMER))),
                *("&", ("waiting_reason", "=", False)),
                ("stage_id.code", "=", "waiting_customer"),
            ],
            "solved": [("stage_id.code", "=", "solved")],
            "all": [],
        }

    def _get_customer_order(self, table, order):
        """Return how SQL sorts tickets by what their customer knows of them."""
        newest = SQL("%s.create_date DESC, %s.id DESC", table, table)
        if order == "promise":
            clocks = self.env["helpdesk.sla.clock"]
            clocks.flush_model(["deadline", "metric", "state", "ticket_id"])
            return SQL(
                """(SELECT min(clock.deadline) FROM helpdesk_sla_clock AS clock
                     WHERE clock.ticket_id = %s.id AND clock.state = 'running'
                       AND clock.metric = ANY(%s)) ASC NULLS LAST, %s""",
                table,
                list(self._get_public_metrics()),
                newest,
            )
        if order == "change":
            return SQL(
                """(SELECT max(event.at) FROM helpdesk_ticket_event AS event
                     WHERE event.ticket_id = %s.id
                       AND event.kind = ANY(%s)) DESC NULLS LAST, %s""",
                table,
                list(PUBLIC_FACTS),
                newest,
            )
        return newest
