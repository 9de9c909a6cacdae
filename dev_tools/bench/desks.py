"""The desks that are compared. Each has the same customers, people and tickets."""

from functools import cached_property

from lxml import etree

from .desk_time import NOW

STAGES = "helpdesk_mgmt.helpdesk_ticket_stage_"
PARTNERS = 1000
POLICIES = 8


class Floor:
    """helpdesk_mgmt with our other OCA dependencies: what every desk pays."""

    #: what a tag needs besides its name
    tag_values = {}
    #: {table of what belongs to a ticket: its column of the ticket}
    parts = {"helpdesk_ticket_helpdesk_ticket_tag_rel": "helpdesk_ticket_id"}

    def __init__(self, env):
        self.env = env
        self.tickets = env["helpdesk.ticket"]
        self.stages = {
            name: env.ref(f"{STAGES}{name}")
            for name in ("new", "in_progress", "awaiting", "done")
        }
        self._send_no_mail()
        self.team = env["helpdesk.ticket.team"].create(
            {"name": "Bench", "user_ids": [(4, env.uid)]}
        )
        self.type = env["helpdesk.ticket.type"].create({"name": "Bench"})
        self.tag = env["helpdesk.ticket.tag"].create(
            {"name": "Bench", **self.tag_values}
        )
        self.partners = env["res.partner"].create(
            [
                {"name": f"Customer {number}", "email": f"c{number}@example.com"}
                for number in range(PARTNERS)
            ]
        )
        #: the tickets that were created last
        self.made = self.tickets
        self._promise()

    def _send_no_mail(self):
        """Mails of stages are no promise, and not every desk has the same."""
        stages = self.env["helpdesk.ticket.stage"].search([])
        for name in {"mail_template_id", "rating_mail_template_id"} & {*stages._fields}:
            stages[name] = False

    def _promise(self):
        """Make policies that hold for every ticket."""

    def create(self, numbers):
        self.made = self.tickets.create([self._get_values(n) for n in numbers])
        return self.made

    def _get_values(self, number):
        """Return the values of the so-manieth ticket."""
        return {
            "name": f"Ticket {number}",
            "description": "<p>It does not work.</p>",
            "partner_id": self.partners[number % PARTNERS].id,
            "priority": str(number % 4),
            "stage_id": self.stages["new"].id,
            "tag_ids": [(6, 0, self.tag.ids)],
            "team_id": self.team.id,
            "type_id": self.type.id,
            "user_id": self.env.uid,
        }

    def move(self, tickets, stage):
        tickets.write({"stage_id": self.stages[stage].id})

    def reply(self, ticket):
        ticket.message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
        )

    def diagnose(self, ticket):
        """Only our desk knows of diagnoses."""

    def settle(self):
        """Do what a cron would have done until now."""

    @cached_property
    def cards(self):
        """What a browser reads for the cards of the desk's kanban view, and its order.

        :return: (specification, order)
        """
        kanban = etree.fromstring(self.tickets.get_view(view_type="kanban")["arch"])
        parts = {
            node.get("name"): self._get_part(node) for node in kanban.iter("field")
        }
        return parts, kanban.get("default_order")

    def _get_part(self, node):
        """Return what is read of a field: of other records, only what they are called.

        What widgets of other addons read besides is the same for all desks.
        """
        is_named = node.get("widget") == "many2many_tags"
        if is_named or self.tickets._fields[node.get("name")].type == "many2one":
            return {"fields": {"display_name": {}}}
        return {}

    def read_page(self, number, without=None):
        """Read the first cards of the open tickets, as a browser does.

        :param without: how the names of fields begin that are left out; one or several
        """
        is_open, (parts, order) = [("closed", "=", False)], self.cards
        if without:
            parts = {
                name: parts[name] for name in parts if not name.startswith(without)
            }
        return self.tickets.web_search_read(is_open, parts, limit=number, order=order)


