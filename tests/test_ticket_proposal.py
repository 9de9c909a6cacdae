from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestTicketProposal(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bug, cls.invoices = (
            cls._ref("type_bug"),
            cls._ref("tag_documentos_electronicos"),
        )
        cls.solved = cls._classified(
            name="No firma la factura electrónica FE-098",
            stage_id=cls._stage("solved").id,
        )
        cls._classified(
            name="Copia del certificado de retención",
            type_id=cls._ref("type_request").id,
            tag_ids=False,
            stage_id=cls._stage("solved").id,
        )
        cls.env.flush_all()

    def _new(self, name="No firma la factura electronica FE-120", **values):
        return self._create_ticket(
            name=name, team_id=self.team.id, user_id=self.analyst.id, **values
        ).with_user(self.analyst)

    def test_what_similar_tickets_had_with_the_reason(self):
        ticket = self._new()
        self.assertEqual(ticket.proposed_type_id, self.bug)
        self.assertEqual(ticket.proposed_tag_ids, self.invoices)
        self.assertIn(self.solved.number, ticket.proposal_reason)
        self.assertIn("FE-098", ticket.proposal_reason)

    def test_it_is_taken_over_in_one_click(self):
        ticket = self._new()
        ticket.action_take_proposal()
        self.assertEqual(ticket.type_id, self.bug)
        self.assertEqual(ticket.tag_ids, self.invoices)
        self.assertFalse(ticket.triaged)
        ticket.invalidate_recordset()
        self.assertFalse(ticket.proposal_reason)

    def test_what_an_analyst_has_chosen_stays(self):
        question = self._ref("type_question")
        ticket = self._new(type_id=question.id)
        self.assertFalse(ticket.proposed_type_id)
        ticket.action_take_proposal()
        self.assertEqual(ticket.type_id, question)
        self.assertEqual(ticket.tag_ids, self.invoices)

    def test_nothing_is_proposed_without_a_reason(self):
        for name in ("Inventario en negativo", "", "%", "' OR 1=1 --"):
            ticket = self._new(name=name)
            self.assertFalse(ticket.proposed_type_id, name)
            self.assertFalse(ticket.proposed_tag_ids, name)
            self.assertFalse(ticket.proposal_reason, name)

    def test_classified_and_closed_tickets_get_no_proposal(self):
        confirmed = self._new(type_id=self.bug.id)
        confirmed.action_confirm_triage()
        closed = self._new(stage_id=self._stage("solved").id)
        for ticket in (confirmed, closed):
            self.assertFalse(ticket.proposal_reason)

    def test_tickets_that_the_analyst_may_not_read_say_nothing(self):
        self.solved.write({"user_id": self.leader.id})
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self.solved.with_user(self.analyst).read(["name"])
        self.assertFalse(self._new().proposal_reason)

    def test_types_that_the_plan_does_not_offer_are_not_proposed(self):
        ticket = self._new(plan_id=self._ref("plan_codify").id)
        self.assertFalse(ticket.proposed_type_id)
        self.assertEqual(ticket.proposed_tag_ids, self.invoices)

    def test_neither_unclassified_nor_cancelled_tickets_are_heard(self):
        self.solved.unlink()
        for stage in ("new", "cancelled"):
            self._classified(
                name="No firma la factura electrónica FE-099",
                stage_id=self._stage(stage).id,
            )
        self.env.flush_all()
        self.assertFalse(self._new().proposal_reason)

    def test_the_index_on_titles_serves_it(self):
        self.cr.execute("SET LOCAL enable_seqscan = off")
        self.cr.execute(
            "EXPLAIN SELECT id FROM helpdesk_ticket"
            " WHERE unaccent(name) % unaccent('No firma')"
        )
        plan = "\n".join(line for (line,) in self.cr.fetchall())
        self.assertIn("helpdesk_ticket__name_index", plan)
