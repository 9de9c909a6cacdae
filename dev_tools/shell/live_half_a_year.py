"""Odoo shell script for a demo database: half a year in which the desk was at work.

Tickets are opened, answered and solved by the desk's own acts, at times that have long
passed, so that reports and dashboards have something to show. Each run of it is the
same. Nobody is written to.
"""
# ruff: noqa: F821 (the shell gives env)

from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from dev_tools.bench.desk_time import at

WEEKS = 26
#: (subject, type, tag of the module, stars)
NAVEGASOFT = [
    ("No firma las facturas de hoy", "problem", "documentos_electronicos", "2"),
    ("¿Cómo anulo una nota crédito?", "question", "contabilidad_demo", "0"),
    ("El saldo del banco no cuadra", "anomaly", "contabilidad_demo", "1"),
    ("Nadie puede entrar al punto de venta", "problem", "punto_venta_demo", "3"),
    ("Quedan pocos folios", "request", "documentos_electronicos", "1"),
    ("La caja no imprime el recibo", "problem", "punto_venta_demo", "2"),
    ("Existencias negativas tras el inventario", "anomaly", "inventario_demo", "1"),
    ("El botón de exportar no se encuentra", "usability", "contabilidad_demo", "0"),
    ("Retención mal calculada en nómina", "bug", "nomina_demo", "1"),
    ("Activar la base de otra tienda", "request", "inventario_demo", "1"),
]
IKHODI = [
    ("No sincroniza los pedidos", "basic_problem", None, "2"),
    ("Agregar un usuario al tablero", "configuration", None, "0"),
    ("¿Qué significa el estado retenido?", "functional_query", None, "1"),
    ("El servicio no responde", "basic_problem", None, "3"),
    ("Enviar pedidos por la API", "integration_guidance", None, "1"),
]
#: (whose, plan of the stories)
CUSTOMERS = [
    ("carolina", NAVEGASOFT),
    ("mateo", NAVEGASOFT),
    ("marcela", IKHODI),
    ("rocio", NAVEGASOFT),
    ("valentina", NAVEGASOFT),
    ("oscar", IKHODI),
    ("beatriz", NAVEGASOFT),
    ("wilson", NAVEGASOFT),
]
#: what the tickets are about of those who have several subscriptions
SUBSCRIPTIONS = {"valentina": "subscription_drogueria_norte_demo"}
#: what customers think of how it was solved
THOUGHTS = [
    (5, "Rápido y amable"),
    (5, ""),
    (3, "Bien, pero tardó"),
    (5, ""),
    (1, "Tuve que explicarlo dos veces"),
    (5, ""),
    (5, "Muy claros"),
]
#: what happens, and after how many hours
LIVES = [
    [(0.1, "take"), (0.2, "answer"), (2, "solve")],
    [(0.2, "take"), (0.4, "answer"), (1.5, "propose"), (4, "accept"), (4.1, "rate")],
    [(0.3, "take"), (0.4, "answer"), (2, "ask"), (8, "hear"), (11, "solve")],
    [(0.1, "take"), (3, "close")],
    [(0.1, "take"), (0.2, "answer"), (2, "escalate"), (3, "look"), (6, "solve")],
    [(0.1, "take"), (0.2, "answer"), (4, "solve"), (22, "reopen"), (25, "solve")],
    [(1, "take"), (2, "answer"), (6, "provider"), (30, "go_on"), (58, "solve")],
    [(0.1, "take"), (0.2, "answer"), (2.5, "propose"), (21, "accept"), (21.1, "rate")],
    [(0.2, "take"), (0.4, "answer"), (3, "solve"), (5, "rate")],
    [(0.2, "take"), (0.3, "cancel")],
    [(0.3, "take"), (0.8, "answer"), (3, "escalate"), (9, "ask"), (34, "hear")]
    + [(40, "solve")],
    # it comes back, and goes up again
    [(0.2, "take"), (0.4, "answer"), (1, "escalate"), (5, "give_back")]
    + [(6, "escalate"), (7, "look"), (20, "solve")],
    # nobody of the next level cares, and somebody is told
    [(0.1, "take"), (0.3, "answer"), (2, "escalate"), (27, "call_responsible")]
    + [(41, "look"), (44, "solve")],
    # the customer is silent, and is called
    [(0.2, "take"), (0.4, "answer"), (1.5, "ask"), (27, "call_in_vain")]
    + [(31, "call_in_vain"), (50, "hear"), (54, "solve")],
]

