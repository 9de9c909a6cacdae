"""Self-service is counted once for each reader, thing and day."""

from freezegun import freeze_time

from odoo.tests import tagged

from ..models.helpdesk_self_service import MOST_A_DAY
from .article_common import ArticleCommon


@tagged("post_install", "-at_install")
class TestSelfService(ArticleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["helpdesk.self.service"]
        cls.article = cls._publish()
        cls.public = cls.env.ref("base.public_user")

    def _note(self, kind, reader=None, **more):
        reader = reader or self.portal_user
        return self.service.with_user(reader)._note(kind, reader, **more)

    def test_who_followed_what(self):
        entry = self._note("article_followed", article=self.article, query=" firma ")
        self.assertEqual(entry.user_id, self.portal_user)
        self.assertEqual(entry.partner_id, self.company_a)
        self.assertEqual(entry.query, "firma")
        self.assertEqual(entry.avoided, 1)
        ticket = self._create_ticket(partner_id=self.carolina.id)
        self.assertEqual(self._note("ticket_followed", ticket=ticket).ticket_id, ticket)
        self.assertEqual(self.article.followed_count, 1)

    def test_once_a_day(self):
        with freeze_time("2026-03-09 15:00"):
            self.assertTrue(self._note("helpful", article=self.article))
            self.assertFalse(self._note("helpful", article=self.article))
            self.assertFalse(self._note("unhelpful", article=self.article))
            self.assertTrue(self._note("article_followed", article=self.article))
        with freeze_time("2026-03-10 15:00"):
            self.assertTrue(self._note("unhelpful", article=self.article))
        self.assertEqual(self.article.helpful_count, 1)
        self.assertEqual(self.article.unhelpful_count, 1)

    def test_not_too_often(self):
        made = self.articles.create([{"name": f"{n}"} for n in range(MOST_A_DAY + 2)])
        noted = [self._note("helpful", article=one) for one in made]
        self.assertEqual(len(list(filter(None, noted))), MOST_A_DAY)

    def test_without_login(self):
        def note(session, place="casa"):
            return self._note(
                "helpful", self.public, article=self.article, visitor=(session, place)
            )

        entry = note("a")
        self.assertFalse(entry.user_id)
        self.assertFalse(entry.partner_id)
        self.assertFalse(note("a"))
        self.assertTrue(note("b"))
        for number in range(MOST_A_DAY):
            note(f"c{number}")
        self.assertEqual(self.article.helpful_count, MOST_A_DAY)
        self.assertTrue(note("d", "oficina"))
        self.assertFalse(self._note("helpful", self.public, article=self.article))

    def test_a_comment_goes_with_a_vote(self):
        def add(text):
            return self.service._add_comment(self.portal_user, self.article, text)

        self.assertFalse(add("x"))
        entry = self._note("unhelpful", article=self.article)
        add("  Falta el paso 3  ")
        self.assertEqual(entry.comment, "Falta el paso 3")
        self.assertFalse(add("Otra cosa"))
        self.assertEqual(entry.comment, "Falta el paso 3")

    def test_what_is_popular(self):
        other = self._publish(name="Otro")
        self._publish(name="Interno", audience="internal")
        self._note("helpful", article=self.article)
        found = self.articles._find_popular(self.portal_user).with_env(self.env)
        self.assertEqual(list(found), [self.article, other])

    def test_leaders_read_the_report(self):
        self._note("article_followed", article=self.article)
        groups = self.service.with_user(self.leader).formatted_read_group(
            [], ["article_id", "day:month"], ["count:sum", "avoided:sum"]
        )
        self.assertEqual(groups[0]["avoided:sum"], 1)
        action = self._ref("helpdesk_self_service_action")
        self.assertEqual(action.view_mode, "pivot,graph,list")
        for view in ("pivot", "graph", "list", "search"):
            self.service.with_user(self.leader).get_view(view_type=view)
