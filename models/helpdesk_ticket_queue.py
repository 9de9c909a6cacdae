"""Queue: what an analyst has before them when they come in."""

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

        :return: {name of a filter of the search view: number}
        :raises AccessError: the user is no analyst
        """
        if not self.env.user.has_group(ANALYSTS):
            raise AccessError(self.env._("Only analysts have a queue."))
        query = self._search([("closed", "=", False)])
        waiting = self._get_queue()
        numbers = [
            SQL(
                "COUNT(*) FILTER (WHERE %s)",
                Domain(domain).optimize_full(self)._to_sql(self, self._table, query),
            )
            for domain in waiting.values()
        ]
        [counts] = self.env.execute_query(query.select(*numbers))
        return dict(zip(waiting, counts, strict=True))

    @api.model
    def _get_queue(self):
        """Return {name of a filter of the search view: domain among open tickets}."""
        now = fields.Datetime.now()
        return {
            "overdue": [("clock_deadline", "<", now)],
            "at_risk": [("clock_warn_at", "<=", now), ("clock_deadline", ">=", now)],
            "unclassified": [("triaged", "=", False)],
            "waiting": [("stage_id.code", "=", "waiting_customer")],
            "unassigned": [("user_id", "=", False)],
            "high_priority": [("priority", "=", "3")],
            "mytickets": [("user_id", "=", self.env.uid)],
        }
