"""Follow-ups: the activity or task that a classification sets off, once."""

from odoo import fields, models

from .groups import ANALYSTS

#: who gets what an area without people is to do
AREA_LEADERS = {
    "development": "development_leader",
    "projects": "project_leader",
    "quality": "quality_manager",
}


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
        """Look for follow-ups when the classification has changed."""
        if vals.keys() & {"triaged", "type_id", "tag_ids"}:
            still_open = self.filtered(lambda ticket: not ticket.stage_id.closed)
            still_open.filtered("triaged")._set_off_follow_ups()

    def _set_off_follow_ups(self):
        """Set off what these tickets have not yet set off (NAV-3.2-42, NAV-3.2-08)."""
        link = fields.Command.link
        for ticket in self:
            kinds = (ticket.type_id - ticket.followed_up_type_ids).filtered(
                lambda kind: kind.follow_up != "none"
            )
            tags = (ticket.tag_ids - ticket.followed_up_tag_ids).filtered(
                lambda tag: tag.follow_up != "none"
            )
            if kinds or tags:
                ticket.write(
                    {
                        "followed_up_type_ids": [link(kind.id) for kind in kinds],
                        "followed_up_tag_ids": [link(tag.id) for tag in tags],
                    }
                )
            for cause in [*kinds, *tags]:
                ticket._follow_up(cause)

    def _follow_up(self, cause):
        project = self._find_follow_up_project()
        if cause.follow_up == "task" and project:
            self._create_follow_up_task(cause, project)
        else:
            self._schedule_follow_up(cause)

    def _find_follow_up_project(self):
        # sudo: project.project: where the desk's tasks go does not depend on who works
        ticket = self.sudo().with_company(self.company_id)
        return ticket.project_id or ticket.team_id.default_project_id

    def _create_follow_up_task(self, cause, project):
        # sudo: project.task: an analyst needs no rights on projects to hand work over
        task = (
            self.env["project.task"]
            .sudo()
            .create(
                {
                    "name": f"{cause.follow_up_note or cause.name}: {self.name}",
                    "project_id": project.id,
                    "partner_id": self.partner_id.id,
                    "description": self.description,
                    "user_ids": False,
                }
            )
        )
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
