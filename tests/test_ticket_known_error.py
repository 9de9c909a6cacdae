"""Known errors: whoever looks for one says what came of it."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .article_common import ArticleCommon


@tagged("post_install", "-at_install")
class TestKnownError(ArticleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.validation = "none"
        cls.article = cls._publish(name="No se puede firmar una factura")
        cls.ticket = cls._classified(name="Firmar factura", triaged=True).with_user(
            cls.analyst
        )

    def _facts(self):
        at = self.ticket.create_date
        return self.ticket._collect_playbook_facts(at)[self.ticket.id]

    def test_articles_like_it_are_proposed_until_somebody_decides(self):
        """NAV-3.4.1.N2-04."""
        self.assertIn(self.article, self.ticket.known_error_proposed_ids)
        self.ticket.action_take_known_error()
        self.assertTrue(self.ticket.known_error_id)
        self.assertEqual(self.ticket.known_error_state, "known")
        self.assertEqual(self.ticket.known_error_by_id, self.analyst)
        self.assertTrue(self.ticket.known_error_at)
        self.assertFalse(self.ticket.known_error_proposed_ids)

    def test_looked_for_and_not_found(self):
        self.assertFalse(self._facts()["known_error_looked"])
        self.ticket.action_no_known_error()
        facts = self._facts()
        self.assertTrue(facts["known_error_looked"])
        self.assertIsNone(facts["known_error"])
        self.ticket.known_error_id = self.article
        facts = self._facts()
        self.assertEqual(facts["known_error"], self.article.name)
        self.assertFalse(facts["known_error_looked"])
        self.ticket.known_error_state = "none"
        self.assertFalse(self.ticket.known_error_id)
        self.ticket.known_error_id = self.article
        self.ticket.known_error_id = False
        self.assertFalse(self.ticket.known_error_state)
        self.assertFalse(self.ticket.known_error_by_id)

    def test_nobody_says_so_for_another(self):
        self.ticket.write(
            {"known_error_state": "none", "known_error_by_id": self.leader.id}
        )
        self.assertEqual(self.ticket.known_error_by_id, self.analyst)

    def test_nothing_like_it(self):
        self.ticket.name = "Zyxw"
        with self._refused("Choose the article"):
            self.ticket.action_take_known_error()

    def test_the_article_is_proposed_for_the_next_time(self):
        self.ticket.known_error_id = self.article
        acts = self.env["helpdesk.ticket.act"].with_user(self.analyst)
        form = Form(acts.with_context(default_act="solve", active_id=self.ticket.id))
        self.assertEqual(form.knowledge, "article")
        self.assertEqual(form.article_id, self.article)

    def test_the_search_begins_with_the_module(self):
        action = self.ticket.action_search_known_errors()
        self.assertEqual(action["res_model"], "helpdesk.article")
        self.assertEqual(
            action["domain"], [("module_tag_ids", "in", self.ticket.module_tag_ids.ids)]
        )

    def test_only_the_desk(self):
        for reader in (self.employee, self.portal_user):
            theirs = self.ticket.with_user(reader)
            for act in (
                "action_no_known_error",
                "action_take_known_error",
                "action_search_known_errors",
            ):
                with self.assertRaises(AccessError):
                    getattr(theirs, act)()
