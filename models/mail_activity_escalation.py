from odoo import fields, models

from .groups import ANALYSTS


class MailActivity(models.Model):
    """What an escalation asks of people goes away when it is no longer needed."""

    _inherit = "mail.activity"  # pylint: disable=consider-merging-classes-inherited

    escalation_rule_id = fields.Many2one(
        "helpdesk.escalation.rule",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups=ANALYSTS,
        help="The rule that has asked for it.",
    )
    escalation_ladder = fields.Char(
        readonly=True,
        groups=ANALYSTS,
        help="With which steps it ends: as soon as what they wait for has happened.",
    )
