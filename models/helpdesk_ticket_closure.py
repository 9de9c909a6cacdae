"""Closure: how a ticket came to be closed, and what a customer writes after it."""

import contextlib
from datetime import timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import babel_locale_parse
from odoo.tools.misc import get_lang

from ..logic.stages import CLOSED
from ..logic.zones import to_local
from .groups import ANALYSTS
from .helpdesk_ticket_validation import UNPROPOSED, UNVALIDATED

#: in the words of the desk; customers are told in others
CLOSURES = [
    ("validated", "Accepted by the customer"),
    ("desk", "Solved by the desk"),
    ("override", "Solved without validation"),
    ("silence", "The customer did not answer"),
    ("withdrawn", "Withdrawn by the customer"),
]
#: what is kept of the end of a ticket, until it is reopened
OPEN_AGAIN = {
    **UNVALIDATED,
    "closed_date": False,
    "closed_in_silence": False,
    "validation_state": "none",
    "validation_waiver": False,
    "written_after_at": False,
}
AFTER_CLOSING = "helpdesk_support_plan.mail_template_after_closing"
LOOK = "mail.mail_activity_data_todo"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    closure = fields.Selection(
        CLOSURES,
        string="How It Was Closed",
        compute="_compute_closure",
        store=True,
        groups=ANALYSTS,
        help="Empty: it is open, or was cancelled by the desk.",
    )
    closed_in_silence = fields.Boolean(
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="Nobody answered to the solution, and the plan closes such tickets.",
    )
    written_after_at = fields.Datetime(
        string="Written to after Closing",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="When the customer first wrote after the ticket was closed.",
    )
    follows_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Follows",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=ANALYSTS,
        help="The ticket that was not solved after all, too long ago to be reopened.",
    )
    followed_by_ids = fields.One2many(
        "helpdesk.ticket", "follows_ticket_id", string="Goes on in", groups=ANALYSTS
    )

    # what a stage counts as may be changed later: that is no other closing
    @api.depends(
        "cancel_reason",
        "closed_in_silence",
        "stage_id",
        "validation_state",
        "validation_waiver",
    )
    def _compute_closure(self):
        """Tell acceptance, decisions and silence apart (A-G-12, A-COB-16)."""
        for ticket in self:
            ticket.closure = ticket._find_closure()

    def _find_closure(self):
        code = self.stage_id._get_code()
        if code == "cancelled":
            return self.cancel_reason == "withdrawn" and "withdrawn"
        if code != "solved":
            return False
        if self.validation_state == "accepted":
            return "validated"
        if self.validation_waiver:
            return "override"
        return "silence" if self.closed_in_silence else "desk"

    def _prepare_closure(self, code):
        """Return what is forgotten in the stage that tickets move to, as values.

        A solution waits for an answer as long as the ticket does; what a ticket was
        closed with is forgotten when it is reopened.
        """
        if code not in CLOSED:
            reopened = self.filtered(lambda ticket: ticket.stage_id.closed)
            if reopened:
                # sudo: helpdesk.ticket: those that they reopen
                reopened.sudo().write(OPEN_AGAIN)
        return {} if code == "waiting_customer" else UNPROPOSED

    def _hear_after_closing(self):
        """See to it that what a customer writes on a closed ticket is not lost.

        It does not reopen the ticket (5.7): once for each closing the customer is asked
        whether it is to be, and each time somebody of the desk has a look.
        """
        # whatever speaks against it, the message is taken in
        with contextlib.suppress(UserError), self.env.cr.savepoint():
            self._schedule_look()
        if self.written_after_at:
            return
        self.written_after_at = fields.Datetime.now()
        if self.stage_id._get_code() == "solved":
            self._tell_automatically(AFTER_CLOSING)

    def _schedule_look(self):
        """Let somebody have a look, unless somebody who works here is about to."""
        if self._find_looks().user_id.filtered("active"):
            return
        user = self._find_who_to_tell()
        if user:
            desk = self._speak_to(user)
            desk.activity_schedule(
                LOOK,
                summary=desk._tell_look(),
                user_id=user.id,
            )

    def _find_looks(self):
        """Return the looks that nobody has had yet; other activities are none."""
        return self._find_activities(LOOK).filtered(
            lambda look: look.summary == self._speak_to(look.user_id)._tell_look()
        )

    def _tell_look(self):
        return self.env._("The customer wrote after it was closed")

    def _tell_automatically(self, name, **words):
        """Tell the customer something in their language that counts as no answer (5.1).

        :param str name: the XML id of a template
        :param words: what the template reads of its context
        :return: whether it could be said
        """
        template = self.env.ref(name, raise_if_not_found=False)
        if not template:
            return False
        # the desk itself, whoever happens to be at work
        ticket = self.with_user(SUPERUSER_ID)
        try:
            values = template.with_user(SUPERUSER_ID).with_context(**words)
            values = values._generate_template(ticket.ids, ("subject", "body_html"))
        except UserError as error:  # a message that somebody broke stops nothing
            ticket._message_log(
                body=self.env._("The customer could not be written to: %s", error)
            )
            return False
        ticket._tell_customer(
            values[ticket.id]["body_html"],
            subject=values[ticket.id]["subject"],
            message_type="auto_comment",
        )
        return True

    def _get_closed_at(self):
        """Return when a closed ticket was closed; it may have been made so."""
        return self.closed_date or self.last_stage_update or self.create_date

    def _get_plan_zone(self):
        """Return the zone in which the ticket's days begin and end."""
        return ZoneInfo(self._get_plan().tz or "UTC")

    def _tell_last_day(self, limit, reader_env=None):
        """Return the last day before a limit in words, in the plan's zone.

        :param limit: UTC, the first instant that is too late; None gives ""
        :param reader_env: of who reads it, if it is not whoever works now
        """
        if not limit:
            return ""
        day = to_local(limit - timedelta(seconds=1), self._get_plan_zone()).date()
        locale = babel_locale_parse(get_lang(reader_env or self.env).code)
        return format_skeleton("MMMMd", day, locale=locale)

    def _in_customer_language(self):
        """Return the ticket as its customer would read it."""
        # sudo: res.partner: only which language they speak
        ticket = self.sudo()
        lang = ticket.partner_id.lang or ticket.company_id.partner_id.lang
        return self.with_context(lang=lang or self.env.lang)