class Oca(Floor):
    """With helpdesk_mgmt_sla, as its users set it up."""

    parts = {**Floor.parts, "helpdesk_ticket_sla": "ticket_id"}

    def _promise(self):
        calendar = self.env.company.resource_calendar_id
        self.team.write({"use_sla": True, "resource_calendar_id": calendar.id})
        waiting = self.stages["awaiting"]
        self.env["helpdesk.sla"].create(
            [
                {
                    "name": f"Policy {number}",
                    "days": number % 3,
                    "hours": 2 + number,
                    "stage_id": self.stages["done"].id,
                    "ignore_stage_ids": waiting.ids if number % 2 else [],
                }
                for number in range(POLICIES)
            ]
        )

    def find_late(self, number):
        return self.tickets.search([("sla_expired", "=", True)], limit=number)

    def recompute(self, number):
        """Derive what is stored of the lines of the last so many tickets again."""
        tickets = self.tickets.search([], order="id desc", limit=number)
        lines = self.env["helpdesk.ticket.sla"].search(
            [("ticket_id", "in", tickets.ids)]
        )
        for name in ("hours", "deadline"):
            self.env.add_to_compute(lines._fields[name], lines)
        lines._recompute_recordset()


class Ours(Floor):
    """With this addon, and a plan whose eight policies look at all that they can."""

    tag_values = {"dimension": "module"}
    parts = {
        **Floor.parts,
        "helpdesk_ticket_event": "ticket_id",
        "helpdesk_sla_clock": "ticket_id",
    }
    #: what the countdown on a card reads, see static/src/sla_clock/countdown_field.js
    countdown = (
        *("clock_breached", "clock_deadline", "clock_live", "clock_metric"),
        *("clock_state", "clock_undefined", "clock_warn_at"),
    )
    #: (metric, amount, unit, clock): the shorter of two governs
    promises = (
        ("response", 4, "hours", "wall"),
        ("response", 8, "hours", "business"),
        ("diagnosis", 6, "hours", "business"),
        ("diagnosis", 24, "hours", "wall"),
        ("resolution", 5, "days", "business"),
        ("resolution", 60, "hours", "business"),
        ("update", 24, "hours", "wall"),
        ("ownership", 48, "hours", "wall"),
    )

    def _promise(self):
        self.plan = self.env["helpdesk.support.plan"].create(
            {
                "name": "Bench",
                "code": "bench",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "level_ids": [(0, 0, {"name": "One", "code": "n1"})],
            }
        )
        conditions = {
            "priorities": "0,1,2,3",
            "type_ids": self.type.ids,
            "tag_ids": self.tag.ids,
            "level_ids": self.plan.level_ids.ids,
            "partner_ids": self.partners.ids,
        }
        names = ("metric", "amount", "unit", "clock")
        self.env["helpdesk.sla.policy"].create(
            [
                {
                    **dict(zip(names, promise, strict=True)),
                    **conditions,
                    "name": " ".join(map(str, promise)),
                    "plan_id": self.plan.id,
                }
                for promise in self.promises
            ]
        )
        self.env.company.support_plan_id = self.plan

    def diagnose(self, ticket):
        ticket.record_diagnosis("replicated", "A cause")

    def settle(self):
        # sudo: helpdesk.sla.clock: as its cron does
        self.env["helpdesk.sla.clock"].sudo()._cron_process_due()

    @cached_property
    def cards(self):
        parts, order = super().cards
        return {**parts, **dict.fromkeys(self.countdown, {})}, order

    def find_late(self, number):
        late = [("clock_deadline", "<", NOW)]
        return self.tickets.search(late, order="clock_deadline", limit=number)

    def rebuild(self):
        """Derive all clocks again, as the plan's cron does.

        :raises ValueError: some differ from their events
        """
        # sudo: helpdesk.support.plan: as its cron does
        plan = self.plan.sudo()
        plan.write({"rebuild_state": "asked", "rebuild_last_id": 0, "rebuild_done": 0})
        plan._cron_rebuild_clocks()
        if plan.rebuild_differing:
            raise ValueError(f"{plan.rebuild_differing} clocks were made wrong")


DESKS = {"floor": Floor, "oca": Oca, "ours": Ours}
