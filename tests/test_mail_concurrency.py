"""A mail that meets another transaction, with two real cursors."""

from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

ANSWER = b"""From: carolina@sol.example.com
To: soporte@desk.example.com
Subject: Re: No firma
Message-Id: <answer@sol.example.com>
In-Reply-To: %s

Sigue igual.
"""


@tagged("post_install", "-at_install")
class TestFetchedMail(BaseCase):
    """fetchmail takes a mail for handled also when it failed: it must not fail."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            values = {"name": "No firma", "description": "Error 402"}
            ticket = self._tickets(cr).create(values)
            question = ticket.message_post(body="¿Ya firma?")
            self.ticket_id, self.question = ticket.id, question.message_id
        self.addCleanup(self._clean_up)

    def _tickets(self, cr, **context):
        return api.Environment(cr, SUPERUSER_ID, context)["helpdesk.ticket"]

    def _clean_up(self):
        with self.registry.cursor() as cr:
            self._tickets(cr).browse(self.ticket_id).unlink()

    @mute_logger("odoo.sql_db")
    def test_it_is_tried_again_and_arrives_once(self):
        tries = []

        def meet(ticket, msg_dict):
            tries.append(ticket.color)
            if len(tries) == 1:
                with self.registry.cursor() as other:
                    self._tickets(other).browse(self.ticket_id).color = 1
            ticket.color = 2

        kind = self.registry["helpdesk.ticket"]
        with self.registry.cursor() as cr:
            tickets = self._tickets(cr, fetchmail_cron_running=True)
            gateway = tickets.env["mail.thread"]
            with patch.object(kind, "_after_mail_intake", meet):
                raw = ANSWER % self.question.encode()
                found = gateway.message_process("helpdesk.ticket", raw)
        self.assertEqual(found, self.ticket_id)
        self.assertEqual(tries, [0, 1], "the second try sees what the other did")
        with self.registry.cursor() as cr:
            ticket = self._tickets(cr).browse(self.ticket_id)
            self.assertEqual(ticket.color, 2)
            bodies = [str(body) for body in ticket.message_ids.mapped("body")]
            self.assertEqual(sum("Sigue igual" in body for body in bodies), 1)
