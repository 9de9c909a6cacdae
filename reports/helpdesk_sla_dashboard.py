from odoo import api, models
from odoo.exceptions import AccessError

from ..models.groups import ANALYSTS
from .dashboard import Dashboard


class HelpdeskSlaCompliance(models.Model):
    _inherit = "helpdesk.sla.compliance"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def retrieve_dashboard(self, options=None):
        """Return the figures of the desk, of the tickets that the user may read.

        Each comes with the domain of what it counts, so that a click shows the same.

        :param dict options: `period`, a key of PERIODS; `plan_id`; `partner_id`. What
            is not known, or not to be read, counts as not given
        :return: see Dashboard.draw
        :raises AccessError: the user is no analyst
        """
        if not self.env.user.has_group(ANALYSTS):
            raise AccessError(self.env._("Only analysts see the figures of the desk."))
        options = options if isinstance(options, dict) else {}
        return Dashboard(self.env, options).draw()
