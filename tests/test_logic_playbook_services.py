"""Checks of procedures No.5 to 7: activation, take-down, test database."""

from datetime import date, datetime

from ..logic.playbook import (
    CHECKS,
    CONDITIONS,
    Activation,
    Environment,
    Facts,
    Takedown,
)
from ..logic.playbook_activation import is_address
from ..logic.playbook_environment import find_trial_end, is_night
from ..logic.playbook_takedown import (
    find_notice_day,
    find_takedown_day,
    is_lifting,
    is_owing,
)
from .logic_case import LogicCase

NOON = datetime(2026, 3, 12, 17)


def see(check, **facts):
    """Return (state, code) of what a check sees."""
    verdict = CHECKS[check](Facts(**facts))
    return verdict.state, verdict.code


def applies(condition, **facts):
    return CONDITIONS[condition](Facts(**facts))


class TestActivation(LogicCase):
    """NAV-3.4.1.N5-06 … N5-10, N5-15."""

    SCOPE = Activation(
        modules="Ventas\nCompras", developments="ninguno", url="https://sol.example.com"
    )

    def test_scope(self):
        for changed, expected in [
            ({}, ("passed", "activation_scope")),
            ({"modules": "  "}, ("open", "activation_no_modules")),
            ({"developments": ""}, ("open", "activation_no_developments")),
            ({"url": ""}, ("open", "activation_no_url")),
            ({"url": "mañana"}, ("open", "address_wrong")),
            ({"url": "sol.example.com"}, ("passed", "activation_scope")),
        ]:
            with self.subTest(**changed):
                scope = self.SCOPE._replace(**changed)
                self.assertEqual(see("activation_scope", activation=scope), expected)

    def test_users_and_version(self):
        for users, state in [("", "open"), ("\n ", "open"), ("ninguno", "passed")]:
            seen = see("activation_users", activation=Activation(users=users))
            self.assertEqual(seen[0], state)
        for version, state in [("", "open"), (" ", "open"), ("19.0", "passed")]:
            seen = see("activation_version", activation=Activation(version=version))
            self.assertEqual(seen[0], state)

    def test_the_resolution_follows_the_verification(self):
        self.assertEqual(see("verified"), ("open", "not_verified"))
        failed = frozenset({"verified"})
        self.assertEqual(see("verified", failed=failed), ("open", "verified_failed"))
        passed = {"verified": NOON}
        self.assertEqual(see("verified", done=passed), ("passed", "verified"))

    def test_addresses(self):
        for text, expected in [
            ("https://sol.example.com", True),
            ("http://sol.example.com/web?x=1", True),
            ("sol.example.com", True),
            (" sol.example.com ", True),
            ("localhost", False),
            ("la de siempre", False),
            ("javascript:alert(1)", False),
            ("https://", False),
            ("", False),
        ]:
            with self.subTest(text=text):
                self.assertIs(is_address(text), expected)


