import {registry} from "@web/core/registry";

/*
 * One tour for each procedure of the manual: somebody who has never seen it takes a
 * ticket through it, by nothing but the button of the next step. Each act waits until
 * its own step is the next one.
 */

const SHOWN = ".o_playbook_shown";
const SAVE = ".modal footer .btn-primary:visible";

/**
 * Return where the button of a step is, once it is the next one.
 *
 * @param {String} name: of the step
 * @param {String} button: class of the button
 * @returns {String} selector
 */
function of(name, button = "o_playbook_act") {
    return `${SHOWN}:has(.o_playbook_name:contains("${name}")) .${button}`;
}

function press(name) {
    return [{content: `Next: ${name}`, trigger: of(name), run: "click"}];
}

/**
 * Return the steps that fill fields in a dialog.
 *
 * @param {Object} values: {field: text; or {option: code} of radio buttons}
 * @returns {Object[]}
 */
function edit(values) {
    return Object.entries(values).map(([field, value]) => {
        const widget = `.modal .o_field_widget[name='${field}']`;
        if (value.option) {
            return {
                trigger: `${widget} .o_radio_input[data-value='${value.option}']`,
                run: "click",
            };
        }
        if (field === "body") {
            return {
                trigger: `${widget} .odoo-editor-editable`,
                run: `editor ${value}`,
            };
        }
        return {
            trigger: `${widget} textarea, ${widget} input`,
            run: `edit ${value}`,
        };
    });
}

const CLOSED = {content: "The dialog is closed", trigger: "body:not(:has(.modal))"};

/** Press the button of a step, fill in what its dialog asks for, and save it. */
function fill(name, values) {
    return [...press(name), ...edit(values), {trigger: SAVE, run: "click"}, CLOSED];
}

/** Press the button of a step, and one in its dialog. */
function choose(name, button) {
    return [
        ...press(name),
        {trigger: `.modal button[name='${button}']`, run: "click"},
        {
            content: "Close what is still open",
            trigger: "body",
            async run({queryFirst, click}) {
                const save = queryFirst(SAVE);
                return save && (await click(save));
            },
        },
        CLOSED,
    ];
}

/** Hand the ticket over, as the next step asks for. */
function handOver(name) {
    return fill(name, {reason: "It goes on there"});
}

/** Choose who of the customer said so, in the dialog of a step. */
function approve(name) {
    const field = ".modal .o_field_widget[name='contact_id'] input";
    return [
        ...press(name),
        {
            trigger: ".modal .o_radio_input[data-value='approved']",
            run: "click",
        },
        ...edit({evidence: "By phone"}),
        {trigger: field, run: "click"},
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Carolina)",
            run: "click",
        },
        {trigger: SAVE, run: "click"},
        CLOSED,
    ];
}

const OVER = {
    content: "Nothing is left to do: now it can be solved",
    trigger: ".o_playbook_over",
};
const INFORMATION = {
    investigation_steps: "Confirm an invoice",
    investigation_error: "Error 402",
};
const TESTED = {test_state: {option: "pass"}, test_result: "Three invoices went out"};

/** {tour: its steps} */
const WAYS = {
    misconfiguration: [
        ...fill("Complete the information", INFORMATION),
        ...fill("Additional information", {investigation_other: "None"}),
        ...press("Only one ticket"),
        ...handOver("Assign it to technical support"),
        ...fill("Run the tests", TESTED),
        ...fill("Verification after technical support", {evidence: "It works"}),
        OVER,
    ],
    electronic_documents: [
        ...choose("Look among the known errors", "action_no_known_error"),
        ...press("Taxes and journals"),
        ...fill("All information is there", INFORMATION),
        ...fill("Handle several numbers", {document_numbers: "FE-120"}),
        ...press("Only one ticket"),
        ...fill("Open a ticket at", {
            provider_name: "Facturatech",
            provider_reference: "FT-1",
        }),
        ...fill("Answer of the provider", {
            provider_answer: {option: "no_development"},
        }),
        ...fill("Document the problem", {development_notes: "Nothing to develop"}),
        ...handOver("Assign it to technical support"),
        ...approve("Authorisation of the requester"),
        ...press("Send the electronic document"),
        ...press("The document was issued"),
        ...press("The document was received"),
        OVER,
    ],
    // a request has nothing that support would have to reproduce
    installations: [
        ...fill("Additional information", {investigation_other: "None"}),
        ...press("Only one ticket"),
        ...handOver("Assign it to technical support"),
        ...fill("Run the tests", TESTED),
        ...fill("Verification after technical support", {}),
        OVER,
    ],
    errors: [
        ...fill("Complete the information", INFORMATION),
        ...fill("Additional information", {investigation_other: "None"}),
        ...press("Only one ticket"),
        ...handOver("Assign it to technical support"),
        ...fill("Tests by technical support", TESTED),
        ...fill("Verification after technical support", {evidence: "It works"}),
        ...press("There are no other problems"),
        OVER,
    ],
    new_customers: [
        ...fill("Define the scope", {
            activation_modules: "Sales",
            activation_developments: "None",
            activation_url: "https://sol.example.com",
        }),
        ...fill("Users and access", {activation_users: "Carolina"}),
        ...fill("Software version", {activation_version: "19.0"}),
        ...fill("Additional information", {investigation_other: "None"}),
        ...press("Only one ticket"),
        ...handOver("Assign it to technical support"),
        ...fill("Verification after technical support", {}),
        ...press("It meets what the customer needs"),
        OVER,
    ],
    take_down: [
        ...fill("Administrative verification", {takedown_cause: {option: "request"}}),
        ...handOver("Assign it to the commercial area"),
        ...fill("Reason in ticket and subscription", {
            takedown_reason: "They close their shop",
            takedown_channel: {option: "direct"},
        }),
        ...fill("Record of reasons", {takedown_url: "https://sol.example.com"}),
        ...handOver("Assign it to technical support"),
        ...fill("Backup before the take-down", {evidence: "Kept for a year"}),
        ...fill("Take the databases down", {evidence: "Down since noon"}),
        ...fill("Tell the requester that it is done", {}),
        OVER,
    ],
    test_environment: [
        ...fill("Offer the communal environment", {}),
        ...fill("Answer to the offer", {environment_communal: {option: "declined"}}),
        ...fill("Customer and cause", {environment_cause: "To try the payroll"}),
        ...press("Only one ticket"),
        ...handOver("Assign it to technical support"),
        ...fill("Choose the scenario", {
            environment_scenario: {option: "enterprise"},
            environment_modality: {option: "saas"},
        }),
        ...press("Make the test database"),
        {
            trigger:
                ".modal .o_field_widget[name='environment_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name='environment_ids'] [name='url'] input",
            run: "edit https://pruebas.example.com",
        },
        {trigger: SAVE, run: "click"},
        CLOSED,
        ...fill("Send the manual", {}),
        ...fill("Give access to the customer", {body: "Here is your database."}),
        OVER,
    ],
};

for (const [name, way] of Object.entries(WAYS)) {
    registry.category("web_tour.tours").add(`support_plan_procedure_${name}`, {
        steps: () => way,
    });
}
