"""Stage mails: customers hear of changes, once, in their words (NAV-3.7a-06)."""

from odoo import models

#: tickets of this transaction whose customers know already how they stand
TOLD = "helpdesk_support_plan.told_of_stage"
LAYOUT = "helpdesk_support_plan.mail_layout_customer"
QUEUE = "mail.ir_cron_mail_scheduler_action"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _mark_told(self):
        """Note that the customers need no mail for what happens in this transaction.

        Somebody of the desk has just written to them, or they have done it themselves.
        """
        self.env.cr.precommit.data.setdefault(TOLD, set()).update(self.ids)

    def _track_template(self, changes):
        """Send the mail of a stage where it is news; nobody waits for it to go out."""
        templates = super()._track_template(changes)
        if "stage_id" not in templates:
            return templates
        if not self[:1]._is_stage_news():
            del templates["stage_id"]
        else:
            template, values = templates["stage_id"]
            layout = template.email_layout_xmlid or values["email_layout_xmlid"]
            values = {
                **values,
                "auto_delete_keep_log": True,
                "email_layout_xmlid": layout,
                "force_send": False,
            }
            templates["stage_id"] = template, values
        return templates

    def _is_stage_news(self):
        """Return whether the customer can be told of a stage, and does not know it.

        Work that begins before a ticket is acknowledged is in the acknowledgement.
        """
        # sudo: helpdesk.ticket: the same for everybody who moves it
        ticket = self.sudo()
        if ticket.id in self.env.cr.precommit.data.get(TOLD, ()):
            return False
        if self.env.user.share and self.env.user.partner_id == ticket.partner_id:
            return False
        if not ticket._get_mail_address():
            return False
        is_pending = ticket.acknowledgement == "due"
        return not (is_pending and ticket.stage_id._get_code() == "in_progress")

    def _present_cancelling(self):
        """Return why a ticket was cancelled, in words for its customer, as HTML.

        The text that the desk keeps for the reason; empty where an analyst would have
        to write the words.
        """
        self.ensure_one()
        reason = self.cancel_reason
        text = self._propose_cancel_messages(reason).get(self.id, "") if reason else ""
        return "" if "…" in text else text

    def _notify_by_email_get_headers(self, headers=None):
        """Tell programs that nobody wrote a stage mail or an acknowledgement."""
        headers = super()._notify_by_email_get_headers(headers)
        if self.env.context.get("helpdesk_written_by_hand") is False:
            headers["Auto-Submitted"] = "auto-generated"
            headers["X-Auto-Response-Suppress"] = "All"
        return headers

    def _message_track_post_template(self, changes):
        """Make no contact of who is told: an address is not yet somebody known."""
        desk = self.with_context(mail_composer_force_partners=False)
        return super(HelpdeskTicket, desk)._message_track_post_template(changes)

    def _after_mass_mail_notice(self, mails):
        """Mark mails that nobody wrote, and let the queue send them soon.

        Odoo calls all that is mailed to several at once mails that somebody wrote.
        """
        if not mails or self.env.context.get("helpdesk_written_by_hand") is not False:
            return
        # sudo: mail.message: what has just been written, in the name of the desk
        mails.mail_message_id.sudo().message_type = "auto_comment"
        for mail in mails.filtered(lambda one: not one.recipient_ids):
            self._lay_out(mail)
        if queue := self.env.ref(QUEUE, raise_if_not_found=False):
            # sudo: ir.cron: only to let it run earlier
            queue.sudo()._trigger()

    def _lay_out(self, mail):
        """Put around a mail to who is no contact what Odoo only puts around others'."""
        ticket = self.browse(mail.res_id)._in_company_language()
        mail.body_html = ticket.env["mail.render.mixin"]._render_encapsulate(
            LAYOUT, mail.body_html, context_record=ticket
        )
