import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const WHOLE = 100;

/** How far a ticket has come in its procedure: “7/13”, with a small bar. */
export class PlaybookProgressField extends Component {
    static template = "helpdesk_support_plan.PlaybookProgressField";
    static props = {...standardFieldProps};

    get text() {
        return this.props.record.data[this.props.name] || "";
    }

    get share() {
        const [done, total] = this.text.split("/").map(Number);
        return total ? Math.round((WHOLE * done) / total) : 0;
    }

    get title() {
        const [done, total] = this.text.split("/");
        return _t("%(done)s of %(total)s steps", {done, total});
    }
}

registry.category("fields").add("playbook_progress", {
    component: PlaybookProgressField,
    displayName: _t("Progress"),
    supportedTypes: ["char"],
    listViewWidth: 100,
});
