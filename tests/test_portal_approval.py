"""What customers are asked to agree to in a procedure, and who may say so."""

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .playbook_common import PlaybookCommon
from .portal_common import PortalPages

FLOW = (
    {"name": "Mirar", "phase": "Inicio", "gate": "solve"},
    {
        "name": "Pedir la aprobación",
        "phase": "Inicio",
        "gate": "solve",
        "action": "ask_approval",
        "wants": "contact",
        "waiting_reason": "approval",
    },
    {"name": "Facturar", "phase": "Fin", "gate": "solve"},
)
QUESTION = "El cargo adicional es de 100: ¿lo aprueba?"
#: what only the desk says
INTERNAL = (
    "Mirar",
    "Pedir la aprob",
    "Facturar",
    "Revisar",
    "rocedure",
    "rocedimiento",
)


class ApprovalCommon(PlaybookCommon, PortalPages):
    """Carolina's ticket is in a procedure in which she is asked for something."""

    STEPS = FLOW

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the pages of the portal come with a plan of their own
        cls.env.company.support_plan_id = cls.plan
        cls.ticket = cls._create_reviewed(name="No firma", triaged=True).with_user(
            cls.analyst
        )
        cls.felipe_user = cls.felipe.user_ids
        cls.mateo_user = cls.mateo.user_ids

    @property
    def asked(self):
        return self._step(self.ticket, "Pedir la aprobación").sudo()

    def _ask_customer(self):
        self._step(self.ticket, "Mirar").mark_done()
        self.asked.with_user(self.analyst).ask(QUESTION)

    def _options(self, user):
        options = self.ticket.sudo()._get_answer_options(user)
        return {name for name, value in options.items() if value is True}

    def _send(self, act, login="carolina", ticket=None, **values):
        """Send a form; return the response, which leads back and is no failure."""
        ticket = ticket or self.ticket
        self.env.flush_all()
        self.authenticate(login, login)
        values.setdefault("csrf_token", http.Request.csrf_token(self))
        response = self.url_open(
            f"/my/ticket/{ticket.id}/{act}", data=values, allow_redirects=False
        )
        self.assertLess(response.status_code, 500, response.text[:500])
        self.env.invalidate_all()
        return response

    def _show(self, login="carolina"):
        """Return the ticket's page; procedures have another `_open`."""
        return PortalPages._open(self, f"/my/ticket/{self.ticket.id}", login)

    def _get_flash(self):
        """Return what the page says next, in the session of who has just sent."""
        self.response = self.url_open(f"/my/ticket/{self.ticket.id}")
        return self._tell(self._read_page().xpath(".//*[@name='flash']"))

    def _get_said(self):
        """Return what customers have said, the last one first."""
        messages = self.ticket.sudo()._get_portal_messages().sorted("id", reverse=True)
        customer = self.company_a
        return messages.filtered(
            lambda said: said.author_id.commercial_partner_id == customer
        )


