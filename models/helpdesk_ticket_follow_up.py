"""Follow-ups: the activity, task or action that a classification sets off, once."""

import logging

from odoo import SUPERUSER_ID, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import is_html_empty

from .groups import ANALYSTS

_logger = logging.getLogger(__name__)

#: who gets what an area without people is to do
AREA_LEADERS = {
    "development": "development_leader",
    "projects": "project_leader",
    "quality": "quality_manager",
}
#: what may set something off
SETS_OFF = {"solution", "stage_id", "tag_ids", "triaged", "type_id"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    followed_up_type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        relation="helpdesk_ticket_followed_up_type_rel",
        copy=False,
        groups=ANALYSTS,
        help="Types whose follow-up this ticket has already had.",
    )
    followed_up_tag_ids = fields.Many2many(
        "helpdesk.ticket.tag",
        relation="helpdesk_ticket_followed_up_tag_rel",
        copy=False,
        groups=ANALYSTS,
        help="Tags whose follow-up this ticket has already had.",
    )

    def _after_write_follow_up(self, vals):
        """Look for follow-ups when the classification, or the solution, has changed.

        What comes to a closed ticket sets nothing off; that it is solved may.
        """
        if not vals.keys() & SETS_OFF:
            return
        solved = "stage_id" in vals and self.filtered(
            lambda ticket: ticket.stage_id._get_code() == "solved"
        )
        active = self.filtered(lambda ticket: not ticket.stage_id.closed)
        active |= solved or self.browse()
        active.filtered("triaged")._set_off_follow_ups()

    def _set_off_follow_ups(self):
        """Set off what these tickets have not yet set off (NAV-3.2-42, NAV-3.2-08)."""
        link = fields.Command.link
        for ticket in self:
            kinds = ticket._find_due_causes(
                ticket.type_id - ticket.followed_up_type_ids
            )
            tags = ticket._find_due_causes(ticket.tag_ids - ticket.followed_up_tag_ids)
            if kinds or tags:
                ticket.write(
                    {
                        "followed_up_type_ids": [link(kind.id) for kind in kinds],
                        "followed_up_tag_ids": [link(tag.id) for tag in tags],
                    }
                )
            for cause in [*kinds, *tags]:
                ticket._follow_up(cause)

    def _find_due_causes(self, causes):
        """Return those types or tags whose time has come (A-NAV-19)."""
        is_closed, is_decided = self.stage_id.closed, self._is_solution_decided()
        due = {"classified": not is_closed, "solution": is_decided}
        return causes.filtered(
            lambda cause: cause.follow_up != "none" and due[cause.follow_up_when]
        )

    def _is_solution_decided(self):
        """Return whether a solution is written down, proposed or given (3.7a)."""
        return (
            not is_html_empty(self.solution or "")
            or self.validation_state in ("proposed", "accepted")
            or self.stage_id._get_code() == "solved"
        )

    def _follow_up(self, cause):
        """Do what a type or tag asks for; for want of a project, ask for it.

        :param cause: a type or a tag
        """
        project = self._find_follow_up_project(cause)
        if cause.follow_up == "action" and cause.follow_up_action_id:
            self._run_follow_up(cause)
        elif cause.follow_up == "task" and project:
            self._create_follow_up_task(cause, project)
        else:
            self._schedule_follow_up(cause)

    def _run_follow_up(self, cause):
        """Let an action work on the ticket, as the desk itself.

        If it fails it takes nothing with it: who classifies cannot mend it.
        """
        action = cause.follow_up_action_id.with_user(SUPERUSER_ID).with_context(
            active_model=self._name, active_ids=self.ids, active_id=self.id
        )
        try:
            with self.env.cr.savepoint():
                action.run()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # nothing is wrong with it: all of it is tried again
        except Exception as error:
            _logger.info("Follow-up of %s has failed", cause, exc_info=True)
            self.invalidate_recordset()
            self._message_log(
                body=self.env._(
                    "“%(action)s”, which “%(cause)s” sets off, has failed: %(error)s",
                    action=action.name,
                    cause=cause.name,
                    error=error,
                )
            )

    def _find_follow_up_project(self, cause):
        """Return the project of a task: that of the cause, the ticket or its team."""
        # sudo: project.project: where the desk's tasks go does not depend on who works
        ticket = self.sudo().with_company(self.company_id)
        # sudo: project.project: as above, and managers have chosen it
        chosen = cause.sudo().follow_up_project_id
        if chosen.company_id not in (chosen.company_id.browse(), ticket.company_id):
            chosen = chosen.browse()
        return chosen or ticket.project_id or ticket.team_id.default_project_id

    def _create_follow_up_task(self, cause, project):
        values = {
            "name": f"{cause.follow_up_note or cause.name}: {self.name}",
            "project_id": project.id,
        }
        # sudo: project.task: an analyst needs no rights on projects to hand work over
        if template := cause.sudo().follow_up_template_id:
            task = template.with_context(copy_from_template=True).copy(values)
        else:
            text = {"description": self.description, "user_ids": False}
            task = template.create({**values, **text})
        # templates keep the customer to themselves
        task.partner_id = self.partner_id
        if not self.task_id:
            # sudo: helpdesk.ticket: as above
            self.sudo().write({"project_id": project.id, "task_id": task.id})
        self._message_log(
            body=self.env._("Task “%s” was made from this ticket.", task.name)
        )

    def _schedule_follow_up(self, cause):
        """Ask the area's least busy person, or its leader, else the responsible.

        An activity is internal: the customer sees nothing of it.
        """
        area = self._get_plan()._get_level(cause.follow_up_area)
        leader = AREA_LEADERS.get(cause.follow_up_area)
        people = (
            area.user_ids
            or self.env["helpdesk.support.role"]._get_people(leader, self.company_id)
            or self.user_id
            or self.team_id.user_id
            or self.env.user
        )
        load = self._get_load(people)
        user = min(people, key=lambda person: (load[person], person.id))
        # sudo: helpdesk.ticket: an area's people may not be able to read the ticket yet
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            summary=cause.follow_up_note or cause.name,
            user_id=user.id,
        )
