"""Knowledge: what a solved ticket leaves behind for the next one like it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty
from odoo.tools.sql import column_exists, create_column

from ..logic.article_search import find_video_fault
from ..logic.privacy import Customer
from .groups import ANALYSTS

OUTCOMES = [
    ("article", "An article"),
    ("draft", "A draft"),
    ("none", "Nothing reusable"),
    ("owed", "Owed"),
]


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    article_id = fields.Many2one(
        "helpdesk.article",
        string="Article",
        copy=False,
        groups=ANALYSTS,
        index="btree_not_null",
        ondelete="set null",
        help="The article that answers it, or that was written because of it.",
    )
    knowledge_reason = fields.Char(
        string="Why Nothing Is Reusable", copy=False, groups=ANALYSTS
    )
    knowledge = fields.Selection(
        OUTCOMES,
        compute="_compute_knowledge",
        store=True,
        copy=False,
        groups=ANALYSTS,
        index="btree_not_null",
        help="What the ticket leaves behind. Owed: it is solved, and nobody has said.",
    )

    def _auto_init(self):
        """Owe nothing for tickets that were solved before anybody asked."""
        if not column_exists(self.env.cr, self._table, "knowledge"):
            create_column(self.env.cr, self._table, "knowledge", "varchar")
        return super()._auto_init()

    @api.depends(
        "article_id.state", "article_id.ticket_id", "knowledge_reason", "stage_id"
    )
    def _compute_knowledge(self):
        for ticket in self:
            # sudo: helpdesk.article: whether it is published, whoever moves the ticket
            article = ticket.article_id.sudo()
            if article:
                is_draft = article.state != "published" and article.ticket_id == ticket
                ticket.knowledge = "draft" if is_draft else "article"
            elif ticket.knowledge_reason:
                ticket.knowledge = "none"
            else:
                is_solved = ticket.stage_id._get_code() == "solved"
                ticket.knowledge = is_solved and "owed"

    def _set_knowledge(self, outcome, article=None, reason=None):
        """Say what a ticket leaves behind (NAV-3.6-01).

        :param str outcome: `article`, `draft` or `none`
        :return: the article, or none
        :raises UserError: no article, or no reason
        """
        self.ensure_one()
        if outcome == "draft":
            return self._make_article()
        if outcome == "article":
            if not article:
                raise UserError(self.env._("Choose the article that answers it."))
            self.write({"article_id": article.id, "knowledge_reason": False})
            return article
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Say in a few words why nobody could use it again.")
            )
        self.write({"article_id": False, "knowledge_reason": reason})
        return self.env["helpdesk.article"]

    def _make_article(self):
        """Return a draft of what was learnt, without the customer's traces.

        A ticket has one draft: asked again, that one is returned (NAV-3.6-04 … -07).
        """
        self.ensure_one()
        if self.article_id:
            return self.article_id
        articles = self.env["helpdesk.article"]
        customer = self._get_customer_traces()
        article = articles.create(self._prepare_article(articles, customer))
        self.write({"article_id": article.id, "knowledge_reason": False})
        return article

    def _prepare_article(self, articles, customer):
        """Return the values of the draft that the ticket leaves behind.

        :param articles: helpdesk.article, who masks
        :param Customer customer: whose traces are masked
        """
        solution = self.solution
        if is_html_empty(solution or ""):
            solution = self.workaround
        return {
            "name": articles._mask_text(self.name, customer),
            "problem": articles._mask(self.description, customer),
            "solution": articles._mask(solution, customer),
            "video_url": self._get_video_for_article(),
            "module_tag_ids": [fields.Command.set(self.module_tag_ids.ids)],
            "ticket_id": self.id,
            "user_id": self.env.user.id,
        }

    def _get_video_for_article(self):
        """Return the address of the material that was sent, if an article takes it."""
        url = (self.support_material or "").strip()
        return url if url and not find_video_fault(url) else False

    def action_make_article(self):
        """Open the draft that the ticket leaves behind, made if there is none."""
        self.ensure_one()
        self.check_access("write")
        return self._make_article()._open_form()

    def action_open_article(self):
        """Open the ticket's article."""
        self.ensure_one()
        return self.article_id._open_form()

    def _get_customer_traces(self):
        """Return names and contact data of the customer of a ticket, or of none.

        :rtype: Customer
        """
        # sudo: res.partner: colleagues' names are looked for, and none is shown
        partner = self.sudo().partner_id
        company = partner.commercial_partner_id
        people = (partner | company | company.child_ids).filtered("name")
        details = {self.partner_email, *people.mapped("email"), *people.mapped("phone")}
        details.add(company.vat)
        companies = people.filtered("is_company").mapped("name")
        persons = people.filtered(lambda person: not person.is_company).mapped("name")
        return Customer(
            companies=tuple(filter(None, [*companies, self.partner_company])),
            people=tuple(filter(None, {*persons, self.partner_name} - {*companies})),
            details=tuple(filter(None, details)),
        )


class HelpdeskArticle(models.Model):
    _inherit = "helpdesk.article"  # pylint: disable=consider-merging-classes-inherited

    ticket_ids = fields.One2many(
        "helpdesk.ticket",
        "article_id",
        string="Tickets",
        groups=ANALYSTS,
        help="The tickets that it answers.",
    )

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
