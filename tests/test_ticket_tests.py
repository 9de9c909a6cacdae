"""Tests of a solution: fields, not chat; they fill in what is written afterwards."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .article_common import ArticleCommon
from .common import OWN, new_test_user


@tagged("post_install", "-at_install")
class TestTests(ArticleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.validation = "none"
        # no procedure asks for anything before it is solved
        kind = cls._ref("type_question").id
        cls.ticket = cls._classified(type_id=kind, triaged=True).with_user(cls.analyst)
        cls.ticket.action_start()

    def _facts(self):
        at = self.ticket.create_date
        return self.ticket._collect_playbook_facts(at)[self.ticket.id]

    def _open(self, act):
        acts = self.env["helpdesk.ticket.act"].with_user(self.analyst)
        return Form(acts.with_context(default_act=act, active_id=self.ticket.id))

    def _test(self, **values):
        self.ticket.write(
            {
                "solution": "<p>Se renovó el certificado.</p>",
                "test_result": "Firmamos la factura FE-12.\nLa aceptó la DIAN.",
                "test_state": "pass",
                **values,
            }
        )

    def test_who_has_tested_and_when(self):
        """NAV-3.4.1.N1-20, N3-14, N4-12."""
        self.ticket.write({"test_state": "fail", "tested_by_id": self.leader.id})
        self.assertEqual(self.ticket.tested_by_id, self.analyst)
        self.assertTrue(self.ticket.tested_at)
        self.ticket.with_user(self.leader).test_state = "pass"
        self.assertEqual(self.ticket.tested_by_id, self.leader)
        self.ticket.test_state = False
        self.assertFalse(self.ticket.tested_by_id)
        self.assertFalse(self.ticket.tested_at)

    def test_nobody_says_that_somebody_else_has_tested(self):
        made = self.tickets.with_user(self.analyst).create(
            {
                "name": "Otra",
                "description": "x",
                "team_id": self.team.id,
                "tested_by_id": self.leader.id,
                "known_error_by_id": self.leader.id,
            }
        )
        self.assertFalse(made.tested_by_id | made.known_error_by_id)

    def test_a_database_that_fails_is_not_forgotten(self):
        databases = self.env["helpdesk.ticket.database"].with_user(self.analyst)
        failing = databases.create(
            {"ticket_id": self.ticket.id, "name": "sol", "state": "fail"}
        )
        with self._refused("still fails in “sol”"):
            failing.unlink()
        failing.with_user(self.leader).unlink()
        self.assertIn("sol", self.ticket.message_ids[0].body)

    def test_every_database_by_itself(self):
        """NAV-3.4.1.N3-15, N4-13."""
        self.ticket.database_ids = [
            Command.create({"name": "produccion", "state": "pass"}),
            Command.create({"name": "sucursal"}),
        ]
        works, other = self.ticket.database_ids
        self.assertEqual(works.tested_by_id, self.analyst)
        self.assertFalse(other.tested_by_id)
        self.assertEqual(self._facts()["databases"], ("pass", "todo"))
        other.write({"state": "fail", "tested_by_id": self.leader.id})
        self.assertEqual(other.tested_by_id, self.analyst)
        self.assertEqual(self._facts()["databases"], ("pass", "fail"))
        other.state = "todo"
        self.assertFalse(other.tested_at)
        other.unlink()
        self.assertEqual(self._facts()["databases"], ("pass",))

    def test_the_message_says_what_was_done_and_how_it_was_tested(self):
        self._test(
            database_ids=[Command.create({"name": "produccion", "state": "pass"})]
        )
        for act in ("solve", "propose"):
            with self.subTest(act):
                body = self._open(act).body
                self.assertIn("Se renovó el certificado.", body)
                self.assertIn("FE-12.<br>La aceptó", body)
                self.assertIn("It works in: produccion.", body)
                self.assertNotIn("…", body)

    def test_what_is_not_known_is_left_to_be_written(self):
        self.assertIn("<p>…</p>", self._open("solve").body)
        self._test(solution=False)
        self.assertIn("<p>…</p>", self._open("solve").body)

    def test_tests_that_have_failed_are_not_told(self):
        self._test(test_state="fail")
        self.assertNotIn("FE-12", self._open("solve").body)
        self._test(database_ids=[Command.create({"name": "otra", "state": "fail"})])
        body = self._open("solve").body
        self.assertNotIn("FE-12", body)
        self.assertIn("Se renovó", body)

    def test_what_the_customer_has_read_is_not_proposed_again(self):
        self.ticket.propose_solution("<p>Hola. Se renovó el certificado.</p>")
        self.ticket.refuse_solution("Sigue igual")
        self.assertIn("<p>…</p>", self._open("propose").body)

    def test_the_plan_b_fills_its_own_message(self):
        self.ticket.workaround = "<p>Facturar en contingencia.</p>"
        self.assertIn("contingencia", self._open("workaround").body)
        self.assertNotIn("contingencia", self._open("solve").body)

    def test_a_text_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("es_419")
        self.carolina.lang = "es_419"
        self._test()
        self.assertNotIn("What we have tested", self._open("solve").body)

    def test_the_draft_of_an_article_names_no_database(self):
        self._test(
            investigation_error="Error 402 en basesol",
            database_ids=[Command.create({"name": "basesol", "state": "pass"})],
        )
        self.ticket.solve("<p>Se renovó el certificado de basesol.</p>")
        self.ticket.action_make_article()
        draft = self.ticket.article_id
        self.assertIn("Error 402", draft.additional_info)
        self.assertIn("FE-12", draft.additional_info)
        for text in (draft.additional_info, draft.solution):
            self.assertNotIn("basesol", text)

    def test_only_who_may_change_the_ticket(self):
        other = new_test_user(self.env, "otra", OWN)
        self.ticket.database_ids = [Command.create({"name": "produccion"})]
        database = self.ticket.database_ids
        for reader in (other, self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                database.with_user(reader).write({"state": "pass"})
            with self.assertRaises(AccessError):
                database.with_user(reader).read(["name"])
            with self.assertRaises(AccessError):
                database.with_user(reader).create(
                    {"name": "otra", "ticket_id": self.ticket.id}
                )
        self.assertEqual(database.state, "todo")
