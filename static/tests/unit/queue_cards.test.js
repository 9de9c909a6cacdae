import {expect, test} from "@odoo/hoot";
import {contains, mountView, onRpc} from "@web/../tests/web_test_helpers";
import {HelpdeskTicket, defineClockModels} from "./clock_models";

const OVERDUE = ".o_queue_card[data-filter='overdue']";
const LATE = ["name", "=", "overdue"];
const RISKY = ["name", "=", "at_risk"];
const MINE = ["name", "=", "mytickets"];

defineClockModels();

function mountQueue() {
    HelpdeskTicket._records = [{id: 1, name: "No firma"}];
    onRpc("helpdesk.ticket", "retrieve_queue", () => ({
        overdue: {all: 5, mine: 2},
        at_risk: {all: 1, mine: 0},
        mytickets: {all: 3, mine: 3},
    }));
    onRpc("helpdesk.ticket", "web_search_read", ({kwargs}) => {
        expect.step(kwargs.domain.filter(Array.isArray));
    });
    return mountView({
        type: "list",
        resModel: "helpdesk.ticket",
        arch: `<list js_class="helpdesk_queue_list"><field name="name"/></list>`,
        searchViewArch: `<search>
            <filter name="overdue" domain="[('name', '=', 'overdue')]" string="Overdue"/>
            <filter name="at_risk" domain="[('name', '=', 'at_risk')]" string="At Risk"/>
            <separator/>
            <filter name="mytickets" domain="[('name', '=', 'mytickets')]" string="My Tickets"/>
        </search>`,
    });
}

test("a card shows everybody's tickets, and how many are one's own", async () => {
    await mountQueue();
    expect.verifySteps([[]]);
    expect(`${OVERDUE} .o_queue_card_all`).toHaveText("5\nOverdue");
    expect(`${OVERDUE} .o_queue_card_mine`).toHaveText("mine: 2");
    expect(".o_queue_card[data-filter='mytickets'] .o_queue_card_mine").toHaveCount(0);
});

test("a click shows them, another one all again", async () => {
    await mountQueue();
    await contains(`${OVERDUE} .o_queue_card_all`).click();
    expect(`${OVERDUE} .o_queue_card_all`).toHaveAttribute("aria-pressed", "true");
    await contains(`${OVERDUE} .o_queue_card_all`).click();
    expect(`${OVERDUE} .o_queue_card_all`).toHaveAttribute("aria-pressed", "false");
    expect.verifySteps([[], [LATE], []]);
});

test("one's own are a click away, also from another card", async () => {
    await mountQueue();
    await contains(".o_queue_card[data-filter='at_risk'] .o_queue_card_all").click();
    await contains(`${OVERDUE} .o_queue_card_mine`).click();
    expect(`${OVERDUE} .o_queue_card_mine`).toHaveAttribute("aria-pressed", "true");
    expect(`${OVERDUE} .o_queue_card_all`).toHaveAttribute("aria-pressed", "false");
    expect(".o_queue_card_active").toHaveCount(1);
    await contains(`${OVERDUE} .o_queue_card_all`).click();
    expect.verifySteps([[], [RISKY], [LATE, MINE], [LATE]]);
});
