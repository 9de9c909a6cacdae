"""Give the shipped plans what customers read, and the stages mails that speak to them.

Their records are not updated with the addon (they are noupdate), so that what a desk
has changed stays; this once they get what they lack.
"""

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.misc import file_path

from odoo.addons.helpdesk_support_plan.hooks import remember_links

ADDON = "helpdesk_support_plan"
TEXTS = ("provider_duties", "customer_duties")
#: what a plan has as long as nobody has chosen anything
DEFAULTS = {"validation": "none", "portal_ask_type": False, "portal_ask_module": False}
#: how the shipped text began that customers could not read as it was
INTERNAL = "Developments: the commercial area offers them."
STAGES = {
    "in_progress": "in_progress",
    "awaiting": "waiting",
    "done": "solved",
    "cancelled": "cancelled",
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _publish_plans(env)
    remember_links(env)
    _replace_stage_mails(env)
    # what has just been written has no translations yet
    env.ref(f"base.module_{ADDON}")._update_translations()


def _publish_plans(env):
    shipped = etree.parse(file_path(f"{ADDON}/data/helpdesk_support_plan_data.xml"))
    for record in shipped.iter("record"):
        plan = env.ref(f"{ADDON}.{record.get('id')}", raise_if_not_found=False)
        if plan:
            lacking = _find_lacking(plan, record)
            _drop_translations(plan, lacking.keys() & {*TEXTS, "exclusions"})
            plan.write(lacking)


def _find_lacking(plan, record):
    """Return the values of fields in which nobody has chosen anything yet."""
    lacking = {}
    for node in record.iter("field"):
        name = node.get("name")
        if name in TEXTS and not plan[name]:
            lacking[name] = node.text
        elif name in DEFAULTS and plan[name] == DEFAULTS[name]:
            lacking[name] = node.text or bool(node.get("eval"))
        elif name == "exclusions" and (plan[name] or "").startswith(INTERNAL):
            lacking[name] = node.text
    return lacking


def _drop_translations(plan, names):
    """Let go of the translations of texts that are replaced."""
    plan.flush_recordset()
    for name in names:
        plan.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET %(column)s = NULL WHERE id = %(id)s",
                table=SQL.identifier(plan._table),
                column=SQL.identifier(name),
                id=plan.id,
            )
        )
    plan.invalidate_recordset()


def _replace_stage_mails(env):
    """Where a stage has no mail, or the one that speaks to the analyst."""
    theirs = env.ref("helpdesk_mgmt.closed_ticket_template", raise_if_not_found=False)
    for stage_name, mail_name in STAGES.items():
        stage = env.ref(
            f"helpdesk_mgmt.helpdesk_ticket_stage_{stage_name}",
            raise_if_not_found=False,
        )
        template = stage and stage.mail_template_id
        if stage and (not template or template == theirs):
            stage.mail_template_id = env.ref(f"{ADDON}.mail_template_stage_{mail_name}")
