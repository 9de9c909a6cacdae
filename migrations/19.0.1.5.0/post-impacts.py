"""Offer Cobranza's customers the three impacts that their manual offers (COB-49)."""

from odoo import SUPERUSER_ID, api

CRITICAL = "helpdesk_support_plan.severity_cobranza_critical"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    if severity := env.ref(CRITICAL, raise_if_not_found=False):
        severity.customer_choice = False
