"""Suggestions: open tickets like the one that a customer is about to open."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

#: a title is like a text from here on, of 1 (PostgreSQL's own threshold)
LIKE = 0.3
#: a text shorter than this is like everything
SHORTEST_TEXT = 3
FEW = 3


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _find_open_like(self, text, limit=FEW):
        """Return the customer's open tickets whose titles are like a text.

        Those of the user's own company that the user may read; the most alike first.
        """
        if len(text) < SHORTEST_TEXT:
            return self.browse()
        # sudo: res.partner: only which contacts belong to the same customer
        customer = self.env.user.partner_id.sudo().commercial_partner_id
        own = [("closed", "=", False), ("partner_id", "child_of", customer.id)]
        if not self.pool.has_trigram:
            return self.search([*own, ("name", "ilike", text)], limit=limit)
        query = self._search(own)
        plain = self.env.registry.unaccent
        title = SQL("lower(%s)", plain(SQL.identifier(query.table, "name")))
        typed = SQL("lower(%s)", plain(SQL("%s", text)))
        # a few typed words may be a part of the title, or the title a part of them
        likeness = SQL(
            "GREATEST(similarity(%(title)s, %(typed)s), "
            "strict_word_similarity(%(typed)s, %(title)s))",
            title=title,
            typed=typed,
        )
        query.add_where(SQL("%s >= %s", likeness, LIKE))
        query.order = SQL(
            "%s DESC, %s DESC", likeness, SQL.identifier(query.table, "id")
        )
        query.limit = limit
        return self.browse(query)

    @api.model
    def _note_followed(self, kind, key, text):
        """Count a suggestion that the user has followed instead of sending.

        :param str kind: "article" or "ticket"
        :param int key: the id of what they followed; nothing is counted that they may
            not read
        :param str text: what they had typed
        """
        reader, service = self.env.user, self.env["helpdesk.self.service"]
        the_one = Domain("id", "=", key)
        if kind == "ticket":
            if ticket := self.search(the_one):
                service._note("ticket_followed", reader, ticket=ticket, query=text)
        elif kind == "article":
            articles = self.env["helpdesk.article"]
            readable = articles._get_readable_domain(reader)
            if article := articles._get_readable(reader).search(readable & the_one):
                service._note("article_followed", reader, article=article, query=text)
