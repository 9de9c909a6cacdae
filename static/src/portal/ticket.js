import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/** A form that is sent once, however often its button is touched. */
export class SendOnce extends Interaction {
    static selector = "form.o_hd_once";
    dynamicContent = {
        _root: {"t-on-submit": this.onSubmit},
        "button[type='submit']": {"t-att-aria-disabled": () => this.isSent && "true"},
        // a page that comes back with the browser's button can send again
        _window: {"t-on-pageshow": this.onShow},
    };

    setup() {
        this.isSent = false;
    }

    /** @param {SubmitEvent} event */
    onSubmit(event) {
        if (this.isSent) {
            event.preventDefault();
        }
        this.isSent = true;
    }

    onShow() {
        this.isSent = false;
    }
}

registry.category("public.interactions").add("helpdesk.send_once", SendOnce);
