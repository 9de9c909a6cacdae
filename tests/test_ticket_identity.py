from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestIdentity(PlanCommon):
    def _unknown(self, **values):
        return self._create_ticket(
            team_id=self.team.id, user_id=self.analyst.id, **values
        ).with_user(self.analyst)

    def test_whether_the_customer_is_known_is_seen(self):
        """NAV-3.1-04."""
        ticket = self._unknown()
        self.assertEqual(ticket.next_step, "identify")
        self.assertIn("customer", ticket.triage_missing)
        ticket.partner_id = self.carolina
        self.assertNotIn("customer", ticket.triage_missing)

    def test_a_contact_is_proposed_by_address_and_never_assumed(self):
        ticket = self._unknown(partner_email="CAROLINA@sol.example.com ")
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.proposed_partner_ids, self.carolina)
        ticket.action_take_proposed_partner()
        self.assertEqual(ticket.partner_id, self.carolina)
        self.assertEqual(ticket.partner_name, "Carolina")
        self.assertFalse(ticket.proposed_partner_ids)

    def test_the_customers_plan_comes_with_the_customer(self):
        """Level and intake stars too; stars that somebody chose stay."""
        codify, ikhodi = self._ref("plan_codify"), self._ref("plan_ikhodi")
        ikhodi.default_severity_id = ikhodi.severity_ids.filtered(
            lambda severity: severity.priority == "2"
        )
        for plan, stars, expected in (
            (codify, "0", "1"),
            (ikhodi, "0", "2"),
            (ikhodi, "3", "3"),
        ):
            ticket = self._unknown(partner_email=self.mateo.email, priority=stars)
            self.company_b.support_plan_id = plan
            self.env.flush_all()
            self.env.invalidate_all()
            ticket.action_take_proposed_partner()
            self.assertEqual(ticket.plan_id, plan)
            self.assertEqual(ticket.level_id, plan._get_intake_level())
            self.assertEqual(ticket.priority, expected)

    def test_a_contact_without_address_leaves_the_senders(self):
        self.felipe.email = False
        ticket = self._unknown(partner_email="felipe@gmail.example.com")
        ticket.partner_id = self.felipe
        self.assertEqual(ticket.partner_email, "felipe@gmail.example.com")
        self.assertEqual(ticket.partner_name, "Felipe")

    def test_of_several_contacts_the_analyst_chooses(self):
        twin = self.felipe.copy({"email": self.carolina.email})
        ticket = self._unknown(partner_email=self.carolina.email)
        self.assertEqual(ticket.proposed_partner_ids, self.carolina | twin)
        with self._refused("Choose the contact yourself"):
            ticket.action_take_proposed_partner()
        self.assertFalse(ticket.partner_id)

    def test_no_address_proposes_nobody(self):
        self.env["res.partner"].create({"name": "Sin correo"})
        for address in (False, "", "nadie@example.com", "no es correo"):
            ticket = self._unknown(partner_email=address)
            self.assertFalse(ticket.proposed_partner_ids, address)

    def test_only_contacts_in_use_in_the_tickets_company_are_proposed(self):
        """NAV-3.1-04."""
        other = self.env["res.company"].create({"name": "Otra empresa"})
        both = [(6, 0, [self.env.company.id, other.id])]
        self.analyst.write({"company_ids": both})
        ticket = self._unknown(partner_email=self.carolina.email)
        twins = {
            company: self.felipe.copy(
                {
                    "parent_id": False,
                    "email": self.carolina.email,
                    "company_id": company.id,
                }
            )
            for company in (self.env.company, other)
        }
        self.felipe.write({"email": self.carolina.email, "active": False})
        for context in ({}, {"active_test": False}):
            ticket = ticket.with_context(
                allowed_company_ids=[self.env.company.id, other.id], **context
            )
            self.env.invalidate_all()
            self.assertEqual(
                ticket.proposed_partner_ids, self.carolina | twins[self.env.company]
            )
            self.assertEqual(ticket.proposed_partner_count, 2)

    def test_twins_are_told_apart_by_their_company(self):
        self.mateo.write({"name": "Carolina", "email": self.carolina.email})
        ticket = self._unknown(partner_email=self.carolina.email)
        names = ticket.proposed_partner_ids.mapped("display_name")
        self.assertEqual(
            set(names), {"Ferretería El Sol, Carolina", "Café Andino, Carolina"}
        )

    def test_many_tickets_are_looked_up_at_once(self):
        def queries(tickets):
            self.env.invalidate_all()
            tickets.mapped("partner_id")
            before = self.cr.sql_log_count
            tickets.mapped("proposed_partner_ids")
            return self.cr.sql_log_count - before

        one = self._create_ticket(partner_email=self.carolina.email)
        many = one.concat(
            *(self._create_ticket(partner_email=f"x{n}@example.com") for n in range(20))
        )
        queries(one)
        self.assertLessEqual(queries(many), queries(one))

    def test_a_corrected_customer_takes_the_former_ones_colleagues_along(self):
        ticket = self._create_ticket(
            partner_id=self.carolina.id, team_id=self.team.id, user_id=self.analyst.id
        )
        colleague = new_test_user(
            self.env, "felipe", "base.group_portal", partner_id=self.felipe.id
        )
        ticket.message_subscribe((self.carolina | self.felipe).ids)
        self.assertTrue(ticket.with_user(colleague).has_access("read"))
        ticket.with_user(self.analyst).partner_id = self.mateo
        self.assertEqual(ticket.partner_email, self.mateo.email)
        self.assertFalse(ticket.message_partner_ids & (self.carolina | self.felipe))
        for user in (colleague, self.portal_user):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                ticket.with_user(user).read(["name"])

    def test_another_contact_of_the_same_customer_changes_no_follower(self):
        ticket = self._create_ticket(partner_id=self.carolina.id)
        ticket.message_subscribe(self.carolina.ids)
        ticket.partner_id = self.felipe
        self.assertIn(self.carolina, ticket.message_partner_ids)


