"""People: who is who around a ticket, how they are reached, and who works now."""

from odoo import fields, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _present_people(self, now=None):
        """Return who works at the plan's levels, and who has which function.

        As plain values in the user's language, in a constant number of queries
        (NAV-2.1-04). Names and numbers of colleagues only, for whoever may read the
        ticket.

        :param datetime now: UTC; the present one if it is not given
        :return: {"emergency": its links or None, "places": levels and areas in order,
            "functions": in order}; each place and function with its people
        """
        self.ensure_one()
        self.check_access("read")
        now = now or fields.Datetime.now()
        # sudo: helpdesk.support.role: who has which function is no secret at the desk
        roles = self.env["helpdesk.support.role"].sudo()
        functions = roles._get_directory(self.company_id)
        levels = self._get_plan().level_ids
        places = {level: level._get_people(self.company_id) for level in levels}
        everybody = self.user_id.union(*places.values(), *functions.values())
        cards = self._present_colleagues(everybody, now)
        return {
            "emergency": self._present_emergency(),
            "places": [
                {
                    **level._present_place(),
                    "is_here": level == self._get_level(),
                    "people": [cards[user.id] for user in users],
                }
                for level, users in places.items()
            ],
            "functions": [
                {
                    "key": role.code,
                    "name": role.display_name,
                    "people": [cards[user.id] for user in users],
                }
                for role, users in functions.items()
            ],
        }

    def _present_colleagues(self, users, now):
        """Return {user id: name, links, open tickets and whether they work now}."""
        found = {one.id: one for one in self._get_candidates(users, now)}
        # sudo: res.company: only in which country it is
        subject, country = self._get_subject(), self.company_id.sudo().country_id
        # sudo: res.users: how colleagues are reached, and nothing else of them
        colleagues = users.sudo()
        return {
            user.id: {
                "id": user.id,
                "name": user.name,
                "is_responsible": user == self.user_id,
                "is_away": found[user.id].is_away,
                "load": found[user.id].load,
                "works": found[user.id].works_now and not found[user.id].is_away,
                **user.partner_id._get_links(subject, country)._asdict(),
            }
            for user in colleagues
        }

    def _present_emergency(self):
        """Return how whoever is on call is reached, or None."""
        plan = self._get_plan()
        if not plan.emergency_phone:
            return None
        # sudo: res.company: only in which country it is
        country = plan.holiday_country_id or self.company_id.sudo().country_id
        links = self.env["res.partner"]._to_links(
            plan.emergency_phone, country, self._get_subject()
        )
        return links._asdict()

    def action_who_is_who(self):
        """Show who works where, and how they are reached."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Is Who"),
            "res_model": "helpdesk.plan.people",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }


class HelpdeskSupportLevel(models.Model):
    _inherit = "helpdesk.support.level"  # pylint: disable=consider-merging-classes-inherited

    def _present_place(self):
        """Return what a level or area is there for, as plain values."""
        return {
            "key": self.id,
            "name": self.name,
            "kind": self.kind,
            "is_ours": self.owner == "provider",
            "team": self.team_id.name or "",
            "description": self.description or "",
            "skills": self.skills or "",
        }
