"""Diagnosis: whether a problem could be replicated, and what causes it."""

from odoo import fields, models
from odoo.exceptions import UserError

from .groups import ANALYSTS
from .telling_selection import TellingSelection


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    diagnosis_result = TellingSelection(
        [
            ("replicated", "Replicated"),
            ("not_replicated", "Not replicated"),
            ("not_applicable", "Not applicable"),
        ],
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Whether the problem could be replicated.",
    )
    diagnosis_cause = fields.Text(
        string="Cause", copy=False, groups=ANALYSTS, help="What causes the problem."
    )
    diagnosed_at = fields.Datetime(
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="When the result was recorded for the first time.",
    )

    def record_diagnosis(self, result, cause):
        """Record the result of the replication: it meets the diagnosis clock (COD-31).

        To contact the customer does not; it can be corrected, the first one counts.

        :param str result: a code of `diagnosis_result`
        :param str cause: what causes the problem; required if it applies
        :raises UserError: unknown result, no cause, or a closed ticket
        """
        self.check_access("write")
        self._check_open()
        cause = (cause or "").strip()
        if not result:
            raise UserError(self.env._("Choose the result of the diagnosis."))
        if result != "not_applicable" and not cause:
            raise UserError(self.env._("Write down the cause that you have found."))
        self.write({"diagnosis_result": result, "diagnosis_cause": cause})
        self.filtered(lambda ticket: not ticket.diagnosed_at).write(
            {"diagnosed_at": fields.Datetime.now()}
        )
        self._note("diagnosis")
