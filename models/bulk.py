"""Bulk: rows of the desk's own bookkeeping, written hundreds in one statement.

Logs and clocks have neither computed fields nor anybody who listens to them; what the
ORM does for each record would cost more than the rest of a ticket's writing.
"""

from odoo.tools import SQL

#: rows of one statement; Odoo's own flush, which updates, takes a hundred
ROWS = 500


def insert_rows(model, names, rows):
    """Insert rows into the table of a model; the cache does not know them yet.

    :param names: the stored columns
    :param rows: tuples of values as PostgreSQL takes them, in the order of the names
    """
    query = SQL(
        "INSERT INTO %s (%s) VALUES",
        SQL.identifier(model._table),
        SQL(", ").join(SQL.identifier(name) for name in names),
    )
    if rows:
        model.env.cr.execute_values(f"{query.code} %s", rows, page_size=ROWS)


def update_rows(records, names, rows):
    """Write rows to records, in their order, and let the cache read them again.

    :param names, rows: as above
    """
    records._write_multi([dict(zip(names, row, strict=True)) for row in rows])
    records.invalidate_recordset(names, flush=False)
