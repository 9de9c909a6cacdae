"""Who finds which articles, however they write what they look for."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext
from odoo.tools.sql import create_index

from ..logic.article_search import find_words, fold, join_texts
from .groups import ANALYSTS

#: how much of an article is searched, in letters
SEARCHED = 20000
#: how alike a word of an article is to one with a letter wrong, at least; in the text,
#: where there are many words, more so
ALIKE, ALIKE_IN_TEXT = 0.45, 0.6
#: what a word found counts: in the title, in the text, with a letter wrong
IN_TITLE, IN_TEXT, MISSPELT = 1.0, 0.7, 0.8
#: an article is shown when the words found count this much of all, at least
ENOUGH = 0.3
SEARCHED_COLUMNS = ("search_title", "search_text")
#: articles that are looked at closely, of those with its words and of those with others
CANDIDATES = 60
#: what PostgreSQL keeps of each article to search in; one dictionary serves, that of
#: most customers
KEEP_WORDS = """
    ALTER TABLE helpdesk_article ADD COLUMN IF NOT EXISTS words tsvector
    GENERATED ALWAYS AS (
        setweight(to_tsvector('spanish', COALESCE(search_title, '')), 'A')
        || setweight(to_tsvector('spanish', COALESCE(search_text, '')), 'B')
    ) STORED
