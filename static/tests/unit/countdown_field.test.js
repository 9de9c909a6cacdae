import {
    advanceTime,
    animationFrame,
    beforeEach,
    expect,
    mockDate,
    test,
} from "@odoo/hoot";
import {contains, mountView, onRpc} from "@web/../tests/web_test_helpers";
import {
    HelpdeskSlaClock,
    HelpdeskTicket,
    ProjectTask,
    defineClockModels,
    ticking,
} from "./clock_models";
import {press, queryAllTexts, queryFirst} from "@odoo/hoot-dom";

const HIDDEN = [
    "closed",
    "clock_breached",
    "clock_live",
    "clock_metric",
    "clock_state",
    "clock_undefined",
    "clock_warn_at",
    "waiting_reason",
];
const MINUTE = 60 * 1000;
const BADGE = ".o_sla_badge";
const BUTTON = ".o_sla_badge_button";
const STORY = ".o_popover .o_sla_story";
const RUNNING = {
    id: 1,
    clock_deadline: "2026-03-09 14:00:00",
    clock_live: ticking(4, "10:00"),
    clock_metric: "resolution",
    clock_state: "running",
};

defineClockModels();

beforeEach(() => {
    mockDate("2026-03-09 10:00:00", 0);
});

function mountList() {
    const hidden = HIDDEN.map((name) => `<field name="${name}" column_invisible="1"/>`);
    return mountView({
        type: "list",
        resModel: "helpdesk.ticket",
        arch: `<list>
            <field name="clock_deadline" widget="sla_countdown"/>
            ${hidden.join("")}
        </list>`,
        selectRecord: (resId) => expect.step(`open ${resId}`),
    });
}

function mountKanban() {
    const hidden = HIDDEN.map((name) => `<field name="${name}"/>`);
    return mountView({
        type: "kanban",
        resModel: "helpdesk.ticket",
        arch: `<kanban>
            ${hidden.join("")}
            <templates><t t-name="card">
                <field name="clock_deadline" widget="sla_countdown" options="{'show_metric': True}"/>
            </t></templates>
        </kanban>`,
        selectRecord: (resId) => expect.step(`open ${resId}`),
    });
}

/** Answer what a story asks for, and note what was asked. */
function mockStory() {
    onRpc("helpdesk.sla.clock", "search_read", ({kwargs}) => {
        expect.step(JSON.stringify(kwargs.domain));
        return [
            {
                id: 7,
                why: "Due today: 4 hours since it was registered.",
                picture: [
                    {seconds: 600, kind: "used", title: "counts: 9:00 – 9:10"},
                    {seconds: 300, kind: "waited", title: "waits: 9:10 – 9:15"},
                ],
                story: [
                    {at: "Mon 9", kind: "wait", title: "Waits", text: "a payment"},
                    {
                        at: "Sun 8",
                        kind: "clock_started",
                        title: "Clock started",
                        text: "",
                    },
                ],
            },
        ];
    });
}

test("it runs down by itself, and turns late", async () => {
    HelpdeskTicket._records = [RUNNING];
    await mountList();
    onRpc(({method}) => expect.step(method));
    expect(BUTTON).toHaveText("4:00 h");
    expect(BADGE).toHaveAttribute("data-look", "calm");
    await advanceTime(90 * MINUTE);
    await animationFrame();
    expect(BUTTON).toHaveText("2:30 h");
    await advanceTime(156 * MINUTE);
    await animationFrame();
    expect(BUTTON).toHaveText("0:05 h late");
    expect(BADGE).toHaveAttribute("data-look", "overdue");
    expect.verifySteps([]);
});

