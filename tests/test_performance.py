"""What intake costs beyond helpdesk_mgmt: a constant, for any number of tickets."""

from odoo.tests import tagged

from .common import DeskCommon


@tagged("post_install", "-at_install")
class TestIntakeCost(DeskCommon):
    def _count(self, number):
        """Return the queries that creating so many tickets with a contact takes."""
        values = [
            {"name": f"T{n}", "description": "x", "partner_id": self.carolina.id}
            for n in range(number)
        ]
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.tickets.create(values)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_extra_queries_per_batch_not_per_ticket(self):
        def bare(number):
            tickets = self.tickets
            self.tickets = tickets.with_context(helpdesk_intake_bare=True)
            try:
                return self._count(number)
            finally:
                self.tickets = tickets

        self._count(1)  # what is read once per process
        for number in (1, 20, 100):
            with self.subTest(number):
                self.assertLessEqual(self._count(number) - bare(number), 1)
