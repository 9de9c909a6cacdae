"""Articles: analysts write, leaders publish, and nobody tells who a customer is."""

import base64

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .article_common import PDF, ArticleCommon


@tagged("post_install", "-at_install")
class TestArticle(ArticleCommon):
    def test_an_analyst_writes_and_a_leader_publishes(self):
        """NAV-3.6-03."""
        article = self._write()
        self.assertEqual(article.state, "draft")
        article.action_send_to_review()
        self.assertEqual(article.state, "review")
        with self._refused("A leader decides", AccessError):
            article.action_publish()
        article.with_user(self.leader).action_publish()
        self.assertEqual(article.state, "published")
        self.assertTrue(article.published_at)
        self.assertTrue(article.review_date)

    def test_no_way_around_the_leader(self):
        article = self._write()
        for vals in ({"state": "published"}, {"text_only": True}):
            with self._refused("A leader decides", AccessError):
                article.write(vals)
            with self._refused("A leader decides", AccessError):
                self._write(**vals)
        published = self._publish()
        mine = published.with_user(self.analyst)
        for vals in ({"state": "draft"}, {"state": "review"}):
            with self._refused("A leader decides", AccessError):
                mine.write(vals)
        for vals in ({"solution": "<p>x</p>"}, {"audience": "public"}):
            with self.assertRaises(AccessError):
                mine.write(vals)
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            article.unlink()
        self.assertTrue(mine.is_locked)

    def test_it_is_back_to_a_draft(self):
        article = self._publish()
        article.with_user(self.leader).action_withdraw()
        self.assertFalse(self._find("certificado", self.portal_user))
        article.with_user(self.analyst).solution = "<p>Mejor así</p>"
        article = self._write()
        article.action_send_to_review()
        article.action_withdraw()  # the author takes it back
        self.assertEqual(article.state, "draft")

    def test_what_an_article_has_to_have(self):
        """NAV-3.6-04 … -06: problem and solution, and more if it is useful."""
        for name, sentence in [
            ("problem", "what the problem is"),
            ("solution", "no solution yet"),
        ]:
            article = self._write(**{name: "<p><br></p>"})
            with self._refused(sentence, ValidationError):
                article.with_user(self.leader).action_publish()
            self.assertEqual(article.state, "draft")
        with self._refused("what the problem is"):
            self._write(problem=False).action_send_to_review()
        article = self._publish()
        with self._refused("no solution yet", ValidationError):
            article.solution = False

    def test_video_or_pdf(self):
        """NAV-3.6-02: it is a video or a PDF, or a leader says that text is enough."""
        article = self._write(video_url=False)
        with self._refused("neither a video nor a PDF", ValidationError):
            article.with_user(self.leader).action_publish()
        article.with_user(self.leader).write({"text_only": True, "state": "published"})
        self.assertEqual(article.state, "published")
        by_pdf = self._write(video_url=False, pdf=PDF, personal_data_checked=True)
        by_pdf.with_user(self.leader).action_publish()
        self.assertEqual(by_pdf.state, "published")

    def test_nothing_but_videos_and_pdfs(self):
        """NAV-3.6-02."""
        for url, sentence in [
            ("javascript:alert(1)", "begins with https"),
            ("http://www.youtube.com/watch?v=1", "begins with https"),
            ("https://example.com/manual.docx", "address of a document"),
        ]:
            with self._refused(sentence, ValidationError):
                self._write(video_url=url)
        page = base64.b64encode(b"<html><script>alert(1)</script></html>")
        with self._refused("is no PDF", ValidationError):
            self._write(pdf=page)

    def test_texts_are_cleaned(self):
        article = self._write(
            problem="<p onclick='x()'>a<script>alert(1)</script></p>",
            solution="<img src='x' onerror='y()'><a href='javascript:z()'>b</a>",
            additional_info="<iframe src='https://example.com'></iframe><form>c</form>",
        )
        told = f"{article.problem}{article.solution}{article.additional_info}"
        for word in ("script", "onerror", "onclick", "iframe", "<form"):
            self.assertNotIn(word, told)

    def test_a_module_is_a_module(self):
        with self._refused("is no module", ValidationError):
            self._write(module_tag_ids=self._ref("tag_folios").ids)

    def test_what_is_to_be_reviewed(self):
        late = self._publish(review_date="2026-03-01")
        action = self._ref("helpdesk_article_review_action")
        view = self._ref("helpdesk_article_view_search")
        self.assertIn("search_default_to_review", action.context)
        self.assertIn('name="to_review"', view.arch)
        late.with_user(self.leader).action_reviewed()
        self.assertGreater(str(late.review_date), "2026-03-01")


