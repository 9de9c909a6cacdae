"""Promises of a customer's month: the plan's words beside what was kept."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from odoo import models

from ..logic.impact import IMPACTS
from .customer_month import LIMIT, tell_percent

STARS = {impact: stars for stars, impact in IMPACTS.items()}
#: tickets that are of none of the kinds that the plan tells apart
OTHER = "other"


class Tally(NamedTuple):
    """What became of the promises that one policy gave tickets of one kind."""

    metric: str
    policy: models.Model
    type: models.Model
    impact: str
    kept: int
    missed: int
    hours: float
    timed: int


@dataclass
class Figures:
    """What became of all promises in a line of the table."""

    clock: str = "wall"
    kept: int = 0
    missed: int = 0
    hours: float = 0
    timed: int = 0

    @property
    def promised(self):
        return self.kept + self.missed

    def add(self, tally):
        self.clock = tally.policy.clock or self.clock
        self.kept += tally.kept
        self.missed += tally.missed
        self.hours += tally.hours or 0
        self.timed += tally.timed


class CustomerPromises:
    """The promises that were kept or missed in the month, as the desk counts them."""

    def __init__(self, month):
        self.month = month
        self.env = month.customer.env
        self.wording = self.env["helpdesk.sla.clock"]._get_wording(
            month.tz, public=True
        )
        self.metrics = self.env["helpdesk.ticket"]._get_public_metrics()
        self.table = month.plan._get_promise_table() or {"cells": {}, "rows": []}
        self.by_type = any("type_id" in row for row in self.table["rows"])
        self.impacts = self._get_impacts()
        self.kinds = self._get_kinds()
        self.report = self.env["helpdesk.sla.compliance"]
        self.domain = [
            ("partner_id", "=", month.customer.id),
            ("plan_id", "=", month.plan.id),
            ("company_id", "=", month.company.id),
            ("metric", "in", list(self.metrics)),
            ("decided_at", ">=", month.start),
            ("decided_at", "<", month.stop),
        ]
        self.tallies = self._count()

    def _get_impacts(self):
        """Return {stars: what customers call them}, the worst first."""
        defined = self.month.plan.severity_ids.sorted("priority", reverse=True)
        field = self.env["helpdesk.ticket"]._fields["impact"]
        labels = field._description_selection(self.env)
        names = {severity.priority: severity.name for severity in defined}
        return names or {STARS[impact]: label for impact, label in labels}

    def _get_kinds(self):
        """Return {key: label} of the tickets that the table tells apart.

        As far as the plan's promises allow it, these are the impacts.
        """
        rows = self.table["rows"]
        if not self.by_type and (self.month.plan.severity_ids or len(rows) > 1):
            return {f"stars-{stars}": name for stars, name in self.impacts.items()}
        return {row["key"]: self._get_label(row) for row in rows}

    def _get_label(self, row):
        if "stars" not in row:
            return row["label"]
        return self.env._("Any type: %s", self.impacts.get(row["stars"]))

    def _count(self):
        groups = self.report._read_group(
            self.domain,
            ["metric", "policy_id", "type_id", "impact"],
            ["kept:sum", "missed:sum", "used_hours:sum", "used_hours:count"],
        )
        # sudo: helpdesk.sla.policy: customers are told what it promises, no more
        return [Tally(metric, policy.sudo(), *more) for metric, policy, *more in groups]

    @property
    def kept(self):
        return sum(tally.kept for tally in self.tallies)

    @property
    def missed(self):
        return sum(tally.missed for tally in self.tallies)

    @property
    def promised(self):
        return self.kept + self.missed

    # the table

    def tell_measures(self):
        """Return the lines of the table, under what they measure."""
        figures = self._get_figures()
        told = (
            (label, self._tell_lines(metric, figures))
            for metric, label in self.metrics.items()
        )
        return [{"label": label, "lines": lines} for label, lines in told if lines]

    def _get_figures(self):
        """Return {(metric, kind, promise in words): Figures}."""
        found = defaultdict(Figures)
        for tally in self.tallies:
            kind = self._find_kind(tally)
            cell = self._get_cell(kind, tally.metric)
            found[tally.metric, kind, self._tell_promise(cell, tally)].add(tally)
        return found

    def _find_kind(self, tally):
        """Return the key of the line where a promise stands in the plan's table."""
        keys = (f"type-{tally.type.id}", f"stars-{STARS.get(tally.impact)}", "all")
        known = [key for key in keys if key in self.kinds]
        same = (
            key
            for key in known
            if self._get_cell(key, tally.metric).get("policy_id") == tally.policy.id
        )
        return next(same, known[0] if known else OTHER)

    def _get_cell(self, kind, metric):
        cells = self.table["cells"]
        return cells.get(kind, cells.get("all", {})).get(metric, {})

    def _tell_promise(self, cell, tally):
        """Return what was promised: also what the plan has since ceased to say."""
        if tally.policy.id and tally.policy.id == cell.get("policy_id"):
            return cell["text"]
        return tally.policy.target or self.env._("A date of its own")

    def _tell_lines(self, metric, figures):
        lines = [
            (label, text, figures.get((metric, kind, text)) or Figures())
            for kind, label in [*self.kinds.items(), (OTHER, self.env._("Other"))]
            for text in self._get_texts(metric, kind, figures)
        ]
        texts = {text for _label, text, _figures in lines}
        if len(texts) == 1 and not any(found.promised for *_line, found in lines):
            lines = [(self.env._("All tickets"), texts.pop(), Figures())]
        return [self._tell_line(*line) for line in lines]

    def _get_texts(self, metric, kind, figures):
        """Return what is promised for a kind, and what else was."""
        plans = self._get_cell(kind, metric).get("text") if kind != OTHER else None
        others = sorted(
            text
            for measured, of_kind, text in figures
            if (measured, of_kind) == (metric, kind) and text != plans
        )
        return [plans, *others] if plans else others

    def _tell_line(self, label, text, figures):
        average = figures.timed and int(3600 * figures.hours / figures.timed)
        return {
            "label": label,
            "promise": text,
            "is_promise": text not in self._get_silent_texts(),
            "promised": figures.promised,
            "kept": figures.kept,
            "missed": figures.missed,
            "percent": self._tell_percent(figures),
            "used": figures.timed and self.wording.span(average, figures.clock),
        }

    def _get_silent_texts(self):
        """Return what stands in the table where the plan promises nothing."""
        cells = (cell for row in self.table["cells"].values() for cell in row.values())
        return {cell["text"] for cell in cells if not cell["is_promise"]}

    def _tell_percent(self, figures):
        promised = figures.promised
        return promised and tell_percent(self.env, figures.kept, promised)

    def tell_impacts(self):
        """Return the figures by impact, of a plan that promises by type."""
        found = defaultdict(Figures)
        for tally in self.tallies if self.by_type else ():
            found[STARS.get(tally.impact)].add(tally)
        return [
            {
                "label": label,
                "promised": found[stars].promised,
                "kept": found[stars].kept,
                "missed": found[stars].missed,
                "percent": self._tell_percent(found[stars]),
            }
            for stars, label in self.impacts.items()
            if stars in found
        ]

    # what was missed

    def tell_misses(self, with_reasons):
        domain = [*self.domain, ("outcome", "=", "missed")]
        lines = self.report.search(domain, order="decided_at, id", limit=LIMIT)
        return [self._tell_miss(line, with_reasons) for line in lines]

    def _tell_miss(self, line, with_reasons):
        late = round(3600 * line.late_hours)
        # sudo: helpdesk.sla.policy: only in which time it counts
        clock = line.policy_id.sudo().clock or "wall"
        return {
            "number": line.ticket_id.number,
            "name": line.ticket_id.name,
            "measure": self.metrics[line.metric],
            "promised": self._tell_moment(line.deadline or line.missed_at),
            "kept": self._tell_moment(line.met_at),
            "late": late and self.wording.span(late, clock),
            "because": with_reasons and line.ticket_id.missed_because,
        }

    def _tell_moment(self, instant):
        return instant and self.wording.moment(instant, self.month.now)
