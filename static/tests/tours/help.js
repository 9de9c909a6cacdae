import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("support_plan_help", {
    steps: () => [
        {
            content: "Look for something, with letters wrong",
            trigger: ".o_help_search input[name='q']",
            run: "edit facutra rechasada",
        },
        {
            trigger: ".o_help_search button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The answer stands there",
            trigger: ".o_help_hit:contains('Factura rechazada')",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: "h1:contains('Factura rechazada')"},
        {
            content: "Nothing is wider than the phone",
            trigger: "body",
            run: () => {
                const {scrollWidth, clientWidth} = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(
                        `The page is ${scrollWidth - clientWidth}px too wide`
                    );
                }
            },
        },
        {
            content: "It did not help",
            trigger: ".o_help_no",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "They may say what was missing",
            trigger: "#o_help_comment",
            run: "edit Falta un paso",
        },
        {trigger: ".o_help_send", run: "click", expectUnloadPage: true},
        {
            content: "They are thanked, and asked no more",
            trigger: ".o_help_vote:has(.o_help_thanks):not(:has(form))",
        },
        {
            content: "And may still write to the desk",
            trigger: ".o_help_ticket a[href='/new/ticket']",
        },
    ],
});

registry.category("web_tour.tours").add("support_plan_document", {
    steps: () => [
        {
            trigger: ".o_form_statusbar button:contains('Solve')",
            run: "click",
        },
        {
            content: "Write what the customer is to know",
            trigger: ".modal .note-editable.odoo-editor-editable",
            run: "editor Ya puede firmar.",
        },
        {
            content: "A new draft is to be left behind",
            trigger:
                ".modal .o_field_widget[name='knowledge'] input[data-value='draft']",
            run: "click",
        },
        {
            trigger:
                ".modal footer button.btn-primary:visible:contains('Send and solve')",
            run: "click",
        },
        {
            content: "The draft opens, filled in",
            trigger: ".o_form_view .o_field_widget[name='solution']:contains('firmar')",
        },
        {
            trigger: ".o_form_statusbar button[name='action_send_to_review']",
            run: "click",
        },
        {
            content: "It waits for a leader",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value='review']",
        },
    ],
});
