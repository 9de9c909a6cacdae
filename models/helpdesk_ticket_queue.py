"""Queue: what an analyst has before them when they come in."""

from odoo import api, models
from odoo.exceptions import AccessError

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
        rows = self._read_group(
            [("closed", "=", False)],
            ["user_id", "triaged", "stage_id", "priority"],
            ["__count"],
        )
        counts = dict.fromkeys(
            ("high_priority", "unclassified", "unassigned", "waiting", "mytickets"), 0
        )
        for user, triaged, stage, priority, count in rows:
            counts["mytickets"] += count * (user == self.env.user)
            counts["unclassified"] += count * (not triaged)
            counts["waiting"] += count * (stage._get_code() == "waiting_customer")
            counts["unassigned"] += count * (not user)
            counts["high_priority"] += count * (priority == "3")
        return counts
