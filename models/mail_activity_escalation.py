from lxml import html
from markupsafe import Markup

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

    def _is_asked_by(self, rule):
        """Return whether one of these tells what a rule has to say; see `_ask`."""
        return any(
            activity.escalation_rule_id == rule
            or (rule and f'_{rule.id}"' in (activity.note or ""))
            for activity in self
        )

    def _add_reason(self, values):
        """Return the values with which an open activity tells of one more reason.

        The newest stands first. It is over when all of them are.

        :param values: those of the new reason, as an activity of its own
        """
        if not self:
            return values
        ladders = [*self.escalation_ladder.split(","), values["escalation_ladder"]]
        return {
            **values,
            "escalation_ladder": ",".join(dict.fromkeys(ladders)),
            "note": values["note"] + (self.note or Markup()),
        }

    def _end_ladder(self, ladder):
        """Take away what was asked for one reason; what else is asked stays."""
        over = self.browse()
        for activity in self:
            ladders = activity.escalation_ladder.split(",")
            others = [name for name in ladders if name != ladder]
            if not others:
                over |= activity
            elif others != ladders:
                activity._forget_reason(ladder, others)
        over.unlink()

    def _forget_reason(self, ladder, others):
        """Leave out of an activity what is over; the next reason is its summary."""
        note = html.fragment_fromstring(self.note or "", create_parent="div")
        told = note.xpath("./div[starts-with(@class, 'o_helpdesk_')]")
        ended = [
            part
            for part in told
            if part.get("class").startswith(f"o_helpdesk_{ladder}_")
        ]
        for part in ended:
            part.drop_tree()
        left = [part.get("title") for part in told if part not in ended]
        self.write(
            {
                "escalation_ladder": ",".join(others),
                "note": Markup(
                    "".join(html.tostring(part, encoding="unicode") for part in note)
                ),
                "summary": next(filter(None, left), self.summary),
            }
        )
