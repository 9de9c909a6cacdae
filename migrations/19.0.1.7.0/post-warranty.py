"""Let a warranty set off its task once a solution is decided, as installing does."""

from odoo import SUPERUSER_ID, api

TAG = "helpdesk_support_plan.tag_garantia"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    tag = env.ref(TAG, raise_if_not_found=False)
    if tag and tag.follow_up == "none":
        tag.write(
            {
                "follow_up": "task",
                "follow_up_when": "solution",
                "follow_up_note": "Apply the warranty",
            }
        )
