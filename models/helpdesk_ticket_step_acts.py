"""What people do with a step: they do it, waive it, skip it, or say that it failed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..logic.escalation import HandOver
from ..logic.playbook_steps import find_gates_before, find_redone, is_link
from .groups import LEADERS

#: what is forgotten of a step that is to be done again
TO_DO = {"state": "todo", "done_by": False, "done_at": False, "reason": False}


class HelpdeskTicketStep(models.Model):
    """Each act checks the ticket's rights itself: steps are never written directly."""

    _inherit = "helpdesk.ticket.step"  # pylint: disable=consider-merging-classes-inherited

    def mark_done(self, evidence=None, *, attachments=None, message=None, contact=None):
        """Say that steps are done, with what shows it.

        :param str evidence: what is written down, or a link
        :param attachments: ir.attachment records that show it, or their ids
        :param str message: what the customer is told, text or HTML
        :param contact: who of the customer said so, as a record or an id
        :raises UserError: closed, another step first (StepsMissing), evidence that is
            wanted and not there, an approval that was not asked for, or a check that
            sees otherwise
        """
        self._check_may_act()
        files = self._read_files(attachments)
        for row in self:
            row._check_turn()
            values = row._prepare_evidence(evidence, files, message, contact)
            if row.mode == "auto" and not row._is_settled_by_check(values):
                raise UserError(row._get_check_refusal())
            row._complete(values)
        self.ticket_id._sync_playbook()

    def ask(self, message, attachments=None):
        """Ask the customer for an approval; the ticket waits for it.

        The customer answers in the portal, or somebody records what they said.

        :param str message: what is asked, text or HTML
        :param attachments: ir.attachment records that go with it, or their ids
        :raises UserError: closed, no text, another step first, or a step that asks for
            no approval
        """
        self._check_may_act()
        files = self._read_files(attachments)
        for row in self:
            if row.action != "ask_approval":
                raise UserError(
                    self.env._(
                        "“%s” asks for no approval: do the step instead.",
                        row._get_name(),
                    )
                )
            row._check_turn()
            row._tell(message, files)
            # sudo: helpdesk.ticket.step: the ticket is theirs to change
            row.sudo().write(TO_DO)
            ticket = row.ticket_id
            ticket._wait_for_step(row.step_id.waiting_reason or "approval")

    def mark_failed(self, reason):
        """Say that steps have failed; the ticket goes back to where that is mended.

        What lies between is done again (A-NAV-44); each time is counted.

        :param str reason: what is wrong, required
        :raises UserError: no reason, closed, or another step first
        """
        self._check_may_act()
        for row in self:
            row._check_turn()
            why = row.ticket_id._get_reason(reason)
            failures = row.failures + 1
            row._write_act("failed", reason=why, failures=failures)
            if row.action == "ask_approval":
                # a no is an answer: whoever wants another one asks anew
                # sudo: helpdesk.ticket.step: the ticket is theirs to change
                row.sudo().message_id = False
            row._log(self.env._("Failed: %(step)s. %(reason)s"), reason=why)
            row._do_again(why)
        self.ticket_id._sync_playbook()

    def waive(self, reason):
        """Set steps aside, for leaders: they hold nothing back any more.

        :param str reason: why, required; it is logged
        :raises UserError: no reason, no leader, or closed
        """
        self._check_may_act()
        if not self.env.su and not self.env.user.has_group(LEADERS):
            raise UserError(
                self.env._("Only a leader waives a step: ask one, or do the step.")
            )
        for row in self:
            why = row.ticket_id._get_reason(reason)
            row._write_act("waived", reason=why)
            row._log(self.env._("Waived: %(step)s. %(reason)s"), reason=why)
        self.ticket_id._sync_playbook()

    def skip(self, reason=None):
        """Say that steps do not apply, where nothing is held back by them.

        :param str reason: why, in a few words
        :raises UserError: a step that holds something back, or closed
        """
        self._check_may_act()
        for row in self:
            if row.gate != "none":
                raise UserError(
                    self.env._(
                        "“%s” holds the ticket back: do it, or ask a leader to waive "
                        "it.",
                        row._get_name(),
                    )
                )
            why = row.ticket_id._read_text(reason)
            row._write_act("na", reason=why or False)
        self.ticket_id._sync_playbook()

    def reopen_step(self):
        """Take back what was said of steps: they are to be done again.

        :raises UserError: closed
        """
        self._check_may_act()
        for row in self:
            row._log(self.env._("To do again: %(step)s."))
            # sudo: helpdesk.ticket.step: the ticket is theirs to change
            row.sudo().write({**TO_DO, "message_id": False, "contact_id": False})
        self.ticket_id._sync_playbook()

    def _check_may_act(self):
        """Refuse whoever may not write to the tickets, and closed tickets."""
        self.check_access("read")
        self.ticket_id.check_access("write")
        self.ticket_id._check_open()
        # what has happened meanwhile decides on what may be done
        self.ticket_id._sync_playbook()
        gone = self.filtered(lambda row: not row.active)
        if gone:
            raise UserError(
                self.env._(
                    "“%s” is no step of the ticket's procedure any more: load the "
                    "ticket again.",
                    gone[:1]._get_name(),
                )
            )

    def _check_turn(self):
        """Refuse a step that is done, or stands behind one that holds the ticket back.

        :raises UserError: somebody has done it already
        :raises StepsMissing: names what comes first
        """
        ticket = self.ticket_id
        if self.state == "na":
            raise UserError(
                self.env._(
                    "“%s” does not apply: take that back first, if it does.",
                    self._get_name(),
                )
            )
        if self.state == "done" and self.done_by:
            raise UserError(
                self.env._(
                    "%(user)s has done “%(step)s” already: take it back first.",
                    user=self.done_by.name,
                    step=self._get_name(),
                )
            )
        step_id = self.step_id.id
        missing = ticket._find_blockers(lambda rows: find_gates_before(rows, step_id))
        if missing:
            says = self.env._("“%s” comes later.", self._get_name())
            raise ticket._refuse_for(missing, says)

    def _check_asked(self, evidence, message):
        """Refuse an approval that nobody has asked for, or written down (N1-16).

        :raises UserError: says to ask for it
        """
        told = self.message_id or message or self.ticket_id._read_text(evidence)
        if self.action == "ask_approval" and not told:
            raise UserError(
                self.env._(
                    "Ask the customer for “%s” first, or write down how they said so.",
                    self._get_name(),
                )
            )

    @api.model
    def _read_files(self, attachments):
        """Return files that somebody has named, as records; none for None.

        :raises UserError: there are no such files
        """
        files = self.env["ir.attachment"]
        if isinstance(attachments, (list, tuple)) and all(
            type(key) is int for key in attachments
        ):
            files = files.browse(attachments)
        elif isinstance(attachments, type(files)):
            files = attachments
        elif attachments:
            raise UserError(self.env._("There are no such files: attach them again."))
        if files != files.exists():
            raise UserError(self.env._("There are no such files: attach them again."))
        files.check_access("read")
        return files

    def _prepare_evidence(self, evidence, attachments, message, contact):
        """Return the values of what shows that the step is done.

        :raises UserError: says what is missing
        """
        ticket = self.ticket_id
        evidence = ticket._read_text(evidence)
        contact = ticket._read_contact(contact)
        if contact and contact.commercial_partner_id != ticket.commercial_partner_id:
            raise UserError(
                self.env._(
                    "%(contact)s is not of the customer of %(number)s: choose who of "
                    "them said so.",
                    contact=contact.name,
                    number=ticket.number,
                )
            )
        files = attachments or self.env["ir.attachment"]
        if refusal := self._find_evidence_refusal(evidence, files, message, contact):
            raise UserError(refusal)
        self._check_asked(evidence, message)
        if not is_html_empty(ticket._read_text(message)):
            self._tell(message, files)
        values = {"evidence": evidence or self.evidence, "reason": False}
        if files:
            values["attachment_ids"] = [fields.Command.link(key) for key in files.ids]
        if contact:
            values["contact_id"] = contact.id
        return values

    def _find_evidence_refusal(self, evidence, files, message, contact):
        """Return what the step wants and has not got, as a sentence, or None."""
        name = self._get_name()
        wants = self.wants
        if wants == "text" and not (evidence or self.evidence):
            return self.env._("Write down what shows that “%s” is done.", name)
        if wants == "link" and not is_link(evidence or self.evidence):
            return self.env._(
                "Give the address for “%s”, such as https://example.com.", name
            )
        if wants == "file" and not (files or self.attachment_ids):
            return self.env._("Attach the file for “%s”.", name)
        if wants == "message" and is_html_empty(message or "") and not self.message_id:
            return self.env._("Write what the customer is to read for “%s”.", name)
        if wants == "contact" and not (contact or self.contact_id):
            return self.env._("Choose who of the customer said so for “%s”.", name)
        return None

    def _tell(self, message, attachments=None):
        """Tell the customer, and keep which message it was."""
        ticket = self.ticket_id
        body = ticket._get_public_text(message)
        files = attachments or self.env["ir.attachment"]
        posted = ticket._tell_customer(body, attachment_ids=files.ids)
        # sudo: helpdesk.ticket.step: the ticket is theirs to change
        self.sudo().message_id = posted

    def _complete(self, values):
        """Note that the step is done, and who did it; ask the area where it says so."""
        self._write_act("done", **values)
        self._log(self.env._("Done: %(step)s. %(evidence)s"))
        if self.action == "ask_area":
            self._ask_area()

    def _is_settled_by_check(self, values):
        """Return whether an automatic check is content once this is written down."""
        # sudo: helpdesk.ticket.step: the ticket is theirs to change
        self.sudo().write(values)
        self.ticket_id._sync_playbook()
        return self.state == "done"

    def _get_check_refusal(self):
        return self.env._(
            "“%(step)s” is checked automatically. %(seen)s",
            step=self._get_name(),
            seen=self.seen_text or "",
        )

    def _write_act(self, state, **values):
        """Note what somebody has said of a step."""
        now = fields.Datetime.now()
        act = {"state": state, "done_by": self.env.uid, "done_at": now}
        # sudo: helpdesk.ticket.step: the callers have checked the ticket's rights
        self.sudo().write({**act, **values})

    def _do_again(self, reason):
        """Send the ticket back, and let what lies between be done again."""
        ticket, step_id = self.ticket_id, self.step_id.id
        redone = ticket._find_blockers(lambda rows: find_redone(rows, step_id))
        # sudo: helpdesk.ticket.step: the ticket is theirs to change
        redone.sudo().write(TO_DO)
        level = ticket._get_plan()._get_level(self.step_id.failure_level or "")
        if not level or level == ticket.level_id:
            return
        back = HandOver("returned", reason, "not_working")
        ticket._hand_over({ticket: level}, back)

    def _ask_next_area(self):
        """Ask an area to do the step, now that it is the next one.

        Steps that ask for it by their button do so when it is pressed, and with what
        was written down; who has been asked already is not asked twice.
        """
        level = self.ticket_id._get_plan()._get_level(self.responsible or "")
        if level.kind != "area" or self.action == "ask_area" or self.state != "todo":
            return
        # sudo: helpdesk.ticket: the activities of everybody count
        asked = self.ticket_id.sudo().activity_ids.user_id
        if not asked & level.user_ids:
            self.area_activity_id = self._ask_area()

    def _ask_area(self):
        """Let the least busy person of the responsible area know, with the evidence.

        :return: the mail.activity, empty where there is nobody
        """
        ticket = self.ticket_id
        level = ticket._get_plan()._get_level(self.responsible or "")
        now = fields.Datetime.now()
        user = ticket._find_least_busy(level, now) if level else ticket.user_id
        user = user or ticket._find_who_to_tell()
        if not user:
            return self.env["mail.activity"]
        # sudo: helpdesk.ticket: an area's people may not be able to read it yet
        return ticket.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=ticket._get_activity_day(now),
            summary=f"{ticket.number}: {self._speak_to(user)._get_name()}",
            note=self.evidence,
            user_id=user.id,
        )

    def _speak_to(self, user):
        """Return the step as a user would read it."""
        return self.with_context(lang=user.lang or self.env.lang)

    def _get_name(self):
        # sudo: helpdesk.playbook.step: its name is no secret to who reads the ticket
        return self.sudo().step_id.name

    def _log(self, sentence, **values):
        """Keep in the ticket's log what was done, with the evidence."""
        words = {"step": self._get_name(), "evidence": self.evidence or "", **values}
        self.ticket_id._message_log(body=(sentence % words).strip())