#: what stands just now with customers: (whose, subject, hours ago, what happens)
PRESENT = [
    (
        "carolina",
        "El informe de ventas no suma bien",
        5,
        [(0.2, "take"), (0.4, "answer"), (3, "request")],
    ),
    (
        "carolina",
        "La factura FE-131 salió con otra dirección",
        26,
        [(0.2, "take"), (0.5, "answer"), (22, "propose")],
    ),
    (
        "hernan",
        "No me deja cambiar la clave",
        30,
        [(0.1, "take"), (0.3, "answer"), (2, "solve")],
    ),
    (
        "julio",
        "Los pedidos llegan dos veces",
        28,
        [(0.1, "take"), (0.3, "answer"), (23, "propose")],
    ),
    (
        "mateo",
        "Los comprobantes salen con el consecutivo repetido",
        21,
        [(0.2, "take"), (0.4, "answer"), (2, "escalate")],
    ),
    (
        "beatriz",
        "El libro auxiliar no trae las notas de marzo",
        31,
        [(0.2, "take"), (0.4, "answer"), (2, "escalate"), (3, "look")],
    ),
    (
        "wilson",
        "La exportación a Excel se queda pensando",
        44,
        [(0.1, "take"), (0.4, "answer"), (2, "escalate"), (27, "call_responsible")],
    ),
    (
        "rocio",
        "¿Qué tarifa de retención usamos con los fletes?",
        52,
        [(0.1, "take"), (0.4, "answer"), (2, "ask"), (27, "call_in_vain")],
    ),
]
#: why tickets go up, and why they come back
WHY_UP = [
    ("unsolved", "Lo repetimos con el cliente y no damos con la causa."),
    ("access", "Hay que mirar el registro del servidor."),
    ("belongs", "Por su tipo lo atiende el siguiente nivel."),
    ("urgent", "Hay varios usuarios detenidos."),
    ("customer", "El cliente pide que lo vea un especialista."),
]
WHY_BACK = [
    ("information", "Falta el archivo con el que se repite."),
    ("misplaced", "Es una duda de uso; se explica por teléfono."),
]
#: what leaders set a step of a procedure aside for
WHY_WAIVED = [
    "El cliente ya lo había confirmado por teléfono.",
    "Se revisó en el tique anterior del mismo caso.",
    "Era urgente; se completa después.",
]
#: what the desk finds out: {check of a step: values of the ticket}
FOUND_OUT = {
    "information": {
        "investigation_steps": "Entrar, abrir el documento y confirmarlo.",
        "investigation_error": "Error 402: el documento no se pudo validar.",
        "investigation_tried": "Otro navegador y otro usuario: igual.",
    },
    "notes": {"investigation_other": "Sin configuraciones especiales."},
    "known_error": {"known_error_state": "none"},
    "document_chosen": {"document_numbers": "FE-120"},
    "provider": {"provider_name": "Facturatech", "provider_reference": "FT-2041"},
    "provider_answered": {"provider_answer": "no_development"},
    "development_notes": {"development_notes": "Sin cambios: es configuración."},
    "handed_over": {"no_escalation_reason": "Ya tenía una solución conocida"},
    "tests_written": {"test_result": "Tres documentos confirmados sin error."},
    "tests_passed": {"test_state": "pass"},
    "scope_authorised": {"scope_authorised_by": "Coordinación comercial"},
}
#: one ticket of so many has a step that was waived, or a test that had failed
WAIVED, FAILED = 9, 3
#: after so many days the desk has said what a ticket leaves behind
WRITTEN_UP_AFTER = 10


def find(name):
    return env.ref(f"helpdesk_support_plan.{name}")


analyst = find("user_analyst_demo")
leader = find("user_leader_demo")
team = find("team_support_demo")


def post(ticket, text, author=None):
    author = author or analyst.partner_id
    ticket.message_post(
        body=text,
        author_id=author.id,
        message_type="comment",
        subtype_xmlid="mail.mt_comment",
    )


def escalate(ticket):
    """Hand a ticket over to the next level, or to the area that requests go to."""
    motive, reason = WHY_UP[ticket.id % len(WHY_UP)]
    if not ticket.level_id:  # a plan without levels
        return
    level = None
    if ticket.type_id.code == "request":
        level = find("level_navegasoft_commercial")
    goes_to = level or ticket._find_next_level()
    go_through(ticket, lambda: ticket._find_hand_over_blockers(goes_to))
    ticket.escalate(reason, level, motive=motive)


def go_through(ticket, find):
    """Do what a ticket's procedure holds it back for, as the desk would have done.

    What cannot be found out any more, a leader sets aside.

    :param find: a function that returns the steps that hold it back
    """
    desk = ticket.sudo()
    desk._sync_playbook()
    steps = find().sudo()
    if ticket.id % WAIVED == 0:
        waive(ticket, steps[:1])
    for step in steps:
        find_out(desk, step)
    desk._sync_playbook()
    waive(ticket, find())


