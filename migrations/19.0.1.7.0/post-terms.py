"""Say where the terms and conditions are, as installing does (NAV-3.4.1.N7-20)."""

from odoo import SUPERUSER_ID, api

PLAN = "helpdesk_support_plan.plan_navegasoft"
TERMS = "https://navegasoft.com/terms"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    plan = env.ref(PLAN, raise_if_not_found=False)
    if plan and not plan.terms_url:
        plan.terms_url = TERMS
