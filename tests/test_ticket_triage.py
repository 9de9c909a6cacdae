from lxml import etree

from odoo.tests import Form, tagged, users

from .common import OWN, TEAM, DeskCommon, new_test_user


@tagged("post_install", "-at_install")
class TestTypeAndTeam(DeskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind, cls.other = cls.env["helpdesk.ticket.type"].create(
            [{"name": "Problema"}, {"name": "Pregunta"}]
        )
        cls.bound = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Solo problemas",
                "type_ids": [(4, cls.kind.id)],
                "user_ids": [(4, cls.analyst.id)],
            }
        )

    @users("ana")
    def test_analysts_of_all_levels_choose_a_type(self):
        ticket = self._create_ticket(user_id=self.analyst.id).with_env(self.env)
        with Form(ticket) as form:
            form.type_id = self.kind
        self.assertEqual(ticket.type_id, self.kind)

    def test_types_are_read_with_the_lowest_rights(self):
        for login, group in (("own", OWN), ("team", TEAM)):
            with self.subTest(group):
                user = new_test_user(self.env, login, group)
                self.assertEqual(self.kind.with_user(user).name, "Problema")

    def test_a_team_without_types_serves_all(self):
        ticket = self._create_ticket(team_id=self.team.id, user_id=self.analyst.id)
        with Form(ticket.with_user(self.leader)) as form:
            form.type_id = self.kind
            self.assertEqual(form.team_id, self.team)
            self.assertEqual(form.user_id, self.analyst)

    def test_a_team_with_types_serves_only_them(self):
        ticket = self._create_ticket(team_id=self.bound.id)
        with Form(ticket.with_user(self.leader)) as form:
            form.type_id = self.kind
            self.assertEqual(form.team_id, self.bound)
            form.type_id = self.other
            self.assertFalse(form.team_id)

    def test_every_team_that_serves_the_type_is_offered(self):
        arch = etree.fromstring(self.tickets.get_view(view_type="form")["arch"])
        domain = arch.xpath("//field[@name='team_id']/@domain")[0]
        teams = self.env["helpdesk.ticket.team"]
        offered = {
            kind: teams.search(eval(domain, {"type_id": kind.id}))  # pylint: disable=eval-used
            for kind in (self.kind, self.other, self.kind.browse())
        }
        self.assertLessEqual(self.team | self.bound, offered[self.kind])
        self.assertIn(self.team, offered[self.other])
        self.assertNotIn(self.bound, offered[self.other])
        self.assertLessEqual(self.team | self.bound, offered[self.kind.browse()])