@tagged("post_install", "-at_install")
class TestSlug(ArticleCommon):
    def test_it_comes_from_the_title_and_is_its_own(self):
        made = self._write() + self._write()
        both = self.articles.create([{"name": "¿Qué es?"}, {"name": "¿Que es?"}])
        self.assertEqual(
            made.mapped("slug"), ["el-certificado-vencio", "el-certificado-vencio-2"]
        )
        self.assertEqual(both.mapped("slug"), ["que-es", "que-es-2"])
        self.assertEqual(both.copy().mapped("slug"), ["que-es-copy", "que-es-copy-2"])

    def test_it_follows_the_title_until_it_is_published(self):
        article = self._write()
        article.name = "Otro título"
        self.assertEqual(article.slug, "otro-titulo")
        article.name = "Otro Título!"
        self.assertEqual(article.slug, "otro-titulo")
        article.with_user(self.leader).action_publish()
        article.with_user(self.leader).name = "Uno más"
        self.assertEqual(article.slug, "otro-titulo")
        article.with_user(self.leader).action_withdraw()
        article.write({"name": "Y otro", "slug": "robado"})
        self.assertEqual(article.slug, "otro-titulo")

    def test_several_at_once(self):
        made = self._write() + self._write()
        made.name = "Igual"
        self.assertEqual(made.mapped("slug"), ["igual", "igual-2"])

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_it_single(self):
        made = self._write() + self._write()
        with self.assertRaises(UniqueViolation):
            self.env.cr.execute("UPDATE helpdesk_article SET slug = 'x'")
        self.assertTrue(made)


@tagged("post_install", "-at_install")
class TestPrivacy(ArticleCommon):
    """NAV-3.6-07."""

    def test_what_looks_personal_keeps_it_back(self):
        article = self._write(solution="<p>Llame al +57 310 555 0101</p>")
        self.assertIn("Phone: +57 310 555 0101", article.privacy_findings)
        with self._refused("something that looks personal", ValidationError):
            article.with_user(self.leader).action_publish()
        article.personal_data_checked = True
        article.with_user(self.leader).action_publish()
        self.assertEqual(article.state, "published")

    def test_it_is_asked_again_when_the_text_changes(self):
        article = self._write(solution="<p>Llame al +57 310 555 0101</p>")
        article.personal_data_checked = True
        article.audience = "public"
        self.assertTrue(article.personal_data_checked)
        article.problem = "<p>Otro</p>"
        self.assertFalse(article.personal_data_checked)
        article.write({"problem": "<p>Más</p>", "personal_data_checked": True})
        article = article.with_user(self.leader)
        article.action_publish()
        with self._refused("something that looks personal", ValidationError):
            article.additional_info = "<p>ana@example.com</p>"

    def test_names_of_customers(self):
        self._create_ticket(partner_id=self.mateo.id)
        article = self._write(
            ticket_id=self._create_ticket(partner_id=self.carolina.id).id,
            problem="<p>En Ferreteria el sol, Carolina no firma; café andino sí.</p>",
        )
        lines = set(article.privacy_findings.split("\n"))
        self.assertEqual(
            lines, {"Name: Ferreteria el sol", "Name: Carolina", "Name: café andino"}
        )

    def test_what_only_eyes_can_judge(self):
        article = self._write(pdf=PDF, problem="<p>a</p><img src='/web/image/1'>")
        self.assertEqual(article.privacy_finding_count, 2)
        self.assertIn("A PDF", article.privacy_findings)
        self.assertIn("Pictures", article.privacy_findings)

    def test_the_desk_may_name_itself(self):
        self.env.company.email = "soporte@desk.example.com"
        article = self._write(solution="<p>Escriba a soporte@desk.example.com</p>")
        self.assertFalse(article.privacy_findings)

    def test_many_are_read_at_once(self):
        several = self.articles.browse()
        for number in range(6):
            several += self._write(name=f"Uno {number}")
        several.ticket_id = self._create_ticket(partner_id=self.carolina.id)

        def count(articles):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            articles._find_personal()
            return self.env.cr.sql_log_count - before

        count(several)
        self.assertEqual(count(several), count(several[:1]))


