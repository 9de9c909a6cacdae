"""The one gate through which every ticket is made, changed and reached by mail."""

from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """Only this file overrides create, write, copy, unlink and the mail hooks.

    Each concern has a file of its own, helpdesk_ticket_<concern>.py, and hooks that are
    called here, so that their order stands in one place.
    """

    _inherit = "helpdesk.ticket"

    # what tickets are searched and counted by, and had no index
    category_id = fields.Many2one(index="btree_not_null")
    commercial_partner_id = fields.Many2one(index="btree_not_null")
    company_id = fields.Many2one(index=True)
    duplicate_id = fields.Many2one(index="btree_not_null")
    milestone_id = fields.Many2one(index="btree_not_null")
    partner_id = fields.Many2one(index="btree_not_null")
    project_id = fields.Many2one(index="btree_not_null")
    task_id = fields.Many2one(index="btree_not_null")
    type_id = fields.Many2one(index="btree_not_null")

    @api.model_create_multi
    def create(self, vals_list):
        # helpdesk_mgmt adds to the dictionaries that it is given: they are the caller's
        vals_list = [dict(vals) for vals in vals_list]
        if not self.env.context.get("helpdesk_intake_bare"):
            self._prepare_create_intake(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        # as above
        return super().write(dict(vals))

    def copy(self, default=None):
        # helpdesk_mgmt copies one ticket at a time
        copies = self.browse()
        for ticket in self:
            copies += super(HelpdeskTicket, ticket).copy(dict(default or {}))
        return copies

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a ticket for a mail, whatever is wrong with what is made of it.

        First with all of it, where the values of the alias, which somebody configured,
        win over ours; then as helpdesk_mgmt would; then without the alias's values, of
        which some may have been deleted since; in the end a bare ticket.
        """
        configured = dict(custom_values or {})
        team = self._find_team(configured.get("team_id"))
        ours = self._try(self._prepare_mail_intake, msg_dict) or {}
        # helpdesk_mgmt makes everybody in To and Cc a follower
        without_copies = {**msg_dict, "to": "", "cc": ""}
        new = super().message_new
        ticket = (
            self._try(new, without_copies, {**ours, **configured})
            or self._try(new, without_copies, configured)
            or self._try(new, without_copies, {**ours, **team})
            or self._create_bare_ticket(msg_dict, team)
        )
        ticket._try(ticket._after_mail_intake, msg_dict)
        return ticket

    def message_update(self, msg_dict, update_vals=None):
        without_copies = {**msg_dict, "to": "", "cc": ""}
        done = super().message_update(without_copies, update_vals)
        self._try(self._after_mail_intake, msg_dict)
        return done
