from odoo import api, fields, models

from .groups import ANALYSTS


class HelpdeskSupportRole(models.Model):
    """Who is told, and who gets work, by function. A role never gives rights."""

    _name = "helpdesk.support.role"
    _description = "Responsible Person"
    _order = "sequence, id"

    code = fields.Selection(
        [
            ("project_leader", "Project leader"),
            ("operations_leader", "Operations leader"),
            ("support_leader", "Support leader"),
            ("development_leader", "Development leader"),
            ("functional_leader", "Functional leader"),
            ("quality_manager", "Quality manager"),
            ("on_call", "On call"),
        ],
        string="Function",
        required=True,
    )
    sequence = fields.Integer(default=10)
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain=[("share", "=", False)],
        help="They get the notices and activities meant for this function. It gives "
        "them no rights.",
    )
    phones = fields.Char(
        compute="_compute_phones", groups=ANALYSTS, help="How the people are reached."
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Empty: for every company that has nobody of its own for this function.",
    )

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))",
        "Each function stands once for each company: add people to the one it has.",
    )

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for role in self:
            role.display_name = labels.get(role.code, "")

    @api.depends("user_ids.phone")
    def _compute_phones(self):
        for role in self:
            role.phones = role.user_ids._tell_phones()

    @api.model
    def _get_people(self, code, company):
        """Return who has a function in a company.

        :param str code: a code of the function
        :param company: the res.company; its own people go before those of all
        :rtype: res.users, without inactive ones
        """
        # sudo: helpdesk.support.role: who is told does not depend on who works
        roles = self.sudo().search(
            [("code", "=", code), ("company_id", "in", [False, company.id])]
        )
        own = roles.filtered("company_id").user_ids
        return (own or roles.user_ids).with_env(self.env)

    @api.model
    def _get_directory(self, company):
        """Return {role: its people} of every function in a company, in order.

        The same people that `_get_people` gives for each of them, in one search.
        """
        found = {}
        # the company's own first
        domain = [("company_id", "in", [False, company.id])]
        for role in self.search(domain, order="company_id, sequence, id"):
            known = found.get(role.code)
            if not known or (role.user_ids and not known.user_ids):
                found[role.code] = role
        ranked = sorted(found.values(), key=lambda role: (role.sequence, role.id))
        return {role: role.user_ids.with_env(self.env) for role in ranked}
