import {animationFrame, beforeEach, expect, test} from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {press, queryAllAttributes, queryAllTexts} from "@odoo/hoot-dom";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

const PANEL = ".o_playbook";
const STEP = ".o_playbook_step";
const SHOWN = ".o_playbook_shown";

class HelpdeskTicket extends models.Model {
    _name = "helpdesk.ticket";

    name = fields.Char();
    closed = fields.Boolean();
    playbook_view = fields.Json();
    playbook_progress = fields.Char();
}

defineMailModels();
defineModels([HelpdeskTicket]);

let isLeader = false;

beforeEach(() => {
    isLeader = false;
    onRpc("has_group", () => isLeader);
});

function makeStep(id, values = {}) {
    return {
        id,
        name: `Step ${id}`,
        state: "todo",
        gate: "none",
        mode: "manual",
        action: "confirm",
        wants: "none",
        responsible: "",
        waits: "",
        seen: "",
        evidence: "",
        reason: "",
        asked: false,
        failures: 0,
        ...values,
    };
}

/**
 * Mount the form of a ticket whose procedure has these steps, by phase.
 *
 * @param {Object} phases: {name: steps}
 * @param {Number} [nextId]
 * @param {Object} [more]: other values of the ticket
 */
function mountTicket(phases, nextId, more = {}) {
    const steps = Object.values(phases).flat();
    const next = steps.find(({id}) => id === nextId);
    const values = {
        playbook: {id: 1, name: "Errors", number: 4, diagram: "https://example.com/d"},
        done: steps.filter(({state}) => state === "done").length,
        total: steps.length,
        phases: Object.entries(phases).map(([name, those]) => ({name, steps: those})),
        next: next ? {...next, description: "Ask for the file."} : false,
    };
    HelpdeskTicket._records = [{id: 7, closed: false, playbook_view: values, ...more}];
    return mountView({
        type: "form",
        resModel: "helpdesk.ticket",
        resId: 7,
        arch: `<form>
            <field name="closed" invisible="1"/>
            <field name="playbook_view" widget="playbook_panel" readonly="1"/>
        </form>`,
    });
}

test("phases with a mark for each step, and how far it is", async () => {
    await mountTicket(
        {
            Verify: [makeStep(1, {state: "done"}), makeStep(2, {state: "na"})],
            Prepare: [
                makeStep(3, {state: "waived"}),
                makeStep(4, {name: "Attach the XML", action: "attach"}),
                makeStep(5),
            ],
        },
        4
    );
    expect(`${PANEL}_title`).toHaveText("No. 4 Errors");
    expect(`${PANEL} a`).toHaveAttribute("href", "https://example.com/d");
    expect(queryAllTexts(`${PANEL}_phase_name`)).toEqual(["1. Verify", "2. Prepare"]);
    expect(queryAllAttributes(STEP, "data-look")).toEqual([
        "done",
        "na",
        "waived",
        "next",
        "todo",
    ]);
    expect(queryAllAttributes(STEP, "aria-label")).toEqual([
        "Step 1: Done",
        "Step 2: Does not apply",
        "Step 3: Waived",
        "Attach the XML: Next",
        "Step 5: To do",
    ]);
    expect(`${STEP}[aria-current=step]`).toHaveCount(1);
    expect(`${PANEL} .progress`).toHaveAttribute("aria-valuenow", "20");
    expect(`${PANEL} .progress`).toHaveAttribute("aria-label", "1 of 5 steps");
});

test("the next step says what to do, what was seen, what it holds back", async () => {
    await mountTicket(
        {
            Prepare: [
                makeStep(4, {
                    name: "Attach the XML",
                    action: "attach",
                    gate: "escalate",
                    responsible: "Level 1",
                    seen: "No XML is attached.",
                    waits: "The customer",
                }),
            ],
        },
        4
    );
    expect(`${SHOWN} ${PANEL}_name`).toHaveText("Attach the XML");
    expect(`${PANEL}_responsible`).toHaveText("Level 1");
    expect(`${PANEL}_hold`).toHaveText("Holds back the hand-over and the solution");
    expect(`${PANEL}_seen`).toHaveText("No XML is attached.");
    expect(`${PANEL}_waits`).toHaveText("Waits for: The customer");
    expect(`${PANEL}_description`).toHaveText("Ask for the file.");
    expect(`${PANEL}_act`).toHaveText("Attach");
    expect(`${PANEL}_act`).toHaveAttribute("data-hotkey", "shift+n");
    expect(`${STEP}`).toHaveAttribute("data-look", "waiting");
});

test("its button does the step, and the ticket is read again", async () => {
    await mountTicket({Verify: [makeStep(3)]}, 3);
    onRpc("helpdesk.ticket.step", "action_do", ({args}) => {
        expect.step(`do ${args[0]}`);
        return false;
    });
    onRpc("web_read", () => expect.step("read"));
    await contains(`${PANEL}_act`).click();
    expect.verifySteps(["do 3", "read"]);
});

