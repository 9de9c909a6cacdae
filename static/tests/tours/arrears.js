import {registry} from "@web/core/registry";

const TITLE = "No firma la factura FE-120";
const BAR = ".o_ticket_standing";

/**
 * Open the ticket that arrears have stopped, from its card in the queue.
 *
 * @param {String} card: where its title stands
 * @returns {Object[]} tour steps
 */
function open(card) {
    return [
        {
            content: "The queue counts what arrears have stopped",
            trigger:
                ".o_queue_card[data-filter='standing_hold'] .o_queue_card_all:contains('1')",
            run: "click",
        },
        {trigger: ".o_queue_card_active[data-filter='standing_hold']"},
        {
            content: "Its standing is in words, not in colour alone",
            trigger:
                ".o_data_row .badge:contains('In Arrears'), .o_kanban_record .badge:contains('In Arrears')",
        },
        {trigger: `${card}:contains('${TITLE}')`, run: "click"},
        {
            content: "The bar says how long, and no amount",
            trigger: `${BAR}:contains('23 days overdue'):not(:contains('100'))`,
        },
    ];
}

/** Attend to it anyway, with the reason that is asked for. */
const DECIDE = [
    {
        trigger: `${BAR} button:contains('Attend anyway')`,
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name='note'] input",
        run: "edit No puede facturar",
    },
    {
        trigger: ".modal footer button.btn-primary:visible:contains('Confirm')",
        run: "click",
    },
    {
        content: "The reason stays, with who has decided",
        trigger: ".o_form_view .alert:contains('No puede facturar'):contains('Ana')",
    },
    {
        content: "Nothing waits for a decision any more",
        trigger: `.o_form_view:not(:has(${BAR}))`,
    },
];

registry.category("web_tour.tours").add("support_plan_arrears", {
    steps: () => [
        ...open(".o_data_row .o_data_cell[name='name']"),
        ...DECIDE,
        {
            content: "So work begins",
            trigger: "button[name='action_start']",
            run: "click",
        },
        {trigger: ".o_form_view:not(:has(button[name='action_start']))"},
    ],
});

registry.category("web_tour.tours").add("support_plan_arrears_on_a_phone", {
    steps: () => [...open(".o_kanban_record"), ...DECIDE],
});

registry.category("web_tour.tours").add("support_plan_cancels_for_arrears", {
    steps: () => [
        ...open(".o_data_row .o_data_cell[name='name']"),
        {trigger: `${BAR} button[name='action_cancel']`, run: "click"},
        {
            content: "The reason is proposed",
            trigger: ".modal .o_field_widget[name='reason'] input:checked",
        },
        {
            content: "And so is what the customer reads",
            trigger:
                ".modal .o_field_widget[name='body']:contains('waiting for payment')",
        },
        {
            trigger: ".modal footer button[name='action_cancel']:visible",
            run: "click",
        },
        {trigger: ".o_form_view:not(:has(.o_ticket_standing))"},
        {
            content: "They have been told",
            trigger: ".o-mail-Message:contains('waiting for payment')",
        },
    ],
});
