"""The one gate through which every ticket is made, changed and reached by mail."""

from odoo import api, fields, models
from odoo.tools import ormcache

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    """Only this file overrides create, write, copy, unlink and the mail hooks.

    Each concern has a file of its own, helpdesk_ticket_<concern>.py, and hooks that are
    called here, so that their order stands in one place.
    """

    _inherit = "helpdesk.ticket"

    # what tickets are searched and counted by, and had no index; what leads elsewhere
    # is for analysts only
    category_id = fields.Many2one(index="btree_not_null")
    color = fields.Integer(groups=ANALYSTS)
    commercial_partner_id = fields.Many2one(index="btree_not_null")
    company_id = fields.Many2one(index=True)
    duplicate_count = fields.Integer(groups=ANALYSTS)
    duplicate_id = fields.Many2one(index="btree_not_null", groups=ANALYSTS)
    duplicate_ids = fields.One2many(groups=ANALYSTS)
    milestone_id = fields.Many2one(index="btree_not_null", groups=ANALYSTS)
    partner_id = fields.Many2one(index="btree_not_null", tracking=True)
    project_id = fields.Many2one(index="btree_not_null", groups=ANALYSTS)
    task_id = fields.Many2one(index="btree_not_null", groups=ANALYSTS)
    type_id = fields.Many2one(index="btree_not_null")

    @api.model_create_multi
    def create(self, vals_list):
        # helpdesk_mgmt adds to the dictionaries that it is given: they are the caller's
        vals_list = [dict(vals) for vals in vals_list]
        given = [*vals_list, self._get_context_defaults()]
        self._check_decision(given)
        self._check_noted(given)
        self._check_bookkept(given)
        self._check_stamps(given)
        self._check_playbook_choice(given)
        # the mail gateway's last resort; what a program says of it counts for nothing
        if self.env.su and self.env.context.get("helpdesk_intake_bare"):
            return super().create(vals_list)
        for vals in vals_list:
            self._prepare_write_tests(vals)
            self._prepare_write_known_error(vals)
        asked = [dict(vals) for vals in vals_list]
        self._prepare_create_intake(vals_list)
        self._prepare_create_acknowledgement(vals_list)
        # what is written to them meanwhile is part of their making
        making = self.with_context(helpdesk_clocks_later=True)
        tickets = super(HelpdeskTicket, making).create(vals_list)
        tickets._check_intake()
        tickets._after_create_plan()
        tickets._after_create_scope()
        tickets._after_create_triage()
        tickets._after_create_arrears()
        tickets._after_create_stages()
        tickets._after_create_playbook(asked)
        tickets._after_create_installation(asked)
        tickets = tickets.with_env(self.env)
        tickets._after_create_clocks()
        tickets._after_create_acknowledgement()
        return tickets

    def write(self, vals):
        # who may write to no ticket is told nothing else
        self.browse().check_access("write")
        vals = dict(vals)
        moving = self._find_moving(vals)
        beginning = moving._find_beginning_work()
        confirmed = self._find_unconfirmed(vals)
        new = confirmed._find_turning_green(vals)
        homeless = self._find_found_by_subscription(vals)
        # what holds for some of them only is written to them apart
        for part in (moving, confirmed, new, homeless):
            if part and part != self:
                return part.write(vals) and (self - part).write(vals)
        self._check_number(vals)
        self._check_channels([vals])
        self._check_decision([vals])
        self._check_noted([vals])
        self._check_bookkept([vals])
        self._check_playbook_choice([vals])
        self._check_assignee(vals)
        held = self._find_held_back(vals)
        former_levels = self._get_former_levels(vals)
        former_customers = self._get_former_customers(vals)
        former_terms = self._get_former_terms(vals)
        former_scopes = self._get_former_scopes(vals)
        changing_account = self._find_changing_account(vals)
        if homeless:
            self._prepare_subscription(vals)
        if "partner_id" in vals:
            self._prepare_write_identity(vals)
        if confirmed:
            # who classifies has looked whose it is (NAV-3.1-04)
            vals.update(triaged=True, partner_claimed=False)
        if new:
            vals.setdefault("kanban_state", "done")
        if moving:
            self._prepare_write_stages(vals)
        self._prepare_write_waiting(vals)
        self._prepare_write_investigation(vals)
        self._prepare_write_known_error(vals)
        self._prepare_write_tests(vals)
        self._prepare_write_scope(vals)
        changing = self.with_context(helpdesk_changing=tuple(sorted(vals)))
        done = super(HelpdeskTicket, changing).write(vals)
        self._check_route(former_levels)
        self._check_hand_over_gates(held)
        self._after_write_identity(former_customers)
        self._after_write_plan(former_terms)
        self._after_write_scope(vals, former_scopes)
        self._after_write_installation(vals)
        self._after_write_hand_over(former_levels)
        self._after_write_playbook(vals)
        self._after_write_triage(vals, confirmed)
        self._after_write_follow_up(vals)
        beginning._apply_arrears()
        self._after_write_stages(vals, moving)
        self._check_closing_gates(moving)
        self._after_write_arrears(vals, changing_account)
        self._after_write_clocks(vals)
        self._after_write_warning(vals)
        self._after_write_formal_contact(moving)
        return done

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
        self.check_access("create")  # the gateway may; over RPC not everybody
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
        if mail := self.env.context.get("helpdesk_raw_mail"):
            mail.opened = ticket
        return ticket

    def message_update(self, msg_dict, update_vals=None):
        self.check_access("write")
        without_copies = {**msg_dict, "to": "", "cc": ""}
        done = super().message_update(without_copies, update_vals)
        self._try(self._after_mail_intake, msg_dict)
        return done

    def _track_prepare(self, fields_iter):
        """Note what the tracked fields are before a change: those the user may read.

        Odoo would ask for each field of each ticket whether they may, which takes
        several times as long as to read it; and would note all fields, whatever is
        written, which costs more than most of what is written to many tickets.
        """
        names = self._track_get_fields().intersection(fields_iter)
        changing = self.env.context.get("helpdesk_changing")
        if changing:
            names &= self._get_changing_with(changing)
        # sudo: helpdesk.ticket: only what they may read; mail logs it with sudo, too
        return super(HelpdeskTicket, self.sudo())._track_prepare(names)

    @api.model
    @ormcache("names")
    def _get_changing_with(self, names):
        """Return the names of the fields that may change when these are written.

        :param tuple names: of fields
        :rtype: frozenset
        """
        found = set(names)
        for name in found & self._fields.keys():
            dependent = self.pool.get_dependent_fields(self._fields[name])
            found |= {it.name for it in dependent if it.model_name == self._name}
        return frozenset(found)

    def _message_post_after_hook(self, message, msg_values):
        done = super()._message_post_after_hook(message, msg_values)
        self._after_post_messages(message)
        return done

    def _message_mail_after_hook(self, mails):
        done = super()._message_mail_after_hook(mails)
        self._after_mass_mail_messages(mails)
        self._after_mass_mail_notice(mails)
        return done
