"""Merging duplicates: nothing is lost, and nobody learns what is not theirs."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import OWN, new_test_user
from .sla_common import SlaCommon


class MergeCommon(SlaCommon):
    """Three tickets of one customer and problem (AT-24)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.validation = "none"
        cls.t1 = cls._register("2026-03-02 08:00", "No firma")
        cls.t2 = cls._register("2026-03-03 09:00", "No firma la factura")
        cls.t3 = cls._register("2026-03-04 10:00", "Sigue sin firmar")
        cls.all = (cls.t1 | cls.t2 | cls.t3).with_user(cls.analyst)

    @classmethod
    def _register(cls, at, name, **values):
        with cls._at(cls, at):
            return cls._classified(
                name=name,
                type_id=cls._ref("type_problem").id,
                # of which there is no procedure
                tag_ids=cls._ref("tag_modulos").ids,
                triaged=True,
                **{"description": f"<p>{name}, dice Carolina</p>", **values},
            )

    def _attach(self, ticket, name="error.png", content=b"PNG"):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )

    def _merge(self, tickets=None, at="2026-03-04 11:00", **options):
        with self._at(at):
            return (tickets or self.all).merge_into_oldest(**options)

    def _get_notes(self, ticket):
        return ticket.sudo().message_ids.filtered(
            lambda message: message.subtype_id == self.env.ref("mail.mt_note")
            and message.message_type == "comment"
        )


