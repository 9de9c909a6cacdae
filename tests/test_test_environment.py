"""Test databases: who has which, what each scenario asks for, and when."""

from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MANAGER, new_test_user
from .standing_common import StandingCommon


class EnvironmentCommon(StandingCommon):
    """Nights of the plan are from 22:00 to 6:00; it is noon in Bogotá."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subscription = cls._subscribe()
        cls.plan.write({"night_from": 22, "night_to": 6})
        cls.environments = cls.env["helpdesk.test.environment"].with_user(cls.analyst)
        cls.ticket = cls._ask()

    @classmethod
    def _ask(cls, scenario="fullappsuite", **values):
        """Return a request of a customer, as Ana has it."""
        ticket = cls._create_ticket(
            **{
                "partner_id": cls.carolina.id,
                "team_id": cls.team.id,
                "user_id": cls.analyst.id,
                "environment_scenario": scenario,
                **values,
            }
        )
        return ticket.with_user(cls.analyst)

    def _make(self, ticket=None, **values):
        """Write a database down, as Ana."""
        return self.environments.create(
            {
                "ticket_id": (ticket or self.ticket).id,
                "url": "https://pruebas.example.com",
                "production_version": "19.0",
                **values,
            }
        )

    def _by_night(self):
        return self._on("2026-03-13", "03:30:00")  # 22:30 in Bogotá


@tagged("post_install", "-at_install")
class TestTestEnvironment(EnvironmentCommon):
    def test_it_is_the_customer_s(self):
        with self._by_night():
            made = self._make()
        self.assertEqual(made.partner_id, self.company_a)
        self.assertEqual(made.subscription_id, self.subscription)
        self.assertEqual(made.company_id, self.env.company)
        self.assertEqual(made.scenario, "fullappsuite")
        self.assertEqual(
            made.created_at, fields.Datetime.to_datetime("2026-03-13 03:30:00")
        )
        log = self.ticket.message_ids.mapped("body")
        self.assertTrue(any("https://pruebas.example.com" in body for body in log))

    def test_the_scenario_is_the_one_that_was_chosen(self):
        """A database of another one is free, and may be made by day."""
        with self._refused("Another scenario was chosen", ValidationError):
            self._make(scenario="enterprise", modality="saas")

    def test_it_makes_room_for_no_other_customer(self):
        with self._by_night():
            made = self._make()
        foreign = self._create_ticket(partner_id=self.mateo.id, team_id=self.team.id)
        with self._by_night(), self._refused("is of another customer"):
            made.sudo().delete_database(foreign)
        self.assertFalse(made.deleted_at)

    def test_what_each_scenario_costs(self):
        """NAV-3.4.1.N7-14, N7-19."""
        for scenario, values, charged in [
            ("enterprise", {"modality": "saas"}, False),
            ("enterprise", {"modality": "sh"}, False),
            ("community", {}, True),
        ]:
            ticket = self._ask(scenario)
            with self.subTest(scenario, **values):
                self.assertIs(self._make(ticket, **values).is_charged, charged)
        with self._by_night():
            self.assertFalse(self._make().is_charged)

    def test_what_each_scenario_asks_for(self):
        """N7-13, N7-17."""
        enterprise = self._ask("enterprise")
        with self._refused("SaaS or SH", ValidationError):
            self._make(enterprise)
        with self._by_night():
            with self._refused("version of the production", ValidationError):
                self._make(production_version=False)
            with self._refused("is no address", ValidationError):
                self._make(url="la de siempre")

    def test_only_by_night(self):
        """N7-18, A-NAV-27."""
        for at, is_possible in [
            ("2026-03-12 17:00:00", False),
            ("2026-03-13 02:59:00", False),
            ("2026-03-13 03:00:00", True),
            ("2026-03-13 10:59:00", True),
            ("2026-03-13 11:00:00", False),
        ]:
            with self.subTest(at), self._on(*at.split()):
                if is_possible:
                    made = self._make()
                    made.delete_database()
                else:
                    with self._refused("from 22:00 until 06:00"):
                        self._make()

    def test_by_day_it_says_what_time_it_is_there(self):
        with self._refused("At Ferretería El Sol it is 12:00.*Bogota"):
            self._make()
        self.company_a.tz = "Asia/Tokyo"
        made = self._make()
        self.assertIn("Tokyo", made.night_text)

    def test_others_are_made_at_any_time(self):
        self.assertTrue(self._make(self._ask("community")))

    def test_only_one(self):
        """N7-16."""
        with self._by_night():
            first = self._make()
            other = self._ask()
            with self._refused("delete https://pruebas.example.com first"):
                self._make(other, url="https://dos.example.com")
            first.delete_database(other)
            second = self._make(other, url="https://dos.example.com")
        self.assertEqual(first.deleted_ticket_id, other)
        self.assertEqual(first.deleted_by_id, self.analyst)
        self.assertFalse(second.deleted_at)
        # of another customer
        with self._by_night():
            self._make(self._ask(partner_id=self.mateo.id))

    @mute_logger("odoo.sql_db")
    def test_the_database_allows_only_one_too(self):
        """Two at once: whoever comes later is refused."""
        with self._by_night():
            first = self._make()
            values = first.copy_data({"url": "https://dos.example.com"})[0]
            model = type(self.environments)
            with (
                self.assertRaisesRegex(UniqueViolation, "_only_one"),
                self.env.cr.savepoint(),
                # as if the other one could not be seen yet
                patch.object(model, "_check_only_one", lambda self: None),
            ):
                self.environments.create([values]).flush_recordset()

    def test_what_is_noted_is_written_by_nobody(self):
        with self._by_night():
            made = self._make()
            for values in (
                {"deleted_at": "2026-03-12"},
                {"deleted_by_id": self.leader.id},
                {"deleted_ticket_id": False},
                {"created_at": "2025-03-12"},
            ):
                with self.subTest(**values), self._refused("is noted by itself"):
                    made.write(values)
            with self._refused("is noted by itself"):
                self._make(self._ask("community"), created_at="2025-03-13 04:00:00")
        # by day, as if it had been last night
        hostile = self.environments.with_context(
            default_created_at="2026-03-12 04:00:00", default_ticket_id=self.ticket.id
        )
        with self._refused("is noted by itself"):
            hostile.create({"url": "https://a.example.com"})
        hostile = self.environments.with_context(default_ticket_id=self.ticket.id)
        with self._refused("from 22:00"):
            hostile.create({"url": "https://a.example.com"})

    def test_leaders_bring_the_past_along(self):
        made = self.environments.with_user(self.leader).create(
            {
                "partner_id": self.company_b.id,
                "scenario": "fullappsuite",
                "url": "https://antes.example.com",
                "production_version": "18.0",
                "created_at": "2025-03-13 04:00:00",
            }
        )
        self.assertFalse(made.ticket_id)

    def test_it_stays_what_it_is(self):
        made = self._make(self._ask("community"))
        with self._refused("stays what it is"):
            made.scenario = "enterprise"
        made.scenario = "community"
        made.url = "https://otra.example.com"

    def test_of_the_customer_who_asks(self):
        with self._refused("of another customer", ValidationError):
            self._make(self._ask("community"), partner_id=self.company_b.id)

    def test_for_a_ticket_that_they_may_write(self):
        """Hostile: own analysts reach no tickets of others through it."""
        foreign = self._ask("community", user_id=self.leader.id).sudo()
        with self.assertRaises(AccessError):
            self._make(foreign)
        made = self._make(self._ask("community"))
        with self.assertRaises(AccessError):
            made.delete_database(foreign.id)

    def test_deleting_twice_changes_nothing(self):
        made = self._make(self._ask("community"))
        made.delete_database()
        before = made.deleted_at
        with self._on("2026-03-14"):
            made.action_delete()
        self.assertEqual(made.deleted_at, before)

    def test_without_hours_the_button_asks(self):
        self.plan.write({"night_from": 0, "night_to": 0})
        with self._refused("Make sure first"):
            self._make()
        made = self._make(night_confirmed=True)
        with self._refused("Make sure first"):
            made.delete_database()
        made.action_delete()
        self.assertTrue(made.deleted_at)

    def test_hours_that_are_none(self):
        with self._refused("between 0:00 and 24:00", ValidationError):
            self.plan.night_to = 25

    def test_the_form(self):
        """A manager writes one down that nobody had noted."""
        manager = new_test_user(self.env, "marta", MANAGER, name="Marta")
        form = Form(self.environments.with_user(manager))
        form.url = "https://pruebas.example.com"
        form.ticket_id = self._ask("enterprise", environment_modality="saas").sudo()
        self.assertEqual(form.partner_id, self.company_a)
        self.assertEqual((form.scenario, form.modality), ("enterprise", "saas"))
        self.assertFalse(form.is_charged)
        self.assertTrue(form.save())

    def test_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Otra"})
        made = self._make(self._ask("community"))
        stranger = new_test_user(
            self.env,
            "omar",
            MANAGER,
            company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        found = self.environments.with_user(stranger).search([("id", "=", made.id)])
        self.assertFalse(found)

    def test_requesters_reach_nothing(self):
        made = self._make(self._ask("community"))
        with self.assertRaises(AccessError):
            made.with_user(self.portal_user).read(["url"])
        with self.assertRaises(AccessError):
            made.with_user(self.employee).delete_database()
        with self.assertRaises(UserError):
            self.environments.with_user(self.employee).create({"url": "x"})

    def test_the_ticket_names_its_own(self):
        ticket = self._ask("community")
        self.assertFalse(ticket.environment_url)
        made = self._make(ticket)
        self.assertEqual(ticket.environment_url, "https://pruebas.example.com")
        made.delete_database()
        self.assertFalse(ticket.environment_url)

    def test_former_ones_are_shown(self):
        with self._by_night():
            made = self._make()
        later = self._ask()
        self.assertEqual(later.environment_former_ids, made)
        self.assertFalse(self.ticket.environment_former_ids)
        self.assertIn("from 22:00", later.environment_night_text)
