"""What people see of procedures: the dialog of a step, filters, lists, reports."""

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from ..exceptions import StepsMissing
from .common import ALL, MANAGER, OWN
from .playbook_common import PlaybookCommon
from .test_escalation_screens import ArchCommon
from .test_performance import Counting

#: what the form of a step asks for: {kind: fields that are shown}
ASKED = {
    "evidence": {"evidence", "attachment_ids"},
    "approve": {"contact_id", "evidence", "attachment_ids"},
    "area": {"evidence", "attachment_ids"},
    "ask": {"recipient", "body", "attachment_ids"},
    "tell": {"recipient", "body", "evidence", "attachment_ids"},
    "fail": {"reason"},
    "skip": {"reason"},
    "waive": {"reason"},
    "reopen": set(),
}


@tagged("post_install", "-at_install")
class TestStepDialog(ArchCommon, PlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_reviewed().with_user(cls.analyst)
        cls.first = cls.playbook.step_ids[0]

    def _open(self, name, act="done", user=None, **values):
        """Return the dialog of a step, as its button opens it, filled in."""
        row = self._step(self.ticket, name).with_user(user or self.analyst)
        dialogs = self.env["helpdesk.ticket.step.do"].with_user(user or self.analyst)
        return dialogs.create({"step_id": row.id, "act": act, **values})

    def _say(self, *args, **values):
        self._open(*args, **values).action_apply()

    def test_each_act_asks_for_what_it_needs(self):
        arch = self._read_arch("helpdesk.ticket.step.do", "form", self.analyst)
        names = set().union(*ASKED.values())
        for kind, expected in ASKED.items():
            shown = {
                name
                for name in names
                for node in arch.xpath(f"//field[@name='{name}']")
                if self._is_shown(node, kind)
            }
            with self.subTest(kind):
                self.assertEqual(shown, expected)
                buttons = arch.xpath("//footer/button[@name='action_apply']")
                shown = [one for one in buttons if self._is_shown(one, kind)]
                self.assertEqual(len(shown), 1)

    def _is_shown(self, node, kind):
        names = {"kind": kind, "recipient": "Ana", "wants": "text", "act": "done"}
        return not any(
            part.get("invisible") and safe_eval(part.get("invisible"), dict(names))
            for part in (node, *node.iterancestors())
        )

    def test_the_kind_follows_the_step(self):
        for action, values, kind in [
            ("confirm", {}, "evidence"),
            ("attach", {}, "evidence"),
            ("tell_customer", {}, "tell"),
            ("ask_area", {}, "area"),
            ("verify", {}, "evidence"),
            ("verify", {"result": "failed"}, "fail"),
            ("ask_approval", {}, "ask"),
            ("ask_approval", {"answer": "approved"}, "approve"),
            ("ask_approval", {"answer": "refused"}, "fail"),
            ("confirm", {"act": "waive"}, "waive"),
        ]:
            self.first.action = action
            with self.subTest(action=action, **values):
                self.assertEqual(self._open("Mirar", **values).kind, kind)

    def test_a_text_a_link_a_file(self):
        self.first.wants = "link"
        with self._refused("Give the address"):
            self._say("Mirar", evidence="https://example.com/a")
        self._say("Mirar", url="https://example.com/a")
        row = self._step(self.ticket, "Mirar")
        self.assertEqual((row.state, row.evidence), ("done", "https://example.com/a"))
        self._say("Anotar", evidence="Tres cajas")
        self.assertEqual(self._step(self.ticket, "Anotar").evidence, "Tres cajas")

    def _attach(self, user, model="helpdesk.ticket.step.do"):
        files = self.env["ir.attachment"].with_user(user)
        return files.create({"name": "a.xml", "raw": b"<a/>", "res_model": model})

    def test_files_become_those_of_the_ticket(self):
        """Otherwise nobody but who has put them there could read them."""
        self.first.wants = "file"
        file = self._attach(self.analyst)
        self._say("Mirar", attachment_ids=[(4, file.id)])
        self.assertEqual(
            (file.res_model, file.res_id), (self.ticket._name, self.ticket.id)
        )
        self.assertTrue(file.with_user(self.leader).read(["name"]))

    def test_files_that_follow_a_refusal_are_taken(self):
        """By then the dialog has been saved, and they belong to it."""
        self.first.wants = "file"
        dialog = self._open("Mirar")
        with self._refused("Attach the file"):
            dialog.action_apply()
        file = self._attach(self.analyst)
        file.res_id = dialog.id
        dialog.attachment_ids = file
        dialog.action_apply()
        row = self._step(self.ticket, "Mirar")
        self.assertEqual((row.state, row.attachment_ids), ("done", file))
        self.assertEqual(file.res_id, self.ticket.id)

    def test_files_of_others_are_not_taken(self):
        file = self._attach(self.leader)
        with self.assertRaises(AccessError):
            self._open("Mirar", attachment_ids=[(4, file.id)])
        # nor what is somewhere else already
        elsewhere = self._attach(self.analyst, model="helpdesk.ticket")
        other = self._create_reviewed()
        elsewhere.sudo().res_id = other.id
        self._say("Mirar", attachment_ids=[(4, elsewhere.id)])
        self.assertEqual(elsewhere.res_id, other.id)

    def test_what_is_proposed_for_the_customer_is_theirs_to_change(self):
        template = self.env["mail.template"].create(
            {
                "name": "Aviso",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "body_html": "<p>Sobre <t t-out='object.name'/></p><p>…</p>",
            }
        )
        self.first.write({"action": "tell_customer", "template_id": template.id})
        dialog = self._open("Mirar")
        self.assertIn("Sobre No firma", dialog.body)
        with self._refused("in place of the “…”"):
            dialog.action_apply()
        dialog.body = "<p>Probaremos una sola</p>"
        dialog.action_apply()
        row = self._step(self.ticket, "Mirar")
        self.assertIn("Probaremos una sola", row.message_id.body)
        self.assertEqual(row.state, "done")

    def test_an_approval_is_asked_for_and_written_down(self):
        self.first.write({"action": "ask_approval", "waiting_reason": "approval"})
        self._say("Mirar", body="<p>¿Lo aprueban?</p>")
        row = self._step(self.ticket, "Mirar")
        self.assertEqual(row.state, "todo")
        self.assertEqual(self.ticket.stage_id.code, "waiting_customer")
        dialog = self._open("Mirar")
        self.assertEqual(dialog.answer, "approved")
        self.assertIn(self.carolina, dialog.contact_ids)
        self.assertNotIn(self.mateo, dialog.contact_ids)
        dialog.contact_id = self.carolina
        dialog.action_apply()
        self.assertEqual((row.state, row.contact_id), ("done", self.carolina))

    def test_an_approval_by_phone_says_so(self):
        self.first.action = "ask_approval"
        said = {"answer": "approved", "contact_id": self.carolina.id}
        with self._refused("Ask the customer for"):
            self._say("Mirar", **said)
        self._say("Mirar", evidence="Por teléfono, a las 10", **said)
        self.assertEqual(self._step(self.ticket, "Mirar").state, "done")

    def test_they_do_not_approve(self):
        self.first.action = "ask_approval"
        self._say("Mirar", answer="refused", reason="Muy caro")
        row = self._step(self.ticket, "Mirar")
        self.assertEqual((row.state, row.reason), ("failed", "Muy caro"))

    def test_what_failed_says_why(self):
        self.first.action = "verify"
        with self._refused("Say why"):
            self._say("Mirar", result="failed")
        self._say("Mirar", result="failed", reason="Sigue igual")
        self.assertEqual(self._step(self.ticket, "Mirar").failures, 1)
        self._say("Mirar")
        self.assertEqual(self._step(self.ticket, "Mirar").state, "done")

    def test_skip_waive_and_do_again(self):
        with self._refused("Only a leader"):
            self._say("Mirar", act="waive", reason="Ya está")
        self._say("Mirar", act="waive", reason="Ya está", user=self.leader)
        self._say("Anotar", act="skip")
        states = self._get_states(self.ticket)
        self.assertTrue(states.startswith("wn"), states)
        self._say("Anotar", act="reopen")
        self.assertEqual(self._step(self.ticket, "Anotar").state, "todo")

    def test_nobody_acts_on_tickets_that_are_not_theirs(self):
        stranger = new_test_user(self.env, "otro", OWN)
        with self.assertRaises(AccessError):
            self._open("Mirar", user=stranger).action_apply()

    def test_the_button_of_a_step(self):
        row = self._step(self.ticket, "Anotar")
        with self._refused("comes later", StepsMissing):
            row.action_do()
        self._say("Mirar")
        action = row.action_do()
        self.assertEqual(action["res_model"], "helpdesk.ticket.step.do")
        dialogs = self.env["helpdesk.ticket.step.do"].with_user(self.analyst)
        with Form(dialogs.with_context(**action["context"])) as form:
            form.evidence = "Hecho"
        form.record.action_apply()
        self.assertEqual(row.state, "done")


@tagged("post_install", "-at_install")
class TestScreens(ArchCommon, PlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "marta", MANAGER)
        cls.reader = new_test_user(cls.env, "nora", ALL)

    def test_where_a_ticket_stands_is_seen_everywhere(self):
        for kind, names in {
            "form": ("playbook_view", "playbook_id", "step_ids"),
            "kanban": ("playbook_step_id", "playbook_progress"),
            "list": ("playbook_progress",),
        }.items():
            arch = self._read_arch("helpdesk.ticket", kind, self.analyst)
            for name in names:
                with self.subTest(kind=kind, name=name):
                    [node, *_more] = arch.xpath(f"//field[@name='{name}']")
                    self.assertNotEqual(node.get("optional"), "hide")

    def test_the_next_step_is_the_one_that_stands_out(self):
        """While there is one, nothing in the header invites to solve."""
        arch = self._read_arch("helpdesk.ticket", "form", self.analyst)
        for playbook_next_id, expected in ((False, 1), (7, 0)):
            values = {
                **{"next_step": "work", "stage_code": "in_progress", "id": 1},
                **{"closed": False, "triaged": True, "user_id": 5},
                **{"knowledge": False, "validation_state": "none"},
                **{"plan_validation": "none", "playbook_next_id": playbook_next_id},
            }
            primary = [
                node
                for node in arch.xpath("//header/button[hasclass('btn-primary')]")
                if not safe_eval(node.get("invisible") or "False", dict(values))
            ]
            with self.subTest(playbook_next_id):
                self.assertEqual(len(primary), expected)
            solving = [
                node
                for node in arch.xpath("//header/button")
                if node.get("string") == "Solve"
                and not safe_eval(node.get("invisible"), dict(values))
            ]
            self.assertEqual(len(solving), 1)

    def test_whose_turn_it_is(self):
        first, second = self.playbook.step_ids[:2]
        first.responsible = "n1"
        self.n1.user_ids = self.analyst
        mine, others, free = (
            self._create_reviewed(user_id=user.id if user else False)
            for user in (self.analyst, self.leader, None)
        )
        ours = mine | others | free

        def find(user):
            found = self._find("helpdesk.ticket", "playbook_mine", user)
            return found.sudo() & ours

        self.assertEqual(find(self.analyst), mine | free)
        self.assertFalse(find(self.leader))
        for ticket in ours:
            is_mine = ticket.with_user(self.analyst).sudo(False)
            if ticket != others:
                self.assertTrue(is_mine.playbook_is_mine)
        # an area's people do its steps wherever the ticket is
        first.responsible = "commercial"
        self._level("commercial").user_ids = self.leader
        self.assertEqual(find(self.leader), ours)
        self.assertFalse(find(self.analyst))
        # a step for nobody in particular is for whoever has the ticket
        first.responsible = False
        self.assertEqual(find(self.analyst), mine)
        self._step(mine, "Mirar").with_user(self.analyst).mark_done()
        second.responsible = "customer"
        self.assertFalse(find(self.analyst))

    def test_filters(self):
        waived, failed, waiting, calm = (self._create_reviewed() for _one in range(4))
        self._step(waived, "Mirar").with_user(self.leader).waive("Ya está")
        self._step(failed, "Mirar").with_user(self.analyst).mark_failed("No sale")
        self.playbook.step_ids[1].waiting_reason = "provider"
        self._step(waiting, "Mirar").with_user(self.analyst).mark_done()
        plain = self._create_ticket(partner_id=self.carolina.id)
        ours = waived | failed | waiting | calm | plain
        for name, expected in {
            "playbook": waived | failed | waiting | calm,
            "playbook_waived": waived,
            "playbook_failed": failed,
            "playbook_waiting": waiting,
        }.items():
            found = self._find("helpdesk.ticket", name, self.leader)
            with self.subTest(name):
                self.assertEqual(found.sudo() & ours, expected)

    def test_tickets_by_their_next_step(self):
        one, other = (self._create_reviewed() for _one in range(2))
        self._step(other, "Mirar").with_user(self.analyst).mark_done()
        tickets = self.env["helpdesk.ticket"].with_user(self.leader)
        groups = tickets._read_group(
            [("id", "in", (one | other).ids)], ["playbook_step_id"], ["__count"]
        )
        names = [(step.name, count) for step, count in groups]
        self.assertEqual(names, [("Mirar", 1), ("Anotar", 1)])

    def test_the_report_says_where_tickets_stand(self):
        ticket = self._create_reviewed()
        model = "helpdesk.ticket.step"
        ours = ticket.step_ids
        found = self._find(model, "next", self.leader)
        self.assertEqual(found.sudo() & ours, self._step(ticket, "Mirar"))
        self._step(ticket, "Mirar").with_user(self.leader).waive("Ya está")
        for name in ("waived", "waived_gates"):
            found = self._find(model, name, self.leader)
            self.assertEqual(found.sudo() & ours, self._step(ticket, "Mirar"))
        self._step(ticket, "Anotar").with_user(self.analyst).mark_failed("No")
        for name in ("failed", "failed_again"):
            found = self._find(model, name, self.leader)
            self.assertEqual(found.sudo() & ours, self._step(ticket, "Anotar"))
        arch = self._read_arch(model, "search", self.leader)
        steps = self.env[model].with_user(self.leader)
        for node in arch.xpath("//filter[@context]"):
            groupby = safe_eval(node.get("context"))["group_by"]
            with self.subTest(groupby):
                self.assertTrue(steps._read_group([], [groupby], ["failures:sum"]))

    def test_analysts_open_every_view(self):
        self._create_reviewed()
        for model, kinds in {
            "helpdesk.playbook": ("list", "form", "kanban"),
            "helpdesk.playbook.step": ("list", "form"),
            "helpdesk.ticket.step": ("list", "form", "kanban", "pivot"),
        }.items():
            records = self.env[model].with_user(self.reader).search([], limit=5)
            for kind in kinds:
                arch = self._read_arch(model, kind, self.reader)
                names = {
                    node.get("name")
                    for node in arch.iter("field")
                    if not any(up.tag == "field" for up in node.iterancestors())
                }
                with self.subTest(model=model, kind=kind):
                    self.assertTrue(records.read(names))

    def test_only_managers_change_procedures(self):
        for user, may in ((self.manager, None), (self.reader, "False")):
            for kind in ("list", "form", "kanban"):
                arch = self._read_arch("helpdesk.playbook", kind, user)
                with self.subTest(user=user.login, kind=kind):
                    self.assertEqual(arch.get("create"), may)

    def test_a_manager_writes_procedure_number_nine(self):
        """NAV-3.4.1-04: without code."""
        playbooks = self.env["helpdesk.playbook"].with_user(self.manager)
        kind = self.env["helpdesk.ticket.type"].create({"name": "Traslado"})
        with Form(playbooks) as form:
            form.name, form.number = "Traslados", 9
            form.type_ids.add(kind)
            for name in ("Mirar", "Trasladar"):
                with form.step_ids.new() as step:
                    step.phase, step.name = "Uno", name
                    step.gate = "solve"
        playbook = form.record
        self.assertEqual((playbook.step_count, playbook.open_count), (2, 0))
        ticket = self._create_reviewed(type_id=kind.id)
        self.assertEqual(ticket.playbook_id, playbook.sudo())
        playbook.invalidate_recordset()
        self.assertEqual(playbook.open_count, 1)
        action = playbook.action_view_tickets()
        self.assertEqual(self.tickets.search(action["domain"]), ticket)
        found = self._find("helpdesk.playbook", "in_use", self.manager)
        self.assertIn(playbook, found)

    def test_changing_the_procedure_on_the_form(self):
        other = self.playbook.copy({"name": "Otro", "sequence": 99})
        ticket = self._create_reviewed().with_user(self.analyst)
        with Form(ticket) as form:
            self.assertIn(other, form.playbook_choice_ids[:])
            form.playbook_id = other
        self.assertTrue(ticket.playbook_by_hand)


@tagged("post_install", "-at_install")
class TestPlaybookCost(Counting, ArchCommon, PlaybookCommon):
    """A page of tickets in procedures costs as many queries for eighty as for two."""

    def _spec(self, kind):
        """Return what the web client reads of a view of tickets."""
        arch = self._read_arch("helpdesk.ticket", kind, self.leader)
        fields = self.tickets._fields
        return {
            node.get("name"): {"fields": {"display_name": {}}}
            if fields[node.get("name")].type == "many2one"
            else {}
            for node in arch.iter("field")
            if node.get("name") in fields
            and not any(up.tag == "field" for up in node.iterancestors())
        }

    def test_a_page(self):
        tickets = self.tickets.browse(
            self._create_reviewed().id for _number in range(40)
        )
        tickets = tickets.with_user(self.leader)
        for kind in ("kanban", "list"):
            spec = self._spec(kind)
            tickets.web_read(spec)  # what is read once per process
            few = self._count(lambda s=spec: tickets[:2].web_read(s))
            many = self._count(lambda s=spec: tickets.web_read(s))
            with self.subTest(kind):
                self.assertLessEqual(many, few + 1)

    def test_a_form_costs_the_same_for_many_steps(self):
        ticket = self._create_reviewed().with_user(self.leader)
        names = ["playbook_view", "playbook_progress", "playbook_step_id"]
        ticket.read(names)
        few = self._count(lambda: ticket.read(names))
        for place in range(20):
            self.playbook.step_ids.create(
                {
                    "playbook_id": self.playbook.id,
                    "name": f"Paso {place}",
                    "phase": "Más",
                    "sequence": 100 + place,
                }
            )
        self.env.flush_all()
        ticket.read(names)
        self.assertEqual(len(ticket.step_ids), 25)
        self.assertLessEqual(self._count(lambda: ticket.read(names)), few)
        self.assertLessEqual(few, 25)
