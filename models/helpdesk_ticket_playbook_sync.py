"""Steps: they follow what is known of a ticket; the clocks stop while one waits."""

import contextlib
import logging
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..logic.playbook import CHECKS, CONDITIONS, Facts
from ..logic.playbook_steps import Row, count, find_next, settle
from ..logic.sla_history import FOR_CUSTOMER
from .bulk import insert_rows, update_rows
from .helpdesk_ticket_playbook import SYNCING

_logger = logging.getLogger(__name__)

#: tickets that the cron looks at between two commits
BATCH = 200
#: actions that begin a wait themselves, once the customer was asked
ASKING = ("ask_approval", "ask_customer")
#: where a ticket can come to wait: it is neither closed nor at the customer
WAITS_FROM = ("new", "in_progress")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _get_playbook_watched(self):
        """Return the names of the ticket's fields that checks look at.

        Concerns add theirs.

        :rtype: frozenset
        """
        return frozenset({"company_id", "playbook_id"})

    def _collect_playbook_facts(self, now):
        """Return what checks look at, for all of these tickets at once.

        Concerns add theirs, each with a constant number of queries.

        :param datetime now: UTC
        :return: {ticket id: {name of a field of logic.playbook.Facts: value}}
        """
        return {ticket.id: {"now": now} for ticket in self}

    def _sync_playbook(self, now=None):
        """Let the steps of open tickets follow what is known now; batched.

        :param datetime now: UTC; None for this moment
        """
        if self._is_playbook_syncing():
            return
        # sudo: helpdesk.ticket: what a step has come to does not depend on who looks
        tickets = self.sudo().filtered(
            lambda ticket: (
                (ticket.playbook_id or ticket.playbook_total)
                and not ticket.stage_id.closed
            )
        )
        tickets._sync_steps(now or fields.Datetime.now())
        tickets._take_back_proposals()

    @api.model
    def _cron_sync_playbooks(self):
        """Look again at tickets in a procedure: time has passed (NAV-3.4.1.N6-10)."""
        crons = self.env["ir.cron"]
        found = self.search(
            [("playbook_id", "!=", False), ("closed", "=", False)], order="id"
        )
        crons._commit_progress(remaining=len(found))
        for start in range(0, len(found), BATCH):
            batch = found[start : start + BATCH].exists()
            batch._sync_apart()
            if not crons._commit_progress(len(batch)):
                break

    def _sync_apart(self):
        """Look again at tickets so that what is wrong with one stops no others."""
        try:
            with self.env.cr.savepoint():
                self._sync_playbook()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # nothing is wrong with them: all of it is tried again
        except Exception:
            if len(self) <= 1:
                _logger.exception("The steps of ticket %s cannot be judged", self.ids)
            else:
                for ticket in self:
                    ticket._sync_apart()

    def _sync_steps(self, now):
        """Bring the steps of these tickets up to date, closed ones too.

        Facts first, for all of them; then what each step has come to; then one write.

        :param datetime now: UTC
        """
        # sudo: helpdesk.ticket: as in _sync_playbook
        desk = self.sudo().with_context(helpdesk_playbook_sync=SYNCING)
        known = desk._read_playbook_steps()
        tickets = desk.filtered(lambda it: it.playbook_id or known.get(it.id))
        if not tickets:
            return
        facts = tickets._collect_playbook_facts(now)
        changes = StepChanges(self.env, now)
        for ticket in tickets:
            steps = known.get(ticket.id, {})
            ticket._judge_steps(Facts(**facts[ticket.id]), steps, changes)
        changes.apply()
        tickets._note_progress()

    def _read_playbook_steps(self):
        """Return {ticket id: {id of a procedure's step: its row}}, also of former ones.

        :rtype: dict of dicts of helpdesk.ticket.step, with all rights
        """
        # sudo: helpdesk.ticket.step: the desk's own bookkeeping
        rows = self.env["helpdesk.ticket.step"].sudo()
        found = rows.with_context(active_test=False).search(
            [("ticket_id", "in", self.ids)], order="ticket_id, id"
        )
        known = {}
        for row in found:
            known.setdefault(row.ticket_id.id, {})[row.step_id.id] = row
        return known

    def _judge_steps(self, facts, known, changes):
        """Decide on what each step of a ticket has come to, in their order.

        A check may look at the steps before it.

        :param Facts facts: of the ticket
        :param dict known: {id of a procedure's step: its row}
        :param StepChanges changes: takes what is to be written
        """
        steps = self.env["helpdesk.playbook"]._get_steps(self.playbook_id.id)
        rest = {**known}
        done = {}
        failed = set()
        for step in steps:
            row = rest.pop(step.id, None)
            at = replace(
                facts,
                done=done,
                failed=frozenset(failed),
                target=step.target,
                evidence=(row and row.evidence) or "",
            )
            state = changes.settle(self, step, row, at)
            if step.code and state == "done":
                done = {**done, step.code: (row and row.done_at) or at.now}
            if step.code and state == "failed":
                failed.add(step.code)
        changes.retire(rest.values())

    def _note_progress(self):
        """Keep how far the tickets have come, and let them wait, or go on."""
        former = {ticket: ticket.playbook_next_id for ticket in self}
        self.invalidate_recordset(["step_ids"], flush=False)
        changed = {}
        for ticket in self:
            progress = ticket._find_progress()
            noted = ticket.playbook_next_id.id, ticket.playbook_done
            if progress != (*noted, ticket.playbook_total):
                changed[ticket.id] = progress
        if changed:
            names = ("playbook_next_id", "playbook_done", "playbook_total")
            rows = [(key or None, *counts) for key, *counts in changed.values()]
            update_rows(self.browse(changed), names, rows)
        for ticket, before in former.items():
            if ticket.playbook_next_id != before:
                ticket._go_to_step(before, ticket.playbook_next_id)

    def _find_progress(self):
        """Return (id of the next step's row or False, steps done, steps to do)."""
        rows = self._get_step_rows()
        upcoming = find_next(rows)
        row = self._get_step(upcoming.step.id) if upcoming else self.step_ids.browse()
        return (row.id, *count(rows))

    def _get_step_rows(self):
        """Return the steps of a ticket as logic.playbook_steps.Row, in order."""
        # sudo: helpdesk.ticket: what holds a ticket back does not depend on who asks
        ticket = self.sudo()
        mine = {row.step_id.id: row for row in ticket.step_ids}
        steps = self.env["helpdesk.playbook"]._get_steps(ticket.playbook_id.id)
        return [mine[step.id]._to_row(step) for step in steps if step.id in mine]

    def _get_step(self, step_id):
        """Return the ticket's row of a step of its procedure."""
        # sudo: helpdesk.ticket: as above
        return self.sudo().step_ids.filtered(lambda row: row.step_id.id == step_id)

    def _go_to_step(self, before, after):
        """End the wait of the step that was next, and begin that of the one that is.

        An area that is to do something has an activity for as long as it is the next.

        Whatever speaks against it, the step stays done: people can still let the ticket
        wait, or go on, themselves (A-NAV-56).
        """
        ticket = self.with_context(helpdesk_playbook_sync=None)
        waited = before.step_id.waiting_reason
        if waited and ticket._get_wait() == waited:
            ticket._try_wait(ticket._go_on)
        before.area_activity_id.unlink()
        after._ask_next_area()
        step = after.step_id
        if step.waiting_reason and step.action not in ASKING:
            ticket._try_wait(lambda: ticket._wait_for_step(step.waiting_reason))

    def _try_wait(self, act):
        with contextlib.suppress(UserError), self.env.cr.savepoint():
            act()

    def _wait_for_step(self, reason):
        """Let a ticket wait, unless it waits already, or is closed."""
        if self._get_wait() or self.stage_id._get_code() not in WAITS_FROM:
            return
        if reason in FOR_CUSTOMER:
            self._move_to("waiting_customer", waiting_reason=reason)
        else:
            self.write({"waiting_reason": reason})