@tagged("post_install", "-at_install")
class TestSearch(ArticleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificate = cls._publish()
        cls.cash = cls._publish(
            name="¿Cómo cierro la caja?",
            solution="<p>Cuente el efectivo y confirme.</p>",
            problem="<p>El cierre muestra una diferencia en el punto de venta.</p>",
            audience="public",
        )
        cls.import_ = cls._publish(
            name="Importar productos",
            solution="<p>Use la plantilla.</p>",
            problem="<p>La hoja de cálculo no se deja importar.</p>",
            module_tag_ids=cls._ref("tag_documentos_electronicos").ids,
        )

    def test_accents_endings_and_typos(self):
        table = [
            ("certificado vencido", self.certificate),
            ("certificados vencidos", self.certificate),
            ("CERTIFÍCADO", self.certificate),
            ("sertificado", self.certificate),
            ("certifcado", self.certificate),
            ("cretificado", self.certificate),
            ("no me deja firmar porque vencio el certificado", self.certificate),
            ("cerrar la caja", self.cash),
            ("cerrando caja", self.cash),
            ("difrencia en la caja", self.cash),
            ("importacion de productos", self.import_),
            ("importación productos", self.import_),
            ("hoja de calculo", self.import_),
            ("documentos electronicos", self.import_),  # by its module
        ]
        for text, expected in table:
            with self.subTest(text):
                self.assertEqual(self._find(text, self.portal_user)[:1], expected)

    def test_what_it_is_not_about(self):
        for text in (
            "vacaciones",
            "el de la",
            "",
            None,
            "zzz",
            "%",
            "' OR 1=1 --",
            "a&|!",
        ):
            with self.subTest(text):
                self.assertFalse(self._find(text, self.portal_user))
        self.assertFalse(self._find("caja", self.portal_user, limit=0))

    def test_the_best_comes_first(self):
        other = self._publish(
            name="Otra cosa", solution="<p>Mire también si el certificado venció.</p>"
        )
        found = self._find("certificado venció", self.portal_user)
        self.assertEqual(found, self.certificate + other)

    def test_a_renamed_module_is_found(self):
        self._ref("tag_documentos_electronicos").name = "Boletas"
        self.assertEqual(self._find("boletas", self.portal_user), self.import_)

    def test_who_finds_what(self):
        """DESIGN 8: public, customers, employees, the desk."""
        internal = self._publish(name="Caja por dentro", audience="internal")
        draft = self._write(name="Caja en borrador")
        public = self.env.ref("base.public_user")
        for reader, expected in [
            (public, self.cash),
            (self.portal_user, self.cash),
            (self.employee, self.cash),
            (self.analyst, self.cash + internal),
        ]:
            with self.subTest(reader.name):
                found = self._find("caja", reader)
                self.assertEqual(set(found), set(expected))
                self.assertNotIn(draft, found)
        self.assertFalse(self._find("certificado", public))

    def test_plans(self):
        gold = self.plan.copy({"name": "Oro", "code": "oro"})
        article = self._publish(name="Teclas de oro", plan_ids=gold.ids)
        self.assertFalse(self._find("teclas", self.portal_user))
        self.assertTrue(self._find("teclas", self.analyst))
        self.company_a.support_plan_id = gold
        self.assertEqual(self._find("teclas", self.portal_user), article)
        article.audience = "public"
        public = self.env.ref("base.public_user")
        self.assertFalse(self._find("teclas", public))

    def test_what_others_say_does_not_show_in_what_is_found(self):
        """Words of articles for the desk are not to be guessed from outside."""
        public = self.env.ref("base.public_user")
        self.assertTrue(self._find("difrencia", public))
        self._publish(name="Una difrencia por dentro", audience="internal")
        self.assertTrue(self._find("difrencia", public))

    def test_a_plan_that_goes_opens_no_article(self):
        gold = self.plan.copy({"name": "Oro", "code": "oro"})
        article = self._publish(name="Teclas de oro", plan_ids=gold.ids)
        with self._refused("Teclas de oro"):
            gold.unlink()
        article.plan_ids = self.plan
        gold.unlink()
        self.assertFalse(gold.exists())

    def test_the_plan_of_a_subscription(self):
        gold = self.plan.copy({"name": "Oro", "code": "oro"})
        self.assertEqual(self.articles._get_plans_of(self.portal_user), self.plan)
        stage = self.env["sale.subscription.stage"].search(
            [("type", "=", "in_progress")], limit=1
        )
        self.env["sale.subscription"].create(
            {
                "partner_id": self.company_a.id,
                "template_id": self.env["sale.subscription.template"]
                .create({"name": "Mes"})
                .id,
                "pricelist_id": self.env["product.pricelist"].create({"name": "P"}).id,
                "stage_id": stage.id,
                "support_plan_id": gold.id,
            }
        )
        self.assertEqual(self.articles._get_plans_of(self.portal_user), gold)

    def test_companies(self):
        other = self.env["res.company"].create({"name": "Otra"})
        self.cash.company_id = other
        for reader in (self.portal_user, self.analyst, self.employee):
            self.assertFalse(self._find("caja", reader))

    def test_it_costs_the_same_with_many(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            self._find("certificado", self.portal_user)  # rights are in the caches
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._find("el certificado vencio ayer", self.portal_user)
            return self.env.cr.sql_log_count - before

        few = count()
        for number in range(20):
            self._publish(name=f"El certificado venció {number}")
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 11)

    def test_an_index_serves(self):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'helpdesk_article'"
        )
        gin = [found for (found,) in self.env.cr.fetchall() if "USING gin" in found]
        for word in ("(words)", "title) gin_trgm_ops", "text) gin_trgm_ops"):
            self.assertTrue([found for found in gin if word in found], gin)


