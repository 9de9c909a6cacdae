"""Acceptance: what a customer decides of their ticket, in the portal (IKH-36, COD-39).

Whoever calls has only shown them the page: who may do what is asked here, each time.
"""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL, format_list, html2plaintext, plaintext2html

from ..logic.reminders import find_day_end
from .helpdesk_ticket_reply import LONGEST_ANSWER

#: for how long they are asked what they think
RATED = timedelta(days=30)
#: what can be offered to a customer
OPTIONS = (
    "accept",
    "refuse",
    "reopen",
    "follow_up",
    "close",
    "rate",
    "comment",
    "approve",
)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _get_answer_options(self, reader):
        """Return what somebody may decide of a ticket just now.

        :param reader: the user who looks; a page's ticket comes with all rights
        :return: dict(accept, refuse, reopen, follow_up, close, rate, comment, approve:
            bools; why: a sentence on who may decide instead, or ""; until: the last day
            on which it can be reopened, in words, or ""; follow_ups: the tickets in
            which it goes on; rated: 1, 3, 5 or None)
        """
        self.ensure_one()
        # sudo: helpdesk.ticket: who may decide is asked of the reader, next
        ticket = self.sudo()
        options = {**dict.fromkeys(OPTIONS, False), "why": "", "until": ""}
        options |= {"follow_ups": ticket.browse(), "rated": None}
        if not ticket._is_answered_by(reader):
            return options
        if ticket.stage_id.closed:
            return options | ticket._get_options_when_closed(reader)
        return options | ticket._get_options_when_open(reader)

    def _is_answered_by(self, reader):
        """Return whether somebody speaks for the ticket's customer, and may read it."""
        if not self._is_reader_of_customer(reader):
            return False
        return self.with_user(reader).has_access("read")

    def _get_options_when_open(self, reader):
        if self.validation_state != "proposed":
            return {"close": bool(self._find_portal_stage(reader))}
        if self._is_validator(reader.partner_id):
            return {"accept": True, "refuse": True}
        return {"why": self._tell_who_accepts()}

    def _get_options_when_closed(self, reader):
        limit = self._get_reopening_limit()
        is_in_time = bool(limit) and fields.Datetime.now() < limit
        return {
            "reopen": is_in_time,
            "follow_up": bool(limit) and not is_in_time,
            "until": self._tell_last_day(limit) if is_in_time else "",
            "follow_ups": self._find_follow_ups(reader),
            **self._get_rating_options(reader.partner_id),
        }

    def _get_rating_options(self, contact):
        """Return what a contact of the customer may say of a closed ticket."""
        rating = self._find_rating()
        theirs = rating.partner_id == contact
        below = self._get_of_plan("comment_below")
        return {
            "rate": self._is_rating_open() and not rating,
            "rated": int(rating.rating) if rating else None,
            "comment": theirs and rating.rating < below and not rating.feedback,
        }

    def _is_rating_open(self):
        """Return whether the customer is asked, just now, what they think."""
        is_solved = self.stage_id._get_code() == "solved"
        return is_solved and fields.Datetime.now() <= self._get_closed_at() + RATED

    def _tell_who_accepts(self):
        """Return who decides in place of somebody who may not, kindly."""
        names = self._get_approvers().mapped("name")
        if not names:
            return self.env._(
                "Nobody of your company is named yet who accepts solutions. Please "
                "write to us who it is, and we will note it."
            )
        return self.env._(
            "At your company, %s can accept this solution. Please ask them to have a "
            "look.",
            format_list(self.env, names, style="or"),
        )

    def _get_reopening_limit(self):
        """Return until when a customer may reopen; None where there is nothing to.

        What they have withdrawn themselves can be taken up again, too. The last day is
        theirs to its end in the plan's zone; where there are no days, there is no time.

        :return: UTC, the first instant that is too late
        """
        code = self.stage_id._get_code()
        if code != "solved" and self.closure != "withdrawn":
            return None
        closed_at, days = self._get_closed_at(), self._get_of_plan("reopen_days")
        if not days:
            return closed_at
        return find_day_end(closed_at + timedelta(days=days), self._get_plan_zone())

    def _get_of_plan(self, name):
        """Return what the plan says; where there is none, what a new one would say."""
        plan = self._get_plan()
        return plan[name] if plan else plan.default_get([name])[name]

    def _find_follow_ups(self, reader):
        """Return the tickets in which this one goes on, of those the reader may see."""
        # sudo: helpdesk.ticket: only which there are
        found = self.sudo().followed_by_ids.with_user(reader)
        return found._filtered_access("read").sudo()

    # what they decide

    def _accept_as(self, reader):
        """Solve a ticket whose solution a customer accepts, at this instant.

        :raises AccessError: they may not read the ticket, or are not the customer's
        :raises UserError: it is not for them to accept, or there is nothing to
        """
        ticket = self._claim_as(reader)
        # it may have been taken back for what has come to light since
        ticket._sync_playbook()
        options = ticket._get_answer_options(reader)
        if not options["accept"]:
            if ticket.closure == "validated":
                return  # they have pressed it twice
            raise UserError(options["why"] or ticket._tell_nothing_waits())
        ticket._accept_for(reader)

    def _accept_for(self, reader, stage=None):
        self._accept(reader.partner_id, stage)
        self._message_log(
            body=self.env._("%s accepted the solution.", reader.partner_id.name)
        )

    def _refuse_as(self, reader, reason):
        """Go on with a ticket whose solution a customer refuses, in their words.

        :raises AccessError, UserError: as above, or no reason
        """
        ticket = self._claim_as(reader)
        reason = ticket._get_answer(reason)
        options = ticket._get_answer_options(reader)
        if options["refuse"]:
            ticket._refuse()
            ticket._post_as_customer(reader, reason)
        elif not ticket._has_said(reader, reason):
            raise UserError(options["why"] or ticket._tell_nothing_waits())

    def _reopen_as(self, reader, reason):
        """Go on with a ticket that a customer says is not solved (A-G-11).

        Within the plan's window the ticket itself; after that a new one that follows
        it, with promises of its own.

        :return: the ticket in which it goes on
        :raises AccessError, UserError: as above
        """
        ticket = self._claim_as(reader)
        reason = ticket._get_answer(reason)
        options = ticket._get_answer_options(reader)
        if options["reopen"]:
            ready = ticket.triaged and ticket.user_id
            ticket._move_to("in_progress" if ready else "new")
            ticket._post_as_customer(reader, reason)
            return ticket
        if options["follow_up"]:
            return ticket._go_on_in_another(reader, reason)
        if ticket._has_said(reader, reason):
            return ticket  # they have pressed it twice
        if ticket.stage_id.closed:
            raise UserError(
                self.env._(
                    "This ticket cannot be reopened. Please open a new one, and we "
                    "will gladly help you."
                )
            )
        raise UserError(
            self.env._("We are already working on this ticket again: write to us here.")
        )

    def _go_on_in_another(self, reader, reason):
        """Return the open ticket that follows this one; a new one if there is none."""
        follow_up = self._find_follow_ups(reader).filtered(
            lambda ticket: not ticket.stage_id.closed
        )[:1]
        if not follow_up:
            follow_up = self._open_follow_up(reader, reason)
        elif html2plaintext(follow_up.description).strip() != reason:
            follow_up._post_as_customer(reader, reason)
        return follow_up

    def _open_follow_up(self, reader, reason):
        """Return a new ticket that goes on from this one.

        :raises UserError: they have opened one after the other (S11)
        """
        self.with_user(reader)._check_portal_rate()
        customer = reader.partner_id
        channel = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_web", raise_if_not_found=False
        )
        follow_up = self.with_company(self.company_id).create(
            {
                "name": self.name,
                "description": plaintext2html(reason),
                "partner_id": customer.id,
                "company_id": self.company_id.id,
                "team_id": self.team_id.id,
                "subscription_id": self.subscription_id.id,
                "category_id": self.category_id.id,
                "type_id": self.type_id.id,
                "tag_ids": [Command.set(self.tag_ids.ids)],
                "channel_id": channel and channel.id,
                "user_id": False,
                "follows_ticket_id": self.id,
            }
        )
        follow_up.message_subscribe(customer.ids)
        desk = self._in_company_language()
        desk._message_log(body=desk.env._("It goes on in %s.", follow_up.number))
        return follow_up

    def _close_as(self, reader, stage=None):
        """Close a ticket whose customer needs no more help.

        Solved where something was done, else withdrawn; or as they choose.

        :param stage: one that the desk offers in the portal; None chooses
        :raises AccessError, UserError: as above
        """
        ticket = self._claim_as(reader)
        if ticket.closure in ("validated", "withdrawn"):
            return  # they have pressed it twice
        if ticket.stage_id.closed:
            raise UserError(self.env._("This ticket is closed already."))
        if stage and stage not in ticket._get_portal_stages():
            raise UserError(self.env._("This ticket cannot be closed like that."))
        stage = stage or ticket._find_portal_stage(reader)
        if not stage:
            raise UserError(self.env._("Please write to us, and we will close it."))
        if stage._get_code() != "solved":
            ticket._withdraw_for(reader, stage)
        elif ticket._find_solve_blockers():
            raise UserError(ticket._tell_not_ready())
        elif ticket._is_validator(reader.partner_id):
            ticket._accept_for(reader, stage)
        else:
            raise UserError(ticket._tell_who_accepts())

    def _withdraw_for(self, reader, stage):
        self.write({"stage_id": stage.id, "cancel_reason": "withdrawn"})
        self._message_log(
            body=self.env._("%s needs no more help.", reader.partner_id.name)
        )

    def _get_portal_stages(self):
        """Return the stages that customers may close the ticket in."""
        stages = self.with_company(self.company_id).team_id._get_applicable_stages()
        return stages.filtered(
            lambda stage: stage.close_from_portal
            and stage.closed
            and stage.company_id in (stage.company_id.browse(), self.company_id)
        )

    def _find_portal_stage(self, reader):
        """Return the stage that a customer who needs no more help means, or none."""
        by_code = self._get_portal_stages().grouped(lambda stage: stage._get_code())
        # what is still to be done is not skipped; to need no help is always possible
        may_solve = (
            self._is_validator(reader.partner_id) and not self._find_solve_blockers()
        )
        done = self.told_at or self.solution
        solved = may_solve and by_code.get("solved")
        withdrawn = by_code.get("cancelled")
        found = (solved or withdrawn) if done else (withdrawn or solved)
        return found[:1] if found else self.stage_id.browse()

    # how

    def _claim_as(self, reader):
        """Return the ticket, for its customer to change, in nobody else's hands.

        :raises AccessError: they may not read the ticket, or are not the customer's
        """
        self.ensure_one()
        if not self._is_answered_by(reader):
            raise AccessError(self.env._("This is for the customer to decide."))
        # sudo: helpdesk.ticket: customers may not write; what they may do is here
        return self.with_user(reader).sudo()._claim()

    def _claim(self):
        """Return the ticket as it is now, in nobody else's hands.

        Of two clicks the later one starts again when the first is through, as Odoo lets
        every request, and finds what the first has done.
        """
        self.env.flush_all()
        query = "UPDATE helpdesk_ticket SET write_date = write_date WHERE id = %s"
        self.env.cr.execute(SQL(query, self.id))
        self.invalidate_recordset()
        return self

    def _get_answer(self, reason):
        """Return what is still wrong, in a customer's words.

        :raises UserError: there are none, or too many
        """
        reason = self._read_words(reason)
        if not reason:
            raise UserError(
                self.env._("Please tell us in a few words what is still wrong.")
            )
        return reason

    def _read_words(self, text):
        """Return what was typed into a form, without what no database takes.

        :raises UserError: it is too long
        """
        text = (text or "").replace("\0", "").replace("\r\n", "\n").strip()
        if len(text) > LONGEST_ANSWER:
            raise UserError(
                self.env._(
                    "Please write less than %s characters, or attach a file.",
                    LONGEST_ANSWER,
                )
            )
        return text

    def _tell_nothing_waits(self):
        return self.env._("No solution waits for your answer just now.")

    def _tell_not_ready(self):
        return self.env._(
            "We have not finished this ticket yet, so it cannot be marked as solved. "
            "If you need no more help with it, withdraw it with “Close this ticket”."
        )

    def _has_said(self, reader, text):
        """Return whether that is the last thing that somebody has said."""
        said = self.message_ids.filtered(
            lambda message: message.author_id == reader.partner_id
            and message.message_type == "comment"
        )[:1]
        return html2plaintext(said.body or "").strip() == text
