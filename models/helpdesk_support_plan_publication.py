"""Publication: a plan as its customers read it, and who they are (NAV-1.3-03)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..logic.zones import find_zone, to_local
from .groups import ANALYSTS
from .helpdesk_ticket_impact import IMPACTS
from .sla_wording import name_zone

#: what is a promise to customers; how long a level has a ticket is the desk's business
PUBLIC_METRICS = ("response", "diagnosis", "resolution", "update")
#: channels that are no place to go to
UNNAMED = ("other", False)
#: where articles are
HELP = "/help"
#: how far ahead holidays are told
AHEAD = relativedelta(months=12)


class HelpdeskSupportPlan(models.Model):
    _inherit = "helpdesk.support.plan"  # pylint: disable=consider-merging-classes-inherited

    notice_log = fields.Text(
        string="Customers Notified",
        copy=False,
        readonly=True,
        groups=ANALYSTS,
        help="When customers were told of changes, by whom, and how many.",
    )

    # whose plan it is

    @api.model
    def _find_published(self, reader):
        """Return {plan: its subscriptions} of what holds for a reader, in order.

        The plan of each subscription in progress; of one without, and of a customer
        who has none, that of the customer, else of the company that attends to them.

        :param reader: a res.users
        :rtype: dict of helpdesk.support.plan, with all rights, to sale.subscription
        """
        # sudo: res.users: whose contact and company they are
        user = reader.sudo()
        return self._choose_plans(user, self._find_in_progress(user.partner_id))

    @api.model
    def _find_in_progress(self, partners):
        """Return the subscriptions in progress of these contacts' companies."""
        # sudo: sale.subscription: people read what was promised to their own company
        subscriptions = self.env["sale.subscription"].sudo()
        return subscriptions.search(
            [
                ("partner_id", "child_of", partners.commercial_partner_id.ids),
                ("stage_id.type", "=", "in_progress"),
            ],
            order="id",
        )

    @api.model
    def _choose_plans(self, user, subscriptions):
        """Return {plan: subscriptions} of a user, whose company has these."""
        customer, plans = user.partner_id, {}
        for subscription in subscriptions or [subscriptions]:
            company = subscription.company_id or user.company_id
            candidates = (
                subscription.support_plan_id,
                customer.support_plan_id,
                customer.commercial_partner_id.support_plan_id,
                company.support_plan_id,
            )
            valid = (plan for plan in candidates if plan and plan._is_for(company.id))
            if plan := next(valid, None):
                plans[plan] = plans.get(plan, subscriptions.browse()) | subscription
        return plans

    # what it says

    def _present_plan(self, reader, now=None):
        """Return the plan in public words, as plain data that a page only prints.

        Neither stars nor levels, and nothing that holds for other customers only. The
        caller has found the plan to be the reader's; see `_find_published`.

        :param reader: a res.users, whose zone is told where it is another
        :param datetime now: UTC; the present one if it is not given
        """
        self.ensure_one()
        now = now or fields.Datetime.now()
        # sudo: helpdesk.support.plan: the caller has found it to be the reader's own
        plan = self.sudo()
        return {
            "name": plan.name,
            "hours": plan._present_hours(reader, now),
            "channels": plan._present_channels(),
            "contacts": _split_lines(plan.contact_info),
            "impacts": [
                {
                    "name": severity.name,
                    "definition": severity.description or "",
                    "example": severity.example or "",
                }
                for severity in plan.severity_ids.sorted("priority", reverse=True)
            ],
            "targets": plan._present_targets(reader),
            "our_duties": _split_lines(plan.provider_duties),
            "their_duties": _split_lines(plan.customer_duties),
            "exclusions": _split_lines(plan.exclusions),
            "closing": plan._present_closing(),
            "holidays": plan._present_holidays(now),
            "links": plan._present_links(),
        }

    def _present_hours(self, reader, now):
        """Return the hours in the plan's zone, and in the reader's if it is another.

        :return: {text, zone, theirs: {text, zone} or None}, or None without hours
        """
        calendar = self.calendar_id
        text = calendar._format_hours()
        if not text:
            return None
        zone = find_zone(calendar.tz) or ZoneInfo(self.tz)
        # sudo: res.users: only their own zone
        own = find_zone(reader.sudo().tz)
        later = own and _get_minutes_between(now, zone, own)
        theirs = later and {
            "text": calendar._format_hours(later),
            "zone": name_zone(self.env, own.key),
        }
        return {
            "text": text,
            "zone": name_zone(self.env, zone.key),
            "theirs": theirs or None,
        }

    def _present_channels(self):
        """Return the names of the channels, {official: […], unofficial: […]}."""
        # sudo: helpdesk.ticket.channel: how to reach the desk is no secret
        channels = self.env["helpdesk.ticket.channel"].sudo()
        found = channels.search(
            [
                ("active", "=", True),
                (
                    "company_id",
                    "in",
                    [False, self.company_id.id or self.env.company.id],
                ),
            ]
        ).filtered(lambda channel: channel.code not in UNNAMED)
        official = found.filtered("official")
        return {
            "official": official.mapped("name"),
            "unofficial": (found - official).mapped("name"),
        }

    def _present_targets(self, reader):
        """Return the promises as a table in public words.

        :return: {columns: [label], rows: [{label, cells: [{label, text, is_promise}]}]}
        """
        # sudo: res.users: only whom they are of, who may have targets of their own
        customer = reader.sudo().partner_id
        partners = {customer.id, customer.commercial_partner_id.id}
        table = self._get_promise_table(partners)
        cells = table["cells"].values()
        labels = self._get_public_metrics()
        # a measure that the plan never speaks of is no promise that was left open
        metrics = [
            metric
            for metric in PUBLIC_METRICS
            if any(row.get(metric, {}).get("policy_id") for row in cells)
        ]
        return {
            "columns": [labels[metric] for metric in metrics],
            "rows": [
                {
                    "label": self._get_public_row_label(row),
                    "cells": [
                        {
                            "label": labels[metric],
                            "text": table["cells"][row["key"]][metric]["text"],
                            "is_promise": table["cells"][row["key"]][metric][
                                "is_promise"
                            ],
                        }
                        for metric in metrics
                    ],
                }
                for row in table["rows"]
                if metrics
            ],
        }

    def _get_public_metrics(self):
        return self.env["helpdesk.ticket"]._get_public_metrics()

    def _get_public_row_label(self, row):
        """Return what customers call a kind of ticket: never by stars."""
        stars = row.get("stars")
        if not stars:
            return row["label"]
        severity = self.severity_ids.filtered(lambda one: one.priority == stars)
        impacts = self.env["helpdesk.ticket"]._fields["impact"]
        names = dict(impacts._description_selection(self.env))
        name = severity.name or names[IMPACTS[3 - int(stars)][0]]
        if not self.policy_ids.type_ids:
            return name
        return self.env._("Any of them, with the impact “%s”", name)

    def _present_closing(self):
        """Return how a ticket ends, in sentences."""
        told = {
            "none": self.env._(
                "When your ticket is solved, we tell you what was done."
            ),
            "customer": self.env._(
                "Before your ticket is closed, we ask you whether the solution works."
            ),
            "authorised": self.env._(
                "Before your ticket is closed, an authorised contact of your company "
                "accepts the solution."
            ),
        }
        sentences = [told[self.validation]]
        if self.validation != "none" and self.validation_reminder_days:
            sentences.append(
                self.env._(
                    "While we wait for your answer, we remind you every %s days.",
                    self.validation_reminder_days,
                )
                if self.validation_reminder_days > 1
                else self.env._("While we wait for your answer, we remind you daily.")
            )
        if self.validation != "none" and self.autoclose_days:
            sentences.append(
                self.env._(
                    "If we hear nothing, we close the ticket %s days after we have "
                    "proposed the solution.",
                    self.autoclose_days,
                )
            )
        sentences.append(self._tell_reopening())
        return sentences

    def _tell_reopening(self):
        if not self.reopen_days:
            return self.env._("If something is still wrong after that, open a new one.")
        if self.reopen_days == 1:
            return self.env._(
                "If something is still wrong, you can reopen it within a day; after "
                "that, a new ticket goes on with it."
            )
        return self.env._(
            "If something is still wrong, you can reopen it within %s days; after "
            "that, a new ticket goes on with it.",
            self.reopen_days,
        )

    def _present_holidays(self, now):
        """Return the days off of the next twelve months, [{day, name}], in order.

        :param datetime now: UTC
        """
        calendar = self.calendar_id
        if not calendar:
            return []
        leaves = self.env["resource.calendar.leaves"].search(
            [
                *calendar._get_holiday_domain(),
                ("calendar_id", "in", [False, calendar.id]),
                ("date_to", ">=", now),
                ("date_from", "<", now + AHEAD),
            ],
            order="date_from, id",
        )
        zone = find_zone(calendar.tz) or ZoneInfo(self.tz)
        return [
            {"day": self._tell_days(leave, zone), "name": leave.name or ""}
            for leave in leaves
        ]

    def _tell_days(self, leave, zone):
        """Return when a time off is, in words: a day, several days, or some hours."""
        start, stop = to_local(leave.date_from, zone), to_local(leave.date_to, zone)
        last = stop - timedelta(seconds=1) if stop > start else stop
        day = format_date(self.env, start.date(), date_format="EEEE d MMMM y")
        if start.date() != last.date():
            until = format_date(self.env, last.date(), date_format="EEEE d MMMM y")
            return self.env._("%(first)s to %(last)s", first=day, last=until)
        if stop - start < timedelta(hours=23):
            return f"{day}, {start:%H:%M}–{stop:%H:%M}"
        return day

    def _present_links(self):
        """Return where customers help themselves, [{url, label}] (COB-28 … -30)."""
        links = [
            (self.user_manual_url, self.env._("User manual")),
            (self.video_tutorials_url, self.env._("Video tutorials")),
            (HELP, self.env._("Frequent questions")),
            (self.website_url, self.env._("Website")),
        ]
        return [{"url": _to_url(url), "label": label} for url, label in links if url]

    # who is told of changes

    def _find_notice_recipients(self, now=None):
        """Return the contacts to be told of a change of the plan, each address once.

        Portal users of customers who have it, and who opened tickets of it in the last
        year; a company only where nobody of its people is among them. Not our own, nor
        those who do not want mails.

        :rtype: res.partner
        """
        self.ensure_one()
        now = now or fields.Datetime.now()
        # sudo: res.partner, res.users: a leader tells all who have the plan, also those
        # whose contacts they would not find by themselves
        partners = self._find_portal_holders() | self._find_openers(now)
        customers = partners.filtered(
            lambda partner: partner.partner_share
            and not partner.commercial_partner_id.ref_company_ids
        )
        people = customers.filtered(lambda partner: not partner.is_company)
        companies = customers - people - people.commercial_partner_id
        return self._find_wanting_mails(people | companies)

    @api.model
    def _find_wanting_mails(self, partners):
        """Return who of these contacts can be written to, and wants it, once each."""
        chosen = {}
        for partner in partners.sorted("id"):
            address = partner.email_normalized
            if address and partner.active and not partner.is_blacklisted:
                chosen.setdefault(address, partner.id)
        return partners.browse(chosen.values())

    def _find_openers(self, now):
        # sudo: helpdesk.ticket, res.partner: only whose tickets they are
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        found = tickets._read_group(
            [
                ("plan_id", "=", self.id),
                ("partner_id", "!=", False),
                ("create_date", ">=", now - relativedelta(years=1)),
            ],
            ["partner_id"],
        )
        return tickets.partner_id.union(*(partner for (partner,) in found))

    def _find_portal_holders(self):
        """Return the portal users for whom the plan is the one that holds."""
        # sudo: res.users: a leader tells all of them; whose plan it is, is found below
        users = self.env["res.users"].sudo()
        portal = self.env.ref("base.group_portal").ids
        found = users.search([("share", "=", True), ("all_group_ids", "in", portal)])
        owned = self._find_in_progress(found.partner_id).grouped(
            lambda subscription: subscription.partner_id.commercial_partner_id
        )
        none = self._find_in_progress(users.partner_id)
        return found.filtered(
            lambda user: self
            in self._choose_plans(
                user, owned.get(user.partner_id.commercial_partner_id, none)
            )
        ).partner_id


def _split_lines(text):
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _get_minutes_between(now, zone, other):
    """Return by how much the clocks of another zone are ahead at an instant."""
    ahead = to_local(now, other) - to_local(now, zone)
    return round(ahead.total_seconds() / 60)


def _to_url(address):
    """Return an address that a link may lead to: of a page, of nothing else."""
    is_page = address.startswith(("http://", "https://", "/"))
    return address if is_page else f"https://{address}"
