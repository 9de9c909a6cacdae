"""An article: what was learnt from a problem, for whoever has it next (NAV-3.6-01)."""

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, is_html_empty

from ..logic.article_search import choose_slug, find_video_fault, make_slug
from .groups import ANALYSTS, LEADERS

STATES = [
    ("draft", "Draft"),
    ("review", "In Review"),
    ("published", "Published"),
]
AUDIENCES = [
    ("public", "Everybody"),
    ("customer", "Customers"),
    ("internal", "The desk"),
]
#: a published article is looked through again after so many days
REVIEW_DAYS = 365
#: what a PDF begins with, within its first bytes
PDF_START, PDF_HEAD = b"%PDF-", 1024
#: the largest file, in bytes
MOST_BYTES = 25 * 1024 * 1024


class HelpdeskArticle(models.Model):
    """A question that comes again, with its answer.

    Analysts write, leaders publish. Who is no analyst has no access to the records: the
    pages of /help show what is published for them (helpdesk_article_search.py).
    """

    _name = "helpdesk.article"
    _description = "Article"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "slug"]

    name = fields.Char(
        string="Title",
        required=True,
        tracking=True,
        help="The question, in the words that a customer would use.",
    )
    slug = fields.Char(
        string="Address",
        readonly=True,
        copy=False,
        help="The end of the article's web address. It is made from the title, and "
        "stays once the article is published.",
    )
    help_url = fields.Char(string="Link", compute="_compute_help_url")
    active = fields.Boolean(default=True)
    state = fields.Selection(
        STATES, required=True, default="draft", copy=False, index=True, tracking=True
    )
    audience = fields.Selection(
        AUDIENCES,
        string="For",
        required=True,
        default="customer",
        tracking=True,
        help="Who finds it once it is published: everybody who opens the page, "
        "customers who have logged in, or only the desk.",
    )
    problem = fields.Html(
        sanitize_style=True, help="What happens, briefly and clearly."
    )
    solution = fields.Html(sanitize_style=True, help="What to do, step by step.")
    additional_info = fields.Html(
        string="Additional Information",
        sanitize_style=True,
        help="What may help besides: how to see the problem, the words of its message.",
    )
    video_url = fields.Char(string="Video", help="Its address, with https.")
    pdf = fields.Binary(string="PDF", attachment=True, copy=False)
    pdf_name = fields.Char(string="PDF Name", copy=False)
    text_only = fields.Boolean(
        string="Text Is Enough",
        copy=False,
        tracking=True,
        help="The manual asks for a video or a PDF. A leader may publish without.",
    )
    module_tag_ids = fields.Many2many(
        "helpdesk.ticket.tag",
        string="Modules",
        domain="[('dimension', '=', 'module')]",
        help="The parts of the software that it is about.",
    )
    plan_ids = fields.Many2many(
        "helpdesk.support.plan",
        string="Plans",
        help="Customers of these plans find it. Empty: those of all.",
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="restrict",
        help="Only at this company. Empty: at all.",
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="From Ticket",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The ticket that it was learnt from.",
    )
    author_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        help="Who wrote the first draft.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=lambda self: [("all_group_ids", "in", self.env.ref(ANALYSTS).ids)],
        tracking=True,
        help="Who keeps it up to date.",
    )
    review_date = fields.Date(
        string="Review On",
        index="btree_not_null",
        tracking=True,
        help="When somebody looks again whether it still holds.",
    )
    published_at = fields.Datetime(string="Published First", readonly=True, copy=False)

    is_locked = fields.Boolean(
        compute="_compute_is_locked",
        help="It is published, and only leaders change it.",
    )

    _slug_unique = models.Constraint(
        "UNIQUE(slug)",
        "There is already an article at this address: give it another title.",
    )

    @api.depends("slug")
    def _compute_help_url(self):
        for article in self:
            path = article._get_help_url()
            article.help_url = path and article.get_base_url() + path

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_locked(self):
        leads = self.env.su or self.env.user.has_group(LEADERS)
        for article in self:
            article.is_locked = article.state == "published" and not leads

    def _get_help_url(self):
        """Return the path of the article's page; False for none yet."""
        self.ensure_one()
        return bool(self.slug) and f"/help/{self.slug}"

    @api.constrains("video_url")
    def _check_video_url(self):
        """Take only what may be a video (NAV-3.6-02)."""
        for article in self:
            fault = article.video_url and find_video_fault(article.video_url)
            if fault == "document":
                raise ValidationError(
                    self.env._(
                        "That is the address of a document: attach it as a PDF, or "
                        "give the address of a video."
                    )
                )
            if fault:
                raise ValidationError(
                    self.env._("The address of a video begins with https://.")
                )

    @api.constrains("pdf")
    def _check_pdf(self):
        """Take only PDFs (NAV-3.6-02)."""
        for article in self.with_context(bin_size=False):
            if not article.pdf:
                continue
            content = base64.b64decode(article.pdf)
            if PDF_START not in content[:PDF_HEAD]:
                raise ValidationError(
                    self.env._("This file is no PDF: export it as one, and try again.")
                )
            if len(content) > MOST_BYTES:
                raise ValidationError(
                    self.env._("The PDF is larger than 25 MB: make it smaller.")
                )

    @api.constrains("module_tag_ids")
    def _check_module_tag_ids(self):
        for tag in self.module_tag_ids:
            if tag.dimension != "module":
                raise ValidationError(
                    self.env._("“%s” is no module: choose another tag.", tag.name)
                )

    @api.constrains(
        "additional_info",
        "name",
        "pdf",
        "personal_data_checked",
        "problem",
        "solution",
        "state",
        "text_only",
        "video_url",
    )
    def _check_published(self):
        """Publish what is complete and tells of nobody, and keep it so (NAV-3.6-05)."""
        for article in self.filtered(lambda article: article.state == "published"):
            if lack := article._find_lack():
                raise ValidationError(lack)

    def _find_lack(self):
        """Return what an article lacks to be published, as a sentence; or nothing."""
        name = self.name
        if is_html_empty(self.problem or ""):
            return self.env._("“%s” does not say yet what the problem is.", name)
        if is_html_empty(self.solution or ""):
            return self.env._("“%s” has no solution yet.", name)
        if not (self.video_url or self.pdf or self.text_only):
            return self.env._(
                "“%s” has neither a video nor a PDF: add one, or say that the text is "
                "enough.",
                name,
            )
        return self._find_privacy_lack()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        taken = self._get_taken_slugs(
            make_slug(vals.get("slug") or vals.get("name")) for vals in vals_list
        )
        for vals in vals_list:
            self._check_may_decide(vals)
            vals["slug"] = choose_slug(vals.get("slug") or vals.get("name"), taken)
            taken.add(vals["slug"])
            self._prepare_state(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_decide(vals)
        vals = self._prepare_state(dict(vals))
        if not vals.keys() & {"name", "slug"}:
            return super().write(vals)
        # each has an address of its own
        for article in self:
            super(HelpdeskArticle, article).write(article._with_slug(vals))
        return True

    def _with_slug(self, vals):
        """Return the values with the address that the title has from now on.

        Once it was published it stays: people have kept the link.
        """
        vals = dict(vals)
        wanted = vals.pop("slug", None) or vals.get("name")
        if not self.published_at and wanted and make_slug(wanted) != self.slug:
            taken = self._get_taken_slugs([make_slug(wanted)]) - {self.slug}
            vals["slug"] = choose_slug(wanted, taken)
        return vals

    @api.model
    def _get_taken_slugs(self, slugs):
        """Return the set of addresses in use that begin like these, in one query."""
        self.flush_model(["slug"])
        found = self.env.execute_query(
            SQL(
                "SELECT slug FROM helpdesk_article WHERE slug LIKE ANY(%s)",
                [f"{slug}%" for slug in slugs],
            )
        )
        return {slug for (slug,) in found}

    @api.model
    def _prepare_state(self, vals):
        """Add what publishing brings with it."""
        if vals.get("state") == "published":
            today = fields.Date.context_today(self)
            unseen = not vals.get("review_date") and not any(
                article.review_date and article.review_date > today for article in self
            )
            if unseen:
                vals["review_date"] = fields.Date.add(today, days=REVIEW_DAYS)
            if not (self and all(article.published_at for article in self)):
                vals.setdefault("published_at", fields.Datetime.now())
        return vals

    def _check_may_decide(self, vals):
        """Let only leaders publish, withdraw, and do without video and PDF.

        :raises AccessError: somebody else tries to
        """
        if self.env.su or self.env.user.has_group(LEADERS):
            return
        publishes = vals.get("state") == "published"
        withdraws = "state" in vals and any(
            article.state == "published" for article in self
        )
        if publishes or withdraws or vals.get("text_only"):
            raise AccessError(
                self.env._("A leader decides on this: send the article to review.")
            )

    def action_send_to_review(self):
        """Tell the leaders that drafts are ready.

        :raises UserError: nothing is there to be reviewed
        """
        for article in self:
            if is_html_empty(article.problem or ""):
                raise UserError(
                    self.env._(
                        "“%s” does not say yet what the problem is.", article.name
                    )
                )
        drafts = self.filtered(lambda article: article.state == "draft")
        drafts.state = "review"

    def action_publish(self):
        """Publish articles; a leader does, also from the list.

        :raises UserError: names the first that lacks something, and what
        """
        self.filtered(lambda article: article.state != "published").write(
            {"state": "published"}
        )

    def action_withdraw(self):
        """Take articles back to be worked on; nobody outside finds them any more."""
        self.write({"state": "draft"})

    def action_reviewed(self):
        """Say that an article still holds, and look at it again in a year."""
        today = fields.Date.context_today(self)
        self.review_date = fields.Date.add(today, days=REVIEW_DAYS)

    def action_open_page(self):
        """Open the article's page as its readers see it."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self._get_help_url()}

    def copy_data(self, default=None):
        copied = super().copy_data(default)
        for vals, article in zip(copied, self, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%s (copy)", article.name)
        return copied


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_articles(self):
        """Refuse to delete a plan whose articles would then be everybody's."""
        # sudo: helpdesk.article: of other companies, too
        articles = self.env["helpdesk.article"].sudo().with_context(active_test=False)
        found = articles.search([("plan_ids", "in", self.ids)], limit=1)
        if found:
            raise UserError(
                self.env._(
                    "The article “%s” is only for this plan's customers: archive the "
                    "plan, or choose other plans for the article.",
                    found.name,
                )
            )