@tagged("post_install", "-at_install")
class TestApproval(ApprovalCommon):
    def test_it_is_asked_once_something_was_said(self):
        """NAV-3.4.1.N1-16: the step alone asks nothing."""
        self._step(self.ticket, "Mirar").mark_done()
        self.assertNotIn("approve", self._options(self.portal_user))
        self.assertFalse(self.ticket._present_approval())
        self.asked.with_user(self.analyst).ask(QUESTION)
        self.assertEqual(self.ticket.waiting_reason, "approval")
        for user, expected in (
            (self.portal_user, True),
            (self.felipe_user, True),
            (self.mateo_user, False),
            (self.employee, False),
            (self.analyst, False),
            (self.env.ref("base.public_user"), False),
        ):
            with self.subTest(user.login):
                self.assertEqual("approve" in self._options(user), expected)

    def test_the_page_says_what_is_asked(self):
        self._ask_customer()
        page = self._show()
        [card] = page.xpath(".//section[@name='approval']")
        self.assertIn(QUESTION, self._tell(card))
        forms = {form.rsplit("/", 1)[-1] for form in card.xpath(".//form/@action")}
        self.assertEqual(forms, {"approve", "disapprove"})
        # said once, and with one way to answer
        self.assertEqual(len(page.xpath(".//*[@aria-label='What we asked']")), 1)
        self.assertFalse(page.xpath(".//a[@href='#reply']"))
        shown = self._tell(page)
        for words in INTERNAL:
            self.assertNotIn(words, shown)

    def test_approved(self):
        """NAV-3.4.1.N2-15: by whom and when; the ticket goes on at once."""
        self._ask_customer()
        self.assertEqual(self._send("approve").status_code, 303)
        self.assertEqual(self.asked.state, "done")
        self.assertEqual(self.asked.contact_id, self.carolina)
        self.assertEqual(self.asked.done_by, self.portal_user)
        self.assertEqual(str(self.asked.done_at), "2026-03-09 15:00:00")
        self.assertEqual(self.ticket.stage_code, "in_progress")
        self.assertFalse(self.ticket.waiting_reason)
        self.assertEqual(self.ticket.playbook_next_id.step_id.name, "Facturar")
        [said] = self._get_said()
        self.assertEqual(said.author_id, self.carolina)
        self.assertIn("Thank you", self._get_flash())
        # twice is once
        self._send("approve")
        self.assertEqual(len(self._get_said()), 1)

    def test_not_approved(self):
        """Rejected: nothing goes on, and the desk reads why."""
        self._ask_customer()
        self._send("disapprove", reason="Es muy caro")
        self.assertEqual(self.asked.state, "failed")
        self.assertEqual(self.asked.reason, "Es muy caro")
        self.assertEqual(self.asked.contact_id, self.carolina)
        self.assertEqual(self.ticket.stage_code, "in_progress")
        self.assertEqual(self.ticket.playbook_next_id, self.asked)
        self.assertNotIn("approve", self._options(self.portal_user))
        with self._refused("cannot be solved yet.*Pedir la aprobación"):
            self.ticket.solve("Ya está")
        self._send("disapprove", reason="Es muy caro")
        self.assertEqual(len(self._get_said()), 1)
        # the desk asks again, for less
        self.asked.with_user(self.analyst).ask("¿Y por 50?")
        self.assertIn("50", self.ticket._present_approval()["asked"])
        self._send("approve")
        self.assertEqual(self.asked.state, "done")

    def test_a_reason_is_needed(self):
        self._ask_customer()
        for reason in ("", "   ", "\0"):
            with self.subTest(reason):
                self._send("disapprove", reason=reason)
                self.assertIn("why not", self._get_flash())
                self.assertEqual(self.asked.state, "todo")
        self._send("disapprove", reason="x" * 20_001)
        self.assertIn("less than 20", self._get_flash())
        self.assertEqual(self.asked.state, "todo")

    def test_only_who_may_approve_where_the_plan_says_so(self):
        self.plan.validation = "authorised"
        self.felipe.support_approver = True
        self._ask_customer()
        page = self._show()
        [card] = page.xpath(".//section[@name='approval']")
        self.assertIn("Felipe can decide on this", self._tell(card))
        self.assertFalse(card.xpath(".//form"))
        self._send("approve")
        self.assertEqual(self.asked.state, "todo")
        self._send("approve", login="felipe")
        self.assertEqual(self.asked.contact_id, self.felipe)

    def test_a_message_is_no_answer_to_it(self):
        """What they write ends the wait, as everywhere; the question stays."""
        self._ask_customer()
        self._send("reply", text="¿Por qué cuesta tanto?")
        self.assertFalse(self.ticket.waiting_reason)
        self.assertEqual(self.asked.state, "todo")
        self.assertIn("approve", self._options(self.portal_user))
        page = self._show()
        self.assertTrue(page.xpath(".//section[@name='approval']"))
        self._send("approve")
        self.assertEqual(self.asked.state, "done")

    def test_what_the_desk_records_itself(self):
        self._ask_customer()
        self.asked.with_user(self.analyst).mark_done(contact=self.felipe)
        self.assertNotIn("approve", self._options(self.portal_user))
        self._send("approve")
        self.assertIn("Nothing waits", self._get_flash())
        self.assertEqual(self.asked.contact_id, self.felipe)

    def test_the_words_of_the_desk_stay_at_the_desk(self):
        """Whatever speaks against it is said kindly, and changes nothing."""
        self._ask_customer()
        self.asked.step_id.wants = "file"
        self._send("approve")
        flash = self._get_flash()
        self.assertIn("could not note your answer", flash)
        for words in INTERNAL:
            self.assertNotIn(words, flash)
        self.assertEqual(self.asked.state, "todo")
        self.assertFalse(self._get_said())

    def test_what_was_taken_back_is_not_shown(self):
        self._ask_customer()
        self.asked.message_id.is_internal = True
        self.assertFalse(self.ticket._present_approval())
        page = self._show()
        self.assertFalse(page.xpath(".//section[@name='approval']"))


