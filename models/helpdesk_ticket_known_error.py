"""Known errors: has it happened before, and does an article say what to do?"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .groups import ANALYSTS

#: how many articles are proposed
PROPOSED = 3


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # NAV-3.4.1.N2-04
    known_error_id = fields.Many2one(
        "helpdesk.article",
        string="Known Error",
        copy=False,
        groups=ANALYSTS,
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        help="The article that tells of the same error.",
    )
    known_error_state = fields.Selection(
        [("known", "It is known"), ("none", "Looked for, not found")],
        string="Known Errors",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Whether somebody has looked for it among the known errors.",
    )
    known_error_by_id = fields.Many2one(
        "res.users",
        string="Looked for by",
        copy=False,
        readonly=True,
        ondelete="set null",
        groups=ANALYSTS,
    )
    known_error_at = fields.Datetime(
        string="Looked for at", copy=False, readonly=True, groups=ANALYSTS
    )
    known_error_proposed_ids = fields.Many2many(
        "helpdesk.article",
        string="It May Be",
        compute="_compute_known_error_proposed_ids",
        groups=ANALYSTS,
        help="Articles that are like the subject and the error message.",
    )

    @api.depends("investigation_error", "known_error_state", "name", "stage_id")
    @api.depends_context("uid")
    def _compute_known_error_proposed_ids(self):
        """Look for it by its words, as whoever asks, until somebody has decided."""
        articles = self.env["helpdesk.article"]
        for ticket in self:
            asked = not ticket.known_error_state and not ticket.stage_id.closed
            words = f"{ticket.name or ''} {ticket.investigation_error or ''}".strip()
            found = articles.browse()
            if asked and words:
                found = articles._find_for(words, self.env.user, PROPOSED)
            ticket.known_error_proposed_ids = found.ids

    def _prepare_write_known_error(self, vals):
        """Note who has looked, and when; an article says that it is known."""
        for name in ("known_error_at", "known_error_by_id"):
            vals.pop(name, None)
        if vals.get("known_error_id"):
            vals["known_error_state"] = "known"
        elif "known_error_id" in vals and "known_error_state" not in vals:
            vals["known_error_state"] = False
        elif vals.get("known_error_state") == "none":
            vals["known_error_id"] = False
        if "known_error_state" in vals:
            looked = bool(vals["known_error_state"])
            vals["known_error_by_id"] = looked and self.env.uid
            vals["known_error_at"] = looked and fields.Datetime.now()

    def action_no_known_error(self):
        """Note that somebody has looked for it, and that it is not known."""
        self._check_open()
        self.known_error_state = "none"

    def action_take_known_error(self):
        """Note that it is the article that is most like it.

        :raises UserError: there is none like it
        """
        self.ensure_one()
        self._check_open()
        if not self.known_error_proposed_ids:
            raise UserError(self.env._("Choose the article that tells of the error."))
        self.known_error_id = self.known_error_proposed_ids[0]

    def action_search_known_errors(self):
        """Look through the articles, those of the ticket's modules first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_support_plan.helpdesk_article_action"
        )
        modules = self.module_tag_ids
        return {
            **action,
            "domain": [("module_tag_ids", "in", modules.ids)] if modules else [],
        }

    def _get_playbook_watched(self):
        watched = {"known_error_id", "known_error_state"}
        return super()._get_playbook_watched() | watched

    def _collect_playbook_facts(self, now):
        facts = super()._collect_playbook_facts(now)
        # sudo: helpdesk.ticket: what a check sees does not depend on who looks
        for ticket in self.sudo():
            facts[ticket.id].update(
                known_error=ticket.known_error_id.name or None,
                known_error_looked=ticket.known_error_state == "none",
            )
        return facts
