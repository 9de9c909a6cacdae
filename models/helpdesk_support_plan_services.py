"""Services: what a plan says of take-downs, and of databases to test in."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.playbook_environment import is_night
from ..logic.zones import to_local


class HelpdeskSupportPlan(models.Model):
    """What the manual leaves open has no value until somebody gives one."""

    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    # A-NAV-23: the manual names no number
    takedown_days = fields.Integer(
        string="Days without Payment",
        help="A database is suspended when nothing was paid for so many days. Zero: "
        "the plan does not say; the administrative area confirms it each time.",
    )
    terms_url = fields.Char(
        string="Terms and Conditions",
        help="Where customers read what things cost, and what follows from not paying.",
    )
    # A-NAV-27: the manual names no hours
    night_from = fields.Float(
        string="Night from",
        help="Hours at the customer's, in which FullAppSuite test databases are "
        "replaced. The same hour twice: the plan does not say; whoever does it "
        "confirms that it is night there.",
    )
    night_to = fields.Float(string="Night until")
    communal_url = fields.Char(
        string="Communal Test Database",
        help="The one that all customers share. It is offered before they get their "
        "own.",
    )
    environment_manual_url = fields.Char(
        string="Manual for Test Databases",
        help="By which customers of Odoo Enterprise make test databases themselves.",
    )

    _takedown_days_not_negative = models.Constraint(
        "CHECK(takedown_days >= 0)",
        "The days without payment cannot be less than zero.",
    )

    @api.constrains("night_from", "night_to")
    def _check_night(self):
        for plan in self:
            if not all(0 <= hour <= 24 for hour in (plan.night_from, plan.night_to)):
                raise ValidationError(
                    self.env._("Give the hours of the night between 0:00 and 24:00.")
                )

    def _is_night(self, now, zone):
        """Return whether it is night in a zone; None where the plan does not say when.

        :param datetime now: UTC
        :param zoneinfo.ZoneInfo zone: the customer's
        """
        local = to_local(now, zone)
        hour = local.hour + local.minute / 60
        return is_night(hour, self.night_from, self.night_to)

    def _get_hour(self, name):
        """Return an hour that is kept in a field as people write it, as "22:00"."""
        hour, minutes = divmod(round(self[name] * 60), 60)
        return f"{hour:02}:{minutes:02}"
