"""What the desk contributes to Odoo's digest, and to whose."""

from odoo.exceptions import AccessError
from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools.misc import file_path

from .sla_common import PromiseCommon

NAMES = ("solved", "compliance", "at_risk")
KPIS = [f"kpi_helpdesk_{name}" for name in NAMES]


@tagged("post_install", "-at_install")
class TestDigest(PromiseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Otra"})
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Resumen",
                "company_id": cls.env.company.id,
                **dict.fromkeys(KPIS, True),
            }
        )

    def _solve(self, ticket, at):
        with self._at(at):
            ticket.solve("Listo")

    def _show(self, at, user=None, digest=None):
        """Return {figure: what stands in its three columns}."""
        user = user or self.leader
        self.env.flush_all()
        with self._at(at):
            kpis = (digest or self.digest)._compute_kpis(user.company_id, user)
        return {
            kpi["kpi_name"].removeprefix("kpi_helpdesk_"): [
                kpi[f"kpi_col{column}"]["value"] for column in (1, 2, 3)
            ]
            for kpi in kpis
            if kpi["kpi_name"] in KPIS
        }

    def test_solved_by_when_it_was_solved(self):
        for day in (5, 9, 11):
            ticket = self._register(f"2026-03-{day:02} 10:00")
            self._solve(ticket, f"2026-03-{day:02} 11:00")
        reopened = self._register("2026-03-11 10:00")
        self._solve(reopened, "2026-03-11 11:00")
        with self._at("2026-03-11 12:00"):
            reopened.reopen("Sigue igual")
        self.assertEqual(self._show("2026-03-11 20:00")["solved"], [1, 3, 3])
        self.assertEqual(self._show("2026-03-13 20:00")["solved"], [0, 2, 3])

    def test_compliance_of_what_fell_due(self):
        self.assertEqual(self._show("2026-03-20 20:00")["compliance"], ["100.00"] * 3)
        ticket = self._register("2026-03-09 10:00")
        self._solve(ticket, "2026-03-09 20:00")
        lines = self.env["helpdesk.sla.compliance"].search(
            [("ticket_id", "=", ticket.id)]
        )
        decided = lines.filtered("decided_at")
        expected = f"{100 * sum(decided.mapped('kept')) / len(decided):.2f}"
        self.assertNotIn(expected, ("0.00", "100.00"))
        shown = self._show("2026-03-11 20:00")["compliance"]
        self.assertEqual(shown, ["100.00", expected, expected])

    def test_at_risk_is_now(self):
        ticket = self._register("2026-03-09 10:00")
        with self._at("2026-03-09 10:10"):
            self._answer(ticket)
        with self._at("2026-03-09 10:20"):
            ticket.record_diagnosis("replicated", "Certificado")
        expected = {"10:30": 0, "14:30": 1, "23:00": 0}
        for time, number in expected.items():
            with self.subTest(time):
                shown = self._show(f"2026-03-09 {time}")["at_risk"]
                self.assertEqual(shown, [number] * 3)

    def test_each_company_has_its_own(self):
        self._solve(self._register(), "2026-03-09 11:00")
        self.leader.company_ids += self.other_company
        theirs = self.digest.copy({"company_id": self.other_company.id})
        self.assertEqual(self._show("2026-03-09 12:00")["solved"], [1, 1, 1])
        self.assertEqual(
            self._show("2026-03-09 12:00", digest=theirs)["solved"], [0, 0, 0]
        )
        # one of no company is of the reader's
        nobodys = self.digest.copy({"company_id": False})
        self.assertEqual(
            self._show("2026-03-09 12:00", digest=nobodys)["solved"], [1, 1, 1]
        )

    def test_of_the_desk_only(self):
        self.assertEqual(self._show("2026-03-09 12:00", self.employee), {})
        self.assertEqual(list(self._show("2026-03-09 12:00", self.analyst)), [*NAMES])
        for name in KPIS:
            with self.assertRaises(AccessError):
                self.digest.with_user(self.employee)[f"{name}_value"]

    def test_the_default_digest_shows_them(self):
        digest = self.env.ref("digest.digest_digest_default")
        for name in KPIS:
            self.assertTrue(digest[name], name)

    def test_an_upgrade_switches_them_on_in_the_default_digest(self):
        digest = self.env.ref("digest.digest_digest_default")
        digest.write(dict.fromkeys(KPIS, False))
        path = "helpdesk_support_plan/migrations/19.0.1.3.0/post-digest.py"
        upgrade = load_script(file_path(path), "post-digest")
        upgrade.migrate(self.env.cr, "19.0.1.2.0")
        for name in KPIS:
            self.assertTrue(digest[name], name)
        digest.unlink()
        upgrade.migrate(self.env.cr, "19.0.1.2.0")

    def test_links_lead_somewhere(self):
        company, user = self.env.company, self.leader
        actions = self.digest._compute_kpis_actions(company, user)
        for name in KPIS:
            self.assertTrue(self.env.ref(actions[name].partition("?")[0]))

    def test_the_mail_is_written_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("es_419")
        self._solve(self._register(), "2026-03-09 11:00")
        for lang in ("en_US", "es_419"):
            self.leader.lang = lang
            digest = self.digest.with_context(lang=lang)
            label = digest.fields_get([KPIS[0]])[KPIS[0]]["string"]
            with self._at("2026-03-09 12:00"):
                digest._action_send_to_user(self.leader)
            mail = self.env["mail.mail"].search([], order="id desc", limit=1)
            self.assertEqual(mail.email_to, self.leader.email_formatted)
            self.assertIn(label, mail.body_html)
            self.assertIn("helpdesk_queue_action?menu_id=", mail.body_html)
