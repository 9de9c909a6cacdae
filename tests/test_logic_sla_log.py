import json

from ..logic.sla import Change
from ..logic.sla_history import KINDS, Fact, Override
from ..logic.sla_log import change_to_detail, fact_to_detail, read_entry
from ..logic.sla_terms import Commitment, Policy, Terms, Traits
from .logic_calendars import IKH
from .logic_case import LogicCase
from .logic_tickets import ALL, TicketCase, at, live_log, on, registered, through_json

#: what a fact of each kind may say; those that are not here say nothing
VALUES = {
    "registered": [
        Traits(),
        Traits(1, 5, "2", 7, frozenset({21, 20}), frozenset({30})),
        Traits(False, False, "0", False, frozenset(), frozenset()),
    ],
    "contact": [{"whom": "customer", "medium": "phone", "outcome": "no_answer"}],
    "internal_note": [None, {"in_charge": True}],
    "wait": [None, "provider", "customer"],
    "wait_customer": [None, "customer"],
    "solve": [None, {"silent": True}],
    "set_plan": [2, False],
    "set_level": [2, False],
    "set_stars": ["3", "0"],
    "set_type": [2, False],
    "set_tags": [frozenset(), frozenset({3, 1})],
    "set_partner": [frozenset(), frozenset({3, 1})],
    "set_deadline": [
        ("resolution", Override(at("12 10:00"), "agreed on the phone")),
        ("update", None),
    ],
}


class TestFacts(LogicCase):
    def test_every_fact_is_read_as_it_was_written(self):
        for kind in KINDS:
            for value in VALUES.get(kind, [None]):
                fact = Fact(kind, at("09 10:00"), value)
                with self.subTest(kind, value=value):
                    self.assertEqual(through_json(fact), fact)

    def test_every_kind_with_a_value_is_tried(self):
        self.assertLessEqual(set(VALUES), set(KINDS))
        with_value = {kind for kind in KINDS if kind.startswith("set_")}
        self.assertLessEqual(with_value, set(VALUES))

    def test_what_is_read_can_be_compared_and_looked_up(self):
        """Sets stay sets: traits are looked up by what they are."""
        fact = through_json(registered(tags=frozenset({2, 1})))
        self.assertEqual(
            hash(fact.value), hash(registered(tags=frozenset({1, 2})).value)
        )
        tags = through_json(on("09 10:00", "set_tags", frozenset({2, 1})))
        self.assertIsInstance(tags.value, frozenset)

    def test_the_same_set_is_always_written_alike(self):
        for values in ([8, 1, 16], [16, 8, 1]):
            tags = frozenset(values)
            fact = on("09 10:00", "set_tags", tags)
            self.assertEqual(fact_to_detail(fact), {"value": [1, 8, 16]})
            detail = fact_to_detail(registered(tags=tags, partners=tags))
            self.assertEqual(detail["tags"], [1, 8, 16])
            self.assertEqual(detail["partners"], [1, 8, 16])

    def test_a_registration_without_anything_has_no_traits(self):
        fact = Fact("registered", at("09 10:00"))
        self.assertEqual(through_json(fact).value, Traits())


class TestChanges(LogicCase):
    COMMITMENTS = [
        Commitment(at("10 10:00")),
        Commitment(at("10 10:00"), at("10 05:12"), 3, 1.5, "hours", "wall", False),
        Commitment(at("10 10:00"), None, 3, 2, "days", "business", 9),
    ]

    def test_every_change_is_read_as_it_was_written(self):
        kinds = (
            *("started", "replanned", "overridden", "warned"),
            *("breached", "met", "cancelled"),
        )
        for kind in kinds:
            for commitment in self.COMMITMENTS:
                change = Change(
                    *(f"clock_{kind}", at("09 11:00"), "update", "public_reply"),
                    *(at("09 10:30"), commitment, 1800, 60),
                )
                with self.subTest(kind, commitment=commitment):
                    self.assertEqual(through_json(change), change)

    def test_details_are_plain_values(self):
        change = Change(
            *("clock_met", at("09 11:00"), "response", "public_reply"),
            *(at("09 10:00"), self.COMMITMENTS[1], 3600, 0),
        )
        self.assertEqual(
            change_to_detail(change),
            {
                "metric": "response",
                "cause": "public_reply",
                "start": "2026-03-09T10:00:00",
                "deadline": "2026-03-10T10:00:00",
                "warn_at": "2026-03-10T05:12:00",
                "policy": 3,
                "amount": 1.5,
                "unit": "hours",
                "clock": "wall",
                "calendar": False,
                "elapsed": 3600,
                "late": 0,
            },
        )


class TestLog(TicketCase):
    def test_a_whole_ticket_can_be_kept(self):
        """Whatever its clocks have done comes back as it was."""
        policies = (*ALL, Policy(7, "resolution", 8, "hours", "business", IKH, 9))
        facts = [
            registered(),
            on("09 11:00", "public_reply"),
            on("09 12:00", "set_deadline", ("update", Override(at("11 10:00"), "why"))),
            on("09 13:00", "wait", "provider"),
            on("09 14:00", "resume"),
            on("09 15:00", "set_stars", "3"),
            on("10 15:00", "solve"),
            on("10 16:00", "reopen"),
            on("10 17:00", "cancel"),
        ]
        log = live_log({1: Terms(policies)}, facts, at("12 10:00"))
        changes = [entry for entry in log if isinstance(entry, Change)]
        found = {change.kind.removeprefix("clock_") for change in changes}
        expected = {"started", "replanned", "overridden", "warned", "breached"}
        self.assertEqual(found, expected | {"met", "cancelled"})
        for entry in log:
            self.assertEqual(through_json(entry), entry)

    def test_an_entry_of_neither_kind_is_a_mistake(self):
        with self.assertRaises(KeyError):
            read_entry("clock_met", at("09 10:00"), json.loads("{}"))
