from odoo import fields, models


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
        ],
        string="Sets Off",
        required=True,
        default="none",
        help="Happens once for each ticket, when it is classified or, later, when it "
        "gets this. A task is made in the ticket's project, or else in its team's; "
        "where there is none, it becomes an activity.",
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