"""


class HelpdeskArticle(models.Model):
    _inherit = "helpdesk.article"  # pylint: disable=consider-merging-classes-inherited

    search_title = fields.Text(
        compute="_compute_search_title",
        store=True,
        index="trigram",
        help="Title and modules, with accents and without.",
    )
    search_text = fields.Text(
        string="Searched Text",
        compute="_compute_search_text",
        store=True,
        index="trigram",
        help="All that the article says, with accents and without.",
    )

    _published_idx = models.Index("(audience, id DESC) WHERE state = 'published'")

    def init(self):
        """Keep the words of each article, with an index on them."""
        done = super().init()
        self.env.cr.execute(KEEP_WORDS)
        create_index(
            self.env.cr, "helpdesk_article_words", self._table, ["words"], method="gin"
        )
        return done

    @api.depends("module_tag_ids.name", "name")
    def _compute_search_title(self):
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for article in self:
            modules = {
                tag.with_context(lang=language).name
                for tag in article.module_tag_ids
                for language in languages
            }
            article.search_title = join_texts(article.name, *sorted(modules - {False}))

    @api.depends("additional_info", "problem", "solution")
    def _compute_search_text(self):
        for article in self:
            texts = (article.problem, article.solution, article.additional_info)
            plain = join_texts(
                *(
                    html2plaintext(text, include_references=False)[:SEARCHED]
                    for text in texts
                    if text
                )
            )
            article.search_text = plain

    @api.model
    def _find_for(self, text, reader, limit=5):
        """Return published articles that answer what somebody asks, the best first.

        Spanish endings, accents and a wrong letter make no difference. A constant
        number of queries, served by indexes.

        :param str text: what they write
        :param reader: who asks, a `res.users`; they get what they may read
        :return: articles, by sudo
        """
        words = find_words(text)
        found = self._get_readable(reader)
        if not words or limit <= 0:
            return found.browse()
        return found.browse(
            found._rank(self._get_readable_domain(reader), words, limit)
        )

    @api.model
    def _get_readable(self, reader):
        """Return no article, as whoever may be shown what a reader may read."""
        # sudo: helpdesk.article: the caller asks only for what the domain below allows
        return self.sudo().with_context(active_test=True).browse()

    @api.model
    def _get_readable_domain(self, reader):
        """Return which published articles somebody may read (DESIGN 8).

        The one place where that is decided for whoever is no analyst: they have no
        access to the records themselves.

        :param reader: a `res.users`
        :rtype: Domain
        """
        # sudo: res.users: which of them it is, asked for themselves
        reader = reader.sudo()
        domain = Domain("state", "=", "published")
        domain &= Domain("company_id", "in", [*reader.company_ids.ids, False])
        if reader.has_group(ANALYSTS):
            return domain
        if reader._is_internal():
            return domain & Domain("audience", "in", ("public", "customer"))
        if reader._is_portal():
            plans = self._get_plans_of(reader)
            domain &= Domain("audience", "in", ("public", "customer"))
            return domain & (
                Domain("plan_ids", "=", False) | Domain("plan_ids", "in", plans.ids)
            )
        return (
            domain & Domain("audience", "=", "public") & Domain("plan_ids", "=", False)
        )

    @api.model
    def _get_plans_of(self, reader):
        """Return a customer's plans: as their tickets get them, without team.

        Those of their subscriptions in progress, or their own, or their company's, or
        that of the company that serves them.
        """
        # sudo: helpdesk.support.plan: which plans hold for themselves, no more
        reader = reader.sudo()
        partner = reader.partner_id
        company = partner.commercial_partner_id
        plans = (
            partner.env["sale.subscription"]
            .search(
                [
                    ("partner_id", "child_of", company.ids),
                    ("stage_id.type", "=", "in_progress"),
                    ("support_plan_id", "!=", False),
                ]
            )
            .support_plan_id
        )
        return (
            (plans | partner.support_plan_id | company.support_plan_id)
            or reader.company_id.support_plan_id
        ).filtered("active")

    @api.model
    def _count_by_module(self, reader):
        """Return [(module, number of articles)] for a reader, by sudo, by name."""
        articles = self._get_readable(reader)
        found = articles._read_group(
            self._get_readable_domain(reader), ["module_tag_ids"], ["__count"]
        )
        modules = [(tag, number) for tag, number in found if tag and tag.active]
        return sorted(modules, key=lambda module: fold(module[0].name))

    def _find_related(self, reader, limit):
        """Return articles like this one that a reader may read, the best first."""
        self.ensure_one()
        alike = self._find_for(self.name, reader, limit + 1) - self
        if len(alike) < limit and self.module_tag_ids:
            domain = self._get_readable_domain(reader)
            domain &= Domain("module_tag_ids", "in", self.module_tag_ids.ids)
            domain &= Domain("id", "not in", [*alike.ids, *self.ids])
            others = self._get_readable(reader)
            alike += others.search(domain, limit=limit - len(alike))
        return alike[:limit]

    def _rank(self, domain, words, limit):
        """Return the ids of the articles with most of the words, the best first.

        :param words: a list of Word
        """
        self.flush_model([*SEARCHED_COLUMNS, "state"])
        unknown = self._find_unknown(words, domain)
        asked = SQL(" || ").join(_to_query(word) for word in words)
        rank = SQL("ts_rank(words, (%s))", asked)
        query = self._search(domain, order="id DESC", limit=CANDIDATES)
        query.add_where(SQL("words @@ (%s)", asked))
        query.order = SQL("%s DESC, %s", rank, query.order)
        candidates = [query.select()]
        if unknown:
            query = self._search(domain, order="id DESC", limit=CANDIDATES)
            likes = SQL(" OR ").join(self._is_like(word) for word in unknown)
            query.add_where(SQL("(%s)", likes))
            candidates.append(query.select())
        score = SQL(" + ").join(
            self._score_likeness(word) if word in unknown else _score(word)
            for word in words
        )
        found = self.env.execute_query(
            SQL(
                """
                SELECT id FROM (
                    SELECT id, (%(score)s) / %(words)s AS score, %(rank)s AS rank
                      FROM helpdesk_article
                     WHERE id IN ((%(candidates)s))
                ) AS scored
                 WHERE score >= %(enough)s
                 ORDER BY score DESC, rank DESC, id DESC
                 LIMIT %(limit)s
                """,
                score=score,
                words=float(len(words)),
                rank=rank,
                candidates=SQL(") UNION (").join(candidates),
                enough=ENOUGH,
                limit=limit,
            )
        )
        return [id_ for (id_,) in found]

    def _find_unknown(self, words, domain):
        """Return the words that stand in no article: a letter of them may be wrong.

        In none that the reader may read: else they could learn what others say.
        """
        spelt = [word for word in words if word.is_spelt and self.pool.has_trigram]
        if not spelt:
            return []
        known = []
        for word in spelt:
            query = self._search(domain)
            query.add_where(SQL("words @@ (%s)", _to_query(word)))
            known.append(SQL("EXISTS (%s)", query.select()))
        # what the operator takes for alike, until this transaction ends
        likeness = SQL(
            "set_config('pg_trgm.word_similarity_threshold', %s, true)", str(ALIKE)
        )
        (row,) = self.env.execute_query(
            SQL("SELECT %s, %s", likeness, SQL(", ").join(known))
        )
        return [word for word, stands in zip(spelt, row[1:], strict=True) if not stands]

    def _is_like(self, word):
        """Return the condition that something is like a word; an index serves it."""
        term = self._plain(SQL("%s", word.folded))
        title, text = map(self._plain, map(SQL.identifier, SEARCHED_COLUMNS))
        return SQL(
            "(words @@ (%s) OR %s <%% %s OR %s <%% %s)",
            *(_to_swapped_query(word), term, title, term, text),
        )

    def _score_likeness(self, word):
        """Return what a misspelt word counts, by how like it is to one there is."""
        term = self._plain(SQL("%s", word.folded))
        title, text = (
            SQL(
                "word_similarity(%s, %s)",
                term,
                self._plain(SQL("COALESCE(%s, '')", SQL.identifier(column))),
            )
            for column in SEARCHED_COLUMNS
        )
        return SQL(
            """%s * GREATEST(
                CASE WHEN words @@ (%s) THEN %s ELSE 0 END,
                CASE WHEN %s >= %s THEN %s ELSE 0 END,
                CASE WHEN %s >= %s THEN %s ELSE 0 END
            )""",
            *(MISSPELT, _to_swapped_query(word), IN_TEXT),
            *(title, ALIKE, title, text, ALIKE_IN_TEXT, text),
        )

    def _plain(self, text):
        """Return a text as the index on it has it."""
        return self.env.registry.unaccent(text)


def _to_query(word):
    """Return the search for a word, as it is written and without accents."""
    return SQL(
        "plainto_tsquery('spanish', %s) || plainto_tsquery('spanish', %s)",
        word.written,
        word.folded,
    )


def _to_swapped_query(word):
    """Return the search for what a word may have been meant to be."""
    swapped = word.swapped or [word.folded]
    return SQL(" || ").join(
        SQL("plainto_tsquery('spanish', %s)", other) for other in swapped
    )


def _score(word):
    """Return what a word counts by where it stands: in the title, in the text."""
    return SQL(
        """CASE WHEN ts_filter(words, '{a}') @@ (%s) THEN %s
                WHEN words @@ (%s) THEN %s ELSE 0 END""",
        *(_to_query(word), IN_TITLE, _to_query(word), IN_TEXT),
    )
