"""Before the triage comes: remember helpdesk_mgmt's words, as installing does."""

from odoo import SUPERUSER_ID, api

from odoo.addons.helpdesk_support_plan.hooks import pre_init_hook


def migrate(cr, version):
    pre_init_hook(api.Environment(cr, SUPERUSER_ID, {}))
