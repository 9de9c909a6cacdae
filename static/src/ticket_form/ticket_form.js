import {FormRenderer} from "@web/views/form/form_renderer";
import {SIZES} from "@web/core/ui/ui_service";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {TicketFormCompiler, TicketStatusBarButtons} from "./ticket_status_bar";

/** Shows the conversation beside the classification on ordinary desktops too. */
export class TicketFormRenderer extends FormRenderer {
    static components = {
        ...FormRenderer.components,
        StatusBarButtons: TicketStatusBarButtons,
    };

    mailLayout(hasAttachmentContainer) {
        const layout = super.mailLayout(hasAttachmentContainer);
        const isWide = this.uiService.size >= SIZES.XL;
        return layout === "BOTTOM_CHATTER" && isWide ? "SIDE_CHATTER" : layout;
    }
}

registry.category("views").add("helpdesk_ticket_form", {
    ...formView,
    Compiler: TicketFormCompiler,
    Renderer: TicketFormRenderer,
});
