from odoo import api, fields, models
from odoo.exceptions import UserError

from .groups import LEADERS

TEST_STATES = [("todo", "To be tested"), ("pass", "Works"), ("fail", "Fails")]


class HelpdeskTicketDatabase(models.Model):
    """A database of the customer that a ticket is about, and how it works there.

    Requirements NAV-3.4.1.N3-15 and N4-13: all that are affected are verified.
    """

    _name = "helpdesk.ticket.database"
    _description = "Affected Database"
    _order = "ticket_id, id"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    name = fields.Char(string="Database", required=True, help="Its name or address.")
    state = fields.Selection(
        TEST_STATES,
        string="Result",
        required=True,
        default="todo",
        index=True,
        help="Whether the solution works in this database.",
    )
    note = fields.Char(string="What Was Seen", help="Above all where it fails.")
    tested_by_id = fields.Many2one(
        "res.users", string="Tested by", readonly=True, ondelete="set null"
    )
    tested_at = fields.Datetime(string="Tested at", readonly=True)

    _once = models.UniqueIndex(
        "(ticket_id, name)", "This database stands there already: look for its line."
    )

    @api.model_create_multi
    def create(self, vals_list):
        databases = super().create([self._add_tester(vals) for vals in vals_list])
        databases.ticket_id._sync_playbook()
        return databases

    def write(self, vals):
        tickets = self.ticket_id
        done = super().write(self._add_tester(vals))
        (tickets | self.ticket_id)._sync_playbook()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_never_failing(self):
        """Keep a database in which it fails: it was no mistake to list it."""
        may = self.env.su or self.env.user.has_group(LEADERS)
        for database in self if not may else ():
            if database.state == "fail":
                raise UserError(
                    self.env._(
                        "It still fails in “%s”: mend it there, or ask a leader to "
                        "take the database out.",
                        database.name,
                    )
                )

    def unlink(self):
        tickets = self.ticket_id
        for ticket, databases in self.grouped("ticket_id").items():
            ticket._message_log(
                body=self.env._(
                    "No longer an affected database: %s.",
                    ", ".join(databases.mapped("name")),
                )
            )
        done = super().unlink()
        tickets.exists()._sync_playbook()
        return done

    @api.model
    def _add_tester(self, vals):
        """Return values with who has tested, and when: nobody says so of another."""
        rest = {
            name: value
            for name, value in vals.items()
            if name not in ("tested_at", "tested_by_id")
        }
        if "state" not in rest:
            return rest
        tested = rest["state"] in ("pass", "fail")
        return {
            **rest,
            "tested_by_id": tested and self.env.uid,
            "tested_at": tested and fields.Datetime.now(),
        }
