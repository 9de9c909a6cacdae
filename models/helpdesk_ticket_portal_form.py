"""The form: what customers are asked in the portal, and what they answer.

What is offered is what is accepted: every id that comes back is looked for among the
records that were offered to this very user (S5, S7).
"""

from datetime import timedelta
from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, plaintext2html

from ..logic.request_form import (
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    clean_line,
    clean_text,
    find_faults,
    read_id,
)
from .groups import ANALYSTS

#: how many tickets somebody may open in the portal, and in which time (S11)
TICKETS_PER_WINDOW = 10
WINDOW = timedelta(hours=1)
#: what is chosen from lists, in the order of the page
CHOICES = ("subscription", "impact", "type", "module", "team", "category")
#: what is published in the portal, record by record
PUBLISHED = [("active", "=", True), ("show_in_portal", "=", True)]


class Form(NamedTuple):
    """What a customer is asked, and what they have answered so far."""

    company: models.Model
    plan: models.Model
    #: {name of CHOICES: records to choose from}
    offered: dict
    #: {name of CHOICES: the record that is chosen, or none}
    chosen: dict
    #: names of CHOICES that are on the page, and that have to be answered
    shown: frozenset
    required: frozenset
    subject: str
    description: str
    steps: str


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    portal_key = fields.Char(
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="The form that has made it: sent again, it makes no second ticket.",
    )

    _portal_key_unique = models.UniqueIndex(
        "(create_uid, portal_key) WHERE portal_key IS NOT NULL"
    )

    @api.model
    def _take_portal_turn(self):
        """Let one form of a user be handled at a time: who clicks twice, or sends many.

        The later one starts again when the first is through, as Odoo lets every
        request that meets another, and finds what the first has done.
        """
        query = "UPDATE res_users SET write_date = write_date WHERE id = %s"
        self.env.cr.execute(SQL(query, self.env.uid))

    @api.model
    def _find_sent(self, key):
        """Return the ticket that this very form has made already, or none.

        :param key: what tells the form from others, or False
        """
        # sudo: helpdesk.ticket: one that the user has opened
        opened = self.sudo().with_context(active_test=False)
        mine = [("create_uid", "=", self.env.uid), ("portal_key", "=", key)]
        return opened.search(mine, limit=1) if key else opened

    @api.model
    def _read_portal_form(self, given):
        """Return the form that the user gets, with what they have answered.

        :param given: {name: text} as a browser sends it, or whatever somebody else does
        :rtype: Form
        """
        offered = self._get_portal_offers()
        self._choose_subscription_company(offered, given)
        chosen = _choose(offered, given)
        company = self._get_portal_company(chosen)
        plan = self._find_portal_plan(company, chosen)
        offered |= self._get_plan_offers(plan, company)
        shown = self._get_shown_choices(offered)
        return Form(
            company=company,
            plan=plan,
            offered=offered,
            chosen=_choose(offered, given),
            shown=shown,
            required=self._get_required_choices() & shown,
            subject=clean_line(given.get("subject")),
            description=clean_text(given.get("description")),
            steps=clean_text(given.get("steps")),
        )

    @api.model
    def _get_portal_offers(self):
        """Return {name: records} of what depends on the user only."""
        user, teams = self.env.user, self.env["helpdesk.ticket.team"]
        if self.env.company.helpdesk_mgmt_portal_select_team:
            teams = teams.search(PUBLISHED)
        # sudo: sale.subscription: of the user's own company, in companies of theirs
        subscriptions = self.env["sale.subscription"].sudo()
        # sudo: res.partner: only which contacts belong to the same customer
        customer = user.partner_id.sudo().commercial_partner_id
        return {
            "subscription": subscriptions.search(
                [
                    ("partner_id.commercial_partner_id", "=", customer.id),
                    ("company_id", "in", user.company_ids.ids),
                    ("stage_id.type", "=", "in_progress"),
                ]
            ),
            "team": teams,
            "category": self.env["helpdesk.ticket.category"].search(PUBLISHED),
        }

    @api.model
    def _choose_subscription_company(self, offered, given):
        """Offer only teams and categories of the company that serves a subscription."""
        company = _choose(offered, given)["subscription"].company_id
        for name in ("team", "category") if company else ():
            offered[name] = offered[name].filtered(
                lambda record: record.company_id.id in (False, company.id)
            )

    @api.model
    def _get_portal_company(self, chosen):
        """Return the company that a ticket with these choices is of."""
        named = (
            chosen[name].company_id for name in ("subscription", "category", "team")
        )
        return next(filter(None, named), self.env.company)

    @api.model
    def _find_portal_plan(self, company, chosen):
        """Return the plan that a ticket with these choices will have, with its parts.

        :rtype: helpdesk.support.plan, with sudo
        """
        # sudo: helpdesk.ticket: customers are told what their own plan offers them
        draft = self.sudo().new(
            {
                "company_id": company.id,
                "partner_id": self.env.user.partner_id.id,
                "subscription_id": chosen["subscription"].id,
                "team_id": chosen["team"].id,
            }
        )
        return draft._find_plan()

    @api.model
    def _get_plan_offers(self, plan, company):
        """Return {name: records} of what a plan publishes (COB-49, NAV-3.2-60)."""
        # sudo: helpdesk.ticket.type: those that are published to the plan's customers
        types = self.env["helpdesk.ticket.type"].sudo()
        if plan.portal_ask_type or self.env.company.helpdesk_mgmt_portal_type:
            types = types.search([*PUBLISHED, ("plan_ids", "in", [False, plan.id])])
        # sudo: helpdesk.ticket.tag: as the types
        modules = self.env["helpdesk.ticket.tag"].sudo()
        if plan.portal_ask_module:
            modules = modules.search(
                [
                    *PUBLISHED,
                    ("dimension", "=", "module"),
                    ("company_id", "in", [False, company.id]),
                ]
            )
        impacts = plan.severity_ids.filtered("customer_choice")
        return {
            "impact": impacts.sorted("priority"),
            "type": types,
            "module": modules,
        }

    @api.model
    def _get_shown_choices(self, offered):
        """Return which lists are on the page: OCA's options decide on some."""
        hidden = {name for name, records in offered.items() if not records}
        if not self.env.company.helpdesk_mgmt_portal_select_category:
            hidden.add("category")
        if len(offered["subscription"]) < 2:
            hidden.add("subscription")
        return frozenset(CHOICES) - hidden

    @api.model
    def _get_required_choices(self):
        """Return which lists have to be answered, where they are on the page."""
        company = self.env.company
        asks_type = company.helpdesk_mgmt_portal_type
        required = {
            "subscription": True,
            "team": company.helpdesk_mgmt_portal_team_id_required,
            "category": company.helpdesk_mgmt_portal_category_id_required,
            "type": asks_type and company.helpdesk_mgmt_portal_type_id_required,
        }
        return frozenset(name for name, needed in required.items() if needed)

    @api.model
    def _find_portal_faults(self, form, given):
        """Return {name: one sentence} of what is wrong with the answers."""
        faults = find_faults(form.subject, form.description, form.steps)
        sentences = {
            name: self._explain_fault(name, fault) for name, fault in faults.items()
        }
        for name in CHOICES:
            # an answer to what is not asked is no fault, and not taken
            if form.chosen[name] or not form.offered[name]:
                continue
            if given.get(name):
                sentences[name] = self.env._("Please choose one of these.")
            elif name in form.required:
                sentences[name] = self.env._("Please choose one.")
        for name in self._find_misfits(form):
            sentences[name] = self.env._(
                "This does not go with the rest: please choose another one."
            )
        return sentences

    @api.model
    def _explain_fault(self, name, fault):
        if fault == "too_long":
            longest = LONGEST_SUBJECT if name == "subject" else LONGEST_TEXT
            return self.env._("Please shorten it to %s characters.", longest)
        if name == "subject":
            return self.env._("Please write a subject: a few words are enough.")
        return self.env._("Please tell us what happens.")

    @api.model
    def _find_misfits(self, form):
        """Return what is of another company, or not for the team (S5)."""
        team, kind = form.chosen["team"], form.chosen["type"]
        is_elsewhere = team.company_id and team.company_id != form.company
        is_not_theirs = kind and team.type_ids and kind not in team.type_ids
        misfits = {"team": is_elsewhere, "type": is_not_theirs}
        return [name for name, is_misfit in misfits.items() if is_misfit]

    @api.model
    def _check_portal_rate(self):
        """Refuse somebody who opens ticket after ticket (S11).

        :raises UserError: one sentence
        """
        since = fields.Datetime.now() - WINDOW
        # sudo: helpdesk.ticket: only how many the user has opened
        opened = self.sudo().with_context(active_test=False)
        mine = [("create_uid", "=", self.env.uid), ("create_date", ">", since)]
        if opened.search_count(mine, limit=TICKETS_PER_WINDOW) >= TICKETS_PER_WINDOW:
            raise UserError(
                self.env._(
                    "You have opened %s tickets within an hour: please wait a while, "
                    "or write into one of them.",
                    TICKETS_PER_WINDOW,
                )
            )

    @api.model
    def _prepare_portal_vals(self, form):
        """Return the values of a ticket that helpdesk_mgmt's controller does not give.

        What the customer says of the impact is kept; the stars are the desk's to decide
        on (A-COB-13).
        """
        chosen = form.chosen
        return {
            "company_id": form.company.id,
            "description": self._write_portal_description(form),
            "requested_priority": chosen["impact"].priority,
            "tag_ids": [fields.Command.set(chosen["module"].ids)],
            "type_id": chosen["type"].id,
            **({"subscription_id": sub.id} if (sub := chosen["subscription"]) else {}),
        }

    @api.model
    def _write_portal_description(self, form):
        """Return what happens, and the steps below a heading, as HTML."""
        description = plaintext2html(form.description)
        if not form.steps:
            return description
        heading = Markup("<p><strong>%s</strong></p>") % self.env._("Steps")
        return description + heading + plaintext2html(form.steps)

    def _attach_uploads(self, uploads):
        """Keep files with a ticket, as the user's own.

        :param uploads: as `_read_uploads` gives them
        """
        self.ensure_one()
        # sudo: ir.attachment: of a ticket that the user may answer
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, content in uploads
            ]
        )


def _choose(offered, given):
    """Return {name: the record that is chosen, or none} of what is offered.

    The only subscription needs not be chosen.
    """
    chosen = {}
    for name, records in offered.items():
        wanted = read_id(given.get(name))
        chosen[name] = records.filtered(lambda record, key=wanted: record.id == key)
        if name == "subscription" and len(records) == 1 and not given.get(name):
            chosen[name] = records
    return chosen