test("each look has its text and its icon", async () => {
    const hours = [["13:00", "22:00"]];
    HelpdeskTicket._records = [
        RUNNING,
        {...RUNNING, id: 2, clock_warn_at: "2026-03-09 09:00:00"},
        {...RUNNING, id: 3, clock_live: ticking(2.5, "10:00", hours)},
        {
            id: 4,
            clock_live: ticking(3, "10:00"),
            clock_metric: "resolution",
            clock_state: "paused",
            waiting_reason: "payment",
        },
        {id: 5, clock_metric: "resolution", clock_state: "met", clock_breached: true},
        {id: 6, clock_metric: "response", clock_state: "met", clock_undefined: "none"},
        {id: 7, clock_undefined: "blank"},
        {id: 8, clock_undefined: "blank", closed: true},
    ];
    await mountList();
    expect(queryAllTexts(".o_data_row")).toEqual([
        "4:00 h",
        "4:00 h\nat risk",
        "2:30 h\nout of hours",
        "3:00 h\nwaits for a payment",
        "Met",
        "No deadline",
        "Not defined",
        "",
    ]);
    expect(`${BADGE} i.fa:not(.o_sla_missed)`).toHaveCount(7);
    expect(".o_data_row:eq(4) .o_sla_missed").toHaveCount(1);
    const title = queryFirst(`.o_data_row:eq(2) ${BUTTON}`).ariaLabel;
    expect(title).toMatch(/Resolution · Out of hours · 2:30 h · goes on today 13:00/);
});

test("other models count on the wall", async () => {
    ProjectTask._records = [{id: 1, due: "2026-03-09 10:45:00"}];
    await mountView({
        type: "list",
        resModel: "project.task",
        arch: `<list><field name="due" widget="sla_countdown"/></list>`,
    });
    expect(BUTTON).toHaveText("0:45 h");
});

test("a click tells the story of that clock, and opens no record", async () => {
    HelpdeskTicket._records = [RUNNING];
    mockStory();
    await mountKanban();
    expect(".o_kanban_record:first").toHaveText("Resolution\n4:00 h");
    await contains(BUTTON).click();
    expect.verifySteps([
        JSON.stringify([
            ["ticket_id", "=", 1],
            ["metric", "=", "resolution"],
        ]),
    ]);
    expect(`${STORY}_why`).toHaveText("Due today: 4 hours since it was registered.");
    expect(`${STORY} .o_sla_picture > div`).toHaveCount(2);
    expect(`${STORY} .o_sla_picture .o_sla_piece_waited`).toHaveCount(1);
    expect(`${STORY} .o_sla_legend`).toHaveCount(2);
    expect(queryAllTexts(`${STORY} .o_sla_events li`)).toEqual([
        "Waits\nMon 9\na payment",
        "Clock started\nSun 8",
    ]);
    await contains(`${STORY} .btn-close`).click();
    expect(STORY).toHaveCount(0);
});

test("so does a key, in a list too", async () => {
    HelpdeskTicket._records = [RUNNING];
    mockStory();
    await mountList();
    queryFirst(BUTTON).focus();
    await press("Enter");
    await animationFrame();
    expect(STORY).toHaveCount(1);
    expect.verifySteps([
        JSON.stringify([
            ["ticket_id", "=", 1],
            ["metric", "=", "resolution"],
        ]),
    ]);
});

test("where nothing is promised, the story says so without asking", async () => {
    HelpdeskTicket._records = [
        {id: 1, clock_metric: "response", clock_state: "met", clock_undefined: "none"},
    ];
    onRpc("helpdesk.sla.clock", "search_read", () => expect.step("asked"));
    await mountList();
    await contains(BUTTON).click();
    expect(`${STORY}_why`).toHaveText(
        "The plan says that there is no deadline for this."
    );
    expect.verifySteps([]);
});

test("a clock is found by itself among clocks", async () => {
    HelpdeskSlaClock._records = [
        {id: 5, metric: "response", state: "running", deadline: "2026-03-09 11:00:00"},
    ];
    mockStory();
    await mountView({
        type: "list",
        resModel: "helpdesk.sla.clock",
        arch: `<list>
            <field name="deadline" widget="sla_countdown"/>
            <field name="metric" column_invisible="1"/>
            <field name="state" column_invisible="1"/>
        </list>`,
    });
    await contains(BUTTON).click();
    expect.verifySteps([JSON.stringify([["id", "=", 5]])]);
});
