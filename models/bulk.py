"""Bulk: rows of the desk's own bookkeeping, written all in one statement.

Logs and clocks have neither computed fields nor anybody who listens to them; what the
ORM does for each record would cost more than the rest of a ticket's writing.
"""

import io
import json

#: what stands for itself in no text that is copied; the first one first
ESCAPED = (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r"))


def insert_rows(model, names, rows):
    """Insert rows into the table of a model; the cache does not know them yet.

    They are copied: it costs half of what an INSERT costs. Odoo's counters of queries
    do not see it.

    :param names: the stored columns
    :param rows: tuples of values as PostgreSQL takes them, in the order of the names
    """
    if rows:
        lines = "\n".join("\t".join(map(_to_text, row)) for row in rows)
        columns = ", ".join(f'"{name}"' for name in names)
        copy = f'COPY "{model._table}" ({columns}) FROM STDIN'
        model.env.cr.copy_expert(copy, io.StringIO(lines))


def add_rows(model, names, rows):
    """Insert rows as above, but leave out those that another transaction has added.

    :param names, rows: as above; values that JSON takes
    """
    if not rows:
        return
    given = [dict(zip(names, row, strict=True)) for row in rows]
    types = {name: model._fields[name].column_type[1] for name in names}
    columns = ", ".join(f'"{name}"' for name in names)
    typed = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    query = f"""
        INSERT INTO "{model._table}" ({columns})
        SELECT {columns} FROM json_to_recordset(%s) AS given ({typed})
            ON CONFLICT DO NOTHING
    """
    model.env.cr.execute(query, (json.dumps(given, default=str),))


def update_rows(records, names, rows):
    """Write rows to records, in their order, and let the cache read them again.

    They are given as one value: PostgreSQL reads JSON quicker than a list of thousands.

    :param names, rows: as above; the table keeps no log of who wrote to it
    """
    pairs = zip(records.ids, rows, strict=True)
    given = [{"id": key, **dict(zip(names, row, strict=True))} for key, row in pairs]
    types = {name: records._fields[name].column_type[1] for name in names}
    assigned = ", ".join(f'"{name}" = given."{name}"' for name in names)
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    query = f"""
        UPDATE "{records._table}" AS old SET {assigned}
          FROM json_to_recordset(%s) AS given (id int, {columns})
         WHERE old.id = given.id
    """
    records.env.cr.execute(query, (json.dumps(given, default=str),))
    records.invalidate_recordset(names, flush=False)


def set_rows(records, **values):
    """Write the same values to all of some records, in one statement.

    The table keeps no log of who wrote to it, and no field is computed from these.
    """
    if not records:
        return
    records.flush_recordset(values)
    assigned = ", ".join(f'"{name}" = %s' for name in values)
    query = f'UPDATE "{records._table}" SET {assigned} WHERE id = ANY(%s)'
    records.env.cr.execute(query, (*values.values(), list(records.ids)))
    records.invalidate_recordset([*values], flush=False)


def _to_text(value):
    """Return a value as COPY reads it."""
    if value is None:
        return r"\N"
    text = json.dumps(value) if isinstance(value, dict) else str(value)
    for character, written in ESCAPED:
        text = text.replace(character, written)
    return text
