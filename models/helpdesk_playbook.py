from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ..logic.playbook import Playbook, find_playbook

#: tickets whose steps are fitted between two rounds
BATCH = 500


class HelpdeskPlaybook(models.Model):
    """A procedure: what is to be done with tickets of a kind, step by step.

    Requirements NAV-3.4.1-01 … -04: managers write them, without code.
    """

    _name = "helpdesk.playbook"
    _description = "Procedure"
    _order = "sequence, number, id"
    _rec_names_search = ["name", "number"]

    name = fields.Char(required=True, translate=True)
    number = fields.Integer(
        aggregator=None, help="Its number in the support manual, such as 4 for No.4."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: for the tickets of all companies."
    )
    plan_ids = fields.Many2many(
        "helpdesk.support.plan",
        relation="helpdesk_playbook_plan_rel",
        string="Support Plans",
        help="Proposed for tickets of these plans. Empty: of every plan.",
    )
    type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        relation="helpdesk_playbook_type_rel",
        string="Types",
        help="Proposed for tickets of these types. Empty: of every type.",
    )
    tag_ids = fields.Many2many(
        "helpdesk.ticket.tag",
        relation="helpdesk_playbook_tag_rel",
        string="Tags",
        help="Proposed for tickets with one of these tags, before procedures that ask "
        "for no tag. Empty: whatever the tags are.",
    )
    priority = fields.Selection(
        selection=lambda self: self.env["helpdesk.ticket"]
        ._fields["priority"]
        ._description_selection(self.env),
        string="At Least",
        help="A ticket that gets this procedure has at least these stars, unless "
        "somebody decides otherwise afterwards. Empty: it keeps its own.",
    )
    diagram_url = fields.Char(string="Diagram", help="Where the diagram is drawn.")
    description = fields.Text(translate=True, help="What the procedure is there for.")
    step_ids = fields.One2many("helpdesk.playbook.step", "playbook_id", copy=True)

    _number_positive = models.Constraint(
        "CHECK(number >= 0)", "A procedure has a number above zero, or none."
    )

    @api.depends("name", "number")
    def _compute_display_name(self):
        for playbook in self:
            playbook.display_name = playbook.name
            if playbook.number:
                playbook.display_name = self.env._(
                    "No. %(number)s %(name)s",
                    number=playbook.number,
                    name=playbook.name or "",
                )

    @api.model_create_multi
    def create(self, vals_list):
        playbooks = super().create(vals_list)
        self.env.registry.clear_cache()
        return playbooks

    def write(self, vals):
        done = super().write(vals)
        self.env.registry.clear_cache()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        """Keep procedures that tickets have, with what was done in them."""
        # sudo: helpdesk.ticket: also those that a manager of one company cannot see
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        used = tickets.search([("playbook_id", "in", self.ids)], limit=1)
        if used:
            raise UserError(
                self.env._(
                    "Tickets have the procedure “%s”: archive it instead.",
                    used.playbook_id.display_name,
                )
            )

    def copy(self, default=None):
        """Copy procedures; the steps of a copy go back to its own."""
        copies = super().copy(default)
        for old, new in zip(self, copies, strict=True):
            pairs = zip(old.step_ids, new.step_ids, strict=True)
            own = {step: copied for step, copied in pairs}
            for step, copied in own.items():
                copied.failure_step_id = own.get(step.failure_step_id)
        return copies

    def unlink(self):
        # refused for those that tickets have had
        self.with_context(active_test=False).step_ids.unlink()
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    @api.model
    @ormcache()
    def _get_all(self):
        """Return the procedures in use as logic.playbook.Playbook, in their order."""
        # sudo: helpdesk.playbook: which one fits does not depend on who works
        playbooks = self.sudo().search([("step_ids", "!=", False)])
        return tuple(
            Playbook(
                playbook.id,
                frozenset(playbook.plan_ids.ids),
                frozenset(playbook.type_ids.ids),
                frozenset(playbook.tag_ids.ids),
                playbook.company_id.id or None,
            )
            for playbook in playbooks
        )

    @api.model
    def _find_for(self, ticket):
        """Return the procedure that fits a ticket best; none where none does."""
        found = find_playbook(
            self._get_all(),
            ticket.plan_id.id,
            ticket.type_id.id,
            ticket.tag_ids.ids,
            ticket.company_id.id,
        )
        return self.browse(found or ())

    @api.model
    @ormcache("playbook_id")
    def _get_steps(self, playbook_id):
        """Return the steps of a procedure as logic.playbook_steps.Step, in order."""
        # sudo: helpdesk.playbook: what is to be done does not depend on who works
        steps = self.sudo().browse(playbook_id).step_ids.filtered("active")
        return tuple(step._to_step() for step in steps.sorted())

    def _fit_open_tickets(self):
        """Let open tickets follow when the steps of their procedures have changed."""
        # sudo: helpdesk.ticket: all of them follow, whoever changes the procedure
        tickets = self.env["helpdesk.ticket"].sudo()
        found = tickets.search(
            [("playbook_id", "in", self.ids), ("closed", "=", False)]
        )
        for start in range(0, len(found), BATCH):
            found[start : start + BATCH]._sync_playbook()


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.ondelete(at_uninstall=False)
    def _archive_own_playbooks(self):
        """Put away what was only for these plans: without one it is for all plans."""
        # sudo: helpdesk.playbook: with the plan, of whatever company it is
        playbooks = self.env["helpdesk.playbook"].sudo()
        found = playbooks.search([("plan_ids", "in", self.ids)])
        found.filtered(lambda playbook: playbook.plan_ids <= self).active = False
