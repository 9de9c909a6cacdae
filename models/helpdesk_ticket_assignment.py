"""Assignment: who of a level gets a ticket: the least busy of those who work now."""

from odoo import models

from ..logic.escalation import Candidate, share_out
from ..logic.zones import to_local

#: stars with which nobody waits for the opening
CRITICAL = "3"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _find_least_busy(self, level, now):
        """Return who of a level's people should get the ticket.

        :param level: the helpdesk.support.level
        :param datetime now: UTC
        :rtype: res.users; empty where nobody works there, or all are on leave
        """
        self.ensure_one()
        return self._find_assignees(level, now)[self]

    def _find_assignees(self, level, now):
        """Return {ticket: who of a level should get it}, shared out among them.

        The least busy of those who are at work just now: their own hours and leave, as
        far as they are known, else the hours of the plan. All of a batch are decided on
        with a constant number of queries.

        :param level: the helpdesk.support.level
        :param datetime now: UTC
        """
        shares = {}
        for company, tickets in self.grouped("company_id").items():
            people = level._get_people(company)
            candidates = tickets[:1]._get_candidates(people, now)
            found = share_out(len(tickets), candidates)
            users = (self.env["res.users"].browse(key or ()) for key in found)
            shares.update(zip(tickets, users, strict=True))
        return shares

    def _get_candidates(self, people, now):
        """Return users as logic knows them: how busy they are, and whether at work."""
        load = self._get_load(people)
        resources = self._get_resources(people)
        away = self._find_away(resources, now)
        return [
            Candidate(
                user.id,
                load[user],
                self._is_working(resources.get(user), now),
                user in away,
            )
            for user in people
        ]

    def _get_resources(self, people):
        """Return {user: their resource.resource}, of those who have one."""
        # sudo: resource.resource: only whether somebody is at work
        found = self.env["resource.resource"].sudo()
        resources = found.search(
            [
                ("user_id", "in", people.ids),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        )
        return {resource.user_id.with_env(self.env): resource for resource in resources}

    def _find_away(self, resources, now):
        """Return the users who are on leave: time off of their own."""
        if not resources:
            return set()
        # sudo: resource.calendar.leaves: as above, and never why
        found = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "in", [one.id for one in resources.values()]),
                    ("time_type", "=", "leave"),
                    ("date_from", "<=", now),
                    ("date_to", ">", now),
                ]
            )
        )
        return {user for user, one in resources.items() if one in found.resource_id}

    def _is_working(self, resource, now):
        """Return whether somebody works at an instant, by their hours or the plan's."""
        calendar = (resource and resource.calendar_id) or self._get_plan().calendar_id
        timeline = calendar and calendar._get_timeline(now.year - 1, now.year + 3)
        return not timeline or timeline.is_open(now)

    def _get_activity_day(self, now):
        """Return for which day something is to be done, in the plan's zone (A-COB-18).

        Today, unless the desk is closed: then the day on which it opens. What is
        critical waits for no opening.

        :param datetime now: UTC
        :rtype: datetime.date
        """
        self.ensure_one()
        instant = now
        if self.priority != CRITICAL:
            calendar = self._get_plan().calendar_id
            timeline = calendar and calendar._get_timeline(now.year - 1, now.year + 3)
            instant = (timeline and timeline.next_opening(now)) or now
        return to_local(instant, self._get_plan_zone()).date()


class HelpdeskSupportLevel(models.Model):
    _inherit = "helpdesk.support.level"  # pylint: disable=consider-merging-classes-inherited

    def _get_people(self, company):
        """Return who may get tickets of a company: the level's people, or its team's.

        :rtype: res.users; empty where nobody is named
        """
        self.ensure_one()
        # sudo: helpdesk.support.level: who works where is no secret to analysts
        people = self.sudo().user_ids or self.sudo().team_id.user_ids
        theirs = people.filtered(
            lambda user: user.active and company in user.company_ids
        )
        return theirs.with_env(self.env)
