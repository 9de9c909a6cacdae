"""What an article tells of a customer: it is listed, and judged (NAV-3.6-07)."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic.privacy import (
    FILE,
    PICTURE,
    Finding,
    find_personal,
    mask_html,
    mask_text,
    read_html,
)

TEXTS = ("name", "problem", "solution", "additional_info")
#: names of customers that are shorter stand in too many other words
SHORTEST_NAME = 5
#: more findings than this are only counted
MOST_FINDINGS = 30
#: which customers are named in texts: those with tickets, by the names of companies
NAMED = """
    SELECT asked.id, partner.name
      FROM unnest(%s, %s) AS asked(id, text)
      JOIN res_partner AS partner
        ON partner.is_company
       AND length(partner.name) >= %s
       AND strpos(asked.text, lower(partner.name)) > 0
     WHERE EXISTS (
               SELECT FROM helpdesk_ticket
                WHERE commercial_partner_id = partner.id
           )
"""


class HelpdeskArticle(models.Model):
    _inherit = "helpdesk.article"  # pylint: disable=consider-merging-classes-inherited

    privacy_findings = fields.Text(
        string="Looks Personal",
        compute="_compute_privacy_findings",
        help="What seems to tell who a customer is, one thing a line.",
    )
    privacy_finding_count = fields.Integer(compute="_compute_privacy_findings")
    personal_data_checked = fields.Boolean(
        string="Nobody Can Be Recognised",
        compute="_compute_personal_data_checked",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="Somebody has looked at what is listed: it tells nothing of a customer.",
    )

    @api.depends(*TEXTS, "pdf", "video_url")
    def _compute_personal_data_checked(self):
        """Ask again when anything has changed."""
        self.personal_data_checked = False

    @api.depends(*TEXTS, "pdf", "ticket_id")
    @api.depends_context("lang")
    def _compute_privacy_findings(self):
        findings = self._find_personal()
        for article in self:
            found = findings[article]
            article.privacy_finding_count = len(found)
            article.privacy_findings = article._say_findings(found)

    def _say_findings(self, found):
        kinds = self._get_kinds()
        lines = [
            f"{kinds[finding.kind]}: {finding.text}"
            if finding.text
            else kinds[finding.kind]
            for finding in found[:MOST_FINDINGS]
        ]
        if more := len(found) - len(lines):
            lines.append(self.env._("and %s more", more))
        return "\n".join(lines) or False

    def _get_kinds(self):
        return {
            "name": self.env._("Name"),
            "mail": self.env._("Mail address"),
            "phone": self.env._("Phone"),
            "tax_id": self.env._("Tax id"),
            "database": self.env._("Database or server"),
            "secret": self.env._("Password"),
            PICTURE: self.env._("Pictures: look whether they show a customer's data"),
            FILE: self.env._("A PDF: look whether it shows a customer's data"),
        }

    def _find_personal(self):
        """Return {article: list of what looks personal in it}, each once.

        A constant number of queries. Names are those of the customer it was learnt
        from, and of every other company with tickets.
        """
        texts, pictures = {}, {}
        for article in self:
            read = [read_html(article[name] or "") for name in TEXTS[1:]]
            texts[article] = "\n".join(
                [article.name or "", *(text for text, _n in read)]
            )
            pictures[article] = sum(number for _text, number in read)
        named = self._find_named(texts)
        harmless = self._get_harmless()
        found = {}
        for article, text in texts.items():
            # sudo: helpdesk.ticket: only whose names are looked for in the text
            customer = article.sudo().ticket_id._get_customer_traces()
            companies = {*customer.companies, *named.get(article, ())}
            customer = customer._replace(companies=tuple(sorted(companies)))
            once = {
                (finding.kind, finding.text): finding
                for finding in find_personal(text, customer, harmless)
            }
            found[article] = [*once.values(), *article._find_unreadable(pictures)]
        return found

    def _find_unreadable(self, pictures):
        """Return what only eyes can judge."""
        if pictures[self]:
            yield Finding(PICTURE, "")
        if self.with_context(bin_size=True).pdf:
            yield Finding(FILE, "")

    def _find_named(self, texts):
        """Return {article: names of companies with tickets that it names}."""
        numbered = dict(enumerate(texts))
        self.env["res.partner"].flush_model(["is_company", "name"])
        self.env["helpdesk.ticket"].flush_model(["commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                NAMED,
                list(numbered),
                [texts[article].lower() for article in numbered.values()],
                SHORTEST_NAME,
            )
        )
        named = {}
        for number, name in rows:
            named.setdefault(numbered[number], []).append(name)
        return named

    def _get_harmless(self):
        """Return what is the desk's own: its company's address and numbers."""
        # sudo: res.company: what companies publish of themselves
        company = (self.company_id or self.env.company).sudo()
        values = [*company.mapped("email"), *company.mapped("phone")]
        values += [*company.mapped("website"), *company.mapped("vat")]
        return [value for value in values if value]

    def _find_privacy_lack(self):
        """Return why an article may not be published yet; or nothing."""
        if self.personal_data_checked:
            return None
        if not self._find_personal()[self]:
            return None
        return self.env._(
            "“%s” has something that looks personal: take it out, or confirm that "
            "nobody can be recognised.",
            self.name,
        )

    @api.model
    def _mask(self, html, customer):
        """Return HTML without what tells who the customer is.

        :param Customer customer: their names and contact data
        """
        return mask_html(html or "", self._get_masks(), customer, self._get_harmless())

    @api.model
    def _mask_text(self, text, customer):
        """Return the same of a plain text."""
        return mask_text(text or "", self._get_masks(), customer, self._get_harmless())

    def _get_masks(self):
        return {
            "name": self.env._("[name]"),
            "mail": self.env._("[mail address]"),
            "phone": self.env._("[phone]"),
            "tax_id": self.env._("[tax id]"),
            "database": self.env._("[database]"),
            "secret": self.env._("[password]"),
        }
