"""What Odoo takes for the present."""

import contextlib
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.sql_db import BaseCursor

#: a Wednesday at work; a fixed one, so that every run does the same
NOW = datetime(2026, 3, 11, 15, 0)


def ago(**span):
    return NOW - timedelta(**span)


@contextlib.contextmanager
def at(instant):
    """Let Odoo take an instant for the present; stopwatches run on."""
    with (
        patch.object(fields.Datetime, "now", staticmethod(lambda *_args: instant)),
        patch.object(BaseCursor, "now", lambda _cr: instant),
    ):
        yield
