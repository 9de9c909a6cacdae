"""Investigation: what has to be known of a ticket before it is handed over."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.escalation import find_unknown
from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # NAV-3.4-02, NAV-3.4-06
    investigation_steps = fields.Text(
        string="Steps to Reproduce",
        copy=False,
        groups=ANALYSTS,
        help="What somebody has to do to see the same.",
    )
    investigation_error = fields.Text(
        string="Error Message",
        copy=False,
        groups=ANALYSTS,
        help="As it is shown, word by word. Write “none” if there is none.",
    )
    investigation_tried = fields.Text(
        string="What Was Tried",
        copy=False,
        groups=ANALYSTS,
        help="The solutions that were tried, and what came of them, so that nobody "
        "tries them again.",
    )
    investigation_other = fields.Text(
        string="What Else Is Known",
        copy=False,
        groups=ANALYSTS,
        help="Anything else that helps: since when, who is affected, what has changed.",
    )
    investigation_missing = fields.Char(
        string="Missing of the Minimum Diagnosis",
        compute="_compute_investigation_missing",
        groups=ANALYSTS,
        help="What the next level will ask for.",
    )
    # NAV-3.4-05
    approval_needed = fields.Boolean(
        string="Customer's Approval Needed",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="The customer has to agree before the ticket is escalated, as when it "
        "costs them something.",
    )
    approved_by_id = fields.Many2one(
        "res.partner",
        string="Approved by",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Who of the customer agreed.",
    )
    approved_at = fields.Datetime(
        string="Approved at", copy=False, readonly=True, groups=ANALYSTS
    )

    @api.depends(
        "investigation_error",
        "investigation_steps",
        "investigation_tried",
        "partner_id",
        "triaged",
        "type_id.diagnosis_needed",
    )
    @api.depends_context("lang")
    def _compute_investigation_missing(self):
        labels = self._get_investigation_labels()
        for ticket in self:
            missing = find_unknown(ticket._to_investigation(), ticket._is_diagnosed())
            ticket.investigation_missing = ", ".join(labels[name] for name in missing)

    @api.constrains("approved_by_id")
    def _check_approved_by_id(self):
        """Refuse the approval of somebody who is not of the customer."""
        # sudo: helpdesk.ticket: whose they are does not depend on who asks
        for ticket in self.sudo().filtered("approved_by_id"):
            contact = ticket.approved_by_id
            if contact.commercial_partner_id != ticket.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is not of the customer of %(number)s: choose who "
                        "of them approved.",
                        contact=contact.name,
                        number=ticket.number,
                    )
                )

    def _is_diagnosed(self):
        """Return whether something can be reproduced in a ticket of this type."""
        return not self.type_id or self.type_id.diagnosis_needed

    def _to_investigation(self):
        """Return {what a minimum diagnosis consists of: whether it is known}."""
        return {
            "customer": bool(self.partner_id),
            "classification": self.triaged,
            "steps": bool((self.investigation_steps or "").strip()),
            "error": bool((self.investigation_error or "").strip()),
            "tried": bool((self.investigation_tried or "").strip()),
        }

    @api.model
    def _get_investigation_labels(self):
        """Return what people call the parts of a minimum diagnosis, by their codes."""
        return {
            "customer": self.env._("the customer"),
            "classification": self.env._("the classification"),
            "steps": self.env._("the steps to reproduce"),
            "error": self.env._("the error message"),
            "tried": self.env._("what was tried"),
        }

    def _prepare_write_investigation(self, vals):
        """Note when the customer's approval was recorded."""
        if "approved_by_id" in vals:
            vals["approved_at"] = vals["approved_by_id"] and fields.Datetime.now()

    def _find_information_refusal(self):
        """Return why too little is known of a ticket to escalate it, or None.

        What is missing is only shown where the plan does not refuse (NAV-3.4-04); an
        approval that is needed and not there always stops it.
        """
        if self.approval_needed and not self.approved_by_id:
            return self.env._(
                "The customer has to approve before %s is escalated: note who did.",
                self.number,
            )
        gate = self._get_plan().diagnosis_gate
        if gate == "refuse" and self.investigation_missing:
            return self.env._(
                "Before %(number)s is escalated, note %(missing)s.",
                number=self.number,
                missing=self.investigation_missing,
            )
        return None
