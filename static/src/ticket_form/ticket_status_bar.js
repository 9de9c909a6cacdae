import {FormCompiler} from "@web/views/form/form_compiler";
import {StatusBarButtons} from "@web/views/form/status_bar_buttons/status_bar_buttons";

/** Tells the status bar which of its buttons are the next act, and which stand aside. */
export class TicketFormCompiler extends FormCompiler {
    compileHeader() {
        const bar = super.compileHeader(...arguments);
        for (const button of bar.querySelectorAll(
            "StatusBarButtons > t > ViewButton"
        )) {
            const classes = button.getAttribute("className") || "";
            const slot = button.parentElement;
            slot.setAttribute("isNext", classes.includes("btn-primary"));
            slot.setAttribute("isAside", classes.includes("o_ticket_aside"));
        }
        return bar;
    }
}

/**
 * Keeps what is seldom needed in a menu, so that all stands in one row beside the
 * conversation; on a phone shows the next act alone.
 */
export class TicketStatusBarButtons extends StatusBarButtons {
    static template = "helpdesk_support_plan.TicketStatusBarButtons";

    get shownSlotNames() {
        const names = this.visibleSlotNames;
        if (this.env.isSmall) {
            const next = names.find((name) => this.props.slots[name].isNext);
            return next ? [next] : names.slice(0, 1);
        }
        return names.filter((name) => !this.props.slots[name].isAside);
    }

    get menuSlotNames() {
        const shown = new Set(this.shownSlotNames);
        return this.visibleSlotNames.filter((name) => !shown.has(name));
    }
}
