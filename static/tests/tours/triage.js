import {registry} from "@web/core/registry";

const TITLE = "No firma la factura electrónica FE-120";

/**
 * Open the ticket from the queue, whichever way the queue is shown.
 *
 * @param {String} card: where its title stands
 * @returns {Object[]} tour steps
 */
function open(card) {
    return [
        {
            content: "The queue says what waits",
            trigger:
                ".o_queue_card[data-filter='unclassified'] .o_queue_card_all:contains('1')",
            run: "click",
        },
        {
            content: "The card is marked as the one that is shown",
            trigger: ".o_queue_card_active[data-filter='unclassified']",
        },
        {
            content: "First click: open",
            trigger: `${card}:contains('${TITLE}')`,
            run: "click",
        },
        {
            content: "The proposal gives its reason",
            trigger: ".o_ticket_proposal:contains('FE-098')",
        },
        {
            content: "Second click: use the proposal",
            trigger: ".o_ticket_proposal button[name='action_take_proposal']",
            run: "click",
        },
        {trigger: ".o_form_view:not(:has(.o_ticket_proposal button))"},
    ];
}

/** The third click confirms, the fourth takes the ticket. */
const CONFIRM = [
    {
        content: "Third click: confirm",
        trigger: "button.btn-primary[name='action_confirm_triage']",
        run: "click",
    },
    {trigger: ".o_form_view:not(:has(button[name='action_confirm_triage']))"},
    {
        content: "Fourth click: take it",
        trigger: "button.btn-primary[name='assign_to_me']",
        run: "click",
    },
    {
        content: "Now work can begin",
        trigger: "button.btn-primary[name='action_start']",
    },
];

registry.category("web_tour.tours").add("support_plan_triage", {
    steps: () => [
        ...open(".o_data_row .o_data_cell[name='name']"),
        {
            content: "Correct by keyboard: one more module",
            trigger: ".o_field_widget[name='process_tag_ids'] input",
            run: "edit Foli",
        },
        {
            content: "Its definition is shown where it is picked",
            trigger: ".o-autocomplete--dropdown-item:contains('folios')",
        },
        {
            trigger: ".o_field_widget[name='process_tag_ids'] input",
            run: "press Enter",
        },
        {trigger: ".o_field_widget[name='process_tag_ids'] .o_tag:contains('Folios')"},
        {
            content: "Two stars, which are a high impact",
            trigger: ".o_field_widget[name='priority'] .o_priority_star:eq(1)",
            run: "click",
        },
        {trigger: ".o_field_widget[name='severity_id']:contains('Alto')"},
        ...CONFIRM,
    ],
});

registry.category("web_tour.tours").add("support_plan_triage_on_a_phone", {
    steps: () => [...open(".o_kanban_record .o_ticket_title"), ...CONFIRM],
});
