import {registry} from "@web/core/registry";

const NOT_SOLVED = "details[name='refuse']";

/** Wait for the page that comes after a form was sent. */
const said = (text) => ({trigger: `[name='flash']:contains('${text}')`});

registry.category("web_tour.tours").add("support_plan_customer_refuses", {
    steps: () => [
        {
            content: "What is proposed stands above what is asked",
            trigger: "[name='ask']:contains('Reinicie el servicio')",
        },
        {
            content: "There is one thing to press, and the other way out",
            trigger: "[name='answer'] button[name='accept']:visible",
        },
        {trigger: `${NOT_SOLVED} summary`, run: "click"},
        {
            trigger: `${NOT_SOLVED}[open] textarea[name='reason']`,
            run: "edit Sigue sin firmar la FE-120",
        },
        {
            trigger: `${NOT_SOLVED} button[type='submit']`,
            run: "click",
            expectUnloadPage: true,
        },
        said("Gracias"),
        {
            content: "Their words are part of the story",
            trigger: "[name='timeline']:contains('Sigue sin firmar la FE-120')",
        },
    ],
});

registry.category("web_tour.tours").add("support_plan_customer_accepts", {
    steps: () => [
        {
            trigger: "button[name='accept']",
            run: "click",
            expectUnloadPage: true,
        },
        said("Gracias"),
        {
            content: "How did we do? One touch",
            trigger: "[name='rating'] button[name='score'][value='1']",
            run: "click",
            expectUnloadPage: true,
        },
        said("Gracias"),
        {
            content: "Who was not happy is asked what went wrong",
            trigger: "textarea[name='comment']",
            run: "edit Tardaron dos días",
        },
        {
            trigger: "[name='rating'] button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        said("Gracias"),
        {
            content: "Nothing more is asked",
            trigger: "[name='rated']",
        },
        {trigger: "body:not(:has(textarea[name='comment']))"},
        {
            content: "It can be reopened for a while",
            trigger: "details[name='reopen'] summary",
        },
    ],
});
