from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext, mute_logger

from ..models.helpdesk_contact_attempt import ASKED_BY
from .common import ALL, new_test_user
from .sla_common import PromiseCommon, SlaCommon

COLOMBIA, CHILE = "base.co", "base.cl"


class ContactCommon(SlaCommon):
    """A ticket of Carolina's that lies with Nadia, at the second level."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ana = new_test_user(cls.env, "ana_all", ALL, name="Ana María")
        cls.nadia = new_test_user(
            cls.env, "nadia", ALL, name="Nadia", email="nadia@example.com"
        )
        cls.nadia.partner_id.write(
            {"phone": "300 555 0200", "country_id": cls.env.ref(COLOMBIA).id}
        )
        cls.company_a.write(
            {"phone": "+57 601 555 0101", "country_id": cls.env.ref(COLOMBIA).id}
        )
        cls.n2.user_ids = cls.nadia

    def _register(self, at="2026-03-12 10:00", **values):
        """Return a ticket of Ana María's, registered at a local time."""
        with self._at(at):
            ticket = self._classified(user_id=self.ana.id, **values)
            ticket.triaged = True
        return ticket.with_user(self.ana)

    def _ask(self, ticket, whom, user=None):
        """Ask somebody by an activity to reach somebody; return the activity."""
        return ticket.activity_schedule(ASKED_BY[whom], user_id=(user or self.ana).id)

    def _read_last(self, ticket):
        """Return the last message of a ticket, as text."""
        return html2plaintext(ticket.sudo().message_ids[0].body)


