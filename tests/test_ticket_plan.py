from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import ALL, OWN, PlanCommon, new_test_user


@tagged("post_install", "-at_install")
class TestWhichPlan(PlanCommon):
    def test_the_first_that_is_set(self):
        """Subscription, customer, team, company, in this order."""
        ikhodi, codify, cobranza = (
            self._ref(f"plan_{code}") for code in ("ikhodi", "codify", "cobranza")
        )
        template = self.env["sale.subscription.template"].create({"name": "Anual"})
        subscription = self.env["sale.subscription"].create(
            {
                "partner_id": self.company_a.id,
                "template_id": template.id,
                "pricelist_id": self.env["product.pricelist"].create({"name": "x"}).id,
            }
        )
        ticket = self._create_ticket(
            partner_id=self.carolina.id,
            team_id=self.team.id,
            subscription_id=subscription.id,
        )
        self.assertEqual(ticket.plan_id, self.plan)
        self.team.support_plan_id = cobranza
        self.assertEqual(ticket.plan_id, cobranza)
        # the company's plan is that of its people
        self.company_a.support_plan_id = codify
        self.assertEqual(ticket.plan_id, codify)
        self.carolina.support_plan_id = cobranza
        self.assertEqual(ticket.plan_id, cobranza)
        subscription.support_plan_id = ikhodi
        self.assertEqual(ticket.plan_id, ikhodi)

    def test_without_any_plan_nothing_is_promised(self):
        self.env.company.support_plan_id = False
        ticket = self._create_ticket()
        self.assertFalse(ticket.plan_id or ticket.level_id or ticket.severity_id)
        self.assertEqual(ticket.impact, "medium")

    def test_a_plan_of_another_company_or_an_archived_one_is_passed_over(self):
        other = self.env["res.company"].create({"name": "Otra"})
        codify = self._ref("plan_codify")
        self.team.support_plan_id = codify
        codify.company_id = other
        ticket = self._create_ticket(team_id=self.team.id)
        self.assertEqual(ticket.plan_id, self.plan)
        codify.write({"company_id": False, "active": False})
        self.assertEqual(self._create_ticket(team_id=self.team.id).plan_id, self.plan)

    def test_closed_tickets_keep_their_plan(self):
        closed = self._create_ticket(stage_id=self._stage("solved").id)
        still_open = self._create_ticket()
        self.env.company.support_plan_id = self._ref("plan_ikhodi")
        self.assertEqual(closed.plan_id, self.plan)
        self.assertEqual(still_open.plan_id, self._ref("plan_ikhodi"))

    def test_open_tickets_follow_another_plan_of_what_they_have_it_from(self):
        """Stars, responsible and confirmation too, for each of the four."""
        ikhodi = self._ref("plan_ikhodi")
        ikhodi.default_severity_id = ikhodi.severity_ids.filtered(
            lambda severity: severity.priority == "2"
        )
        n2 = self._ref("level_codify_n2")
        n2.user_ids = self.leader
        for holder in (self.env.company, self.team, self.company_a):
            with self.subTest(holder._name):
                values = {"team_id": self.team.id, "partner_id": self.carolina.id}
                fresh = self._create_ticket(**values)
                done = self._classified(**values)
                done.action_confirm_triage()
                holder.support_plan_id = self._ref("plan_codify")
                self.assertEqual((fresh | done).level_id, n2)
                self.assertFalse(done.user_id)
                self.assertTrue(done.triaged)
                holder.support_plan_id = ikhodi
                self.assertEqual(fresh.priority, "2")
                self.assertFalse(done.triaged)
                holder.support_plan_id = self.plan

    def test_ocas_star_gives_way_to_the_first_plan(self):
        self.env.company.support_plan_id = False
        ticket = self._create_ticket(team_id=self.team.id)
        self.assertEqual(ticket.priority, "1")
        self.company_b.support_plan_id = self.plan
        ticket.partner_id = self.mateo
        self.assertEqual(ticket.priority, "0")

    def test_channels_make_no_difference(self):
        """NAV-2.3-16, NAV-1.3-01: the same for each channel and each customer."""
        values = {"type_id": self._ref("type_problem").id}
        tickets = self.tickets.browse()
        for channel in self.env["helpdesk.ticket.channel"].search([]):
            for partner in (self.carolina, self.mateo):
                tickets += self._create_ticket(
                    channel_id=channel.id, partner_id=partner.id, **values
                )
        self.assertGreater(len(tickets), 6)
        self.assertEqual(tickets.plan_id, self.plan)
        self.assertEqual(tickets.level_id, self.n1)
        self.assertEqual(set(tickets.mapped("priority")), {"0"})


