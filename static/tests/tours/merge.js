import {registry} from "@web/core/registry";

const ROW = ".modal .o_data_row";

/** Choose a ticket in the list of those that may be about the same. */
function choose(text) {
    return [
        {
            content: `${text}: it is the same`,
            trigger: `${ROW}:contains('${text}') .o_field_widget[name='is_chosen'] input`,
            run: "click",
        },
        {
            trigger: `${ROW}:contains('${text}') .o_field_widget[name='is_chosen'] input:checked`,
        },
    ];
}

registry.category("web_tour.tours").add("support_plan_merge", {
    steps: () => [
        {
            content: "The form says that others may be about the same",
            trigger: ".o_ticket_duplicates button[name='action_view_candidates']",
            run: "click",
        },
        {
            content: "The ticket itself is among them, and marked",
            trigger: `${ROW}.text-info:contains('FE-122')`,
        },
        ...choose("FE-120"),
        {
            content: "The oldest of the chosen goes on",
            trigger: ".modal .o_field_widget[name='oldest_id']:contains('FE-120')",
        },
        ...choose("FE-121"),
        {
            trigger: ".modal button[name='action_merge']",
            run: "click",
        },
        {
            content: "The oldest is shown, with what the others say",
            trigger: ".o-mail-Message:contains('Tampoco sale la FE-122')",
        },
        {
            content: "It is the one that was first",
            trigger:
                ".o_field_widget[name='name']:has(:value('FE-120')), .o_last_breadcrumb_item:contains('FE-120')",
        },
    ],
});
