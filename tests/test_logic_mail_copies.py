from ..logic.mail_copies import Contact, sort_copies
from .logic_case import LogicCase

CUSTOMER, OTHER = 10, 20
#: (case, contact, follows the customer's ticket, is reported)
CASES = [
    ("a colleague", Contact("a@x", 1, CUSTOMER), True, False),
    ("the company itself", Contact("b@x", CUSTOMER, CUSTOMER), True, False),
    ("another customer", Contact("c@x", 3, OTHER), False, True),
    ("an unknown address", Contact("d@x"), False, True),
    ("staff", Contact("e@x", 5, OTHER, is_staff=True), False, False),
    ("staff booked as customer", Contact("f@x", 6, CUSTOMER, True), False, False),
]


class TestMailCopies(LogicCase):
    def test_each_kind_of_contact(self):
        for case, contact, follows, is_reported in CASES:
            with self.subTest(case):
                copies = sort_copies([contact], CUSTOMER)
                self.assertEqual(copies.followers, [contact.partner_id] * follows)
                self.assertEqual(copies.strangers, [contact.address] * is_reported)

    def test_nobody_follows_an_unknown_customer(self):
        contacts = [contact for _, contact, *_ in CASES]
        copies = sort_copies(contacts, None)
        self.assertEqual(copies.followers, [])
        self.assertEqual(copies.strangers, ["a@x", "b@x", "c@x", "d@x"])

    def test_order_is_kept_and_nothing_is_needed(self):
        contacts = [Contact("z@x"), Contact("a@x")]
        self.assertEqual(sort_copies(contacts, CUSTOMER).strangers, ["z@x", "a@x"])
        self.assertEqual(sort_copies([], CUSTOMER), ([], []))