@tagged("post_install", "-at_install")
class TestLevel(PlanCommon):
    def test_a_new_ticket_is_at_the_intake_level(self):
        """NAV-2.1-01, A-NAV-58, A-G-10."""
        expected = {"navegasoft": "n1", "codify": "n2", "ikhodi": False}
        for code, level in expected.items():
            self.env.company.support_plan_id = self._ref(f"plan_{code}")
            self.assertEqual(self._create_ticket().level_id.code, level, code)

    def test_a_ticket_goes_to_a_level_or_to_an_area(self):
        """NAV-3.3-03."""
        ticket = self._create_ticket(team_id=self.team.id, user_id=self.analyst.id)
        for level in (self.n2, self._level("commercial")):
            ticket.with_user(self.analyst).level_id = level
            self.assertEqual(ticket.level_id, level)

    def test_a_level_of_another_plan_is_refused(self):
        ticket = self._create_ticket()
        other = self._ref("level_codify_n2")
        with self._refused("is a level of the plan", ValidationError):
            ticket.level_id = other
        with self._refused("is a level of the plan", ValidationError):
            self._create_ticket(level_id=other.id)

    def test_a_new_plan_brings_its_own_level(self):
        ticket = self._create_ticket()
        ticket.plan_id = self._ref("plan_codify")
        self.assertEqual(ticket.level_id, self._ref("level_codify_n2"))

    def test_a_ticket_without_team_goes_to_the_levels(self):
        self.n1.team_id = self.team
        mine = self._create_ticket()
        self.assertEqual(mine.team_id, self.team)
        other = self.team.copy({"name": "Otro", "alias_name": "otro"})
        self.assertEqual(self._create_ticket(team_id=other.id).team_id, other)

    def test_the_team_of_another_company_gets_nothing(self):
        other = self.env["res.company"].create(
            {"name": "Otra", "support_plan_id": self.plan.id}
        )
        self.n1.team_id = self.team
        ticket = self._create_ticket(company_id=other.id)
        self.assertEqual(ticket.plan_id, self.plan)
        self.assertFalse(ticket.team_id)

    def test_a_plan_that_is_chosen_stays_when_the_level_brings_its_team(self):
        codify = self._ref("plan_codify")
        codify._get_intake_level().team_id = self.team
        self.team.support_plan_id = self.plan
        ticket = self._create_ticket(plan_id=codify.id)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.plan_id, codify)

    def test_who_opens_a_ticket_does_not_lose_it_to_the_levels_team(self):
        """The rules of helpdesk_mgmt would hide it from who has opened it."""
        stranger = new_test_user(self.env, "nuevo", OWN)
        self.n1.write({"team_id": self.team.id, "user_ids": self.analyst.ids})
        ticket = self.tickets.with_user(stranger).create(
            {"name": "Llamada", "description": "x"}
        )
        self.assertEqual(ticket.user_id, stranger)
        self.assertTrue(ticket.has_access("read"))
        with Form(self.tickets.with_user(stranger)) as form:
            form.name, form.description = "Llamada", "x"
        self.assertEqual(form.save().user_id, stranger)

    def test_a_plan_that_goes_to_another_company_leaves_tickets_readable(self):
        ticket = self._classified(triaged=False)
        other = self.env["res.company"].create({"name": "Otra"})
        self.plan.company_id = other
        self.env.flush_all()
        self.env.invalidate_all()
        for user in (self.analyst, self.leader):
            own = ticket.with_user(user)
            own.read(["severity_legend", "severity_definition", "next_step"])
            own.read(["assignable_user_ids"])
            own.user_id = user
        ticket.with_user(self.leader).action_confirm_triage()

    def test_changes_leave_a_trace(self):
        """NAV-2.3-14: stage, level, priority, type and responsible."""
        ticket = self._create_ticket(team_id=self.team.id)
        self.cr.flush()  # what follows is a change, not part of the making
        ticket = ticket.with_context(tracking_disable=False, mail_notrack=False)
        ticket.write(
            {
                "level_id": self.n2.id,
                "priority": "3",
                "type_id": self._ref("type_bug").id,
                "user_id": self.analyst.id,
                "stage_id": self._stage("in_progress").id,
            }
        )
        self.cr.flush()
        tracked = ticket.message_ids.sudo().tracking_value_ids.field_id.mapped("name")
        names = {"level_id", "priority", "type_id", "user_id", "stage_id"}
        self.assertLessEqual(names, set(tracked))