@tagged("post_install", "-at_install")
class TestContactAttempt(ContactCommon):
    def test_who_when_how_and_what_came_of_it(self):
        """NAV-3.5-26."""
        ticket = self._register()
        with self._at("2026-03-12 16:00") as now:
            attempt = ticket.log_contact("phone", "no_answer", " Buzón de voz. ")
        self.assertRecordValues(
            attempt,
            [
                {
                    "ticket_id": ticket.id,
                    "whom": "customer",
                    "partner_id": self.carolina.id,
                    "medium": "phone",
                    "outcome": "no_answer",
                    "reason": False,
                    "note": "Buzón de voz.",
                    "at": now,
                    "user_id": self.ana.id,
                }
            ],
        )
        self.assertEqual(ticket.contact_attempt_ids, attempt)
        self.assertFalse(attempt.env.su)

    def test_the_conversation_shows_it_to_the_desk_only(self):
        ticket = self._register()
        ticket.message_subscribe(self.carolina.ids)
        mails = self.env["mail.mail"].search_count([])
        ticket.log_contact("phone", "no_answer", "<b>Buzón</b> de voz")
        message = ticket.sudo().message_ids[0]
        self.assertEqual(
            self._read_last(ticket),
            "Phone · Carolina (The customer) · No answer\n<b>Buzón</b> de voz",
        )
        self.assertEqual(message.author_id, self.ana.partner_id)
        self.assertTrue(message.subtype_id.internal)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        seen = self.env["mail.message"].with_user(self.portal_user)
        self.assertNotIn(message, seen.search([("res_id", "=", ticket.id)]))

    def test_the_rules_of_escalation_hear_of_it(self):
        ticket = self._register()
        ticket.log_contact("phone", "unreachable", whom="customer")
        fact = ticket.sudo().event_ids.sorted("id")[-1]
        self.assertEqual(fact.kind, "contact")
        self.assertEqual(
            fact.detail["value"] if "value" in fact.detail else fact.detail,
            {"whom": "customer", "medium": "phone", "outcome": "unreachable"},
        )

    def test_whatsapp_with_customers_needs_one_of_two_reasons(self):
        """NAV-2.3-06, NAV-2.3-09, A-NAV-13."""
        ticket = self._register()
        chat = ticket.log_contact
        self.assertEqual(chat("whatsapp", "answered").reason, "quick_update")
        self.assertEqual(
            chat("whatsapp", "answered", reason="contingency").reason, "contingency"
        )
        # colleagues need none, and other media have none
        asked = chat("whatsapp", "answered", None, "responsible", "quick_update")
        self.assertFalse(asked.reason)
        self.assertFalse(chat("phone", "answered", reason="contingency").reason)
        with self._refused("contingency, quick_update"):
            chat("whatsapp", "answered", reason="habit")
        attempts = self.env["helpdesk.contact.attempt"]
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            attempts.create(
                {
                    "ticket_id": ticket.id,
                    "whom": "customer",
                    "medium": "whatsapp",
                    "outcome": "answered",
                    "at": fields.Datetime.now(),
                }
            )

    def test_unknown_words_are_named(self):
        ticket = self._register()
        for wrong, known in (
            (("telepathy", "answered"), "phone, whatsapp, mail, other"),
            (("phone", "maybe"), "answered, no_answer, unreachable"),
            (("phone", "answered", None, "nobody"), "customer, responsible"),
        ):
            with self.subTest(wrong=wrong), self._refused(known):
                ticket.log_contact(*wrong)
        self.assertFalse(ticket.contact_attempt_ids)

    def test_whom_it_is_meant_for(self):
        ticket = self._register()
        self.assertEqual(ticket._propose_contacted(), "customer")
        ticket.sudo().write({"level_id": self.n2.id, "user_id": self.nadia.id})
        # it lies with Nadia: others ask her, she asks the customer
        self.assertEqual(ticket._propose_contacted(), "responsible")
        nadias = ticket.with_user(self.nadia)
        self.assertEqual(nadias._propose_contacted(), "customer")
        attempt = ticket.log_contact("whatsapp", "no_answer")
        self.assertEqual(attempt.whom, "responsible")
        self.assertEqual(attempt.partner_id, self.nadia.partner_id)
        # nobody but the customer can go on
        nadias.declare_wait("information")
        self.assertEqual(ticket._propose_contacted(), "customer")

    def test_several_tickets_at_once(self):
        tickets = self._register() + self._register(partner_id=self.mateo.id)
        tickets[1].sudo().write({"level_id": self.n2.id, "user_id": self.nadia.id})
        attempts = tickets.log_contact("phone", "answered", "Hecho")
        self.assertEqual(attempts.ticket_id, tickets)
        self.assertEqual(attempts.mapped("whom"), ["customer", "responsible"])
        for ticket in tickets:
            self.assertIn("Hecho", self._read_last(ticket))

    def test_it_stays_as_it_was_written_down(self):
        attempt = self._register().log_contact("phone", "no_answer")
        for user in (self.ana, self.leader, self.env.ref("base.user_admin")):
            own = attempt.with_user(user)
            with self.subTest(user=user.name), self._refused("stays as it was"):
                own.outcome = "answered"
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                own.unlink()
        with self._refused("stays as it was"):
            attempt.sudo().outcome = "answered"
        with self._refused("stays as it was"):
            attempt.sudo().unlink()
        ticket = attempt.ticket_id.sudo()
        ticket.unlink()  # with the ticket, everything goes
        self.assertFalse(attempt.exists())

    def test_only_who_may_write_the_ticket(self):
        ticket = self._register()
        for user in (self.analyst, self.employee, self.portal_user):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                ticket.with_user(user).log_contact("phone", "answered")
        ticket.message_subscribe(self.portal_user.partner_id.ids)
        with self.assertRaises(AccessError):
            ticket.with_user(self.portal_user).log_contact("phone", "answered")

    def test_copies_have_not_been_called(self):
        ticket = self._register()
        ticket.log_contact("phone", "answered")
        self.assertFalse(ticket.copy().contact_attempt_ids)


