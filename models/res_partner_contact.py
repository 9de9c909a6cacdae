"""Contact: the links with which a telephone reaches somebody."""

from typing import NamedTuple

from odoo import models
from odoo.tools import email_normalize

from ..logic.contacts import read_number, to_call, to_chat, to_write


class Links(NamedTuple):
    """How somebody can be reached; what cannot be done is empty.

    :param str phone: the number as it was written
    """

    phone: str = ""
    call: str = ""
    chat: str = ""
    mail: str = ""
    write: str = ""


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _get_links(self, subject="", country=None, mail=None):
        """Return the links to call somebody, to chat with them, and to write to them.

        Their own number goes before their company's. A number without a country's code
        is one of their country.

        :param str subject: what is proposed as subject, or as first words
        :param country: the res.country where they are if nothing else says it
        :param str mail: the address, if it is another than the contact's own
        :rtype: Links
        """
        company = self.commercial_partner_id
        country = self.country_id or company.country_id or country
        phone, address = self.phone or company.phone, mail or self.email
        return self._to_links(phone, country, subject, address)

    def _to_links(self, phone, country=None, subject="", mail=None):
        """Return the same of a number and an address of whomever."""
        number = read_number(phone, country and country.phone_code)
        address = email_normalize(mail or "") or ""
        return Links(
            phone or "",
            to_call(number),
            to_chat(number, subject),
            address,
            to_write(address, subject),
        )
