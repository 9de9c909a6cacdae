"""Advise help for tickets on usability, as installing does (NAV-3.2-24)."""

from odoo import SUPERUSER_ID, api

USABILITY = "helpdesk_support_plan.type_usability"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    if kind := env.ref(USABILITY, raise_if_not_found=False):
        kind.help_advised = True