@tagged("post_install", "-at_install")
class TestResponsible(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(cls.env, "beto", ALL, name="Beto")
        cls.team.user_ids += cls.colleague
        cls.n1.user_ids = cls.analyst
        cls.n2.user_ids = cls.colleague
        cls.ticket = cls._create_ticket(team_id=cls.team.id, user_id=False)

    def test_only_people_of_the_level_are_assigned(self):
        """NAV-2.3-15, NAV-2.2-04."""
        with self._refused("Beto does not work at Support Level 1"):
            self.ticket.user_id = self.colleague
        self.ticket.user_id = self.analyst
        with self._refused("choose Beto"):
            self.ticket.write({"level_id": self.n2.id, "user_id": self.analyst.id})
        self.ticket.write({"level_id": self.n2.id, "user_id": self.colleague.id})

    def test_leaders_may_take_any(self):
        self.ticket.with_user(self.leader).assign_to_me()
        self.assertEqual(self.ticket.user_id, self.leader)

    def test_another_level_frees_the_ticket_from_who_does_not_work_there(self):
        self.ticket.user_id = self.analyst
        self.ticket.level_id = self.n2
        self.assertFalse(self.ticket.user_id)

    def test_a_level_without_people_is_every_analysts(self):
        self.n1.user_ids = False
        self.ticket.user_id = self.colleague

    def test_who_is_offered(self):
        def offered(**values):
            return self._create_ticket(**values).assignable_user_ids

        self.assertEqual(offered(team_id=self.team.id), self.analyst)
        self.n1.user_ids = False
        self.assertEqual(offered(team_id=self.team.id), self.team.user_ids)
        everybody = offered()
        self.assertLessEqual(self.analyst | self.leader | self.colleague, everybody)
        self.assertNotIn(self.employee, everybody)
        self.assertNotIn(self.portal_user, everybody)

    def test_an_analyst_who_opens_a_ticket_for_a_caller_is_not_hindered(self):
        ticket = self.tickets.with_user(self.colleague).create(
            {"name": "Llamada", "description": "x"}
        )
        self.assertEqual(ticket.level_id, self.n1)

    def test_who_opened_a_ticket_for_a_caller_keeps_it(self):
        ticket = self.tickets.with_user(self.colleague).create(
            {"name": "Llamada", "description": "x"}
        )
        self.assertEqual(ticket.user_id, self.colleague)
        ticket.partner_id = self.carolina
        self.assertEqual(ticket.user_id, self.colleague)

    def test_closed_tickets_keep_who_solved_them(self):
        self.ticket.user_id = self.analyst
        self.ticket.write(
            {
                "type_id": self._ref("type_bug").id,
                "stage_id": self._stage("solved").id,
            }
        )
        self.ticket.level_id = self.n2
        self.assertEqual(self.ticket.user_id, self.analyst)

    def test_others_learn_nothing_of_the_load(self):
        users = self.env["res.users"].with_context(helpdesk_show_load=True)
        found = users.with_user(self.employee).web_name_search(
            "Ana", {"display_name": {}}, limit=1
        )
        self.assertEqual(found[0]["__formatted_display_name"], "Ana")

    def test_the_load_is_shown_where_somebody_is_assigned(self):
        for _ in range(2):
            self._create_ticket(user_id=self.analyst.id)
        self._create_ticket(user_id=self.analyst.id, stage_id=self._stage("solved").id)
        found = (
            self.env["res.users"]
            .with_user(self.colleague)
            .with_context(helpdesk_show_load=True)
            .web_name_search("Ana", {"display_name": {}}, limit=1)
        )
        self.assertIn("2 open", found[0]["__formatted_display_name"])
        self.assertEqual(found[0]["display_name"], "Ana")

    def test_the_form_offers_and_assigns(self):
        with Form(self.ticket.with_user(self.leader)) as form:
            self.assertIn(self.analyst, form.assignable_user_ids[:])
            form.user_id = self.analyst
        self.assertEqual(self.ticket.user_id, self.analyst)
