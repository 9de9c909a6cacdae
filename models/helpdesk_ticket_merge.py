"""Merging: duplicates end, and the ticket that was first goes on with what they say."""

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime, html2plaintext, is_html_empty

from ..logic.duplicates import Part, find_merge_fault, find_oldest
from .helpdesk_ticket_messages import BY_PEOPLE

#: what is known of a duplicate besides what it says of itself
ALSO_KNOWN = (
    *("investigation_steps", "investigation_error", "investigation_tried"),
    *("investigation_other", "workaround"),
)
#: what is quoted of a duplicate; a blockquote would be folded away like that of a mail
HEADED = Markup("<p><i>%s</i></p>")
QUOTED = Markup('<div class="border-start ps-3 mb-3">%s</div>')


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def merge_into_oldest(self, messages=None):
        """Cancel all of these tickets but the first registered, which goes on.

        What the others say, and their files, become its internal notes (A-NAV-45);
        their requesters are told; it keeps its own dates (A-NAV-46). Who merges the
        same ones at the same time comes second, and is told that they are closed.

        :param dict messages: {ticket id: what its customer is told, text or HTML};
            None: whoever can be reached reads the desk's own text
        :return: the ticket that goes on
        :raises UserError: they are not open, not of one customer and company, or not
            for this user to change
        """
        self.browse().check_access("write")
        self._lock_to_merge()
        parts = self._check_merge()
        oldest = self.browse(find_oldest(parts))
        newer = (self - oldest).sorted(lambda ticket: (ticket.create_date, ticket.id))
        if messages is not None and not isinstance(messages, dict):
            raise UserError(self.env._("Say for each ticket what its customer reads."))
        if messages is None:
            reached = newer.filtered(lambda ticket: ticket._is_customer_in_reach())
            messages = reached._propose_cancel_messages("duplicate", oldest)
        # over RPC keys are texts
        messages = {int(key): text for key, text in messages.items() if _is_id(key)}
        for ticket in newer:
            oldest._take_in(ticket)
        # sudo: helpdesk.ticket: what was merged into them goes on where they do
        newer.sudo().with_context(active_test=False).duplicate_ids.duplicate_id = oldest
        newer.duplicate_id = oldest
        newer._cancel("duplicate", False, messages)
        oldest._confirm_single()
        return oldest

    def _lock_to_merge(self):
        """Let nobody else change these tickets meanwhile: of two who merge, one waits.

        Who has waited is told by the database to begin again.
        """
        self.check_access("read")
        self.flush_recordset()
        lock = (
            "SELECT id FROM helpdesk_ticket WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
        )
        self.env.execute_query(SQL(lock, self.ids))
        self.invalidate_recordset()

    def _check_merge(self):
        """Return the tickets as logic knows them.

        :raises UserError: why they cannot be merged
        """
        # sudo: helpdesk.ticket: whose they are, of tickets that the user reads
        parts = [ticket._to_part() for ticket in self.sudo()]
        if fault := find_merge_fault(parts):
            raise UserError(self._tell_merge_fault(*fault))
        denied = self - self._filtered_access("write")
        if denied:
            raise UserError(
                self.env._(
                    "You may not change %s: ask its responsible, or a leader, to "
                    "merge.",
                    ", ".join(denied.mapped("number")),
                )
            )
        return parts

    def _to_part(self):
        return Part(
            id=self.id,
            registered_at=self.create_date,
            whose=self._get_whose_key(),
            company=self.company_id.id,
            is_closed=bool(self.stage_id.closed),
        )

    def _get_whose_key(self):
        """Return what tickets of one customer have in common, as a plain value.

        :return: a contact's id or a mail address; None: nobody knows whose it is
        """
        whose = self._get_whose()
        if isinstance(whose, str):
            return whose
        return whose.id if whose._name == "res.partner" else None

    def _tell_merge_fault(self, fault, ids):
        numbers = self.browse(ids).mapped("number")
        sentences = {
            "single": self.env._("Choose at least two tickets to merge."),
            "closed": self.env._("Only open tickets are merged: %s is closed."),
            "unknown": self.env._("Say first which customer %s is of."),
            "companies": self.env._("Tickets of two companies stay apart: %s."),
            "customers": self.env._("Tickets of two customers stay apart: %s."),
        }
        sentence = sentences[fault]
        return sentence if fault == "single" else sentence % ", ".join(numbers)

    # what a duplicate leaves to the ticket that goes on

    def _take_in(self, newer):
        """Keep what another ticket says, and its files, as an internal note.

        :param newer: a ticket of the same customer
        """
        # sudo: helpdesk.ticket: both are theirs to change; messages may be of others
        other, files = newer.sudo(), newer._copy_files_to(self)
        said = other.message_ids.filtered(
            lambda message: message.message_type in BY_PEOPLE
            and not is_html_empty(message.body)
        )
        parts = [
            other._tell_registration(),
            other._tell_description(self),
            *other._tell_also_known(),
            *(other._tell_message(message) for message in said.sorted("id")),
        ]
        self._keep_note(Markup().join(parts), files)

    def _keep_note(self, body, files=(), **values):
        """Post an internal note that is no act of anybody: no clock takes note of it.

        :param files: attachments of the ticket
        """
        # sudo: helpdesk.ticket: customers cause it, too; they do not see it
        ticket = self.sudo().with_context(helpdesk_merging=True)
        attachment_ids = [file.id for file in files]
        return ticket.message_post(
            body=body,
            attachment_ids=attachment_ids,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            **values,
        )

    def _tell_registration(self):
        """Return which ticket it is, when it came and from whom, as HTML."""
        who = self.partner_id.name or self.partner_name or self.partner_email or ""
        return Markup("<p><b>%s</b></p>") % self.env._(
            "Merged: %(number)s “%(name)s”, registered on %(at)s by %(who)s",
            number=self.number,
            name=self.name,
            at=self._tell_instant(self.create_date),
            who=who,
        )

    def _tell_description(self, oldest):
        """Return the description as HTML, unless the oldest says just the same."""
        same = _to_words(self.description) == _to_words(oldest.description)
        if same or is_html_empty(self.description or ""):
            return Markup()
        return QUOTED % self.description

    def _tell_also_known(self):
        """Return what analysts have found out of it, each with its name, as HTML."""
        labels = self.fields_get(ALSO_KNOWN, ["string"])
        return [
            HEADED % labels[name]["string"] + QUOTED % self[name]
            for name in ALSO_KNOWN
            if self[name] and not is_html_empty(self[name])
        ]

    def _tell_message(self, message):
        """Return who wrote a message, when, and what, as HTML."""
        head = f"{message.author_id.name or message.email_from or ''}, "
        head += self._tell_instant(message.date)
        return HEADED % head + QUOTED % message.body

    def _tell_instant(self, instant):
        zone = str(self._get_plan_zone())
        return format_datetime(self.env, instant, tz=zone, dt_format="d MMM y HH:mm")

    def _copy_files_to(self, oldest, files=None):
        """Return copies of the ticket's files for another one that lacks them.

        :param files: only these of them
        """
        # sudo: ir.attachment: of tickets that the user may change, or writes to
        attachments = self.env["ir.attachment"].sudo()
        mine, theirs = (
            attachments.search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", ticket.id),
                    ("res_field", "=", False),
                ],
                order="id",
            )
            for ticket in (self, oldest)
        )
        known = set(theirs.mapped("checksum"))
        # sudo: ir.attachment: as above
        wanted = mine if files is None else files.sudo()
        copied = attachments.browse()
        for file in wanted:
            if file.checksum not in known:
                known.add(file.checksum)
                copied += file.copy({"res_id": oldest.id, "access_token": False})
        return copied

    # what is written to a duplicate later

    def _pass_on(self, message):
        """Keep a customer's message on a merged ticket where that one goes on.

        It is an internal note there: others of the customer may read that ticket.
        """
        oldest = self._find_going_on()
        if not oldest:
            return
        # sudo: helpdesk.ticket: customers write to their own ticket, and it is merged
        other, said = self.sudo(), message.sudo()
        body = Markup("<p><b>%s</b></p>") % self.env._("Written to %s:", other.number)
        body += QUOTED % (said.body or "")
        files = other._copy_files_to(oldest, said.attachment_ids)
        oldest._keep_note(
            body,
            files,
            author_id=said.author_id.id,
            email_from=said.email_from,
            partner_ids=oldest.user_id.partner_id.ids,
        )

    def _find_going_on(self):
        """Return the ticket, by sudo, in which a merged one goes on, or none.

        One of another customer is none: what they write stays theirs.
        """
        # sudo: helpdesk.ticket: which one it is; who asks learns nothing of it
        ticket = self.sudo()
        seen = ticket.browse()
        while ticket._is_merged() and ticket not in seen:
            seen |= ticket
            ticket = ticket.duplicate_id
        found = seen and ticket not in seen and ticket._is_of_the_same(seen[0])
        return ticket if found else seen.browse()

    def _is_of_the_same(self, other):
        """Return whether two tickets are of one customer and company."""
        key = self._get_whose_key()
        same = key is not None and key == other._get_whose_key()
        return same and self.company_id == other.company_id

    def _is_merged(self):
        return self.cancel_reason == "duplicate" and bool(self.duplicate_id)

    def _hear_after_closing(self):
        """Let what is written to a merged ticket be heard where it goes on."""
        if oldest := self._find_going_on():
            return oldest._hear_customer()
        return super()._hear_after_closing()


def _to_words(html):
    return html2plaintext(html or "").split()


def _is_id(key):
    return str(key).isdecimal()
