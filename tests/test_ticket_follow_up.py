from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ALL, MANAGER, PlanCommon, new_test_user


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
        ticket = self._confirm(kind="question")
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


@tagged("post_install", "-at_install")
class TestChosenFollowUp(PlanCommon):
    """What managers choose: when, in which project, like which task, which action."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project, cls.other_project = cls.env["project.project"].create(
            [{"name": "Mesa"}, {"name": "Bases"}]
        )
        cls.template = cls.env["project.task"].create(
            {
                "name": "Activar una base",
                "project_id": cls.other_project.id,
                "description": "<p>Copia, claves, respaldo.</p>",
                "is_template": True,
                "child_ids": [
                    (0, 0, {"name": name, "project_id": cls.other_project.id})
                    for name in ("Crear la base", "Asegurar los datos")
                ],
            }
        )
        cls.action = cls.env["ir.actions.server"].create(
            {
                "name": "Marcar",
                "model_id": cls.env["ir.model"]._get_id("helpdesk.ticket"),
                "state": "code",
                "code": "for it in records: it.write({'color': it.color + 1})",
                "is_follow_up_action": True,
            }
        )
        cls.tag = cls._ref("tag_activar_base")
        cls.manager = new_test_user(cls.env, "marta", MANAGER)

    def _confirm(self, tag=None, **values):
        ticket = self._classified(
            type_id=self._ref("type_question").id,
            tag_ids=(tag or self.tag).ids,
            **values,
        ).with_user(self.analyst)
        ticket.action_confirm_triage()
        return ticket

    def _find_tasks(self, project):
        return project.task_ids.filtered(lambda task: not task.is_template)

    def test_a_task_like_another_in_the_project_that_was_chosen(self):
        """NAV-3.2-42, A-NAV-19: analysts need no rights on projects."""
        self.team.default_project_id = self.project
        self.tag.write(
            {
                "follow_up_project_id": self.other_project.id,
                "follow_up_template_id": self.template.id,
            }
        )
        ticket = self._confirm()
        task = self._find_tasks(self.other_project).filtered(lambda it: it.child_ids)
        self.assertEqual(ticket.sudo().task_id, task)
        self.assertIn(ticket.name, task.name)
        self.assertIn("respaldo", task.description)
        self.assertEqual(task.partner_id, self.carolina)
        self.assertEqual(len(task.child_ids), 2)
        self.assertFalse(task.is_template)
        self.assertFalse(self.project.task_ids)

    def test_a_project_of_another_company_is_not_used(self):
        company = self.env["res.company"].create({"name": "Otra sociedad"})
        self.other_project.company_id = company
        self.tag.follow_up_project_id = self.other_project
        self.team.default_project_id = self.project
        ticket = self._confirm()
        self.assertEqual(ticket.sudo().task_id.project_id, self.project)

    def test_a_warranty_waits_for_a_decided_solution(self):
        """A-NAV-19: shipped like that."""
        self.team.default_project_id = self.project
        ticket = self._confirm(self._ref("tag_garantia"))
        self.assertFalse(self.project.task_ids)
        ticket.solution = "<p><br></p>"
        self.assertFalse(self.project.task_ids)
        ticket.solution = "<p>Se cambia el módulo.</p>"
        self.assertEqual(ticket.sudo().task_id, self.project.task_ids)
        self.assertIn("Apply the warranty", ticket.sudo().task_id.name)
        ticket.solution = "<p>Se cambia el módulo y el reporte.</p>"
        self.assertEqual(len(self.project.task_ids), 1)

    def test_proposing_or_solving_decides_it_too(self):
        self.team.default_project_id = self.project
        warranty = self._ref("tag_garantia")
        self._confirm(warranty).propose_solution("Se cambia")
        self.assertEqual(len(self.project.task_ids), 1)
        self._confirm(warranty).stage_id = self._stage("solved")
        self.assertEqual(len(self.project.task_ids), 2)
        late = self._confirm(self._ref("tag_modulos"))
        late.solution = "<p>Se cambia</p>"
        late.tag_ids += warranty
        self.assertEqual(len(self.project.task_ids), 3)
        self._confirm(warranty).cancel("other", "Ya no")
        self.assertEqual(len(self.project.task_ids), 3)

    def test_an_action_runs_once(self):
        self.tag.write({"follow_up": "action", "follow_up_action_id": self.action.id})
        ticket = self._confirm()
        self.assertEqual(ticket.color, 1)
        ticket.triaged = False
        ticket.action_confirm_triage()
        ticket.tag_ids -= self.tag
        ticket.tag_ids += self.tag
        self.assertEqual(ticket.color, 1)

    def test_an_action_that_fails_stops_nobody(self):
        self.tag.write({"follow_up": "action", "follow_up_action_id": self.action.id})
        self.action.code = "records.write({'color': 7}); records.no_such_thing()"
        ticket = self._confirm()
        self.assertTrue(ticket.triaged)
        self.assertFalse(ticket.color)
        self.assertIn("“Marcar”", ticket.message_ids[0].body)
        self.assertIn("has failed", ticket.message_ids[0].body)

    def test_only_what_is_offered(self):
        hidden = self.action.copy({"is_follow_up_action": False})
        tags = self.tag.with_user(self.manager)
        for values, sentence in [
            ({"follow_up": "action"}, "Choose the action"),
            ({"follow_up": "action", "follow_up_action_id": hidden.id}, "not offered"),
        ]:
            with self._refused(sentence):
                tags.write(values)
        tags.write({"follow_up": "action", "follow_up_action_id": self.action.id})
        actions = self.action.with_user(self.manager)
        self.assertIn(self.action, actions.search([("name", "=", "Marcar")]))
        with self.assertRaises(AccessError):
            actions.write({"code": "pass"})
        with self._refused("not about tickets"):
            self.action.copy(
                {
                    "model_id": self.env["ir.model"]._get_id("res.partner"),
                    "is_follow_up_action": True,
                }
            )
