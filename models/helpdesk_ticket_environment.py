"""Environment: a customer asks for a database to test in."""

from odoo import api, fields, models

from ..logic.playbook import Environment
from ..logic.zones import find_zone, to_local
from .groups import ANALYSTS
from .helpdesk_test_environment import MODALITIES, SCENARIOS
from .telling_selection import TellingSelection

#: code of the step with which the commercial area agrees
EXTENDED = "trial_extended"
WATCHED = frozenset(
    {
        *("environment_cause", "environment_communal"),
        *("environment_modality", "environment_scenario"),
    }
)


class HelpdeskTicket(models.Model):
    """What procedure No.7 asks for: NAV-3.4.1.N7, A-NAV-25 … A-NAV-27."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    environment_cause = fields.Text(
        string="What the Test Database Is for",
        copy=False,
        groups=ANALYSTS,
        help="Why the customer asks for it.",
    )
    environment_communal = TellingSelection(
        [
            ("accepted", "It is enough for them"),
            ("declined", "They need their own"),
        ],
        string="Communal Test Database",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="What the customer says to the test database that all share.",
    )
    environment_scenario = TellingSelection(
        SCENARIOS,
        string="Hosting of the Customer",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="Enterprise: free, and customers get a manual. FullAppSuite: one "
        "database, made by night. Others pay for it.",
    )
    environment_modality = TellingSelection(
        MODALITIES, string="Modality", copy=False, groups=ANALYSTS, tracking=True
    )
    environment_ids = fields.One2many(
        "helpdesk.test.environment",
        "ticket_id",
        string="Test Databases",
        groups=ANALYSTS,
    )
    environment_former_ids = fields.Many2many(
        "helpdesk.test.environment",
        string="Former Test Databases",
        compute="_compute_environment_former_ids",
        groups=ANALYSTS,
        help="Of the same customer, made for other requests and still in use.",
    )
    environment_url = fields.Char(
        string="Address of the Test Database",
        compute="_compute_environment_url",
        groups=ANALYSTS,
    )
    environment_asks_night = fields.Boolean(
        compute="_compute_environment_night", groups=ANALYSTS
    )
    environment_night_text = fields.Char(
        string="Time at the Customer's",
        compute="_compute_environment_night",
        groups=ANALYSTS,
        help="FullAppSuite test databases are made and deleted by night there.",
    )
    environment_start = fields.Date(
        string="Service Began on",
        related="subscription_id.date_start",
        related_sudo=True,
        groups=ANALYSTS,
    )

    def _compute_environment_former_ids(self):
        known = self._find_environments()
        for ticket in self:
            theirs = known.get(ticket._get_environment_key(), ())
            ticket.environment_former_ids = self.environment_ids.browse(
                one.id for one in theirs if ticket._is_former(one)
            )

    @api.depends("environment_ids.deleted_at", "environment_ids.url")
    def _compute_environment_url(self):
        for ticket in self:
            in_use = ticket.environment_ids.filtered(lambda one: not one.deleted_at)
            ticket.environment_url = in_use[:1].url

    @api.depends("environment_scenario", "partner_id", "plan_id")
    @api.depends_context("lang")
    def _compute_environment_night(self):
        for ticket in self:
            one = ticket.environment_ids.new({"ticket_id": ticket._origin.id})
            one.scenario = ticket.environment_scenario
            ticket.environment_asks_night = one.asks_night
            ticket.environment_night_text = one.night_text

    def _get_playbook_watched(self):
        return super()._get_playbook_watched() | WATCHED

    def _collect_playbook_facts(self, now):
        """Add what is known of a test database, and whether it is night there."""
        found = super()._collect_playbook_facts(now)
        # sudo: helpdesk.ticket: what a check sees does not depend on who looks
        desk = self.sudo()
        asking = desk.filtered("environment_scenario")
        known = asking._find_environments()
        for ticket in desk:
            theirs = known.get(ticket._get_environment_key(), ())
            found[ticket.id]["environment"] = ticket._to_environment(theirs, now)
        return found

    def _find_environments(self):
        """Return {(customer id, company id): their FullAppSuite and own databases}."""
        # sudo: helpdesk.test.environment: what there is, whoever looks
        environments = self.env["helpdesk.test.environment"].sudo()
        customers = self.commercial_partner_id.ids
        found = (
            environments.search([("partner_id", "in", customers)])
            if customers
            else environments
        )
        return found.grouped(lambda one: (one.partner_id.id, one.company_id.id))

    def _get_environment_key(self):
        return self.commercial_partner_id.id, self.company_id.id

    def _is_former(self, environment):
        """Return whether a database has to go before this ticket's is made."""
        return (
            environment.scenario == "fullappsuite"
            and not environment.deleted_at
            and environment.ticket_id != self
        )

    def _is_own_database(self, environment):
        """Return whether a database was made for this ticket, as was chosen."""
        return (
            environment.ticket_id == self
            and not environment.deleted_at
            and environment.scenario == self.environment_scenario
        )

    def _to_environment(self, theirs, now):
        """Return what checks look at of a test database, as logic knows it.

        :param theirs: the customer's databases
        :param datetime now: UTC
        """
        own = [one for one in theirs if self._is_own_database(one)]
        plan, zone = self._get_plan(), self._get_plan_zone()
        asked_at = self.create_date or now
        return Environment(
            customer=bool(self.partner_id),
            cause=self.environment_cause or "",
            asked_on=to_local(asked_at, zone).date(),
            started_on=self.subscription_id.date_start or None,
            extended=self._is_trial_extended(),
            communal=self.environment_communal or None,
            scenario=self.environment_scenario or None,
            modality=self.environment_modality or None,
            previous=sum(self._is_former(one) for one in theirs),
            deleted=any(one.deleted_ticket_id == self for one in theirs),
            url=own[0].url if own else "",
            night=plan._is_night(now, self._get_customer_zone()),
            night_from=plan._get_hour("night_from"),
        )

    def _is_trial_extended(self):
        """Return whether the commercial area has agreed after the first month."""
        return self._is_playbook_about(EXTENDED) and any(
            row.step_id.code == EXTENDED and row.state == "done"
            for row in self.step_ids
        )

    def _get_customer_zone(self):
        """Return the zone in which the customer works: their own, else the plan's."""
        # sudo: res.partner: only where they are
        zone = find_zone(self.commercial_partner_id.sudo().tz)
        return zone or self._get_plan_zone()
