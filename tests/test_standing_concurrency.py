"""Tickets that arrears have stopped, and several at once, with two real cursors."""

from odoo.tests import tagged

from .test_sla_concurrency import TICKETS, WorkersCommon


@tagged("post_install", "-at_install")
class TestReleaseWorkers(WorkersCommon):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            tickets = self._env(cr)["helpdesk.ticket"].browse(self.ticket_ids)
            tickets.standing_hold = "ask"  # though nothing is owed any more

    def _count_stopped(self, cr):
        stopped = [("id", "in", self.ticket_ids), ("standing_hold", "!=", False)]
        return self._env(cr)["helpdesk.ticket"].search_count(stopped)

    def test_a_ticket_that_somebody_has_in_hand_waits_for_the_next_time(self):
        with self.registry.cursor() as user, self.registry.cursor() as cron:
            tickets = self._env(user)["helpdesk.ticket"]
            tickets.browse(self.ticket_id).lock_for_update()
            self._env(cron)["helpdesk.ticket"]._cron_release_paid()
            cron.commit()
            self.assertEqual(self._count_stopped(cron), 1)
            user.commit()
            self._env(cron)["helpdesk.ticket"]._cron_release_paid()
            cron.commit()
            self.assertEqual(self._count_stopped(cron), 0)

    def test_two_crons_do_nothing_twice(self):
        with self.registry.cursor() as one, self.registry.cursor() as other:
            self._env(one)["helpdesk.ticket"]._cron_release_paid()
            self._env(other)["helpdesk.ticket"]._cron_release_paid()
            self.assertEqual(self._count_stopped(other), TICKETS)
            other.commit()
            one.commit()
            self.assertEqual(self._count_stopped(one), 0)
