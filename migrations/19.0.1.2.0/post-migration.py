"""Give the shipped plans what they lack: working hours, holidays, and their texts.

Their records are not updated with the addon (they are noupdate), so that what a desk
has changed stays; what it has filled in meanwhile stays as well.
"""

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools.misc import file_path

ADDON = "helpdesk_support_plan"
NEW = {
    *("calendar_id", "holiday_country_id"),
    *("closing_steps", "exclusions", "to_confirm"),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    shipped = etree.parse(file_path(f"{ADDON}/data/helpdesk_support_plan_data.xml"))
    for record in shipped.iter("record"):
        plan = env.ref(f"{ADDON}.{record.get('id')}", raise_if_not_found=False)
        if plan:
            plan.write(_find_lacking(env, plan, record))
    env["helpdesk.support.plan"]._cron_load_holidays()


def _find_lacking(env, plan, record):
    """Return the values of the new fields that a plan has nothing in."""
    lacking = {}
    for node in record.iter("field"):
        name, reference = node.get("name"), node.get("ref")
        if name in NEW and not plan[name]:
            module = "" if "." in (reference or "") else f"{ADDON}."
            lacking[name] = env.ref(module + reference).id if reference else node.text
    return lacking
