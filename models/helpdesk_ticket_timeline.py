"""Timeline: what was said and done on a ticket, as its customer may read it."""

from markupsafe import Markup

from odoo import models
from odoo.fields import Datetime
from odoo.tools import is_html_empty
from odoo.tools.mail import email_split_tuples

from ..logic.customer_view import PUBLIC_FACTS, Told, tell_facts
from ..logic.sla_log import read_fact
from .helpdesk_ticket_messages import BY_PEOPLE

#: what customers read: people, and what the desk's programs say to them
READ_TYPES = (*BY_PEOPLE, "auto_comment")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _get_portal_messages(self):
        """Return what customers read of tickets' messages, the oldest first.

        No notes, no tracking, no notices. The caller has checked that the reader may
        see the tickets.

        :return: mail.message, with all rights
        """
        # sudo: mail.message: of tickets that the caller has checked, the public ones
        found = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("message_type", "in", READ_TYPES),
                ],
                order="date, id",
            )
        )
        public = found.filtered(self._is_public)
        return public.filtered(
            lambda said: said.attachment_ids or not is_html_empty(said.body)
        )

    def _present_timeline(self, reader):
        """Return what has happened on a ticket, the newest first.

        Who reads by a link only is told nobody's name.

        :param reader: the user who reads; the caller has checked that they may
        :return: dictionaries. All: `at` (UTC), `when` in the reader's zone, `code`,
            `files`: [{name, url}]. What was done: `title`, and `body` for the
            registration. What was said (code "said"): `author`, `body`,
            `mine` whether it is the customer's
        """
        self.ensure_one()
        # sudo: helpdesk.ticket: only what is public of a ticket that they may read
        ticket, knows = self.sudo(), self._may_be_read_by(reader)
        wording = self.env["helpdesk.sla.clock"]._get_wording(self._get_zone(reader))
        files = ticket._get_portal_attachments()[ticket.id]
        said = ticket._present_said(reader if knows else None, files)
        done = ticket._present_done()
        with_messages = ticket._get_portal_messages().attachment_ids
        done[0].update(
            body=ticket.description, files=ticket._present_files(files - with_messages)
        )
        entries = sorted([*said, *done], key=_by_time)
        now = Datetime.now()
        for entry in entries:
            entry["when"] = wording.moment(entry["at"], now)
        return entries[::-1]

    def _get_zone(self, reader):
        """Return the reader's zone; the plan's if they have none, or are nobody."""
        # sudo: helpdesk.ticket: only its plan's zone
        zone = self.sudo().plan_id.tz
        return zone if reader._is_public() else reader.tz or zone

    def _present_done(self):
        """Return the facts that customers are told, the registration first."""
        # sudo: helpdesk.ticket.event: only kinds that are for customers
        events = self.env["helpdesk.ticket.event"].sudo()
        found = events.search_fetch(
            [("ticket_id", "=", self.id), ("kind", "in", PUBLIC_FACTS)],
            ["kind", "at", "detail"],
            order="id",
        )
        told = tell_facts(read_fact(it.kind, it.at, it.detail) for it in found)
        begun = [fact for fact in told if fact.code == "registered"]
        rest = [fact for fact in told if fact.code != "registered"]
        titles = self._get_fact_titles()
        return [
            {"at": fact.at, "code": fact.code, "title": titles[fact.code], "files": []}
            for fact in (*(begun or [Told(self.create_date, "registered")]), *rest)
        ]

    def _get_fact_titles(self):
        """Return {code: what customers are told}; see logic.customer_view."""
        return {
            "registered": self.env._("We received the ticket"),
            "evaluated": self.env._("Received and evaluated"),
            "workaround": self.env._("We gave you a way to go on in the meantime"),
            "asked": self.env._("We wait for your answer"),
            "approval": self.env._("We wait for your approval"),
            "went_on": self.env._("We go on working on it"),
            "propose_solution": self.env._("We proposed a solution"),
            "accept": self.env._("The solution was accepted"),
            "refuse": self.env._("It was not solved yet: we go on"),
            "solve": self.env._("Solved"),
            "cancel": self.env._("Cancelled"),
            "merge": self.env._("Goes on in another ticket"),
            "reopen": self.env._("Reopened"),
        }

    def _present_said(self, reader, files):
        """Return the messages that customers read.

        :param reader: the user who may know names, or None
        :param files: the ticket's attachments that may be seen
        """
        return [
            {
                "at": message.date,
                "code": "said",
                "author": self._name_author(message, reader),
                "mine": self._is_of_customer(message),
                "body": Markup(message.body or ""),
                "files": self._present_files(message.attachment_ids & files),
            }
            for message in self._get_portal_messages()
        ]

    def _name_author(self, message, reader):
        """Return who said something, by no more than their name."""
        author, is_of_customer = message.author_id, self._is_of_customer(message)
        if reader and author == reader.partner_id:
            return self.env._("You")
        is_person = message.message_type != "auto_comment" and (
            is_of_customer or not author or self._is_by_desk(author) or author.user_ids
        )
        if not is_person:
            return self._get_desk_name()
        if reader:
            return author.name or _read_name(message) or self.env._("By mail")
        return self.env._("Customer") if is_of_customer else self._get_desk_name()

    def _get_desk_name(self):
        return self.env._("Help desk")

    def _present_files(self, files):
        """Return names and links of attachments; each link opens its own, for a while.

        :param files: ir.attachment of those that `_get_portal_attachments` gives
        """
        return [
            {
                "name": file.name,
                "url": f"/web/content/{file.id}?download=true"
                f"&access_token={file._get_raw_access_token()}",
            }
            for file in files
        ]

    def _get_question(self):
        """Return what the desk said last, as HTML, or nothing."""
        self.ensure_one()
        # sudo: helpdesk.ticket: the caller has checked it, and it is public
        ticket = self.sudo()
        of_desk = ticket._get_portal_messages().filtered(
            lambda message: not ticket._is_of_customer(message)
        )
        by_people = of_desk.filtered(lambda said: said.message_type in BY_PEOPLE)
        return (by_people or of_desk)[-1:].body


def _by_time(entry):
    """At one instant, words come before what they do; nothing before the beginning."""
    rank = {"registered": 0, "said": 1}
    return entry["at"], rank.get(entry["code"], 2)


def _read_name(message):
    """Return the name in the address of somebody who is no contact, or nothing."""
    return next((name for name, _ in email_split_tuples(message.email_from or "")), "")
