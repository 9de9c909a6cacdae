from odoo import api, fields, models

#: how analysts call the stars, from none to three; the last is the worst (A-G-06)
PRIORITIES = [("0", "Low"), ("1", "Medium"), ("2", "High"), ("3", "Urgent")]


class HelpdeskSupportSeverity(models.Model):
    """What a priority means for the customer, in the words of a plan."""

    _name = "helpdesk.support.severity"
    _description = "Impact"
    _order = "plan_id, priority desc"

    name = fields.Char(
        required=True,
        translate=True,
        help="What customers read, such as “High” or “Severity 1”. Never stars.",
    )
    code = fields.Char(help="Short name by which imports and other programs know it.")
    plan_id = fields.Many2one(
        "helpdesk.support.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    priority = fields.Selection(
        selection=PRIORITIES,
        required=True,
        help="The stars that analysts see for it: none for the least, three for the "
        "worst.",
    )
    description = fields.Text(
        string="Definition",
        translate=True,
        help="When a ticket has this impact. Analysts read it while they classify.",
    )
    example = fields.Text(translate=True, help="A case, in the words of a customer.")
    customer_choice = fields.Boolean(
        string="Customers May Choose It",
        default=True,
        help="Offered to customers when they open a ticket. An analyst decides.",
    )
    notify_at_once = fields.Boolean(
        string="Tell at Once",
        help="Whoever is responsible for a ticket with this impact, or else the leader "
        "of the team or of support, is told at once, also where no time is promised.",
    )

    _priority_unique = models.Constraint(
        "UNIQUE(plan_id, priority)",
        "A plan has one impact for each number of stars: change the one it has.",
    )

    @api.model
    def _get_priority_labels(self):
        """Return {priority: what analysts call it}, the worst first."""
        field = self._fields["priority"]
        return dict(reversed(field._description_selection(self.env)))
