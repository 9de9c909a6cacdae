import {ClockLine} from "./clock_line";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {getLabel} from "./countdown_field";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** As a ticket goes through them. */
const METRICS = ["response", "diagnosis", "resolution", "update", "ownership"];

/** The clocks of a ticket, a line for each. */
export class SlaClocksField extends Component {
    static template = "helpdesk_support_plan.SlaClocksField";
    static components = {ClockLine};
    static props = {...standardFieldProps};

    get clocks() {
        const rank = ({data}) => METRICS.indexOf(data.metric);
        const {records} = this.props.record.data[this.props.name];
        return records.toSorted((one, other) => rank(one) - rank(other));
    }

    get reason() {
        return getLabel(this.props.record, "waiting_reason");
    }
}

registry.category("fields").add("sla_clocks", {
    component: SlaClocksField,
    displayName: _t("Clocks"),
    supportedTypes: ["one2many"],
    useSubView: true,
});
