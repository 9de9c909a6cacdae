import {registry} from "@web/core/registry";

const SUBJECT = "No firma la factura Ñ-120";

registry.category("web_tour.tours").add("support_plan_customer_follows", {
    steps: () => [
        {
            content: "The home says that something is needed",
            trigger: "a[name='helpdesk_tickets']:has(span[name='waiting'])",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "See only what waits for me",
            trigger: "a[name='filter_waiting']:contains('(1)')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "All of the card is the link",
            trigger: `tr.o_hd_row_waiting a.o_hd_row_title:contains('${SUBJECT}')`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "What was asked stands at the top",
            trigger: "section[name='ask']:contains('¿Nos envía el XML?')",
        },
        {
            content: "See why the date is what it is",
            trigger: "section[name='promises'] details summary",
            run: "click",
        },
        {trigger: "section[name='promises'] details[open] p"},
        {
            content: "Go to the form",
            trigger: "section[name='ask'] a[href='#reply']",
            run: "click",
        },
        {trigger: "#reply textarea[name='text']", run: "edit Aquí está. Gracias."},
        {
            content: "Send it",
            trigger: "#reply button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {content: "It was taken in", trigger: "[name='flash'][role='status']"},
        {
            content: "It is the latest that has happened",
            trigger: ".o_hd_timeline li:first-child.o_hd_mine:contains('Aquí está')",
        },
        {
            content: "Nothing is needed any more",
            trigger: "#helpdesk_ticket_content:not(:has(section[name='ask']))",
        },
        {
            content: "Back to the list",
            trigger: ".breadcrumb-item a[href='/my/tickets']",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: "a[name='filter_waiting']:contains('(0)')"},
    ],
});
