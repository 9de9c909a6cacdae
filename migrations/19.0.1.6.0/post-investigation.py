"""Say which types need a minimum diagnosis, or an escalation, as installing does."""

from odoo import SUPERUSER_ID, api

DIAGNOSED = ("type_problem", "type_anomaly", "type_bug", "type_basic_problem")
#: meant for another level (NAV-3.2-18)
ESCALATED = "type_bug"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in DIAGNOSED:
        kind = env.ref(f"helpdesk_support_plan.{name}", raise_if_not_found=False)
        if kind:
            kind.write(
                {"diagnosis_needed": True, "escalation_expected": name == ESCALATED}
            )