@tagged("post_install", "-at_install")
class TestMerge(MergeCommon):
    def test_the_oldest_goes_on_with_its_own_dates(self):
        """AT-24, NAV-3.4.1.N2-08, A-NAV-43, A-NAV-46."""
        deadline = self._clock(self.t1.sudo()).deadline
        self.assertTrue(deadline)
        self.assertEqual(self._merge(), self.t1)
        self.assertEqual(self.t1.stage_id.code, "new")
        self.assertEqual(self._clock(self.t1.sudo()).deadline, deadline)
        self.assertEqual(self._clock(self.t1.sudo()).state, "running")
        for ticket in (self.t2, self.t3):
            self.assertEqual(ticket.stage_id.code, "cancelled")
            self.assertEqual(ticket.cancel_reason, "duplicate")
            self.assertEqual(ticket.duplicate_id, self.t1)
            self.assertIn("merge", ticket.event_ids.mapped("kind"))
            states = ticket.clock_ids.mapped("state")
            self.assertNotIn("running", states)

    def test_what_the_others_say_becomes_internal_notes(self):
        """NAV-3.4.1.N2-09, A-NAV-45."""
        file = self._attach(self.t3)
        self.t3.message_post(
            body="Ahora sale el error 500",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=self.carolina.id,
        )
        self.t2.investigation_error = "Certificado vencido"
        self._merge()
        notes = self._get_notes(self.t1).sorted("id")
        self.assertEqual(len(notes), 2)
        second, third = notes.mapped("body")
        self.assertIn(self.t2.number, second)
        self.assertIn("Certificado vencido", second)
        self.assertIn("Mar 3, 2026", second.replace("3 Mar 2026", "Mar 3, 2026"))
        self.assertIn("Sigue sin firmar, dice Carolina", third)
        self.assertIn("Ahora sale el error 500", third)
        copy = notes.attachment_ids
        self.assertEqual(copy.mapped("name"), ["error.png"])
        self.assertNotEqual(copy, file)
        self.assertEqual(copy.res_id, self.t1.id)
        self.assertTrue(file.exists())

    def test_the_customer_sees_nothing_of_the_notes(self):
        self._attach(self.t3)
        self._merge()
        self.assertFalse(self.t1._get_portal_attachments()[self.t1.id])
        shown = self.t1.message_ids.filtered(lambda it: self.t1._is_public(it))
        self.assertNotIn("dice Carolina", "".join(shown.mapped("body")))
        # neither clocks nor the responsible take them for news
        self.assertNotIn("internal_note", self.t1.event_ids.mapped("kind"))

    def test_what_is_there_already_is_not_repeated(self):
        self.t2.description = "<div>No  firma, dice Carolina</div>"
        for ticket in (self.t1, self.t2, self.t3):
            self._attach(ticket, content=b"same")
        self._attach(self.t3, "otro.png", b"same")
        self._merge()
        notes = self._get_notes(self.t1).sorted("id")
        self.assertNotIn("dice Carolina", notes[0].body)
        self.assertFalse(notes.attachment_ids)

    def test_the_requesters_are_told_which_ticket_goes_on(self):
        """In their language, each about their own ticket."""
        self.t2.partner_id = self.felipe
        self._merge()
        for ticket in (self.t2, self.t3):
            told = ticket.message_ids.filtered(lambda it: self.t1._is_public(it))
            self.assertEqual(len(told), 1)
            self.assertIn(self.t1.number, told.body)
            self.assertEqual(told.notified_partner_ids, ticket.partner_id)
        self.assertFalse(
            self.t1.message_ids.filtered(lambda it: self.t1._is_public(it))
        )
        self.assertNotIn(self.felipe, self.t1.message_partner_ids)

    def test_nobody_is_told_if_somebody_says_so(self):
        self._merge(messages={})
        self.assertFalse(
            self.t2.message_ids.filtered(lambda it: self.t1._is_public(it))
        )

    def test_what_cannot_be_merged(self):
        theirs = self._register(
            "2026-03-05 08:00", "No firma", partner_id=self.mateo.id
        )
        unknown = self._register("2026-03-05 08:00", "x", partner_id=False)
        company = self.env["res.company"].create({"name": "Otra sociedad"})
        branch = self._register("2026-03-05 08:00", "No firma")
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET company_id = %s WHERE id = %s",
            (company.id, branch.id),
        )
        branch.invalidate_recordset()
        done = self._register(
            "2026-03-01 08:00", "No firma", stage_id=self._stage("solved").id
        )
        for tickets, sentence in [
            (self.t1, "at least two"),
            (self.t1.browse(), "at least two"),
            (self.t1 | theirs, "Tickets of two customers stay apart"),
            (self.t1 | unknown, f"which customer {unknown.number} is of"),
            (self.t1 | branch, "Tickets of two companies"),
            (self.t1 | done, f"{done.number} is closed"),
        ]:
            with self.subTest(sentence), self._refused(sentence):
                (tickets + self.t2.browse()).merge_into_oldest()
            self.assertEqual(self.t1.stage_id.code, "new")

    def test_strangers_with_one_address_are_one_customer(self):
        address = {"partner_id": False, "partner_email": "nueva@example.com"}
        one = self._register("2026-03-05 08:00", "No firma", **address)
        two = self._register("2026-03-05 09:00", "No firma", **address)
        self.assertEqual((one | two).merge_into_oldest(), one)
        self.assertEqual(two.cancel_reason, "duplicate")

    def test_only_who_may_change_all_of_them(self):
        """Reading is not enough, and who may not even read is told nothing."""
        another = new_test_user(self.env, "otra", OWN)
        self.team.user_ids += another
        mine = self.t2 | self.t3
        mine.user_id = another
        with self.assertRaises(AccessError) as caught:
            self.all.with_user(another).merge_into_oldest()
        self.assertNotIn(self.t1.name, str(caught.exception).replace(self.t2.name, ""))
        self.assertEqual(mine.with_user(another).merge_into_oldest(), self.t2)

    def test_several_merges_end_in_one(self):
        self._merge(self.t2.with_user(self.analyst) | self.t3)
        self.assertEqual(self.t3.duplicate_id, self.t2)
        self._merge((self.t1 | self.t2).with_user(self.analyst))
        self.assertEqual(self.t2.duplicate_id, self.t1)
        self.assertEqual(self.t3.duplicate_id, self.t1)
        self.assertIn("Sigue sin firmar, dice Carolina", self._get_notes(self.t1).body)

    def test_the_dialog_merges_what_was_chosen(self):
        action = self.all[1].action_view_candidates()
        form = Form.from_action(self.env(user=self.analyst.id), action)
        with form.line_ids.edit(0) as line:
            line.is_chosen = True
        wizard = form.save()
        self.assertEqual(wizard.oldest_id, self.t1)
        shown = wizard.action_merge()
        self.assertEqual(shown["res_id"], self.t1.id)
        self.assertEqual(self.t2.duplicate_id, self.t1)
        self.assertEqual(self.t3.stage_id.code, "new")

    def test_those_of_a_list_are_all_chosen(self):
        action = self._ref("helpdesk_ticket_merge_action")
        context = {"active_model": "helpdesk.ticket", "active_ids": self.all.ids}
        shown = action.with_user(self.analyst).with_context(**context).run()
        form = Form.from_action(self.env(user=self.analyst.id), shown)
        wizard = form.save()
        self.assertEqual(wizard.oldest_id, self.t1)
        with self._refused("Open one of the tickets"):
            wizard.action_keep_apart()
        wizard.tells_customer = False
        wizard.action_merge()
        self.assertEqual((self.t2 | self.t3).duplicate_id, self.t1)


