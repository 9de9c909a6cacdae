"""Digest: what the desk has done, in the mail that Odoo sends about the company."""

from odoo import fields, models
from odoo.exceptions import AccessError

from .groups import ANALYSTS

SOLVED = "kpi_helpdesk_solved"
COMPLIANCE = "kpi_helpdesk_compliance"
AT_RISK = "kpi_helpdesk_at_risk"


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_helpdesk_solved = fields.Boolean("Tickets Solved")
    kpi_helpdesk_solved_value = fields.Integer(
        compute="_compute_kpi_helpdesk_solved_value",
        export_string_translation=False,
    )
    kpi_helpdesk_compliance = fields.Boolean("Promises Kept (%)")
    kpi_helpdesk_compliance_value = fields.Float(
        compute="_compute_kpi_helpdesk_compliance_value",
        export_string_translation=False,
    )
    kpi_helpdesk_at_risk = fields.Boolean("Tickets at Risk Now")
    kpi_helpdesk_at_risk_value = fields.Integer(
        compute="_compute_kpi_helpdesk_at_risk_value",
        export_string_translation=False,
    )

    def _compute_kpi_helpdesk_solved_value(self):
        """Count the tickets that were solved in the period, and still are."""
        start, end, _companies = self._get_helpdesk_period()
        solved = [("kind", "in", ("accept", "solve")), *_within("at", start, end)]
        self._count_helpdesk_tickets(
            f"{SOLVED}_value", [("closed", "=", True), ("event_ids", "any", solved)]
        )

    def _compute_kpi_helpdesk_compliance_value(self):
        """Return the share of promises kept; all of them, where none fell due."""
        start, end, companies = self._get_helpdesk_period()
        groups = self.env["helpdesk.sla.compliance"]._read_group(
            [("company_id", "in", companies.ids), *_within("decided_at", start, end)],
            ["company_id"],
            ["compliance:avg"],
        )
        self._share_out(f"{COMPLIANCE}_value", dict(groups), without=100)

    def _compute_kpi_helpdesk_at_risk_value(self):
        """Count the tickets at risk at this moment, whatever the period."""
        now = fields.Datetime.now()
        self._count_helpdesk_tickets(
            f"{AT_RISK}_value",
            [
                ("closed", "=", False),
                ("clock_warn_at", "<=", now),
                ("clock_deadline", ">=", now),
            ],
        )

    def _get_helpdesk_period(self):
        """Return start, end and companies.

        :raises AccessError: not of the desk; the digest leaves the figure out then
        """
        if not self.env.user.has_group(ANALYSTS):
            raise AccessError(self.env._("Only analysts get the figures of the desk."))
        return self._get_kpi_compute_parameters()

    def _count_helpdesk_tickets(self, name, domain):
        _start, _end, companies = self._get_helpdesk_period()
        groups = self.env["helpdesk.ticket"]._read_group(
            [("company_id", "in", companies.ids), *domain],
            ["company_id"],
            ["__count"],
        )
        self._share_out(name, dict(groups), without=0)

    def _share_out(self, name, figures, without):
        """Give each digest the figure of its company, or of the present one."""
        for digest in self:
            company = digest.company_id or self.env.company
            digest[name] = figures.get(company, without)

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("helpdesk_mgmt.helpdesk_ticket_main_menu").id
        queue, report = (
            f"helpdesk_support_plan.{name}?menu_id={menu}"
            for name in ("helpdesk_queue_action", "helpdesk_sla_compliance_action")
        )
        return {
            **super()._compute_kpis_actions(company, user),
            SOLVED: queue,
            COMPLIANCE: report,
            AT_RISK: queue,
        }


def _within(name, start, end):
    return [(name, ">=", start), (name, "<", end)]
