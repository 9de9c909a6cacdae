"""Standing of tickets and customers: whose, who sees it, how it is found."""

from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .standing_common import TODAY, StandingCommon


@tagged("post_install", "-at_install")
class TestWhichSubscription(StandingCommon):
    def test_the_only_one_is_proposed(self):
        """A-NAV-10."""
        subscription = self._subscribe()
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertEqual(ticket.subscription_id, subscription)
        self.assertFalse(ticket.subscription_missing)

    def test_the_only_one_in_progress_is_proposed(self):
        self._subscribe(stage=self.closed)
        running = self._subscribe()
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertEqual(ticket.subscription_id, running)

    def test_an_ended_one_is_proposed_where_there_is_no_other(self):
        ended = self._subscribe(stage=self.closed)
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertEqual(ticket.subscription_id, ended)
        self.assertEqual(ticket.standing, "no_service")

    def test_several_are_asked_for(self):
        """A-NAV-10: the analyst chooses, before the classification is confirmed."""
        one, _other = self._subscribe(), self._subscribe()
        ticket = self._classified()
        self.assertFalse(ticket.subscription_id)
        self.assertTrue(ticket.subscription_missing)
        self.assertIn("subscription", ticket.triage_missing)
        with self._refused("choose its subscription"):
            ticket.with_user(self.analyst).action_confirm_triage()
        ticket.with_user(self.analyst).subscription_id = one
        self.assertFalse(ticket.subscription_missing)
        ticket.with_user(self.analyst).action_confirm_triage()
        self.assertTrue(ticket.triaged)

    def test_no_subscription_is_no_question(self):
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertFalse(ticket.subscription_id or ticket.subscription_missing)
        self.assertEqual(ticket.standing, "no_service")

    def test_it_follows_the_customer(self):
        self._subscribe()
        theirs = self._subscribe(self.company_b)
        ticket = self._create_ticket(partner_id=self.carolina.id)
        ticket.with_user(self.leader).partner_id = self.mateo
        self.assertEqual(ticket.subscription_id, theirs)
        ticket.with_user(self.leader).partner_id = False
        self.assertFalse(ticket.subscription_id)
        self.assertEqual(ticket.standing, "unknown")

    def test_it_identifies_the_customer(self):
        """Found by its number, it says whose the ticket is."""
        subscription = self._subscribe()
        unknown = self._create_ticket(partner_email="alguien@example.com")
        self.assertEqual(unknown.standing, "unknown")
        unknown.with_user(self.leader).subscription_id = subscription
        self.assertEqual(unknown.partner_id, self.company_a)
        self.assertEqual(unknown.standing, "ok")
        self.assertEqual(unknown.standing_at_intake, "ok")
        made = self._create_ticket(subscription_id=subscription.id)
        self.assertEqual(made.partner_id, self.company_a)

    def test_who_wrote_stays_when_only_the_company_gets_known(self):
        """The answer goes to who asked."""
        subscription = self._subscribe()
        values = {"partner_name": "Camilo", "partner_email": "camilo@example.com"}
        ticket = self._create_ticket(**values).with_user(self.leader)
        ticket.subscription_id = subscription
        self.assertEqual(ticket.partner_id, self.company_a)
        self.assertEqual(ticket.partner_email, "camilo@example.com")
        in_form = self._create_ticket(**values).with_user(self.leader)
        with Form(in_form) as form:
            form.subscription_id = subscription
        self.assertEqual(in_form.partner_id, self.company_a)
        self.assertEqual(in_form.partner_name, "Camilo")
        in_form.partner_id = self.carolina
        self.assertEqual(in_form.partner_name, "Carolina")

    def test_on_a_phone_it_is_picked_from_cards(self):
        """Which are grouped by stage by default."""
        self._subscribe()
        found = (
            self.env["sale.subscription"]
            .with_user(self.analyst)
            .web_read_group(
                [("partner_id", "child_of", self.company_a.id)], ["stage_id"]
            )
        )
        self.assertTrue(found["groups"])

    def test_where_it_is_picked_it_says_whose_it_is(self):
        subscription = self._subscribe().with_user(self.analyst)
        name = subscription.with_context(formatted_display_name=True).display_name
        self.assertIn("Ferretería El Sol · Up to Date", name)

    def test_in_the_form(self):
        one, _other = self._subscribe(), self._subscribe()
        with Form(self.tickets.with_user(self.leader)) as form:
            form.name = "No firma"
            form.description = "<p>Error 402</p>"
            form.subscription_id = one
            self.assertEqual(form.partner_id, self.company_a)
            self.assertEqual(form.standing, "ok")
        self.assertEqual(form.record.subscription_id, one)

    def test_of_another_customer(self):
        theirs = self._subscribe(self.company_b)
        ticket = self._create_ticket(partner_id=self.carolina.id)
        with self._refused("is of Café Andino", ValidationError):
            ticket.with_user(self.leader).subscription_id = theirs
        with self._refused("is of Café Andino", ValidationError):
            self._create_ticket(partner_id=self.carolina.id, subscription_id=theirs.id)

    def test_of_another_company(self):
        branch = self.env["res.company"].create({"name": "Filial"})
        elsewhere = self._subscribe(company_id=branch.id)
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertFalse(ticket.subscription_id, "it is not proposed")
        with self._refused("subscription in Filial", ValidationError):
            ticket.subscription_id = elsewhere

    def test_number(self):
        """The number that people know is that of the sale order (NAV-3.1-09)."""
        subscription = self._subscribe()
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertEqual(ticket.subscription_number, subscription.code)
        order = self.env["sale.order"].create({"partner_id": self.company_a.id})
        subscription.sale_order_id = order
        ticket.invalidate_recordset()
        number = ticket.with_user(self.analyst).subscription_number
        self.assertEqual(number, order.name)


