"""Queue of procedures: whose turn it is."""

from odoo import api, fields, models
from odoo.fields import Domain

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    playbook_step_id = fields.Many2one(
        "helpdesk.playbook.step",
        string="Step That Is Next",
        related="playbook_next_id.step_id",
        groups=ANALYSTS,
        help="What is to be done next in the procedure of the ticket.",
    )
    playbook_is_mine = fields.Boolean(
        string="The Next Step Is Mine",
        compute="_compute_playbook_is_mine",
        search="_search_playbook_is_mine",
        groups=ANALYSTS,
        help="The next step is for the level or area in which you work, and the ticket "
        "is yours or nobody's.",
    )

    @api.depends("closed", "playbook_next_id", "plan_id", "user_id")
    @api.depends_context("uid")
    def _compute_playbook_is_mine(self):
        mine = self.filtered_domain(self._get_my_steps())
        mine.playbook_is_mine = True
        (self - mine).playbook_is_mine = False

    def _search_playbook_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._get_my_steps()
        return mine if True in value else ~mine

    @api.model
    def _get_my_steps(self):
        """Return the domain of open tickets whose next step is the user's to do.

        An area's people do its steps wherever the ticket is; those of a level only for
        tickets that are theirs, or nobody's. A step for nobody in particular is for
        whoever has the ticket.

        :rtype: Domain
        """
        # sudo: helpdesk.support.level: only where the user works themselves
        levels = self.env["helpdesk.support.level"].sudo()
        own = Domain("user_id", "=", self.env.uid)
        free = own | Domain("user_id", "=", False)
        turns = [
            Domain("plan_id", "=", level.plan_id.id)
            & Domain("playbook_step_id.responsible", "=", level.code)
            & (Domain.TRUE if level.kind == "area" else free)
            for level in levels.search([("user_ids", "in", self.env.uid)])
        ]
        whoever = own & Domain("playbook_step_id.responsible", "=", False)
        is_open = Domain("playbook_next_id", "!=", False) & Domain("closed", "=", False)
        return is_open & Domain.OR([whoever, *turns])
