"""Give helpdesk_mgmt's stages and channels their codes and the manual's names.

Their records are not updated with the addon (they are noupdate), so that what a desk
has changed stays; this once they have to be.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

ADDON = "helpdesk_support_plan"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in ("stage", "channel"):
        path = f"data/helpdesk_ticket_{name}_data.xml"
        convert_file(env, ADDON, path, None, mode="init", noupdate=True)
