"""Checks of the procedures: what is seen in the facts of a ticket."""

from itertools import product

from ..logic.playbook import (
    CHECKS,
    CONDITIONS,
    FAIL,
    INFORMATION,
    PASS,
    Customer,
    Facts,
    Module,
    Playbook,
    find_playbook,
    read_documents,
)
from .logic_case import LogicCase

SALES = Module("Ventas", frozenset({1, 2}))
STOCK = Module("Inventario", frozenset({3}))
NAMELESS = Module("Módulos")
ALL_KNOWN = dict.fromkeys(INFORMATION, True)


def see(check, **facts):
    """Return (state, code) of what a check sees."""
    verdict = CHECKS[check](Facts(**facts))
    return verdict.state, verdict.code


class TestProposal(LogicCase):
    """NAV-3.4.1-01: which procedure a ticket needs."""

    BUG, PROBLEM, REQUEST, DOCUMENTS, MODULES, TESTBED = range(1, 7)
    PLAYBOOKS = (
        Playbook(2, frozenset({9}), frozenset({BUG, PROBLEM}), frozenset({DOCUMENTS})),
        Playbook(4, frozenset({9}), frozenset({BUG})),
        Playbook(7, frozenset({9}), frozenset({REQUEST}), frozenset({TESTBED})),
        Playbook(3, frozenset({9}), frozenset({REQUEST}), frozenset({MODULES})),
        Playbook(8, company=5),
    )

    def _find(self, kind, *tags, plan=9, company=1):
        return find_playbook(self.PLAYBOOKS, plan, kind, tags, company)

    def test_type_and_tags(self):
        for kind, tags, found in [
            (self.BUG, (), 4),
            (self.BUG, (self.MODULES,), 4),
            (self.BUG, (self.DOCUMENTS,), 2),
            (self.PROBLEM, (self.DOCUMENTS,), 2),
            (self.PROBLEM, (), None),
            (self.REQUEST, (), None),
            (self.REQUEST, (self.MODULES,), 3),
            (self.REQUEST, (self.MODULES, self.TESTBED), 7),
            (None, (self.DOCUMENTS,), None),
        ]:
            with self.subTest(kind=kind, tags=tags):
                self.assertEqual(self._find(kind, *tags), found)

    def test_of_the_plan_only(self):
        self.assertIsNone(self._find(self.BUG, plan=8))

    def test_one_that_asks_for_nothing_is_proposed_for_nothing(self):
        self.assertIsNone(self._find(self.PROBLEM, company=5))


class TestCustomer(LogicCase):
    """CHK-CLI: NAV-3.4.1.N1-04, -05, N2-03, N3-07, N4-05."""

    def test_how_they_stand(self):
        for standing, seen in [
            ("ok", ("passed", "customer_ok")),
            ("late", ("passed", "customer_late")),
            ("agreement", ("passed", "customer_agreement")),
            ("arrears", ("failed", "customer_arrears")),
            ("agreement_broken", ("failed", "customer_arrears")),
            ("no_service", ("failed", "customer_no_service")),
            ("unknown", ("open", "customer_unknown")),
        ]:
            with self.subTest(standing):
                self.assertEqual(see("customer_ok", standing=standing), seen)

    def test_arrears_do_not_matter_or_somebody_decided(self):
        for name in ("arrears_exempt", "arrears_overridden"):
            code = name.replace("arrears", "customer")
            seen = see("customer_ok", standing="arrears", **{name: True})
            self.assertEqual(seen, ("passed", code))
            seen = see("customer_ok", standing="no_service", **{name: True})
            self.assertEqual(seen, ("failed", "customer_no_service"))

    def test_a_desk_that_sells_no_subscriptions(self):
        seen = see("customer_ok", standing="no_service", sells_service=False)
        self.assertEqual(seen, ("passed", "customer_ok"))

    def test_each_of_several_customers_has_to_pass(self):
        fine, late = Customer("Sol", "ok"), Customer("Luna", "late", 3)
        owing, gone = Customer("Mar", "arrears", 40), Customer("Río", "no_service")
        for others, seen in [
            ((fine, late), ("passed", "customer_ok")),
            ((fine, owing), ("failed", "other_arrears")),
            ((gone, owing), ("failed", "other_no_service")),
        ]:
            self.assertEqual(see("customer_ok", standing="ok", others=others), seen)
        verdict = CHECKS["customer_ok"](Facts(standing="ok", others=(owing,)))
        self.assertEqual(dict(verdict.values), {"name": "Mar", "days": 40})


