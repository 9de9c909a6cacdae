import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("support_plan_customer_opens_ticket", {
    steps: () => [
        {
            content: "Start a new ticket from the portal's home",
            trigger: "a[name='helpdesk_new']",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: "input[name='subject']", run: "edit Se acabaron los folios"},
        {
            trigger: "textarea[name='description']",
            run: "edit Quedan 3 folios. ¿Cómo compramos más?",
        },
        {
            content: "Say how it affects the work, in the plan's words",
            trigger: ".o_support_choice:contains('Medio') input",
            run: "click",
        },
        {
            trigger: "form button[type='submit']:contains('Enviar')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The new ticket's page is shown, and says its number",
            trigger: "[role='status']:contains('HT')",
        },
        {trigger: "#wrap:contains('Se acabaron los folios')"},
    ],
});

/**
 * Open a ticket from the list, give it three stars and take it.
 *
 * @param {String} title
 * @returns {Object[]} tour steps
 */
function takeUp(title) {
    return [
        {
            content: `Open "${title}"`,
            trigger: `.o_data_row .o_data_cell[name='name']:contains('${title}')`,
            run: "click",
        },
        {
            content: "Wait for its form",
            trigger: `.o_form_view .o_field_widget[name='name'] textarea:value(${title})`,
        },
        {
            trigger: ".o_field_widget[name='priority'] a.o_priority_star:eq(2)",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name='assign_to_me']",
            run: "click",
        },
        {
            content: "It is assigned: the button is gone",
            trigger: ".o_form_view:not(:has(button[name='assign_to_me']))",
        },
        {
            content: "Back to the list",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {trigger: ".o_list_view"},
    ];
}

registry.category("web_tour.tours").add("support_plan_analyst_takes_up", {
    steps: () => [
        ...takeUp("No firma la factura Ñ-120"),
        ...takeUp("Se acabaron los folios"),
    ],
});
