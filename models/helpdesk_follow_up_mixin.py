from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HelpdeskFollowUpMixin(models.AbstractModel):
    """What a type or a tag sets off when a ticket is classified with it.

    Requirements NAV-3.2-42 and NAV-3.2-08; which ones do is not in the manual, see
    A-NAV-19.
    """

    _name = "helpdesk.follow.up.mixin"
    _description = "Work that a Classification Sets Off"

    follow_up = fields.Selection(
        [
            ("none", "Nothing"),
            ("activity", "An activity"),
            ("task", "A project task"),
            ("action", "A server action"),
        ],
        string="Sets Off",
        required=True,
        default="none",
        help="Happens once for each ticket, when it is classified or, later, when it "
        "gets this. Where there is no project for a task, it becomes an activity.",
    )
    follow_up_when = fields.Selection(
        [
            ("classified", "The ticket is classified"),
            ("solution", "A solution is decided"),
        ],
        string="As Soon as",
        required=True,
        default="classified",
        help="A solution is decided when it is written down, proposed or given.",
    )
    follow_up_area = fields.Char(
        string="For the Area",
        help="Code of the level or area of the ticket's plan that gets the activity, "
        "such as “commercial”. Empty: whoever is responsible for the ticket.",
    )
    follow_up_note = fields.Char(
        string="What Is to Be Done",
        translate=True,
        help="Title of the activity or task.",
    )
    follow_up_project_id = fields.Many2one(
        "project.project",
        string="In the Project",
        ondelete="set null",
        domain="[('is_template', '=', False)]",
        help="Where the task is made. Empty: in the ticket's project, or its team's.",
    )
    follow_up_template_id = fields.Many2one(
        "project.task",
        string="Like the Task",
        ondelete="set null",
        domain="[('is_template', '=', True)]",
        help="A task template: its text, subtasks and people are copied.",
    )
    follow_up_action_id = fields.Many2one(
        "ir.actions.server",
        string="Server Action",
        ondelete="restrict",
        domain="[('is_follow_up_action', '=', True)]",
        help="Only who administers the settings makes such actions.",
    )

    @api.constrains("follow_up", "follow_up_action_id")
    def _check_follow_up_action(self):
        """Refuse a program that nobody has offered for this."""
        for cause in self.filtered(lambda cause: cause.follow_up == "action"):
            # sudo: ir.actions.server: whether it is offered is no secret
            action = cause.follow_up_action_id.sudo()
            if not action:
                raise ValidationError(
                    self.env._("Choose the action that “%s” runs.", cause.name)
                )
            if not action.is_follow_up_action:
                raise ValidationError(
                    self.env._(
                        "“%(action)s” is not offered for types and tags: choose "
                        "another action for “%(cause)s”.",
                        action=action.name,
                        cause=cause.name,
                    )
                )