@tagged("post_install", "-at_install")
class TestSender(PlanCommon):
    """An address can be written by anybody: it proposes a customer, no more."""

    def _receive_as_analyst(self, **headers):
        ticket = self._receive(self._mail(**headers))
        ticket.user_id = self.analyst
        return ticket.with_user(self.analyst)

    def test_a_customer_found_by_the_mails_address_is_marked(self):
        """NAV-3.1-04."""
        ticket = self._receive_as_analyst()
        self.assertEqual(ticket.partner_id, self.carolina)
        self.assertTrue(ticket.partner_claimed)
        self.assertEqual(ticket.proposed_partner_ids, self.carolina)
        ticket.action_confirm_partner()
        self.assertEqual(ticket.partner_id, self.carolina)
        self.assertFalse(ticket.partner_claimed)
        self.assertFalse(ticket.proposed_partner_ids)

    def test_a_stranger_is_not_known_at_all(self):
        ticket = self._receive_as_analyst(From="nadie@example.org")
        self.assertFalse(ticket.partner_id)
        self.assertFalse(ticket.partner_claimed)
        self.assertEqual(ticket.next_step, "identify")

    def test_whom_an_analyst_chooses_is_not_marked(self):
        ticket = self._receive_as_analyst()
        ticket.partner_id = self.felipe
        self.assertFalse(ticket.partner_claimed)
        again = self._receive_as_analyst()
        again.action_take_proposed_partner()
        self.assertEqual(again.partner_id, self.carolina)
        self.assertFalse(again.partner_claimed)
        by_hand = self._create_ticket(partner_id=self.carolina.id)
        self.assertFalse(by_hand.partner_claimed)

    def test_of_several_with_the_address_the_analyst_sees_all(self):
        twin = self.felipe.copy({"email": self.carolina.email})
        ticket = self._receive_as_analyst()
        self.assertEqual(ticket.proposed_partner_ids, self.carolina | twin)
        self.assertEqual(ticket.proposed_partner_count, 2)

    def test_a_pretender_is_sent_away_and_their_target_reads_no_more(self):
        ticket = self._receive_as_analyst()
        self.assertTrue(ticket.with_user(self.portal_user).has_access("read"))
        ticket.action_deny_partner()
        self.assertFalse(ticket.partner_id)
        self.assertFalse(ticket.partner_claimed)
        self.assertEqual(ticket.partner_email, self.carolina.email)
        self.assertEqual(ticket.next_step, "identify")
        self.env.invalidate_all()
        self.assertFalse(ticket.with_user(self.portal_user).has_access("read"))

    def test_who_is_not_in_doubt_is_not_sent_away(self):
        ticket = self._create_ticket(
            partner_id=self.carolina.id, user_id=self.analyst.id, team_id=self.team.id
        ).with_user(self.analyst)
        ticket.action_deny_partner()
        self.assertEqual(ticket.partner_id, self.carolina)

    def test_only_analysts_decide_it(self):
        ticket = self._receive_as_analyst()
        for user in (self.portal_user, self.employee):
            for name in ("action_confirm_partner", "action_deny_partner"):
                with self.assertRaises(AccessError):
                    getattr(ticket.with_user(user), name)()
        self.assertTrue(ticket.partner_claimed)


