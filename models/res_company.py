from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from ..logic.zones import to_local

READ_ZONE = """
    SELECT COALESCE(NULLIF(partner.tz, ''), calendar.tz, 'UTC')
      FROM res_company AS company
      JOIN res_partner AS partner ON partner.id = company.partner_id
      LEFT JOIN resource_calendar AS calendar
        ON calendar.id = company.resource_calendar_id
     WHERE company.id = %s
"""


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        done = super().write(vals)
        if vals.keys() & {"partner_id", "resource_calendar_id"}:
            self.env.registry.clear_cache()
        return done

    def _get_today(self, now=None):
        """Return which day it is at the company.

        Invoices fall due where the company is, wherever somebody looks at them from.

        :param datetime now: UTC; the present instant if it is not given
        """
        self.ensure_one()
        zone = ZoneInfo(self._get_zone(self.id))
        return to_local(now or fields.Datetime.now(), zone).date()

    @api.model
    def _get_todays(self):
        """Return {id of each company: which day it is there}."""
        # sudo: res.company: only which there are
        companies = self.sudo().search([("id", "!=", False)])
        return {company.id: company._get_today() for company in companies}

    @api.model
    @ormcache("company")
    def _get_zone(self, company):
        """Return the zone of a company: of its own contact, else of its working hours.

        :param int company: its id
        """
        self.env["res.partner"].flush_model(["tz"])
        self.env["resource.calendar"].flush_model(["tz"])
        self.flush_model(["partner_id", "resource_calendar_id"])
        [[zone]] = self.env.execute_query(SQL(READ_ZONE, company))
        return zone


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        done = super().write(vals)
        if "tz" in vals:
            # sudo: res.company: only whether it is the contact of one
            companies = self.env["res.company"].sudo()
            if companies.search_count([("partner_id", "in", self.ids)], limit=1):
                self.env.registry.clear_cache()
        return done