@tagged("post_install", "-at_install")
class TestHostileApproval(ApprovalCommon):
    def test_strangers(self):
        self._ask_customer()
        for login in ("mateo", "eva"):
            for act in ("approve", "disapprove"):
                with self.subTest(login, act=act):
                    self._send(act, login, reason="Porque sí")
                    self.assertEqual(self.asked.state, "todo")
        self.assertFalse(self._get_said())

    def test_the_desk_does_not_speak_for_the_customer(self):
        self._ask_customer()
        self._send("approve", "ana")
        self.assertEqual(self.asked.state, "todo")
        with self.assertRaises(AccessError):
            self.ticket._approve_as(self.analyst)

    def test_a_link_only_reads(self):
        self._ask_customer()
        link = self.ticket.sudo()._portal_ensure_token()
        self.env.flush_all()
        self.authenticate(None, None)
        page = self.url_open(f"/my/ticket/{self.ticket.id}/{link}")
        self.assertIn(QUESTION, page.text)
        self.assertNotIn("/approve", page.text)
        for act in ("approve", "disapprove"):
            self.url_open(
                f"/my/ticket/{self.ticket.id}/{act}",
                data={"access_token": link, "reason": "No"},
                allow_redirects=False,
            )
            self.env.invalidate_all()
            self.assertEqual(self.asked.state, "todo")

    def test_only_as_a_form_of_the_page(self):
        self._ask_customer()
        self.env.flush_all()
        self.authenticate("carolina", "carolina")
        # looking at an address says nothing
        self.url_open(f"/my/ticket/{self.ticket.id}/approve")
        self.env.invalidate_all()
        self.assertEqual(self.asked.state, "todo")
        with mute_logger("odoo.http"):
            response = self.url_open(
                f"/my/ticket/{self.ticket.id}/approve", data={"csrf_token": "falso"}
            )
        self.assertEqual(response.status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(self.asked.state, "todo")

    def test_bad_ids_and_bad_values(self):
        self._ask_customer()
        for number in (0, 999_999_999, 2**31, 10**30):
            path = f"/my/ticket/{number}/approve"
            response = self._post(path, allow_redirects=None)
            self.assertLess(response.status_code, 500)
        self._send("disapprove", reason=["a", "b"])
        self.assertLess(self.response.status_code, 500)

    def test_nothing_of_it_over_rpc(self):
        self._ask_customer()
        self.env.flush_all()
        self.authenticate("carolina", "carolina")
        for model, method, arguments in (
            ("helpdesk.ticket", "_approve_as", [self.portal_user.id]),
            ("helpdesk.ticket", "_disapprove_as", [self.portal_user.id, "No"]),
            ("helpdesk.ticket.step", "mark_done", []),
            ("helpdesk.ticket.step", "write", [{"state": "done"}]),
            ("helpdesk.ticket.step", "read", [["state"]]),
        ):
            record = self.ticket if model == "helpdesk.ticket" else self.asked
            with (
                self.subTest(model, method=method),
                self.assertRaises(JsonRpcException),
                mute_logger("odoo.http"),
            ):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/{model}/{method}",
                    {
                        "model": model,
                        "method": method,
                        "args": [record.ids, *arguments],
                        "kwargs": {},
                    },
                )
        self.env.invalidate_all()
        self.assertEqual(self.asked.state, "todo")


@tagged("post_install", "-at_install")
class TestClosingBeforeTheGates(ApprovalCommon):
    """A customer who needs no more help withdraws; nothing is solved past its steps."""

    def setUp(self):
        super().setUp()
        self.ticket._tell_customer("<p>Lo estamos mirando</p>")

    def test_closing_withdraws_while_something_is_missing(self):
        self._send("close")
        self.assertEqual(self.ticket.stage_code, "cancelled")
        self.assertEqual(self.ticket.closure, "withdrawn")

    def test_once_all_is_settled_it_is_solved(self):
        for name in ("Mirar", "Pedir la aprobación", "Facturar"):
            step = self._step(self.ticket, name).with_user(self.leader)
            step.waive("No hace falta")
        self._send("close")
        self.assertEqual(self.ticket.closure, "validated")

    def test_the_stage_of_the_request_is_not_trusted(self):
        """The buttons of helpdesk_mgmt name the stage."""
        solved = self._stage("solved")
        solved.close_from_portal = True
        self.env.flush_all()
        self.authenticate("carolina", "carolina")
        self.url_open(
            "/ticket/close",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "ticket_id": self.ticket.id,
                "stage_id": solved.id,
            },
            allow_redirects=False,
        )
        self.env.invalidate_all()
        self.assertEqual(self.ticket.stage_code, "in_progress")
        flash = self._get_flash()
        self.assertIn("have not finished", flash)
        for words in INTERNAL:
            self.assertNotIn(words, flash)