@tagged("post_install", "-at_install")
class TestAsking(PlanCommon):
    def _ask(self, ticket, **changes):
        """Ask through the dialog, as the button opens it."""
        action = ticket.action_ask_customer()
        with Form.from_action(ticket.env, action) as form:
            for name, value in changes.items():
                setattr(form, name, value)
        form.save().action_send()
        return form

    def test_an_unknown_customer_is_asked_through_the_ticket(self):
        """NAV-3.1-05."""
        ticket = self._create_ticket(
            partner_email="nueva@example.com",
            team_id=self.team.id,
            user_id=self.analyst.id,
        ).with_user(self.analyst)
        form = self._ask(ticket)
        self.assertEqual(form.kind, "identity")
        message = ticket.message_ids[0]
        self.assertIn("your company", message.body)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertEqual(ticket.stage_code, "waiting_customer")
        self.assertEqual(ticket.waiting_reason, "information")
        mail = (
            self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        )
        self.assertIn("nueva@example.com", mail.email_to)

    def test_a_known_customer_is_asked_for_more_detail(self):
        """NAV-3.1-21."""
        ticket = self._create_ticket(
            partner_id=self.carolina.id, team_id=self.team.id, user_id=self.analyst.id
        ).with_user(self.analyst)
        form = self._ask(ticket, body="<p>¿Qué versión usan?</p>")
        self.assertEqual(form.kind, "detail")
        message = ticket.message_ids[0]
        self.assertIn("¿Qué versión usan?", message.body)
        self.assertEqual(message.notified_partner_ids, self.carolina)
        self.assertTrue(
            self.env["mail.message"]
            .with_user(self.portal_user)
            .search([("id", "=", message.id)])
        )

    def test_the_text_is_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("es_419")
        self.env["ir.module.module"].search(
            [("name", "=", "helpdesk_support_plan")]
        )._update_translations(["es_419"])
        self.carolina.lang = "es_419"
        ticket = self._create_ticket(
            partner_id=self.carolina.id, user_id=self.analyst.id, team_id=self.team.id
        ).with_user(self.analyst)
        action = ticket.action_ask_customer()
        with Form.from_action(ticket.env, action) as form:
            self.assertIn("qué esperaba", form.body)

    def test_whoever_is_only_claimed_to_be_the_customer_can_be_asked_who_they_are(self):
        """NAV-3.1-03: name, company, and what else identifies them."""
        ticket = self._receive(self._mail())
        ticket.user_id = self.analyst
        ticket = ticket.with_user(self.analyst)
        with Form.from_action(ticket.env, ticket.action_ask_identity()) as form:
            self.assertEqual(form.kind, "identity")
            for datum in ("your name", "your company", "number of your subscription"):
                self.assertIn(datum, form.body)

    def test_nobody_asks_on_a_ticket_they_may_not_read(self):
        ticket = self._create_ticket(user_id=self.leader.id, team_id=self.team.id)
        wizards = self.env["helpdesk.ticket.ask"].with_user(self.analyst)
        with self.assertRaises(AccessError):
            wizards.create({"ticket_id": ticket.id, "kind": "detail"})
        forged = wizards.create(
            {"ticket_id": ticket.id, "kind": "detail", "body": "<p>x</p>"}
        )
        with self.assertRaises(AccessError):
            forged.action_send()
