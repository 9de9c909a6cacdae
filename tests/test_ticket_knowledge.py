"""What solved tickets leave behind: asked in the dialog, owed until it is answered."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .article_common import ArticleCommon


@tagged("post_install", "-at_install")
class TestKnowledge(ArticleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.validation = "none"
        cls.ticket = cls._start()
        cls.article = cls._publish()

    @classmethod
    def _start(cls, **values):
        """Return a ticket that the analyst works on."""
        ticket = cls._classified(triaged=True, **values).with_user(cls.analyst)
        ticket.action_start()
        return ticket

    def _act(self, act, **values):
        acts = self.env["helpdesk.ticket.act"].with_user(self.analyst)
        return acts.create(
            {
                "act": act,
                "ticket_id": self.ticket.id,
                "body": "<p>Quedó listo</p>",
                **values,
            }
        ).action_apply()

    def test_solving_asks_before_anything_happens(self):
        """NAV-3.6-01."""
        for values, sentence in [
            ({}, "Say what others can use"),
            ({"knowledge": "article"}, "Choose the article"),
            ({"knowledge": "none", "knowledge_reason": " "}, "Say in a few words"),
        ]:
            with self._refused(sentence), self.env.cr.savepoint():
                self._act("solve", **values)
            self.ticket.invalidate_recordset()
            self.assertEqual(self.ticket.stage_code, "in_progress")
            self.assertFalse(self.ticket.knowledge)

    def test_an_article_that_is_there(self):
        self._act("solve", knowledge="article", article_id=self.article.id)
        self.assertEqual(self.ticket.knowledge, "article")
        self.assertEqual(self.ticket.article_id, self.article)
        self.assertEqual(self.ticket.stage_code, "solved")
        self.assertIn(self.ticket, self.article.ticket_ids)

    def test_nothing_reusable(self):
        self._act("solve", knowledge="none", knowledge_reason="Un caso único")
        self.assertEqual(self.ticket.knowledge, "none")
        self.assertEqual(self.ticket.knowledge_reason, "Un caso único")

    def test_a_new_draft(self):
        action = self._act("solve", knowledge="draft")
        draft = self.ticket.article_id
        self.assertEqual(action["res_id"], draft.id)
        self.assertEqual(self.ticket.knowledge, "draft")
        self.assertIn("Quedó listo", draft.solution)
        draft.write({"video_url": "https://youtu.be/abc"})
        draft.with_user(self.leader).action_publish()
        self.assertEqual(self.ticket.knowledge, "article")

    def test_it_is_asked_once(self):
        self._act("propose", knowledge="none", knowledge_reason="Único")
        self.assertEqual(self.ticket.knowledge, "none")
        self.ticket.accept_solution()
        self.assertEqual(self.ticket.knowledge, "none")
        self.ticket.reopen("Otra vez")
        self._act("solve")
        self.assertEqual(self.ticket.stage_code, "solved")

    def test_proposing_asks_and_does_not_insist(self):
        form = Form(
            self.env["helpdesk.ticket.act"]
            .with_user(self.analyst)
            .with_context(default_act="propose", active_id=self.ticket.id)
        )
        self.assertTrue(form.asks_knowledge)
        self._act("propose")
        self.assertFalse(self.ticket.knowledge)
        self.ticket.accept_solution()
        self.assertEqual(self.ticket.knowledge, "owed")

    def test_a_plain_change_of_stage_asks_nothing(self):
        self.ticket.stage_id = self._stage("solved")
        self.assertEqual(self.ticket.knowledge, "owed")
        self._act("knowledge", knowledge="article", article_id=self.article.id)
        self.assertEqual(self.ticket.knowledge, "article")
        other = self._start()
        other.solve("Listo")
        self.assertEqual(other.knowledge, "owed")
        other.reopen("No era")
        self.assertFalse(other.knowledge)
        other.cancel("other", "Ya no")
        self.assertFalse(other.knowledge)

    def test_what_is_owed_is_listed_by_analyst(self):
        """NAV-3.6-01: solved without documentation, and drafts not published."""
        self.ticket.solve("Listo")
        draft = self._start()
        draft.solve("Listo")
        draft.action_make_article()
        done = self._start()
        done.solve("Listo")
        done._set_knowledge("none", reason="Único")
        action = self._ref("helpdesk_knowledge_owed_action").sudo()
        domain = [
            ("user_id", "=", self.analyst.id),
            ("knowledge", "in", ("owed", "draft")),
        ]
        self.assertEqual(action.domain, str(domain[1:]))
        found = self.tickets.with_user(self.analyst).search(domain)
        self.assertEqual(found, self.ticket | draft)

    def test_two_clicks_make_a_draft_that_names_nobody(self):
        """NAV-3.6-04 … -07."""
        self.company_a.write({"vat": "900123456", "phone": "+57 601 555 0101"})
        self.ticket.write(
            {
                "name": "Carolina no puede firmar",
                "description": "<p>En <b>Ferretería El Sol</b> "
                "(carolina@sol.example.com, "
                "+57 601 555 0101) sale Error 402.</p><img src='/web/image/1'>",
                "support_material": "https://youtu.be/abc",
            }
        )
        self.ticket.solve("<p>Felipe cargó el certificado en sol.odoo.com</p>")
        action = self.ticket.action_make_article()
        draft = self.articles.browse(action["res_id"])
        told = f"{draft.name}{draft.problem}{draft.solution}"
        for word in (
            "Carolina",
            "Ferreter",
            "Felipe",
            "example.com",
            "555",
            "odoo.com",
        ):
            self.assertNotIn(word, told)
        self.assertIn("Error 402", draft.problem)
        self.assertIn("certificado", draft.solution)
        self.assertFalse(draft.privacy_findings)
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.video_url, "https://youtu.be/abc")
        self.assertEqual(draft.module_tag_ids, self.ticket.module_tag_ids)
        self.assertEqual(draft.ticket_id, self.ticket)
        self.assertEqual(draft.user_id, self.analyst)
        again = self.ticket.action_make_article()
        self.assertEqual(again["res_id"], draft.id)

    def test_the_plan_b_stands_in_for_a_solution(self):
        self.ticket.give_workaround("Use la factura de papel")
        self.ticket.stage_id = self._stage("solved")
        self.ticket.action_make_article()
        self.assertIn("papel", self.ticket.article_id.solution)

    def test_only_the_desk(self):
        self.ticket.solve("Listo")
        for reader in (self.employee, self.portal_user):
            theirs = self.ticket.with_user(reader)
            for method in ("action_make_article", "action_open_article"):
                with self.assertRaises(AccessError):
                    getattr(theirs, method)()
            for name in ("article_id", "knowledge", "knowledge_reason"):
                with self.assertRaises(AccessError):
                    theirs.search([(name, "!=", False)])
        self.assertFalse(self.ticket.article_id)
