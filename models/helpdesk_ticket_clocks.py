"""Clocks: what happens to a ticket is written down, and its promises follow."""

from odoo import fields, models

from ..logic.sla import Projection
from ..logic.sla_history import Fact
from ..logic.sla_terms import Traits
from .groups import ANALYSTS
from .helpdesk_ticket_plan import LEADS_TO_LEVEL

#: what clocks may move with
MOVES_CLOCKS = {
    *LEADS_TO_LEVEL,
    "cancel_reason",
    "company_id",
    "duplicate_id",
    "priority",
    "stage_id",
    "tag_ids",
    "triaged",
    "type_id",
    "waiting_reason",
}
TRAITS = {
    "plan": "set_plan",
    "level": "set_level",
    "stars": "set_stars",
    "type": "set_type",
    "tags": "set_tags",
    "partners": "set_partner",
}
#: what is read of tickets to find out what their logs lack
SEEN = (
    "commercial_partner_id",
    "create_date",
    "handed_over_id",
    "level_id",
    "partner_id",
    "plan_id",
    "priority",
    "stage_id",
    "tag_ids",
    "type_id",
    "waiting_reason",
)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    event_ids = fields.One2many(
        "helpdesk.ticket.event", "ticket_id", string="Events", groups=ANALYSTS
    )
    clock_ids = fields.One2many(
        "helpdesk.sla.clock", "ticket_id", string="Clocks", groups=ANALYSTS
    )

    def _after_create_clocks(self):
        """Write down that tickets were registered; their clocks start (NAV-2.3-13)."""
        self._advance_clocks(fields.Datetime.now(), new=True)

    def _after_write_clocks(self, vals):
        later = self.env.context.get("helpdesk_clocks_later")
        if vals.keys() & MOVES_CLOCKS and not later:
            self._advance_clocks(fields.Datetime.now())

    def _note(self, kind, value=None):
        """Write down that something has just happened to these tickets.

        :param str kind: a fact that logic.sla_history knows
        """
        now = fields.Datetime.now()
        fact = Fact(kind, now, value)
        self._advance_clocks(now, dict.fromkeys(self.ids, (fact,)))

    def _advance_clocks(self, now, facts=None, cause="facts", new=False):
        """Write down what has happened to tickets until now; their clocks follow.

        What differs between the log and the ticket itself is a fact too, so that
        nothing is missed, whichever way a ticket was changed.

        :param datetime now: UTC, read once by whoever calls
        :param facts: {ticket id: facts that the ticket does not show}
        :param str cause: why clocks may move without a new fact: policy, calendar,
            plan, time, rebuild; "facts" if they may not
        :param bool new: they have just been registered: there is nothing to be read
        :return: how many clocks differed from what the facts say
        """
        if not self:
            return 0
        # sudo: helpdesk.ticket: facts and clocks are the desk's own bookkeeping
        tickets = self.sudo().with_context(active_test=False)
        tickets.fetch(SEEN)
        facts = facts or {}
        entries, happened, projections = [], {}, {}
        for ticket, projection in tickets._replay_clocks(new):
            found = ticket._find_unrecorded(projection.history, now, new)
            found = sorted([*facts.get(ticket.id, ()), *found], key=_by_instant)
            if not found and cause == "facts":
                continue
            projection.advance(found, now, cause)
            happened[ticket.id], projections[ticket.id] = found, projection
            entries += ((ticket.id, entry) for entry in (*found, *projection.changes))
        if not projections:
            return 0
        self.env["helpdesk.ticket.event"]._append(entries)
        differing = self.env["helpdesk.sla.clock"]._sync(projections, new)
        tickets._show_clocks(projections, new)
        # sudo: helpdesk.ticket: as above; who hears of it is another matter
        self.sudo()._after_advance_clocks(now, happened, projections, new)
        return differing

    def _replay_clocks(self, new=False):
        """Return [(ticket, Projection of its log)], in a constant number of queries."""
        events = self.env["helpdesk.ticket.event"]
        logs = dict.fromkeys(self.ids, ()) if new else events._read_logs(self.ids)
        terms = {}
        found = [(ticket, Projection(terms).replay(logs[ticket.id])) for ticket in self]
        terms.update(self._load_terms([replayed.history for _, replayed in found]))
        return found

    def _load_terms(self, histories):
        """Return {plan id: Terms} of the plans that tickets have, or ever had.

        Their calendars reach back to before the oldest, for as long as is needed.
        """
        now = fields.Datetime.now()
        begun = (history.registered_at for history in histories)
        firsts = filter(None, [*begun, *self.mapped("create_date")])
        first = min([now, *firsts]).year - 1
        had = set().union(*(history.plans for history in histories))
        plans = self.plan_id.browse(filter(None, had)).exists() | self.plan_id
        return {
            plan.id: plan._get_terms(plan.id, first, now.year + 3) for plan in plans
        }

    def _project_clocks(self, now):
        """Return {ticket id: Projection} at an instant, without writing anything."""
        replayed = self._replay_clocks()
        return {ticket.id: found.advance((), now) for ticket, found in replayed}

    def _find_unrecorded(self, history, now, new=False):
        """Return what a ticket shows that its log does not, as facts."""
        traits = self._to_traits()
        if not history.registered_at:
            return self._find_beginning(traits, now, new)
        state = self._find_unrecorded_state(history, now)
        if traits == history.traits:
            return state
        pairs = zip(TRAITS.items(), history.traits, traits, strict=True)
        changed = [Fact(kind, now, new) for (_, kind), old, new in pairs if old != new]
        return [*changed, *state]

    def _find_beginning(self, traits, now, new):
        """Return the registration, and the stage if it is not the first.

        A ticket from before this addon, or from data files, was registered when it was
        created.
        """
        is_new = new and self.pool.ready
        created_at = now if is_new else self.create_date.replace(microsecond=0)
        registered = Fact("registered", min(created_at, now), traits)
        history = Projection({}).history
        history.observe(registered)
        moved_at = now if is_new else (self.last_stage_update or now)
        return [registered, *self._find_unrecorded_state(history, min(moved_at, now))]

    def _find_unrecorded_state(self, history, at):
        """Return how the ticket came to be closed, open or waiting, as facts."""
        code = self.stage_id._get_code()
        closing = code in ("solved", "cancelled")
        if closing:
            return [] if history.closed else [self._get_closing(code, at)]
        facts = [Fact("reopen", at)] if history.closed else []
        reason = self.waiting_reason or (code == "waiting_customer" and "customer")
        waiting = None if history.closed else history.waiting
        if reason and reason != waiting:
            kind = "wait_customer" if reason == "customer" else "wait"
            facts.append(Fact(kind, at, reason))
        elif not reason and waiting:
            facts.append(Fact("resume", at))
        return facts

    def _get_closing(self, code, at):
        """Return the fact that closes a ticket.

        To move a ticket to a stage tells the customer nothing; a message does, and is a
        fact of its own.
        """
        if code == "solved":
            return Fact("solve", at, {"silent": True})
        merged = self.cancel_reason == "duplicate" and self.duplicate_id
        return Fact("merge" if merged else "cancel", at)

    def _to_traits(self):
        """Return what policies look at, as logic knows it."""
        partners = {self.partner_id.id, self.commercial_partner_id.id} - {False}
        return Traits(
            plan=self.plan_id.id,
            level=self.level_id.id,
            stars=self.priority or "0",
            type=self.type_id.id,
            tags=frozenset(self.tag_ids.ids),
            partners=frozenset(partners),
        )


def _by_instant(fact):
    return fact.at
