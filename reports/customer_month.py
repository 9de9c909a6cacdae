"""A month of a customer: what everything in their report is cut to."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import get_lang
from odoo.tools.misc import babel_locale_parse, formatLang

from ..logic.zones import to_utc

#: longer lists are cut: the rest is a number
LIMIT = 60


@dataclass(frozen=True)
class Month:
    """A month of a customer under one plan, as clocks in the plan's zone show it.

    :param date first: its first day
    :param models.Model customer: in the language that the report is read in
    :param models.Model plan: empty for tickets that have none
    """

    first: date
    customer: models.Model
    company: models.Model
    tz: str
    plan: models.Model | None = None
    now: datetime | None = None

    @cached_property
    def start(self):
        return self._get_midnight(self.first)

    @cached_property
    def stop(self):
        return self._get_midnight(self.first + relativedelta(months=1))

    def _get_midnight(self, day):
        return to_utc(datetime.combine(day, time.min), ZoneInfo(self.tz))

    @property
    def name(self):
        return tell_month(self.customer.env, self.first)

    @property
    def is_over(self):
        return self.stop <= self.now

    @property
    def until(self):
        """How far it has come: a month that is not over ends now."""
        return min(self.stop, self.now)

    def has(self, instant):
        return self.start <= instant < self.stop

    def clip(self, start, stop):
        """Return the seconds of a stretch of time that are in the month."""
        inside = min(stop, self.until) - max(start, self.start)
        return max(0, int(inside.total_seconds()))


def tell_month(env, first):
    """Return a month in words, such as “May 2026”."""
    locale = babel_locale_parse(get_lang(env).code)
    return format_skeleton("yMMMM", first, locale=locale)


def tell_percent(env, part, whole):
    """Return a share in words, without decimals where it has none."""
    percent = round(100 * part / whole, 1)
    return f"{formatLang(env, percent, digits=0 if percent % 1 == 0 else 1)} %"
