"""The work of ./dev bench standing: what it costs to know how customers stand.

Beside the loop that an addon's author would write, over the same records.
"""

from . import bills, desks, tickets
from .contest import Contest
from .copies import tidy_up
from .desk_time import NOW, at
from .sla import ADMINISTRATOR, CONTEXT, PAGE

#: tickets for each subscription, and how many records are looked at one by one
TICKETS, SINGLE = 10, 100
IN_ARREARS = [("standing", "in", ("arrears", "agreement_broken"))]
OPEN = [("closed", "=", False)]
#: fields that the page without them leaves out
PROMISED = ("clock_", "standing")


def run(envs, size, _full):
    """Do all of the work, in one database.

    :param dict envs: {"ours": environment}
    :param int size: how many subscriptions there are
    :return: {who: {work: what it costs}}
    """
    with at(NOW):
        env = envs["ours"](user=ADMINISTRATOR, context=CONTEXT)
        desk = desks.Ours(env)
        tickets.make(desk, size * TICKETS)
        subscriptions = bills.make(env, size)
        _hand_out(env, subscriptions)
        contest = Contest(
            {who: make(desk, subscriptions) for who, make in DESKS.items()}
        )
        _look(contest, size)
        _compare(contest)
    return contest.costs


def _hand_out(env, subscriptions):
    """Give each ticket a subscription, and some only its customer."""
    env.cr.execute(
        """
        UPDATE helpdesk_ticket AS ticket
           SET partner_id = s.partner_id, commercial_partner_id = s.partner_id,
               subscription_id = CASE WHEN ticket.id %% 20 > 0 THEN s.id END
          FROM sale_subscription AS s
         WHERE s.id = (%(ids)s::int[])[1 + ticket.id %% %(number)s]
        """,
        {"ids": subscriptions.ids, "number": len(subscriptions)},
    )
    tidy_up(env.cr, "helpdesk_ticket")
    env.invalidate_all()


def _look(contest, size):
    number = size * TICKETS
    for work, count, act in (
        ("all", size, lambda desk: desk.judge_all()),
        ("singly", SINGLE, lambda desk: desk.judge_singly(desk.some_subscriptions)),
        ("tickets_singly", SINGLE, lambda desk: desk.judge_singly(desk.some_tickets)),
        ("customers", PAGE, lambda desk: desk.judge_customers()),
    ):
        contest.measure(work, count, act)
    for work, count, act in (
        ("field", size, lambda desk: desk.read_all()),
        ("search", number, lambda desk: desk.tickets.search_count(IN_ARREARS)),
        ("group", number, lambda desk: desk.group()),
        ("page", PAGE, lambda who: who.desk.read_page(PAGE)),
        ("page_without", PAGE, lambda who: who.desk.read_page(PAGE, PROMISED)),
    ):
        contest.measure(work, count, act, ["ours"])


def _compare(contest):
    """Note how many subscriptions the loop judges differently."""
    loop, ours = (contest.desks[who].read_all() for who in ("loop", "ours"))
    differing = sum(one != other for one, other in zip(loop, ours, strict=True))
    contest.costs["ours"]["field"].update(compared=len(ours), differing=differing)


class Ours:
    """Reads the fields of this addon."""

    def __init__(self, desk, subscriptions):
        self.env = desk.env
        self.desk = desk
        self.tickets = desk.tickets
        self.subscriptions = subscriptions
        self.customers = subscriptions.partner_id[:PAGE]
        #: some from everywhere
        self.some_tickets = pick(desk.tickets.search([], order="id"))
        self.some_subscriptions = pick(subscriptions)

    def judge_all(self):
        """Judge as cron jobs and searches do: all at once, and nothing is cached."""
        return self.subscriptions._judge()

    def read_all(self):
        """Read the field, of which Odoo computes a thousand at a time."""
        return self._judge(self.subscriptions)

    def judge_singly(self, records):
        """Judge each as if there were no others, as forms do that have read it."""
        records.fetch()
        for number in records.ids:
            self._judge(records.browse(number))

    def judge_customers(self):
        return self._judge(self.customers)

    def _judge(self, records):
        return records.mapped("standing")

    def group(self):
        return self.tickets._read_group(OPEN, ["standing"], ["__count"])


def pick(records):
    """Return some from everywhere, no two of which have much in common."""
    ids = records.ids
    return records.browse(ids[7919 * index % len(ids)] for index in range(SINGLE))


class Loop(Ours):
    """Does what an addon's author would write, record by record."""

    ranks = ("ok", "late", "agreement", "arrears", "agreement_broken", "no_service")

    def judge_all(self):
        return self.read_all()

    def _judge(self, records):
        judge = {
            "helpdesk.ticket": self._judge_ticket,
            "res.partner": self._judge_customer,
            "sale.subscription": self._judge_subscription,
        }[records._name]
        return [judge(record) for record in records]

    def _judge_ticket(self, ticket):
        if ticket.subscription_id:
            return self._judge_subscription(ticket.subscription_id)
        return self._judge_customer(ticket.commercial_partner_id)

    def _judge_customer(self, customer):
        found = map(self._judge_subscription, customer.subscription_ids)
        return max(found, key=self.ranks.index, default="no_service")

    def _judge_subscription(self, subscription):
        if subscription.stage_id.type != "in_progress":
            return "no_service"
        bills = subscription.invoice_ids | subscription.sale_order_ids.invoice_ids
        return max(map(self._judge_bill, bills), key=self.ranks.index, default="ok")

    def _judge_bill(self, bill):
        is_owed = bill.state == "posted" and bill.move_type == "out_invoice"
        if not is_owed or bill.payment_state not in ("not_paid", "partial"):
            return "ok"
        instalments = bill.line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled
        )
        days = (bills.TODAY - min(instalments.mapped("date_maturity"))).days
        if days < 1:
            return "ok"
        is_late = days > bill.company_id.support_plan_id.arrears_days
        agreements = bill.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(bills.AGREEMENT)
        )
        if not agreements:
            return "arrears" if is_late else "late"
        if max(agreements.mapped("date_deadline")) >= bills.TODAY:
            return "agreement"
        return "agreement_broken" if is_late else "late"


DESKS = {"loop": Loop, "ours": Ours}
