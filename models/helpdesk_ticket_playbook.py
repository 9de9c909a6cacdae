"""Procedure: which one a ticket has. It is proposed, and an analyst may change it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.playbook import is_fitting
from ..logic.playbook_steps import STICKY
from .groups import ANALYSTS, LEADERS
from .helpdesk_ticket_plan import LEADS_TO_LEVEL

#: marks what the desk itself writes; no program can send it
SYNCING = object()
#: of whom checks that are not asked again have said something
JUDGED = {"company_id", "installation_partner_ids", "partner_id", "subscription_id"}
#: what another procedure may be proposed for
DECIDES = {"company_id", "tag_ids", "type_id", *LEADS_TO_LEVEL} - {"level_id"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    playbook_id = fields.Many2one(
        "helpdesk.playbook",
        string="Procedure",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=ANALYSTS,
        tracking=True,
        help="What is done with such a ticket, step by step.",
    )
    playbook_by_hand = fields.Boolean(
        string="Procedure Chosen by Hand",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="Somebody has decided on it: it does not change with type and tags.",
    )
    playbook_proposed_id = fields.Many2one(
        "helpdesk.playbook",
        string="Procedure That Fits",
        compute="_compute_playbook_proposed_id",
        groups=ANALYSTS,
        help="What type and tags ask for.",
    )
    playbook_choice_ids = fields.Many2many(
        "helpdesk.playbook",
        compute="_compute_playbook_choice_ids",
        groups=ANALYSTS,
        help="The procedures that there are for tickets of this type.",
    )
    step_ids = fields.One2many(
        "helpdesk.ticket.step",
        "ticket_id",
        string="Procedure Steps",
        copy=False,
        groups=ANALYSTS,
    )
    playbook_next_id = fields.Many2one(
        "helpdesk.ticket.step",
        string="Next Step of the Procedure",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=ANALYSTS,
    )
    playbook_done = fields.Integer(
        string="Steps Done",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        aggregator=None,
    )
    playbook_total = fields.Integer(
        string="Steps to Do at All",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        aggregator=None,
    )
    playbook_progress = fields.Char(
        string="Progress",
        compute="_compute_playbook_progress",
        groups=ANALYSTS,
        help="How many steps of the procedure are done, of all that apply.",
    )

    @api.depends("company_id", "plan_id", "tag_ids", "type_id")
    def _compute_playbook_proposed_id(self):
        playbooks = self.env["helpdesk.playbook"]
        for ticket in self:
            ticket.playbook_proposed_id = playbooks._find_for(ticket)

    @api.depends("company_id", "plan_id", "type_id")
    def _compute_playbook_choice_ids(self):
        for ticket in self:
            ticket.playbook_choice_ids = ticket._find_playbook_choices()

    @api.depends("playbook_done", "playbook_total")
    def _compute_playbook_progress(self):
        for ticket in self:
            total = ticket.playbook_total
            done = ticket.playbook_done
            ticket.playbook_progress = f"{done}/{total}" if total else False

    @api.onchange("type_id", "module_tag_ids", "process_tag_ids", "origin_tag_ids")
    def _onchange_playbook(self):
        """Show at once which procedure is proposed, and the stars that it asks for."""
        if self.playbook_by_hand or self.playbook_id == self.playbook_proposed_id:
            return
        if not self._is_playbook_begun():
            self.playbook_id = self.playbook_proposed_id
            self.priority = max(self.priority or "0", self.playbook_id.priority or "0")

    def _find_playbook_choices(self):
        """Return the procedures for tickets of this plan and type, whatever the tags.

        :rtype: helpdesk.playbook
        """
        playbooks = self.env["helpdesk.playbook"]
        where = self.plan_id.id, self.type_id.id
        return playbooks.browse(
            each.id
            for each in playbooks._get_all()
            if is_fitting(each, *where, each.tags, self.company_id.id)
        )

    def _is_playbook_begun(self):
        """Return whether somebody has done something in the procedure already."""
        # sudo: helpdesk.ticket: also by those whose work the user does not see
        return any(step._is_touched() for step in self.sudo().step_ids)

    @api.model
    def _check_playbook_choice(self, vals_list):
        """Refuse to write what follows from the steps.

        :raises UserError: says what to do instead
        """
        noted = {
            "playbook_by_hand",
            "playbook_done",
            "playbook_next_id",
            "playbook_total",
            "step_ids",
        }
        if not self.env.su and any(vals.keys() & noted for vals in vals_list):
            raise UserError(
                self.env._(
                    "What is done in a procedure is noted step by step: use the "
                    "buttons of its steps."
                )
            )

    def _after_create_playbook(self, vals_list):
        """Give new tickets the procedure that fits; their own stars stay (A-NAV-18).

        Closed ones are history that somebody imports, unless people make them closed.
        """
        is_history = self.env.su or self._is_import()
        new = self.filtered(lambda made: not (is_history and made.stage_id.closed))
        chosen, proposed = self.browse(), self.browse()
        for ticket, vals in zip(self, vals_list, strict=True):
            if ticket not in new:
                continue
            if "playbook_id" in vals:
                chosen |= ticket
            else:
                proposed |= ticket
        given = {
            ticket
            for ticket, vals in zip(self, vals_list, strict=True)
            if "priority" in vals
        }
        chosen._note_playbook_choice()
        # how a ticket is made is no change that its history would tell of
        proposed.with_context(mail_notrack=True)._propose_playbook(given)
        with_steps = new.filtered("playbook_id")
        with_steps._sync_steps(fields.Datetime.now())
        if not self.env.su:
            chosen._check_playbook_fits()
            new._check_intake_gates()

    def _after_write_playbook(self, vals):
        """Let procedure and steps follow what has been written."""
        if self._is_playbook_syncing():
            return
        if "playbook_id" in vals:
            self._note_playbook_choice()
            if not self.env.su:
                self._check_playbook_fits()
        elif vals.keys() & DECIDES:
            self._follow_classification(vals)
        if vals.keys() & JUDGED:
            self._judge_customer_again()
        if vals.keys() & (DECIDES | self._get_playbook_watched()):
            self._sync_playbook()

    def _is_playbook_syncing(self):
        """Return whether the desk itself is writing what follows from the steps."""
        return self.env.context.get("helpdesk_playbook_sync") is SYNCING

    def _follow_classification(self, vals):
        """Give tickets the procedure that fits them now.

        :raises UserError: people make a closed ticket one that has a procedure
        :raises StepsMissing: it is handed up at the same time, past its gates
        """
        still_open = self.filtered(lambda ticket: not ticket.stage_id.closed)
        changed = still_open._propose_playbook(self if "priority" in vals else ())
        if self.env.su:
            return
        if vals.get("level_id"):
            changed._sync_playbook()
            changed._check_intake_gates()
        (self - still_open)._check_closed_without()

    def _check_closed_without(self):
        """Refuse to make a solved ticket one that should have had a procedure.

        :raises UserError: says to reopen it
        """
        for ticket in self.filtered(lambda ticket: not ticket.playbook_id):
            solved = ticket.stage_id._get_code() == "solved"
            left_out = solved and ticket.playbook_proposed_id
            if left_out and not ticket.playbook_by_hand and not self._is_import():
                raise UserError(
                    self.env._(
                        "%(number)s was solved without the procedure “%(playbook)s”, "
                        "which it would need then: reopen it first.",
                        number=ticket.number,
                        playbook=left_out.display_name,
                    )
                )

    def _judge_customer_again(self):
        """Let what was seen of a customer be seen anew: it is another one now."""
        # sudo: helpdesk.ticket: what a step has come to does not depend on who looks
        rows = self.sudo().step_ids.filtered(
            lambda row: row.state == "done" and row.step_id.check in STICKY
        )
        rows.write({"state": "todo"})

    def _note_playbook_choice(self):
        """Note whether somebody has decided otherwise than what is proposed."""
        for ticket in self:
            by_hand = ticket.playbook_id != ticket.playbook_proposed_id
            if by_hand != ticket.playbook_by_hand:
                ticket._write_playbook({"playbook_by_hand": by_hand})

    def _check_playbook_fits(self):
        """Refuse a procedure that is meant for other tickets, or to do without one.

        :raises UserError: names those that there are, or who decides
        """
        for ticket in self:
            fitting = ticket.playbook_choice_ids
            if ticket.playbook_id:
                if ticket.playbook_id not in fitting:
                    raise UserError(ticket._get_unfit_refusal())
            elif ticket._is_playbook_owed() and not self.env.user.has_group(LEADERS):
                raise UserError(
                    self.env._(
                        "Only a leader does without the procedure of %(number)s: "
                        "choose another one, or ask a leader.",
                        number=ticket.number,
                    )
                )

    def _is_playbook_owed(self):
        """Return whether a ticket needs a procedure, or somebody has begun one."""
        return bool(self.playbook_proposed_id) or self._is_playbook_begun()

    def _get_unfit_refusal(self):
        names = self.playbook_choice_ids.mapped("display_name")
        return self.env._(
            "“%(playbook)s” is not for tickets like %(number)s: choose another one "
            "(%(others)s).",
            playbook=self.playbook_id.display_name,
            number=self.number,
            others=", ".join(names) or self.env._("there is none for its type"),
        )

    def _propose_playbook(self, with_own_stars):
        """Give tickets the procedure that fits, unless somebody decided or began.

        :param with_own_stars: the tickets whose stars somebody has just set
        :return: the tickets that have another one now
        """
        with_another = self.browse()
        for playbook, tickets in self.grouped("playbook_proposed_id").items():
            changing = tickets.filtered(
                lambda ticket, to=playbook: (
                    ticket.playbook_id != to
                    and not ticket.playbook_by_hand
                    and not ticket._is_playbook_begun()
                )
            )
            changing._write_playbook({"playbook_id": playbook.id})
            with_another |= changing
            raised = changing.filtered(
                lambda ticket, to=playbook: (
                    (ticket.priority or "0") < (to.priority or "0")
                    and ticket not in with_own_stars
                )
            )
            if raised:
                raised.write({"priority": playbook.priority})
        return with_another

    def _write_playbook(self, vals):
        """Write what the desk itself decides of procedures."""
        if self:
            # sudo: helpdesk.ticket: those that they write; nobody writes this by hand
            desk = self.sudo().with_context(helpdesk_playbook_sync=SYNCING)
            desk.write(vals)
