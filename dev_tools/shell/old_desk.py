"""Odoo shell script: a desk at work with the OCA addons, before this addon comes."""
# ruff: noqa: F821 (the shell gives env)

partner = env["res.partner"].create({"name": "Café Andino", "email": "a@example.com"})
team = env["helpdesk.ticket.team"].create({"name": "Soporte"})
kind = env["helpdesk.ticket.type"].create({"name": "Consulta"})
stages = env["helpdesk.ticket.stage"].search([])
tickets = env["helpdesk.ticket"].create(
    [
        {
            "name": f"Tique {number}",
            "description": "<p>¿Qué pasó?</p>",
            "partner_id": partner.id,
            "team_id": team.id if number % 2 else False,
            "type_id": kind.id,
            "stage_id": stages[number % len(stages)].id,
            "priority": str(number % 4),
        }
        for number in range(12)
    ]
)
tickets[0].message_post(body="Hola", subtype_xmlid="mail.mt_comment")
env.cr.commit()
