"""Activation: what has to be known to set a new customer's database up."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..logic.playbook import Activation
from .groups import ANALYSTS

#: in which the scope is written down
FORM = "helpdesk_ticket_fill_activation_scope_view_form"
#: {field of logic.playbook.Activation: field of the ticket}
FACTS = {
    "modules": "activation_modules",
    "developments": "activation_developments",
    "url": "activation_url",
    "users": "activation_users",
    "version": "activation_version",
}


class HelpdeskTicket(models.Model):
    """What procedure No.5 asks for: NAV-3.4.1.N5-06 … N5-10."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    activation_modules = fields.Text(
        string="Modules to Activate",
        copy=False,
        groups=ANALYSTS,
        help="The modules that the customer gets access to, one a line.",
    )
    activation_developments = fields.Text(
        string="Modules to Be Developed",
        copy=False,
        groups=ANALYSTS,
        help="Additional modules that are made for the customer, one a line. Write "
        "“none” if there are none.",
    )
    activation_links = fields.Text(
        string="Links and Downloads",
        copy=False,
        groups=ANALYSTS,
        help="Where the modules are found, if there is such a place.",
    )
    activation_url = fields.Char(
        string="Address to Activate",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="The address under which the customer will work.",
    )
    activation_users = fields.Text(
        string="Users and Access",
        copy=False,
        groups=ANALYSTS,
        help="Who gets access to git and to Odoo, by name, one a line. Write “none” if "
        "nobody does.",
    )
    activation_version = fields.Char(
        string="Software Version",
        copy=False,
        groups=ANALYSTS,
        help="The version with which the customer will work, such as 19.0.",
    )

    def _get_playbook_watched(self):
        return super()._get_playbook_watched() | frozenset(FACTS.values())

    def _collect_playbook_facts(self, now):
        found = super()._collect_playbook_facts(now)
        # sudo: helpdesk.ticket: what a check sees does not depend on who looks
        for ticket in self.sudo():
            values = {name: ticket[field] or "" for name, field in FACTS.items()}
            found[ticket.id]["activation"] = Activation(**values)
        return found

    def action_take_subscription_modules(self):
        """Write down what the customer has bought, below what is there already.

        :raises UserError: nobody has said of which subscription, or it is empty
        """
        self.ensure_one()
        self.check_access("write")
        lines = self.subscription_id.sale_subscription_line_ids
        known = (self.activation_modules or "").splitlines()
        names = lines.product_id.mapped("display_name")
        if not names:
            raise UserError(
                self.env._(
                    "There is nothing to take over: choose a subscription that has "
                    "products, or write the modules down."
                )
            )
        new = [name for name in names if name not in known]
        self.activation_modules = "\n".join([*known, *new])
        # the small form stays open, to be gone on with
        view = f"helpdesk_support_plan.{FORM}"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Scope of the Activation"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref(view).id, "form")],
            "target": "new",
        }