@tagged("post_install", "-at_install")
class TestContactCountsForNothing(PromiseCommon):
    TRIED = [
        (medium, outcome, "Algo", whom)
        for medium in ("phone", "whatsapp", "mail", "other")
        for outcome in ("answered", "no_answer", "unreachable")
        for whom in ("customer", "responsible")
    ]

    def _read_clocks(self, ticket):
        """Return what the clocks say just before any of them is breached."""
        ticket.clock_ids.invalidate_recordset()
        names = (
            "allowed_seconds",
            "breached_at",
            "deadline",
            "late_seconds",
            "met_at",
            "started_at",
            "state",
            "warn_at",
        )
        with self._at("2026-03-09 11:30"):
            return {clock.metric: clock.read(names) for clock in ticket.clock_ids}

    def test_no_clock_moves(self):
        """NAV-2.3-07, NAV-2.3-08, AT-17: neither a call nor WhatsApp is an answer."""
        ticket = self._register("2026-03-09 11:00")
        before = self._read_clocks(ticket)
        self.assertEqual(before["response"][0]["state"], "running")
        with self._at("2026-03-09 11:30"):
            for attempt in self.TRIED:
                ticket.log_contact(*attempt)
        self.assertEqual(self._read_clocks(ticket), before)
        self.assertFalse(ticket.told_at)
        with self._at("2026-03-09 11:45"):
            self._answer(ticket)
        response = self._clock(ticket, "response")
        self.assertEqual(response.state, "met")
        self.assertEqual(self._local(response.met_at), "2026-03-09 11:45")

    def test_no_wait_ends(self):
        """What the customer says on the phone is written down by who goes on."""
        ticket = self._register("2026-03-09 11:00")
        with self._at("2026-03-09 11:10"):
            ticket.declare_wait("customer")
        before = self._read_clocks(ticket)
        self.assertEqual(before["resolution"][0]["state"], "paused")
        with self._at("2026-03-09 11:30"):
            for attempt in self.TRIED:
                ticket.log_contact(*attempt)
        self.assertEqual(self._read_clocks(ticket), before)
        self.assertEqual(ticket.stage_code, "waiting_customer")


