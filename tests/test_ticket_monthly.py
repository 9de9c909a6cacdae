from psycopg2.errors import CheckViolation

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestMonthlyRequests(SlaCommon):
    """Codify: data may be loaded in bulk once a month (COD-25, A-COD-11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.codify = cls._ref("plan_codify")
        cls.load = cls._ref("tag_carga_masiva")

    def _ask(self, at, **values):
        """Return a request to load data, registered at a time in Santiago."""
        with self._at(at, self.codify):
            return self._create_ticket(
                **{
                    "plan_id": self.codify.id,
                    "partner_id": self.carolina.id,
                    "team_id": self.team.id,
                    "user_id": self.analyst.id,
                    "tag_ids": self.load.ids,
                    **values,
                }
            ).with_user(self.analyst)

    def test_the_second_one_of_a_month_is_pointed_out(self):
        first = self._ask("2026-03-02 10:00")
        second = self._ask("2026-03-31 23:59", partner_id=self.felipe.id)
        next_month = self._ask("2026-04-01 00:00")
        self.assertFalse(first.monthly_exceeded)
        self.assertIn("1 of 1 in March 2026", first.monthly_text)
        self.assertTrue(second.monthly_exceeded)
        self.assertIn("no. 2 of Ferretería El Sol in March 2026", second.monthly_text)
        self.assertFalse(next_month.monthly_exceeded)
        # it is only pointed out
        second.action_start()

    def test_what_does_not_count(self):
        other_company = self.env["res.company"].create({"name": "Otra sociedad"})
        cancelled = self._ask("2026-03-02 10:00")
        cancelled.sudo().cancel("withdrawn")
        self._ask("2026-03-02 11:00", partner_id=self.mateo.id)
        self._ask("2026-03-02 12:00", tag_ids=[])
        elsewhere = self._ask("2026-03-02 13:00").sudo()
        elsewhere.write({"company_id": other_company.id, "plan_id": self.codify.id})
        request = self._ask("2026-03-03 10:00")
        self.assertFalse(request.monthly_exceeded)
        self.assertFalse(cancelled.monthly_text)

    def test_other_tags_and_unknown_customers_are_not_counted(self):
        ticket = self._ask("2026-03-02 10:00", tag_ids=self._ref("tag_folios").ids)
        self.assertFalse(ticket.monthly_text)
        nobody = self._ask("2026-03-02 10:00", partner_id=False)
        self.assertFalse(nobody.monthly_text)

    def test_it_is_said_while_somebody_classifies(self):
        self._ask("2026-03-02 10:00")
        later = self._ask("2026-03-09 10:00", tag_ids=[])
        with Form(later) as form:
            form.process_tag_ids.add(self.load)
            self.assertTrue(form.monthly_exceeded)
            form.process_tag_ids.remove(self.load.id)
            self.assertFalse(form.monthly_exceeded)
        with self._at("2026-03-10 10:00", self.codify):
            new = self.tickets.with_user(self.analyst).new(
                {
                    "plan_id": self.codify.id,
                    "partner_id": self.carolina.id,
                    "company_id": self.env.company.id,
                    "tag_ids": self.load.ids,
                }
            )
            self.assertTrue(new.monthly_exceeded)

    def test_many_at_once_cost_a_constant_number_of_queries(self):
        tickets = self.tickets.with_user(self.analyst)
        for day in range(1, 9):
            tickets |= self._ask(f"2026-03-0{day} 10:00")
        self.env.flush_all()
        counts = []
        # the first time rights are looked up, too
        for part in (tickets[:2], tickets[:2], tickets):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            part.mapped("monthly_text")
            counts.append(self.env.cr.sql_log_count - before)
        # more are no more: those of the month are read in any case
        self.assertLessEqual(counts[2], counts[1])

    def test_a_limit_is_a_number_of_tickets(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "monthly_limit_not_negative"),
        ):
            self.load.monthly_limit = -1
            self.env.flush_all()
