"""The knowledge base as its readers have it: find, read, say whether it helped."""

from werkzeug.exceptions import BadRequest, NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import hmac, html2plaintext, is_html_empty

from ..logic.article_search import is_web_address

#: of what is looked for, so many letters count
ASKED_LENGTH = 200
#: articles on a page of results; where none was asked for; beside an article
RESULTS, POPULAR, RELATED = 20, 6, 4
#: letters of the problem that a result shows
TEASER = 160
VOTES = {"yes": "helpful", "no": "unhelpful"}
PDF_HEADERS = [
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("X-Content-Type-Options", "nosniff"),
]


class HelpPages(http.Controller):
    """`/help` for everybody; each finds what is published for them, and no trace of
    anything else. All of it works without JavaScript.
    """

    @http.route(
        "/help",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def help_home(self, q="", module="", **_params):
        """Show what was found, what is of a module, or what is popular."""
        asked = str(q).replace("\0", "").strip()[:ASKED_LENGTH]
        articles = request.env["helpdesk.article"]
        reader = request.env.user
        tag = self._find_module(module)
        if asked:
            found = articles._find_for(asked, reader, RESULTS)
        elif tag:
            domain = articles._get_readable_domain(reader)
            domain &= Domain("module_tag_ids", "in", tag.ids)
            found = articles._get_readable(reader).search(domain, limit=RESULTS)
        else:
            found = articles._find_popular(reader, POPULAR)
        return request.render(
            "helpdesk_support_plan.help_home",
            {
                "page_name": "help",
                "asked": asked,
                "module": tag,
                "modules": articles._count_by_module(reader),
                "articles": found,
                "teasers": {article.id: self._get_teaser(article) for article in found},
                "guides": self._get_guides(reader),
            },
        )

    @http.route(
        "/help/<string:slug>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def help_article(self, slug, **_params):
        """Show an article; 404 for whoever may not read it, as if there were none."""
        article = self._find_article(slug)
        voted = request.session.get("helpdesk_voted", {})
        return request.render(
            "helpdesk_support_plan.help_article",
            {
                "page_name": "help",
                "article": article,
                "related": article._find_related(request.env.user, RELATED),
                "voted": voted.get(str(article.id)),
                "flash": self._take_flash(),
                "is_draft": article.state != "published",
                "has_more": not is_html_empty(article.additional_info or ""),
            },
        )

    @http.route(
        "/help/<string:slug>/pdf",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def help_pdf(self, slug, **_params):
        """Give an article's PDF, which nothing but a PDF is taken for."""
        article = self._find_article(slug)
        if not article.pdf:
            raise NotFound()
        # sudo: ir.binary: a file of an article that they may read
        stream = (
            request.env["ir.binary"]
            .sudo()
            ._get_stream_from(
                article,
                "pdf",
                filename=f"{article.slug}.pdf",
                mimetype="application/pdf",
            )
        )
        response = stream.get_response(as_attachment=False)
        response.headers.extend(PDF_HEADERS)
        return response

    @http.route(
        "/help/<string:slug>/helped",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def help_helped(self, slug, vote="", comment="", **_params):
        """Take in whether an article helped, once a reader, and what it lacks."""
        article = self._find_article(slug)
        entries = request.env["helpdesk.self.service"]
        reader, visitor = request.env.user, self._get_visitor()
        kind = VOTES.get(vote)
        voted = dict(request.session.get("helpdesk_voted", {}))
        if kind and article.state == "published" and str(article.id) not in voted:
            entries._note(kind, reader, article=article, visitor=visitor)
            request.session["helpdesk_voted"] = {**voted, str(article.id): vote}
        if comment and kind:
            entries._add_comment(reader, article, comment, visitor=visitor)
            request.session["helpdesk_voted"] = {**voted, str(article.id): "done"}
        if kind:
            request.session["helpdesk_flash"] = {
                "tone": "success",
                "text": request.env._("Thank you: that helps us to do it better."),
            }
        return request.redirect(f"{article._get_help_url()}#helped", code=303)

    def _find_article(self, slug):
        """Return the article at an address, by sudo.

        :raises NotFound: there is none, or none for this reader
        """
        if "\0" in slug:
            raise BadRequest()  # no database takes it
        reader = request.env.user
        articles = request.env["helpdesk.article"]
        readable = articles._get_readable(reader)
        domain = articles._get_readable_domain(reader)
        slug = Domain("slug", "=", slug)
        found = readable.search(domain & slug, limit=1)
        if not found and articles.has_access("read"):
            # analysts look at what is not published yet as its readers will see it
            found = articles.search(slug, limit=1)
        if not found:
            raise NotFound()
        # sudo: helpdesk.article: what this reader may read, with the names of modules
        return found.sudo()

    def _take_flash(self):
        """Return what is to be said once; a session that has nothing stays as it is."""
        if "helpdesk_flash" not in request.session:
            return None
        return request.session.pop("helpdesk_flash")

    def _find_module(self, module):
        """Return the module with an id that somebody gave, by sudo; or none."""
        # sudo: helpdesk.ticket.tag: the names of modules are no secret
        tags = request.env["helpdesk.ticket.tag"].sudo()
        if not str(module).isdecimal() or len(module) > 9:
            return tags
        return tags.search([("id", "=", int(module)), ("dimension", "=", "module")])

    def _get_guides(self, reader):
        """Return [(name, address)] of a customer's manuals and videos (COB-28, -29)."""
        if not reader._is_portal():
            return []
        guides = []
        for plan in request.env["helpdesk.article"]._get_plans_of(reader):
            guides += [
                ("manual", plan.user_manual_url),
                ("videos", plan.video_tutorials_url),
            ]
        return [guide for guide in dict.fromkeys(guides) if is_web_address(guide[1])]

    def _get_teaser(self, article):
        text = html2plaintext(article.problem or "", include_references=False)
        text = " ".join(text.split())
        if len(text) <= TEASER:
            return text
        return f"{text[:TEASER].rpartition(' ')[0]}…"

    def _get_visitor(self):
        """Return (key of the session, key of the place) of who has not logged in.

        Neither can be turned back into a session or an address.
        """
        # sudo: ir.config_parameter: the secret that keys are made with
        environment = request.env["ir.config_parameter"].sudo().env
        keys = (
            ("session", request.session.sid),
            ("place", request.httprequest.remote_addr or ""),
        )
        return tuple(
            hmac(environment, f"helpdesk_{name}", value)[:32] for name, value in keys
        )