test("the arrow keys go from step to step", async () => {
    await mountTicket(
        {Verify: [makeStep(1, {state: "done"}), makeStep(2)], End: [makeStep(3)]},
        2
    );
    expect(queryAllAttributes(STEP, "tabindex")).toEqual(["-1", "0", "-1"]);
    await contains(`${STEP}[data-step="2"]`).focus();
    await press("ArrowRight");
    await animationFrame();
    expect(`${STEP}[data-step="3"]`).toBeFocused();
    expect(SHOWN).toHaveAttribute("data-step", "3");
    expect(queryAllAttributes(STEP, "tabindex")).toEqual(["-1", "-1", "0"]);
    // the button of another step is there, but not the one that stands out
    expect(`${PANEL}_act`).toHaveClass("btn-secondary");
    expect(`${PANEL}_act`).not.toHaveAttribute("data-hotkey");
    await press("ArrowRight");
    await animationFrame();
    expect(SHOWN).toHaveAttribute("data-step", "3");
    await press("Home");
    await animationFrame();
    expect(`${PANEL}_state`).toHaveText("Done");
    expect(`${PANEL}_act`).toHaveCount(0);
    await contains(`${PANEL}_back`).click();
    expect(SHOWN).toHaveAttribute("data-step", "2");
});

async function readMenu() {
    if (!document.querySelector(`${PANEL}_more`)) {
        return [];
    }
    await contains(`${PANEL}_more`).click();
    return queryAllAttributes(".o-dropdown--menu .dropdown-item", "data-act");
}

test("what holds the ticket back is waived by leaders only", async () => {
    await mountTicket({Verify: [makeStep(1, {gate: "solve"})]}, 1);
    expect(await readMenu()).toEqual([]);
});

test("leaders waive; what holds nothing back may not apply", async () => {
    isLeader = true;
    await mountTicket({Verify: [makeStep(1, {action: "attach"})]}, 1);
    expect(await readMenu()).toEqual(["done", "skip", "waive"]);
});

test("who says something else of a step does so in the dialog", async () => {
    await mountTicket({Verify: [makeStep(5)]}, 5);
    onRpc("/web/action/load", async (request) => {
        const {params} = await request.json();
        const {default_act: act, default_step_id: id} = params.context;
        expect.step(`${params.action_id} ${act} ${id}`);
        return {type: "ir.actions.act_window_close"};
    });
    await contains(`${PANEL}_more`).click();
    await contains(".o-dropdown--menu [data-act=skip]").click();
    expect.verifySteps(["helpdesk_support_plan.helpdesk_ticket_step_do_action skip 5"]);
});

test("a check that looks by itself has no button", async () => {
    await mountTicket(
        {Verify: [makeStep(1, {mode: "auto", state: "failed", seen: "In arrears."})]},
        1
    );
    expect(`${PANEL}_act`).toHaveCount(0);
    expect(`${PANEL}_state`).toHaveText("Failed");
    expect(`${PANEL}_seen`).toHaveClass("text-danger");
});

test("where there are no duplicates, that is all there is to confirm", async () => {
    const merging = {action: "merge", mode: "proposed"};
    await mountTicket(
        {
            Verify: [
                makeStep(1, {...merging, verdict: "no_duplicates"}),
                makeStep(2, {...merging, verdict: "duplicates_found"}),
            ],
        },
        1
    );
    expect(`${PANEL}_act`).toHaveText("Confirm");
    await contains(`${STEP}[data-step="2"]`).click();
    expect(`${PANEL}_act`).toHaveText("Look at duplicates");
});

test("who was asked for an approval has only to answer", async () => {
    const asking = {action: "ask_approval"};
    await mountTicket({Verify: [makeStep(1, asking)]}, 1);
    expect(`${PANEL}_act`).toHaveText("Ask for approval");
});

test("their answer is written down", async () => {
    const asking = {action: "ask_approval", asked: true};
    await mountTicket({Verify: [makeStep(1, asking)]}, 1);
    expect(`${PANEL}_act`).toHaveText("Note the answer");
});

test("evidence that is an address is a link", async () => {
    const evidence = "https://example.com/proof";
    await mountTicket({Verify: [makeStep(1, {state: "done", evidence})]}, undefined);
    expect(`${PANEL}_over`).toHaveCount(1);
    await contains(STEP).click();
    expect(`${PANEL}_evidence a`).toHaveAttribute("href", evidence);
});

test("text that looks like a link and is none stays text", async () => {
    const evidence = ["javascript", "alert(1)"].join(":");
    await mountTicket({Verify: [makeStep(1, {state: "done", evidence})]}, undefined);
    await contains(STEP).click();
    expect(`${PANEL}_evidence a`).toHaveCount(0);
    expect(`${PANEL}_evidence`).toHaveText(evidence);
});

test("nothing is done with the steps of a closed ticket", async () => {
    isLeader = true;
    await mountTicket({Verify: [makeStep(1)]}, 1, {closed: true});
    expect(`${PANEL}_act`).toHaveCount(0);
    expect(`${PANEL}_more`).toHaveCount(0);
});

test("without a procedure there is nothing", async () => {
    HelpdeskTicket._records = [{id: 7, playbook_view: false}];
    await mountView({
        type: "form",
        resModel: "helpdesk.ticket",
        resId: 7,
        arch: `<form><field name="playbook_view" widget="playbook_panel"/></form>`,
    });
    expect(PANEL).toHaveCount(0);
});

test("progress in short", async () => {
    HelpdeskTicket._records = [{id: 7, playbook_progress: "7/13"}];
    await mountView({
        type: "list",
        resModel: "helpdesk.ticket",
        arch: `<list>
            <field name="playbook_progress" widget="playbook_progress"/>
        </list>`,
    });
    expect(`${PANEL}_progress_short`).toHaveText("7/13");
    expect(".progress").toHaveAttribute("aria-valuenow", "54");
});
