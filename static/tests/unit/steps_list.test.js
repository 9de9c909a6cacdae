import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

const ROWS = ".o_field_widget[name=step_ids] tbody tr";
const STEPS = `${ROWS}.o_data_row`;

class HelpdeskPlaybook extends models.Model {
    _name = "helpdesk.playbook";

    name = fields.Char();
    step_ids = fields.One2many({
        relation: "helpdesk.playbook.step",
        relation_field: "playbook_id",
    });

    _records = [{id: 1, name: "Errors", step_ids: [1, 2, 3, 4]}];
}

class HelpdeskPlaybookStep extends models.Model {
    _name = "helpdesk.playbook.step";
    _order = "sequence, id";

    name = fields.Char();
    phase = fields.Char();
    sequence = fields.Integer();
    playbook_id = fields.Many2one({relation: "helpdesk.playbook"});

    _records = [
        {id: 1, name: "Look", phase: "Begin", sequence: 10, playbook_id: 1},
        {id: 2, name: "Write", phase: "Begin", sequence: 20, playbook_id: 1},
        {id: 3, name: "Test", phase: "End", sequence: 30, playbook_id: 1},
        {id: 4, name: "Close", phase: "End", sequence: 40, playbook_id: 1},
    ];
}

defineMailModels();
defineModels([HelpdeskPlaybook, HelpdeskPlaybookStep]);
describe.tags("desktop");

function mountForm() {
    return mountView({
        type: "form",
        resModel: "helpdesk.playbook",
        resId: 1,
        arch: `<form>
            <field name="step_ids" widget="playbook_steps">
                <list>
                    <field name="phase" column_invisible="1"/>
                    <field name="sequence" widget="handle"/>
                    <field name="name"/>
                </list>
            </field>
        </form>`,
    });
}

test("steps stand under the names of their phases", async () => {
    await mountForm();
    expect(queryAllTexts(ROWS).filter(Boolean).slice(0, 6)).toEqual([
        "Begin",
        "Look",
        "Write",
        "End",
        "Test",
        "Close",
    ]);
});

test("a step that is dragged among others joins their phase, at once", async () => {
    await mountForm();
    onRpc("web_save", ({args}) => {
        const changes = args[1].step_ids.map(([, id, values]) => [id, values.phase]);
        expect.step(changes.find(([, phase]) => phase));
    });
    const handle = (place) => `${STEPS}:eq(${place}) .o_row_handle`;
    await contains(handle(3)).dragAndDrop(handle(1));
    expect(queryAllTexts(ROWS).filter(Boolean).slice(0, 6)).toEqual([
        "Begin",
        "Look",
        "Close",
        "Write",
        "End",
        "Test",
    ]);
    expect.verifySteps([[4, "Begin"]]);
});

test("within its phase only the order changes", async () => {
    await mountForm();
    onRpc("web_save", ({args}) => {
        expect.step(args[1].step_ids.some(([, , values]) => "phase" in values));
    });
    await contains(`${STEPS}:eq(1) .o_row_handle`).dragAndDrop(
        `${STEPS}:eq(0) .o_row_handle`
    );
    expect.verifySteps([false]);
});