class TestTakedown(LogicCase):
    """NAV-3.4.1.N6-04 … N6-19, A-NAV-23."""

    MONDAY = date(2026, 3, 2)  # suspended
    RUNNING = Takedown(
        cause="nonpayment", kind="suspension", overdue=40, suspended_on=MONDAY
    )

    def _see(self, check, today=date(2026, 3, 9), standing="arrears", **changed):
        takedown = self.RUNNING._replace(**changed)
        return see(check, today=today, standing=standing, takedown=takedown)

    def test_the_number_of_days_without_payment_has_no_default(self):
        for changed, expected in [
            ({"cause": None}, ("open", "takedown_no_cause")),
            ({"kind": None}, ("open", "takedown_no_kind")),
            # the plan does not say: a person does
            ({"limit": 0}, ("open", "takedown_to_confirm")),
            ({"limit": 0, "confirmed": True}, ("passed", "takedown_confirmed")),
            # it does
            ({"limit": 41}, ("failed", "takedown_paid_lately")),
            ({"limit": 41, "confirmed": True}, ("failed", "takedown_paid_lately")),
            ({"limit": 40}, ("passed", "takedown_unpaid")),
            # nobody has to owe anything to leave
            ({"cause": "request", "limit": 60}, ("passed", "takedown_request")),
            ({"cause": "commercial"}, ("passed", "takedown_commercial")),
        ]:
            with self.subTest(**changed):
                self.assertEqual(self._see("takedown_cause", **changed), expected)

    def test_an_agreement_keeps_the_database(self):
        seen = self._see("takedown_cause", standing="agreement", confirmed=True)
        self.assertEqual(seen, ("failed", "takedown_agreement"))

    def test_somebody_has_to_have_the_task(self):
        for changed, expected in [
            ({"suspended_on": None}, ("open", "takedown_no_date")),
            ({}, ("open", "takedown_unplanned")),
            ({"planned": True}, ("passed", "takedown_planned")),
            ({"noticed_on": date(2026, 3, 9)}, ("passed", "takedown_planned")),
        ]:
            with self.subTest(**changed):
                self.assertEqual(self._see("takedown_planned", **changed), expected)

    def test_the_notice_is_of_the_seventh_day(self):
        self.assertEqual(find_notice_day(self.MONDAY), date(2026, 3, 9))
        for today, noticed, expected in [
            (8, None, ("open", "takedown_notice_later")),
            (8, 8, ("open", "takedown_notice_later")),
            (9, None, ("open", "takedown_notice_due")),
            (9, 9, ("passed", "takedown_noticed")),
            (12, 11, ("passed", "takedown_noticed")),
        ]:
            with self.subTest(today=today, noticed=noticed):
                seen = self._see(
                    "takedown_notice",
                    today=date(2026, 3, today),
                    noticed_on=noticed and date(2026, 3, noticed),
                )
                self.assertEqual(seen, expected)

    def test_nothing_goes_before_the_day_after_the_notice(self):
        for today, noticed, expected in [
            (9, None, ("open", "takedown_not_noticed")),
            (30, None, ("open", "takedown_not_noticed")),
            (9, 9, ("open", "takedown_day_later")),
            (10, 9, ("passed", "takedown_day_come")),
            # told late: that day is theirs
            (11, 11, ("open", "takedown_day_later")),
            (12, 11, ("passed", "takedown_day_come")),
        ]:
            with self.subTest(today=today, noticed=noticed):
                seen = self._see(
                    "takedown_day",
                    today=date(2026, 3, today),
                    noticed_on=noticed and date(2026, 3, noticed),
                )
                self.assertEqual(seen, expected)
        # told early by mistake: the eighth day stays
        early = find_takedown_day(self.MONDAY, date(2026, 3, 4))
        self.assertEqual(early, date(2026, 3, 10))

    def test_the_reason_stands_twice_whatever_the_channel(self):
        whole = {
            "reason": "Cerró el negocio",
            "channel": "direct",
            "subscribed": True,
            "noted": "Cerró el negocio",
        }
        for changed, code in [
            ({"reason": " "}, "takedown_no_reason"),
            ({"channel": None}, "takedown_no_channel"),
            ({"subscribed": False}, "service_unknown"),
            ({"noted": ""}, "takedown_reason_not_noted"),
            ({}, "takedown_reason_noted"),
            ({"channel": "indirect"}, "takedown_reason_noted"),
        ]:
            with self.subTest(**changed):
                seen = self._see("takedown_reason", **{**whole, **changed})
                self.assertEqual(seen[1], code)
        indirect = {**whole, "channel": "indirect", "noted": ""}
        self.assertEqual(self._see("takedown_reason", **indirect)[0], "open")

    def test_the_record_names_customer_and_address(self):
        whole = {"customer": True, "url": "sol.example.com"}
        for changed, code in [
            ({}, "takedown_record"),
            ({"customer": False}, "customer_missing"),
            ({"url": ""}, "takedown_no_url"),
            ({"url": "la base"}, "address_wrong"),
        ]:
            with self.subTest(**changed):
                seen = self._see("takedown_record", **{**whole, **changed})
                self.assertEqual(seen[1], code)

    def test_the_areas_know(self):
        self.assertEqual(self._see("takedown_told"), ("open", "takedown_untold"))
        self.assertEqual(
            self._see("takedown_told", told=True), ("passed", "takedown_told")
        )

    def test_paying_ends_a_suspension(self):
        for changed, owed, standing, expected in [
            ({"overdue": 0}, True, "ok", True),
            ({"overdue": 0}, True, "no_service", True),
            ({"overdue": 40}, True, "agreement", True),
            ({"overdue": 40}, True, "arrears", False),
            ({"overdue": 3}, True, "late", False),
            ({"overdue": 40}, True, "agreement_broken", False),
            ({"overdue": 40}, True, "no_service", False),
            ({"overdue": 0}, True, "unknown", False),
            # their books are kept elsewhere
            ({"overdue": 0}, False, "ok", False),
            ({"overdue": 0, "cause": "request"}, True, "ok", False),
            ({"overdue": 0, "kind": "final"}, True, "ok", False),
            ({"overdue": 0, "lifted": True}, True, "ok", False),
        ]:
            with self.subTest(standing=standing, owed=owed, **changed):
                takedown = self.RUNNING._replace(**changed)
                self.assertIs(is_lifting(takedown, owed, standing), expected)

    def test_what_is_owed(self):
        for standing, days, expected in [
            ("ok", 0, False),
            ("late", 3, True),
            ("agreement", 40, False),
            ("no_service", 0, False),
        ]:
            with self.subTest(standing=standing):
                self.assertIs(is_owing(standing, days), expected)

    def test_conditions(self):
        for changed, expected in [
            ({}, (True, True, False)),
            ({"kind": "final"}, (False, True, False)),
            ({"kind": None}, (False, True, False)),
            ({"lifted": True}, (False, False, True)),
        ]:
            takedown = self.RUNNING._replace(**changed)
            names = ("suspended", "taken_down", "lifted")
            found = tuple(applies(name, takedown=takedown) for name in names)
            with self.subTest(**changed):
                self.assertEqual(found, expected)


