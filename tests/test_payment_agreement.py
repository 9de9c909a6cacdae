"""Payment agreements on real invoices: who makes them, by what screen, until when."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .standing_common import StandingCommon

BILLER = "account.group_account_invoice"
SALESMAN = "sales_team.group_sale_salesman"
UNTIL = date(2026, 3, 20)


class AgreementCommon(StandingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.biller = new_test_user(cls.env, "bruno", BILLER, name="Bruno")
        cls.salesman = new_test_user(cls.env, "sara", SALESMAN, name="Sara")
        cls.subscription = cls._subscribe()
        cls.kind = cls._ref("activity_type_agreement")

    def _values(self, invoice, until=UNTIL, **values):
        """Return what the chatter's own dialog sends."""
        return {
            "activity_type_id": self.kind.id,
            "date_deadline": until,
            "res_id": invoice.id,
            "res_model_id": self.env["ir.model"]._get_id(invoice._name),
            **values,
        }

    def _ask(self, debtor, user=None, **values):
        """Fill in the wizard that a record opens, as its button does."""
        debtor = debtor.with_user(user or self.biller)
        action = debtor.action_agree_payment()
        wizard = self.env[action["res_model"]].with_user(user or self.biller)
        wizard = wizard.with_context(**action["context"])
        return wizard.create({"until": UNTIL, **values})

    def _get_open(self, invoice):
        return invoice.activity_ids.filtered(
            lambda each: each.activity_type_id == self.kind
        )


