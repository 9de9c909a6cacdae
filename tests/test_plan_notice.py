"""Notice of updates: a leader tells the customers of a plan what has changed."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .standing_common import StandingCommon


@tagged("post_install", "-at_install")
class TestPlanNotice(StandingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ikhodi = cls._ref("plan_ikhodi")
        cls.company_b.support_plan_id = cls.ikhodi
        cls.mateo_user = new_test_user(
            cls.env,
            "mateo",
            "base.group_portal",
            partner_id=cls.mateo.id,
            email=cls.mateo.email,
        )

    def _open(self, plan=None, user=None):
        notices = self.env["helpdesk.plan.notice"].with_user(user or self.leader)
        plan = plan or self.plan
        return notices.create({"plan_id": plan.id, "changes": "<p>Sí</p>"})

    def _get_mails(self, wizard):
        before = self.env["mail.mail"].search([("id", ">", 0)]).ids
        wizard.action_send()
        return self.env["mail.mail"].search([("id", "not in", before)], order="id")

    def _is_told(self, partner, plan=None):
        return partner in (plan or self.plan)._find_notice_recipients()

    def test_portal_users_who_have_the_plan(self):
        self.assertTrue(self._is_told(self.carolina))
        self.assertFalse(self._is_told(self.mateo))
        self.assertTrue(self._is_told(self.mateo, self.ikhodi))
        self.assertFalse(self._is_told(self.carolina, self.ikhodi))
        subscription = self._subscribe()
        subscription.support_plan_id = self.ikhodi
        self.assertFalse(self._is_told(self.carolina))
        self.assertTrue(self._is_told(self.carolina, self.ikhodi))

    def test_who_opened_tickets_of_it_in_the_last_year(self):
        self.assertFalse(self._is_told(self.felipe))
        ticket = self._create_ticket(partner_id=self.felipe.id)
        self.assertTrue(self._is_told(self.felipe))
        self.env.flush_all()
        self.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = '2025-02-12' WHERE id = %s",
            [ticket.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self._is_told(self.felipe))

    def test_each_address_once_and_nobody_who_does_not_want_it(self):
        self._create_ticket(partner_id=self.felipe.id)
        self.felipe.email = self.carolina.email.upper()
        found = self.plan._find_notice_recipients()
        self.assertEqual(len(found & (self.carolina | self.felipe)), 1)
        self.env["mail.blacklist"]._add(self.carolina.email)
        self.env.invalidate_all()
        found = self.plan._find_notice_recipients()
        self.assertFalse(found & (self.carolina | self.felipe))

    def test_a_company_is_told_where_none_of_its_people_is(self):
        self.company_a.email = "info@sol.example.com"
        self._create_ticket(partner_id=self.company_a.id)
        self.assertFalse(self._is_told(self.company_a))
        self.portal_user.active = False
        self.assertTrue(self._is_told(self.company_a))

    def test_our_own_people_with_a_portal_login_are_not_told(self):
        self.company_a.support_plan_id = self.plan
        self.assertTrue(self._is_told(self.carolina))
        self.carolina.parent_id = self.env.company.partner_id
        self.assertFalse(self._is_told(self.carolina))

    def test_the_desk_itself_is_not_told(self):
        self._create_ticket(partner_id=self.analyst.partner_id.id)
        self.assertFalse(self._is_told(self.analyst.partner_id))

    def test_one_mail_each_in_their_language_with_the_way_to_the_plan(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.carolina.lang = "es_ES"
        template = self._ref("mail_template_plan_notice")
        template.with_context(lang="es_ES").subject = "Su plan ha cambiado"
        wizard = self._open()
        wizard.partner_ids = self.carolina | self.mateo
        wizard.changes = "<p>Atendemos los sábados</p><script>x</script>"
        mails = self._get_mails(wizard)
        by_partner = {mail.recipient_ids: mail for mail in mails}
        self.assertEqual(len(mails), 2)
        self.assertEqual(by_partner[self.carolina].subject, "Su plan ha cambiado")
        self.assertIn("updated", by_partner[self.mateo].subject)
        for mail in mails:
            self.assertIn("Atendemos los sábados", mail.body_html)
            self.assertIn("/my/support-plan", mail.body_html)
            self.assertIn("Navegasoft", mail.body_html)
            self.assertNotIn("<script", mail.body_html)
            self.assertEqual(mail.state, "outgoing")
        self.assertIn("Lucía · 2", self.plan.notice_log)
        self._get_mails(self._open())
        self.assertEqual(len(self.plan.notice_log.splitlines()), 2)

    def test_who_opted_out_meanwhile_gets_none(self):
        wizard = self._open()
        wizard.partner_ids = self.carolina
        self.env["mail.blacklist"]._add(self.carolina.email)
        self.env.invalidate_all()
        self.assertNotIn("outgoing", self._get_mails(wizard).mapped("state"))
        self.assertIn("· 0", self.plan.notice_log)

    def test_something_has_to_be_said_to_somebody(self):
        wizard = self._open()
        wizard.changes = "<p><br></p>"
        with self._refused("Write what has changed"):
            wizard.action_send()
        wizard.write({"changes": "x", "partner_ids": [(5,)]})
        with self._refused("Choose who is told"):
            wizard.action_send()

    def test_leaders_only(self):
        for user in (self.analyst, self.employee, self.portal_user):
            with self._refused(".", AccessError):
                self._open(user=user)
        wizard = self._open()
        other = new_test_user(
            self.env, "otra", "helpdesk_support_plan.group_support_leader"
        )
        with self._refused(".", AccessError):
            wizard.with_user(other).action_send()
