"""Odoo shell script: tickets that are promised dates, and a plan that was copied."""
# ruff: noqa: F821 (the shell gives env)

for name in ("navegasoft", "codify", "ikhodi"):
    env.company.support_plan_id = env.ref(f"helpdesk_support_plan.plan_{name}")
    request = env.ref("helpdesk_support_plan.type_request")
    tickets = env["helpdesk.ticket"].create(
        [
            {
                "name": f"Tique {stars}",
                "description": "<p>¿Qué pasó?</p>",
                "type_id": request.id,
                "priority": stars,
            }
            for stars in "0123"
        ]
    )
    assert tickets.clock_ids.calendar_id, name
# rules of their own, which name what the addon ships
env.ref("helpdesk_support_plan.plan_navegasoft").copy({"code": "copied"})
env.cr.commit()
