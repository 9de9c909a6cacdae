"""Warnings: who hears that a promise is in danger, in time to keep it (NAV-3.4-09)."""

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from ..logic.sla_notice import find_notices

WARNING = "helpdesk_support_plan.mail_activity_type_warning"
ALERT = "helpdesk_support_plan.mail_activity_type_alert"
CALL = "helpdesk_support_plan.mail_activity_type_call_customer"

#: facts that may give a ticket an impact of which somebody hears at once
ALERTING = {"registered", "reopen", "set_plan", "set_stars"}
#: facts after which nobody needs to hear of it any more
ATTENDED = {"accept", "cancel", "merge", "public_reply", "solve", "workaround"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _after_advance_clocks(self, now, facts, projections, new=False):
        """React to what has just happened: warnings, and what comes by itself.

        :param datetime now: UTC
        :param facts: {ticket id: the facts that were new}
        :param projections: {ticket id: Projection}, whose `changes` are new
        :param bool new: they have just been registered
        """
        self._warn_of_clocks(now, projections)
        self._alert_at_once(facts)
        if not new:
            self.browse(facts)._take_over(now)
        self._sync_escalation_steps(now, projections, new)
        self._look_at_same_reports(now, facts)

    def _after_write_warning(self, vals):
        """Hand what a responsible was warned of, or asked for, to the next one."""
        if vals.get("user_id"):
            asked = self._find_activities(WARNING, ALERT, CALL)
            asked._hand_to(vals["user_id"])

    def _warn_of_clocks(self, now, projections):
        """Let warnings follow the clocks: one activity for each that is in danger."""
        told = {
            (self.browse(ticket_id), notice.metric): notice
            for ticket_id, projection in projections.items()
            for notice in find_notices(projection, now)
        }
        if not told:
            return
        tickets = self.union(*(ticket for ticket, _metric in told))
        former = {
            (self.browse(activity.res_id), activity.sla_metric): activity
            for activity in tickets._find_activities(WARNING)
        }
        over = [former.get(key) for key, notice in told.items() if not notice.danger]
        self.env["mail.activity"].union(*filter(None, over)).unlink()
        self._schedule(
            ticket._prepare_warning(notice, former.get((ticket, notice.metric)))
            for (ticket, _metric), notice in told.items()
            if notice.danger
        )
        for (ticket, metric), notice in told.items():
            if notice.is_early:
                ticket._warn_customer(metric)

    def _find_activities(self, *kinds):
        """Return the open activities of these kinds, whoever has them."""
        types = map(self.env["ir.model.data"]._xmlid_to_res_id, kinds)
        # sudo: mail.activity: the desk's own; an analyst may not see those of others
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "in", list(types)),
                ]
            )
        )

    def _prepare_warning(self, notice, former):
        """Return (former activity, values) of an activity that warns of a clock."""
        user = former.user_id if former else self._find_who_to_tell()
        desk = self._speak_to(user)
        wording = desk.env["helpdesk.sla.clock"]._get_wording(
            user.tz or self.plan_id.tz
        )
        summary = wording.tell_danger(notice)
        return former, {
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(WARNING),
            "date_deadline": wording.get_day(notice.due),
            "res_id": self.id,
            "sla_metric": notice.metric,
            "summary": summary,
            "user_id": user.id,
        }

    def _schedule(self, prepared, sticky=True):
        """Create activities, or change those that there are, and tell who has them.

        :param prepared: pairs of a former activity, or None, and its new values
        :param bool sticky: what is shown to them stays until they have seen it
        """
        new = []
        for former, values in prepared:
            if not values["user_id"]:
                continue
            if former:
                former.write(values)
            else:
                model_id = self.env["ir.model"]._get_id(self._name)
                new.append({**values, "automated": True, "res_model_id": model_id})
        # sudo: mail.activity: for whoever is responsible, whoever works
        activities = self.env["mail.activity"].sudo()._create_together(new)
        for activity in activities:
            activity.user_id._bus_send(
                "simple_notification",
                {
                    "type": "warning",
                    "title": activity.res_name,
                    "message": activity.summary,
                    "sticky": sticky,
                },
            )

    def _find_who_to_tell(self):
        """Return one person who works here: the responsible, else who sees to it.

        Where nobody leads, it is one of the team, or of the plan's levels, who may read
        the ticket, so that nothing gets lost. None where there is nobody at all.
        """
        self.ensure_one()
        roles = self.env["helpdesk.support.role"]
        return (
            self.user_id.filtered("active")
            or self.team_id.user_id.filtered("active")
            or roles._get_people("support_leader", self.company_id)[:1]
            or self._find_reader_among(self.team_id.user_ids)
            or self._find_reader_among(self._get_plan().level_ids.user_ids)
        )

    def _find_reader_among(self, users):
        """Return the first of some users who works here and may read the ticket."""
        for user in users.filtered(lambda user: user.active and not user.share):
            if self.with_user(user).has_access("read"):
                return user
        return users.browse()

    def _speak_to(self, user):
        """Return the ticket as a user would read it: in their language."""
        return self.with_context(lang=user.lang or self.env.lang, tz=user.tz)

    def _warn_customer(self, metric):
        """Tell the customer before the limit, where the plan says so (NAV-3.4-09).

        It is the desk that speaks, no person: it is no answer and no news.
        """
        template = self._get_plan().warning_template_id
        promise = template and self._find_promise(metric)
        if not promise:
            return
        # the desk itself, whoever happens to work when the warning falls due
        ticket = self.with_user(SUPERUSER_ID)
        try:
            values = template.with_context(promise=promise)._generate_template(
                ticket.ids, ("subject", "body_html")
            )[ticket.id]
        except UserError as error:  # a message that somebody broke stops no clock
            ticket._message_log(
                body=self.env._("The customer could not be warned: %s", error)
            )
        else:
            ticket._tell_customer(
                values["body_html"],
                subject=values["subject"],
                message_type="auto_comment",
            )

    def _find_promise(self, metric):
        """Return what the customer may know of a clock, in their language, or None."""
        lang = self.partner_id.lang or self.company_id.partner_id.lang
        promises = self.with_context(lang=lang or self.env.lang)._present_promises()
        return next((item for item in promises if item["metric"] == metric), None)

    def _alert_at_once(self, facts):
        """Tell somebody at once of tickets that got such an impact (A-COB-11)."""
        urgent = self.browse(facts).filtered("severity_id.notify_at_once")
        kinds = {ticket: {fact.kind for fact in facts[ticket.id]} for ticket in urgent}
        attended = urgent.filtered(lambda ticket: kinds[ticket] & ATTENDED)
        if attended:
            attended._find_activities(ALERT).unlink()
        hit = (urgent - attended).filtered(lambda ticket: kinds[ticket] & ALERTING)
        if hit:
            known = hit._find_activities(ALERT).mapped("res_id")
            new = hit.filtered(lambda ticket: ticket.id not in known)
            self._schedule((None, ticket._prepare_alert()) for ticket in new)

    def _prepare_alert(self):
        user = self._find_who_to_tell()
        desk = self._speak_to(user)
        return {
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(ALERT),
            "res_id": self.id,
            "summary": desk.env._("%s: attend to it at once", desk.severity_id.name),
            "user_id": user.id,
        }
