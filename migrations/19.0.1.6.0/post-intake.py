"""Say of which plan the first level tells customers, as installing does (INT-39)."""

from odoo import SUPERUSER_ID, api

PLAN = "helpdesk_support_plan.plan_interfactura"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    if plan := env.ref(PLAN, raise_if_not_found=False):
        plan.intake_tells = True
