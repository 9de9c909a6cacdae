"""Promises: what a plan promises for which tickets, as one table."""

from datetime import timedelta

from odoo import api, fields, models

from ..logic.sla_conflict import find_conflict
from ..logic.sla_terms import Traits
from .groups import ANALYSTS

#: measures that the table always shows; the others, where the plan promises them
ALWAYS = ("response", "diagnosis", "resolution")


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    promise_table = fields.Json(
        string="Promises",
        compute="_compute_promise_table",
        groups=ANALYSTS,
        help="What is promised for which tickets, as it is saved.",
    )

    @api.depends(
        "active",
        "default_severity_id",
        "level_ids.kind",
        "level_ids.owner",
        "level_ids.type_ids",
        "policy_ids.active",
        "policy_ids.amount",
        "policy_ids.level_ids.name",
        "policy_ids.metric",
        "policy_ids.partner_ids",
        "policy_ids.priorities",
        "policy_ids.problem",
        "policy_ids.tag_ids",
        "policy_ids.target",
        "policy_ids.type_ids.name",
        "severity_ids.name",
        "severity_ids.priority",
        "type_ids.name",
    )
    @api.depends_context("lang")
    def _compute_promise_table(self):
        for plan in self:
            plan.promise_table = plan._origin._get_promise_table()

    def _get_promise_table(self, partners=()):
        """Return columns, rows and {row: {column: cell}}; False of an unsaved plan.

        :param partners: ids of the customer for whom it holds, who may have targets of
            their own
        """
        if not self:
            return False
        today = fields.Date.today()
        monday = fields.Datetime.to_datetime(today - timedelta(days=today.weekday()))
        terms = self._get_terms(self.id, today.year - 1, today.year + 3)
        columns = self._get_promise_columns()
        rows = self._get_promise_rows()
        cells = {
            row["key"]: self._get_promise_cells(
                terms, self._get_row_traits(row, rows, partners), columns, monday
            )
            for row in rows
        }
        shown = {cell["policy_id"] for row in cells.values() for cell in row.values()}
        return {
            "columns": columns,
            "rows": rows,
            "cells": cells,
            # for some tags, levels or customers, or beaten by another one
            "more": len(set(self.policy_ids.ids) - shown),
        }

    def _get_promise_columns(self):
        field = self.env["helpdesk.sla.policy"]._fields["metric"]
        labels = field._description_selection(self.env)
        promised = {*ALWAYS, *self.policy_ids.mapped("metric")}
        return [
            {"metric": metric, "label": label}
            for metric, label in labels
            if metric in promised
        ]

    def _get_promise_rows(self):
        """Return the kinds of tickets that the plan's policies tell apart."""
        types = self.policy_ids.type_ids
        stars = self._get_promised_stars()
        if types:
            rows = [self._get_type_row(kind) for kind in (self.type_ids | types)]
            return rows + [
                self._get_stars_row(priority, self.env._("Any type: %s", name))
                for priority, name in self._get_star_names().items()
                if priority in stars
            ]
        if stars:
            return [
                self._get_stars_row(priority, name)
                for priority, name in self._get_star_names().items()
            ]
        return [{"key": "all", "label": self.env._("All tickets")}]

    def _get_promised_stars(self):
        return frozenset().union(*(policy._get_stars() for policy in self.policy_ids))

    def _get_star_names(self):
        """Return {priority: what the plan calls it}, the worst first."""
        impacts = self.severity_ids.sorted("priority", reverse=True)
        names = {impact.priority: impact.name for impact in impacts}
        return names or self.env["helpdesk.support.severity"]._get_priority_labels()

    def _get_type_row(self, kind):
        return {"key": f"type-{kind.id}", "label": kind.name, "type_id": kind.id}

    def _get_stars_row(self, priority, label):
        return {"key": f"stars-{priority}", "label": label, "stars": priority}

    def _get_row_traits(self, row, rows, partners=()):
        """Return the traits of a ticket that stands for a row.

        One of a type has stars about which the policies say nothing of their own.
        """
        singled_out = {other.get("stars") for other in rows}
        names = [self._get_intake_stars(), *reversed(self._get_star_names())]
        plain = [stars for stars in names if stars not in singled_out]
        return Traits(
            plan=self.id,
            level=self._get_intake_level().id,
            stars=row.get("stars") or (plain or names)[0],
            type=row.get("type_id", False),
            partners=frozenset(partners),
        )

    def _get_promise_cells(self, terms, traits, columns, monday):
        cells = {
            column["metric"]: self._get_promise_cell(
                terms, column["metric"], traits, monday
            )
            for column in columns
        }
        conflict = find_conflict(terms, traits, monday)
        if conflict:
            cell = cells[conflict[0]]
            cell["problem"] = self._get_conflict_message(conflict, traits)
        return cells

    def _get_promise_cell(self, terms, metric, traits, monday):
        """Return what governs a measure: its words, its policy, what is wrong."""
        governing = terms.govern(metric, traits, monday, ())
        matching = terms.get_matching(metric, traits)
        kind = terms.get_undefined_kind(metric, traits)
        # a target that gives no date, before what was left open on purpose
        silent = [item for item in matching if item.amount] or [
            item for item in matching if item.undefined_kind == kind
        ]
        found = governing.policy if governing else silent and silent[0].id
        policy = self.env["helpdesk.sla.policy"].browse(found or ())
        field = policy._fields["undefined_kind"]
        return {
            "text": policy.target
            or dict(field._description_selection(self.env))["blank"],
            "policy_id": policy.id or None,
            "problem": policy.problem or None,
            "is_promise": bool(policy.amount),
            "levels": ", ".join(policy.level_ids.mapped("name")) or None,
        }