@tagged("post_install", "-at_install")
class TestContactActivity(ContactCommon):
    def test_a_call_ends_what_asked_for_it(self):
        ticket = self._register()
        activity = self._ask(ticket, "customer")
        other = self._ask(ticket, "responsible")
        ticket.log_contact("phone", "no_answer", "Buzón")
        self.assertFalse(activity.active)
        self.assertTrue(other.active)
        # one line, with what came of it
        said = self._read_last(ticket)
        self.assertIn("Phone · Carolina (The customer) · No answer", said)
        self.assertIn("Buzón", said)
        again = [m for m in ticket.sudo().message_ids if "No answer" in m.body]
        self.assertEqual(len(again), 1)
        self.assertEqual(len(ticket.contact_attempt_ids), 1)

    def test_only_a_call_is_a_call(self):
        """NAV-3.5-24."""
        ticket = self._register()
        activity = self._ask(ticket, "customer")
        for medium in ("whatsapp", "mail", "other"):
            ticket.log_contact(medium, "answered")
        ticket.log_contact("phone", "answered", whom="responsible")
        self.assertTrue(activity.active)

    def test_whatever_reaches_the_responsible(self):
        """NAV-3.5-16: N1 writes to them on the corporate WhatsApp."""
        ticket = self._register()
        ticket.sudo().write({"level_id": self.n2.id, "user_id": self.nadia.id})
        activity = self._ask(ticket, "responsible")
        ticket.log_contact("whatsapp", "no_answer")
        self.assertFalse(activity.active)

    def test_also_what_somebody_else_was_asked_for(self):
        ticket = self._register()
        activity = self._ask(ticket, "customer", user=self.nadia)
        ticket.log_contact("phone", "answered")
        self.assertFalse(activity.active)
        self.assertIn("Nadia", self._read_last(ticket))

    def test_done_by_hand_they_have_answered(self):
        ticket = self._register()
        for whom, medium in (("customer", "phone"), ("responsible", "other")):
            activity = self._ask(ticket, whom)
            with self._refused("Write down what was said"):
                activity.action_done()
            self.assertTrue(activity.active)
            activity.action_feedback(feedback="Lo mira hoy")
            self.assertFalse(activity.active)
            self.assertRecordValues(
                ticket.contact_attempt_ids[0],
                [
                    {
                        "whom": whom,
                        "medium": medium,
                        "outcome": "answered",
                        "note": "Lo mira hoy",
                        "user_id": self.ana.id,
                    }
                ],
            )
            self.assertIn("Lo mira hoy", self._read_last(ticket))

    def test_what_a_program_says_is_no_evidence(self):
        ticket = self._register()
        activity = self._ask(ticket, "customer")
        for value in (True, 1, "WRITTEN", {"written": True}):
            with self._refused("Write down what was said"):
                activity.with_context(helpdesk_contact_written=value).action_done()
        with self._refused("Write it down as a text"):
            ticket.log_contact("phone", "answered", note=["Lo mira hoy"])
        with self._refused("use one of"):
            ticket.log_contact(["phone"], "answered")

    def test_whoever_was_asked_may_say_what_came_of_it(self):
        ticket = self._register()
        ticket.sudo().user_id = self.nadia
        activity = ticket.sudo().activity_schedule(
            ASKED_BY["customer"], user_id=self.analyst.id
        )
        ticket.sudo().message_unsubscribe(self.analyst.partner_id.ids)
        own = activity.with_user(self.analyst)
        with self.assertRaises(AccessError):
            own.env["helpdesk.ticket"].browse(ticket.id).check_access("read")
        own.action_feedback(feedback="Contestó Carolina")
        attempt = ticket.sudo().contact_attempt_ids
        self.assertEqual(attempt.user_id, self.analyst)
        self.assertEqual(attempt.note, "Contestó Carolina")

    def test_other_activities_are_no_attempts(self):
        ticket = self._register()
        activity = ticket.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.ana.id
        )
        activity.action_done()
        self.assertFalse(ticket.contact_attempt_ids)

    def test_those_whose_type_is_gone_are_no_attempts(self):
        ticket = self._register()
        self.env.ref(ASKED_BY["customer"]).unlink()
        ticket.log_contact("phone", "answered")
        self.assertEqual(len(ticket.contact_attempt_ids), 1)


