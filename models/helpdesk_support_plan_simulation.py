"""Simulation: what a plan would promise a made-up ticket, without writing anything."""

from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..logic.impact import fit
from ..logic.sla import Projection
from ..logic.sla_case import CaseError, read_case, read_moment, show_moment
from ..logic.sla_history import Fact, Override
from ..logic.sla_terms import METRICS, Traits
from .groups import ANALYSTS

UTC = ZoneInfo("UTC")
#: what a case names by its code
RECORDS = {
    "plan": "helpdesk.support.plan",
    "tag": "helpdesk.ticket.tag",
    "type": "helpdesk.ticket.type",
}
#: which trait a fact sets
TRAIT_OF = {
    "set_plan": "plan",
    "set_level": "level",
    "set_stars": "stars",
    "set_type": "type",
    "set_tags": "tags",
}


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def simulate(self, case):
        """Return what becomes of a ticket's clocks, as DESIGN 5.10 lays down.

        :param dict case: plan (its code), registered_at, events …; local to the plan
        :return: {metric: {deadline, deadline_utc, state, met_at, breached,
            late_seconds, elapsed_seconds, label, policy, why}}; times local to the
            plan, seconds in the clock's own unit
        :raises AccessError: the user is no analyst
        :raises UserError: one sentence on what is wrong with the case
        """
        if not self.env.user.has_group(ANALYSTS):
            raise AccessError(self.env._("Only analysts simulate tickets."))
        projection, plan, now = self._project_case(case)
        return {
            metric: plan._show_clock(projection, projection.clocks[metric], now)
            for metric in METRICS
        }

    @api.model
    def _project_case(self, case):
        """Return (Projection of a case, its plan, its last instant in UTC).

        :raises UserError: as above
        """
        if not isinstance(case, dict):
            raise UserError(self.env._("A case is an object with a plan and a time."))
        try:
            plan = self._find_case_record("plan", case.get("plan"))
            return plan._play_case(case)
        except CaseError as error:
            raise UserError(self._get_case_sentence(error)) from error

    def _play_case(self, case):
        zone = ZoneInfo(self.tz)
        read = read_case(case, zone)
        traits = self._get_case_traits(case)
        facts = [Fact("registered", read.registered_at, traits)]
        plans = {self.id}
        for step in read.steps:
            plan = self.browse(traits.plan)
            for fact in plan._to_facts(step, traits, zone):
                facts.append(fact)
                if fact.kind in TRAIT_OF:
                    traits = traits._replace(**{TRAIT_OF[fact.kind]: fact.value})
            plans.add(traits.plan)
        first, last = read.registered_at.year - 1, read.now.year + 3
        terms = {plan_id: self._get_terms(plan_id, first, last) for plan_id in plans}
        return Projection(terms).advance(facts, read.now), self, read.now

    def _get_case_traits(self, case):
        """Return how a case's ticket is classified when it is registered."""
        stars = case.get("stars")
        level = case.get("level")
        self._check_case_codes(case)
        return Traits(
            plan=self.id,
            level=self._find_case_level(level).id
            if level
            else self._get_intake_level().id,
            stars=self._get_intake_stars()
            if stars is None
            else self._read_stars(stars),
            type=self._find_case_type(case.get("type")),
            tags=self._find_case_tags(case.get("tags") or []),
        )

    def _check_case_codes(self, case):
        """Refuse what makes no difference to any clock, but cannot be."""
        channels = (
            self.env["helpdesk.ticket.channel"]._fields["code"].get_values(self.env)
        )
        known = {"channel": channels, "opened_by": ["customer", "analyst"]}
        for key, codes in known.items():
            value = case.get(key)
            if value and value not in codes:
                raise CaseError(
                    "unknown_value", key=key, value=value, known=", ".join(codes)
                )

    def _to_facts(self, step, traits, zone):
        """Return a step as facts; the plan is the one that the ticket has by then."""
        value = step.value
        if step.do == "set_plan":
            return self._to_plan_facts(step, traits)
        if step.do == "wait":
            value = self._read_wait(value)
        elif step.do == "set_stars":
            value = self._read_stars(value)
        elif step.do == "set_type":
            value = self._find_case_type(value)
        elif step.do == "set_tags":
            value = self._find_case_tags(value or [])
        elif step.do == "set_level":
            value = self._find_case_level(value).id
        elif step.do == "set_deadline":
            value = self._read_override(value, zone)
        elif step.do == "solve":
            value = value if isinstance(value, dict) else None
        else:
            value = None
        return [Fact(step.do, step.at, value)]

    def _to_plan_facts(self, step, traits):
        """A ticket that gets another plan comes to its intake level, as records do."""
        plan = self._find_case_record("plan", step.value)
        stars = fit(traits.stars, plan.severity_ids.mapped("priority"))
        facts = [
            Fact("set_plan", step.at, plan.id),
            Fact("set_level", step.at, plan._get_intake_level().id),
        ]
        return facts + [Fact("set_stars", step.at, stars)] * (stars != traits.stars)

    # reading values

    def _read_stars(self, value):
        stars = str(value)
        known = sorted(self.severity_ids.mapped("priority")) or list("0123")
        if stars not in known:
            raise CaseError(
                "unknown_value", key="stars", value=value, known=", ".join(known)
            )
        return stars

    def _read_wait(self, value):
        field = self.env["helpdesk.ticket"]._fields["waiting_reason"]
        known = field.get_values(self.env)
        if value not in known:
            raise CaseError(
                "unknown_value", key="wait", value=value, known=", ".join(known)
            )
        return value

    def _read_override(self, value, zone):
        if not isinstance(value, dict) or value.get("metric") not in METRICS:
            raise CaseError("no_override", known=", ".join(METRICS))
        if not value.get("at"):
            return value["metric"], None
        if not str(value.get("reason") or "").strip():
            raise CaseError("no_reason")
        return value["metric"], Override(
            read_moment(value["at"], zone), str(value["reason"])
        )

    def _find_case_level(self, code):
        level = self._get_level(code)
        if not level:
            raise CaseError(
                "unknown_value",
                key="level",
                value=code,
                known=", ".join(self.level_ids.mapped("code")),
            )
        return level

    def _find_case_type(self, code):
        if not code:
            return False
        return self._find_case_record("type", code).id

    def _find_case_tags(self, codes):
        if not isinstance(codes, list):
            raise CaseError("tags_no_list")
        tags = (self._find_case_record("tag", code) for code in codes)
        return frozenset(tag.id for tag in tags)

    @api.model
    def _find_case_record(self, key, code):
        """Return the plan, type or tag of that code.

        :raises CaseError: names the codes that there are
        """
        records = self.env[RECORDS[key]].search([("code", "!=", False)])
        found = records.filtered(lambda record: record.code == code)
        if not found:
            known = ", ".join(records.mapped("code"))
            raise CaseError("unknown_value", key=key, value=code or "", known=known)
        return found[0]

    @api.model
    def _get_case_sentence(self, error):
        """Return what is wrong with a case, in the user's language."""
        sentences = {
            "unknown_key": self.env._("“%(key)s” is not known: use %(known)s."),
            "unknown_value": self.env._(
                "“%(value)s” is no %(key)s: use one of %(known)s."
            ),
            "unknown_word": self.env._(
                "“%(word)s” cannot happen: use one of %(known)s."
            ),
            "no_registration": self.env._("Say when the ticket is registered."),
            "no_time": self.env._(
                "“%(text)s” is no time: write it as 2026-03-09 10:00."
            ),
            "too_early": self.env._(
                "Something happens at %(at)s, before the ticket is registered."
            ),
            "too_late": self.env._(
                "Something happens at %(at)s, after the moment that is looked at."
            ),
            "now_too_early": self.env._(
                "The moment that is looked at, %(at)s, is before the ticket is "
                "registered."
            ),
            "events_no_list": self.env._("Write the events as a list."),
            "tags_no_list": self.env._("Write the tags as a list of codes."),
            "no_step": self.env._(
                "An event says when it happens, at, and what, do: %(step)s does not."
            ),
            "no_override": self.env._(
                "A date by hand names its metric, one of %(known)s, and when."
            ),
            "no_reason": self.env._("Say why the date is set by hand."),
        }
        return sentences[error.code] % error.names

    # showing the result

    def _show_clock(self, projection, clock, now):
        """Return one clock of a case, in the form that `simulate` gives."""
        zone, wording = (
            ZoneInfo(self.tz),
            self.env["helpdesk.sla.clock"]._get_wording(self.tz),
        )
        kept = clock.state in ("running", "paused", "met")
        policy = self.env["helpdesk.sla.policy"].browse(
            (kept and clock.commitment.policy) or ()
        )
        return {
            "deadline": show_moment(clock.deadline, zone),
            "deadline_utc": show_moment(clock.deadline, UTC),
            "state": clock.state or "undefined",
            "met_at": show_moment(projection.history.get_met(clock.metric), zone),
            "breached": bool(clock.breached_at),
            "late_seconds": projection.get_late(clock, now),
            "elapsed_seconds": projection.get_elapsed(clock, now),
            "label": None if kept else wording.get_label(projection, clock),
            "policy": policy.name or None,
            "why": wording.explain(projection, clock, now),
        }