class StepChanges:
    """What has to be written to the steps of many tickets, all in a few statements."""

    def __init__(self, env, now):
        """Begin with nothing.

        :param datetime now: UTC
        """
        self.env, self.now = env, now
        self.new, self.changed = [], []
        self.retired = []

    def settle(self, ticket, step, row, facts):
        """Decide on a step; return its state.

        :param Step step: as the procedure has it
        :param row: the helpdesk.ticket.step, or None
        :param Facts facts: of the ticket, with this step's own
        """
        known = row._to_row(step) if row else Row(step)
        condition = CONDITIONS.get(step.condition)
        applies = condition is None or condition(facts)
        check = CHECKS.get(step.check) if applies else None
        verdict = check(facts) if check else None
        state = settle(known, applies, verdict)
        seen = verdict and {"code": verdict.code, "values": dict(verdict.values)}
        self._note(ticket, step, row, state, seen)
        return state

    def _note(self, ticket, step, row, state, seen):
        if not row:
            at = self.now if state == "done" else None
            key = (ticket.id, step.id, ticket.playbook_id.id)
            self.new.append((*key, True, state, seen, at, 0))
            return
        if row.active and row.state == state and (row.seen or None) == seen:
            return
        at = row.done_at or None
        if state != row.state:
            at = self.now if state == "done" else None
        self.changed.append((row, (True, state, seen, at)))

    def retire(self, rows):
        """Take steps away that the procedure has no more; keep what people did."""
        self.retired += rows

    def apply(self):
        """Write all of it."""
        # sudo: helpdesk.ticket.step: the desk's own bookkeeping
        steps = self.env["helpdesk.ticket.step"].sudo()
        written = ("active", "state", "seen", "done_at")
        keys = ("ticket_id", "step_id", "playbook_id")
        insert_rows(steps, (*keys, *written, "failures"), self.new)
        if self.changed:
            rows = steps.browse(row.id for row, _values in self.changed)
            values = [values for _row, values in self.changed]
            rows.flush_recordset(written)
            update_rows(rows, written, values)
        retired = steps.browse(row.id for row in self.retired)
        kept = retired.filtered(lambda row: row._is_touched())
        (retired - kept).unlink()
        kept.filtered("active").write({"active": False})