@tagged("post_install", "-at_install")
class TestContactLinks(ContactCommon):
    def test_of_the_customer(self):
        ticket = self._register(name="No firma & cía")
        number = ticket.number
        self.assertEqual(ticket.customer_phone, "+57 601 555 0101")
        self.assertEqual(ticket.customer_phone_url, "tel:+576015550101")
        subject = f"{number}%3A%20No%20firma%20%26%20c%C3%ADa"
        self.assertEqual(
            ticket.customer_whatsapp_url, f"https://wa.me/576015550101?text={subject}"
        )
        self.assertEqual(
            ticket.customer_mail_url,
            f"mailto:{self.carolina.email}?subject={subject}",
        )
        # their own number goes before their company's; their country completes it
        self.carolina.write(
            {"phone": "9 1234 5678", "country_id": self.env.ref(CHILE).id}
        )
        self.assertEqual(ticket.customer_phone_url, "tel:+56912345678")

    def test_of_the_responsible(self):
        ticket = self._register()
        ticket.sudo().user_id = self.nadia
        self.assertEqual(ticket.responsible_phone, "300 555 0200")
        self.assertEqual(ticket.responsible_phone_url, "tel:+573005550200")
        self.assertIn("wa.me/573005550200?", ticket.responsible_whatsapp_url)
        self.assertIn("mailto:nadia@example.com?", ticket.responsible_mail_url)
        ticket.sudo().user_id = False
        for name in ("phone", "phone_url", "whatsapp_url", "mail_url"):
            self.assertFalse(ticket[f"responsible_{name}"])

    def test_the_company_s_country_where_nothing_else_says_it(self):
        ticket = self._register(partner_id=self.mateo.id)
        self.mateo.phone = "300 555 0300"
        self.mateo.country_id = self.company_b.country_id = False
        self.env.company.country_id = False
        ticket.invalidate_recordset()
        self.assertEqual(ticket.customer_phone_url, "tel:3005550300")
        self.assertFalse(ticket.customer_whatsapp_url)
        self.env.company.country_id = self.env.ref(COLOMBIA)
        self.assertEqual(ticket.customer_phone_url, "tel:+573005550300")

    def test_of_who_is_not_known(self):
        ticket = self._register(partner_id=False, partner_email="eva@otra.example.com")
        self.assertFalse(ticket.customer_phone_url or ticket.customer_whatsapp_url)
        self.assertIn("mailto:eva@otra.example.com?", ticket.customer_mail_url)

    def test_customers_do_not_see_colleagues_numbers(self):
        ticket = self._register()
        ticket.message_subscribe(self.portal_user.partner_id.ids)
        seen = ticket.with_user(self.portal_user)
        for name in ("responsible_phone", "customer_phone_url", "contact_attempt_ids"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                seen.read([name])

    def test_of_many_in_a_constant_number_of_queries(self):
        tickets = self._register().sudo()
        for partner in (self.felipe, self.mateo, self.carolina):
            tickets |= self._register(partner_id=partner.id).sudo()

        def count(some):
            self.env.invalidate_all()
            with self.assertQueryCount(99):
                before = self.env.cr.sql_log_count
                some.mapped("customer_phone_url")
                some.mapped("responsible_whatsapp_url")
                return self.env.cr.sql_log_count - before

        self.assertEqual(count(tickets), count(tickets[:2]))


@tagged("post_install", "-at_install")
class TestContactLog(ContactCommon):
    def _open(self, ticket):
        dialogs = self.env["helpdesk.contact.log"].with_user(ticket.env.user)
        return Form(dialogs.with_context(active_id=ticket.id))

    def test_two_clicks(self):
        """It opens on the phone (NAV-3.5-24); each answer is a button."""
        for action, outcome in (
            ("action_answered", "answered"),
            ("action_no_answer", "no_answer"),
            ("action_unreachable", "unreachable"),
        ):
            ticket = self._register()
            dialog = self._open(ticket)
            self.assertEqual(dialog.medium, "phone")
            self.assertEqual(dialog.whom, "customer")
            self.assertEqual(dialog.person, self.carolina.display_name)
            self.assertEqual(dialog.phone_url, "tel:+576015550101")
            closing = getattr(dialog.save(), action)()
            self.assertEqual(closing["type"], "ir.actions.act_window_close")
            self.assertEqual(ticket.contact_attempt_ids.outcome, outcome)

    def test_links_are_those_of_who_is_to_be_reached(self):
        ticket = self._register()
        ticket.sudo().write({"level_id": self.n2.id, "user_id": self.nadia.id})
        dialog = self._open(ticket)
        self.assertEqual(dialog.whom, "responsible")
        self.assertEqual(dialog.phone_url, "tel:+573005550200")
        dialog.whom = "customer"
        self.assertEqual(dialog.phone_url, "tel:+576015550101")
        self.assertIn(self.carolina.email, dialog.mail_url)

    def test_whatsapp_asks_why(self):
        dialog = self._open(self._register())
        dialog.medium = "whatsapp"
        with self.assertRaises(AssertionError):
            dialog.save()
        dialog.reason = "contingency"
        attempt = dialog.save()
        attempt.action_answered()
        self.assertEqual(attempt.ticket_id.contact_attempt_ids.reason, "contingency")

    def test_whoever_may_not_read_the_ticket_learns_no_number(self):
        ticket = self._register()
        with self.assertRaises(AccessError):
            self._open(ticket.with_user(self.analyst))