class TestEnvironment(LogicCase):
    """NAV-3.4.1.N7-05 … N7-21, A-NAV-25 … A-NAV-27."""

    def test_the_first_month_of_service(self):
        for start, end in [
            ((2026, 2, 10), (2026, 3, 10)),
            ((2026, 1, 31), (2026, 2, 28)),
            ((2024, 1, 31), (2024, 2, 29)),
            ((2026, 12, 31), (2027, 1, 31)),
            ((2026, 11, 30), (2026, 12, 30)),
            ((2026, 12, 1), (2027, 1, 1)),
        ]:
            with self.subTest(start=start):
                self.assertEqual(find_trial_end(date(*start)), date(*end))

    def test_it_may_be_asked_in_the_first_month(self):
        """AT-26: the service began on 10 February."""
        for day, state, beyond in [
            (8, "passed", False),
            (9, "passed", False),
            (10, "failed", True),
            (11, "failed", True),
        ]:
            asked = Environment(
                started_on=date(2026, 2, 10), asked_on=date(2026, 3, day)
            )
            with self.subTest(day=day):
                self.assertEqual(see("first_month", environment=asked)[0], state)
                self.assertIs(applies("after_first_month", environment=asked), beyond)

    def test_the_commercial_area_decides_later(self):
        asked = Environment(
            started_on=date(2026, 2, 10), asked_on=date(2026, 3, 11), extended=True
        )
        self.assertEqual(
            see("first_month", environment=asked), ("passed", "trial_extended")
        )
        self.assertTrue(applies("after_first_month", environment=asked))

    def test_nobody_guesses_when_the_service_began(self):
        asked = Environment(asked_on=date(2026, 3, 11))
        self.assertEqual(
            see("first_month", environment=asked), ("open", "service_unknown")
        )
        self.assertFalse(applies("after_first_month", environment=asked))

    def test_the_communal_one_is_offered(self):
        for answer, expected in [
            (None, ("open", "communal_unanswered")),
            ("accepted", ("passed", "communal_accepted")),
            ("declined", ("passed", "communal_declined")),
        ]:
            asked = Environment(communal=answer)
            with self.subTest(answer=answer):
                self.assertEqual(see("communal_answer", environment=asked), expected)

    def test_customer_and_cause(self):
        for customer, cause, code in [
            (False, "Probar", "customer_missing"),
            (True, " ", "environment_no_cause"),
            (True, "Probar", "environment_cause"),
        ]:
            asked = Environment(customer=customer, cause=cause)
            self.assertEqual(see("environment_cause", environment=asked)[1], code)

    def test_three_scenarios(self):
        for scenario, modality, code, kinds in [
            (None, None, "environment_no_scenario", ()),
            ("enterprise", None, "environment_no_modality", ("enterprise",)),
            ("enterprise", "sh", "environment_enterprise", ("enterprise",)),
            ("fullappsuite", None, "environment_fullappsuite", ("fullappsuite",)),
            ("community", None, "environment_community", ("charged",)),
        ]:
            asked = Environment(scenario=scenario, modality=modality)
            found = tuple(
                name
                for name in ("enterprise", "fullappsuite", "charged")
                if applies(name, environment=asked)
            )
            with self.subTest(scenario=scenario, modality=modality):
                seen = see("environment_scenario", environment=asked)
                self.assertEqual(seen[1], code)
                self.assertEqual(found, kinds)

    def test_who_takes_the_communal_one_needs_no_other(self):
        asked = Environment(communal="accepted", scenario="fullappsuite", previous=1)
        self.assertTrue(applies("communal", environment=asked))
        for name in ("own_environment", "fullappsuite", "former_environment"):
            with self.subTest(name=name):
                self.assertFalse(applies(name, environment=asked))

    def test_the_former_one_goes_first(self):
        for previous, deleted, condition, state in [
            (0, False, False, "passed"),
            (1, False, True, "open"),
            (0, True, True, "passed"),
        ]:
            asked = Environment(
                scenario="fullappsuite", previous=previous, deleted=deleted
            )
            with self.subTest(previous=previous, deleted=deleted):
                found = applies("former_environment", environment=asked)
                self.assertIs(found, condition)
                seen = see("environment_deleted", environment=asked)
                self.assertEqual(seen[0], state)
        other = Environment(scenario="enterprise", previous=1)
        self.assertFalse(applies("former_environment", environment=other))

    def test_a_night_may_reach_over_midnight(self):
        for at, start, stop, expected in [
            (14, 22, 6, False),
            (21.99, 22, 6, False),
            (22, 22, 6, True),
            (2, 22, 6, True),
            (6, 22, 6, False),
            (2, 1, 5, True),
            (5, 1, 5, False),
            (14, 0, 0, None),
            (14, 22, 22, None),
        ]:
            with self.subTest(at=at, start=start, stop=stop):
                self.assertIs(is_night(at, start, stop), expected)

    def test_it_is_made_by_night(self):
        for night, url, expected in [
            (False, "", ("open", "environment_is_day")),
            (True, "", ("passed", "environment_is_night")),
            (None, "", ("passed", "environment_night_asked")),
            (False, "https://p.example.com", ("passed", "environment_was_night")),
        ]:
            asked = Environment(night=night, night_from="22:00", url=url)
            with self.subTest(night=night, url=url):
                self.assertEqual(see("environment_night", environment=asked), expected)

    def test_it_is_made(self):
        self.assertEqual(see("environment_made")[0], "open")
        made = Environment(url="https://p.example.com")
        self.assertEqual(see("environment_made", environment=made)[0], "passed")
