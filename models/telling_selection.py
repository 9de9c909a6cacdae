from odoo import fields
from odoo.exceptions import UserError


class TellingSelection(fields.Selection):
    """A selection that refuses an unknown value with a sentence that names the known.

    Imports and programs may give one; Odoo's own refusal is meant for developers.
    """

    def convert_to_cache(self, value, record, validate=True):
        try:
            return super().convert_to_cache(value, record, validate)
        except ValueError as error:
            labels = dict(self._description_selection(record.env))
            field = self._description_string(record.env)
            raise UserError(
                record.env._(
                    "“%(value)s” is no %(field)s: use one of %(known)s.",
                    value=value,
                    field=field,
                    known=", ".join(labels),
                )
            ) from error
