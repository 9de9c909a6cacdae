"""Rebuilding: all clocks of a plan derived from their events again, bit by bit."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.gc import disabling_gc

from .groups import ANALYSTS, LEADERS

#: tickets that are rebuilt between two commits
BATCH = 2000


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    rebuild_state = fields.Selection(
        [("asked", "At work"), ("done", "Done")],
        string="Rebuild of Clocks",
        readonly=True,
        copy=False,
        groups=ANALYSTS,
    )
    rebuild_last_id = fields.Integer(readonly=True, copy=False, groups=ANALYSTS)
    rebuild_done = fields.Integer(
        string="Tickets Rebuilt", readonly=True, copy=False, groups=ANALYSTS
    )
    rebuild_total = fields.Integer(
        string="Tickets to Rebuild", readonly=True, copy=False, groups=ANALYSTS
    )
    rebuild_differing = fields.Integer(
        string="Clocks That Differed",
        readonly=True,
        copy=False,
        groups=ANALYSTS,
        help="From what their events say. None is expected: more than none tells of "
        "something that was changed behind the desk's back.",
    )

    def action_rebuild_clocks(self):
        """Have all clocks of these plans derived again, in the background.

        :raises UserError: not a leader
        """
        if not self.env.user.has_group(LEADERS):
            raise UserError(self.env._("Only a leader rebuilds clocks."))
        self.check_access("read")
        # sudo: helpdesk.support.plan: leaders change no plans, but may ask for this
        for plan in self.sudo():
            plan.write(
                {
                    "rebuild_state": "asked",
                    "rebuild_last_id": 0,
                    "rebuild_done": 0,
                    "rebuild_differing": 0,
                    "rebuild_total": plan._get_tickets_to_rebuild(count=True),
                }
            )
        self.env.ref("helpdesk_support_plan.ir_cron_rebuild_clocks")._trigger()

    def _get_tickets_to_rebuild(self, count=False):
        """Return the plan's next tickets in the order of their ids, or their number."""
        domain = [("plan_id", "=", self.id), ("id", ">", self.rebuild_last_id)]
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        if count:
            return tickets.search_count([("plan_id", "=", self.id)])
        return tickets.search(domain, order="id", limit=BATCH)

    @api.model
    def _cron_rebuild_clocks(self):
        """Rebuild what was asked for; it goes on where it was interrupted."""
        for plan in self.search([("rebuild_state", "=", "asked")]):
            while tickets := plan._get_tickets_to_rebuild():
                # what a batch reads lives as long as it does: none of it is garbage yet
                with disabling_gc():
                    differing = tickets._rebuild_clocks()
                plan.write(
                    {
                        "rebuild_last_id": tickets[-1].id,
                        "rebuild_done": plan.rebuild_done + len(tickets),
                        "rebuild_differing": plan.rebuild_differing + differing,
                    }
                )
                self.env["ir.cron"]._commit_progress(len(tickets))
                self.env.invalidate_all()
            plan.rebuild_state = "done"
