from difflib import get_close_matches

from odoo import fields
from odoo.exceptions import UserError

#: a sentence names no more values than this
FEW = 20


class TellingSelection(fields.Selection):
    """A selection that refuses an unknown value with a sentence that names the known.

    Imports and programs may give one; Odoo's own refusal is meant for developers.
    """

    def convert_to_cache(self, value, record, validate=True):
        try:
            return super().convert_to_cache(value, record, validate)
        except (TypeError, ValueError) as error:
            known = list(dict(self._description_selection(record.env)))
            if len(known) > FEW:
                known = get_close_matches(str(value), known) or [*known[:FEW], "…"]
            field = self._description_string(record.env)
            raise UserError(
                record.env._(
                    "“%(value)s” is no %(field)s: use one of %(known)s.",
                    value=value,
                    field=field,
                    known=", ".join(known),
                )
            ) from error
