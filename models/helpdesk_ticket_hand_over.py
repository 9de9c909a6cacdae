"""Hand-over: it is written down when a ticket comes to another level, and is taken."""

from odoo import SUPERUSER_ID, api, fields, models

from ..logic.escalation import HandOver, PastHandOver
from .groups import ANALYSTS

TAKE_OVER = "helpdesk_support_plan.mail_activity_type_take_over"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    escalation_ids = fields.One2many(
        "helpdesk.escalation", "ticket_id", string="Escalations", groups=ANALYSTS
    )
    handed_over_id = fields.Many2one(
        "helpdesk.escalation",
        string="To Be Taken Over",
        compute="_compute_handed_over_id",
        store=True,
        precompute=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=ANALYSTS,
        help="The last hand-over, as long as the new responsible has done nothing.",
    )

    @api.depends("escalation_ids.taken_at")
    def _compute_handed_over_id(self):
        for ticket in self:
            made = ticket.escalation_ids.sorted(lambda it: (it.at, it._origin.id))
            last = made[-1:]
            ticket.handed_over_id = last if not last.taken_at else False

    def _get_hand_over(self):
        """Return how the present hand-over is done: by hand if nobody says anything."""
        given = self.env.context.get("helpdesk_hand_over")
        # what comes by RPC is never one
        return given if isinstance(given, HandOver) else None

    def _get_former_levels(self, vals):
        """Return {ticket: (plan, level, responsible)} before a change of level."""
        if "level_id" not in vals:
            return {}
        return {
            ticket: (ticket.plan_id, ticket.level_id, ticket.user_id) for ticket in self
        }

    def _after_write_hand_over(self, former):
        """Write a hand-over down for each ticket that is at another level now."""
        # sudo: helpdesk.ticket: who hands a ticket over may lose it by that
        moved = self.sudo().browse(
            ticket.id
            for ticket, (plan, level, _user) in former.items()
            if ticket.plan_id == plan and ticket.level_id != level
        )
        now = fields.Datetime.now()
        if moved:
            hand_over = self._get_hand_over() or HandOver("moved")
            since = moved._get_level_since()
            moved.env["helpdesk.escalation"].create(
                [
                    {
                        **ticket._prepare_escalation(hand_over, now),
                        "from_level_id": former[ticket][1].id,
                        "from_user_id": former[ticket][2].id,
                        "held_seconds": int((now - since[ticket.id]).total_seconds()),
                    }
                    for ticket in moved
                ]
            )
        if not self._get_hand_over():
            (self - moved)._take_over(now)

    def _prepare_escalation(self, hand_over, now):
        return {
            "ticket_id": self.id,
            "kind": hand_over.kind,
            "to_level_id": self.level_id.id,
            "to_user_id": self.user_id.id,
            "rule_id": hand_over.rule,
            "motive": hand_over.motive,
            "reason": hand_over.reason,
            "user_id": not hand_over.rule and self.env.uid,
            "at": now,
        }

    def _get_level_since(self):
        """Return {ticket id: since when it has been at its level}, as written down."""
        # sudo: helpdesk.ticket.event: the desk's own bookkeeping
        found = (
            self.env["helpdesk.ticket.event"]
            .sudo()
            ._read_group(
                [
                    ("ticket_id", "in", self.ids),
                    ("kind", "in", ("registered", "set_level", "set_plan")),
                ],
                ["ticket_id"],
                ["at:max"],
            )
        )
        made = {ticket.id: ticket.create_date for ticket in self}
        return {**made, **{ticket.id: at for ticket, at in found}}

    def _take_over(self, now):
        """Note that the responsible of tickets that were handed over begin with them.

        Whatever they do counts, once it is done after the hand-over.
        """
        if self.env.uid == SUPERUSER_ID:
            return  # the desk itself is responsible for nothing
        # sudo: helpdesk.ticket: whoever writes, customers too
        waiting = self.sudo().filtered("handed_over_id")
        taken = waiting.filtered(
            lambda ticket: (
                ticket.user_id == self.env.user and ticket.handed_over_id.at < now
            )
        )
        if taken:
            taken.handed_over_id.taken_at = now
            taken._find_activities(TAKE_OVER).unlink()

    def _get_past_hand_overs(self):
        """Return the ticket's hand-overs as logic knows them, the latest first."""
        # sudo: helpdesk.escalation: of a ticket that they may read
        records = self.sudo().escalation_ids.sorted(lambda it: (it.at, it.id))
        return [
            PastHandOver(
                record.kind,
                record.from_level_id.id,
                record.to_level_id.id,
                record.from_user_id.id,
            )
            for record in reversed(records)
        ]
