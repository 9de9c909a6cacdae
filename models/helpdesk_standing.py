"""Standing on records: subscriptions, customers and tickets share how it is shown."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..logic.standing import UNKNOWN
from .groups import KNOWS_STANDING

STANDINGS = [
    ("ok", "Up to Date"),
    ("late", "Payment Overdue"),
    ("agreement", "Agreement in Force"),
    ("agreement_broken", "Agreement Broken"),
    ("arrears", "In Arrears"),
    ("no_service", "No Service"),
    ("unknown", "Not Identified"),
]


class GroupableSelection(fields.Selection):
    """A selection that is not stored, and that records can be grouped and sorted by.

    Odoo would find that out by preparing to do it, for every view that is opened: here
    all customers would be judged each time.
    """

    def _description_groupable(self, env):
        return True

    def _description_sortable(self, env):
        return True


class HelpdeskStanding(models.AbstractModel):
    """How a customer stands, today, by the invoices of their subscriptions.

    It changes at midnight and differs by company, so it is not stored: fields, searches
    and groups all ask `_judge_keys`, once for all records. A key is what standing
    depends on, a tuple of ids, with 0 for none; models say what theirs is made of.
    """

    _name = "helpdesk.standing"
    _description = "Standing of a Customer"

    standing = GroupableSelection(
        STANDINGS,
        compute="_compute_standing",
        search="_search_standing",
        groups=KNOWS_STANDING,
        help="How the customer stands today: the service that they have, and the open "
        "invoices of their subscriptions.",
    )
    standing_days = fields.Integer(
        string="Days Overdue",
        compute="_compute_standing",
        groups=KNOWS_STANDING,
        help="How long the invoice that decides on the standing is overdue.",
    )
    standing_until = fields.Date(
        string="Agreement Until",
        compute="_compute_standing",
        groups=KNOWS_STANDING,
        help="The date of the agreement on that invoice.",
    )
    standing_reason = fields.Char(compute="_compute_standing", groups=KNOWS_STANDING)
    standing_text = fields.Char(
        string="Standing in Words",
        compute="_compute_standing_text",
        groups=KNOWS_STANDING,
    )

    #: the columns that a key is made of
    _standing_key = ()
    #: how those stand whose key decides nothing
    _standing_otherwise = UNKNOWN

    def _get_standing_key(self):
        """Return the key of a record, as the database would give it."""
        named = (self if name == "id" else self[name] for name in self._standing_key)
        return tuple(record._origin.id or 0 for record in named)

    @api.model
    def _judge_keys(self, keys):
        """Return {key: Standing}, without the keys that decide nothing.

        :param keys: a set of keys
        """
        raise NotImplementedError

    @api.model
    def _read_standing_keys(self):
        """Return the keys of all records, as a set."""
        self.flush_model(self._standing_key)
        columns = SQL(", ").join(
            SQL("COALESCE(%s, 0)", SQL.identifier(name)) for name in self._standing_key
        )
        table = SQL.identifier(self._table)
        return {
            *self.env.execute_query(SQL("SELECT DISTINCT %s FROM %s", columns, table))
        }

    def _judge(self):
        """Return {record: Standing}, in a constant number of queries.

        :rtype: dict of `logic.standing.Standing`
        """
        keys = {record: record._get_standing_key() for record in self}
        judged = self._judge_keys({*keys.values()})
        otherwise = self._standing_otherwise
        return {record: judged.get(key, otherwise) for record, key in keys.items()}

    def _compute_standing(self):
        for record, standing in self._judge().items():
            record.standing = standing.code
            record.standing_days = standing.days
            record.standing_until = standing.agreed
            record.standing_reason = standing.reason

    @api.depends("standing")
    @api.depends_context("lang")
    def _compute_standing_text(self):
        for record in self:
            record.standing_text = record._tell_standing()

    def _tell_standing(self):
        """Return the standing in the reader's words: days and dates, no amounts."""
        days = self.standing_days
        until = self.standing_until and format_date(self.env, self.standing_until)
        overdue = (
            self.env._("an invoice is one day overdue")
            if days == 1
            else self.env._("an invoice is %s days overdue", days)
        )
        return {
            "not_identified": self.env._("The customer is not identified"),
            "nothing_overdue": self.env._("Up to date"),
            "overdue_lately": self.env._("Late: %s", overdue),
            "agreement_passed_lately": self.env._(
                "Late: %(overdue)s, and its agreement ended on %(until)s",
                overdue=overdue,
                until=until,
            ),
            "agreement_in_force": self.env._(
                "Agreement until %(until)s: %(overdue)s", until=until, overdue=overdue
            ),
            "agreement_passed": self.env._(
                "Agreement broken, it ended on %(until)s: %(overdue)s",
                until=until,
                overdue=overdue,
            ),
            "overdue": self.env._("In arrears: %s", overdue),
            "no_subscription": self.env._("No service: there is no subscription"),
            "not_in_progress": self.env._(
                "No service: the subscription is not in progress"
            ),
        }[self.standing_reason]

    @api.model
    def _search_standing(self, operator, value):
        """Find records by their standing, decided in one go for all of them."""
        self._check_field_access(self._fields["standing"], "read")
        if operator != "in":
            return NotImplemented
        wanted = tuple(filter(None, value))
        if not wanted:
            return Domain.FALSE

        def to_sql(model, alias, query):
            return SQL(
                "%s IN %s", model._field_to_sql(alias, "standing", query), wanted
            )

        return Domain.custom(
            to_sql=to_sql, predicate=lambda record: record.standing in wanted
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let standing be searched and grouped by, which has no column of its own."""
        if field_expr != "standing" or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        judged = query.make_alias(alias, field_expr)
        if judged not in query._joins:
            self._join_standing(alias, judged, query)
        otherwise = self._standing_otherwise.code
        return SQL("COALESCE(%s, %s)", SQL.identifier(judged, "code"), otherwise)

    def _join_standing(self, alias, judged, query):
        """Join a table of all keys and what is decided on each."""
        decided = self._judge_keys(self._read_standing_keys())
        rows = [(*key, standing.code) for key, standing in decided.items()]
        columns = [*zip(*rows, strict=True)] or [()] * (len(self._standing_key) + 1)
        types = (*(SQL("int[]") for _name in self._standing_key), SQL("text[]"))
        names = (*self._standing_key, "code")
        table = SQL(
            "(SELECT * FROM UNNEST(%s) AS decided(%s))",
            SQL(", ").join(
                SQL("%s::%s", list(column), type_)
                for column, type_ in zip(columns, types, strict=True)
            ),
            SQL(", ").join(map(SQL.identifier, names)),
        )
        condition = SQL(" AND ").join(
            SQL(
                "%s = COALESCE(%s, 0)",
                SQL.identifier(judged, name),
                SQL.identifier(alias, name),
            )
            for name in self._standing_key
        )
        query.add_join("LEFT JOIN", judged, table, condition)

    @api.model
    def _forget(self):
        """Let standings that have been read in this transaction be decided again."""
        models = ("sale.subscription", "res.partner", "helpdesk.ticket", "account.move")
        for model in map(self.env.__getitem__, models):
            names = (
                name
                for name, field in model._fields.items()
                if "standing" in name and not field.store
            )
            model.invalidate_model([*names], flush=False)
