"""Tickets on projects: for analysts, as the fields of a ticket that lead there are."""

from odoo import fields, models

from .groups import ANALYSTS


class ProjectProject(models.Model):
    _inherit = "project.project"

    ticket_ids = fields.One2many(groups=ANALYSTS)
    ticket_count = fields.Integer(groups=ANALYSTS)
    todo_ticket_count = fields.Integer(groups=ANALYSTS)


class ProjectTask(models.Model):
    _inherit = "project.task"

    ticket_ids = fields.One2many(groups=ANALYSTS)
    ticket_count = fields.Integer(groups=ANALYSTS)
    todo_ticket_count = fields.Integer(groups=ANALYSTS)


class ProjectMilestone(models.Model):
    _inherit = "project.milestone"

    helpdesk_ticket_ids = fields.One2many(groups=ANALYSTS)
    helpdesk_ticket_count = fields.Integer(groups=ANALYSTS)