@tagged("post_install", "-at_install")
class TestTicketStanding(StandingCommon):
    def test_at13_and_words(self):
        """AT-13; the analyst reads days, never amounts."""
        self._bill(self._subscribe(), due="2026-02-20")
        ticket = self._create_ticket(
            partner_id=self.carolina.id, user_id=self.analyst.id
        )
        ticket = ticket.with_user(self.analyst).with_context(lang="en_US")
        for day, code, words in [
            ("2026-02-20", "ok", "Up to date"),
            ("2026-02-21", "late", "Late: an invoice is one day overdue"),
            ("2026-03-02", "late", "Late: an invoice is 10 days overdue"),
            ("2026-03-03", "arrears", "In arrears: an invoice is 11 days overdue"),
        ]:
            with self._on(day):
                self.assertEqual((ticket.standing, ticket.standing_text), (code, words))

    def test_at14(self):
        invoice = self._bill(self._subscribe(), due="2026-02-10")
        self._agree(invoice, "2026-03-20")
        ticket = self._create_ticket(partner_id=self.carolina.id)
        for day, code in [
            ("2026-03-12", "agreement"),
            ("2026-03-20", "agreement"),
            ("2026-03-21", "agreement_broken"),
        ]:
            with self._on(day):
                self.assertEqual(ticket.standing, code)
                self.assertEqual(str(ticket.standing_until), "2026-03-20")
                self.assertIn("2026", ticket.standing_text)

    def test_its_own_subscription(self):
        """NAV-3.1-13."""
        owing, paid = self._subscribe(), self._subscribe()
        self._bill(owing, overdue=23)
        on = {
            subscription: self._create_ticket(
                partner_id=self.carolina.id, subscription_id=subscription.id
            ).standing
            for subscription in (owing, paid)
        }
        self.assertEqual(on, {owing: "arrears", paid: "ok"})
        undecided = self._create_ticket(partner_id=self.carolina.id)
        self.assertEqual(undecided.standing, "arrears", "the worst until one is chosen")

    def test_days_of_its_plan(self):
        self._bill(self._subscribe(), overdue=15)
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertEqual(ticket.standing, "arrears")
        self.plan.arrears_days = 20
        ticket.invalidate_recordset()
        self.assertEqual(ticket.standing, "late")

    def test_intake_is_kept(self):
        """NAV-3.1-06: the result stays, with the date and user of the registration."""
        invoice = self._bill(self._subscribe(), overdue=23)
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self._pay(invoice)
        self.assertEqual(ticket.standing, "ok")
        self.assertEqual(ticket.standing_at_intake, "arrears")
        self.assertEqual(ticket.copy().standing_at_intake, "ok")

    def test_checked_again(self):
        """NAV-3.1-06: who checked when, and what was found."""
        invoice = self._bill(self._subscribe(), overdue=23)
        ticket = self._create_ticket(
            partner_id=self.carolina.id, user_id=self.analyst.id
        )
        self._pay(invoice)
        told = ticket.with_user(self.analyst).action_recheck_standing()
        self.assertEqual(told["params"]["message"], ticket.standing_text)
        event = ticket.event_ids.filtered(lambda fact: fact.kind == "standing")
        self.assertEqual(event.user_id, self.analyst)
        self.assertEqual(event.detail, {"code": "ok", "days": 0})
        self.assertEqual(str(event.at.date()), str(TODAY))

    def test_search_and_groups(self):
        """The rule that shows a standing also finds and groups by it."""
        standings = {}
        for number, overdue in enumerate([0, 5, 15, 30, 40]):
            partner = self.env["res.partner"].create({"name": f"Cliente {number}"})
            invoice = self._bill(self._subscribe(partner), overdue=overdue)
            if overdue >= 30:
                self._agree(invoice, TODAY + timedelta(days=40 - overdue))
            standings[self._create_ticket(partner_id=partner.id)] = None
        standings[self._create_ticket(partner_id=self.mateo.id)] = None
        standings[self._create_ticket()] = None
        tickets = self.tickets.browse([ticket.id for ticket in standings])
        with self._on(TODAY + timedelta(days=1)):
            found = tickets.with_user(self.leader).mapped("standing")
            self.assertEqual(
                found,
                ["late", "late", "arrears", "agreement", "agreement_broken"]
                + ["no_service", "unknown"],
            )
            own = [("id", "in", tickets.ids)]
            desk = self.tickets.with_user(self.leader)
            groups = dict(desk._read_group(own, ["standing"], ["__count"]))
            self.assertEqual(groups, {code: found.count(code) for code in {*found}})
            for code in {*found}:
                hits = desk.search([*own, ("standing", "=", code)])
                expected = tickets.filtered(lambda one, of=code: one.standing == of)
                self.assertEqual(hits, expected.sorted(lambda one: -one.id), code)
                others = desk.search([*own, ("standing", "!=", code)])
                self.assertEqual(others | hits, tickets, code)
                self.assertFalse(others & hits, code)
            both = [("standing", "in", ("arrears", "agreement_broken"))]
            self.assertEqual(desk.search_count([*own, *both]), 2)
            self.assertEqual(tickets.filtered_domain(both), desk.search([*own, *both]))
            self.assertFalse(desk.search([*own, ("standing", "=", False)]))
            ordered = desk.search(own, order="standing, id")
            self.assertEqual(ordered.mapped("standing"), sorted(found))


