from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_time

from ..logic.playbook_activation import is_address
from ..logic.zones import find_zone
from .groups import LEADERS
from .telling_selection import TellingSelection

SCENARIOS = [
    ("enterprise", "Enterprise"),
    ("fullappsuite", "Community: FullAppSuite"),
    ("community", "Community: others"),
]
MODALITIES = [("saas", "SaaS"), ("sh", "SH")]
#: what is noted when something is done
STAMPS = {"deleted_at", "deleted_by_id", "deleted_ticket_id"}
#: what a database is; another one is another record
FIXED = {"company_id", "partner_id", "scenario", "ticket_id"}


class HelpdeskTestEnvironment(models.Model):
    """A test database that a customer got (NAV-3.4.1.N7-12 … -22, A-NAV-26, -27).

    Records stay when databases go: they are the history of all requests.
    """

    _name = "helpdesk.test.environment"
    _description = "Test Environment"
    _order = "created_at desc, id desc"
    _rec_name = "url"
    _rec_names_search = ["url", "partner_id"]
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The request that it was made for.",
    )
    subscription_id = fields.Many2one(
        "sale.subscription",
        compute="_compute_subscription_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
    )
    scenario = TellingSelection(
        SCENARIOS,
        string="Hosting",
        compute="_compute_scenario",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Enterprise: free, and customers get a manual. FullAppSuite: one "
        "database, made by night. Others pay for it.",
    )
    modality = TellingSelection(
        MODALITIES,
        compute="_compute_scenario",
        store=True,
        precompute=True,
        readonly=False,
    )
    is_charged = fields.Boolean(
        string="With Costs",
        compute="_compute_is_charged",
        store=True,
        precompute=True,
        help="The customer pays for it as long as they want it.",
    )
    url = fields.Char(string="Address", required=True)
    production_version = fields.Char(
        help="The version of the production from which it was made: the latest one."
    )
    night_confirmed = fields.Boolean(
        string="It Is Night There",
        copy=False,
        help="Whoever makes it has made sure that the customer does not work now. "
        "Asked where the plan does not say when it is night.",
    )
    created_at = fields.Datetime(
        string="Made at",
        required=True,
        copy=False,
        default=lambda self: fields.Datetime.now(),
    )
    deleted_at = fields.Datetime(readonly=True, copy=False)
    deleted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    deleted_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Deleted for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The request for which it made room.",
    )
    asks_night = fields.Boolean(compute="_compute_asks_night")
    night_text = fields.Char(
        string="Time at the Customer's",
        compute="_compute_asks_night",
        help="It is made and deleted by night there.",
    )

    _only_one = models.UniqueIndex(
        "(partner_id, company_id) "
        "WHERE scenario = 'fullappsuite' AND deleted_at IS NULL",
        "The customer has a FullAppSuite test database already: delete it first.",
    )

    @api.depends("ticket_id")
    def _compute_subscription_id(self):
        for one in self:
            one.subscription_id = one.ticket_id.subscription_id or one.subscription_id

    @api.depends("ticket_id", "subscription_id")
    def _compute_partner_id(self):
        """Take the customer, not the person who has asked for it."""
        for one in self:
            whose = one.ticket_id.partner_id or one.subscription_id.partner_id
            one.partner_id = whose.commercial_partner_id or one.partner_id

    @api.depends("ticket_id", "subscription_id")
    def _compute_company_id(self):
        for one in self:
            known = one.ticket_id.company_id or one.subscription_id.company_id
            one.company_id = known or one.company_id or self.env.company

    @api.depends("ticket_id")
    def _compute_scenario(self):
        for one in self:
            ticket = one.ticket_id
            one.scenario = ticket.environment_scenario or one.scenario
            one.modality = ticket.environment_modality or one.modality

    @api.depends("scenario")
    def _compute_is_charged(self):
        for one in self:
            one.is_charged = one.scenario == "community"

    @api.depends("scenario", "ticket_id", "partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_asks_night(self):
        now = fields.Datetime.now()
        for one in self:
            by_night = one.scenario == "fullappsuite"
            night = one._get_plan()._is_night(now, one._get_zone())
            one.asks_night = by_night and night is None
            one.night_text = by_night and one._tell_night(now)

    @api.constrains("scenario", "modality", "production_version", "url")
    def _check_scenario(self):
        """Ask for what belongs to each scenario (N7-12, N7-13, N7-17)."""
        for one in self:
            if one.scenario == "enterprise" and not one.modality:
                raise ValidationError(
                    self.env._("Say whether %s is SaaS or SH.", one.url)
                )
            if one.scenario == "fullappsuite" and not one.production_version:
                raise ValidationError(
                    self.env._(
                        "Note from which version of the production %s was made.",
                        one.url,
                    )
                )
            if not is_address(one.url):
                raise ValidationError(
                    self.env._(
                        "“%s” is no address: write it as https://example.com.", one.url
                    )
                )

    @api.constrains("ticket_id", "partner_id")
    def _check_partner_id(self):
        """Refuse a database of another customer than the one who has asked."""
        # sudo: helpdesk.ticket: whose it is does not depend on who asks
        for one in self.sudo().filtered("ticket_id"):
            if one.ticket_id.commercial_partner_id != one.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(number)s is of another customer than %(customer)s: choose "
                        "theirs.",
                        number=one.ticket_id.number,
                        customer=one.partner_id.name,
                    )
                )

    @api.constrains("ticket_id", "scenario")
    def _check_scenario_chosen(self):
        """Refuse a database in another scenario than was chosen for its request."""
        # sudo: helpdesk.ticket: what was chosen does not depend on who asks
        for one in self.sudo().filtered("ticket_id.environment_scenario"):
            if one.scenario != one.ticket_id.environment_scenario:
                raise ValidationError(
                    self.env._(
                        "Another scenario was chosen for %s: make the database in "
                        "that one, or choose anew there.",
                        one.ticket_id.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Note a database that was made; by night where that is asked.

        :raises UserError: it is day, another one is in use, or dates are made up
        """
        self._check_stamps([*vals_list, self._get_context_defaults()])
        for vals in vals_list:
            # before the database refuses it with a word for programmers
            planned = self.new(self._add_missing_default_values(vals))
            planned._check_night(planned.created_at, planned.night_confirmed)
            planned._check_only_one()
        made = super().create(vals_list)
        made.ticket_id.check_access("write")
        made._let_tickets_follow()
        for one in made:
            one._log_on_tickets(self.env._("Test database made: %s", one.url))
        return made

    @api.model
    def _get_context_defaults(self):
        """Return what the context gives to new databases."""
        return {
            name.removeprefix("default_"): value
            for name, value in self.env.context.items()
            if name.startswith("default_")
        }

    def write(self, vals):
        self._check_stamps([vals])
        if changed := FIXED & vals.keys():
            self._check_fixed(vals, changed)
        done = super().write(vals)
        if vals.keys() & {"url", "deleted_at"}:
            self._let_tickets_follow()
        return done

    @api.model
    def _check_stamps(self, vals_list):
        """Refuse dates that somebody makes up; leaders bring the past along.

        :raises UserError: says what to do instead
        """
        if self.env.su:
            return
        given = frozenset().union(*vals_list)
        is_past = "created_at" in given and not self.env.user.has_group(LEADERS)
        if is_past or given & STAMPS:
            raise UserError(
                self.env._(
                    "When a test database was made or deleted is noted by itself: use "
                    "the button, or ask a leader."
                )
            )

    def _check_fixed(self, vals, names):
        """Refuse to make another database of one that is there."""
        for one in self:
            former = one._convert_to_write({name: one[name] for name in names})
            if any(former[name] != vals[name] for name in names):
                raise UserError(
                    self.env._(
                        "%s stays what it is: delete it, and make another one.", one.url
                    )
                )

    def _check_only_one(self):
        """Refuse a second FullAppSuite database in use (N7-16, N7-17).

        :raises UserError: names the one that there is
        """
        if self.scenario != "fullappsuite" or self.deleted_at:
            return
        # sudo: helpdesk.test.environment: one is enough, whoever may read it
        other = self.sudo().search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("scenario", "=", "fullappsuite"),
                ("deleted_at", "=", False),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(customer)s has a test database already: delete %(url)s first.",
                    customer=self.partner_id.name,
                    url=other.url,
                )
            )

    def _check_night(self, now, is_confirmed):
        """Refuse to touch FullAppSuite databases by day (N7-18, A-NAV-27).

        :param datetime now: UTC, when it is done
        :param bool is_confirmed: somebody has made sure that it is night
        :raises UserError: says from when it is possible, or asks to make sure
        """
        if self.scenario != "fullappsuite":
            return
        night = self._get_plan()._is_night(now, self._get_zone())
        if night is None and not is_confirmed:
            raise UserError(
                self.env._(
                    "Make sure first that it is night at %s: the plan does not say "
                    "when that is.",
                    self.partner_id.name,
                )
            )
        if night is False:
            raise UserError(self._tell_night(now))

    def _tell_night(self, now):
        """Return in a sentence what time it is there, and from when it may be done."""
        plan, zone = self._get_plan(), str(self._get_zone())
        time = format_time(self.env, now, tz=zone, time_format="short")
        names = {"customer": self.partner_id.name or "", "time": time, "zone": zone}
        if plan._is_night(now, self._get_zone()) is None:
            return self.env._(
                "At %(customer)s it is %(time)s (%(zone)s).",
                **names,
            )
        return self.env._(
            "At %(customer)s it is %(time)s (%(zone)s): test databases are made and "
            "deleted there from %(start)s until %(stop)s.",
            start=plan._get_hour("night_from"),
            stop=plan._get_hour("night_to"),
            **names,
        )

    def _get_plan(self):
        """Return the plan that says when it is night; empty for none."""
        plan = self.ticket_id._get_plan() if self.ticket_id else False
        return (
            plan
            or self.subscription_id.support_plan_id
            or self.partner_id.support_plan_id
            or self.company_id.support_plan_id
        )

    def _get_zone(self):
        """Return the zone in which the customer works: their own, else the plan's."""
        own = find_zone(self.partner_id.tz)
        return own or find_zone(self._get_plan().tz) or ZoneInfo("UTC")

    def _let_tickets_follow(self):
        (self.ticket_id | self.deleted_ticket_id)._sync_playbook()

    def delete_database(self, ticket=None, confirmed=False):
        """Note that databases are deleted; those of FullAppSuite by night only.

        :param ticket: the request for which they make room, as a record or its id
        :param bool confirmed: somebody has made sure that it is night there
        :raises UserError: it is day, or it is not sure that it is night
        """
        self.check_access("write")
        now = fields.Datetime.now()
        request = self.env["helpdesk.ticket"]._read_named("helpdesk.ticket", ticket)
        request.check_access("write")
        for one in self.filtered(lambda one: not one.deleted_at):
            if request and request.commercial_partner_id != one.partner_id:
                raise UserError(
                    self.env._(
                        "%(number)s is of another customer than %(customer)s: choose "
                        "theirs.",
                        number=request.number,
                        customer=one.partner_id.name,
                    )
                )
            one._check_night(now, confirmed)
            # sudo: helpdesk.test.environment: this is how it is noted
            one.sudo().write(
                {
                    "deleted_at": now,
                    "deleted_by_id": self.env.uid,
                    "deleted_ticket_id": request.id,
                }
            )
            one._log_on_tickets(self.env._("Test database deleted: %s", one.url))

    def _log_on_tickets(self, sentence):
        """Say in the history of the requests what has become of a database."""
        # sudo: helpdesk.ticket: also that of a request that somebody else has
        for ticket in (self.ticket_id | self.deleted_ticket_id).sudo():
            ticket._message_log(body=sentence)

    def action_delete(self):
        """Delete it: the button asks before whether it is night."""
        ticket = self.env.context.get("helpdesk_for_ticket")
        self.delete_database(ticket, confirmed=True)
