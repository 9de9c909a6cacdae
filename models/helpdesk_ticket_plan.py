"""Plan: whose promises hold for a ticket, and at which of its levels the ticket is."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .groups import ANALYSTS

#: what a ticket's level may change with
LEADS_TO_LEVEL = {"level_id", "partner_id", "plan_id", "subscription_id", "team_id"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    plan_id = fields.Many2one(
        "helpdesk.support.plan",
        compute="_compute_plan_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=ANALYSTS,
        tracking=True,
        help="From the subscription, else the customer, the team or the company.",
    )
    plan_manual_url = fields.Char(
        related="plan_id.manual_url", string="Support Manual", groups=ANALYSTS
    )
    level_id = fields.Many2one(
        "helpdesk.support.level",
        compute="_compute_level_id",
        store=True,
        precompute=True,
        readonly=False,
        # a copy is new: it comes in where tickets come in
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('plan_id', '=', plan_id)]",
        groups=ANALYSTS,
        tracking=True,
        help="The level or area that attends to the ticket now.",
    )
    assignable_user_ids = fields.Many2many(
        "res.users",
        compute="_compute_assignable_user_ids",
        groups=ANALYSTS,
        help="Who may be made responsible: the people of the level and of the team.",
    )
    # known before a ticket is stored, as all that is computed from them has to be
    team_id = fields.Many2one(compute="_compute_team_id", store=True, precompute=True)
    user_id = fields.Many2one(
        compute="_compute_user_id",
        store=True,
        precompute=True,
        domain="[('id', 'in', assignable_user_ids)]",
    )

    @api.depends(
        "company_id.support_plan_id",
        "partner_id.commercial_partner_id.support_plan_id",
        "partner_id.support_plan_id",
        "subscription_id.support_plan_id",
        "team_id.support_plan_id",
    )
    def _compute_plan_id(self):
        """Take the first plan that is set; closed tickets keep the one they had."""
        for ticket in self:
            if not (ticket.plan_id and ticket.stage_id.closed):
                ticket.plan_id = ticket._find_plan()

    def _find_plan(self):
        self.ensure_one()
        plans = (
            self.subscription_id.support_plan_id,
            self.partner_id.support_plan_id,
            self.partner_id.commercial_partner_id.support_plan_id,
            self.team_id.support_plan_id,
            self.company_id.support_plan_id,
        )
        valid = (plan for plan in plans if plan._is_for(self.company_id.id))
        return next(valid, plans[0].browse())

    def _get_plan(self):
        """Return the ticket's plan, with its parts, for whoever may read the ticket."""
        # sudo: helpdesk.support.plan: what it says of the ticket is no secret to them,
        # also where the plan has come to belong to another company
        return self.sudo().plan_id

    def _get_level(self):
        """Return the ticket's level, with its people, for the same."""
        # sudo: helpdesk.support.level: as above
        return self.sudo().level_id

    @api.depends("plan_id")
    def _compute_level_id(self):
        """Put a ticket at its plan's intake level (NAV-2.1-01, A-G-10)."""
        for plan, tickets in self.grouped("plan_id").items():
            intake = plan and plan._get_intake_level()
            for ticket in tickets:
                if not plan:
                    ticket.level_id = False
                elif ticket.level_id.plan_id != plan:
                    ticket.level_id = intake

    @api.constrains("level_id")
    def _check_level_id(self):
        for ticket in self:
            if ticket.level_id and ticket.level_id.plan_id != ticket.plan_id:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” is a level of the plan “%(other)s”: choose one of "
                        "this ticket's plan, “%(plan)s”.",
                        level=ticket.level_id.name,
                        other=ticket.level_id.plan_id.name,
                        plan=ticket.plan_id.name or self.env._("no plan"),
                    )
                )

    @api.depends("level_id", "team_id")
    def _compute_assignable_user_ids(self):
        group = self.env.ref(ANALYSTS)
        # sudo: res.groups: an analyst may see who the other analysts are
        analysts = group.sudo().all_user_ids.filtered("active").with_env(self.env)
        for ticket in self:
            people = ticket.team_id.user_ids or analysts
            level = ticket._get_level().user_ids.with_env(self.env)
            ticket.assignable_user_ids = level & people or level or people

    @api.onchange("level_id")
    def _onchange_level_id(self):
        """Offer the people of the level; who opens a ticket in person may keep it."""
        if self.user_id != self.env.user and self._is_attended_by_a_stranger():
            self.user_id = False

    def _is_attended_by_a_stranger(self):
        """Return whether the responsible does not work at the ticket's level."""
        user, level = self.user_id, self._get_level()
        return bool(user and level) and not level._is_attended_by(user)

    def _get_former_terms(self, vals):
        """Return {ticket: (plan, level)} of open tickets whose terms may change."""
        if not vals.keys() & LEADS_TO_LEVEL:
            return {}
        still_open = self.filtered(lambda ticket: not ticket.stage_id.closed)
        return {ticket: (ticket.plan_id, ticket.level_id) for ticket in still_open}

    def _after_write_plan(self, former_terms):
        """Let responsible and intake stars follow a change of plan or level.

        The responsible is no computed value: the plan depends on the team, the team on
        the responsible, so the responsible cannot depend on the plan's level.
        """
        strangers, by_stars = self.browse(), {}
        for ticket, (plan, level) in former_terms.items():
            if ticket.level_id != level and ticket._is_attended_by_a_stranger():
                strangers |= ticket
            if ticket.plan_id != plan and ticket._has_intake_stars_of(plan):
                stars = ticket._get_plan()._get_intake_stars()
                by_stars[stars] = by_stars.get(stars, self.browse()) | ticket
        strangers.user_id = False
        for stars, tickets in by_stars.items():
            tickets.priority = stars

    def _check_assignee(self, vals):
        """Refuse a responsible who does not work at the level.

        :raises UserError: names the level and who works there
        """
        user = self.env["res.users"].browse(vals.get("user_id") or ())
        new_level = self.env["helpdesk.support.level"].browse(
            vals.get("level_id") or ()
        )
        for level in (new_level or self._get_level()) if user else ():
            if not level._is_attended_by(user):
                raise UserError(
                    self.env._(
                        "%(user)s does not work at %(level)s: choose %(people)s, or "
                        "escalate the ticket.",
                        user=user.name,
                        level=level.name,
                        people=", ".join(level.user_ids.mapped("name")),
                    )
                )

    def _after_create_plan(self):
        """Hand tickets without a team to the team of their level."""
        homeless = self.filtered(lambda ticket: not ticket.team_id)
        for level, tickets in homeless.grouped("level_id").items():
            if team := level.team_id:
                mine = tickets.filtered(lambda made, to=team: made._may_go_to(to))
                # the plan stays: the team does not decide on it a second time
                mine.write(
                    {
                        "team_id": team.id,
                        "plan_id": level.plan_id.id,
                        "level_id": level.id,
                    }
                )

    def _may_go_to(self, team):
        """Return whether a team may have a new ticket: its company, its responsible.

        A plan of all companies may name the team of one; and who opened the ticket
        would lose it to a team that they are not of.
        """
        is_theirs = not team.company_id or team.company_id == self.company_id
        return is_theirs and (not self.user_id or self.user_id in team.user_ids)

    @api.model
    def _get_load(self, users):
        """Return how many open tickets each user has, as {user: number}.

        All of them count, also those that whoever asks may not read: it is only a
        number.
        """
        # sudo: helpdesk.ticket: numbers only, to share the work out fairly
        found = self.sudo()._read_group(
            [("user_id", "in", users.ids), ("closed", "=", False)],
            ["user_id"],
            ["__count"],
        )
        counts = {user.id: count for user, count in found}
        return {user: counts.get(user.id, 0) for user in users}
