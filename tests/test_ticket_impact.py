from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestTicketImpact(PlanCommon):
    def test_stars_and_impact(self):
        """NAV-3.2-60 … -64."""
        ticket = self._create_ticket()
        expected = {"3": "critical", "2": "high", "1": "medium", "0": "low"}
        for stars, impact in expected.items():
            ticket.priority = stars
            self.assertEqual(ticket.impact, impact)
            self.assertEqual(ticket.severity_id.priority, stars)
        names = {
            severity.priority: severity.name for severity in self.plan.severity_ids
        }
        self.assertEqual(names["3"], "Critical impact")

    def test_a_new_ticket_has_the_plans_stars_not_ocas(self):
        """A-NAV-54: no star starts anything; only an analyst's does."""
        self.assertEqual(self._create_ticket().priority, "0")
        self.plan.default_severity_id = self.plan.severity_ids.filtered(
            lambda severity: severity.priority == "2"
        )
        ticket = self._create_ticket()
        self.assertEqual(ticket.priority, "2")
        self.assertFalse(ticket.triaged)
        self.assertEqual(self._create_ticket(priority="1").priority, "1")

    def test_what_the_customer_asked_for_stays_apart(self):
        ticket = self._create_ticket(requested_priority="3")
        self.assertEqual(ticket.priority, "0")
        ticket.priority = "1"
        self.assertEqual(ticket.requested_priority, "3")

    def test_type_and_stars_are_independent(self):
        """A-NAV-53."""
        ticket = self._create_ticket(priority="2")
        for kind in self.plan.type_ids:
            ticket.type_id = kind
            self.assertEqual(ticket.priority, "2")

    def test_stars_without_meaning_are_refused(self):
        ticket = self._create_ticket(priority="1")
        self.plan.severity_ids.filtered(lambda found: found.priority == "3").unlink()
        with self._refused("has no impact for the priority", ValidationError):
            ticket.priority = "3"
        with self._refused("choose High, Medium, Low", ValidationError):
            self._create_ticket(priority="3")
        self.assertIn("Urgent", self.plan.missing_stars)

    def test_a_plan_with_few_impacts_takes_every_ticket_in(self):
        """The next worse stars it has a meaning for: no request is refused."""
        self.plan.severity_ids.filtered(lambda found: found.priority != "2").unlink()
        self.plan.default_severity_id = False
        self.assertEqual(self._create_ticket().priority, "2")
        old = self._create_ticket(plan_id=self._ref("plan_codify").id, priority="1")
        old.plan_id = self.plan
        self.assertEqual(old.priority, "2")

    def test_a_plan_without_impacts_leaves_the_stars_free(self):
        ticket = self._create_ticket(plan_id=self._ref("plan_codify").id, priority="3")
        self.assertEqual(ticket.impact, "critical")
        self.assertFalse(ticket.severity_id)

    def test_the_definition_is_at_the_analysts_cursor(self):
        ticket = self._create_ticket(user_id=self.analyst.id, team_id=self.team.id)
        with Form(ticket.with_user(self.analyst)) as form:
            form.priority = "2"
            self.assertIn("electronic document", form.severity_definition)
            form.type_id = self._ref("type_question")
            self.assertIn("doubt", form.type_definition)
        legend = ticket.severity_legend
        self.assertEqual(set(legend), {"0", "1", "2", "3"})
        self.assertEqual(legend["3"]["name"], "Critical impact")

    def test_the_queue_is_in_order_of_urgency(self):
        """NAV-3.2-55."""
        for xml_id in ("helpdesk_queue_view_list", "helpdesk_queue_view_kanban"):
            view = self._ref(xml_id)
            arch = self.tickets.get_view(view.id, view.type)["arch"]
            order = etree.fromstring(arch).get("default_order")
            self.assertEqual(order, "priority desc, clock_deadline, triaged, id")
        for stars in ("0", "3", "1", "2"):
            self._create_ticket(name="En cola", priority=stars)
        found = self.tickets.with_user(self.leader).search(
            [("name", "=", "En cola")], order=order
        )
        self.assertEqual(found.mapped("priority"), ["3", "2", "1", "0"])
