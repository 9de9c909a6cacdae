"""Monthly requests: what a customer may ask for some times in a calendar month."""

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools import babel_locale_parse
from odoo.tools.misc import get_lang

from ..logic.monthly import find_month, find_place
from ..logic.zones import to_local
from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    monthly_text = fields.Char(
        compute="_compute_monthly",
        groups=ANALYSTS,
        help="Which one of the month it is, of the customer's requests of that kind.",
    )
    monthly_exceeded = fields.Boolean(
        compute="_compute_monthly",
        groups=ANALYSTS,
        help="The customer has asked for it more often this month than is promised.",
    )

    @api.depends(
        "company_id",
        "create_date",
        "module_tag_ids",
        "origin_tag_ids",
        "partner_id",
        "process_tag_ids",
        "stage_id",
        "tag_ids",
    )
    @api.depends_context("lang")
    def _compute_monthly(self):
        """Count, and warn; nothing is refused (COD-25).

        A constant number of queries. What was cancelled does not count.
        """
        now = fields.Datetime.now()
        counted = {
            ticket: ticket._get_counted_tags()
            for ticket in self
            if ticket.commercial_partner_id and not ticket._is_cancelled()
        }
        counted = {ticket: tags for ticket, tags in counted.items() if tags}
        others = self._find_monthly(counted, now)
        for ticket in self:
            tags = counted.get(ticket, ticket.tag_ids.browse())
            places = {tag: ticket._find_monthly_place(tag, others, now) for tag in tags}
            ticket.monthly_text = " ".join(
                ticket._tell_monthly(tag, place, now) for tag, place in places.items()
            )
            ticket.monthly_exceeded = any(
                place > tag.monthly_limit for tag, place in places.items()
            )

    def _get_counted_tags(self):
        """Return the ticket's tags that are counted, also while it is edited."""
        # sudo: helpdesk.ticket.tag: how often something may be asked for
        ticket = self.sudo()
        tags = ticket.module_tag_ids | ticket.process_tag_ids | ticket.origin_tag_ids
        tags |= ticket._get_tags_of(False)
        return tags._origin.filtered(lambda tag: tag.monthly_limit > 0)

    def _is_cancelled(self):
        return self.stage_id._get_code() == "cancelled"

    def _find_monthly(self, counted, now):
        """Return {(customer, company, tag): [(when, id) of each request]}.

        :param counted: {ticket: its tags that are counted}
        """
        found = {}
        if not counted:
            return found
        months = [ticket._find_own_month(now) for ticket in counted]
        customers = {ticket.commercial_partner_id.id for ticket in counted}
        tags = {tag.id for tags in counted.values() for tag in tags}
        # sudo: helpdesk.ticket: how many there are, whoever attends to them
        requests = self.sudo().search(
            [
                ("commercial_partner_id", "in", list(customers)),
                ("tag_ids", "in", list(tags)),
                ("create_date", ">=", min(start for start, _stop in months)),
                ("create_date", "<", max(stop for _start, stop in months)),
            ],
            order="id",
        )
        for request in requests:
            if not request._is_cancelled():
                for tag in request._get_counted_tags():
                    key = request._get_monthly_key(tag)
                    found.setdefault(key, []).append((request.create_date, request.id))
        return found

    def _get_monthly_key(self, tag):
        return self.commercial_partner_id.id, self.company_id.id, tag.id

    def _find_own_month(self, now):
        return find_month(self.create_date or now, self._get_plan_zone())

    def _find_monthly_place(self, tag, others, now):
        """Return which of its month a request is; a new one is the last."""
        own = self._origin
        key = (own.create_date or now, own.id or float("inf"))
        known = others.get(self._get_monthly_key(tag), [])
        return find_place(key, known, self._get_plan_zone())

    def _tell_monthly(self, tag, place, now):
        """Return which one it is, as a sentence."""
        day = to_local(self._origin.create_date or now, self._get_plan_zone())
        locale = babel_locale_parse(get_lang(self.env).code)
        month = format_skeleton("yMMMM", day, locale=locale)
        names = {
            "tag": tag.with_env(self.env).name,
            "place": place,
            "limit": tag.monthly_limit,
            "month": month,
            "customer": self.commercial_partner_id.name,
        }
        if place > tag.monthly_limit:
            return self.env._(
                "“%(tag)s” no. %(place)s of %(customer)s in %(month)s: %(limit)s a "
                "month is what was promised.",
                **names,
            )
        return self.env._("“%(tag)s”: %(place)s of %(limit)s in %(month)s.", **names)
