"""Acknowledgement and stage mails: customers hear of their tickets, each time once."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PlanCommon

#: a desk at work, where the tests' own environment writes no mails
AT_WORK = {
    "mail_create_nosubscribe": False,
    "mail_notrack": False,
    "tracking_disable": False,
}
#: 10:00 on a Monday in Bogota
MONDAY = datetime(2026, 3, 9, 15)
LOGGER = "odoo.addons.helpdesk_support_plan.models.helpdesk_ticket_acknowledgement"


class MailsCommon(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, **AT_WORK})
        cls.tickets = cls.env["helpdesk.ticket"]
        cls.env.company.email = "soporte@desk.example.com"

    def _open(self, **values):
        return self._create_ticket(partner_id=self.carolina.id, **values)

    @contextmanager
    def _catching(self):
        """Return the mails that are made meanwhile."""
        before = self.env["mail.mail"].search([("id", ">", 0)]).ids
        found = []
        yield found
        self.env.flush_all()
        self.env.cr.precommit.run()
        found += self.env["mail.mail"].search([("id", "not in", before)], order="id")

    def _work(self, now=MONDAY):
        """Let the cron work, and nothing be committed."""
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", return_value=60.0
        ):
            self.tickets._cron_acknowledge(now)

    def _acknowledge(self, now=MONDAY):
        with self._catching() as mails:
            self._work(now)
        return mails


@tagged("post_install", "-at_install")
class TestAcknowledgement(MailsCommon):
    def test_it_has_number_subject_impact_dates_and_the_way_on(self):
        """INT-27, INT-28, AT-51"""
        ticket = self._open(
            requested_priority="2", type_id=self._ref("type_problem").id
        )
        self.assertEqual(ticket.acknowledgement, "due")
        (mail,) = self._acknowledge()
        self.assertEqual(mail.recipient_ids, self.carolina)
        self.assertIn(ticket.number, mail.subject)
        self.assertIn("No firma", mail.subject)
        self.assertEqual(mail.state, "outgoing")  # in the queue
        for text in ("High impact", "(to be confirmed)", "(Bogota)", ticket.number):
            self.assertIn(text, mail.body_html)
        self.assertIn(f"/my/ticket/{ticket.id}?access_token=", mail.body_html)
        for promise in ticket._present_promises():
            self.assertIn(promise["short"], mail.body_html)
        self.assertIn("soporte@desk.example.com", mail.email_from)
        self.assertIn("auto-generated", mail.headers)
        for word in ("priorit", "star", "Level", "arrears"):
            self.assertNotIn(word, mail.body)
        self.assertEqual(ticket.acknowledgement, "sent")
        self.assertEqual(ticket.acknowledged_at, MONDAY)

    def test_once_an_analyst_has_classified_the_impact_is_certain(self):
        """AT-51"""
        self._classified(priority="3", triaged=True)
        (mail,) = self._acknowledge()
        self.assertIn("Critical impact", mail.body)
        self.assertNotIn("to be confirmed", mail.body)

    def test_once_only(self):
        self._open()
        self.assertEqual(len(self._acknowledge()), 1)
        self.assertFalse(self._acknowledge())

    def test_it_is_no_answer_and_in_the_customers_timeline(self):
        ticket = self._open()
        self._acknowledge()
        response = ticket.clock_ids.filtered(lambda one: one.metric == "response")
        self.assertFalse(response.filtered("met_at"))
        self.assertFalse(ticket.event_ids.filtered(lambda e: e.kind == "public_reply"))
        (told,) = ticket.message_ids.filtered(
            lambda message: message.message_type == "auto_comment"
        )
        self.assertFalse(told.subtype_id.internal)
        self.assertIn(ticket.number, told.subject)

    def test_in_the_language_of_the_customer(self):
        """Also where a batch has several."""
        self.env["res.lang"]._activate_lang("es_ES")
        self.carolina.lang = "es_ES"
        template = self._ref("mail_template_acknowledgement")
        template.with_context(lang="es_ES").subject = "Recibimos {{ object.number }}"
        self._open()
        self._create_ticket(partner_id=self.mateo.id)
        spanish, english = self._acknowledge()
        self.assertIn("Recibimos", spanish.subject)
        self.assertIn("received", english.subject)

    def test_who_is_not_yet_a_contact_gets_it_too(self):
        self._create_ticket(partner_name="Nadia", partner_email="Nadia@example.com")
        (mail,) = self._acknowledge()
        self.assertIn("nadia@example.com", mail.email_to.lower())
        self.assertFalse(
            self.env["res.partner"].search([("email", "ilike", "nadia@example.com")])
        )

    def test_not_where_nobody_asked_or_nobody_would_read_it(self):
        quiet = {
            "an import": {"import_file": True},
            "without tracking": {"tracking_disable": True},
            "as OCA's tests": {"mail_create_nosubscribe": True},
            "demo data": {"install_mode": True},
        }
        for case, context in quiet.items():
            with self.subTest(case):
                desk = self.tickets.with_context(**context)
                ticket = desk.create(
                    {"name": "T", "description": "x", "partner_id": self.carolina.id}
                )
                self.assertEqual(ticket.acknowledgement, "none")
        closed = self._open(stage_id=self._stage("solved").id)
        self.assertEqual(closed.acknowledgement, "none")
        self.assertEqual(self._create_ticket().acknowledgement, "none")
        self.felipe.email = False
        unreachable = self._create_ticket(partner_id=self.felipe.id)
        robot = self._create_ticket(partner_email="no-reply@example.com")
        ourselves = self._create_ticket(partner_email=self.team.alias_email)
        over = self._open()
        with self._catching():
            over.cancel("withdrawn")
        gone = self._open(active=False)
        self.assertFalse(self._acknowledge())
        for ticket in (unreachable, robot, ourselves, over, gone):
            self.assertEqual(ticket.acknowledgement, "none")

    def test_mails_of_people_and_not_of_programs(self):
        """RFC 3834: nothing that answers by itself is answered."""
        said = self._receive(self._mail())
        self.assertEqual(said.acknowledgement, "due")
        self.assertEqual(said.channel_id.code, "mail")
        for name, value in (
            ("Auto_Submitted", "auto-replied"),
            ("Precedence", "bulk"),
            ("List_Id", "<novedades.example.com>"),
            ("X_Auto_Response_Suppress", "All"),
        ):
            with self.subTest(name):
                ticket = self._receive(self._mail(**{name: value}))
                self.assertEqual(ticket.acknowledgement, "none")

    def test_a_mail_that_only_opens_a_bare_ticket_is_acknowledged_too(self):
        with (
            patch.object(
                type(self.tickets), "_prepare_create_intake", side_effect=ValueError
            ),
            mute_logger(
                "odoo.addons.helpdesk_support_plan.models.helpdesk_ticket_mail"
            ),
        ):
            ticket = self._receive(self._mail())
        self.assertEqual(ticket.acknowledgement, "due")
        self.assertEqual(len(self._acknowledge()), 1)

    def test_programs_that_answer_each_other_come_to_an_end(self):
        """One for each address in five minutes, where mails open the tickets."""
        first = self._receive(self._mail())
        second = self._receive(self._mail())
        self.assertEqual(len(self._acknowledge()), 1)
        self.assertEqual(first.acknowledgement, "sent")
        self.assertEqual(second.acknowledgement, "none")
        third = self._receive(self._mail())
        self.assertFalse(self._acknowledge(MONDAY + timedelta(minutes=4)))
        self.assertEqual(third.acknowledgement, "none")
        fourth = self._receive(self._mail())
        self._acknowledge(MONDAY + timedelta(minutes=6))
        self.assertEqual(fourth.acknowledgement, "sent")

    def test_who_opens_two_in_the_portal_gets_two(self):
        self._open()
        self._open()
        self.assertEqual(len(self._acknowledge()), 2)

    def test_one_that_fails_stops_no_other(self):
        template = self._ref("mail_template_acknowledgement")
        template.body_html = "<p t-out=\"1 / (object.name != 'roto')\"/>"
        good, bad, other = self._open(), self._open(name="roto"), self._open()
        with mute_logger(LOGGER, "odoo.addons.mail.models.mail_render_mixin"):
            mails = self._acknowledge()
        self.assertEqual(len(mails), 2)
        self.assertEqual(good.acknowledgement, "sent")
        self.assertEqual(other.acknowledgement, "sent")
        self.assertEqual(bad.acknowledgement, "none")
        self.assertIn("could not be sent", bad.message_ids[0].body)

    def test_without_the_template_nothing_happens(self):
        self._ref("mail_template_acknowledgement").unlink()
        ticket = self._open()
        self.assertFalse(self._acknowledge())
        self.assertEqual(ticket.acknowledgement, "none")

    def test_a_tick_with_nothing_due_is_cheap(self):
        self._work()
        self.env.invalidate_all()
        count = self.cr.sql_log_count
        self._work()
        self.assertLessEqual(self.cr.sql_log_count - count, 5)

    def test_marking_costs_nothing_for_each(self):
        def make(number):
            self.env.flush_all()
            count = self.cr.sql_log_count
            self.tickets.create(
                [
                    {"name": "T", "description": "x", "partner_email": "a@example.com"}
                    for _number in range(number)
                ]
            )
            self.env.flush_all()
            return self.cr.sql_log_count - count

        silent = self.tickets
        make(1)
        with_it = make(30)
        with patch.object(type(silent), "_wants_acknowledgement", return_value=False):
            without = make(30)
        self.assertLessEqual(with_it - without, 4)

    def test_the_mark_is_the_desks_own(self):
        ticket = self._open().with_user(self.portal_user)
        with self._refused("acknowledgement", Exception):
            ticket.read(["acknowledgement"])


@tagged("post_install", "-at_install")
class TestStageMails(MailsCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._classified(triaged=True)
        self._acknowledge()

    def _move(self, code, user=None, **values):
        """Return the mails of a change of stage, in a transaction of its own."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        with self._catching() as mails:
            ticket = self.ticket.with_user(user or self.analyst)
            ticket.write({"stage_id": self._stage(code).id, **values})
        return mails

    def _act(self, method, *arguments):
        with self._catching() as mails:
            getattr(self.ticket.with_user(self.analyst), method)(*arguments)
        return mails

    def test_each_change_is_told_in_the_customers_words(self):
        """NAV-3.7a-06, -07, IKH-34, INT-30"""
        self.ticket.solution = "<p>Reiniciamos el certificado</p>"
        for code, words in {
            "in_progress": "are working on your ticket",
            "waiting_customer": "we need something from you",
            "solved": "is solved",
        }.items():
            with self.subTest(code):
                (mail,) = self._move(code)
                self.assertEqual(mail.recipient_ids, self.carolina)
                self.assertIn(words, mail.body)
                self.assertIn(self.ticket.number, mail.subject)
                self.assertNotIn("Ana", mail.body)  # it greets no analyst
                self.assertEqual(mail.state, "outgoing")
                self.assertIn("auto-generated", mail.headers)
                self.assertEqual(mail.message_type, "auto_comment")
        self.assertIn("Reiniciamos el certificado", mail.body)

    def test_a_cancelling_says_why(self):
        (mail,) = self._move("cancelled", cancel_reason="withdrawn")
        self.assertIn("As you asked", mail.body)

    def test_a_reason_in_the_desks_own_words_stays_with_the_desk(self):
        (mail,) = self._move("cancelled", cancel_reason="other", cancel_note="Grosero")
        self.assertNotIn("Grosero", mail.body)
        self.assertIn("without going on", mail.body)

    def test_it_is_no_answer(self):
        self._move("in_progress")
        events = self.ticket.event_ids.mapped("kind")
        self.assertNotIn("public_reply", events)

    def test_who_has_just_been_written_to_gets_no_second_mail(self):
        self._move("in_progress")
        for act in (
            ("_ask_customer", "<p>¿Cuál?</p>"),
            ("propose_solution", "Listo"),
            ("solve", "Listo"),
        ):
            with self.subTest(act[0]):
                mails = self._act(*act)
                stage = [one for one in mails if one.message_type == "auto_comment"]
                self.assertFalse(stage)
                self._move("in_progress")

    def test_what_the_customer_does_is_not_told_to_them(self):
        self._move("waiting_customer")
        with self._catching() as mails:
            self.ticket.with_user(self.portal_user).sudo().message_post(
                body="Aquí está",
                author_id=self.carolina.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertNotEqual(self.ticket.stage_code, "waiting_customer")
        self.assertFalse([m for m in mails if m.message_type == "auto_comment"])
        moving = self.ticket.with_user(self.portal_user).sudo()
        with self._catching() as mails:
            moving.write({"stage_id": self._stage("solved").id})
        self.assertFalse(mails)

    def test_what_a_colleague_does_is(self):
        felipe = new_test_user(
            self.env, "felipe", "base.group_portal", partner_id=self.felipe.id
        )
        moving = self.ticket.with_user(felipe).sudo()
        with self._catching() as mails:
            moving.write({"stage_id": self._stage("solved").id})
        self.assertEqual(mails[0].recipient_ids, self.carolina)

    def test_who_has_no_address_gets_none(self):
        self.carolina.email = False
        self.assertFalse(self._move("in_progress"))

    def test_work_that_begins_at_once_is_in_the_acknowledgement(self):
        self.ticket = self._classified(triaged=True)
        self.assertFalse(self._move("in_progress"))
        self.assertEqual(len(self._acknowledge()), 1)

    def test_a_ticket_that_was_solved_in_the_chat_is_told_so(self):
        with self._catching() as mails:
            self._open(stage_id=self._stage("solved").id)
        (mail,) = mails
        self.assertIn("is solved", mail.body)

    def test_other_stages_keep_their_mails(self):
        theirs = self.env.ref("helpdesk_mgmt.changed_stage_template")
        self._stage("in_progress").mail_template_id = theirs
        (mail,) = self._move("in_progress")
        self.assertIn("stage has changed", mail.body)

    def test_the_stages_have_mails_that_speak_to_the_customer(self):
        for code in ("in_progress", "waiting_customer", "solved", "cancelled"):
            [name] = self._stage(code).mail_template_id.get_external_id().values()
            self.assertIn("helpdesk_support_plan.", name)


@tagged("post_install", "-at_install")
class TestTwoWorkers(BaseCase):
    """With two real cursors: each ticket is acknowledged once."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            values = {"name": "T", "description": "x"}
            tickets = env["helpdesk.ticket"].create(
                [
                    {**values, "partner_email": f"cliente{number}@example.com"}
                    for number in range(4)
                ]
            )
            self.ids = tickets.ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["helpdesk.ticket"].browse(self.ids).unlink()
            for name in ("helpdesk_support_plan.ir_cron_acknowledge",):
                cron = env.ref(name)
                env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()

    def _work(self, cr, commit):
        def commit_progress(cron, processed=0, **kwargs):
            if commit:
                cron.env.cr.commit()
            return 60.0

        env = api.Environment(cr, SUPERUSER_ID, {})
        crons = self.registry["ir.cron"]
        with patch.object(crons, "_commit_progress", commit_progress):
            env["helpdesk.ticket"]._cron_acknowledge()

    def test_each_once(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._work(first, commit=False)
            self._work(second, commit=True)
            first.commit()
        with self.registry.cursor() as third:
            self._work(third, commit=True)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            tickets = env["helpdesk.ticket"].browse(self.ids)
            self.assertEqual({*tickets.mapped("acknowledgement")}, {"sent"})
            mails = env["mail.mail"].search(
                [("model", "=", "helpdesk.ticket"), ("res_id", "in", self.ids)]
            )
            self.assertEqual(sorted(mails.mapped("res_id")), sorted(self.ids))
