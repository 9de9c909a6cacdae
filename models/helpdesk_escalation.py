from datetime import timedelta

from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools import babel_locale_parse
from odoo.tools.misc import get_lang

KINDS = [
    ("escalated", "Escalated"),
    ("returned", "Returned"),
    ("moved", "Moved by hand"),
    ("classified", "Classified"),
]
#: why a ticket goes up
MOTIVES = [
    ("unsolved", "This level could not solve it"),
    ("belongs", "It belongs there by its type"),
    ("access", "It takes knowledge or access that is there"),
    ("urgent", "It is critical, or many are affected"),
    ("customer", "The customer asks for it"),
]
#: why it comes back
RETURN_MOTIVES = [
    ("answered", "That level has done its part"),
    ("information", "Information is missing"),
    ("misplaced", "It did not belong at that level"),
    ("not_working", "A test has failed"),
]
BY_RULE = [("time", "Nobody took care in time")]


class HelpdeskEscalation(models.Model):
    """A hand-over: from which level to which, by whom, when and why (NAV-3.5-01).

    There is one for every change of a ticket's level within its plan, whichever way it
    came about. Nobody writes them by hand.
    """

    _name = "helpdesk.escalation"
    _description = "Escalation"
    _order = "at desc, id desc"
    # it says who and when itself
    _log_access = False

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade", readonly=True
    )
    plan_id = fields.Many2one(
        related="ticket_id.plan_id", store=True, index="btree_not_null"
    )
    type_id = fields.Many2one(
        related="ticket_id.type_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True, default="escalated")
    from_level_id = fields.Many2one(
        "helpdesk.support.level", string="From", readonly=True, ondelete="set null"
    )
    to_level_id = fields.Many2one(
        "helpdesk.support.level", string="To", readonly=True, ondelete="set null"
    )
    from_user_id = fields.Many2one(
        "res.users",
        string="Responsible Before",
        readonly=True,
        ondelete="set null",
        help="Who was responsible for it until then.",
    )
    to_user_id = fields.Many2one(
        "res.users",
        string="Handed Over to",
        readonly=True,
        ondelete="set null",
        help="Who became responsible. Empty: nobody yet.",
    )
    rule_id = fields.Many2one(
        "helpdesk.escalation.rule",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The rule that did it by itself.",
    )
    motive = fields.Selection(
        [*MOTIVES, *RETURN_MOTIVES, *BY_RULE], string="Why", readonly=True
    )
    reason = fields.Char(string="In Detail", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="By",
        readonly=True,
        ondelete="set null",
        help="Who did it. Empty: a rule.",
    )
    at = fields.Datetime(string="When", required=True, readonly=True)
    held_seconds = fields.Integer(
        string="Seconds at the Level Before",
        readonly=True,
        aggregator="avg",
        help="How long it was at the level that it came from, day and night.",
    )
    taken_at = fields.Datetime(
        readonly=True, help="When the new responsible first did something about it."
    )
    take_seconds = fields.Integer(
        string="Seconds until Taken",
        compute="_compute_take_seconds",
        store=True,
        aggregator="avg",
        help="From the hand-over until the new responsible did something, day and "
        "night.",
    )
    held_text = fields.Char(
        string="Time at the Level Before", compute="_compute_durations"
    )
    take_text = fields.Char(string="Time until Taken", compute="_compute_durations")

    @api.depends("at", "taken_at")
    def _compute_take_seconds(self):
        for hand_over in self:
            taken_at = hand_over.taken_at
            hand_over.take_seconds = (
                taken_at and (taken_at - hand_over.at).total_seconds()
            )

    @api.depends("from_level_id", "to_level_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for hand_over in self:
            names = (hand_over.from_level_id.name, hand_over.to_level_id.name)
            hand_over.display_name = " → ".join(name or "—" for name in names)

    @api.depends("held_seconds", "take_seconds", "taken_at")
    @api.depends_context("lang")
    def _compute_durations(self):
        locale = babel_locale_parse(get_lang(self.env).code)
        for hand_over in self:
            held, take = (
                format_timedelta(timedelta(seconds=seconds), locale=locale)
                for seconds in (hand_over.held_seconds, hand_over.take_seconds)
            )
            hand_over.held_text = hand_over.from_level_id and held
            hand_over.take_text = hand_over.taken_at and take