@tagged("post_install", "-at_install")
class TestArticleRights(ArticleCommon):
    """Nobody but analysts has access to the records (DESIGN 8)."""

    def test_nobody_else(self):
        article = self._publish(audience="public")
        readers = self.portal_user | self.employee | self.env.ref("base.public_user")
        for reader in readers:
            for model in (self.articles, self.env["helpdesk.self.service"]):
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(f"{reader.name} {model._name} {operation}"):
                        self.assertFalse(model.with_user(reader).has_access(operation))
            with self.assertRaises(AccessError):
                article.with_user(reader).read(["name"])
            with self.assertRaises(AccessError):
                article.with_user(reader).search([])

    def test_neither_messages_nor_files(self):
        article = self._publish(audience="public")
        message = article.message_post(
            body="Un secreto", subtype_xmlid="mail.mt_comment"
        )
        file = self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": b"secreto",
                "res_model": article._name,
                "res_id": article.id,
            }
        )
        for record in (message, file):
            with self.assertRaises(AccessError):
                record.with_user(self.portal_user).read(["id", "create_date"])

    def test_analysts_read_no_reports(self):
        service = self.env["helpdesk.self.service"]
        self.assertFalse(service.with_user(self.analyst).has_access("read"))
        self.assertTrue(service.with_user(self.leader).has_access("read"))
        self.assertFalse(service.with_user(self.leader).has_access("write"))

    def test_of_another_company(self):
        other = self.env["res.company"].create({"name": "Otra"})
        article = self._write(company_id=False)
        article.sudo().company_id = other
        with self.assertRaises(AccessError):
            article.with_user(self.leader).read(["name"])
        with self.assertRaises(AccessError):
            article.with_user(self.analyst).write({"name": "x"})
