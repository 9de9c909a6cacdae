from itertools import combinations

from ..logic.triage import (
    DIMENSIONS,
    Facts,
    Level,
    Terms,
    find_attending_level,
    find_intake_level,
    find_missing,
    find_next_step,
)
from .logic_case import LogicCase

ALL = frozenset(DIMENSIONS)


def subsets(items):
    return [
        frozenset(some)
        for size in range(len(items) + 1)
        for some in combinations(items, size)
    ]


class TestMissing(LogicCase):
    def test_every_combination_of_terms_and_facts(self):
        for needs_type in (True, False):
            for required in subsets(DIMENSIONS):
                for tagged in subsets(DIMENSIONS):
                    for has_type in (True, False):
                        facts = Facts(has_type=has_type, dimensions=tagged)
                        missing = find_missing(facts, Terms(needs_type, required))
                        expected = set(required - tagged)
                        if needs_type and not has_type:
                            expected.add("type")
                        self.assertEqual(set(missing), expected)

    def test_in_the_order_in_which_people_are_asked(self):
        missing = find_missing(Facts(), Terms(True, ALL))
        self.assertEqual(missing, ("type", "module", "process", "origin"))

    def test_without_terms_nothing_is_missing(self):
        self.assertEqual(find_missing(Facts(), Terms()), ())


class TestNextStep(LogicCase):
    def test_one_step_after_the_other(self):
        terms = Terms(needs_type=True)
        table = [
            (Facts(), "identify"),
            (Facts(identified=True), "classify"),
            (Facts(identified=True, has_type=True), "confirm"),
            (Facts(identified=True, has_type=True, triaged=True), "assign"),
            (Facts(True, True, triaged=True, assigned=True), "start"),
            (Facts(True, True, triaged=True, assigned=True, blocked=True), "unblock"),
            (Facts(True, True, ALL, True, True, "in_progress"), "work"),
            (Facts(True, True, ALL, True, True, "in_progress", True), "unblock"),
            (Facts(True, True, ALL, True, False, "in_progress"), "assign"),
            (Facts(stage="waiting_customer"), "wait"),
            (Facts(stage="solved"), "done"),
            (Facts(stage="cancelled"), "done"),
        ]
        for facts, expected in table:
            with self.subTest(facts):
                self.assertEqual(find_next_step(facts, terms), expected)

    def test_what_is_confirmed_is_not_asked_for_again(self):
        facts = Facts(identified=True, triaged=True)
        self.assertEqual(find_next_step(facts, Terms(True, ALL)), "assign")


class TestLevels(LogicCase):
    N1 = Level(1, "level", "provider", frozenset({10, 20}))
    N2 = Level(2, "level", "provider", frozenset({10}))
    N3 = Level(3, "level", "provider", frozenset({30}))
    AREA = Level(4, "area", "provider")
    THEIRS = Level(5, "level", "customer")

    def test_tickets_come_in_at_the_first_level_that_is_ours(self):
        """A-G-10, A-NAV-58: Codify's first level is the customer's, Ikhodi has none."""
        table = [
            ([self.N1, self.N2, self.AREA], 1),
            ([self.THEIRS, self.N2, self.N3], 2),
            ([self.AREA, self.N3], 3),
            ([self.THEIRS, self.AREA], None),
            ([], None),
        ]
        for levels, expected in table:
            with self.subTest(levels):
                self.assertEqual(find_intake_level(levels), expected)

    def test_a_ticket_goes_to_the_first_level_that_attends_its_type(self):
        """NAV-3.3-01."""
        levels = [self.N1, self.N2, self.N3, self.AREA]
        table = [
            # type, current level, expected
            (10, 1, 1),
            (20, 1, 1),
            (30, 1, 3),
            (10, 2, 2),  # it stays where it is attended
            (20, 2, 1),
            (40, 1, 1),  # nobody attends it: it stays
            (0, 2, 2),  # without a type every level attends it
            (10, 4, 4),  # an area without types attends all
            (10, None, 1),
        ]
        for type_id, current, expected in table:
            with self.subTest(type_id=type_id, current=current):
                found = find_attending_level(levels, type_id, current)
                self.assertEqual(found, expected)

    def test_no_ticket_is_sent_to_the_customer_or_to_an_area(self):
        levels = [self.THEIRS, self.AREA, self.N3]
        self.assertEqual(find_attending_level(levels, 30, None), 3)
        self.assertIsNone(find_attending_level([self.THEIRS, self.AREA], 30, None))
