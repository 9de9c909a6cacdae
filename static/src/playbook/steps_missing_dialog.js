import {Component, onWillStart, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardErrorDialogProps} from "@web/core/errors/error_dialogs";
import {useService} from "@web/core/utils/hooks";

const STEP = "helpdesk.ticket.step";
const TICKET = "helpdesk.ticket";

/**
 * What a procedure still asks for before a ticket may be handed over or solved. It leads
 * to the steps; who may set them aside can do so here, with a reason.
 */
export class StepsMissingDialog extends Component {
    static template = "helpdesk_support_plan.StepsMissingDialog";
    static components = {Dialog};
    static props = {...standardErrorDialogProps};

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.title = _t("The procedure is not that far yet");
        this.state = useState({isAsking: false, isBusy: false, reason: ""});
        this.steps = [];
        onWillStart(async () => {
            this.steps = await this.orm.silent
                .read(STEP, this.context.step_ids, ["display_name", "phase"])
                // the sentence says all of it, too
                .catch(() => []);
        });
    }

    get context() {
        return this.props.data.context;
    }

    get message() {
        const {arguments: given, message} = this.props.data;
        return (given && given[0]) || message;
    }

    get mayGoOn() {
        return this.state.reason.trim() && !this.state.isBusy;
    }

    /** Lead to the ticket, whose next step stands at the top: maybe on this page. */
    async onShow() {
        const {ticket_id: resId} = this.context;
        this.props.close();
        const panel = document.querySelector(`.o_playbook[data-ticket="${resId}"]`);
        if (panel) {
            await this.action.doAction({type: "ir.actions.act_window_close"});
            panel.scrollIntoView({block: "center"});
            panel.querySelector(".o_playbook_step[tabindex='0']").focus();
            return;
        }
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: TICKET,
                res_id: resId,
                views: [[false, "form"]],
            },
            // what was refused is not tried a second time
            {forceLeave: true}
        );
    }

    onAsk() {
        this.state.isAsking = true;
    }

    /** Set these steps aside, and no others; then it has to be done once more. */
    async onGoOn() {
        this.state.isBusy = true;
        try {
            const reason = this.state.reason.trim();
            await this.orm.call(STEP, "waive", [this.context.step_ids, reason]);
        } finally {
            this.state.isBusy = false;
        }
        const isOverDialog = document.querySelectorAll(".o_dialog").length > 1;
        this.props.close();
        this.notification.add(_t("The steps are set aside. Do it once more now."), {
            type: "success",
        });
        // what is being written in a dialog beneath is not lost
        if (!isOverDialog) {
            await this.action.doAction({type: "ir.actions.client", tag: "soft_reload"});
        }
    }
}

registry
    .category("error_dialogs")
    .add(
        "odoo.addons.helpdesk_support_plan.exceptions.StepsMissing",
        StepsMissingDialog
    );
