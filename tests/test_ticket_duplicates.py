"""Possible duplicates: who is shown which, and what people say of them."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import TEAM as TEAM_GROUP
from .common import PlanCommon, new_test_user
from .playbook_common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestCandidates(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._classified(
            name="No firma la factura electrónica",
            description="<p>Al firmar la factura sale el error 402.</p>",
        )

    @classmethod
    def _other(cls, **values):
        """Return a ticket of the same customer that has nothing in common but that."""
        return cls._classified(
            **{
                "name": "Reporte de cartera",
                "description": "<p>Necesitamos ver los saldos por vendedor.</p>",
                "type_id": cls._ref("type_question").id,
                "tag_ids": [],
                **values,
            }
        )

    def _found(self, ticket):
        return ticket.with_user(self.analyst).candidate_ids

    def test_words_alike_or_the_same_subject(self):
        """CHK-DUP, NAV-3.4.1.N1-10."""
        module = self._ref("tag_documentos_electronicos").ids
        for case, values, is_one in [
            ("nothing in common", {}, False),
            ("title", {"name": "no FIRMA la factura electronica"}, True),
            (
                "text",
                {"description": "<div>Sale el error 402 al firmar la factura</div>"},
                True,
            ),
            ("module alone", {"tag_ids": module}, False),
            ("type alone", {"type_id": self.first.type_id.id}, False),
            ("both", {"tag_ids": module, "type_id": self.first.type_id.id}, True),
        ]:
            with self.subTest(case):
                other = self._other(**values)
                self.assertEqual(
                    self._found(other),
                    self.first.browse(self.first.ids if is_one else ()),
                )
                self.assertEqual(
                    self.first.candidate_ids, other if is_one else other.browse()
                )
                other.unlink()
                self.first.invalidate_recordset()

    def test_only_open_ones_of_the_same_customer_and_company(self):
        alike = {"name": self.first.name}
        company = self.env["res.company"].create({"name": "Otra sociedad"})
        self._other(partner_id=self.mateo.id, **alike)
        self._other(partner_id=False, partner_email="otra@example.com", **alike)
        self._other(stage_id=self._stage("solved").id, **alike)
        self._other(active=False, **alike)
        self._other(company_id=company.id, team_id=False, **alike)
        self.assertFalse(self.first.candidate_ids)
        colleagues = self._other(partner_id=self.felipe.id, **alike)
        self.first.invalidate_recordset()
        self.assertEqual(self.first.candidate_ids, colleagues)
        self.first.stage_id = self._stage("solved")
        self.assertFalse(self.first.candidate_ids)

    def test_who_is_not_identified_is_known_by_the_address(self):
        values = {"partner_id": False, "name": "No firma", "tag_ids": []}
        one, same, other, silent, mute = (
            self._other(**values, partner_email=address)
            for address in (
                "Ana@x.example.com",
                "ana@X.example.com",
                "b@x.example.com",
                False,
                False,
            )
        )
        self.assertEqual(one.candidate_ids, same)
        for ticket in (other, silent, mute):
            self.assertFalse(ticket.candidate_ids)

    def test_the_most_alike_comes_first(self):
        far = self._other(name="La factura electrónica no se firma bien desde ayer")
        near = self._other(name="No firma la factura electronica")
        self.assertEqual(self.first.candidate_ids, near | far)
        text = self.first.candidate_text
        self.assertLess(text.index(near.number), text.index(far.number))
        self.assertIn("similar subject", text)

    def test_titles_are_no_html(self):
        self._other(name="No firma la <b>factura</b> electrónica")
        self.assertIn("&lt;b&gt;", self.first.candidate_text)

    def test_while_a_ticket_is_made(self):
        """NAV-3.3-01: N1 sees it before there is another one."""
        form = Form(self.tickets.with_user(self.analyst))
        form.name = "No firma la factura"
        self.assertFalse(form.candidate_count)
        form.partner_id = self.carolina
        self.assertEqual(form.candidate_count, 1)
        self.assertIn(self.first.number, form.candidate_text)

    def test_what_somebody_may_not_read_is_only_counted(self):
        elsewhere = new_test_user(self.env, "otro", TEAM_GROUP)
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Otro", "user_ids": [(4, elsewhere.id)]}
        )
        other = self._other(name=self.first.name, team_id=team.id, user_id=False)
        seen = other.with_user(elsewhere)
        self.assertFalse(seen.candidate_ids)
        self.assertEqual(seen.candidate_count, 1)
        self.assertNotIn(self.first.number, seen.candidate_text)
        self.assertIn("1 more that you may not open", seen.candidate_text)
        # nor can they say of it that it is something else
        dialog = self.env["helpdesk.ticket.merge"].with_user(elsewhere)
        said = dialog.create({"ticket_id": other.id}).action_keep_apart()
        self.assertIn("ask a leader", said["params"]["message"])

    def test_what_was_said_to_be_something_else_is_not_shown_again(self):
        other = self._other(name=self.first.name)
        third = self._other(name=self.first.name)
        other.with_user(self.analyst)._keep_apart(self.first)
        self.assertEqual(self._found(other), third)
        self.assertEqual(self._found(self.first), third)
        log = other.message_ids[0]
        self.assertIn(self.first.number, log.body)
        self.assertEqual(log.author_id, self.analyst.partner_id)

    def test_many_at_once_cost_what_one_costs(self):
        tickets = self.first
        for number in range(20):
            tickets |= self._other(name=f"No firma la factura electrónica {number}")
        self.env.flush_all()
        counts = tickets._count_candidates()
        self.assertEqual(set(counts.values()), {20})
        for some in (tickets[:1], tickets):
            self.env.invalidate_all()
            some.fetch(["name"])
            with self.assertQueryCount(8):
                some._count_candidates()

    def test_without_trigrams_the_same_title_is_left(self):
        self.patch(self.registry, "has_trigram", False)
        same = self._other(name="NO firma la factura electrónica")
        self._other(name="No firma la factura")
        self.assertEqual(self.first.candidate_ids, same)

    def test_the_button_opens_the_comparison(self):
        other = self._other(name=self.first.name)
        action = other.with_user(self.analyst).action_view_candidates()
        form = Form.from_action(self.env(user=self.analyst.id), action)
        wizard = form.save()
        self.assertEqual(wizard.line_ids.ticket_id, self.first | other)
        self.assertEqual(wizard._get_chosen(), other)
        self.assertFalse(wizard.oldest_id)
        wizard.action_keep_apart()
        self.assertFalse(self._found(other))

    def test_only_the_desk(self):
        for reader in (self.employee, self.portal_user):
            theirs = self.first.with_user(reader)
            for act in (
                theirs.action_view_candidates,
                theirs.action_merge,
                lambda it=theirs: it._keep_apart(it),
                theirs.merge_into_oldest,
            ):
                with self.assertRaises(AccessError):
                    act()
            for name in ("candidate_ids", "candidate_text", "distinct_ids"):
                with self.assertRaises(AccessError):
                    theirs.read([name])


@tagged("post_install", "-at_install")
class TestUniqueness(PlaybookCommon):
    """The step of a procedure: it says what it sees, a person has the last word."""

    STEPS = (
        {
            "name": "Unicidad",
            "phase": "Inicio",
            "mode": "proposed",
            "check": "duplicates",
            "gate": "solve",
            "action": "merge",
        },
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = (
            cls._create_reviewed(name="No firma la factura").with_user(cls.analyst)
            for _number in range(2)
        )

    def _open(self, ticket):
        return Form.from_action(
            self.env(user=self.analyst.id), ticket.playbook_next_id.action_do()
        )

    def test_to_say_that_there_is_none_settles_it(self):
        """CHK-DUP."""
        row = self.second.playbook_next_id
        self.assertEqual(row.seen["code"], "duplicates_found")
        self._open(self.second).save().action_keep_apart()
        self.assertEqual(row.state, "done")
        self.assertEqual(row.done_by, self.analyst)

    def test_to_merge_settles_it_for_the_oldest(self):
        row = self.first.playbook_next_id
        form = self._open(self.second)
        with form.line_ids.edit(0) as line:
            line.is_chosen = True
        form.save().action_merge()
        self.assertEqual(row.state, "done")
        self.assertEqual(self.second.duplicate_id, self.first)

    def test_as_long_as_one_is_left_it_is_open(self):
        third = self._create_reviewed(name="No firma la factura")
        self.first._keep_apart(third)
        self.first._confirm_single()
        self.assertEqual(self.first.playbook_next_id.state, "todo")
