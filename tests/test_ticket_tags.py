from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestTags(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoices, cls.folios, cls.quote, cls.inside = (
            cls._ref(f"tag_{code}")
            for code in ("documentos_electronicos", "folios", "cotizacion", "interno")
        )
        cls.ticket = cls._create_ticket(team_id=cls.team.id, user_id=cls.analyst.id)

    def test_several_at_once_each_in_its_dimension(self):
        """NAV-3.2-41, NAV-3.2-44, NAV-3.2-49."""
        self.ticket.tag_ids = self.invoices | self.folios | self.quote | self.inside
        self.assertEqual(self.ticket.module_tag_ids, self.invoices)
        self.assertEqual(self.ticket.process_tag_ids, self.folios | self.quote)
        self.assertEqual(self.ticket.origin_tag_ids, self.inside)

    def test_what_is_picked_in_a_dimension_is_a_tag(self):
        with Form(self.ticket.with_user(self.analyst)) as form:
            form.module_tag_ids.add(self.invoices)
            form.process_tag_ids.add(self.folios)
            form.process_tag_ids.add(self.quote)
        self.assertEqual(self.ticket.tag_ids, self.invoices | self.folios | self.quote)
        with Form(self.ticket.with_user(self.analyst)) as form:
            form.process_tag_ids.remove(self.folios.id)
        self.assertEqual(self.ticket.tag_ids, self.invoices | self.quote)
        self.assertEqual(self.ticket.process_tag_ids, self.quote)

    def test_a_ticket_is_made_with_tags_of_a_dimension(self):
        ticket = self._create_ticket(module_tag_ids=self.invoices.ids)
        self.assertEqual(ticket.tag_ids, self.invoices)

    def test_a_tag_without_dimension_is_refused(self):
        tags = self.env["helpdesk.ticket.tag"]
        for values in ({"name": "Suelta"}, {"name": "Suelta", "dimension": False}):
            with self._refused("“Suelta” is a module", ValidationError):
                tags.create(values)
        with self._refused("is a module, a process", ValidationError):
            self.folios.dimension = False

    def test_older_tags_without_dimension_stay(self):
        self.env.cr.execute(
            "INSERT INTO helpdesk_ticket_tag (name, active, follow_up, follow_up_when)"
            " VALUES ('{\"en_US\": \"Vieja\"}', true, 'none', 'classified')"
            " RETURNING id"
        )
        old = self.folios.browse(self.env.cr.fetchone())
        self.ticket.tag_ids = old | self.folios
        self.assertEqual(self.ticket.other_tag_ids, old)
        self.ticket.process_tag_ids = self.quote
        self.assertEqual(self.ticket.tag_ids, old | self.quote)

    def test_a_tag_that_changes_its_dimension_changes_it_on_tickets(self):
        self.ticket.tag_ids = self.folios
        self.folios.dimension = "module"
        self.assertEqual(self.ticket.module_tag_ids, self.folios)
        self.assertFalse(self.ticket.process_tag_ids)

    def test_trends_by_dimension(self):
        """NAV-2.3-17, NAV-3.2-43, NAV-3.2-50."""
        other = self._create_ticket(tag_ids=(self.invoices | self.inside).ids)
        self.ticket.tag_ids = self.invoices | self.folios
        tickets = self.ticket | other
        self.env.flush_all()
        for name, expected in (
            ("module_tag_ids", {self.invoices: 2}),
            ("process_tag_ids", {self.folios: 1, self.folios.browse(): 1}),
            ("origin_tag_ids", {self.inside: 1, self.folios.browse(): 1}),
        ):
            rows = self.tickets.with_user(self.leader)._read_group(
                [("id", "in", tickets.ids)], [name], ["__count"]
            )
            found = {tag.with_env(self.env): number for tag, number in rows}
            self.assertEqual(found, expected)
        action = self._ref("helpdesk_trends_action")
        self.assertEqual(action.view_mode, "graph,pivot,list,form")
        arch = self._ref("helpdesk_ticket_view_pivot").arch
        self.assertIn("module_tag_ids", arch)
        search = self.tickets.get_view(view_type="search")["arch"]
        for name in ("module", "process", "origin", "priority", "level", "channel"):
            self.assertIn(f'name="group_{name}"', search)
        menus = self.env["ir.ui.menu"].with_user(self.leader).load_menus(False)
        self.assertIn(self._ref("helpdesk_trends_menu").id, menus)

    def test_the_definition_is_shown_where_a_tag_is_picked(self):
        formatted = self.folios.with_context(formatted_display_name=True)
        self.assertIn(self.folios.description, formatted.display_name)
        self.assertEqual(self.folios.display_name, self.folios.name)

    def test_an_unknown_kind_of_channel_is_refused(self):
        channels = self.env["helpdesk.ticket.channel"]
        with self._refused("“fax” is no Kind: use one of web, mail"):
            channels.create({"name": "Fax", "code": "fax"})
        with self._refused("“fax” is no Kind"):
            channels.search([], limit=1).code = "fax"
        with self._refused("“color” is no Dimension"):
            self.folios.dimension = "color"
        with self._refused("no such channel"):
            self._create_ticket(channel_id=2**31 - 1)
        with self._refused("no such channel"):
            self.ticket.channel_id = 2**31 - 1
