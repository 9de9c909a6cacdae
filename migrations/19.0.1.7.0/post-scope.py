"""Say which plan asks for the kind of correction, as installing does (COD-33)."""

from odoo import SUPERUSER_ID, api

PLAN = "helpdesk_support_plan.plan_codify"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    if plan := env.ref(PLAN, raise_if_not_found=False):
        plan.asks_correction = True
