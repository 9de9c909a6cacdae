from ..logic.proposal import Precedent, Proposal, propose
from .logic_case import LogicCase


def precedent(ref, likeness, type_id=0, *tag_ids):
    return Precedent(ref, likeness, type_id, frozenset(tag_ids))


class TestProposal(LogicCase):
    def test_nothing_similar_proposes_nothing(self):
        self.assertEqual(propose([]), Proposal())
        self.assertEqual(propose([precedent("a", 0.9)]), Proposal())

    def test_the_majority_of_the_weight_wins(self):
        table = [
            # precedents as (likeness, type), expected type
            ([(0.9, 1)], 1),
            ([(0.9, 1), (0.3, 2), (0.3, 2)], 1),
            ([(0.4, 1), (0.3, 2), (0.3, 2)], 2),
            ([(0.4, 1), (0.4, 2), (0.4, 3)], 0),
            # who has no type has no vote
            ([(0.4, 1), (0.9, 0), (0.9, 0)], 1),
            # half is enough; of two halves the lower id, always the same
            ([(0.5, 2), (0.5, 1)], 1),
        ]
        for votes, expected in table:
            with self.subTest(votes):
                found = propose(precedent("x", *vote) for vote in votes)
                self.assertEqual(found.type_id, expected)

    def test_each_tag_is_voted_on_by_itself(self):
        found = propose(
            [
                precedent("a", 0.9, 1, 7, 8),
                precedent("b", 0.6, 1, 7),
                precedent("c", 0.5, 1, 9),
            ]
        )
        self.assertEqual(found.tag_ids, (7,))
        self.assertEqual(found.tag_refs, ("a", "b"))

    def test_the_reason_names_who_is_for_it_the_most_alike_first(self):
        found = propose(
            [precedent("b", 0.4, 1), precedent("c", 0.3, 2), precedent("a", 0.8, 1)]
        )
        self.assertEqual(found.type_refs, ("a", "b"))
