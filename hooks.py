"""What has to happen when the addon comes or goes, beyond what Odoo does by itself."""

import json

from odoo.tools import SQL
from odoo.tools.sql import make_index_name

#: fields of other addons that get an index from this one: (table, column)
ADDED_INDEXES = [
    ("account_move", "subscription_id"),
    ("helpdesk_ticket", "category_id"),
    ("helpdesk_ticket", "commercial_partner_id"),
    ("helpdesk_ticket", "company_id"),
    ("helpdesk_ticket", "duplicate_id"),
    ("helpdesk_ticket", "milestone_id"),
    ("helpdesk_ticket", "name"),
    ("helpdesk_ticket", "partner_id"),
    ("helpdesk_ticket", "project_id"),
    ("helpdesk_ticket", "task_id"),
    ("helpdesk_ticket", "type_id"),
    ("sale_order", "order_subscription_id"),
    ("sale_subscription_line", "sale_subscription_id"),
]


#: words of helpdesk_mgmt that this addon replaces: (table, columns, which rows)
BORROWED = [
    (
        "helpdesk_ticket_stage",
        ("name", "description"),
        """id IN (SELECT res_id FROM ir_model_data
            WHERE module = 'helpdesk_mgmt' AND model = 'helpdesk.ticket.stage'
            AND name <> 'helpdesk_ticket_stage_rejected')""",
    ),
    (
        "ir_model_fields_selection",
        ("name",),
        """field_id IN (SELECT id FROM ir_model_fields
            WHERE model = 'helpdesk.ticket'
            AND name IN ('priority', 'kanban_state'))""",
    ),
]
#: what helpdesk_mgmt's records name that this addon replaces: (table, column, rows)
BORROWED_LINKS = [
    (
        "helpdesk_ticket_stage",
        "mail_template_id",
        """id IN (SELECT res_id FROM ir_model_data
            WHERE module = 'helpdesk_mgmt' AND model = 'helpdesk.ticket.stage'
            AND name <> 'helpdesk_ticket_stage_rejected')""",
    ),
]
#: releases what would not let our plans, procedures and the like be deleted
HELD = [
    """UPDATE mail_activity SET activity_type_id = NULL
        WHERE activity_type_id IN (
            SELECT res_id FROM ir_model_data WHERE module = 'helpdesk_support_plan'
            AND model = 'mail.activity.type')""",
    "DELETE FROM helpdesk_sla_clock",
    "DELETE FROM helpdesk_escalation_rule",
    "UPDATE helpdesk_ticket SET playbook_id = NULL, playbook_next_id = NULL",
    "DELETE FROM helpdesk_ticket_step",
    "UPDATE helpdesk_sla_policy SET calendar_id = NULL",
    "UPDATE helpdesk_ticket SET plan_id = NULL, level_id = NULL",
]
PARAMETER = "helpdesk_support_plan.borrowed_words"
LINKS_PARAMETER = "helpdesk_support_plan.borrowed_links"


def pre_init_hook(env):
    """Remember the words that are replaced, and drop their translations.

    Translations of words that have changed would stay as they are: a translation that
    is there is never overwritten.
    """
    _ensure_likeness(env)
    words = []
    for table, columns, rows in BORROWED:
        for column in columns:
            names = {"table": SQL.identifier(table), "column": SQL.identifier(column)}
            env.cr.execute(
                SQL(
                    "SELECT id, %(column)s FROM %(table)s WHERE %(rows)s",
                    rows=SQL(rows),
                    **names,
                )
            )
            words += ([table, column, id_, old] for id_, old in env.cr.fetchall())
            env.cr.execute(
                SQL(
                    """
                    UPDATE %(table)s
                    SET %(column)s = jsonb_build_object('en_US', %(column)s->'en_US')
                    WHERE %(rows)s AND %(column)s IS NOT NULL
                    """,
                    rows=SQL(rows),
                    **names,
                )
            )
    env["ir.config_parameter"].set_param(PARAMETER, json.dumps(words))
    remember_links(env)
    env.invalidate_all()


def remember_links(env):
    """Remember what is replaced by something of ours, to give it back."""
    links = []
    for table, column, rows in BORROWED_LINKS:
        env.cr.execute(
            SQL(
                "SELECT id, %s FROM %s WHERE %s",
                SQL.identifier(column),
                SQL.identifier(table),
                SQL(rows),
            )
        )
        links += ([table, column, id_, old] for id_, old in env.cr.fetchall())
    env["ir.config_parameter"].set_param(LINKS_PARAMETER, json.dumps(links))


def give_links_back(env):
    """Let records name again what they named before, if it is still there."""
    parameters = env["ir.config_parameter"]
    for table, column, id_, old in json.loads(
        parameters.get_param(LINKS_PARAMETER) or "[]"
    ):
        env.cr.execute(
            SQL(
                "UPDATE %s SET %s = (SELECT id FROM mail_template WHERE id = %s) "
                "WHERE id = %s",
                SQL.identifier(table),
                SQL.identifier(column),
                old,
                id_,
            )
        )
    parameters.set_param(LINKS_PARAMETER, False)


def _ensure_likeness(env):
    """Let PostgreSQL find words by their likeness, if this user may arrange that."""
    if env.registry.has_trigram:
        return
    env.cr.execute("SELECT has_database_privilege(current_database(), 'CREATE')")
    if env.cr.fetchone()[0]:
        env.cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        env.registry.has_trigram = True


def uninstall_hook(env):
    """Give back what belongs to other addons and Odoo would leave as it is.

    The words that were replaced, and their columns without our indexes; and let go what
    would keep our calendars from being deleted.
    """
    parameters = env["ir.config_parameter"]
    env.flush_all()
    for release in HELD:
        env.cr.execute(SQL(release))
    for table, column, id_, old in json.loads(parameters.get_param(PARAMETER) or "[]"):
        env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s::jsonb WHERE id = %s",
                SQL.identifier(table),
                SQL.identifier(column),
                old and json.dumps(old),
                id_,
            )
        )
    parameters.set_param(PARAMETER, False)
    give_links_back(env)
    env.invalidate_all()
    for table, column in ADDED_INDEXES:
        name = SQL.identifier(make_index_name(table, column))
        env.cr.execute(SQL("DROP INDEX IF EXISTS %s", name))
