from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime, html_sanitize, is_html_empty

from ..models.groups import LEADERS

TEMPLATE = "helpdesk_support_plan.mail_template_plan_notice"


class HelpdeskPlanNotice(models.TransientModel):
    """Tell the customers of a plan that it has changed."""

    _name = "helpdesk.plan.notice"
    _description = "Notice of a Plan's Changes"
    _rec_name = "plan_id"

    plan_id = fields.Many2one(
        "helpdesk.support.plan",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="To",
        compute="_compute_partner_ids",
        store=True,
        compute_sudo=False,
        precompute=True,
        readonly=False,
        help="Portal users who have the plan, and who opened tickets of it in the last "
        "year. Who does not want mails is left out.",
    )
    partner_count = fields.Integer(compute="_compute_partner_count")
    changes = fields.Html(
        string="What Has Changed",
        sanitize_overridable=False,
        help="The customers read this. Around it they are greeted, in their language, "
        "and get the address where they find the plan.",
    )

    @api.depends("plan_id")
    def _compute_partner_ids(self):
        for wizard in self:
            wizard._check_leader()
            plan = wizard.plan_id._origin
            found = plan._find_notice_recipients() if plan else self.env["res.partner"]
            wizard.partner_ids = found.with_env(self.env)

    @api.depends("partner_ids")
    def _compute_partner_count(self):
        for wizard in self:
            wizard.partner_count = len(wizard.partner_ids)

    def _check_leader(self):
        if not (self.env.su or self.env.user.has_group(LEADERS)):
            raise AccessError(self.env._("Only leaders write to all customers."))

    def action_send(self):
        """Send the notice once to each; the plan keeps when, by whom and how many.

        :raises UserError: nobody to tell, or nothing to say
        """
        self.ensure_one()
        self._check_leader()
        if not self.partner_ids:
            raise UserError(self.env._("Choose who is told."))
        if is_html_empty(self.changes or ""):
            raise UserError(self.env._("Write what has changed."))
        mails = self._send()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Mails on their way: %s.", mails),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _send(self):
        """Queue the mails, note it on the plan, and return how many there are."""
        # sudo: res.partner, mail.template: the contacts who have the plan, chosen by a
        # leader; each is written to as the desk's own text says
        partners = self.plan_id._find_wanting_mails(self.partner_ids.sudo())
        told = partners.with_context(
            helpdesk_plan_name=self.plan_id.name,
            helpdesk_plan_changes=html_sanitize(self.changes),
        )
        told.message_mail_with_source(
            self.env.ref(TEMPLATE),
            message_type="auto_comment",
            force_send=False,
            auto_delete_keep_log=True,
        )
        # sudo: ir.cron: only to let the queue run earlier
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        self._log(len(partners))
        return len(partners)

    def _log(self, number):
        """Write down on the plan who was told, the latest first."""
        # sudo: helpdesk.support.plan: leaders do not write plans, but tell of them
        plan = self.plan_id.sudo()
        at = format_datetime(
            self.env, fields.Datetime.now(), tz=plan.tz, dt_format="y-MM-dd HH:mm"
        )
        line = f"{at} · {self.env.user.name} · {number}"
        plan.notice_log = "\n".join(filter(None, (line, plan.notice_log)))
