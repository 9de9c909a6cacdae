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
            trigger:
                ".o_queue_card[data-filter='overdue']:has(.o_queue_card_mine:contains('1')) .o_queue_card_all:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_queue_card_active[data-filter='overdue']",
        },
        {
            content: "The time since the deadline, in words and with an icon",
            trigger: `${card} .o_sla_badge[data-look='overdue'] button:contains('late')`,
            run: "click",
        },
        {
            content: "Its story, without leaving the queue",
            trigger:
                ".o_popover .o_sla_story:has(.o_sla_events li) p:contains('response')",
        },
        {trigger: ".o_popover .o_sla_story .btn-close", run: "click"},
        {trigger: `body:not(:has(.o_sla_story)) ${card}`},
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
            content: "How much of its time is used",
            trigger: `${LINE} .progress[aria-valuenow='100']`,
        },
        {
            content: "Why this date? The policy's name is a part of the sentence",
            trigger: `${LINE} .o_sla_why:contains('response')`,
            run: "click",
        },
        {
            content: "All of it",
            trigger: `${LINE} .o_sla_why[aria-expanded='true']`,
        },
        {
            content: "The story of the clock",
            trigger: `${LINE} .o_sla_badge button`,
            run: "click",
        },
        {trigger: ".o_popover .o_sla_picture .o_sla_piece_used"},
        {trigger: ".o_popover .o_sla_events li[data-kind='clock_breached']"},
        {trigger: ".o_popover .o_sla_story .btn-close", run: "click"},
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

registry.category("web_tour.tours").add("support_plan_my_clocks", {
    steps: () => [
        {
            content: "Of those that are late, mine",
            trigger:
                ".o_queue_card[data-filter='overdue'] .o_queue_card_mine:contains('1')",
            run: "click",
        },
        {trigger: ".o_queue_card_mine[aria-pressed='true']"},
        {trigger: ".o_searchview:has(.o_searchview_facet:nth-child(2))"},
        {trigger: ".o_list_table:not(:has(.o_data_row:nth-child(2)))"},
        {
            content: "The same dates in a calendar",
            trigger: ".o_switch_view.o_calendar",
            run: "click",
        },
        {trigger: ".o_calendar_view .fc-event", run: "click"},
        {
            content: "With the time that is left",
            trigger: ".o_cw_popover .o_sla_badge[data-look='overdue'] button",
            run: "click",
        },
        {trigger: ".o_sla_story .o_sla_events li"},
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
