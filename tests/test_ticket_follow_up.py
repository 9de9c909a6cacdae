from odoo.tests import tagged

from .common import ALL, PlanCommon, new_test_user


@tagged("post_install", "-at_install")
class TestFollowUp(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller, cls.developer = (
            new_test_user(cls.env, login, ALL) for login in ("sara", "dario")
        )
        cls._level("commercial").user_ids = cls.seller
        cls._level("development").user_ids = cls.developer
        cls.project = cls.env["project.project"].create({"name": "Mesa"})

    def _confirm(self, *tags, kind="bug", **values):
        ticket = self._classified(
            type_id=self._ref(f"type_{kind}").id,
            tag_ids=[self._ref(f"tag_{tag}").id for tag in tags],
            **values,
        ).with_user(self.analyst)
        ticket.action_confirm_triage()
        return ticket

    def _activities(self, ticket):
        return self.env["mail.activity"].search([("res_id", "=", ticket.id)])

    def test_a_quotation_is_an_activity_of_the_commercial_area(self):
        """NAV-3.2-42, A-NAV-19."""
        activity = self._activities(self._confirm("cotizacion"))
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.seller)
        self.assertEqual(activity.summary, "Prepare a quotation")

    def test_folios_are_a_task_in_the_teams_project(self):
        self.team.default_project_id = self.project
        ticket = self._confirm("folios")
        task = self.project.task_ids
        self.assertEqual(ticket.task_id, task)
        self.assertIn("Enable the folios", task.name)
        self.assertEqual(task.partner_id, self.carolina)
        self.assertFalse(self._activities(ticket))

    def test_two_processes_are_two_tasks_in_the_tickets_own_project(self):
        ticket = self._confirm("folios", "activar_base", project_id=self.project.id)
        self.assertEqual(len(self.project.task_ids), 2)
        self.assertIn(ticket.task_id, self.project.task_ids)

    def test_without_a_project_nothing_is_lost(self):
        activity = self._activities(self._confirm("folios"))
        self.assertEqual(activity.summary, "Enable the folios")
        self.assertEqual(activity.user_id, self.analyst)

    def test_other_tags_set_nothing_off(self):
        ticket = self._confirm("garantia", "oportunidad_mejora", "modulos")
        self.assertFalse(self._activities(ticket))
        self.assertFalse(ticket.task_id)

    def test_once_and_never_again(self):
        ticket = self._confirm("cotizacion")
        quotation, folios = self._ref("tag_cotizacion"), self._ref("tag_folios")
        self._activities(ticket).unlink()
        ticket.tag_ids = folios
        ticket.tag_ids = folios | quotation
        ticket.write({"triaged": False})
        ticket.action_confirm_triage()
        summaries = self._activities(ticket).mapped("summary")
        self.assertEqual(summaries, ["Enable the folios"])

    def test_a_tag_that_comes_later_sets_off_its_own(self):
        ticket = self._confirm()
        self.assertFalse(self._activities(ticket))
        ticket.process_tag_ids = self._ref("tag_cotizacion")
        self.assertEqual(self._activities(ticket).user_id, self.seller)

    def test_a_solved_ticket_sets_nothing_off(self):
        ticket = self._confirm()
        ticket.write({"stage_id": self._stage("solved").id})
        ticket.tag_ids += self._ref("tag_cotizacion")
        self.assertFalse(self._activities(ticket))

    def test_a_request_for_a_development_goes_to_the_commercial_area(self):
        """NAV-3.2-06."""
        activity = self._activities(self._confirm("desarrollo", kind="request"))
        self.assertEqual(activity.user_id, self.seller)

    def test_an_area_without_people_has_a_leader(self):
        self._level("development").user_ids = False
        self._ref("role_development_leader").user_ids = self.leader
        activity = self._activities(self._confirm(kind="usability"))
        self.assertEqual(activity.user_id, self.leader)

    def test_nothing_is_set_off_before_the_confirmation(self):
        ticket = self._classified(tag_ids=self._ref("tag_cotizacion").ids)
        self.assertFalse(self._activities(ticket))

    def test_usability_is_told_to_development_inside(self):
        """NAV-3.2-08: internal, the customer sees nothing of it."""
        ticket = self._confirm(kind="usability")
        activity = self._activities(ticket)
        self.assertEqual(activity.user_id, self.developer)
        public = ticket.message_ids.filtered(lambda message: not message.is_internal)
        self.assertFalse(
            public.filtered(lambda m: m.subtype_id == self.env.ref("mail.mt_comment"))
        )

    def test_the_least_busy_person_of_the_area_gets_it(self):
        idle = new_test_user(self.env, "nuevo", ALL)
        self._level("commercial").user_ids += idle
        self._create_ticket(plan_id=False, user_id=self.seller.id)
        self.assertEqual(self._activities(self._confirm("cotizacion")).user_id, idle)
