"""Copies of rows that the database makes of those that Odoo has made."""


def copy_rows(cr, table, origin, replaced, keep_id=False, order=None):
    """Insert rows that are those of `origin`, but for the values that are replaced.

    :param str origin: what stands after FROM; it has the table's own rows as `made`
    :param dict replaced: {column: SQL}
    :param bool keep_id: the id is among them; or else it is the next one
    """
    cr.execute(
        """
        SELECT column_name FROM information_schema.columns
         WHERE table_name = %s AND table_schema = 'public'
           AND (column_name != 'id' OR %s)
        """,
        (table, keep_id),
    )
    names = [name for (name,) in cr.fetchall()]
    values = ", ".join(replaced.get(name, f'made."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    sorting = f"ORDER BY {order}" if order else ""
    cr.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {origin} {sorting}"
    )


def tidy_up(cr, *tables):
    """Commit, and let the database find out what is in the tables now."""
    cr.commit()
    cr.connection.autocommit = True  # or else it would not let itself be tidied up
    for table in tables:
        cr.execute(f"VACUUM ANALYZE {table}")
    cr.connection.autocommit = False
