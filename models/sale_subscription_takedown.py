"""Take-down: why the database of a subscription was suspended, or is gone."""

from odoo import fields, models


class SaleSubscription(models.Model):
    """Requirement NAV-3.4.1.N6-14: the reason stands in the subscription, too."""

    _inherit = "sale.subscription"  # pylint: disable=consider-merging-classes-inherited

    takedown_reason = fields.Text(
        string="Why It Was Taken Down",
        readonly=True,
        copy=False,
        help="As the commercial area has found out; it comes from the ticket.",
    )

    def _note_takedown(self, ticket):
        """Keep the reason that a ticket gives, once, and say so in the history.

        :param ticket: the helpdesk.ticket
        """
        self.ensure_one()
        reason = ticket.takedown_reason.strip()
        if reason in (self.takedown_reason or ""):
            return
        self.takedown_reason = reason
        self._message_log(
            body=self.env._(
                "Why it is taken down, by %(number)s: %(reason)s",
                number=ticket.number,
                reason=reason,
            )
        )
