import {Component} from "@odoo/owl";
import {OPEN} from "./reading";
import {SlaBadge} from "./sla_badge";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * Where a model keeps what is read besides the deadline. These fields stand in the view
 * too, hidden. A deadline of another model runs, on the wall.
 */
const NAMES = {
    "helpdesk.ticket": {
        isMissed: "clock_breached",
        live: "clock_live",
        metric: "clock_metric",
        reason: "waiting_reason",
        state: "clock_state",
        undefinedKind: "clock_undefined",
        warnAt: "clock_warn_at",
    },
    "helpdesk.sla.clock": {
        isMissed: "breached_at",
        live: "live",
        metric: "metric",
        state: "state",
        warnAt: "warn_at",
    },
};

/**
 * Return the label of a value of a selection field.
 *
 * @param {Object} record
 * @param {String} name
 * @param {String} [code]: the record's own value if it is not given
 * @returns {String}
 */
export function getLabel({data, fields}, name, code = data[name]) {
    const options = (fields[name] && fields[name].selection) || [];
    const found = options.find(([value]) => value === code);
    return found ? found[1] : "";
}

/** The clock of a record that runs out next, in short. */
export class SlaCountdownField extends Component {
    static template = "helpdesk_support_plan.SlaCountdownField";
    static components = {SlaBadge};
    static props = {
        ...standardFieldProps,
        showMetric: {type: Boolean, optional: true},
    };

    get names() {
        return NAMES[this.props.record.resModel] || {};
    }

    get clock() {
        const kind = this.undefinedKind;
        return kind ? this.describeNothing(kind) : this.describe();
    }

    /** Why nothing is promised, of a ticket that waits for its solution without a date. */
    get undefinedKind() {
        const {data} = this.props.record;
        const {state, undefinedKind} = this.names;
        const isOver = data.closed || OPEN.includes(data[state]);
        return !isOver && data[undefinedKind];
    }

    describeNothing(state) {
        const {record} = this.props;
        return {label: getLabel(record, this.names.metric, "resolution"), state};
    }

    describe() {
        const {name, record} = this.props;
        const {data} = record;
        const {isMissed, live, metric, reason, state, warnAt} = this.names;
        const deadline = data[name];
        return {
            deadline,
            domain: this.domain,
            isMissed: Boolean(data[isMissed]),
            label: getLabel(record, metric),
            live: data[live],
            reason: getLabel(record, reason),
            state: state ? data[state] : deadline && "running",
            warnAt: data[warnAt],
        };
    }

    /** Which clock it is, if it is one. */
    get domain() {
        const {data, resId, resModel} = this.props.record;
        if (resModel === "helpdesk.sla.clock") {
            return [["id", "=", resId]];
        }
        return (
            data.clock_metric && [
                ["ticket_id", "=", resId],
                ["metric", "=", data.clock_metric],
            ]
        );
    }
}

registry.category("fields").add("sla_countdown", {
    component: SlaCountdownField,
    displayName: _t("Time left"),
    supportedTypes: ["datetime"],
    listViewWidth: [150, 190],
    isEmpty: () => false,
    extractProps: ({options}) => ({showMetric: options.show_metric}),
});