@tagged("post_install", "-at_install")
class TestCustomerStanding(StandingCommon):
    def test_the_worst_of_their_subscriptions(self):
        self._bill(self._subscribe(), overdue=5)
        self._bill(self._subscribe(self.carolina), overdue=23)
        self._bill(self._subscribe(self.company_b), overdue=40)
        for partner in (self.company_a, self.carolina, self.felipe):
            self.assertEqual(partner.standing, "arrears")
            self.assertEqual(partner.standing_days, 23)

    def test_by_company(self):
        branch = self.env["res.company"].create({"name": "Filial"})
        self._keep_books(branch)
        self._subscribe()
        there = self._subscribe(company_id=branch.id)
        self._bill(there.with_company(branch), overdue=23)
        self.env.user.company_ids |= branch
        here = self.company_a.with_company(self.env.company)
        self.assertEqual(here.standing, "ok")
        elsewhere = self.company_a.with_company(branch)
        self.assertEqual(elsewhere.standing, "arrears")
        domain = [("standing", "=", "arrears"), ("id", "=", self.company_a.id)]
        partners = self.env["res.partner"]
        self.assertFalse(partners.search(domain))
        self.assertTrue(partners.with_company(branch).search(domain))
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertEqual(ticket.standing, "ok")

    def test_found_and_grouped(self):
        self._bill(self._subscribe(), overdue=23)
        partners = self.env["res.partner"].with_user(self.analyst)
        people = self.company_a | self.carolina | self.felipe
        self.assertEqual(
            partners.search([("standing", "=", "arrears"), ("id", "in", people.ids)]),
            people.with_user(self.analyst).sorted(),
        )
        groups = partners._read_group(
            [("id", "in", [*people.ids, self.mateo.id])], ["standing"], ["__count"]
        )
        self.assertEqual(dict(groups), {"arrears": 3, "no_service": 1})

    def test_without_subscription(self):
        self.assertEqual(self.mateo.standing, "no_service")


@tagged("post_install", "-at_install")
class TestWhoSees(StandingCommon):
    def setUp(self):
        super().setUp()
        self.subscription = self._subscribe()
        self._bill(self.subscription, overdue=23)
        self.ticket = self._create_ticket(
            partner_id=self.carolina.id, user_id=self.analyst.id
        )

    def test_the_analyst_sees_days_but_no_invoices(self):
        ticket = self.ticket.with_user(self.analyst)
        self.assertEqual((ticket.standing, ticket.standing_days), ("arrears", 23))
        self.assertEqual(ticket.partner_id.standing, "arrears")
        self.assertEqual(ticket.subscription_id.standing, "arrears")
        with self.assertRaises(AccessError):
            self.env["account.move"].with_user(self.analyst).search([])
        with self.assertRaises(AccessError):
            ticket.subscription_id.invoice_ids.mapped("amount_total")

    def test_portal_and_employees_see_nothing(self):
        self.ticket.message_subscribe(self.carolina.ids)
        names = ["standing", "standing_days", "standing_text", "standing_until"]
        hidden = [*names, "standing_at_intake", "standing_hold", "subscription_id"]
        for user in (self.portal_user, self.employee):
            for model, records in [
                ("helpdesk.ticket", self.ticket),
                ("res.partner", self.carolina),
                ("sale.subscription", self.subscription),
            ]:
                fields = [n for n in hidden if n in self.env[model]._fields]
                for name in fields:
                    with self.subTest(user=user.login, model=model, field=name):
                        theirs = records.with_user(user)
                        with self.assertRaises(AccessError):
                            theirs.read([name])
                        with self.assertRaises(AccessError):
                            theirs.search([(name, "!=", False)])
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user)._read_group([], ["standing"])

    def test_a_user_of_another_company(self):
        branch = self.env["res.company"].create({"name": "Filial"})
        stranger = new_test_user(
            self.env,
            "filial",
            "helpdesk_mgmt.group_helpdesk_user",
            company_id=branch.id,
            company_ids=[(6, 0, branch.ids)],
        )
        for record in (self.ticket, self.subscription):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["standing"])
        partner = self.carolina.with_user(stranger)
        self.assertEqual(partner.standing, "no_service", "in their own company")
