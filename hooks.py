"""What has to happen when the addon comes or goes, beyond what Odoo does by itself."""

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
    ("helpdesk_ticket", "partner_id"),
    ("helpdesk_ticket", "project_id"),
    ("helpdesk_ticket", "task_id"),
    ("helpdesk_ticket", "type_id"),
    ("sale_order", "order_subscription_id"),
    ("sale_subscription_line", "sale_subscription_id"),
]


def uninstall_hook(env):
    """Drop the indexes on other addons' columns, which Odoo would leave behind."""
    for table, column in ADDED_INDEXES:
        name = SQL.identifier(make_index_name(table, column))
        env.cr.execute(SQL("DROP INDEX IF EXISTS %s", name))
