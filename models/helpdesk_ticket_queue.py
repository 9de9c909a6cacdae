"""Queue: what an analyst has before them when they come in."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # urgency is the order of the desk's own views: who may not read the stars could not
    # sort by them
    _order = "sequence, number desc, id desc"

    @api.model
    def retrieve_queue(self):
        """Count the open tickets that the user may read, in one query.

        :return: {name of a filter of the search view: {"all": how many, "mine": how
            many of them are the user's own}}
        :raises AccessError: the user is no analyst
        """
        if not self.env.user.has_group(ANALYSTS):
            raise AccessError(self.env._("Only analysts have a queue."))
        query = self._search([("closed", "=", False)])
        mine = [("user_id", "=", self.env.uid)]
        queue = self._get_queue()
        numbers = [
            self._to_count(domain + more, query)
            for domain in queue.values()
            for more in ([], mine)
        ]
        [counts] = self.env.execute_query(query.select(*numbers))
        pairs = zip(counts[::2], counts[1::2], strict=True)
        return {
            name: {"all": everybodys, "mine": own}
            for name, (everybodys, own) in zip(queue, pairs, strict=True)
        }

    def _to_count(self, domain, query):
        """Return the SQL that counts what a domain finds among those of a query."""
        domain = Domain(domain).optimize_full(self)
        return SQL(
            "COUNT(*) FILTER (WHERE %s)", domain._to_sql(self, self._table, query)
        )

    @api.model
    def _get_queue(self):
        """Return {name of a filter of the search view: domain among open tickets}."""
        now = fields.Datetime.now()
        yesterday = now - timedelta(days=1)
        return {
            "overdue": [("clock_deadline", "<", now)],
            "at_risk": [("clock_warn_at", "<=", now), ("clock_deadline", ">=", now)],
            "unclassified": [("triaged", "=", False)],
            "waiting_long": [
                ("stage_id.code", "=", "waiting_customer"),
                ("last_stage_update", "<=", yesterday),
            ],
            "standing_hold": [("standing_hold", "!=", False)],
            "unassigned": [("user_id", "=", False)],
            "high_priority": [("priority", "=", "3")],
            "mytickets": [("user_id", "=", self.env.uid)],
        }