class TestScope(LogicCase):
    """CHK-SCOPE: NAV-3.4.1.N1-06, -07, N3-08, -09, N4-06."""

    def test_what_was_bought(self):
        for modules, contracted, seen in [
            ((), {1}, ("open", "no_module")),
            ((SALES,), None, ("open", "no_subscription")),
            ((SALES,), {1}, ("passed", "in_bought")),
            ((SALES, STOCK), {2, 3}, ("passed", "in_bought")),
            ((SALES, STOCK), {1}, ("passed", "out_not_bought")),
            ((SALES,), (), ("passed", "out_not_bought")),
            ((NAMELESS,), {1}, ("open", "module_unknown")),
            ((NAMELESS, SALES), {1}, ("open", "module_unknown")),
            ((NAMELESS, STOCK), {1}, ("passed", "out_not_bought")),
        ]:
            bought = None if contracted is None else frozenset(contracted)
            facts = {"modules": modules, "contracted": bought}
            with self.subTest(**facts):
                self.assertEqual(see("scope", **facts), seen)
                is_out = CONDITIONS["out_of_scope"](Facts(**facts))
                self.assertEqual(is_out, seen[1].startswith("out_"))

    def test_a_person_decides_otherwise(self):
        for modules in ((), (SALES,), (NAMELESS,)):
            for state, is_out in (("in", False), ("out", True)):
                facts = {"modules": modules, "contracted": frozenset({3})}
                facts["scope_state"] = state
                self.assertEqual(see("scope", **facts)[1], f"{state}_decided")
                self.assertEqual(CONDITIONS["out_of_scope"](Facts(**facts)), is_out)

    def test_it_names_what_lies_outside(self):
        facts = Facts(modules=(SALES, STOCK), contracted=frozenset({1}))
        self.assertEqual(CHECKS["scope"](facts).values, {"modules": "Inventario"})

    def test_authorised(self):
        self.assertEqual(see("scope_authorised")[0], "open")
        self.assertEqual(see("scope_authorised", scope_authorised=True)[0], "passed")


class TestPreparation(LogicCase):
    def test_information(self):
        """CHK-INFO; what cannot be reproduced needs no steps (NAV-3.4.1.N1-08)."""
        for is_diagnosed, lacking, missing in [
            (True, (), []),
            (True, ("steps",), ["steps"]),
            (True, ("module", "customer"), ["customer", "module"]),
            (False, ("steps", "error"), []),
            (False, ("description",), ["description"]),
        ]:
            known = {part: part not in lacking for part in INFORMATION}
            facts = Facts(known=known, is_diagnosed=is_diagnosed)
            verdict = CHECKS["information"](facts)
            with self.subTest(lacking=lacking, is_diagnosed=is_diagnosed):
                self.assertEqual(verdict.values.get("parts", []), missing)
                self.assertEqual(verdict.state, "open" if missing else "passed")

    def test_texts(self):
        for check, name in [
            ("text", "evidence"),
            ("notes", "notes"),
            ("notes", "evidence"),
            ("development_notes", "development_notes"),
            ("manipulation_diagnosed", "manipulation_diagnosis"),
            ("manipulation_described", "manipulation_nature"),
            ("tests_written", "tests_result"),
        ]:
            for text, state in (("", "open"), (" \n", "open"), ("n/a", "passed")):
                with self.subTest(check=check, text=text):
                    self.assertEqual(see(check, **{name: text})[0], state)

    def test_duplicates(self):
        """CHK-DUP: NAV-3.4.1.N1-10."""
        self.assertEqual(see("duplicates"), ("passed", "no_duplicates"))
        verdict = CHECKS["duplicates"](Facts(duplicates=2))
        self.assertEqual((verdict.state, verdict.values), ("open", {"count": 2}))

    def test_handed_over(self):
        """NAV-3.4.1.N1-11: to a level, or to the one that the step names."""
        for target, reached, state in [
            (None, {}, "open"),
            (None, {"commercial": "area"}, "open"),
            (None, {"n2": "level"}, "passed"),
            (None, {"n2": "level", "commercial": "area"}, "passed"),
            ("n3", {"n2": "level"}, "open"),
            ("n3", {"n2": "level", "n3": "level"}, "passed"),
            ("commercial", {"commercial": "area"}, "passed"),
        ]:
            with self.subTest(target=target, reached=reached):
                seen = see("handed_over", target=target, reached=reached)
                self.assertEqual(seen[0], state)

    def test_solved_where_it_came_in(self):
        """NAV-3.2-18: with a reason; not where a step names a level."""
        seen = see("handed_over", stays_because="Era un permiso")
        self.assertEqual(seen, ("passed", "kept"))
        seen = see("handed_over", stays_because="Era un permiso", target="n3")
        self.assertEqual(seen[0], "open")


