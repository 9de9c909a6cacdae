"""/help over HTTP: each finds what is for them, and nothing else."""

from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .article_common import PDF, ArticleCommon

PHONE = "390x844"


class HelpCommon(ArticleCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        module = cls._ref("tag_documentos_electronicos").ids
        cls.public = cls._publish(
            name="¿Cómo reenvío una factura?", audience="public", module_tag_ids=module
        )
        cls.customer = cls._publish(name="Factura rechazada", module_tag_ids=module)
        cls.internal = cls._publish(name="Factura por dentro", audience="internal")
        cls.draft = cls._write(name="Factura en borrador", audience="public")

    def _get(self, path, login=None, status=200):
        self.env.flush_all()
        self.authenticate(login, login)
        response = self.url_open(path)
        self.assertEqual(response.status_code, status, path)
        self.page = html.fromstring(response.text)
        return response.text

    def _titles(self):
        return {
            found.text_content().strip()
            for found in self.page.xpath("//*[contains(@class, 'o_help_hit_title')]")
        }

    def _send(self, article, token=True, **values):
        if token:
            values["csrf_token"] = self.page.xpath(
                "//input[@name='csrf_token']/@value"
            )[0]
        return self.url_open(
            f"{article._get_help_url()}/helped", data=values, allow_redirects=False
        )


@tagged("post_install", "-at_install")
class TestHelpPages(HelpCommon):
    def test_who_finds_what(self):
        """NAV-3.6-03, COB-30: only what is published, each what is for them."""
        public, customer, internal = (
            self.public.name,
            self.customer.name,
            self.internal.name,
        )
        for login, expected in [
            (None, {public}),
            ("carolina", {public, customer}),
            ("eva", {public, customer}),
            ("ana", {public, customer, internal}),
        ]:
            for path in ("/help", "/help?q=factura"):
                with self.subTest(f"{login} {path}"):
                    text = self._get(path, login)
                    self.assertEqual(self._titles(), expected)
                    self.assertNotIn(self.draft.name, text)
        tag = self._ref("tag_documentos_electronicos")
        self._get(f"/help?module={tag.id}")
        self.assertEqual(self._titles(), {public})

    def test_no_title_leaks(self):
        """DESIGN 8: what is not for them is as if it were not there."""
        for login, hidden in [
            (None, self.customer | self.internal | self.draft),
            ("carolina", self.internal | self.draft),
            ("eva", self.internal | self.draft),
        ]:
            for article in hidden:
                for path in ("", "/pdf"):
                    text = self._get(f"/help/{article.slug}{path}", login, status=404)
                    self.assertNotIn(article.name, text)
        self._get("/help/no-hay-tal", status=404)
        for article in (self.public, self.customer):
            text = self._get(
                f"/help/{article.slug}", None if article == self.public else "carolina"
            )
            self.assertNotIn(self.internal.name, text)
            self.assertNotIn(self.draft.name, text)

    def test_the_desk_looks_at_drafts(self):
        text = self._get(f"/help/{self.draft.slug}", "ana")
        self.assertIn("not published yet", text)
        self.assertNotIn("o_help_yes", text)

    def test_of_another_plan_or_company(self):
        gold = self.plan.copy({"name": "Oro", "code": "oro"})
        self.customer.plan_ids = gold
        self._get(f"/help/{self.customer.slug}", "carolina", status=404)
        self.customer.plan_ids = False
        self.customer.company_id = self.env["res.company"].create({"name": "Otra"})
        self._get(f"/help/{self.customer.slug}", "carolina", status=404)

    def test_odd_requests(self):
        for path in (
            "/help?q=%27%3B+DROP+TABLE%25%25",
            "/help?q=%00",
            "/help?module=x",
            "/help?module=-1",
            "/help?module=99999999999999999999",
            "/help?module=%C2%B2",
            "/help?q=" + "a" * 5000,
            "/help?unknown=1",
        ):
            with self.subTest(path):
                self.env.flush_all()
                self.assertLess(self.url_open(path).status_code, 500)

    def test_what_is_looked_for_is_only_text(self):
        text = self._get("/help?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
        self.assertNotIn("<script>alert(1)", text)
        self.public.write(
            {
                "problem": "<p>a</p><img src=x onerror=alert(1)><script>b()</script>",
                "personal_data_checked": True,
            }
        )
        text = self._get(f"/help/{self.public.slug}")
        self.assertNotIn("onerror=alert", text)
        self.assertNotIn("b()", text)

    def test_nothing_found_offers_a_ticket(self):
        text = self._get("/help?q=vacaciones")
        self.assertIn("found nothing", text)
        self.assertIn('href="/new/ticket"', text)

    def test_an_article_says_all(self):
        self.public.additional_info = "<p>Un dato más</p>"
        text = self._get(f"/help/{self.public.slug}", "carolina")
        for word in ("no se deja firmar", "certificado nuevo", "Un dato más"):
            self.assertIn(word, text)
        (video,) = self.page.xpath("//a[contains(@class, 'o_help_video')]")
        self.assertEqual(video.get("href"), "https://www.youtube.com/watch?v=abc")
        self.assertIn("noopener", video.get("rel"))
        self.assertIn(self.customer.name, text)  # related
        self.assertTrue(self.page.xpath("//nav[@aria-label]//a[@href='/help']"))

    def test_the_pdf(self):
        """NAV-3.6-02."""
        self.public.write({"pdf": PDF, "personal_data_checked": True})
        self.env.flush_all()
        response = self.url_open(f"/help/{self.public.slug}/pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self._get(f"/help/{self.customer.slug}/pdf", "carolina", status=404)

    def test_it_helped_once(self):
        self._get(f"/help/{self.public.slug}")
        response = self._send(self.public, vote="yes")
        self.assertEqual(response.status_code, 303)
        page = self.url_open(response.headers["Location"]).text
        self.assertIn("Thank you", page)
        self.assertNotIn("o_help_yes", page)
        self._send(self.public, vote="yes")
        self._send(self.public, vote="no")
        self.assertEqual(self.public.helpful_count, 1)
        self.assertEqual(self.public.unhelpful_count, 0)

    def test_it_did_not_and_why(self):
        self._get(f"/help/{self.customer.slug}", "carolina")
        self._send(self.customer, vote="no")
        self.page = html.fromstring(self.url_open(f"/help/{self.customer.slug}").text)
        self._send(self.customer, vote="no", comment="Falta <b>algo</b>")
        entry = self.env["helpdesk.self.service"].search(
            [("article_id", "=", self.customer.id)]
        )
        self.assertEqual(entry.comment, "Falta <b>algo</b>")
        self.assertEqual(entry.user_id, self.portal_user)
        page = self.url_open(f"/help/{self.customer.slug}").text
        self.assertIn("Thank you", page)
        self.assertNotIn("o_help_comment", page)

    def test_votes_that_are_none(self):
        self._get(f"/help/{self.public.slug}")
        for values in ({"vote": "perhaps"}, {}, {"comment": "x"}, {"vote": ""}):
            self.assertEqual(self._send(self.public, **values).status_code, 303)
        with mute_logger("odoo.http"):
            forged = self._send(self.public, token=False, vote="yes")
        self.assertEqual(forged.status_code, 400)
        self.assertEqual(self._send(self.customer, vote="yes").status_code, 404)
        self.assertEqual(self._send(self.draft, vote="yes").status_code, 404)
        url = f"/help/{self.public.slug}/helped?vote=yes"
        self.assertEqual(self.url_open(url).status_code, 405)
        self.assertFalse(
            self.env["helpdesk.self.service"].search_count([("id", ">", 0)])
        )

    def test_manuals_and_videos_of_the_plan(self):
        """COB-28, COB-29."""
        self.plan.write(
            {
                "user_manual_url": "https://manual.example.com",
                "video_tutorials_url": "javascript:alert(1)",
            }
        )
        text = self._get("/help", "carolina")
        self.assertIn('href="https://manual.example.com"', text)
        self.assertNotIn("javascript:alert", text)
        self.plan.video_tutorials_url = "https://videos.example.com"
        self.assertIn("https://videos.example.com", self._get("/help", "carolina"))
        self.assertNotIn("manual.example.com", self._get("/help"))

    def test_a_page_costs_the_same_with_many(self):
        def count():
            self._get("/help?q=factura", "carolina")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.url_open("/help?q=factura")
            return self.env.cr.sql_log_count - before

        few = count()
        tags = self._ref("tag_documentos_electronicos").ids
        for number in range(12):
            self._publish(name=f"Factura {number}", module_tag_ids=tags)
        self.assertLessEqual(count(), few)


@tagged("post_install", "-at_install")
class TestHelpOnAPhone(HelpCommon):
    def test_find_read_and_say_that_it_helped(self):
        self.browser_size, self.touch_enabled = PHONE, True
        self.start_tour("/help", "support_plan_help", login="carolina")
        self.assertEqual(self.customer.unhelpful_count, 1)
        entry = self.env["helpdesk.self.service"].search([("comment", "!=", False)])
        self.assertEqual(entry.comment, "Falta un paso")

    def test_an_analyst_documents_a_ticket(self):
        self.plan.validation = "none"
        ticket = self._classified(triaged=True).with_user(self.analyst)
        ticket.action_start()
        self.browser_size = "1440x900"
        self.start_tour(
            f"/odoo/helpdesk-queue/{ticket.id}", "support_plan_document", login="ana"
        )
        self.assertEqual(ticket.stage_code, "solved")
        self.assertEqual(ticket.knowledge, "draft")
        self.assertEqual(ticket.article_id.state, "review")
