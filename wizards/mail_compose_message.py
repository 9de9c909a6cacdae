from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        """Tell tickets whether somebody wrote the mail, or a stage sends it."""
        by_hand = self.message_type == "comment"
        wizard = self.with_context(helpdesk_written_by_hand=by_hand)
        return super(MailComposeMessage, wizard)._action_send_mail_mass_mail(
            res_ids, auto_commit=auto_commit
        )
