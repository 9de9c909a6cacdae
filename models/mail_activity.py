from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .helpdesk_contact_attempt import ASKED_BY, WRITTEN
from .helpdesk_sla_policy import METRICS

#: by which medium somebody is reached who is asked to
USUAL_MEDIUM = {"customer": "phone", "responsible": "other"}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    sla_metric = fields.Selection(
        METRICS, string="Clock at Risk", readonly=True, help="What it warns of."
    )

    def _action_done(self, feedback=False, attachment_ids=None):
        """Leave evidence of every attempt to reach somebody (NAV-3.1-23, NAV-3.5-26).

        An activity that is marked done by hand says that they were reached: it becomes
        an attempt of the ticket. What an attempt itself ends is written down already.
        """
        on_tickets = self.filtered(lambda each: each.res_model == "helpdesk.ticket")
        asking = on_tickets._get_asking()
        if self.env.context.get("helpdesk_contact_written") is not WRITTEN:
            on_tickets._check_evidence(asking, feedback)
            asking._keep_attempts(feedback)
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _get_asking(self):
        """Return those of the activities that ask somebody to reach somebody."""
        kinds = self._get_asking_types()
        return self.filtered(lambda each: each.activity_type_id.id in kinds)

    def _get_asking_types(self):
        """Return {id of a type of activity: whom it asks to reach}."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        return {find(xmlid): whom for whom, xmlid in ASKED_BY.items()}

    def _check_evidence(self, asking, feedback):
        """Ask what was said, before anything is done.

        :raises UserError: nobody says it
        """
        if not is_html_empty(feedback):
            return
        if asking:
            raise UserError(
                self.env._(
                    "Write down what was said, then mark it done. If nobody answered, "
                    "use “Log a contact” on the ticket."
                )
            )
        if "phonecall" in self.activity_type_id.mapped("category"):
            raise UserError(
                self.env._("Write down what was said in the call, then mark it done.")
            )

    def _keep_attempts(self, feedback):
        """Write down that those who were to be reached have answered."""
        kinds = self._get_asking_types()
        for activity in self:
            whom = kinds[activity.activity_type_id.id]
            # sudo: helpdesk.ticket: who is asked may say what came of it, also when
            # the ticket has gone to others meanwhile
            ticket = self.env["helpdesk.ticket"].sudo().browse(activity.res_id).exists()
            ticket._keep_contact(USUAL_MEDIUM[whom], "answered", feedback, whom)
