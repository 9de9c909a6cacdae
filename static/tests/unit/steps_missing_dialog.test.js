import {
    contains,
    defineModels,
    fields,
    makeDialogMockEnv,
    mockService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {StepsMissingDialog} from "@helpdesk_support_plan/playbook/steps_missing_dialog";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {queryAllTexts} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";

const NAME = "odoo.addons.helpdesk_support_plan.exceptions.StepsMissing";

class HelpdeskTicketStep extends models.Model {
    _name = "helpdesk.ticket.step";

    name = fields.Char();
    phase = fields.Char();

    _records = [{id: 4, name: "Customer active", phase: "Verification"}];
}

defineMailModels();
defineModels([HelpdeskTicketStep]);
describe.tags("desktop");

async function mountDialog(mayOverride) {
    mockService("action", {
        doAction: ({res_id: resId, tag}) => expect.step(tag || `open ${resId}`),
    });
    await mountWithCleanup(StepsMissingDialog, {
        env: await makeDialogMockEnv(),
        props: {
            data: {
                arguments: ["HT1 cannot be solved yet."],
                context: {ticket_id: 7, step_ids: [4], may_override: mayOverride},
            },
            message: "",
            close: () => expect.step("close"),
        },
    });
}

test("it is shown for this refusal, and no other", () => {
    const dialogs = registry.category("error_dialogs");
    expect(dialogs.get(NAME)).toBe(StepsMissingDialog);
});

test("it names what is missing, and leads to the steps", async () => {
    await mountDialog(false);
    expect(".modal-body p").toHaveText("HT1 cannot be solved yet.");
    expect(queryAllTexts(".modal-body li")).toEqual(["Customer activeVerification"]);
    expect(queryAllTexts(".modal-footer button")).toEqual(["Show the steps", "Close"]);
    await contains(".modal-footer button:contains(Show)").click();
    expect.verifySteps(["close", "open 7"]);
});

test("leaders set the steps aside, with a reason", async () => {
    onRpc("helpdesk.ticket.step", "waive", ({args}) => {
        expect.step(`${args[0]}: ${args[1]}`);
        return true;
    });
    await mountDialog(true);
    await contains(".modal-footer button:contains(Go on)").click();
    expect(".o_steps_missing_override").not.toBeEnabled();
    await contains("#o_steps_missing_reason").edit("  It burns ");
    await contains(".o_steps_missing_override").click();
    expect.verifySteps(["4: It burns", "close", "soft_reload"]);
});
