"""Who in To and Cc of a customer's mail may follow the ticket.

Following a ticket means to read it, with all of its past, in the portal. That a mail
was copied to somebody proves nothing about them: anybody can write any address into
Cc.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Contact(NamedTuple):
    """An address of a mail and what is known about it.

    `partner_id` and `company_id` (the commercial partner) are ids of contacts, None
    for an address that is not known. Staff are people with a login of the company's
    own.
    """

    address: str
    partner_id: int | None = None
    company_id: int | None = None
    is_staff: bool = False


class Copies(NamedTuple):
    """Ids of the contacts that follow, and addresses that an analyst should know of."""

    followers: list[int]
    strangers: list[str]


def sort_copies(contacts: Iterable[Contact], customer_id: int | None) -> Copies:
    """Say which of the copied contacts follow the ticket and which are strangers to it.

    Contacts of the customer's company follow. Staff do neither: those who work on
    tickets see it by their own rights, and the others must not get rights by mail. All
    others are strangers, everybody is when the customer is not known.

    :param contacts: the addresses of the mail without those of the desk itself
    :param customer_id: the commercial partner of the ticket's customer, None if unknown
    """
    followers, strangers = [], []
    for contact in contacts:
        if contact.is_staff:
            continue
        if customer_id and contact.company_id == customer_id:
            followers.append(contact.partner_id)
        else:
            strangers.append(contact.address)
    return Copies(followers, strangers)
