"""The work of ./dev bench duplicates: what it costs to find what is open already.

Beside the loop that an addon's author would write: all open tickets of the customer,
compared word by word in Python.
"""

from difflib import SequenceMatcher

from odoo.tools import html2plaintext

from . import desks, tickets
from .contest import Contest
from .copies import tidy_up
from .desk_time import NOW, at
from .sla import ADMINISTRATOR, CONTEXT
from .standing import pick

#: how many open tickets the busiest customer has
BUSIEST = 500
#: one ticket of so many is of somebody whom nobody knows, by so many addresses
STRANGERS_EVERY, ADDRESSES = 50, 100
ALIKE = 0.6
SUBJECTS = (
    "No firma la factura electrónica",
    "El certificado digital está vencido",
    "La retención en la fuente no se calcula",
    "Error al confirmar la orden de compra",
    "No abre la caja en el punto de venta",
    "Reporte de cartera por vendedor",
    "La nómina no liquida las horas extra",
    "Cambiar la resolución de la numeración",
)
DETAILS = (
    "desde la actualización de ayer",
    "en la sucursal del centro",
    "con el usuario de contabilidad",
    "cuando el cliente es extranjero",
    "en el cierre del mes",
    "con la bodega nueva",
    "y mañana vence el plazo",
)
TEXT = (
    "Al hacerlo sale un mensaje que dice que el documento no es válido.",
    "Lo hemos intentado varias veces, también desde otro equipo.",
    "Adjuntamos una imagen de la pantalla y el archivo que se genera.",
    "Antes funcionaba; no hemos cambiado nada en la configuración.",
    "Por favor nos ayudan cuanto antes, tenemos clientes esperando.",
    "El mensaje completo está en la imagen, con el número del documento.",
)
#: titles and texts as customers write them, a few of them alike; spread over all
#: customers, of whom one has many, and some nobody knows
WRITE = """
    UPDATE helpdesk_ticket AS ticket
       SET name = subject || ' ' || detail,
           partner_id = (%(partners)s)[1 + id %% 997],
           commercial_partner_id = (%(partners)s)[1 + id %% 997],
           description = '<p>Buenos días, ' || lower(subject) || ' ' || detail
               || '.</p><p>' || (%(text)s::text[])[1 + id * 31 %% 6] || ' '
               || (%(text)s::text[])[1 + id * 17 %% 6] || '</p><p>'
               || (%(text)s::text[])[1 + id * 13 %% 6] || '</p>'
      FROM (
          SELECT id AS key, (%(subjects)s::text[])[1 + id * 7 %% 8] AS subject,
                 (%(details)s::text[])[1 + id * 11 %% 7] AS detail
            FROM helpdesk_ticket
      ) AS written
     WHERE ticket.id = written.key
"""
CROWD = """
    UPDATE helpdesk_ticket SET partner_id = %(partner)s,
           commercial_partner_id = %(partner)s
     WHERE id IN (
         SELECT ticket.id FROM helpdesk_ticket AS ticket
           JOIN helpdesk_ticket_stage AS stage ON stage.id = ticket.stage_id
          WHERE stage.closed IS NOT TRUE ORDER BY ticket.id LIMIT %(number)s)
"""
FORGET = """
    UPDATE helpdesk_ticket
       SET partner_id = NULL, commercial_partner_id = NULL,
           partner_email = 'Alguien' || id %% %(addresses)s || '@example.com'
     WHERE abs(hashint4(id)) %% %(every)s = 0
"""


def run(envs, size, _full):
    """Do all of the work, in one database.

    :param dict envs: {"ours": environment}
    :param int size: how many tickets there are
    :return: {who: {work: what it costs}}
    """
    with at(NOW):
        env = envs["ours"](user=ADMINISTRATOR, context=CONTEXT)
        desk = desks.Ours(env)
        tickets.make(desk, size)
        _hand_out(env, desk, size)
        contest = Contest({who: make(desk) for who, make in DESKS.items()})
        _look(contest)
    return contest.costs


def _hand_out(env, desk, size):
    """Let the tickets be of customers who write as customers do."""
    words = {"subjects": [*SUBJECTS], "details": [*DETAILS], "text": [*TEXT]}
    env.cr.execute(WRITE, {**words, "partners": desk.partners.ids})
    number = min(BUSIEST, size // 20)
    env.cr.execute(CROWD, {"partner": desk.partners[0].id, "number": number})
    env.cr.execute(FORGET, {"every": STRANGERS_EVERY, "addresses": ADDRESSES})
    tidy_up(env.cr, "helpdesk_ticket", "helpdesk_ticket_helpdesk_ticket_tag_rel")
    env.invalidate_all()


def _look(contest):
    ours = contest.desks["ours"]
    for work, some in (
        ("singly", ours.known),
        ("busiest", ours.busiest),
        ("strangers", ours.strangers),
    ):
        contest.measure(work, len(some), lambda desk, of=some: desk.find_singly(of))
    some = ours.known
    contest.measure("field", len(some), lambda desk: desk.read_singly(some), ["ours"])
    contest.measure("batch", len(some), lambda desk: desk.find(some))


class Ours:
    """Asks the database, as forms, procedures and their cron do."""

    def __init__(self, desk):
        self.env = desk.env
        found = desk.tickets.search([("closed", "=", False)], order="id")
        first = desk.partners[0]
        known = found.filtered(lambda it: it.partner_id and it.partner_id != first)
        self.known = pick(known)
        self.busiest = pick(found.filtered(lambda it: it.partner_id == first))
        self.strangers = pick(found.filtered(lambda it: not it.partner_id))

    def find(self, some):
        return some._find_possible_duplicates()

    def find_singly(self, some):
        """Look for each as if there were no others, as forms do that have read it."""
        some.fetch()
        for number in some.ids:
            self.find(some.browse(number))

    def read_singly(self, some):
        some.fetch()
        for number in some.ids:
            some.browse(number).read(["candidate_text"])


class Loop(Ours):
    """Compares in Python."""

    def find(self, some):
        return [self._find(ticket) for ticket in some]

    def _find(self, ticket):
        whose = [
            ("partner_id", "=", False),
            ("partner_email", "=", ticket.partner_email),
        ]
        if ticket.partner_id:
            customer = ticket.commercial_partner_id
            whose = [("commercial_partner_id", "=", customer.id)]
        others = ticket.search(
            [*whose, ("closed", "=", False), ("id", "!=", ticket.id)]
        )
        return others.filtered(
            lambda other: _is_alike(ticket.name, other.name)
            or _is_alike(*map(html2plaintext, (ticket.description, other.description)))
        )


def _is_alike(one, other):
    return SequenceMatcher(None, one.lower(), other.lower()).ratio() >= ALIKE


DESKS = {"loop": Loop, "ours": Ours}
