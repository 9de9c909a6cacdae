import {registry} from "@web/core/registry";

const TITLE = "No firma la factura FE-120";

function canScroll(element) {
    const {overflowY} = getComputedStyle(element);
    return overflowY === "auto" && element.scrollHeight > element.clientHeight;
}

/**
 * Look at the figures, then at what they are made of.
 *
 * @param {String} missed: a promise that was missed, whichever way it is shown
 * @returns {Object[]} tour steps
 */
function look(missed) {
    return [
        {
            content: "None of two solutions came in time",
            trigger: "[data-figure='resolution_rate']:contains('0%'):contains('2')",
        },
        {
            content: "A chart is drawn, and told as a table",
            trigger:
                "[data-card='metrics']:has(canvas[width]) table td:contains('2 / 2')",
        },
        {
            content: "The page can be scrolled to its end",
            trigger: "[data-card='closings']",
            run({anchor}) {
                const around = [
                    anchor.closest(".o_content"),
                    anchor.closest(".o_action"),
                ];
                if (!around.some(canScroll)) {
                    throw new Error("Nobody can scroll to the last card.");
                }
            },
        },
        {
            content: "A click on a figure shows what it counts",
            trigger: "[data-figure='registered']",
            run: "click",
        },
        {trigger: `.o_data_row .o_data_cell:contains('${TITLE}')`},
        {
            content: "Back to where one was",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "The period is still the one that was chosen",
            trigger: "[data-period='last_90_days'][aria-pressed='true']",
        },
        {
            content: "What was missed?",
            trigger: "[data-card='worst'] .o_sla_more",
            run: "click",
        },
        {
            content: "A row opens its ticket",
            trigger: `${missed}:contains('${TITLE}')`,
            run: "click",
        },
        {trigger: `.o_form_view .o_field_widget[name='name']`},
    ];
}

registry.category("web_tour.tours").add("support_plan_dashboard", {
    steps: () => look(".o_data_row .o_data_cell"),
});

registry.category("web_tour.tours").add("support_plan_dashboard_on_a_phone", {
    steps: () => look(".o_kanban_record"),
});
