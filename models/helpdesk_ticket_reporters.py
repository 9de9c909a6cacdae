"""Reporters: how many people report the same critical failure (COB-52, A-COB-08)."""

from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize

CRITICAL = "3"
#: facts with which others may come to report the same
SHARED = {
    *("registered", "reopen", "merge"),
    *("set_partner", "set_plan", "set_stars", "set_tags", "set_type"),
}
#: what is read of tickets to find out whose reports are the same
COMPARED = ("company_id", "module_tag_ids", "partner_id", "plan_id", "type_id")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _count_reporters(self):
        """Return {ticket id: how many different people report what it is about}.

        They are the contacts of the ticket, of its duplicates, and of other critical
        tickets of its plan that are open, of its type, and about a module of its own.
        """
        found = self._find_same_reports()
        return {
            ticket.id: (ticket | found[ticket])._count_contacts() for ticket in self
        }

    def _look_at_same_reports(self, now, facts):
        """Look at the others, too, that report what tickets with new facts do.

        :param datetime now: UTC
        :param facts: {ticket id: Facts}
        """
        changed = self.browse(
            key
            for key, found in facts.items()
            if SHARED & {fact.kind for fact in found}
        ).filtered(lambda ticket: ticket.priority == CRITICAL or ticket.duplicate_id)
        terms = changed._get_plan()._load_escalation_terms(now)
        asked = changed.filtered(
            lambda it: it.plan_id and terms[it.plan_id.id].asks_reporters
        )
        if asked:
            others = self.browse().union(*asked._find_same_reports().values())
            others = (others | asked.duplicate_id) - changed
            still_open = others.filtered(lambda ticket: not ticket.stage_id.closed)
            still_open._resync_escalation_steps(now)

    def _find_same_reports(self):
        """Return {ticket: the others that report the same}, in a few queries."""
        # sudo: helpdesk.ticket: how many there are does not depend on who works
        tickets = self.sudo().with_context(active_test=False)
        critical = tickets.filtered(lambda ticket: ticket.priority == CRITICAL)
        duplicates = tickets.search([("duplicate_id", "in", tickets.ids)])
        duplicates = duplicates.grouped("duplicate_id")
        alike = critical._find_candidates()
        return {
            mine.with_env(self.env): (
                duplicates.get(mine, mine.browse()) | mine._find_alike(alike) - mine
            ).with_env(self.env)
            for mine in tickets
        }

    def _find_candidates(self):
        """Return {subject: tickets that may report what one of these, critical, does}.

        :return: by what has to be the same, which `_get_subjects` tells
        """
        if not self.module_tag_ids:
            return {}
        found = self.search(
            Domain("closed", "=", False)
            & Domain("active", "=", True)
            & Domain("priority", "=", CRITICAL)
            & Domain("plan_id", "in", self.plan_id.ids)
            & Domain("module_tag_ids", "in", self.module_tag_ids.ids)
        )
        found.fetch(COMPARED)
        by_subject = defaultdict(list)
        for ticket in found:
            for subject in ticket._get_subjects():
                by_subject[subject].append(ticket.id)
        return by_subject

    def _get_subjects(self):
        """Return what a critical ticket is about; one that is shared is enough."""
        if self.priority != CRITICAL:
            return []
        about = (self.plan_id.id, self.company_id.id, self.type_id.id)
        return [(*about, tag.id) for tag in self.module_tag_ids]

    def _find_alike(self, by_subject):
        """Return the tickets that share a subject with this one, itself among them."""
        keys = (
            key for about in self._get_subjects() for key in by_subject.get(about, ())
        )
        return self.browse(dict.fromkeys(keys))

    def _count_contacts(self):
        """Return how many people these tickets come from; nobody counts twice."""
        # sudo: helpdesk.ticket: numbers only; contacts may be of other companies
        tickets = self.sudo()
        contacts = tickets.partner_id
        strangers = {
            email_normalize(ticket.partner_email or "")
            for ticket in tickets
            if not ticket.partner_id
        }
        known = set(contacts.mapped("email_normalized"))
        return len(contacts) + len(strangers - known - {False})
