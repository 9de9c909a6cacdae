"""Cancelling through the dialog: the reason is proposed, the customer is told."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .standing_common import StandingCommon

REASONS = (
    *("arrears", "no_service", "duplicate", "out_of_scope", "withdrawn", "other"),
)


class CancellingCommon(StandingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subscription = cls._subscribe()
        cls.env["helpdesk.sla.policy"].create(
            {
                "name": "Respuesta",
                "plan_id": cls.plan.id,
                "metric": "response",
                "amount": 4,
                "clock": "wall",
            }
        )
        cls.ticket = cls._classified(name="No firma la nota").with_user(cls.analyst)
        cls.older = cls._classified(name="No firma nada").with_user(cls.analyst)
        cls.of_mateo = cls._classified(partner_id=cls.mateo.id).with_user(cls.analyst)

    def _open(self, tickets=None, **values):
        """Return the dialog as the button opens it, filled in."""
        tickets = tickets or self.ticket
        form = Form.from_action(tickets.env, tickets.action_cancel())
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def _cancel(self, tickets=None, **values):
        """Cancel through the dialog."""
        self._open(tickets, **values).save().action_cancel()

    def _get_told(self, ticket=None):
        """Return the public messages of a ticket, the last one first."""
        public = self.env.ref("mail.mt_comment")
        messages = (ticket or self.ticket).sudo().message_ids
        return messages.filtered(lambda message: message.subtype_id == public)

    def _get_facts(self, ticket=None):
        events = (ticket or self.ticket).sudo().event_ids.sorted("id")
        kinds = ("public_reply", "cancel", "merge", "solve")
        return [event.kind for event in events if event.kind in kinds]

    def _get_response(self):
        clocks = self.ticket.sudo().clock_ids
        return clocks.filtered(lambda clock: clock.metric == "response").state


@tagged("post_install", "-at_install")
class TestCancelReasons(CancellingCommon):
    def test_arrears_are_proposed_and_told_in_words(self):
        """A-NAV-12: proposed, and nothing more."""
        self._bill(self.subscription, overdue=11)
        form = self._open()
        self.assertEqual(form.reason, "arrears")
        self.assertIn("11", form.standing_text)
        self.assertFalse(form.doubt)
        self.assertEqual(self.ticket.stage_code, "new")
        self.assertFalse(self.ticket.cancel_reason)

    def test_a_broken_agreement_is_arrears(self):
        bill = self._bill(self.subscription, overdue=30)
        with self._on("2026-03-01"):
            self._agree(bill, "2026-03-11")
        self.assertEqual(self.ticket.standing, "agreement_broken")
        self.assertEqual(self._open().reason, "arrears")

    def test_who_has_no_service_is_proposed_as_such(self):
        """NAV-3.2-33."""
        form = self._open(self.of_mateo)
        self.assertEqual(form.reason, "no_service")
        self.assertEqual(form.standing_text, self.of_mateo.standing_text)
        self.assertTrue(form.standing_text)
        self.assertFalse(form.doubt)

    def test_who_is_late_or_has_an_agreement_suggests_nothing(self):
        self.assertFalse(self._open().reason)
        bill = self._bill(self.subscription, overdue=10)
        self.assertFalse(self._open().reason)
        bill.invoice_date_due = "2026-02-01"
        self._agree(bill, "2026-03-12")
        self.assertFalse(self._open().reason)

    def test_what_is_marked_as_a_duplicate_is_one(self):
        """NAV-3.2-34."""
        self._bill(self.subscription, overdue=11)
        self.ticket.duplicate_id = self.older
        form = self._open()
        self.assertEqual(form.reason, "duplicate")
        self.assertEqual(form.duplicate_id, self.older)
        self.assertFalse(form.standing_text)

    def test_where_arrears_do_not_matter_they_are_not_proposed(self):
        """A-NAV-12: taking a database down goes on; so does what somebody decided."""
        self._bill(self.subscription, overdue=11)
        tag = self._ref("tag_bajar_base")
        tag.arrears_exempt = True
        exempt = self._classified(tag_ids=tag.ids)
        self.plan.arrears_action = "ask"
        self.ticket.recheck_standing()
        self.ticket.override_arrears("Paga mañana")
        for ticket in (exempt.with_user(self.analyst), self.ticket):
            self.assertEqual(ticket.standing, "arrears")
            self.assertFalse(self._open(ticket).reason)

    def test_several_tickets_suggest_what_all_of_them_do(self):
        self._bill(self.subscription, overdue=11)
        both = self.ticket | self.older
        self.assertEqual(self._open(both).reason, "arrears")
        self.assertFalse(self._open(both | self.of_mateo).reason)

    def test_a_reason_that_the_facts_do_not_bear_out_is_doubted_not_refused(self):
        form = self._open(reason="arrears")
        self.assertIn(self.ticket.number, form.doubt)
        self.assertEqual(form.standing_text, self.ticket.standing_text)
        form.reason = "no_service"
        self.assertIn(self.ticket.number, form.doubt)
        form.reason = "withdrawn"
        self.assertFalse(form.doubt)
        form.reason = "arrears"
        form.save().action_cancel()
        self.assertEqual(self.ticket.cancel_reason, "arrears")

    def test_only_those_that_it_does_not_fit_are_doubted(self):
        self._bill(self.subscription, overdue=11)
        form = self._open(self.ticket | self.of_mateo, reason="no_service")
        self.assertIn(self.ticket.number, form.doubt)
        self.assertNotIn(self.of_mateo.number, form.doubt)
        form.reason = "arrears"  # who has no service any more may owe all the same
        self.assertFalse(form.doubt)
        self.assertFalse(form.standing_text)

    def test_a_closed_ticket_is_refused_in_one_sentence(self):
        self.older.solve("Listo")
        both = self.ticket | self.older
        with self._refused(f"^{self.older.number} is closed"):
            self.older.cancel("withdrawn")
        with self._refused(f"^{self.older.number} is closed"):
            self._cancel(both, reason="withdrawn")
        self.assertEqual(self.ticket.stage_code, "new")
        self.assertEqual(self.older.stage_code, "solved")
        self.assertFalse(self._get_told())

    def test_nobody_reaches_the_tickets_of_others_through_it(self):
        hidden = self._classified(user_id=self.leader.id)
        wizards = self.env["helpdesk.ticket.cancel"]
        vals = {"ticket_ids": hidden.ids, "reason": "other", "note": "x"}
        with self.assertRaises(AccessError):
            wizards.with_user(self.analyst).create(vals)
        for user in (self.portal_user, self.employee):
            with self.assertRaises(AccessError):
                wizards.with_user(user).create({**vals, "body": "<p>x</p>"})
        self.assertEqual(hidden.stage_code, "new")


@tagged("post_install", "-at_install")
class TestCancelMessage(CancellingCommon):
    def test_the_customer_is_told_kindly_and_once(self):
        """NAV-3.7a-02, NAV-3.7a-07."""
        self._bill(self.subscription, overdue=11)
        form = self._open()
        self.assertTrue(form.tells_customer)
        self.assertEqual(form.recipient, self.carolina.display_name)
        self.assertIn(self.ticket.name, form.body)
        self.assertIn("gladly take it up again", form.body)
        form.save().action_cancel()
        message = self._get_told()
        self.assertEqual(len(message), 1)
        self.assertIn(self.ticket.number, message.body)
        self.assertEqual(message.notified_partner_ids, self.carolina)
        self.assertEqual(message.author_id, self.analyst.partner_id)
        self.assertEqual(self.ticket.cancel_reason, "arrears")

    def test_it_is_an_answer_and_then_the_end(self):
        """DESIGN 5.1: a person says it in public; each fact stands once."""
        self._cancel(reason="withdrawn")
        self.assertEqual(self._get_facts(), ["public_reply", "cancel"])
        self.assertEqual(self._get_response(), "met")

    def test_nothing_is_said_if_the_analyst_decides_so(self):
        self._cancel(reason="withdrawn", tells_customer=False)
        self.assertFalse(self._get_told())
        self.assertEqual(self._get_facts(), ["cancel"])
        self.assertEqual(self._get_response(), "cancelled")

    def test_another_reason_leaves_that_decision_alone(self):
        form = self._open(reason="withdrawn", tells_customer=False)
        form.reason = "no_service"
        self.assertFalse(form.tells_customer)

    def test_no_text_speaks_like_the_desk(self):
        words = ("mora", "arrears", "overdue", "priorit", "star", "amount", "$")
        for reason in REASONS:
            body = self.ticket._propose_cancel_messages(reason)[self.ticket.id]
            self.assertIn(self.ticket.number, body, reason)
            for word in words:
                self.assertNotIn(word, body.lower(), reason)

    def test_every_reason_has_a_text(self):
        reasons = dict(self.ticket._fields["cancel_reason"].selection)
        self.assertEqual(set(reasons), set(REASONS))
        for reason in reasons:
            self.assertTrue(self._open(reason=reason).body, reason)

    def test_what_the_analyst_writes_is_what_is_sent(self):
        self._cancel(reason="withdrawn", body="<p>Gracias<script>alert(1)</script></p>")
        self.assertEqual(self._get_told().body, "<p>Gracias</p>")

    def test_an_empty_message_is_refused(self):
        for nothing in (False, "<p><br></p>"):
            with self._refused("^Write what the customer is to read.$"):
                self._cancel(reason="withdrawn", body=nothing)
        with self._refused("^Write what the customer is to read.$"):
            self.ticket.cancel("withdrawn", message=" ")
        self.assertEqual(self.ticket.stage_code, "new")
        self.assertFalse(self._get_told())

    def test_another_reason_is_told_in_words_of_the_analysts_own(self):
        form = self._open(reason="other", note="Insiste demasiado")
        wizard = form.save()
        with self._refused("in place of the “…”"):
            wizard.action_cancel()
        form.body = form.body.replace("…", "El proveedor ya no existe.")
        form.save().action_cancel()
        told = self._get_told().body
        self.assertIn("El proveedor ya no existe.", told)
        self.assertNotIn("Insiste", told)

    def test_a_duplicate_names_the_ticket_that_goes_on(self):
        third = self._classified().with_user(self.analyst)
        form = self._open(reason="duplicate")
        self.assertIn("in another ticket", form.body)
        form.duplicate_id = third
        self.assertIn(third.number, form.body)
        form.duplicate_id = self.older
        self.assertIn(self.older.number, form.body)
        form.save().action_cancel()
        self.assertIn(self.older.number, self._get_told().body)
        self.assertEqual(self._get_facts(), ["public_reply", "merge"])

    def test_the_ticket_of_another_customer_is_not_named(self):
        unknown = self._classified(partner_id=False).with_user(self.analyst)
        for other in (self.of_mateo, unknown):
            form = self._open(reason="duplicate", duplicate_id=other)
            self.assertNotIn(other.number, form.body)
            self.assertIn("in another ticket", form.body)
        also_unknown = self._classified(partner_id=False).with_user(self.analyst)
        texts = unknown._propose_cancel_messages("duplicate", also_unknown)
        self.assertNotIn(also_unknown.number, texts[unknown.id])
        for ticket in (unknown, also_unknown):
            ticket.partner_email = "Nueva@example.com"
        texts = unknown._propose_cancel_messages("duplicate", also_unknown)
        self.assertIn(also_unknown.number, texts[unknown.id])

    def test_who_cannot_be_reached_is_not_told_and_that_is_said(self):
        self.felipe.email = False
        ticket = self._classified(partner_id=self.felipe.id).with_user(self.analyst)
        form = self._open(ticket, reason="withdrawn")
        self.assertFalse(form.tells_customer)
        self.assertFalse(form.may_tell)
        self.assertIn(f"Of {ticket.number} nobody can be told", form.silence)
        form.save().action_cancel()
        self.assertFalse(self._get_told(ticket))
        self.assertEqual(self._get_facts(ticket), ["cancel"])

    def test_a_login_of_the_portal_or_the_senders_address_is_enough(self):
        self.carolina.email = False
        self.assertTrue(self.carolina.user_ids)
        self.assertTrue(self._open(reason="withdrawn").tells_customer)
        stranger = self._classified(
            partner_id=False, partner_email="nueva@example.com"
        ).with_user(self.analyst)
        form = self._open(stranger, reason="withdrawn")
        self.assertEqual(form.recipient, "nueva@example.com")
        self.assertFalse(form.silence)
        form.save().action_cancel()
        told = self._get_told(stranger)
        mails = self.env["mail.mail"].search([("mail_message_id", "=", told.id)])
        self.assertIn("nueva@example.com", mails.email_to)

    def test_the_text_is_in_the_customers_language(self):
        self._speak_spanish_to(self.carolina)
        self.assertIn("Hola,", self._open(reason="withdrawn").body)

    def _speak_spanish_to(self, partner):
        self.env["res.lang"]._activate_lang("es_419")
        partner.lang = "es_419"
        for reason in REASONS:
            template = self._ref(f"mail_template_cancel_{reason}")
            body = template.body_html.replace("Hello,", "Hola,")
            template.with_context(lang="es_419").body_html = body

    def test_each_of_several_customers_is_told_in_their_own_words(self):
        self._speak_spanish_to(self.mateo)
        self.felipe.email = False
        mute = self._classified(partner_id=self.felipe.id).with_user(self.analyst)
        tickets = self.ticket | self.of_mateo | mute
        form = self._open(tickets, reason="withdrawn")
        self.assertTrue(form.is_batch)
        self.assertFalse(form.body)
        self.assertFalse(form.recipient)
        self.assertIn(f"Of {mute.number} nobody", form.silence)
        form.save().action_cancel()
        for ticket, hello in ((self.ticket, "Hello,"), (self.of_mateo, "Hola,")):
            told = self._get_told(ticket)
            self.assertEqual(len(told), 1)
            self.assertIn(hello, told.body)
            self.assertIn(ticket.number, told.body)
            self.assertEqual(told.notified_partner_ids, ticket.partner_id)
            self.assertEqual(self._get_facts(ticket), ["public_reply", "cancel"])
        self.assertFalse(self._get_told(mute))
        self.assertEqual(mute.stage_code, "cancelled")

    def test_several_are_told_nothing_that_still_lacks_words(self):
        tickets = self.ticket | self.of_mateo
        form = self._open(tickets, reason="other", note="Cambio de sistema")
        self.assertFalse(form.may_tell)
        self.assertIn("one by one", form.silence)
        form.save().action_cancel()
        for ticket in tickets:
            self.assertFalse(self._get_told(ticket))
            self.assertEqual(ticket.stage_code, "cancelled")

    def test_who_has_been_told_gets_no_second_mail_of_the_stage(self):
        """NAV-3.7a-07: else the stage's mail says it."""
        stage = self._stage("cancelled")
        self.assertTrue(stage.mail_template_id)
        for told in (True, False):
            ticket = self._classified().with_user(self.analyst)
            ticket = ticket.with_context(tracking_disable=False, mail_notrack=False)
            self.cr.flush()  # what follows is a change, not part of the making
            hook = "_message_mail_after_hook"
            with patch.object(
                type(ticket), hook, autospec=True, return_value=None
            ) as sent:
                ticket.cancel("withdrawn", message="Como pidió" if told else None)
                self.cr.flush()
            self.assertEqual(sent.called, not told)
