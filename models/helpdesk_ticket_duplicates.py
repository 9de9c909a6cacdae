"""Duplicates: open tickets that may be about the same. People decide, nothing else."""

import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize, format_date

from ..logic.duplicates import Likeness, tell_likeness, weigh
from .groups import ANALYSTS

#: how many are shown
SHOWN = 5
#: how many of a customer's open tickets are looked at, the newest; and how many of them
#: are read, those whose titles are most alike
NEWEST, READ_CLOSELY = 200, 20
#: how much of a text is compared, in letters, and of the HTML that it is taken from
COMPARED, COMPARED_HTML = 500, 2000
#: what is read of tickets to find others like them
ASKED = (
    *("commercial_partner_id", "company_id", "description", "name"),
    *("module_tag_ids", "partner_email", "process_tag_ids", "stage_id", "type_id"),
)
#: what of a ticket may make it a possible duplicate, or not one any more
DUPLICATES = frozenset(
    {*ASKED, "distinct_ids", "duplicate_id", "partner_id", "tag_ids"}
)
#: open tickets of the same customer and company; the most alike are read closely. What
#: nobody has said to be something else counts
FIND = """
    WITH mine AS MATERIALIZED (
        SELECT asked.key, id, company, customer, address, kind, tags,
               %(my_title)s AS title, %(my_text)s AS text
          FROM json_to_recordset(%(asked)s) AS asked (
            key int, id int, company int, customer int, address text, title text,
            body text, kind int, tags int[])
    )
    SELECT mine.key, found.id, found.shares_tag, found.same_type, found.title,
           %(texts)s
      FROM mine
     CROSS JOIN LATERAL (
        SELECT other.id, other.description,
               COALESCE(other.type_id = mine.kind, FALSE) AS same_type,
               EXISTS (
                   SELECT 1 FROM helpdesk_ticket_helpdesk_ticket_tag_rel AS tagged
                    WHERE tagged.helpdesk_ticket_id = other.id
                      AND tagged.helpdesk_ticket_tag_id = ANY(mine.tags)
               ) AS shares_tag,
               %(titles)s AS title
          FROM (
              SELECT ticket.id, ticket.name, ticket.description, ticket.type_id
                FROM (
                    SELECT * FROM helpdesk_ticket
                     WHERE commercial_partner_id = mine.customer
                     UNION ALL
                    SELECT * FROM helpdesk_ticket
                     WHERE mine.customer IS NULL AND partner_id IS NULL
                       AND lower(partner_email) = mine.address
                ) AS ticket
                JOIN helpdesk_ticket_stage AS stage ON stage.id = ticket.stage_id
               WHERE ticket.active AND stage.closed IS NOT TRUE
                 AND ticket.company_id = mine.company
                 AND ticket.id IS DISTINCT FROM mine.id
               ORDER BY ticket.id DESC
               LIMIT %(newest)s
          ) AS other
         WHERE NOT EXISTS (
               SELECT 1 FROM helpdesk_ticket_distinct_rel AS said
                WHERE (said.ticket_id = mine.id AND said.other_id = other.id)
                   OR (said.ticket_id = other.id AND said.other_id = mine.id)
           )
         ORDER BY shares_tag DESC, title DESC, other.id
         LIMIT %(limit)s
     ) AS found
"""


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    candidate_ids = fields.Many2many(
        "helpdesk.ticket",
        string="Possible Duplicates",
        compute="_compute_candidates",
        groups=ANALYSTS,
        help="Open tickets of the same customer that may be about the same.",
    )
    candidate_count = fields.Integer(
        string="How Many Possible Duplicates",
        compute="_compute_candidates",
        groups=ANALYSTS,
    )
    candidate_text = fields.Html(
        string="What Speaks for It",
        compute="_compute_candidates",
        sanitize=False,
        groups=ANALYSTS,
    )
    distinct_ids = fields.Many2many(
        "helpdesk.ticket",
        relation="helpdesk_ticket_distinct_rel",
        column1="ticket_id",
        column2="other_id",
        string="No Duplicates",
        copy=False,
        groups=ANALYSTS,
        help="Tickets of which somebody has said that they are about something else.",
    )
    _unidentified_idx = models.Index("(lower(partner_email)) WHERE partner_id IS NULL")

    @api.depends(
        *("commercial_partner_id", "company_id", "description", "distinct_ids"),
        *("module_tag_ids", "name", "partner_email", "process_tag_ids", "stage_id"),
        "type_id",
    )
    @api.depends_context("lang", "uid")
    def _compute_candidates(self):
        """Show those that the user may read; the others are counted (NAV-3.4.1.N1-10).

        Also while a ticket is made, so that whoever opens one sees what is there.
        """
        found = self._find_possible_duplicates()
        readable = self.browse().union(*(other for row in found for other, _ in row))
        readable = readable._filtered_access("read")
        for ticket, pairs in zip(self, found, strict=True):
            shown = [pair for pair in pairs if pair[0] in readable]
            ticket.candidate_ids = [other.id for other, _likeness in shown]
            ticket.candidate_count = len(pairs)
            ticket.candidate_text = self._tell_candidates(pairs, shown)

    def _count_candidates(self):
        """Return {ticket id: how many open tickets may be about the same}; batched.

        All of them count, also those that whoever asks may not read.
        """
        found = self._find_possible_duplicates()
        return {t.id: len(pairs) for t, pairs in zip(self, found, strict=True)}

    def _find_possible_duplicates(self):
        """Return for each ticket [(another one, Likeness)], the most alike first.

        One query, whatever the number of tickets; they may be new and not stored yet.
        """
        # sudo: helpdesk.ticket: how many there are does not depend on who asks
        tickets = self.sudo()
        asked = [
            question
            for key, ticket in enumerate(tickets)
            if (question := ticket._to_question(key))
        ]
        rows = tickets._query_duplicates(asked) if asked else ()
        found = [[] for _ticket in self]
        for key, id_, *measured in rows:
            likeness = Likeness(*measured)
            if tell_likeness(likeness):
                found[key].append((self.browse(id_), likeness))
        for pairs in found:
            pairs.sort(key=lambda pair: (-weigh(pair[1]), pair[0].id))
        return found

    def _to_question(self, key):
        """Return what is looked for, or None: nobody knows whose the ticket is."""
        address = email_normalize(self.partner_email or "")
        customer = self.commercial_partner_id._origin.id
        if self.stage_id.closed or not (customer or address):
            return None
        return {
            "key": key,
            "id": self._origin.id or None,
            "company": self.company_id.id,
            "customer": customer or None,
            "address": address or None,
            "title": self.name or "",
            "body": (self.description or "")[:COMPARED_HTML],
            "kind": self.type_id._origin.id or None,
            "tags": (self.module_tag_ids | self.process_tag_ids)._origin.ids,
        }

    def _query_duplicates(self, asked):
        self.flush_model([*ASKED, "active", "distinct_ids", "partner_id", "tag_ids"])
        plain = self.env.registry.unaccent
        query = SQL(
            FIND,
            asked=json.dumps(asked),
            my_title=plain(SQL("title")),
            my_text=plain(_to_text(SQL("body"))),
            titles=self._measure(plain(SQL("other.name")), SQL("mine.title")),
            texts=self._measure(
                plain(_to_text(SQL("found.description"))), SQL("mine.text")
            ),
            newest=NEWEST,
            limit=READ_CLOSELY,
        )
        return self.env.execute_query(query)

    def _measure(self, one, other):
        """Return how alike two plain texts are, of 1; capitals do not matter."""
        if not self.pool.has_trigram:
            same = SQL("lower(%s) = lower(%s) AND %s <> ''", one, other, one)
            return SQL("CASE WHEN %s THEN 1 ELSE 0 END", same)
        return SQL("similarity(%s, %s)", one, other)

    def _tell_candidates(self, pairs, shown):
        """Return possible duplicates in a few lines, the most alike first, or False."""
        if not pairs:
            return False
        lines = [other._tell_candidate(likeness) for other, likeness in shown[:SHOWN]]
        hidden = len(pairs) - len(shown)
        if len(shown) > SHOWN:
            lines.append(self.env._("… and %s more.", len(shown) - SHOWN))
        if hidden:
            lines.append(self.env._("%s more that you may not open.", hidden))
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup('<ul class="list-unstyled mb-0">%s</ul>') % items

    def _tell_candidate(self, likeness):
        reasons = self._get_likeness_labels()
        return Markup(
            '%(link)s <span class="text-muted">· %(stage)s · %(day)s · %(why)s</span>'
        ) % {
            "link": self._get_link(),
            "stage": self.stage_id.name or "",
            "day": format_date(self.env, self.create_date, date_format="d MMM"),
            "why": ", ".join(reasons[name] for name in tell_likeness(likeness)),
        }

    def _get_link(self):
        """Return the ticket's number, which opens it in a page of its own, and name."""
        link = Markup('<a href="/odoo/helpdesk.ticket/%s" target="_blank">%s</a> %s')
        return link % (self.id, self.number, self.name)

    @api.model
    def _get_likeness_labels(self):
        """Return what people call what speaks for it, by the codes of logic."""
        return {
            "title": self.env._("similar subject"),
            "text": self.env._("similar text"),
            "subject": self.env._("same type, and module or process"),
        }

    def _get_playbook_watched(self):
        return super()._get_playbook_watched() | DUPLICATES

    def _collect_playbook_facts(self, now):
        facts = super()._collect_playbook_facts(now)
        for key, number in self._count_candidates().items():
            facts[key]["duplicates"] = number
        return facts

    def _keep_apart(self, others):
        """Say that other tickets are about something else; they are not shown again.

        :param others: tickets
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: helpdesk.ticket: an analyst says so of a ticket of their own
        ticket = self.sudo()
        ticket.distinct_ids |= others - self
        if others:
            numbers = ", ".join(others.mapped("number"))
            ticket._message_log(
                body=self.env._("About something else than %s.", numbers),
                author_id=self.env.user.partner_id.id,
            )

    def _confirm_single(self):
        """Call the step done that asks whether there are others: somebody has looked.

        Only where it is the next one, and nothing is left to look at.
        """
        self._sync_playbook()
        for ticket in self:
            row = ticket.playbook_next_id
            is_asked = row.step_id.check == "duplicates"
            if is_asked and not ticket._count_candidates()[ticket.id]:
                row.mark_done()

    def action_view_candidates(self):
        """Compare the ticket with those that may be about the same, and merge them."""
        self.ensure_one()
        self.check_access("write")
        return self._open_merge(self, self.candidate_ids)

    def action_merge(self):
        """Merge the tickets that somebody has chosen in a list."""
        self.check_access("write")
        return self._open_merge(self.browse(), self)

    @api.model
    def _open_merge(self, ticket, others):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Duplicates"),
            "res_model": "helpdesk.ticket.merge",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_ticket_id": ticket.id,
                "dialog_size": "extra-large",
                "helpdesk_merged_ids": others.ids,
            },
        }


def _to_text(html):
    """Return the first letters of HTML without its tags, as SQL."""
    opened = SQL("left(COALESCE(%s, ''), %s)", html, COMPARED_HTML)
    plain = SQL("regexp_replace(%s, '<[^>]*>|&[a-z]+;|\\s+', ' ', 'g')", opened)
    return SQL("left(%s, %s)", plain, COMPARED)
