"""Switch the desk's figures on in the default digest, as installing does.

The digest is not updated with the addon (it is noupdate), so that what somebody has
switched off stays so; this once it has to be.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

ADDON = "helpdesk_support_plan"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    path = "data/digest_digest_data.xml"
    convert_file(env, ADDON, path, None, mode="init", noupdate=True)
