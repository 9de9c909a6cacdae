"""Activities of several tickets at once: who gets them is told in one message."""

from collections import Counter

from markupsafe import Markup

from odoo import api, models

LINE = Markup('<li><a href="/odoo/{}/{}">{}</a>: {}</li>')


class MailActivity(models.Model):
    _inherit = "mail.activity"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _create_together(self, vals_list):
        """Create activities; who gets several of them hears of all in one message."""
        count = Counter(vals["user_id"] for vals in vals_list)
        several = [vals for vals in vals_list if count[vals["user_id"]] > 1]
        made = self.create([vals for vals in vals_list if count[vals["user_id"]] == 1])
        silent = self.with_context(mail_activity_quick_update=True)
        together = silent.create(several).with_env(self.env)
        together._notify_together()
        return made | together

    def _hand_to(self, user_id):
        """Give activities to somebody else, who hears of all in one message."""
        new = self.filtered(lambda each: each.user_id.id != user_id)
        if len(new) < 2:
            new.write({"user_id": user_id})
            return
        new.with_context(mail_activity_quick_update=True).write({"user_id": user_id})
        new._notify_together()

    def _notify_together(self):
        """Tell whoever has several activities of them; nobody of their own doing."""
        for user, theirs in self.grouped("user_id").items():
            if user != self.env.user:
                theirs._notify_of_all(user)

    def _notify_of_all(self, user):
        desk = self.with_context(lang=user.lang or self.env.lang)
        lines = (
            LINE.format(
                each.res_model,
                each.res_id,
                each.res_name,
                each.summary or each.activity_type_id.name,
            )
            for each in desk
        )
        desk.env["mail.thread"].message_notify(
            body=Markup("<ul>%s</ul>") % Markup().join(lines),
            email_layout_xmlid="mail.mail_notification_light",
            partner_ids=user.partner_id.ids,
            subject=desk.env._("%s tickets wait for you", len(self)),
        )
