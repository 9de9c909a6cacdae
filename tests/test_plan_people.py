from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import OWN, new_test_user
from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestPlanPeople(SlaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.co")
        cls.nadia = new_test_user(cls.env, "nadia", OWN, name="Nadia")
        cls.nadia.partner_id.phone = "300 555 0200"
        cls.n1.write({"user_ids": [(6, 0, cls.analyst.ids)], "team_id": cls.team.id})
        cls.n2.user_ids = cls.nadia
        roles = cls.env["helpdesk.support.role"]
        cls.roles = {role.code: role for role in roles.search([("id", ">", 0)])}
        for role in cls.roles.values():
            role.user_ids = False
        cls.roles["project_leader"].user_ids = cls.leader

    def _look(self, at="2026-03-12 10:00", **values):
        """Return who is who around a ticket of Ana's, at a local time."""
        with self._at(at):
            ticket = self._classified(**values).with_user(self.analyst)
            dialog = Form(
                self.env["helpdesk.plan.people"]
                .with_user(self.analyst)
                .with_context(**ticket.action_who_is_who()["context"])
            )
            return dialog.people

    def _find(self, people, key):
        found = [*people["places"], *people["functions"]]
        return next(place for place in found if place["key"] == key)

    def test_levels_and_areas_with_their_people(self):
        """NAV-2.1-04."""
        people = self._look()
        self.assertEqual(
            [place["key"] for place in people["places"]], self.plan.level_ids.ids
        )
        first, second = (self._find(people, level.id) for level in (self.n1, self.n2))
        self.assertEqual(first["skills"], self.n1.skills)
        self.assertEqual(first["team"], "Soporte")
        self.assertTrue(first["is_here"])
        self.assertFalse(second["is_here"])
        [ana], [nadia] = first["people"], second["people"]
        self.assertEqual((ana["name"], ana["load"]), ("Ana", 1))
        self.assertTrue(ana["is_responsible"])
        self.assertEqual((nadia["name"], nadia["load"]), ("Nadia", 0))
        self.assertEqual(nadia["call"], "tel:+573005550200")
        self.assertIn("https://wa.me/573005550200", nadia["chat"])

    def test_who_works_now(self):
        for at, works in (("2026-03-12 10:00", True), ("2026-03-12 22:00", False)):
            [nadia] = self._find(self._look(at), self.n2.id)["people"]
            self.assertIs(nadia["works"], works)

    def test_functions_are_those_of_the_ticket_s_company(self):
        def tell(people):
            return {
                place["key"]: [person["name"] for person in place["people"]]
                for place in people["functions"]
            }

        people = self._look()
        self.assertEqual(list(tell(people)), list(self.roles))
        self.assertEqual(tell(people)["project_leader"], ["Lucía"])
        self.assertEqual(tell(people)["on_call"], [])
        own = self.roles["project_leader"].copy(
            {"company_id": self.env.company.id, "user_ids": [(6, 0, self.nadia.ids)]}
        )
        self.assertEqual(tell(self._look())["project_leader"], ["Nadia"])
        # as whoever is told is found
        own.user_ids = False
        self.assertEqual(tell(self._look())["project_leader"], ["Lucía"])
        self.assertEqual(
            own._get_people("project_leader", self.env.company), self.leader
        )

    def test_the_emergency_number(self):
        """NAV-3.5-22: the manual leaves it blank."""
        self.assertIsNone(self._look()["emergency"])
        self.plan.emergency_phone = "300 555 0911"
        emergency = self._look()["emergency"]
        self.assertEqual(emergency["call"], "tel:+573005550911")
        self.assertIn("https://wa.me/573005550911", emergency["chat"])

    def test_without_a_plan_there_are_functions(self):
        self.env.company.support_plan_id = False
        people = self._look()
        self.assertFalse(people["places"] or people["emergency"])
        self.assertTrue(people["functions"])

    def test_only_for_who_may_read_the_ticket(self):
        ticket = self._classified()
        dialogs = self.env["helpdesk.plan.people"]
        # customers may read their ticket, and yet know nobody's number
        for user in (self.nadia, self.employee, self.portal_user):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                dialog = dialogs.with_user(user).create({"ticket_id": ticket.id})
                dialog.read(["people"])

    def test_many_people_in_a_constant_number_of_queries(self):
        ticket = self._classified().with_user(self.analyst)
        more = [new_test_user(self.env, f"more{number}", OWN).id for number in range(6)]

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            ticket._present_people()
            return self.env.cr.sql_log_count - before

        count()  # what is remembered for longer
        few = count()
        for place in (self.n2, self.n3, self.roles["on_call"]):
            place.user_ids = [(6, 0, more)]
        self.assertEqual(count(), few)

    def test_phones_in_the_lists(self):
        self.assertEqual(self.n2.with_user(self.analyst).phones, "Nadia 300 555 0200")
        self.assertFalse(self.n1.phones)
        self.roles["on_call"].user_ids = self.nadia | self.analyst
        self.assertEqual(self.roles["on_call"].phones, "Nadia 300 555 0200")


@tagged("post_install", "-at_install")
class TestHelpOffered(SlaCommon):
    def test_usability_asks_for_help_also_when_it_is_solved(self):
        """NAV-3.2-24."""
        ticket = self._classified(type_id=self._ref("type_usability").id)
        own = ticket.with_user(self.analyst)
        self.assertTrue(own.help_missing)
        own.stage_id = self._stage("solved")  # warned, not prevented
        self.assertTrue(own.help_missing)
        for kind in ("faq", "video", "anydesk"):
            own.help_offered = kind
            self.assertFalse(own.help_missing)

    def test_other_types_need_none(self):
        for kind in self.plan.type_ids - self._ref("type_usability"):
            self.assertFalse(self._classified(type_id=kind.id).help_missing)
