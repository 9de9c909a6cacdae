"""Manipulation: somebody has tampered with the system, and what follows from it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.escalation import HandOver
from .groups import ANALYSTS

#: the check of the step by which support goes on (NAV-3.4.1.N1-19)
RESUMED = "resumed"


class HelpdeskTicket(models.Model):
    """The protocol of procedure No.1: NAV-3.4.1.N1-03, N1-12 … N1-19."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    manipulation_possible = fields.Boolean(
        compute="_compute_manipulation_possible",
        groups=ANALYSTS,
        help="The procedure says what is done about undue manipulation.",
    )
    manipulation_found = fields.Boolean(
        string="Undue Manipulation Found",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="The database was altered, or something was modified without permission. "
        "The steps that follow from it are added to the procedure.",
    )
    manipulation_diagnosis = fields.Text(
        string="Diagnosis of the Manipulation",
        copy=False,
        groups=ANALYSTS,
        help="How it was found, since when, and what does not work because of it.",
    )
    manipulation_nature = fields.Text(
        string="What Was Manipulated",
        copy=False,
        groups=ANALYSTS,
        help="Exactly what was altered: tables, records, code, by whom if that is "
        "known.",
    )
    charge_invoice_id = fields.Many2one(
        "account.move",
        string="Invoice of the Charge",
        copy=False,
        index="btree_not_null",
        groups=ANALYSTS,
        tracking=True,
        help="The invoice of the additional service that the customer has approved.",
    )
    charge_state = fields.Selection(
        [
            ("draft", "Not posted yet"),
            ("posted", "Not paid yet"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        string="State of the Charge",
        compute="_compute_charge_state",
        compute_sudo=True,
        groups=ANALYSTS,
    )

    @api.depends("playbook_id")
    def _compute_manipulation_possible(self):
        for ticket in self:
            steps = ticket._get_playbook_steps()
            ticket.manipulation_possible = any(
                step.condition == "manipulated" for step in steps
            )

    @api.depends("charge_invoice_id.payment_state", "charge_invoice_id.state")
    def _compute_charge_state(self):
        for ticket in self:
            ticket.charge_state = ticket.charge_invoice_id._get_charge_state()

    @api.constrains("charge_invoice_id", "partner_id", "company_id")
    def _check_charge_invoice_id(self):
        """Refuse the invoice of somebody else, and what is no invoice."""
        # sudo: helpdesk.ticket: whose an invoice is does not depend on who asks
        for ticket in self.sudo().filtered("charge_invoice_id"):
            invoice = ticket.charge_invoice_id
            if (
                invoice.move_type != "out_invoice"
                or invoice.company_id != ticket.company_id
                or invoice.commercial_partner_id != ticket.commercial_partner_id
            ):
                raise ValidationError(
                    self.env._(
                        "The charge of %(number)s is no invoice of its customer: "
                        "choose one to %(customer)s.",
                        number=ticket.number,
                        customer=ticket.commercial_partner_id.name
                        or self.env._("a customer"),
                    )
                )

    @api.constrains("charge_invoice_id")
    def _check_charge_is_its_own(self):
        """Refuse an invoice that is for something else (NAV-3.4.1.N1-17)."""
        # sudo: helpdesk.ticket: what an invoice is for does not depend on who asks
        desk = self.sudo().with_context(active_test=False)
        charged = desk._read_group(
            [("charge_invoice_id", "in", desk.charge_invoice_id.ids)],
            ["charge_invoice_id"],
            ["__count"],
        )
        for invoice, count in charged:
            if count > 1 or invoice.subscription_id:
                raise ValidationError(
                    self.env._(
                        "%s is for something else: choose the invoice of this charge.",
                        invoice.name or "",
                    )
                )

    def _get_playbook_watched(self):
        return super()._get_playbook_watched() | {
            *("manipulation_found", "manipulation_diagnosis", "manipulation_nature"),
            "charge_invoice_id",
        }

    def _collect_playbook_facts(self, now):
        """Add what is known of a manipulation, and what has come of its charge."""
        found = super()._collect_playbook_facts(now)
        # sudo: helpdesk.ticket: what a check sees does not depend on who looks
        for ticket in self.sudo():
            found[ticket.id].update(
                manipulated=ticket.manipulation_found,
                manipulation_diagnosis=ticket.manipulation_diagnosis or "",
                manipulation_nature=ticket.manipulation_nature or "",
                charge_invoice=ticket.charge_invoice_id.name or None,
                charge_state=ticket.charge_state or None,
            )
        return found

    def _go_to_step(self, before, after):
        """Let support go on once the charge is paid, wherever the ticket is."""
        done = super()._go_to_step(before, after)
        if after.step_id.check == RESUMED:
            self.with_context(helpdesk_playbook_sync=False)._resume_support(after)
        return done

    def _resume_support(self, step):
        """Give a ticket back to technical support (NAV-3.4.1.N1-19).

        :param step: the helpdesk.ticket.step that takes it there
        """
        level = self._get_plan()._get_level(step.step_id.target or "")
        if not level or level == self.level_id:
            return
        reason = self.env._("The charge is paid: support goes on.")
        self._hand_over({self: level}, HandOver("returned", reason, "answered"))