def find_out(ticket, step):
    """Note what a step looks for, or that somebody has done it."""
    check = step.step_id.check
    if check == "xml":
        env["ir.attachment"].create(
            {"name": "FE-120.xml", "raw": b"<Invoice/>"}
            | {"res_model": ticket._name, "res_id": ticket.id}
        )
    if step.mode == "auto":
        ticket.write(FOUND_OUT.get(check, {}))
        return
    has_failed = step.action == "verify" and ticket.id % FAILED == 0
    step.write(
        {
            "state": "done",
            "done_by": ticket.user_id.id or analyst.id,
            "done_at": fields.Datetime.now(),
            "evidence": step.wants == "text" and "Revisado con el cliente.",
            "failures": int(has_failed),
        }
    )


def waive(ticket, steps):
    reason = WHY_WAIVED[ticket.id % len(WHY_WAIVED)]
    steps.with_user(leader).waive(reason)


def give_back(ticket):
    """Let who has got a ticket hand it back."""
    motive, reason = WHY_BACK[ticket.id % len(WHY_BACK)]
    if ticket.escalation_ids:
        ticket.return_to_previous_level(reason, motive=motive)


def look(ticket):
    """Let who has got a ticket say what they have found."""
    ticket.message_post(
        body="Ya lo repetí; sigo con eso.",
        message_type="comment",
        subtype_xmlid="mail.mt_note",
    )


def as_responsible(ticket):
    return ticket.with_user(ticket.sudo().user_id or analyst)


def call(ticket, whom):
    """Let the analyst call somebody who does not answer."""
    if whom == "customer" or ticket.escalation_ids:
        note = "Suena y no contesta."
        ticket.with_user(analyst).log_contact("phone", "no_answer", note, whom)


def solve(ticket):
    """Solve a ticket; where the plan wants it, with the customer's word."""
    get_ready(ticket)
    if ticket.plan_id.validation == "none":
        ticket.solve("Quedó corregido y verificado.")
    else:
        ticket.propose_solution("Quedó corregido y verificado; ¿nos confirma?")
        ticket.accept_solution()


def get_ready(ticket):
    """Do what is asked for before a solution."""
    go_through(ticket, ticket._find_solve_blockers)
    say_why_here(ticket)


def say_why_here(ticket):
    """Say why a ticket is solved at this level, where another one is meant for it."""
    if ticket.escalation_owed and not ticket.no_escalation_reason:
        ticket.no_escalation_reason = "Ya tenía una solución conocida"


def close(ticket):
    """Solve a ticket without a word, where that is possible."""
    get_ready(ticket)
    if ticket.plan_id.validation == "none":
        ticket._move_to("solved")
    else:
        solve(ticket)


def propose(ticket):
    get_ready(ticket)
    ticket.propose_solution("Ya quedó; ¿nos confirma?")


def rate(ticket):
    """Let the customer say what they think, in the one way or the other."""
    score, words = THOUGHTS[ticket.id % len(THOUGHTS)]
    token = ticket._rating_get_access_token()
    ticket.sudo().rating_apply(score, token=token, feedback=words)


ACTS = {
    "take": lambda ticket: ticket.action_start(),
    "answer": lambda ticket: post(ticket, "Lo revisamos y le contamos enseguida."),
    "ask": lambda ticket: ticket.declare_wait("information"),
    "request": lambda ticket: ticket._ask_customer(
        "<p>¿Nos envía el informe en PDF y nos dice de qué fechas es?</p>"
    ),
    "hear": lambda ticket: post(ticket, "Adjunto lo que pidieron.", ticket.partner_id),
    "provider": lambda ticket: ticket.declare_wait("provider"),
    "go_on": lambda ticket: ticket.end_wait(),
    "escalate": escalate,
    "give_back": give_back,
    "look": look,
    "call_in_vain": lambda ticket: call(ticket, "customer"),
    "call_responsible": lambda ticket: call(ticket, "responsible"),
    "propose": lambda ticket: propose(ticket),
    "accept": lambda ticket: ticket.accept_solution(),
    "solve": lambda ticket: solve(ticket),
    "close": lambda ticket: close(ticket),
    "reopen": lambda ticket: ticket.reopen("Volvió a pasar"),
    "rate": rate,
    "cancel": lambda ticket: ticket.cancel("other", "Lo pidió el cliente"),
}


