from itertools import product

from ..logic.escalation import (
    Candidate,
    Case,
    PastHandOver,
    Route,
    find_choices,
    find_move_refusal,
    find_next,
    find_origin,
    find_previous,
    find_refusal,
    find_route,
    find_unknown,
    is_ahead,
    share_out,
)
from ..logic.triage import Level
from .logic_case import LogicCase

LEVELS = ("n1", "n2", "n3", "commercial", "projects", "development")
#: the matrix of Navegasoft (NAV-3.5-02 … -14)
PROBLEM = Route(("n1", "n2", "n3"))
QUESTION = Route(("n1", "n2"))
BUG = Route(("n1", "n3"))
REQUEST = Route(("n1",), ("commercial", "projects"))
USABILITY = Route(("n1", "projects"))
DEFAULT = Route(("n1", "n2", "n3"), is_default=True)
ALL = (PROBLEM, QUESTION, BUG, REQUEST, USABILITY, DEFAULT)


def at(current, route=PROBLEM, strict=True):
    return Case(route, LEVELS, current, "n1", strict)


class TestRoute(LogicCase):
    def test_the_types_own_else_that_of_all_else_the_plans_order(self):
        levels = [
            Level("n1", "level", "customer"),
            Level("n2", "level", "provider"),
            Level("n3", "level", "provider"),
            Level("sales", "area", "provider"),
        ]
        routes = {7: BUG, False: QUESTION}
        table = [
            (routes, 7, BUG),
            (routes, 8, QUESTION),
            (routes, False, QUESTION),
            ({7: BUG}, 8, Route(("n2", "n3"), is_default=True)),
            ({}, None, Route(("n2", "n3"), is_default=True)),
        ]
        for given, kind, expected in table:
            with self.subTest(kind=kind, given=given):
                self.assertEqual(find_route(given, kind, levels), expected)

    def test_a_plan_without_levels(self):
        self.assertEqual(find_route({}, 7, []), Route(is_default=True))


class TestNext(LogicCase):
    def test_the_matrix(self):
        table = [
            (PROBLEM, "n1", "n2"),
            (PROBLEM, "n2", "n3"),
            (PROBLEM, "n3", None),
            (QUESTION, "n1", "n2"),
            (QUESTION, "n2", None),
            (BUG, "n1", "n3"),
            (BUG, "n3", None),
            (USABILITY, "n1", "projects"),
            (USABILITY, "projects", None),
            (REQUEST, "n1", None),
            (REQUEST, "commercial", None),
            # it came to a place that is not on its way, by hand or as another type
            (BUG, "n2", "n3"),
            (QUESTION, "n3", None),
            (PROBLEM, "commercial", None),
            (USABILITY, "commercial", "projects"),
            (PROBLEM, None, "n1"),
        ]
        for route, current, expected in table:
            for strict in (True, False):
                with self.subTest(route=route, current=current, strict=strict):
                    self.assertEqual(find_next(at(current, route, strict)), expected)

    def test_of_several_areas_one_is_chosen_and_of_one_there_is_no_choice(self):
        self.assertEqual(find_choices(at("n1", REQUEST)), ("commercial", "projects"))
        self.assertEqual(find_refusal(at("n1", REQUEST)), "choose")
        only = Route(("n1",), ("commercial",))
        self.assertEqual(find_next(at("n1", only)), "commercial")

    def test_where_it_is_not_strict_levels_may_be_left_out(self):
        """COB-51: from level 1 straight to level 3."""
        self.assertEqual(find_choices(at("n1", strict=False)), ("n2", "n3"))
        self.assertEqual(find_choices(at("n1")), ("n2",))


class TestRefusal(LogicCase):
    def test_each_has_its_reason(self):
        table = [
            (at("n1"), None, None),
            (at("n1"), "n2", None),
            (at("n1"), "n3", "left_out"),
            (at("n1", strict=False), "n3", None),
            (at("n1"), "commercial", "off_route"),
            (at("n1"), "n1", "here"),
            (at("n1"), "nowhere", "foreign"),
            (at("n3"), None, "no_further"),
            (at("n3"), "commercial", "no_further"),
            (at("n3"), "n2", "back"),
            (at("n3"), "n1", None),
            (at("n2", QUESTION), "n3", "no_further"),
            (at("n1", BUG), "n2", "off_route"),
            (at("n1", REQUEST), None, "choose"),
            (at("n1", REQUEST), "commercial", None),
            (at("n1", REQUEST), "development", "off_route"),
            (at("commercial", REQUEST), "projects", "no_further"),
            (at("commercial", REQUEST), None, "no_further"),
            (Case(Route(), ()), None, "no_levels"),
            (Case(Route(), ("sales",)), "sales", "no_levels"),
        ]
        for case, target, expected in table:
            with self.subTest(case=case, target=target):
                self.assertEqual(find_refusal(case, target), expected)

    def test_it_is_total(self):
        """Whatever is asked has an answer, and what is proposed is never refused."""
        for route, current, strict in product(ALL, (None, *LEVELS), (True, False)):
            case = at(current, route, strict)
            for target in (None, *LEVELS, "nowhere"):
                find_refusal(case, target)
            for choice in find_choices(case):
                self.assertIsNone(find_refusal(case, choice), (case, choice))
                self.assertGreater(LEVELS.index(choice), -1)

    def test_no_way_goes_in_circles(self):
        for route, start in product(ALL, LEVELS):
            current, steps = start, 0
            while choices := find_choices(at(current, route)):
                current, steps = choices[0], steps + 1
                self.assertLess(steps, len(LEVELS), route)


