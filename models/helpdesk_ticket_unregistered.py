"""Unregistered: a kind of incident for which the manual has no procedure yet."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .groups import ANALYSTS

NEW_PROCEDURE = "helpdesk_support_plan.mail_activity_type_new_procedure"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    playbook_unregistered = fields.Boolean(
        compute="_compute_playbook_unregistered",
        groups=ANALYSTS,
        help="The plan has procedures, and none for tickets like this.",
    )

    @api.depends(
        "company_id",
        "plan_id",
        "playbook_id",
        "stage_id",
        "tag_ids",
        "triaged",
        "type_id",
    )
    def _compute_playbook_unregistered(self):
        playbooks = self.env["helpdesk.playbook"]._get_all()
        for ticket in self:
            ticket.playbook_unregistered = (
                ticket.triaged
                and not ticket.playbook_id
                and not ticket.stage_id.closed
                and not ticket.playbook_proposed_id
                and any(ticket._is_in_plans(each.plans) for each in playbooks)
            )

    def _is_in_plans(self, plans):
        """Return whether the ticket's plan is one of some; none given: of all."""
        return not plans or self.plan_id.id in plans

    def propose_playbook(self, name, why, note):
        """Have the quality manager think about a procedure (NAV-3.4.1-03).

        :param str name: the kind of incident
        :param str why: what speaks for it
        :param str note: what is to be done, as far as it is known
        :return: the notice of who has it now
        :raises UserError: it has been proposed already
        """
        self.ensure_one()
        self.check_access("write")
        name, note = self._get_reason(name), self._read_text(note)
        if known := self._find_activities(NEW_PROCEDURE)[:1]:
            raise UserError(
                self.env._(
                    "%(number)s was proposed already: %(user)s has it, tell them what "
                    "is new.",
                    number=self.number,
                    user=known.user_id.name,
                )
            )
        now = fields.Datetime.now()
        no_rule = self.env["helpdesk.escalation.rule"]
        lines = (f"{self.number} {self.name}", why, *note.strip().splitlines())
        words = name.strip(), Markup("<br/>").join(lines)
        quality = self._find_in_role("quality_manager")
        self._ask(NEW_PROCEDURE, quality, lambda _desk: words, no_rule, now)
        self._message_log(body=self.env._("Proposed as a procedure: %s", words[0]))
        return self._show_asked(NEW_PROCEDURE, self.env._("Propose a Procedure"))

    def action_propose_playbook(self):
        """Ask what kind of incident it is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Procedure"),
            "res_model": "helpdesk.playbook.proposal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }
