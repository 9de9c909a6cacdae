"""Tests: whether the solution works, in which databases, and who has seen it."""

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import is_html_empty, plaintext2html

from .groups import ANALYSTS

#: what is kept of who has tested, and when; nobody writes it by hand
TESTED = ("tested_at", "tested_by_id")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # NAV-3.4.1.N1-20, N3-14, N4-12
    test_result = fields.Text(
        string="Test Results",
        copy=False,
        groups=ANALYSTS,
        help="What was tested after the correction, and what came of it.",
    )
    test_state = fields.Selection(
        [("pass", "Works"), ("fail", "Fails")],
        string="Conclusion",
        copy=False,
        groups=ANALYSTS,
        tracking=True,
        help="What the last test has come to.",
    )
    tested_by_id = fields.Many2one(
        "res.users",
        string="Tested by",
        copy=False,
        readonly=True,
        ondelete="set null",
        groups=ANALYSTS,
    )
    tested_at = fields.Datetime(
        string="Tested at", copy=False, readonly=True, groups=ANALYSTS
    )
    database_ids = fields.One2many(
        "helpdesk.ticket.database",
        "ticket_id",
        string="Affected Databases",
        copy=False,
        groups=ANALYSTS,
        help="Where the customer has the problem: the solution is tested in each.",
    )

    def _prepare_write_tests(self, vals):
        """Note who has tested, and when, with what came of it."""
        for name in TESTED:
            vals.pop(name, None)
        if "test_state" in vals or vals.get("test_result"):
            tested = bool(vals.get("test_state", True))
            vals["tested_by_id"] = tested and self.env.uid
            vals["tested_at"] = tested and fields.Datetime.now()

    def _get_playbook_watched(self):
        watched = {"database_ids", "test_result", "test_state"}
        return super()._get_playbook_watched() | watched

    def _collect_playbook_facts(self, now):
        facts = super()._collect_playbook_facts(now)
        # sudo: helpdesk.ticket: what a check sees does not depend on who looks
        for ticket in self.sudo():
            facts[ticket.id].update(
                tests_result=ticket.test_result or "",
                tests_state=ticket.test_state or None,
                databases=tuple(ticket.database_ids.mapped("state")),
            )
        return facts

    # what is known already need not be written again

    def _write_for_customer(self, act):
        """Return what a message can take from the ticket, as HTML, or "".

        :param str act: of `helpdesk.ticket.act`
        """
        self.ensure_one()
        if act == "workaround":
            return self._get_untold("workaround")
        if act not in ("propose", "solve"):
            return ""
        solution = self._get_untold("solution")
        return solution and solution + self._write_tests()

    def _get_untold(self, name):
        """Return a text of the ticket that the customer has not read yet, or ""."""
        text = self[name]
        if is_html_empty(text or ""):
            return Markup()
        # sudo: mail.message: only whether one of the ticket's own says just the same
        told = self.sudo().message_ids.mapped("body")
        return Markup() if text in told else text

    def _write_tests(self):
        """Return what was tested, and where, if all of it works, as HTML."""
        if self.test_state != "pass" or "fail" in self.database_ids.mapped("state"):
            return Markup()
        theirs = self._in_customer_language()
        parts = Markup()
        if self.test_result:
            parts += Markup("<p>%s</p>") % theirs.env._("What we have tested:")
            parts += plaintext2html(self.test_result)
        works = self.database_ids.filtered(lambda database: database.state == "pass")
        if works:
            names = ", ".join(works.mapped("name"))
            parts += Markup("<p>%s</p>") % theirs.env._("It works in: %s.", names)
        return parts

    def _prepare_article(self, articles, customer):
        """Add how to see it, and how it was tested, to what an article is made of."""
        values = super()._prepare_article(articles, customer)
        labels = self.fields_get(None, ["string"])
        known = [
            (labels[name]["string"], self[name])
            for name in ("investigation_error", "investigation_steps", "test_result")
            if self[name]
        ]
        text = Markup().join(
            Markup("<p><b>%s</b></p>%s") % (label, plaintext2html(words))
            for label, words in known
        )
        return {**values, "additional_info": text and articles._mask(text, customer)}

    def _get_customer_traces(self):
        """Count the names of the customer's databases among their traces."""
        traces = super()._get_customer_traces()
        names = tuple(filter(None, self.database_ids.mapped("name")))
        return traces._replace(details=(*traces.details, *names))
