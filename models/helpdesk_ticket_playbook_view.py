"""The procedure as the form shows it, and what the button of a step does."""

from odoo import api, fields, models

from .groups import ANALYSTS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    playbook_view = fields.Json(
        string="Steps of the Procedure",
        compute="_compute_playbook_view",
        groups=ANALYSTS,
        help="What the form draws: phases, their steps, and the next one.",
    )

    @api.depends(
        "playbook_id", "playbook_next_id", "step_ids.done_at", "step_ids.state"
    )
    @api.depends_context("lang")
    def _compute_playbook_view(self):
        for ticket in self:
            ticket.playbook_view = ticket.playbook_id and ticket._present_playbook()

    def _present_playbook(self):
        """Return what the form draws, in the reader's language.

        :return: {"playbook": {id, name, number, diagram}, "done", "total", "phases":
            [{"name", "steps": [step]}], "next": step with its description, or False};
            a step is {id, name, state, gate, mode, action, condition, responsible,
            seen, verdict, evidence, reason, asked, waits, wants, failures}
        """
        # sudo: helpdesk.playbook: what is to be done is no secret to analysts
        playbook = self.sudo().playbook_id
        rows = self.step_ids.sorted(lambda row: (row.sequence, row.step_id.id))
        labels = rows._get_labels()
        phases = [
            {"name": name, "steps": [row._present(labels) for row in steps]}
            for name, steps in rows.grouped("phase").items()
        ]
        following = self.playbook_next_id
        return {
            "playbook": {
                "id": playbook.id,
                "name": playbook.name,
                "number": playbook.number,
                "diagram": playbook.diagram_url or False,
            },
            "done": self.playbook_done,
            "total": self.playbook_total,
            "phases": phases,
            "next": bool(following)
            and {
                **following._present(labels),
                # sudo: helpdesk.playbook.step: as above
                "description": following.sudo().step_id.description or "",
            },
        }


class HelpdeskTicketStep(models.Model):
    _inherit = "helpdesk.ticket.step"  # pylint: disable=consider-merging-classes-inherited

    seen_text = fields.Char(
        string="What Was Seen",
        compute="_compute_seen_text",
        help="What the check has seen, in words.",
    )

    @api.depends("seen")
    @api.depends_context("lang")
    def _compute_seen_text(self):
        sentences = self._get_verdict_sentences()
        for row in self:
            seen = row.seen or {}
            sentence = sentences.get(seen.get("code"))
            values = self._name_seen_values(seen.get("values") or {})
            row.seen_text = sentence and sentence % values

    def _get_labels(self):
        """Return {name of a selection: {value: label}} of what steps are shown with."""
        steps = self.env["helpdesk.playbook.step"]
        names = ("condition", "responsible", "waiting_reason")
        return {
            name: dict(steps._fields[name]._description_selection(self.env))
            for name in names
        }

    def _present(self, labels):
        """Return a step as the form draws it; see `_present_playbook`."""
        # sudo: helpdesk.playbook.step: as above
        step = self.sudo().step_id
        return {
            "id": self.id,
            "name": step.name,
            "state": self.state,
            "gate": step.gate,
            "mode": step.mode,
            "action": step.action,
            "wants": step.wants,
            "condition": labels["condition"].get(step.condition, ""),
            "responsible": labels["responsible"].get(step.responsible, ""),
            "waits": labels["waiting_reason"].get(step.waiting_reason, ""),
            "seen": self.seen_text or "",
            "verdict": (self.seen or {}).get("code", ""),
            "evidence": self.evidence or "",
            "reason": self.reason or "",
            "asked": bool(self.message_id),
            "failures": self.failures,
        }

    def action_do(self):
        """Do what the step's button is for; mostly it asks for something first.

        :return: an action of the client, or None where it was done at once
        :raises UserError: closed, or another step first
        """
        self.ensure_one()
        self._check_may_act()
        self._check_turn()
        does = {
            "ask_customer": self._action_ask_customer,
            "fill": self._action_fill,
            "hand_over": self._action_hand_over,
            "merge": self._action_merge,
        }.get(self.action)
        return does() if does else self._action_dialog()

    def _action_dialog(self):
        # sudo: helpdesk.playbook.step: as above
        step = self.sudo().step_id
        if self.action == "confirm" and step.wants == "none":
            self.mark_done()
            return None
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Step of the Procedure"),
            "res_model": "helpdesk.ticket.step.do",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_step_id": self.id,
                "default_act": "done",
            },
        }

    def _action_ask_customer(self):
        return self.ticket_id.action_ask_customer()

    def _action_hand_over(self):
        ticket = self.ticket_id
        action = ticket._open_escalation("escalate", self._get_name())
        if level := ticket._find_asked_level():
            action["context"]["default_level_id"] = level.id
        return action

    def _action_merge(self):
        """Compare with what may be the same; where nothing may, confirm just that."""
        if (self.seen or {}).get("code") == "no_duplicates":
            self.mark_done()
            return None
        return self.ticket_id.action_view_candidates()

    def _action_fill(self):
        """Open the small form of what the step's check looks for."""
        # sudo: helpdesk.playbook.step: as above
        step = self.sudo().step_id
        view = self.env.ref(
            f"helpdesk_support_plan.helpdesk_ticket_fill_{step.check}_view_form",
            raise_if_not_found=False,
        )
        if not view:
            return self._action_dialog()
        return {
            "type": "ir.actions.act_window",
            "name": step.name,
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "views": [(view.id, "form")],
            "target": "new",
        }
