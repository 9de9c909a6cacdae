"""Which messages count: those of people, that the customer sees; and the customer's."""

from unittest.mock import patch

from odoo.tests import Form, tagged

from .sla_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestAnswers(PromiseCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._register()

    def _met(self):
        return self._local(self._clock(self.ticket, "response").met_at)

    def test_an_answer_of_an_analyst_counts(self):
        with self._at("2026-03-09 10:40"):
            self._answer(self.ticket)
        self.assertEqual(self._met(), "2026-03-09 10:40")
        self.assertEqual(self._kinds(self.ticket), ["registered", "public_reply"])

    def test_what_does_not_count(self):
        """NAV-2.3-07, A-G-15: notes, bots, notices and out-of-office."""
        robot = self.env.ref("base.partner_root")
        other = self.env["res.partner"].create({"name": "Otro proveedor"})
        table = {
            "a note": {"subtype_xmlid": "mail.mt_note"},
            "a stage mail": {"message_type": "auto_comment"},
            "a notice": {"message_type": "notification"},
            "out of office": {"message_type": "out_of_office"},
            "a bot": {"author_id": robot.id},
            "a stranger": {"author_id": other.id},
        }
        with self._at("2026-03-09 10:40"):
            for name, values in table.items():
                with self.subTest(name):
                    self._answer(self.ticket.sudo(), **values)
                    self.assertFalse(self._met())
        self.assertEqual(self._kinds(self.ticket), ["registered"])

    def test_an_employee_without_rights_is_a_person_too(self):
        with self._at("2026-03-09 10:40"):
            author = self.employee.partner_id
            self._answer(self.ticket.sudo(), author_id=author.id)
        self.assertEqual(self._met(), "2026-03-09 10:40")

    def test_one_who_has_left_is_not(self):
        author = self.employee.partner_id
        self.employee.active = False
        self._answer(self.ticket.sudo(), author_id=author.id)
        self.assertFalse(self._met())

    def test_an_answer_by_mail_counts(self):
        message = self._answer(self.ticket, subtype_xmlid="mail.mt_note")
        self.analyst.email = "ana@desk.example.com"
        mail = self._mail(
            From="ana@desk.example.com",
            In_Reply_To=message.message_id,
            References=message.message_id,
            subject="Re: No firma",
        )
        with self._at("2026-03-09 10:50"):
            self.assertEqual(self._receive(mail), self.ticket)
        note = self.ticket.message_ids.sorted("id")[-1]
        self.assertEqual(note.author_id, self.analyst.partner_id)
        expected = "public_reply" if not note.subtype_id.internal else "registered"
        self.assertEqual(self._kinds(self.ticket)[-1], expected)

    def test_the_composer_for_several_counts(self):
        other = self._register()
        tickets = self.ticket | other
        with self._at("2026-03-09 10:55"):
            composer = Form(
                self.env["mail.compose.message"]
                .with_user(self.leader)
                .with_context(
                    default_model="helpdesk.ticket",
                    default_res_ids=tickets.ids,
                    default_composition_mode="mass_mail",
                )
            )
            composer.subject, composer.body = "Aviso", "<p>Ya lo vemos</p>"
            composer.save().action_send_mail()
        for ticket in tickets:
            self.assertEqual(self._kinds(ticket)[-1], "public_reply")

    def test_the_mail_of_a_stage_does_not(self):
        template = self.env.ref("helpdesk_mgmt.changed_stage_template")
        stage = self._stage("in_progress")
        stage.mail_template_id = template
        ticket = self.ticket.sudo().with_context(
            tracking_disable=False, mail_notrack=False
        )
        self.cr.flush()  # what follows is a change, not part of the making
        hook = "_after_mass_mail_messages"
        with patch.object(
            type(ticket), hook, autospec=True, side_effect=getattr(type(ticket), hook)
        ) as sent:
            ticket.stage_id = stage
            self.cr.flush()
        self.assertTrue(sent.called)
        self.assertNotIn("public_reply", self._kinds(self.ticket))


@tagged("post_install", "-at_install")
class TestCustomer(PromiseCommon):
    """A customer's message, whatever the channel, ends a wait for them (5.5)."""

    def setUp(self):
        super().setUp()
        self.ticket = self._register()
        with self._at("2026-03-09 12:00"):
            self.question = self._answer(self.ticket)
            self.ticket.declare_wait("information")

    def _is_going_on(self):
        clock = self._clock(self.ticket)
        return clock.state == "running" and self.ticket.stage_code == "in_progress"

    def test_it_waits(self):
        self.assertEqual(self._clock(self.ticket).state, "paused")
        self.assertFalse(self._clock(self.ticket).deadline)

    def test_in_the_portal(self):
        with self._at("2026-03-09 14:00"):
            self.ticket._post_as_customer(self.portal_user, "Listo")
        self.assertTrue(self._is_going_on())
        self.assertEqual(
            self._local(self._clock(self.ticket).deadline), "2026-03-09 20:00"
        )
        self.assertEqual(self._kinds(self.ticket)[-1], "customer_reply")

    def test_of_a_colleague(self):
        author = self.felipe.id
        self._answer(self.ticket.sudo(), author_id=author, subtype_xmlid="mail.mt_note")
        self.assertTrue(self._is_going_on())

    def test_by_mail(self):
        mail = self._mail(References=self.question.message_id)
        self.assertEqual(self._receive(mail), self.ticket)
        self.assertTrue(self._is_going_on())

    def test_of_somebody_who_is_no_contact_but_wrote_the_request(self):
        ticket = self._register(
            partner_id=False, partner_name="Rosa", partner_email="rosa@new.example.com"
        )
        ticket.declare_wait("customer")
        self._answer(
            ticket.sudo(),
            author_id=False,
            email_from="Rosa <Rosa@new.example.com>",
            message_type="email",
        )
        self.assertEqual(self._clock(ticket).state, "running")

    def test_out_of_office_does_not(self):
        mail = self._mail(
            References=self.question.message_id, Auto_Submitted="auto-replied"
        )
        self.assertEqual(self._receive(mail), self.ticket)
        self.assertEqual(self._clock(self.ticket).state, "paused")

    def test_one_without_responsible_goes_back_to_the_new_ones(self):
        self.ticket.sudo().user_id = False
        self.ticket._post_as_customer(self.portal_user, "Listo")
        self.assertEqual(self.ticket.sudo().stage_code, "new")

    def test_it_arrives_where_there_is_no_stage_to_go_on_in(self):
        self._stage("in_progress").active = False
        self.ticket._post_as_customer(self.portal_user, "Listo")
        self.assertEqual(self._kinds(self.ticket)[-1], "customer_reply")
        self.assertEqual(self._clock(self.ticket).state, "running")

    def test_other_waits_go_on(self):
        self.ticket.end_wait()
        self.ticket.declare_wait("payment")
        self.ticket._post_as_customer(self.portal_user, "Listo")
        self.assertEqual(self.ticket.waiting_reason, "payment")
        self.assertEqual(self._clock(self.ticket).state, "paused")

    def test_a_solved_ticket_stays_solved(self):
        self.ticket.end_wait()
        self.ticket.solve("Listo")
        self.ticket._post_as_customer(self.portal_user, "Listo")
        self.assertEqual(self.ticket.stage_code, "solved")
        self.assertEqual(self._clock(self.ticket).state, "met")

    def test_the_mail_that_opens_a_ticket_is_no_answer(self):
        """5.1: who opened a ticket has to say something more."""
        self.analyst.email = "ana@desk.example.com"
        ticket = self._receive(self._mail(From="ana@desk.example.com"))
        self.assertEqual(self._kinds(ticket), ["registered"])
