"""Give the shipped plan and tag what they say of arrears.

Their records are not updated with the addon (they are noupdate), so that what a desk
has changed stays.
"""

from odoo import SUPERUSER_ID, api

ADDON = "helpdesk_support_plan"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _fill(env, "plan_navegasoft", arrears_action="ask")
    _fill(env, "tag_bajar_base", arrears_exempt=True)


def _fill(env, name, **values):
    """Write to a shipped record, if it is still there."""
    if record := env.ref(f"{ADDON}.{name}", raise_if_not_found=False):
        record.write(values)
