"""Self-service: what customers found by themselves, and whether it helped."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .groups import ANALYSTS

KINDS = [
    ("article_followed", "Followed an article"),
    ("ticket_followed", "Followed their own ticket"),
    ("helpful", "It helped"),
    ("unhelpful", "It did not help"),
]
#: of these a reader has one a day for each thing
VOTES = ("helpful", "unhelpful")
#: more than this of one reader, or of one place without login, in a day counts no more
MOST_A_DAY = 40
#: of what people write, so many letters are kept
QUERY_LENGTH, COMMENT_LENGTH = 200, 1000
#: what is popular is so since so many days
RECENT_DAYS = 180


class HelpdeskSelfService(models.Model):
    """Somebody followed an article or a ticket instead of opening one, or said whether
    an article helped. Each reader counts once a day for each thing.
    """

    _name = "helpdesk.self.service"
    _description = "Self-Service"
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    article_id = fields.Many2one(
        "helpdesk.article", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Reader",
        readonly=True,
        ondelete="set null",
        help="Empty: somebody who had not logged in.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    query = fields.Char(
        string="Looked For", readonly=True, help="What they had begun to write."
    )
    comment = fields.Text(readonly=True, help="What was missing, in their words.")
    day = fields.Date(required=True, readonly=True, index=True)
    # by what a reader is known within the day: no name, no address
    reader_key = fields.Char(required=True, readonly=True, groups="base.group_system")
    place_key = fields.Char(readonly=True, groups="base.group_system")
    count = fields.Integer(
        string="Number", default=1, readonly=True, aggregator="sum", required=True
    )
    avoided = fields.Integer(
        string="Tickets Avoided",
        compute="_compute_avoided",
        store=True,
        aggregator="sum",
        help="Who followed something had begun to write a ticket.",
    )

    _once = models.UniqueIndex(
        """(day, reader_key, COALESCE(article_id, 0), COALESCE(ticket_id, 0),
            (CASE WHEN kind IN ('helpful', 'unhelpful') THEN 'vote' ELSE kind END))"""
    )
    _place = models.Index("(day, place_key) WHERE place_key IS NOT NULL")

    @api.depends("kind")
    def _compute_avoided(self):
        for entry in self:
            entry.avoided = entry.kind in ("article_followed", "ticket_followed")

    @api.model
    def _note(self, kind, reader, article=None, ticket=None, query="", visitor=None):
        """Write down what a reader did; once a day for each thing, and not too often.

        :param reader: a `res.users`
        :param article: what they read, if it was an article
        :param ticket: the ticket of theirs that they went to, if it was one
        :param str query: what they had written until then
        :param visitor: of somebody who has not logged in, (key of the session, key of
            the place), both of which name nobody
        :return: the entry, by sudo; an empty one if it counts no more
        """
        # sudo: helpdesk.self.service: readers have no access; it is about themselves
        entries = self.sudo()
        known = not reader._is_public()
        key, place = (f"user {reader.id}", None) if known else visitor or ("", "")
        day = fields.Date.context_today(entries)
        if not key or entries._is_too_much(day, key, place):
            return entries.browse()
        thing = article or ticket
        # sudo: res.partner: the reader's own company
        partner = reader.sudo().partner_id.commercial_partner_id if known else None
        return entries._insert(
            kind=kind,
            article_id=article.id if article else None,
            ticket_id=ticket.id if ticket else None,
            user_id=reader.id if known else None,
            partner_id=partner.id if partner else None,
            company_id=(thing.company_id or reader.company_id).id,
            query=(query or "").strip()[:QUERY_LENGTH] or None,
            day=day,
            reader_key=key,
            place_key=place,
        )

    def _is_too_much(self, day, key, place):
        domain = Domain("reader_key", "=", key)
        if place:
            domain |= Domain("place_key", "=", place)
        number = self.search_count(domain & Domain("day", "=", day), limit=MOST_A_DAY)
        return number >= MOST_A_DAY

    def _insert(self, **values):
        """Return the new entry, or none where the reader has one like it today.

        Two requests at once make one entry, and neither fails.
        """
        self.env.flush_all()
        now = self.env.cr.now()
        values |= {
            "count": 1,
            "avoided": int(values["kind"].endswith("_followed")),
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s ON CONFLICT DO NOTHING RETURNING id",
                SQL.identifier(self._table),
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        self.env.invalidate_all(flush=False)
        return self.browse(id_ for (id_,) in rows)

    @api.model
    def _add_comment(self, reader, article, text, visitor=None):
        """Keep what somebody misses in an article that they have voted on today."""
        # sudo: helpdesk.self.service: their own entry
        entries = self.sudo()
        key = (visitor or ("", ""))[0]
        if not reader._is_public():
            key = f"user {reader.id}"
        entry = entries.search(
            [
                ("day", "=", fields.Date.context_today(entries)),
                ("reader_key", "=", key),
                ("article_id", "=", article.id),
                ("kind", "in", VOTES),
                ("comment", "=", False),
            ],
            limit=1,
        )
        text = (text or "").strip()[:COMMENT_LENGTH]
        if entry and text:
            entry.comment = text
        return entry


class HelpdeskArticle(models.Model):
    _inherit = "helpdesk.article"  # pylint: disable=consider-merging-classes-inherited

    helpful_count = fields.Integer(
        string="Helped", compute="_compute_counts", groups=ANALYSTS
    )
    unhelpful_count = fields.Integer(
        string="Did Not Help", compute="_compute_counts", groups=ANALYSTS
    )
    followed_count = fields.Integer(
        string="Followed",
        compute="_compute_counts",
        groups=ANALYSTS,
        help="How often it was read in place of opening a ticket.",
    )

    def _compute_counts(self):
        """Count what readers did, in one query."""
        # sudo: helpdesk.self.service: numbers only
        entries = self.env["helpdesk.self.service"].sudo()
        found = entries._read_group(
            [("article_id", "in", self.ids)], ["article_id", "kind"], ["__count"]
        )
        counts = {(article.id, kind): number for article, kind, number in found}
        for article in self:
            key = article._origin.id
            article.helpful_count = counts.get((key, "helpful"), 0)
            article.unhelpful_count = counts.get((key, "unhelpful"), 0)
            article.followed_count = counts.get((key, "article_followed"), 0)

    def action_view_self_service(self):
        """Open what readers said of the article."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "helpdesk_support_plan.helpdesk_self_service_action"
        )
        return {
            **action,
            "domain": [("article_id", "=", self.id)],
            "context": {},
            "views": [(False, "list")],
        }

    @api.model
    def _find_popular(self, reader, limit=6):
        """Return the articles that helped most lately, then the newest, for a reader.

        :return: articles, by sudo, in order
        """
        articles = self._get_readable(reader)
        domain = self._get_readable_domain(reader)
        today = fields.Date.context_today(self)
        entries = articles.env["helpdesk.self.service"]
        found = entries._read_group(
            [
                ("article_id", "in", articles._search(domain)),
                ("kind", "in", ("article_followed", "helpful")),
                ("day", ">=", fields.Date.subtract(today, days=RECENT_DAYS)),
            ],
            ["article_id"],
            ["__count"],
            order="__count DESC, article_id DESC",
            limit=limit,
        )
        popular = articles.union(*(article for article, _number in found))
        missing = limit - len(popular)
        if missing > 0:
            newest = [*domain, ("id", "not in", popular.ids)]
            popular += articles.search(newest, order="published_at DESC", limit=missing)
        return popular
