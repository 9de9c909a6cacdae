import {registry} from "@web/core/registry";

const FORM = ".o_form_view:not(:has(.modal))";

/**
 * Click a button of the status bar; on a phone all but the first stand in a menu.
 *
 * @param {String} label
 * @returns {Object[]} tour steps
 */
function press(label) {
    const button = `button:contains('${label}')`;
    const more = ".o_statusbar_buttons button:has(.oi-ellipsis-v)";
    return [
        {
            content: "On a phone, show the other buttons",
            trigger: `${more}, .o_statusbar_buttons ${button}`,
            run({queryFirst, click}) {
                const menu = queryFirst(more);
                return menu && click(menu);
            },
        },
        {
            trigger: `.o_statusbar_buttons ${button}, .o-dropdown--menu ${button}`,
            run: "click",
        },
    ];
}

/**
 * Return where a line of a history stands, whether it is shown as a row or as a card.
 *
 * @param {String} name: the field
 * @param {String} text: what it says
 * @returns {String} selector
 */
function line(name, text) {
    const field = `.o_field_widget[name='${name}']`;
    return `${field} .o_data_row:contains('${text}'), ${field} .o_kanban_record:contains('${text}')`;
}

registry.category("web_tour.tours").add("support_plan_escalate", {
    steps: () => [
        {
            content: "The level is the first thing one sees",
            trigger: ".o_ticket_level .o_field_widget[name='level_id']",
        },
        ...press("Escalate"),
        {
            content: "The next level of the route is proposed",
            trigger: ".modal .o_field_widget[name='level_id'] input:value(2)",
        },
        {
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit No lo resolvemos aquí",
        },
        {trigger: ".modal footer button[name='action_apply']:visible", run: "click"},
        {
            content: "The hand-over is written down",
            trigger: `${FORM} .o_notebook a[name='escalation']`,
            run: "click",
        },
        {trigger: line("escalation_ids", "No lo resolvemos aquí")},
        {
            content: "And what will happen if nobody cares",
            trigger: ".o_ticket_next .o_field_widget[name='escalation_next']",
        },
    ],
});

registry.category("web_tour.tours").add("support_plan_return", {
    steps: () => [
        ...press("Return"),
        {
            trigger:
                ".modal .o_field_widget[name='return_motive'] .o_radio_input:eq(1)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit Falta el archivo",
        },
        {trigger: ".modal footer button[name='action_apply']:visible", run: "click"},
        {trigger: "body:not(:has(.modal))"},
    ],
});

registry.category("web_tour.tours").add("support_plan_log_contact", {
    steps: () => [
        ...press("Log a contact"),
        {
            content: "By phone, and whom, is proposed",
            trigger: ".modal .o_contact_log",
        },
        {
            trigger: ".modal footer button[name='action_no_answer']",
            run: "click",
        },
        {
            content: "It stands on the ticket",
            trigger: `${FORM} .o_notebook a[name='contacts']`,
            run: "click",
        },
        {trigger: line("contact_attempt_ids", "No answer")},
    ],
});