def register(number, opened_at):
    """Open the so-manieth ticket, and classify it."""
    who, stories = CUSTOMERS[number * 5 % len(CUSTOMERS)]
    title, kind, module, stars = stories[number * 3 % len(stories)]
    tags = env["helpdesk.ticket.tag"]
    if module:
        tags = find(f"tag_{module}")
    chosen = {}
    if who in SUBSCRIPTIONS:
        chosen["subscription_id"] = find(SUBSCRIPTIONS[who]).id
    with at(opened_at):
        ticket = env["helpdesk.ticket"].create(
            {
                "name": title,
                "description": f"<p>{title}. ¿Nos ayudan, por favor?</p>",
                "partner_id": find(f"partner_{who}_demo").id,
                "team_id": team.id,
                "user_id": analyst.id,
                "channel_id": env.ref("helpdesk_mgmt.helpdesk_ticket_channel_web").id,
                "type_id": find(f"type_{kind}").id,
                "tag_ids": [(6, 0, tags.ids)],
                "priority": stars,
                "triaged": True,
                **chosen,
            }
        )
        env.cr.flush()
    return ticket.with_user(analyst)


def live(number, opened_at, now):
    """Let the so-manieth ticket live until it is over, or until now."""
    ticket = register(number, opened_at)
    let_happen(ticket, LIVES[number % len(LIVES)], opened_at, now)


def live_now(who, title, hours_ago, acts, now):
    """Let a ticket live that is still open, or has just been closed."""
    opened_at = now - timedelta(hours=hours_ago)
    with at(opened_at):
        ticket = env["helpdesk.ticket"].create(
            {
                "name": title,
                "description": f"<p>{title}. ¿Nos ayudan, por favor?</p>",
                "partner_id": find(f"partner_{who}_demo").id,
                "team_id": team.id,
                "user_id": analyst.id,
                "channel_id": env.ref("helpdesk_mgmt.helpdesk_ticket_channel_web").id,
            }
        )
        kinds = ticket.plan_id.type_ids or env["helpdesk.ticket.type"]
        module = find("tag_contabilidad_demo")
        ticket.write({"type_id": kinds[:1].id, "tag_ids": [(6, 0, module.ids)]})
        ticket.triaged = True
        env.cr.flush()
    if ticket.standing_hold:
        ticket.override_arrears("Lo acordamos por teléfono")
    let_happen(ticket.with_user(analyst), acts, opened_at, now)


def let_happen(ticket, acts, opened_at, now):
    for hours, act in acts:
        happens_at = opened_at + timedelta(hours=hours)
        if happens_at < now:
            let_rules_act(ticket, happens_at)
            said_before = ticket.message_ids
            with at(happens_at):
                ACTS[act](as_responsible(ticket))
                env.cr.flush()
            # messages look at the real clock
            (ticket.message_ids - said_before).sudo().date = happens_at
    let_rules_act(ticket, now)


def let_rules_act(ticket, until):
    """Let happen by itself what is due to a ticket, each step at its time."""
    ticket = ticket.sudo()
    while ticket.escalation_due_at and ticket.escalation_due_at <= until:
        due_at = ticket.escalation_due_at
        with at(due_at):
            env["helpdesk.escalation.rule"]._cron_run(due_at)
            env.cr.flush()
        ticket.invalidate_recordset()
        if ticket.escalation_due_at == due_at:
            break  # it failed, or waits for another rule


now = fields.Datetime.now()
monday = now.replace(minute=0, second=0) - timedelta(days=now.weekday(), weeks=WEEKS)
QUIETLY = {"mail_auto_subscribe_no_notify": True, "tracking_disable": True}
env = env(context={**env.context, **QUIETLY})
number = 0
with patch.object(
    env.registry["helpdesk.ticket"], "_notify_thread", lambda *a, **k: []
):
    for week in range(WEEKS):
        # more from month to month, on working days and in working hours
        for _ticket in range(3 + week // 8):
            day, hour = number * 7 % 5, 13 + number * 5 % 8
            opened_at = monday + timedelta(weeks=week, days=day)
            live(number, opened_at.replace(hour=hour), now)
            number += 1
        env.cr.commit()
    env["helpdesk.sla.clock"]._cron_process_due(now)
    for who, title, hours_ago, acts in PRESENT:
        live_now(who, title, hours_ago, acts, now)
    # nobody is asked for a rating of what was months ago
    env["helpdesk.ticket"].search([("rating_request", "=", "due")]).write(
        {"rating_request": "asked"}
    )
    long_ago = now - timedelta(days=WRITTEN_UP_AFTER)
    owed = [("knowledge", "=", "owed"), ("closed_date", "<", long_ago)]
    env["helpdesk.ticket"].search(owed).knowledge_reason = "Era un caso particular"
env.cr.commit()
