"""Count what clocks have used so far, and give the shipped plans what they lack.

Their records are not updated with the addon (they are noupdate), so that what a desk
has changed stays.
"""

from odoo import SUPERUSER_ID, api

ADDON = "helpdesk_support_plan"
BATCH = 1000


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _fill(env, "plan_navegasoft", warning_template_id="mail_template_clock_warning")
    for plan in ("navegasoft", "cobranza"):
        _fill(env, f"severity_{plan}_critical", notify_at_once=True)
    _recount(env)


def _fill(env, name, **values):
    """Write to a shipped record, if it is still there."""
    record = env.ref(f"{ADDON}.{name}", raise_if_not_found=False)
    for field, value in values.items():
        if record and isinstance(value, str):
            value = env.ref(f"{ADDON}.{value}").id
        if record:
            record[field] = value


def _recount(env):
    """Derive all clocks again: what they count is new."""
    tickets = env["helpdesk.ticket"].with_context(active_test=False)
    last = 0
    while some := tickets.search([("id", ">", last)], order="id", limit=BATCH):
        some._rebuild_clocks()
        last = some[-1].id
        env.flush_all()
        env.invalidate_all()
