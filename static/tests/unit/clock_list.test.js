import {
    HelpdeskSlaClock,
    HelpdeskTicket,
    SPARE,
    defineClockModels,
    ticking,
} from "./clock_models";
import {
    advanceTime,
    animationFrame,
    beforeEach,
    expect,
    mockDate,
    test,
} from "@odoo/hoot";
import {contains, mountView} from "@web/../tests/web_test_helpers";
import {queryAllAttributes, queryAllTexts} from "@odoo/hoot-dom";

const LINE = ".o_sla_clock";
const MINUTE = 60 * 1000;

defineClockModels();

beforeEach(() => {
    mockDate("2026-03-09 10:00:00", 0);
});

function allow(hours) {
    return hours * 3600 + 2 * SPARE;
}

function mountForm() {
    return mountView({
        type: "form",
        resModel: "helpdesk.ticket",
        resId: 1,
        arch: `<form>
            <field name="waiting_reason"/>
            <field name="clock_ids" widget="sla_clocks" readonly="1">
                <list>
                    <field name="metric"/>
                    <field name="state"/>
                    <field name="deadline"/>
                    <field name="warn_at"/>
                    <field name="met_at"/>
                    <field name="breached_at"/>
                    <field name="allowed_seconds"/>
                    <field name="live"/>
                    <field name="why"/>
                </list>
            </field>
        </form>`,
    });
}

function defineTicket(clocks, values = {}) {
    HelpdeskSlaClock._records = clocks;
    const ids = clocks.map(({id}) => id);
    HelpdeskTicket._records = [{id: 1, clock_ids: ids, ...values}];
}

test("a line for each clock, in the order of a ticket's life", async () => {
    defineTicket([
        {
            id: 1,
            ticket_id: 1,
            metric: "ownership",
            state: "cancelled",
            live: ticking(0, "10:00"),
        },
        {
            id: 2,
            ticket_id: 1,
            metric: "resolution",
            state: "running",
            deadline: "2026-03-09 12:00:00",
            allowed_seconds: allow(8),
            live: ticking(2, "10:00"),
            why: "Due today: 8 hours since it was registered.",
        },
        {
            id: 3,
            ticket_id: 1,
            metric: "response",
            state: "met",
            met_at: "2026-03-09 09:00:00",
            deadline: "2026-03-09 08:00:00",
            breached_at: "2026-03-09 08:00:01",
            allowed_seconds: allow(1),
            live: ticking(-1, "10:00"),
        },
    ]);
    await mountForm();
    expect(queryAllAttributes(LINE, "data-metric")).toEqual([
        "response",
        "resolution",
        "ownership",
    ]);
    expect(queryAllTexts(`${LINE} .o_sla_badge_button`)).toEqual([
        "Met",
        "2:00 h",
        "Ended",
    ]);
    expect(queryAllTexts(".o_sla_clock_when")).toEqual([
        "met today 09:00missed",
        "due today 12:00",
        "ended without being met",
    ]);
    expect(`${LINE}[data-metric=ownership] .o_sla_internal`).toHaveCount(1);
    expect(queryAllTexts(".o_sla_clock_bar")).toEqual([
        "2:00 h of 1:00 h",
        "6:00 h of 8:00 h",
    ]);
    expect(queryAllAttributes("[role=progressbar]", "aria-valuenow")).toEqual([
        "100",
        "75",
    ]);
    expect(`${LINE}[data-metric=response] .progress-bar`).toHaveClass("bg-danger");
});

test("the bar fills as time goes by", async () => {
    defineTicket([
        {
            id: 1,
            ticket_id: 1,
            metric: "resolution",
            state: "running",
            deadline: "2026-03-09 12:00:00",
            allowed_seconds: allow(4),
            live: ticking(2, "10:00"),
        },
    ]);
    await mountForm();
    await advanceTime(60 * MINUTE);
    await animationFrame();
    expect(".progress").toHaveAttribute("aria-valuenow", "75");
    expect(".progress-bar").toHaveClass("bg-success");
    await advanceTime(90 * MINUTE);
    await animationFrame();
    expect(".progress").toHaveAttribute("aria-valuetext", "4:30 h of 4:00 h");
    expect(".progress-bar").toHaveClass("bg-danger");
    expect(".o_sla_clock_when").toHaveText("was due today 12:00");
});

test("what waits says for what; its sentence unfolds", async () => {
    const why = "Stands still since Mon 9 Mar, while the ticket waits for a payment.";
    defineTicket(
        [
            {
                id: 1,
                ticket_id: 1,
                metric: "resolution",
                state: "paused",
                allowed_seconds: allow(8),
                live: ticking(6, "10:00", [["13:00", "22:00"]]),
                why,
            },
        ],
        {waiting_reason: "payment"}
    );
    await mountForm();
    expect(".o_sla_badge").toHaveText("6:00 h\nwaits for a payment");
    expect(".progress-bar").toHaveClass("progress-bar-striped");
    expect(".o_sla_why").toHaveText(why);
    expect(".o_sla_why").toHaveAttribute("aria-expanded", "false");
    await contains(".o_sla_why").click();
    expect(".o_sla_why").toHaveAttribute("aria-expanded", "true");
    expect(".o_sla_why").not.toHaveClass("text-truncate");
});

test("without clocks, nothing is promised", async () => {
    defineTicket([]);
    await mountForm();
    expect(".o_sla_clocks").toHaveText("Nothing is promised for this ticket.");
});
