import {registry} from "@web/core/registry";

const LINE = ".o_sla_clock[data-metric='response']";

/**
 * Find what is overdue in the queue, open it, and read why its date is what it is.
 *
 * @param {String} card: where the countdown stands
 * @param {String} title: what is clicked to open the ticket
 * @returns {Object[]} tour steps
 */
function readWhy(card, title) {
    return [
        {
            content: "The queue counts what is overdue",
            trigger: ".o_queue_card[data-filter='overdue']:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_queue_card_active[data-filter='overdue']",
        },
        {
            content: "The time since the deadline, with a sign and an icon",
            trigger: `${card} .o_sla_countdown[data-look='overdue']:contains('-')`,
        },
        {trigger: title, run: "click"},
        {
            content: "A line for each clock",
            trigger: `.o_sla_clocks:has(.o_sla_clock[data-metric='resolution']) ${LINE}`,
        },
        {
            content: "Time at a level is for the desk only",
            trigger: ".o_sla_clock[data-metric='ownership'] .o_sla_internal",
        },
        {
            content: "Why this date?",
            trigger: `${LINE} .o_sla_why`,
            run: "click",
        },
        {
            content: "The policy's name is a part of the sentence",
            trigger: ".o_popover .o_sla_why_popover:contains('response')",
        },
    ];
}

registry.category("web_tour.tours").add("support_plan_clocks", {
    steps: () => [
        ...readWhy(".o_data_row", ".o_data_row .o_data_cell[name='name']"),
        {
            content: "What has happened so far",
            trigger: ".o_notebook a[name='events']",
            run: "click",
        },
        {trigger: ".o_field_widget[name='event_ids'] .o_data_row"},
    ],
});

registry.category("web_tour.tours").add("support_plan_clocks_on_a_phone", {
    steps: () => readWhy(".o_kanban_record", ".o_kanban_record .o_ticket_title"),
});

registry.category("web_tour.tours").add("support_plan_promise", {
    steps: () => [
        {
            content: "Click the cell of the answer",
            trigger: ".o_promise_table td[data-cell='all response'] button",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='amount'] input",
            run: "edit 30",
        },
        {trigger: ".modal .o_form_button_save", run: "click"},
        {
            content: "The table shows it",
            trigger:
                "body:not(:has(.modal)) td[data-cell='all response']:contains('30')",
        },
    ],
});