@tagged("post_install", "-at_install")
class TestAgreement(AgreementCommon):
    def test_the_wizard_makes_an_activity_on_each_invoice(self):
        """NAV-3.1-14, -15: the word and the date stand in the column of activities."""
        first = self._bill(self.subscription, overdue=30)
        second = self._bill(self.subscription, overdue=15)
        wizard = self._ask(first | second, note="<p>Pagan el viernes</p>")
        self.assertEqual(wizard.user_id, self.biller)
        wizard.user_id = self.env.user
        wizard.action_agree()
        for invoice in first | second:
            agreement = self._get_open(invoice)
            self.assertEqual(agreement.date_deadline, UNTIL)
            self.assertEqual(agreement.user_id, self.env.user)
            self.assertIn("viernes", agreement.note)
            self.assertEqual(invoice.activity_summary, "Agreement until 03/20/2026")
        self.assertEqual(self.subscription.standing, "agreement")

    def test_in_spanish(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.env["ir.module.module"]._load_module_terms(
            ["helpdesk_support_plan"], ["es_ES"]
        )
        invoice = self._bill(self.subscription, overdue=30).with_context(lang="es_ES")
        self._ask(invoice).with_context(lang="es_ES").action_agree()
        self.assertEqual(self._get_open(invoice).summary, "Acuerdo hasta el 20/03/2026")
        self.assertEqual(self.kind.with_context(lang="es_ES").name, "Acuerdo")

    def test_what_is_overdue_is_proposed(self):
        """Of a subscription, by both ways to bill it; the longest overdue first."""
        recent = self._bill(self.subscription, overdue=1)
        by_order = self._bill_by_order(self.subscription, overdue=40)
        self._bill(self.subscription, overdue=0)
        self._pay(self._bill(self.subscription, overdue=50))
        self._bill(self._subscribe(self.company_b), overdue=20)
        bills = self.subscription._get_bills_to_pay()
        self.assertEqual(bills.ids, (by_order | recent).ids)
        self.biller.group_ids += self.env.ref(SALESMAN)
        wizard = self._ask(self.subscription)
        self.assertEqual(wizard.move_ids, recent | by_order)

    def test_what_a_customer_owes_is_proposed(self):
        """From the contact form's menu: of all their subscriptions."""
        owed = self._bill(self.subscription, overdue=5)
        owed += self._bill(self._subscribe(), overdue=3)
        wizard = self.env["helpdesk.payment.agreement"].with_user(self.biller)
        context = {"active_model": "res.partner", "active_ids": self.carolina.ids}
        self.assertEqual(wizard.with_context(**context).create({}).move_ids, owed)

    def test_nothing_to_agree_on(self):
        with self._refused("^There is no open customer invoice here to agree on.$"):
            self.subscription.action_agree_payment()
        with self._refused("^Choose at least one invoice"):
            self.env["helpdesk.payment.agreement"].create(
                {"until": UNTIL}
            ).action_agree()
        wizard = self._ask(self._bill(self.subscription, overdue=3), until=False)
        with self._refused("^Say until when the customer has time to pay.$"):
            wizard.action_agree()

    def test_the_past_is_refused(self):
        """By the wizard, the chatter's dialog and RPC; today is the company's."""
        invoice = self._bill(self.subscription, due="2026-02-20")
        yesterday = date(2026, 3, 11)
        refused = "^The date of an agreement cannot be in the past: 03/11/2026.$"
        activities = self.env["mail.activity"].with_user(self.biller)
        with self._refused(refused):
            self._ask(invoice, until=yesterday).action_agree()
        with self._refused(refused):
            activities.create(self._values(invoice, yesterday))
        agreement = activities.create(self._values(invoice))
        with self._refused(refused):
            agreement.date_deadline = yesterday
        with self._on("2026-03-13", "04:59:59"):  # still the 12th in Bogotá
            agreement.date_deadline = "2026-03-12"
        with self._on("2026-03-13", "05:00:00"), self._refused("03/12/2026"):
            activities.create(self._values(invoice, "2026-03-12"))

    def test_another_kind_of_activity_may_be_in_the_past(self):
        invoice = self._bill(self.subscription, overdue=30)
        todo = invoice.activity_schedule("mail.mail_activity_data_todo", "2026-03-01")
        with self._refused("cannot be in the past"):
            todo.activity_type_id = self.kind
        self.assertFalse(invoice.agreement_state)

    def test_one_whose_date_passes_stays(self):
        """NAV-3.1-16: it is broken; it may be written to, and marked done."""
        invoice = self._bill(self.subscription, overdue=30)
        agreement = self._agree(invoice, UNTIL)
        with self._on("2026-03-21"):
            agreement.write({"note": "No pagaron", "date_deadline": UNTIL})
            self.assertEqual(agreement.state, "overdue")
            self.assertEqual(self.subscription.standing, "agreement_broken")
            agreement.action_feedback("Sin respuesta")
            self.assertEqual(self.subscription.standing, "arrears")
            with self._refused("cannot be in the past"):
                agreement.action_unarchive()

    def test_only_on_posted_invoices_that_are_owed(self):
        refused = "^A payment agreement needs a posted customer invoice that is still"
        paid = self._bill(self.subscription, overdue=30)
        self._pay(paid)
        draft = self._bill(self.subscription, overdue=30, post=False)
        credit = self._bill(self.subscription, overdue=3, move_type="out_refund")
        wizard = self.env["helpdesk.payment.agreement"]
        for document in (draft, paid, credit, self.carolina):
            with self.subTest(document=document), self._refused(refused):
                self.env["mail.activity"].create(self._values(document))
        for invoice in (draft, paid, credit):
            with self.subTest(invoice=invoice), self._refused(refused):
                values = {"move_ids": invoice.ids, "until": UNTIL}
                wizard.create(values).action_agree()
        with self._refused("^There is no open customer invoice"):
            (draft | paid | credit).action_agree_payment()

    def test_the_new_one_replaces_the_former(self):
        """It is marked done; the invoice's history keeps both dates."""
        invoice = self._bill(self.subscription, overdue=30)
        former = self._agree(invoice, "2026-03-13")
        wizard = self._ask(invoice)
        self.assertEqual(wizard.replaces, 1)
        wizard.action_agree()
        self.assertFalse(former.active)
        self.assertEqual(former.feedback, "Replaced: agreement until 03/20/2026.")
        self.assertEqual(self._get_open(invoice).date_deadline, UNTIL)
        told = invoice.message_ids[0]
        self.assertEqual(told.mail_activity_type_id, self.kind)
        self.assertIn("Replaced: agreement until 03/20/2026.", told.body)

    def test_the_summary_follows_the_date(self):
        """It is what the history says once the agreement is done."""
        invoice = self._bill(self.subscription, overdue=30)
        agreement = self.env["mail.activity"].create(self._values(invoice))
        self.assertEqual(agreement.summary, "Agreement until 03/20/2026")
        agreement.date_deadline = "2026-03-25"
        self.assertEqual(agreement.summary, "Agreement until 03/25/2026")
        agreement.write({"date_deadline": "2026-03-26", "summary": "Hasta el 26"})
        self.assertEqual(agreement.summary, "Hasta el 26")

    def test_standing_is_forgotten_with_it(self):
        invoice = self._bill(self.subscription, overdue=30)
        partner = self.company_a
        self.assertEqual((self.subscription | self.subscription).standing, "arrears")
        self.assertEqual(partner.standing, "arrears")
        agreement = self._agree(invoice, UNTIL)
        self.assertEqual(self.subscription.standing, "agreement")
        self.assertEqual(partner.standing, "agreement")
        self.assertIn("03/20/2026", partner.standing_text)
        agreement.date_deadline = "2026-03-25"
        self.assertEqual(str(self.subscription.standing_until), "2026-03-25")
        agreement.unlink()
        self.assertEqual(self.subscription.standing, "arrears")
        self.assertNotIn("03/2", partner.standing_text)

    def test_paid_is_kept(self):
        """Nothing red stays behind on an invoice that has been paid."""
        invoice = self._bill(self.subscription, overdue=30)
        agreement = self._agree(invoice, UNTIL)
        self._pay(invoice, 40)
        self.assertTrue(agreement.active)
        self._pay(invoice)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(agreement.active)
        self.assertEqual(agreement.feedback, "Paid.")
        self.assertFalse(invoice.agreement_state)


@tagged("post_install", "-at_install")
class TestAgreementRights(AgreementCommon):
    """It lifts arrears: it takes the right to write the invoice."""

    def setUp(self):
        super().setUp()
        self.invoice = self._bill(
            self.subscription, overdue=30, invoice_user_id=self.salesman.id
        )

    def test_reading_the_invoice_is_not_enough(self):
        self.invoice.with_user(self.salesman).check_access("read")
        activities = self.env["mail.activity"].with_user(self.salesman)
        with self.assertRaises(AccessError):
            activities.create(self._values(self.invoice))
        with self.assertRaises(AccessError):
            self.invoice.with_user(self.salesman).action_agree_payment()
        with self.assertRaises(AccessError):
            self.env["helpdesk.payment.agreement"].with_user(self.salesman).create(
                {"move_ids": self.invoice.ids, "until": UNTIL}
            )

    def test_who_follows_it_may_end_it_and_not_prolong_it(self):
        agreement = self._agree(self.invoice, UNTIL)
        agreement.user_id = self.salesman
        theirs = agreement.with_user(self.salesman)
        with self.assertRaises(AccessError):
            theirs.date_deadline = "2026-12-31"
        theirs.note = "Llamé"
        theirs.action_feedback("No pagará")
        self.assertEqual(self.subscription.standing, "arrears")
        with self.assertRaises(AccessError):
            theirs.action_unarchive()

    def test_analysts_and_the_portal_make_none(self):
        for user in (self.analyst, self.employee, self.portal_user):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    activities = self.env["mail.activity"].with_user(user)
                    activities.create(self._values(self.invoice))
                with self.assertRaises(AccessError):
                    self.env["helpdesk.payment.agreement"].with_user(user).create({})
                with self.assertRaises(AccessError):
                    self.invoice.with_user(user).action_agree_payment()

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Otra"})
        self.biller.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            self.invoice.with_user(self.biller).action_agree_payment()
        with self.assertRaises(AccessError):
            activities = self.env["mail.activity"].with_user(self.biller)
            activities.create(self._values(self.invoice))

    def test_data_files_may_bring_history(self):
        """And nobody else, whatever context they send."""
        context = {"install_mode": True}
        past = self._values(self.invoice, "2026-03-01")
        with self._refused("cannot be in the past"):
            self.env["mail.activity"].with_user(self.biller).with_context(
                **context
            ).create(past)
        activities = self.env["mail.activity"].sudo().with_context(**context)
        self.assertTrue(activities.create(past))
        self.assertEqual(self.invoice.agreement_state, "broken")


@tagged("post_install", "-at_install")
class TestAgreementOnInvoice(AgreementCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self._bill(self.subscription, due="2026-02-10")

    def test_in_force_then_broken(self):
        """AT-14: in force on its last day, broken on the next."""
        self._agree(self.invoice, UNTIL)
        self.assertEqual(self.invoice.agreement_until, UNTIL)
        self.assertEqual(self.invoice.agreement_text, "Agreement until 03/20/2026")
        for day, expected in [("2026-03-20", "in_force"), ("2026-03-21", "broken")]:
            with self._on(day):
                self.assertEqual(self.invoice.agreement_state, expected)
        with self._on("2026-03-21"):
            self.assertEqual(
                self.invoice.agreement_text,
                "Agreement broken: it ended on 03/20/2026, and the invoice is 39 days "
                "overdue.",
            )

    def test_search_says_the_same(self):
        moves = self.env["account.move"]
        late = self._bill(self.subscription, overdue=3)
        paid = self._bill(self.subscription, overdue=3)
        self._agree(paid, UNTIL)
        self._agree(self.invoice, "2026-03-14")
        self._agree(late, "2026-03-14")
        self._agree(late, "2026-03-18")
        self._pay(paid)
        ours = self.invoice | late | paid
        for day in ("2026-03-12", "2026-03-14", "2026-03-15", "2026-03-19"):
            with self._on(day):
                for state in ("in_force", "broken", False):
                    domain = [("id", "in", ours.ids), ("agreement_state", "=", state)]
                    expected = ours.filtered(lambda m, s=state: m.agreement_state == s)
                    self.assertEqual(moves.search(domain), expected.sorted())
        with self._on("2026-03-15"):
            self.assertEqual(self.invoice.agreement_state, "broken")
            self.assertEqual(late.agreement_state, "in_force")
            negative = [("agreement_state", "!=", "broken"), ("id", "in", ours.ids)]
            self.assertEqual(moves.search(negative), (late | paid).sorted())

    def test_a_list_costs_the_same_for_ten(self):
        names = ["agreement_until", "agreement_state", "subscription_standing"]
        bills = self.invoice
        for _number in range(9):
            bills += self._bill(self._subscribe(), overdue=4)
        for bill in bills:
            self._agree(bill, UNTIL)

        def read(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.read(names)
            return self.env.cr.sql_log_count - before

        read(bills)
        self.assertEqual(read(bills), read(bills[:1]))

    def test_the_standing_of_its_subscription(self):
        invoices = self.invoice | self._bill_by_order(self.subscription, overdue=2)
        for invoice in invoices.with_user(self.biller):
            self.assertEqual(invoice.subscription_standing, "arrears")
            self.assertRegex(
                invoice.subscription_standing_text,
                rf"^{self.subscription.name}: In arrears: .* 30 days overdue$",
            )
        loose = self._bill(self.subscription, overdue=2, subscription_id=False)
        self.assertFalse(loose.subscription_standing)
        self.assertFalse(loose.subscription_standing_text)

    def test_the_form_shows_it(self):
        """NAV-3.1-19, -20: Odoo's ribbon and chatter are there, and the button."""
        self._agree(self.invoice, UNTIL)
        moves = self.env["account.move"].with_user(self.biller)
        arch = moves.get_view(view_type="form")["arch"]
        for part in (
            'name="web_ribbon" title="Paid"',
            "<chatter",
            'name="action_agree_payment"',
            'name="agreement_text"',
            'name="subscription_standing_text"',
        ):
            self.assertIn(part, arch)
        arch = moves.get_view(view_id=self._list_view().id)["arch"]
        self.assertRegex(
            arch, 'name="activity_ids" widget="list_activity" optional="show"'
        )
        self.assertIn('name="agreement_until"', arch)
        self.assertIn('name="action_agree_payment"', arch)
        salesman = self.env["account.move"].with_user(self.salesman)
        arch = salesman.get_view(view_type="form")["arch"]
        self.assertNotIn("action_agree_payment", arch)
        self.assertIn('name="agreement_text"', arch)

    def test_the_portal_learns_nothing(self):
        self._agree(self.invoice, UNTIL)
        theirs = self.invoice.with_user(self.portal_user)
        for name in ("agreement_until", "agreement_text", "subscription_standing_text"):
            with self.assertRaises(AccessError):
                theirs.read([name])
        with self.assertRaises(AccessError):
            theirs.search([("agreement_state", "=", "in_force")])

    def test_form_of_the_wizard(self):
        wizard = self.env["helpdesk.payment.agreement"].with_user(self.biller)
        wizard = wizard.with_context(default_move_ids=self.invoice.ids)
        form = Form(wizard)
        form.until = UNTIL
        form.user_id = self.env["res.users"]
        with self.assertRaisesRegex(AssertionError, "user_id is a required field"):
            form.save()
        form.user_id = self.biller
        form.save().action_agree()
        self.assertEqual(self.invoice.agreement_state, "in_force")

    @classmethod
    def _list_view(cls):
        return cls.env.ref("account.view_out_invoice_tree")
