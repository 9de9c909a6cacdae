"""Wording: clocks and events in the reader's language and zone, in one sentence each.

The one place where the SLA engine's codes become words, for analysts and customers.
"""

from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from odoo.tools import babel_locale_parse, format_datetime, get_lang

from ..logic.sla import NO_TERMS, Change
from ..logic.sla_case import LABELS
from ..logic.timeline import DAY
from ..logic.zones import to_local


def name_zone(env, tz):
    """Return what a zone is called by its city, in the reader's language."""
    locale = babel_locale_parse(get_lang(env).code)
    return get_timezone_location(tz, locale=locale, return_city=True)


class Wording:
    """Puts projections into words.

    :param env: whose language, and zone if no other is given
    :param str tz: the zone of the dates, e.g. that of the plan
    :param bool public: for customers, who read neither policies nor priorities nor
        the reasons that the desk gives itself
    """

    def __init__(self, env, tz=None, public=False):
        self.env = env
        self.public = public
        self.tz = tz or env.user.tz or env.context.get("tz") or "UTC"

    # a clock

    def explain(self, projection, clock, now):
        """Return why a clock's date is what it is: one sentence."""
        if not clock.state:
            return self._explain_nothing(projection, clock)
        parts = [
            self._tell_state(projection, clock, now),
            self._tell_terms(clock),
            self._tell_pauses(projection, clock, now),
            *self._tell_changes(projection, clock, now),
            self._tell_override(projection, clock),
            self._tell_breach(projection, clock, now),
        ]
        return "; ".join(filter(None, parts)) + "."

    def _explain_nothing(self, projection, clock):
        if self._get_policies(projection, clock, promising=True):
            return self.env._("Starts with the first answer to the customer.")
        if self.get_undefined_kind(projection, clock) == "none":
            return self.env._("No deadline: the plan says that there is none.")
        return self.env._("Not defined: the plan leaves it blank.")

    def get_label(self, projection, clock):
        """Return the manuals' own words for a clock that promises nothing, or None."""
        if self._get_policies(projection, clock, promising=True):
            return None
        return LABELS[self.get_undefined_kind(projection, clock)]

    def get_undefined_kind(self, projection, clock):
        """Return "none" or "blank" of a clock without a promise."""
        traits = projection.history.traits
        terms = projection.terms.get(traits.plan, NO_TERMS)
        return terms.get_undefined_kind(clock.metric, traits)

    def _get_policies(self, projection, clock, promising):
        traits = projection.history.traits
        terms = projection.terms.get(traits.plan, NO_TERMS)
        found = terms.get_matching(clock.metric, traits)
        return [policy for policy in found if bool(policy.amount) == promising]

    def _tell_state(self, projection, clock, now):
        history, used = projection.history, projection.get_elapsed(clock, now)
        names = {"used": self.span(used, clock.commitment.clock)}
        if clock.state == "running":
            due = self.moment(clock.deadline, now, with_zone=True)
            start = self._tell_start(projection, clock, now)
            return self.env._("Due %(due)s: %(start)s", due=due, start=start)
        if clock.state == "paused":
            return self.env._(
                "Stands still since %(since)s, while the ticket waits for %(reason)s, "
                "with %(used)s used: %(start)s",
                since=self.moment(history.waiting_since, now, with_zone=True),
                reason=self.reason(history.waiting),
                start=self._tell_start(projection, clock, now),
                **names,
            )
        if clock.state == "met":
            met_at = history.get_met(clock.metric)
            return self.env._(
                "Met %(met)s, with %(used)s used; it was due %(due)s: %(start)s",
                met=self.moment(met_at, now, with_zone=True),
                due=self.moment(clock.deadline, now),
                start=self._tell_start(projection, clock, now),
                **names,
            )
        return self.env._("Ended without being met: %s", self._tell_cancelling(clock))

    def _tell_start(self, projection, clock, now):
        """Return the target and since when it counts."""
        terms, start = clock.commitment, self.moment(clock.start, now)
        if not terms.amount or projection.history.overrides.get(clock.metric):
            return self.env._("since %s", start)
        policies = self.env["helpdesk.sla.policy"]
        names = {
            "target": policies._format_target(terms.amount, terms.unit, terms.clock),
            "start": start,
        }
        if clock.metric == "update":
            return self.env._(
                "%(target)s since the last public message, %(start)s", **names
            )
        if clock.metric == "ownership":
            return self.env._(
                "%(target)s since it came to this level, %(start)s", **names
            )
        return self.env._("%(target)s since it was registered, %(start)s", **names)

    def _tell_cancelling(self, clock):
        cause = clock.finished.cause
        return {
            "no_policy": self.env._(
                "nothing is promised for tickets like this one any more"
            ),
            "cancel": self.env._("the ticket was cancelled"),
            "merge": self.env._("the ticket was merged into another one"),
        }.get(
            cause, self.env._("the ticket was solved without an answer to the customer")
        )

    def _tell_terms(self, clock):
        """Return the policy, and the calendar of business time."""
        terms = clock.commitment
        if not terms.policy or (self.public and not terms.calendar):
            return None
        # sudo: helpdesk.sla.policy: its name is no secret to who may read the clock
        policy = self.env["helpdesk.sla.policy"].sudo().browse(terms.policy)
        if not terms.calendar:
            return self.env._("policy “%s”, day and night", policy.name)
        # sudo: resource.calendar: as above
        calendar = self.env["resource.calendar"].sudo().browse(terms.calendar)
        if self.public:
            return self.env._("in our hours, %s", calendar._format_hours())
        return self.env._(
            "policy “%(policy)s”, hours “%(calendar)s”",
            policy=policy.name,
            calendar=calendar._format_hours() or calendar.name,
        )

    def _tell_pauses(self, projection, clock, now):
        """Return what does not count, by reason, in the clock's own time."""
        measure = projection.get_measure(clock)
        end = projection.history.get_end(clock.metric, now)
        spans = {}
        for pause in projection.history.get_pauses(clock.metric, clock.start):
            seconds = measure.elapsed(pause.start, min(pause.stop, end))
            spans[pause.reason] = spans.get(pause.reason, 0) + seconds
        told = [
            f"{self.reason(reason)} {self.span(seconds, clock.commitment.clock)}"
            for reason, seconds in spans.items()
            if seconds
        ]
        return told and self.env._("without its pauses: %s", ", ".join(told))

    def _tell_changes(self, projection, clock, now):
        """Return what else has moved the date, the latest of each cause."""
        told = {}
        for change in projection.record:
            is_ours = change.metric == clock.metric and change.start == clock.start
            cause = self._get_causes().get(change.cause)
            if (
                is_ours
                and cause
                and change.kind in ("clock_replanned", "clock_started")
            ):
                told[change.cause] = self.env._(
                    "%(cause)s %(at)s", cause=cause, at=self.moment(change.at, now)
                )
        return told.values()

    def _get_causes(self):
        return {
            "set_stars": self.env._("the impact changed")
            if self.public
            else self.env._("the priority changed"),
            "set_type": self.env._("the type changed"),
            "set_tags": self.env._("the tags changed"),
            "set_plan": self.env._("the plan changed"),
            "set_partner": self.env._("the customer changed"),
            "policy": self.env._("the plan's promise changed"),
            "plan": self.env._("the plan's rules changed"),
            "calendar": self.env._("the working hours changed"),
            "reopen": self.env._("it was reopened"),
        }

    def _tell_override(self, projection, clock):
        override = projection.history.overrides.get(clock.metric)
        if override and self.public:
            return self.env._("a date that was set for this ticket")
        return override and self.env._("set by hand: %s", override.reason)

    def _tell_breach(self, projection, clock, now):
        if not clock.breached_at:
            return None
        at = self.moment(clock.breached_at, now)
        late = projection.get_late(clock, now)
        if not late:
            return self.env._("missed %s", at)
        span = self.span(late, clock.commitment.clock)
        return self.env._("missed %(at)s, %(late)s late", at=at, late=span)

    def tell_shortly(self, projection, clock, now):
        """Return what a customer reads first of a clock: when, or what it waits for."""
        if clock.state == "paused":
            return self.env._("waits for %s", self.reason(projection.history.waiting))
        if clock.state == "met":
            met_at = projection.history.get_met(clock.metric)
            return self.env._("done %s", self.moment(met_at, now, with_zone=True))
        deadline = self.moment(clock.deadline, now, with_zone=True)
        if clock.deadline < now:
            return self.env._(
                "the date was %s: sorry for the delay, we are still on it", deadline
            )
        return deadline

    def paint(self, pieces, now):
        """Return the pieces of a clock's time as a screen draws them, in order.

        :param pieces: see logic.sla_picture
        :return: dictionaries: `seconds`, `kind`, and a `title` in words
        """
        words = {
            "used": self.env._("counts"),
            "waited": self.env._("waits"),
            "closed": self.env._("closed"),
            "left": self.env._("left"),
        }
        return [
            {
                "seconds": int((piece.stop - piece.start).total_seconds()),
                "kind": piece.kind,
                "title": f"{words[piece.kind]}: {self.moment(piece.start, now)} – "
                f"{self.moment(piece.stop, now)}",
            }
            for piece in pieces
        ]

    def tell_story(self, projection, clock, now):
        """Return what has happened to a clock, the latest first.

        :return: dictionaries: `at` in words, `kind` as a code, `title`, `text`
        """
        events = self.env["helpdesk.ticket.event"]._fields["kind"]
        titles = dict(events._description_selection(self.env))
        # of what happens at one instant, the wait is the cause
        steps = self._tell_waits(projection, clock)
        steps += [
            (change.at, change.kind, self._tell_step(change, now))
            for change in projection.record
            if change.metric == clock.metric
        ]
        return [
            {
                "at": self.moment(at, now),
                "kind": kind,
                "title": titles[kind],
                "text": text or "",
            }
            for at, kind, text in reversed(sorted(steps, key=lambda step: step[0]))
        ]

    def _tell_step(self, change, now):
        if change.kind in ("clock_warned", "clock_breached"):
            return None
        if change.kind in ("clock_met", "clock_cancelled"):
            used = self.span(change.elapsed, change.commitment.clock)
            return self.env._("with %s used", used)
        due = self.env._("due %s", self.moment(change.commitment.due, now))
        cause = self._get_causes().get(change.cause)
        return f"{due}: {cause}" if cause else due

    def _tell_waits(self, projection, clock):
        """Return when a clock stood still, and went on, as steps of its story."""
        history = projection.history
        steps = []
        for pause in history.get_pauses(clock.metric, clock.start):
            steps.append((pause.start, "wait", self.reason(pause.reason)))
            steps.append((pause.stop, "resume", None))
        if history.is_waiting(clock.metric):
            reason = self.reason(history.waiting)
            steps.append((history.waiting_since, "wait", reason))
        return steps

    def tell_danger(self, notice):
        """Return what is in danger, for who is responsible; see logic.sla_notice."""
        names = {
            "metric": self._get_metric_labels()[notice.metric],
            "due": self.moment(notice.due, notice.due),
        }
        if notice.danger == "missed":
            return self.env._("%(metric)s is late: it was due %(due)s", **names)
        return self.env._("%(metric)s at risk: it is due %(due)s", **names)

    def _get_metric_labels(self):
        """Return what clocks measure, in words.

        Not those of the field: while demo data are loaded it has no translations yet.
        """
        return {
            "response": self.env._("Response"),
            "diagnosis": self.env._("Diagnosis"),
            "resolution": self.env._("Resolution"),
            "update": self.env._("Update"),
            "ownership": self.env._("Time at a level"),
        }

    # pieces

    def get_day(self, instant):
        """Return the date of an instant in the reader's zone."""
        return to_local(instant, ZoneInfo(self.tz)).date()

    def moment(self, instant, now, with_zone=False):
        """Return an instant in words, with the year if it is not this one."""
        pattern = (
            "EEE d MMM, HH:mm" if instant.year == now.year else "EEE d MMM y, HH:mm"
        )
        text = format_datetime(self.env, instant, tz=self.tz, dt_format=pattern)
        if not with_zone:
            return text
        return f"{text} ({name_zone(self.env, self.tz)})"

    def span(self, seconds, clock="wall"):
        """Return a length of time in short; days only where they have 24 hours."""
        days, rest = divmod(seconds, DAY) if clock == "wall" else (0, seconds)
        hours, minutes = rest // 3600, rest % 3600 // 60
        parts = [
            days and self.env._("%s d", days),
            hours and self.env._("%s h", hours),
            (minutes or not (days or hours)) and self.env._("%s min", minutes),
        ]
        text = " ".join(filter(None, parts))
        return text if clock == "wall" else self.env._("%s of business time", text)

    def reason(self, code):
        """Return what a ticket waits for, or how it was closed, in words."""
        if self.public:
            return self._get_public_reason(code)
        return {
            **self._get_ends(),
            "customer": self.env._("the customer"),
            "information": self.env._("information from the customer"),
            "validation": self.env._("the customer's validation"),
            "approval": self.env._("the customer's approval"),
            "payment": self.env._("a payment"),
            "provider": self.env._("another provider"),
            "notice": self.env._("the end of a notice period"),
            "committee": self.env._("the development committee"),
        }.get(code, code)

    def _get_public_reason(self, code):
        """Return the same for the customer: what else the desk waits for is its own."""
        return {
            **self._get_ends(),
            "customer": self.env._("your answer"),
            "information": self.env._("information from you"),
            "validation": self.env._("your validation"),
            "approval": self.env._("your approval"),
            "provider": self.env._("another provider"),
        }.get(code) or self.env._("a step that has to come first")

    def _get_ends(self):
        return {
            "solved": self.env._("solved"),
            "cancelled": self.env._("cancelled"),
            "merged": self.env._("merged"),
        }

    # an event

    def tell_event(self, entry):
        """Return what an entry of the log says, beyond its kind."""
        if isinstance(entry, Change):
            return self._tell_change(entry)
        teller = {
            "wait": self.reason,
            "wait_customer": self.reason,
            "set_stars": self._tell_stars,
            "set_type": lambda ids: self._tell_names("helpdesk.ticket.type", ids),
            "set_tags": lambda ids: self._tell_names("helpdesk.ticket.tag", ids),
            "set_level": lambda ids: self._tell_names("helpdesk.support.level", ids),
            "set_plan": lambda ids: self._tell_names("helpdesk.support.plan", ids),
            "set_partner": lambda ids: self._tell_names("res.partner", ids),
            "set_deadline": self._tell_deadline,
            "standing": self._tell_standing,
            "override": str,
            "contact": self._tell_contact,
        }.get(entry.kind)
        return (teller and teller(entry.value)) or ""

    def _tell_change(self, change):
        label = self._get_metric_labels()[change.metric]
        due = self.moment(change.commitment.due, change.at)
        return self.env._("%(metric)s, due %(due)s", metric=label, due=due)

    def _tell_stars(self, stars):
        return self.env["helpdesk.support.severity"]._get_priority_labels().get(stars)

    def _tell_contact(self, attempt):
        """Return whom somebody tried to reach, how, and what came of it."""
        fields = self.env["helpdesk.contact.attempt"]._fields
        return ", ".join(
            dict(fields[name]._description_selection(self.env))[attempt[name]]
            for name in ("whom", "medium", "outcome")
        )

    def _tell_names(self, model, ids):
        if not ids:
            return "—"
        # sudo: names of what the ticket had, for who may read the ticket
        records = (
            self.env[model].sudo().browse(ids if isinstance(ids, frozenset) else [ids])
        )
        return ", ".join(records.exists().mapped("name"))

    def _tell_standing(self, found):
        field = self.env["helpdesk.ticket"]._fields["standing"]
        label = dict(field._description_selection(self.env)).get(found["code"])
        if not found["days"]:
            return label
        return self.env._("%(standing)s: %(days)s days", standing=label, **found)

    def _tell_deadline(self, value):
        metric, override = value
        label = self._get_metric_labels()[metric]
        if not override:
            return label
        due = self.moment(override.due, override.due)
        return f"{label}, {due}: {override.reason}"
