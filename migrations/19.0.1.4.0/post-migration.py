"""Exempt the shipped tag “Bajar base” from what arrears lead to.

It is not updated with the addon (it is noupdate), so that what a desk has changed
stays. What a plan does about arrears stays as its desk has chosen.
"""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    tag = env.ref("helpdesk_support_plan.tag_bajar_base", raise_if_not_found=False)
    if tag:
        tag.arrears_exempt = True