@tagged("post_install", "-at_install")
class TestAfterMerge(MergeCommon):
    """What is written to a merged ticket is heard where it goes on."""

    def setUp(self):
        super().setUp()
        self._merge()

    def _write(self, ticket, body="Ya llegó el certificado", **values):
        with self._at("2026-03-05 08:30"):
            return ticket.message_post(
                body=body,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                author_id=self.carolina.id,
                **values,
            )

    def test_a_message_is_an_internal_note_of_the_oldest(self):
        message = self._write(
            self.t3, attachments=[("cert.pdf", b"%PDF-")], partner_ids=[]
        )
        note = self._get_notes(self.t1)[0]
        self.assertIn("Ya llegó el certificado", note.body)
        self.assertIn(self.t3.number, note.body)
        self.assertEqual(note.author_id, self.carolina)
        self.assertTrue(note.is_internal or note.subtype_id.internal)
        self.assertEqual(note.attachment_ids.name, "cert.pdf")
        self.assertNotEqual(note.attachment_ids, message.attachment_ids)
        self.assertIn(self.analyst.partner_id, note.notified_partner_ids)
        self.assertFalse(self.t1._get_portal_attachments()[self.t1.id])

    def test_it_ends_a_wait_for_the_customer(self):
        self.t1.write({"user_id": self.analyst.id})
        self.t1.declare_wait("customer")
        self._write(self.t2)
        self.assertEqual(self.t1.stage_id.code, "in_progress")
        self.assertIn("customer_reply", self.t1.event_ids.mapped("kind"))
        # nobody has to look at the merged one
        self.assertFalse(self.t2.activity_ids)

    def test_after_the_oldest_was_solved_somebody_looks_at_it(self):
        with self._at("2026-03-04 12:00"):
            self.t1.sudo().write({"stage_id": self._stage("solved").id})
        self._write(self.t2)
        self.assertTrue(self.t1.activity_ids)
        self.assertFalse(self.t2.activity_ids)
        self.assertIn("Ya llegó", self._get_notes(self.t1)[0].body)

    def test_what_was_cancelled_for_another_customers_ticket_stays_apart(self):
        theirs = self._register(
            "2026-03-01 08:00", "No firma", partner_id=self.mateo.id
        )
        self.t2.duplicate_id = theirs
        self._write(self.t2)
        self.assertFalse(self._get_notes(theirs))
        self.assertTrue(self.t2.activity_ids)

    def test_a_circle_is_no_trap(self):
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET duplicate_id = %s WHERE id = %s",
            (self.t3.id, self.t2.id),
        )
        self.t3.invalidate_recordset()
        self.t2.invalidate_recordset()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET duplicate_id = %s WHERE id = %s",
            (self.t2.id, self.t3.id),
        )
        self.t3.invalidate_recordset()
        self._write(self.t2)
        self.assertTrue(self.t2.activity_ids)