class TestElectronicDocuments(LogicCase):
    """Procedure No.2."""

    def test_numbers_are_read(self):
        for text, numbers in [
            (None, ()),
            (" \n , ;", ()),
            ("FE-1", ("FE-1",)),
            ("FE 1, FE 2;FE 3\nFE 4", ("FE 1", "FE 2", "FE 3", "FE 4")),
            ("FE-1\nFE-1", ("FE-1",)),
        ]:
            with self.subTest(text=text):
                self.assertEqual(read_documents(text), numbers)

    def test_exactly_one_document(self):
        """NAV-3.4.1.N2-07."""
        for numbers, chosen, seen in [
            ((), "", ("open", "no_document")),
            ((), "A", ("open", "no_document")),
            (("A",), "", ("passed", "document_chosen")),
            (("A", "B"), "", ("open", "document_not_chosen")),
            (("A", "B"), "C", ("open", "document_not_chosen")),
            (("A", "B"), "B", ("passed", "document_chosen")),
        ]:
            facts = {"document_numbers": numbers, "document_chosen": chosen}
            with self.subTest(**facts):
                self.assertEqual(see("document_chosen", **facts), seen)
                several = CONDITIONS["several_numbers"](Facts(**facts))
                self.assertEqual(several, len(numbers) > 1)

    def test_xml(self):
        """NAV-3.4.1.N2-10, A-NAV-41."""
        for files, state in [
            ((), "open"),
            (("foto.png", "xml.txt"), "open"),
            (("foto.png", "FE-1.XML"), "passed"),
        ]:
            self.assertEqual(see("xml", files=files)[0], state)

    def test_provider(self):
        """NAV-3.4.1.N2-11: who, and under which number."""
        for name, reference, state in [
            ("", "", "open"),
            ("Facturatech", " ", "open"),
            ("", "77", "open"),
            ("Facturatech", "77", "passed"),
        ]:
            facts = {"provider_name": name, "provider_reference": reference}
            self.assertEqual(see("provider", **facts)[0], state)

    def test_answer_of_the_provider(self):
        self.assertEqual(see("provider_answered")[0], "open")
        for answer in ("development", "no_development"):
            seen = see("provider_answered", provider_answer=answer)
            self.assertEqual(seen, ("passed", f"provider_{answer}"))

    def test_known_errors(self):
        """NAV-3.4.1.N2-04."""
        for facts, seen in [
            ({}, ("open", "known_errors_not_searched")),
            ({"known_error_looked": True}, ("passed", "no_known_error")),
            ({"known_error": "Error 402"}, ("passed", "known_error")),
        ]:
            self.assertEqual(see("known_error", **facts), seen)


class TestManipulation(LogicCase):
    """NAV-3.4.1.N1-12 … N1-19."""

    def test_it_was_found(self):
        for found in (True, False):
            self.assertEqual(CONDITIONS["manipulated"](Facts(manipulated=found)), found)

    def test_charge(self):
        for state, invoiced, paid in [
            (None, ("open", "charge_missing"), ("open", "charge_missing")),
            ("draft", ("open", "charge_draft"), ("open", "charge_draft")),
            ("cancelled", ("open", "charge_cancelled"), ("open", "charge_cancelled")),
            ("posted", ("passed", "charge_invoiced"), ("open", "charge_unpaid")),
            ("paid", ("passed", "charge_invoiced"), ("passed", "charge_paid")),
        ]:
            with self.subTest(state=state):
                self.assertEqual(see("charge_invoiced", charge_state=state), invoiced)
                self.assertEqual(see("charge_paid", charge_state=state), paid)

    def test_support_goes_on_where_it_is_paid(self):
        for state, level, seen in [
            (None, "n3", ("open", "charge_missing")),
            ("posted", "n3", ("open", "charge_unpaid")),
            ("paid", "commercial", ("open", "not_resumed")),
            ("paid", "n3", ("passed", "resumed")),
        ]:
            facts = {"charge_state": state, "level": level, "target": "n3"}
            self.assertEqual(see("resumed", **facts), seen)


class TestTests(LogicCase):
    """NAV-3.4.1.N1-20 … N1-22, N3-14 … N3-16, N4-12 … N4-14."""

    def test_databases(self):
        for states, seen in [
            ((), ("open", "no_databases")),
            (("todo",), ("open", "databases_left")),
            ((PASS, "todo"), ("open", "databases_left")),
            ((PASS, FAIL, "todo"), ("failed", "databases_failed")),
            ((PASS, PASS), ("passed", "databases_passed")),
        ]:
            self.assertEqual(see("databases", databases=states), seen)

    def test_the_last_test(self):
        for state, databases, seen in [
            (None, (), ("open", "tests_missing")),
            (FAIL, (), ("failed", "tests_failed")),
            (FAIL, (PASS,), ("failed", "tests_failed")),
            (PASS, (), ("passed", "tests_passed")),
            (PASS, (PASS, "todo"), ("open", "databases_left")),
            (PASS, (FAIL,), ("failed", "databases_failed")),
            (PASS, (PASS,), ("passed", "tests_passed")),
        ]:
            facts = {"tests_state": state, "databases": databases}
            with self.subTest(**facts):
                self.assertEqual(see("tests_passed", **facts), seen)

    def test_what_has_failed_is_not_written_off(self):
        seen = see("tests_written", tests_result="Probado", tests_state=FAIL)
        self.assertEqual(seen, ("failed", "tests_failed"))


class TestChecks(LogicCase):
    def test_every_check_says_something_of_nothing(self):
        """Whatever is known: a state that there is, and values that JSON takes."""
        known = Facts(
            standing="late", modules=(SALES,), contracted=frozenset(), known=ALL_KNOWN
        )
        for facts, (name, check) in product((Facts(), known), CHECKS.items()):
            with self.subTest(name):
                verdict = check(facts)
                self.assertIn(verdict.state, ("passed", "failed", "open"))
                for value in verdict.values.values():
                    self.assertIsInstance(value, str | int | list)
        for condition in CONDITIONS.values():
            self.assertIsInstance(condition(Facts()), bool)