class TestMoveByHand(LogicCase):
    def test_what_lies_ahead_follows_the_route_what_lies_behind_is_free(self):
        table = [
            (at("n1"), "n2", None),
            (at("n1"), "n3", "left_out"),
            (at("n3"), "n2", None),
            (at("n3"), "n1", None),
            (at("n1"), "n1", None),
            (at("n1"), None, None),
            (at("n1"), "foreign", None),
            (at("n1"), "commercial", "off_route"),
            (at("n2", QUESTION), "n3", "no_further"),
            (at("n1", REQUEST), "development", "off_route"),
            # nobody has said how such tickets go
            (at("n1", DEFAULT), "commercial", None),
            (at("n1", DEFAULT), "n3", "left_out"),
        ]
        for case, target, expected in table:
            with self.subTest(case=case, target=target):
                self.assertEqual(find_move_refusal(case, target), expected)

    def test_what_lies_ahead(self):
        table = [
            (None, ["n2", "n3", "commercial", "projects", "development"]),
            ("n1", ["n2", "n3", "commercial", "projects", "development"]),
            ("n3", ["commercial", "projects", "development"]),
            ("development", []),
        ]
        for current, expected in table:
            with self.subTest(current):
                case = at(current)
                found = [level for level in LEVELS if is_ahead(case, level)]
                self.assertEqual(found, expected)
                self.assertFalse(is_ahead(case, None))

    def test_without_strict_route_hands_are_free(self):
        for route, current, target in product(ALL, LEVELS, LEVELS):
            self.assertIsNone(find_move_refusal(at(current, route, False), target))


class TestReturn(LogicCase):
    def test_to_where_it_came_from_in_the_first_place(self):
        up, further = (
            PastHandOver("escalated", "n1", "n2"),
            PastHandOver("escalated", "n2", "n3"),
        )
        back = PastHandOver("returned", "n3", "n2")
        table = [
            ([up], "n2", up),
            ([further, up], "n3", further),
            ([back, further, up], "n2", up),
            ([PastHandOver("moved", "n3", "n1"), further, up], "n1", None),
            ([PastHandOver("escalated", None, "n2")], "n2", None),
            ([], "n2", None),
        ]
        for hand_overs, current, expected in table:
            with self.subTest(hand_overs=hand_overs):
                self.assertEqual(find_origin(hand_overs, at(current)), expected)

    def test_else_to_the_level_before_on_its_route(self):
        table = [
            (at("n3"), "n2"),
            (at("n3", BUG), "n1"),
            (at("projects", USABILITY), "n1"),
            (at("commercial", REQUEST), "n1"),
            (at("n1"), None),
            (at(None), None),
            (Case(Route(), ()), None),
            (at("n3", Route(("n3",))), "n1"),
        ]
        for case, expected in table:
            with self.subTest(case=case):
                self.assertEqual(find_previous(case), expected)


class TestUnknown(LogicCase):
    def test_steps_are_asked_only_where_something_goes_wrong(self):
        known = {"customer": True, "classification": False, "steps": False}
        self.assertEqual(find_unknown(known, True), ["classification", "steps"])
        self.assertEqual(find_unknown(known, False), ["classification"])
        self.assertEqual(find_unknown(dict.fromkeys(known, True), True), [])


class TestShares(LogicCase):
    def test_the_least_busy_of_those_who_work_now(self):
        ana, beto, carla = (
            Candidate(1, load=5),
            Candidate(2, load=1, works_now=False),
            Candidate(3, load=0, is_away=True),
        )
        table = [
            ([ana, beto, carla], [1]),
            ([beto, carla], [2]),
            ([carla], [None]),
            ([], [None]),
            ([Candidate(9, 2), Candidate(4, 2)], [4]),
        ]
        for people, expected in table:
            with self.subTest(people=people):
                self.assertEqual(share_out(1, people), expected)

    def test_several_are_spread(self):
        people = [Candidate(1, load=2), Candidate(2, load=0)]
        self.assertEqual(share_out(5, people), [2, 2, 1, 2, 1])
