from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..exceptions import StepsMissing
from .common import MANAGER
from .playbook_common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestTicketPlaybook(PlaybookCommon):
    """NAV-3.4.1-01, -02, -04: which procedure a ticket has, and its steps."""

    def test_type_and_plan_give_a_ticket_its_procedure(self):
        ticket = self._create_reviewed()
        self.assertEqual(ticket.playbook_id, self.playbook)
        self.assertEqual(self._get_states(ticket), "ttttt")
        self.assertEqual(ticket.playbook_next_id.step_id.name, "Mirar")
        self.assertEqual(ticket.playbook_progress, "0/5")

    def test_other_tickets_have_none_and_nothing_holds_them(self):
        other = self._create_reviewed(type_id=self._ref("type_question").id)
        without_plan = self._create_reviewed(plan_id=False)
        self.assertFalse((other | without_plan).playbook_id)
        self.assertFalse((other | without_plan).step_ids)
        other.with_user(self.analyst)._move_to("solved")
        self.assertTrue(other.closed)

    def test_a_tag_of_its_own_comes_first(self):
        tag = self._ref("tag_documentos_electronicos")
        special = self.playbook.copy({"name": "Especial", "tag_ids": tag.ids})
        ticket = self._create_reviewed(tag_ids=tag.ids)
        self.assertEqual(ticket.playbook_id, special)
        ticket.tag_ids = False
        self.assertEqual(ticket.playbook_id, self.playbook)
        self.assertEqual(len(ticket.step_ids), 5)

    def test_a_copied_procedure_goes_back_to_its_own_steps(self):
        copied = self.playbook.copy()
        self.assertEqual(copied.step_ids[4].failure_step_id, copied.step_ids[3])

    def test_stars_are_raised_once_and_never_lowered(self):
        self.playbook.priority = "2"
        plain = self._create_reviewed()
        urgent = self._create_reviewed(priority="3")
        decided = self._create_reviewed(priority="1")
        self.assertEqual((plain | urgent | decided).mapped("priority"), ["2", "3", "1"])
        plain.priority = "0"
        plain.description = "Otra cosa"
        self.assertEqual(plain.priority, "0")

    def test_the_form_proposes_procedure_and_stars(self):
        self.playbook.priority = "2"
        with Form(self.tickets.with_user(self.analyst)) as form:
            form.name = "No cuadra"
            form.description = "Nada"
            form.team_id = self.team
            form.partner_id = self.carolina
            form.type_id = self.kind
            self.assertEqual(form.playbook_id, self.playbook)
            self.assertEqual(form.priority, "2")
        ticket = form.record
        self.assertFalse(ticket.playbook_by_hand)
        self.assertEqual(len(ticket.step_ids), 5)

    def test_an_analyst_chooses_another_that_fits(self):
        other = self.playbook.copy({"name": "Otro"})
        ticket = self._create_reviewed().with_user(self.analyst)
        ticket.playbook_id = other
        self.assertTrue(ticket.playbook_by_hand)
        self.assertEqual(ticket.step_ids.step_id.playbook_id, other)
        ticket.tag_ids = self._ref("tag_folios")
        self.assertEqual(ticket.playbook_id, other)

    def test_no_procedure_for_other_tickets(self):
        other = self.playbook.copy({"type_ids": self._ref("type_bug").ids})
        ticket = self._create_reviewed().with_user(self.analyst)
        with self._refused("not for tickets like"):
            ticket.playbook_id = other
        with self._refused("Only a leader does without"):
            ticket.playbook_id = False
        ticket.with_user(self.leader).playbook_id = False
        self.assertFalse(ticket.step_ids)
        self.assertTrue(ticket.playbook_by_hand)

    def test_what_was_done_is_kept_when_the_procedure_changes(self):
        other = self.playbook.copy({"name": "Otro"})
        ticket = self._create_reviewed().with_user(self.analyst)
        self._step(ticket, "Mirar").mark_done()
        # type and tags change nothing any more: somebody has begun
        ticket.type_id = self._ref("type_question")
        self.assertEqual(ticket.playbook_id, self.playbook)
        ticket.type_id = self.kind
        ticket.playbook_id = other
        self.assertEqual(self._get_states(ticket), "ttttt")
        ticket.playbook_id = self.playbook
        self.assertEqual(self._get_states(ticket), "dtttt")

    def test_a_ticket_that_is_made_solved_is_judged(self):
        with self._refused("Missing in its procedure", StepsMissing):
            self.tickets.with_user(self.analyst).create(
                {
                    "name": "Ya",
                    "description": "Ya",
                    "type_id": self.kind.id,
                    "plan_id": self.plan.id,
                    "team_id": self.team.id,
                    "partner_id": self.carolina.id,
                    "stage_id": self._stage("solved").id,
                }
            )

    def test_history_that_is_brought_along_has_none(self):
        ticket = self._create_reviewed(stage_id=self._stage("solved").id)
        self.assertFalse(ticket.sudo().playbook_id)

    def test_open_tickets_follow_their_procedure(self):
        """NAV-3.4.1-04: a manager changes it without code."""
        manager = new_test_user(self.env, "marta", MANAGER)
        ticket = self._create_reviewed()
        steps = self.playbook.with_user(manager).step_ids
        self.playbook.with_user(manager).step_ids = [
            (0, 0, {"name": "Más", "phase": "Fin", "sequence": 60})
        ]
        self.assertEqual(self._get_states(ticket), "tttttt")
        steps[0].active = False
        self.assertEqual(ticket.playbook_next_id.step_id.name, "Anotar")
        self.assertEqual(len(ticket.step_ids), 5)
        steps[1].sequence = 100
        self.assertEqual(ticket.playbook_next_id.step_id.name, "Pasar")

    def test_what_tickets_have_had_is_archived_and_not_deleted(self):
        self._create_reviewed()
        with self._refused("archive it instead"):
            self.playbook.step_ids[0].unlink()
        with self._refused("archive it instead"):
            self.playbook.unlink()
        unused = self.playbook.copy()
        unused.unlink()
        self.assertFalse(unused.exists())

    def test_steps_are_written_by_nobody(self):
        ticket = self._create_reviewed().with_user(self.analyst)
        with self.assertRaises(AccessError):
            ticket.step_ids[0].write({"state": "done"})
        with self.assertRaises(AccessError):
            ticket.step_ids[0].unlink()
        for vals in (
            {"playbook_done": 5},
            {"playbook_next_id": False},
            {"playbook_by_hand": True},
            {"step_ids": [(5, 0, 0)]},
        ):
            with self.subTest(vals), self._refused("step by step"):
                ticket.write(vals)

    def test_an_automatic_step_looks_at_something(self):
        with self._refused("Choose what is looked at", UserError):
            self.playbook.step_ids[0].mode = "auto"

    def test_who_reads_a_ticket_reads_its_steps(self):
        ticket = self._create_reviewed()
        other = self._create_reviewed(user_id=self.leader.id, team_id=False)
        readable = (
            self.env["helpdesk.ticket.step"]
            .with_user(self.analyst)
            .search([("ticket_id", "in", (ticket | other).ids)])
        )
        self.assertEqual(readable.ticket_id.ids, ticket.ids)
        self.assertFalse(
            self.env["helpdesk.ticket.step"]
            .with_user(self.portal_user)
            .has_access("read")
        )

    def test_writes_for_many_tickets(self):
        """House rule 4: a constant number of queries, whatever their number."""
        few = [self._get_queries(number) for number in (3, 3, 30)]
        self.assertLessEqual(few[2], few[1] + 5)

    def _get_queries(self, number):
        tickets = self.tickets.browse()
        for _each in range(number):
            tickets |= self._create_reviewed(type_id=self._ref("type_question").id)
        self.env.flush_all()
        self.env.invalidate_all()
        tickets._write_playbook({"playbook_id": self.playbook.id})
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        tickets._sync_playbook()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
