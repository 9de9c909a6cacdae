"""Dashboard: what a leader looks at every month, and what each figure is made of."""

from functools import cached_property

from odoo import fields

from ..logic.zones import to_local
from ..models.helpdesk_sla_policy import METRICS
from .dashboard_scope import DashboardScope
from .helpdesk_sla_compliance import SPANS

#: what missed promises are parted by
AXES = ("type_id", "level_id", "impact")
#: how many bars a chart has, and tickets the list
LONGEST = 6
WORST = 7
#: the kinds of events by which a ticket is solved
SOLVING = ["solve", "accept"]
#: where resolutions are counted with those that were sooner
CUMULATIVE = [code for code, _label in SPANS if code.startswith("h")]


class Dashboard(DashboardScope):
    """The figures of a period, for one plan or customer, or for all.

    The number of its queries is the same for any number of tickets. Every figure and
    every part of a chart has a `domain`: what it counts.
    """

    def draw(self):
        """Return everything as plain values, with its labels in the user's language."""
        return {
            **self._tell_choices(),
            "is_empty": not self.report.search_count(self._get_scope(), limit=1),
            "figures": {
                **self._get_rates(),
                **self._get_averages(),
                **self._get_counts(),
                **self._get_standing(),
            },
            "trend": self._get_trend(),
            "metrics": self._get_metrics(),
            "missed": {axis: self._get_missed(axis) for axis in AXES},
            "decided": self._get_decided(self.period.current),
            "pauses": self._get_pauses(),
            "pauses_domain": self._get_paused(),
            "closings": self._get_closings(),
            "cohorts": self._get_cohorts(),
            "worst": self._get_worst(),
        }

    # promises

    def _get_decided(self, stretch):
        return [*self._get_scope(), *self._within("decided_at", stretch)]

    @cached_property
    def _outcomes(self):
        """What was kept and missed in the period: {field: [(value, kept, missed)]}."""
        names = ("metric", *AXES)
        domain = self._get_decided(self.period.current)
        sets = self.report._read_grouping_sets(
            domain, [[name] for name in names], ["kept:sum", "missed:sum"]
        )
        return dict(zip(names, sets, strict=True))

    def _get_rates(self):
        """Return how many answers and solutions came in time."""
        before = self.report._read_group(
            self._get_decided(self.period.before),
            ["metric"],
            ["kept:sum", "missed:sum"],
        )
        former = {metric: parts for metric, *parts in before}
        present = {metric: parts for metric, *parts in self._outcomes["metric"]}
        return {
            f"{metric}_rate": {
                "value": _find_rate(*present.get(metric, (0, 0))),
                "before": _find_rate(*former.get(metric, (0, 0))),
                "kept": present.get(metric, (0, 0))[0],
                "total": sum(present.get(metric, (0, 0))),
                "domain": [
                    *self._get_decided(self.period.current),
                    ("metric", "=", metric),
                ],
            }
            for metric in ("response", "resolution")
        }

    def _get_metrics(self):
        """Return what was kept and missed of each kind of promise, in their order."""
        found = {metric: parts for metric, *parts in self._outcomes["metric"]}
        domain = self._get_decided(self.period.current)
        return [
            {
                "label": self._tell("metric", metric),
                "kept": found[metric][0],
                "missed": found[metric][1],
                "domain": [*domain, ("metric", "=", metric)],
            }
            for metric, _label in METRICS
            if metric in found
        ]

    def _get_missed(self, axis):
        """Return where most promises were missed; what is called the same is one."""
        groups = {}
        for value, kept, missed in self._outcomes[axis]:
            label = self._tell(axis, value)
            group = groups.setdefault(label, {"missed": 0, "total": 0, "values": []})
            group["missed"] += missed
            group["total"] += kept + missed
            group["values"].append(getattr(value, "id", value))
        domain = [*self._get_decided(self.period.current), ("outcome", "=", "missed")]
        bars = [
            {
                "label": label,
                "missed": group["missed"],
                "total": group["total"],
                "domain": [*domain, (axis, "in", group["values"])],
            }
            for label, group in groups.items()
            if group["missed"]
        ]
        return sorted(bars, key=lambda bar: -bar["missed"])[:LONGEST]

    def _get_trend(self):
        """Return what was kept, month by month, of each kind of promise."""
        domain = self._get_decided(self.period.trend)
        found = self.report._read_group(
            domain,
            ["metric", "decided_at:month"],
            ["kept:sum", "missed:sum"],
        )
        parts = {(metric, month.date()): sums for metric, month, *sums in found}
        metrics = {metric for metric, _month in parts}
        return {
            "domain": domain,
            "months": [self._tell_month(month) for month in self.period.months],
            "lines": [
                {
                    "metric": metric,
                    "label": self._tell("metric", metric),
                    "points": [
                        self._get_point(metric, month, parts)
                        for month in self.period.months
                    ],
                }
                for metric, _label in METRICS
                if metric in metrics
            ],
        }

    def _get_point(self, metric, month, parts):
        first = to_local(month.start, self.zone).date()
        kept, missed = parts.get((metric, first), (0, 0))
        return {
            "value": _find_rate(kept, missed),
            "kept": kept,
            "total": kept + missed,
            "domain": [*self._get_decided(month), ("metric", "=", metric)],
        }

    # solutions

    def _get_met(self, stretch):
        return [
            *self._get_scope(),
            ("state", "=", "met"),
            ("metric", "in", ["response", "resolution"]),
            *self._within("met_at", stretch),
        ]

    @cached_property
    def _met(self):
        """What was met in the period: by metric, and by metric and closing."""
        return self.report._read_grouping_sets(
            self._get_met(self.period.current),
            [["metric"], ["metric", "closing"]],
            ["used_hours:avg", "calendar_hours:avg", "__count"],
        )

    def _get_averages(self):
        """Return how long answers and solutions took, in the clocks' own time."""
        before = self.report._read_group(
            self._get_met(self.period.before), ["metric"], ["used_hours:avg"]
        )
        former = dict(before)
        present = {metric: figures for metric, *figures in self._met[0]}
        domain = self._get_met(self.period.current)
        none = (False, False, 0)
        return {
            f"{metric}_hours": {
                "value": present.get(metric, none)[0],
                "before": former.get(metric, False),
                "calendar": present.get(metric, none)[1],
                "total": present.get(metric, none)[2],
                "domain": [*domain, ("metric", "=", metric)],
            }
            for metric in ("response", "resolution")
        }

    def _get_closings(self):
        """Return how tickets were solved: accepted, told, or in silence."""
        found = {
            closing: count
            for metric, closing, _used, _calendar, count in self._met[1]
            if metric == "resolution"
        }
        domain = [
            *self._get_met(self.period.current),
            ("metric", "=", "resolution"),
        ]
        closings = self.report._fields["closing"]._description_selection(self.env)
        return [
            {
                "label": label,
                "count": found[closing],
                "domain": [*domain, ("closing", "=", closing)],
            }
            for closing, label in closings
            if closing in found
        ]

    def _get_cohorts(self):
        """Return how soon the tickets of each month were solved, as shares of them."""
        domain = [
            *self._get_scope(),
            ("metric", "=", "resolution"),
            ("outcome", "!=", "cancelled"),
        ]
        every = [*domain, *self._within("registered_at", self.period.trend)]
        found = self.report._read_group(
            every,
            ["registered_at:month", "span"],
            ["__count"],
        )
        counts = {(month.date(), span): count for month, span, count in found}
        return {
            "domain": every,
            "spans": [self._tell("span", code) for code, _label in SPANS],
            "months": [
                self._get_cohort(month, counts, domain) for month in self.period.months
            ],
        }

    def _get_cohort(self, month, counts, domain):
        first = to_local(month.start, self.zone).date()
        domain = [*domain, *self._within("registered_at", month)]
        cells = [
            {
                "count": sum(counts.get((first, code), 0) for code in codes),
                "domain": [*domain, ("span", "in", codes)],
            }
            for codes in map(_get_sooner, dict(SPANS))
        ]
        total = sum(counts.get((first, code), 0) for code in dict(SPANS))
        return {
            "label": self._tell_month(month),
            "total": total,
            "domain": domain,
            "cells": cells,
        }

    # tickets

    def _get_counts(self):
        """Return how many tickets came, were solved and were reopened."""
        return {
            "registered": self._count(self._get_registered),
            "solved": self._count(self._get_with_event, SOLVING),
            "reopened": self._count(self._get_with_event, ["reopen"]),
        }

    def _get_registered(self, stretch):
        return self._within("create_date", stretch)

    def _get_with_event(self, stretch, kinds):
        events = [("kind", "in", kinds), *self._within("at", stretch)]
        return [("event_ids", "any", events)]

    def _count(self, get_domain, *arguments):
        scope, period = self._get_ticket_scope(), self.period
        present = [*scope, *get_domain(period.current, *arguments)]
        former = [*scope, *get_domain(period.before, *arguments)]
        return {
            "value": self.tickets.search_count(present),
            "before": self.tickets.search_count(former),
            "domain": present,
        }

    def _get_standing(self):
        """Return how many open tickets are late, or will be soon, at this moment."""
        queue = self.tickets._get_queue()
        domains = {
            name: [
                *self._get_ticket_scope(),
                ("closed", "=", False),
                *((field, operator, _show(value)) for field, operator, value in domain),
            ]
            for name, domain in queue.items()
            if name in ("overdue", "at_risk")
        }
        return {
            name: {"value": self.tickets.search_count(domain), "domain": domain}
            for name, domain in domains.items()
        }

    def _get_paused(self):
        return [
            *self._get_scope(),
            ("metric", "=", "resolution"),
            *self._within("registered_at", self.period.current),
        ]

    def _get_pauses(self):
        """Return what the solutions of tickets of the period had to wait for."""
        domain = self._get_paused()
        reasons = dict(self.pauses._fields["reason"]._description_selection(self.env))
        found = self.pauses._read_group(
            domain, ["reason"], ["hours:sum"], order="hours:sum desc", limit=LONGEST
        )
        return [
            {
                "label": reasons.get(reason, reason),
                "hours": hours,
                "domain": [*domain, ("reason", "=", reason)],
            }
            for reason, hours in found
        ]

    def _get_worst(self):
        """Return the tickets whose promises were missed by the most time."""
        domain = [*self._get_decided(self.period.current), ("outcome", "=", "missed")]
        found = self.report._read_group(
            domain,
            ["ticket_id"],
            ["late_calendar_hours:max", "metric:array_agg", "met_at:array_agg"],
            order="late_calendar_hours:max desc, ticket_id",
            limit=WORST,
        )
        return {
            "domain": domain,
            "total": sum(missed for _metric, _kept, missed in self._outcomes["metric"]),
            "tickets": [self._tell_ticket(*row) for row in found],
        }

    def _tell_ticket(self, ticket, hours, metrics, met):
        # sudo: helpdesk.ticket: who may read its promises may know what it is called
        ticket = ticket.sudo()
        return {
            "id": ticket.id,
            "number": ticket.number,
            "name": ticket.name,
            "customer": ticket.commercial_partner_id.name or ticket.partner_name or "",
            "metrics": [
                self._tell("metric", metric)
                for metric, _label in METRICS
                if metric in metrics
            ],
            "hours": hours,
            "is_open": None in met,
            "because": ticket.missed_because or "",
        }


def _find_rate(kept, missed):
    """Return the share of what was kept, from 0 to 1; False of nothing."""
    return kept / (kept + missed) if kept or missed else False


def _get_sooner(code):
    """Return a span and, of those that end, all that are shorter."""
    return CUMULATIVE[: CUMULATIVE.index(code) + 1] if code in CUMULATIVE else [code]


def _show(value):
    return fields.Datetime.to_string(value)
