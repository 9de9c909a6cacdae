"""Chase nobody for what was left lying before there were escalation rules."""

from odoo import SUPERUSER_ID, api, fields


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    rules = env["helpdesk.escalation.rule"].with_context(active_test=False)
    # those that come with the plans hold from the beginning, on new databases; what
    # comes due from now on of tickets that are open already is planned by this, too
    rules.search([("since", "=", False)]).since = fields.Datetime.now()
