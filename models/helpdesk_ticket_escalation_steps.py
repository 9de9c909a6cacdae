"""Escalation steps: what will happen to a ticket by itself, and when."""

from collections import defaultdict
from datetime import timedelta

from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from ..logic.escalation_steps import Situation, Step, find_episodes
from .bulk import add_rows, set_rows, update_rows
from .groups import ANALYSTS

#: the cron looks no sooner for what is due already
SOONEST = timedelta(seconds=1)


class Changes:
    """In what the steps that there are differ from those that there are to be."""

    def __init__(self):
        #: rows to be added, as tuples
        self.new = []
        #: {step id: (due,)}
        self.moved = {}
        #: ids of steps that will not come any more
        self.lost = []
        #: ids of steps that would have been due before, see `leave_out`
        self.late = []
        #: {whether it is over: step ids}
        self.over = defaultdict(list)
        #: (ticket id, rule id) of what was done in episodes that are over
        self.ended = []

    def compare(self, ticket_id, episodes, steps, repeating=()):
        """Take in what differs for one ticket.

        :param episodes: {rule id: (episode, due)}, as logic finds them
        :param steps: {(rule id, episode): ((id, is over), Step)}
        :param repeating: the ids of rules that act again and again
        """
        current = {(rule, episode): due for rule, (episode, due) in episodes.items()}
        going = {*current, *_find_repeated(current, steps, repeating)}
        for key, ((step_id, was_over), step) in steps.items():
            due = current.get(key)
            if step.state != "pending":
                self._compare_past(ticket_id, key, step_id, was_over, key in going)
            elif due is None:
                self.lost.append(step_id)
            elif due != step.due:
                self.moved[step_id] = (due,)
        for key, due in current.items():
            if due and key not in steps:
                self.new.append((ticket_id, *key, due, "pending", False))

    def _compare_past(self, ticket_id, key, step_id, was_over, goes_on):
        if was_over == goes_on:
            self.over[not goes_on].append(step_id)
            if not goes_on:
                self.ended.append((ticket_id, key[0]))

    def leave_out(self, now):
        """Leave out what would have been due before now.

        A rule that is new, or changed, chases nobody for the past: nothing has happened
        to the tickets just now.
        """
        self.late = [key for key, (due,) in self.moved.items() if due <= now]
        self.moved = {key: row for key, row in self.moved.items() if row[0] > now}
        self.new = [
            (ticket, rule, episode, due, "skipped" if due <= now else state, over)
            for ticket, rule, episode, due, state, over in self.new
        ]

    @property
    def times(self):
        """When something new or moved is due."""
        new = [row[3] for row in self.new if row[4] == "pending"]
        return new + [due for (due,) in self.moved.values()]

    def find_at_once(self, now, rules):
        """Return the ids of rules without a delay that are due now."""
        return {
            rule_id
            for _ticket, rule_id, _episode, due, state, _over in self.new
            if state == "pending" and due <= now and not rules[rule_id].amount
        }


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    escalation_step_ids = fields.One2many(
        "helpdesk.escalation.step", "ticket_id", string="Steps", groups=ANALYSTS
    )
    escalation_due_at = fields.Datetime(
        string="Next Step at",
        compute="_compute_escalation_next",
        search="_search_escalation_due_at",
        groups=ANALYSTS,
        help="When something happens by itself, unless somebody takes care before.",
    )
    escalation_next = fields.Char(
        string="Next Automatic Step",
        compute="_compute_escalation_next",
        groups=ANALYSTS,
        help="What happens by itself, and when, unless somebody takes care before.",
    )

    @api.depends("escalation_step_ids.due_at", "escalation_step_ids.state")
    @api.depends_context("lang")
    def _compute_escalation_next(self):
        now = fields.Datetime.now()
        locale = babel_locale_parse(self.env.lang)
        # sudo: helpdesk.escalation.step: of tickets that they may read
        steps = self.env["helpdesk.escalation.step"].sudo()
        pending = steps.search(
            [("ticket_id", "in", self.ids), ("state", "=", "pending")],
            order="due_at desc, id desc",
        )
        # the last one in is the first that is due
        first = {step.ticket_id.id: step for step in pending}
        for ticket in self:
            step = first.get(ticket.id)
            ticket.escalation_due_at = step and step.due_at
            ticket.escalation_next = step and self.env._(
                "%(when)s: %(rule)s",
                when=format_timedelta(
                    max(step.due_at, now) - now, add_direction=True, locale=locale
                ),
                rule=step.rule_id.name,
            )

    @api.model
    def _search_escalation_due_at(self, operator, value):
        """Find tickets by when something happens by itself; false: nothing does."""
        # sudo: helpdesk.escalation.step: which tickets, of those that they may read
        steps = self.env["helpdesk.escalation.step"].sudo()
        pending = [("state", "=", "pending")]
        if operator in ("in", "not in") and not any(value):
            found = steps._search(pending).subselect("ticket_id")
            return [("id", "not in" if operator == "in" else "in", found)]
        first = [("due_at:min", operator, value)]
        found = steps._read_group(pending, ["ticket_id"], having=first)
        return [("id", "in", [ticket.id for (ticket,) in found])]

    def _resync_escalation_steps(self, now, is_rule_changed=False):
        """Plan anew what is to come of tickets to which nothing has happened.

        :param datetime now: UTC
        :param bool is_rule_changed: what would have been due before is left out
        """
        projections = self._project_clocks(now)
        self._sync_escalation_steps(now, projections, leave_out=is_rule_changed)

    def _sync_escalation_steps(self, now, projections, new=False, leave_out=False):
        """Let the steps that are to come follow the facts of tickets.

        :param datetime now: UTC
        :param projections: {ticket id: Projection}
        :param bool new: there cannot be any steps yet
        :param bool leave_out: what is due before now is new only because a rule is
        """
        terms = self._load_ruling_terms(projections, now)
        ruled = [
            self.browse(key)
            for key, projection in projections.items()
            if not projection.history.plans.isdisjoint(terms)
        ]
        if not ruled:
            return
        tickets = self.browse().union(*ruled)
        steps = defaultdict(dict) if new else tickets._read_steps()
        plans = {ticket: projections[ticket.id].history.traits.plan for ticket in ruled}
        reporters = tickets._find_reporters(projections, terms)
        changes = Changes()
        for ticket in ruled:
            term = terms.get(plans[ticket])
            situation = Situation(
                projections[ticket.id],
                now,
                term and term.intake,
                {key: step for key, (_id, step) in steps[ticket.id].items()},
                reporters.get(ticket.id, 0),
            )
            rules = term.rules.values() if term else ()
            episodes = find_episodes(rules, situation)
            repeating = {rule.id for rule in rules if rule.repeats}
            changes.compare(ticket.id, episodes, steps[ticket.id], repeating)
        if leave_out:
            changes.leave_out(now)
        tickets._apply_steps(changes, now, terms)

    def _load_ruling_terms(self, projections, now):
        """Return {plan id: EscalationTerms} of the plans that have rules.

        Of all plans that tickets have or had: what is left of those has to go.
        """
        had = set().union(*(found.history.plans for found in projections.values()))
        plans = self.env["helpdesk.support.plan"].browse(filter(None, had))
        terms = plans._load_escalation_terms(now)
        return {key: term for key, term in terms.items() if term.rules}

    def _find_reporters(self, projections, terms):
        """Return {ticket id: how many people report it}, where a rule asks."""
        asked = self.filtered(
            lambda ticket: any(
                rule.matches(projections[ticket.id].history.traits)
                for rule in _get_asking(terms, projections[ticket.id])
            )
        )
        return asked._count_reporters() if asked else {}

    def _read_steps(self):
        """Return {ticket id: {(rule id, episode): (id, is_over), Step}}."""
        steps = self.env["helpdesk.escalation.step"]
        steps.flush_model()
        found = defaultdict(dict)
        for key, ticket, rule, episode, due, state, at, over in self.env.execute_query(
            SQL(
                "SELECT id, ticket_id, rule_id, episode, due_at, state, at, is_over "
                "FROM helpdesk_escalation_step WHERE ticket_id = ANY(%s)",
                self.ids,
            )
        ):
            step = Step(episode, due, state, at)
            found[ticket][rule, episode] = (key, bool(over)), step
        return found

    def _apply_steps(self, changes, now, terms):
        """Write what differs, each kind in one statement, and run what is due at once.

        :param Changes changes: of the steps of these tickets
        """
        steps = self.env["helpdesk.escalation.step"]
        names = ("ticket_id", "rule_id", "episode", "due_at", "state", "is_over")
        add_rows(steps, names, changes.new)
        if changes.moved:
            update_rows(
                steps.browse(changes.moved), ("due_at",), changes.moved.values()
            )
        set_rows(steps.browse(changes.late), state="skipped")
        if changes.lost:
            # sudo: helpdesk.escalation.step: the desk's own bookkeeping
            steps.sudo().browse(changes.lost).unlink()
        for is_over, ids in changes.over.items():
            set_rows(steps.browse(ids), is_over=is_over)
        self.invalidate_recordset(["escalation_step_ids"], flush=False)
        rules = {
            key: rule for term in terms.values() for key, rule in term.rules.items()
        }
        self._end_escalations(changes, rules)
        self._run_at_once(changes, now, rules)

    def _end_escalations(self, changes, rules):
        """Tell that episodes are over in which something was done."""
        ended = defaultdict(list)
        for ticket_id, rule_id in changes.ended:
            if rule_id in rules:
                ended[rules[rule_id].ladder].append(ticket_id)
        for ladder, ticket_ids in ended.items():
            self.browse(ticket_ids)._end_escalation(ladder)

    def _run_at_once(self, changes, now, rules):
        """Run the new steps of rules without a delay; the cron runs the others."""
        steps = self.env["helpdesk.escalation.step"]
        if due_at := min(changes.times, default=None):
            steps._trigger_next(now, max(due_at, now + SOONEST))
        # while Odoo starts there are no translations: then the cron does it
        if self.pool.ready and (at_once := changes.find_at_once(now, rules)):
            # sudo: helpdesk.escalation.step: the desk acts, whoever has caused it
            steps.sudo().search(
                [
                    ("ticket_id", "in", self.ids),
                    ("rule_id", "in", list(at_once)),
                    *steps._get_due_domain(now),
                ]
            )._run(now)

    def _is_beyond_intake(self):
        """Return whether the ticket is at another level than where tickets come in."""
        plan, level = self._get_plan(), self._get_level()
        return bool(level) and level != plan._get_intake_level()

    def _note_step_by_hand(self, rule, now):
        """Note that somebody did by hand what a rule does, in the present episode."""
        terms = rule.plan_id._load_escalation_terms(now)[rule.plan_id.id]
        steps, own = self._read_steps(), terms.rules.get(rule.id)
        for key, projection in self._project_clocks(now).items():
            known = {pair: step for pair, (_id, step) in steps[key].items()}
            situation = Situation(projection, now, terms.intake, known)
            found = find_episodes([own] if own else [], situation)
            episode, _due = found.get(rule.id, (now, None))
            self.env["helpdesk.escalation.step"]._note_by_hand(
                self.browse(key), rule, episode, now
            )
        self._resync_escalation_steps(now)


def _get_asking(terms, projection):
    """Return the rules of a ticket's plan that ask how many people report it."""
    term = terms.get(projection.history.traits.plan)
    return term.asks_reporters if term and not projection.history.closed else ()


def _find_repeated(current, steps, repeating):
    """Return the keys of runs that repeating rules go on from: without news between."""
    found = set()
    for rule, episode in sorted(steps, reverse=True):
        _id, step = steps[rule, episode]
        following = (rule, step.at)
        if rule in repeating and (following in current or following in found):
            found.add((rule, episode))
    return found
