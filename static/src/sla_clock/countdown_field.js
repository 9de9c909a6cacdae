import {formatFull, formatMoment, read} from "./reading";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useNow} from "./now";

/**
 * The time that is left until a deadline, in short, while it goes by.
 *
 * What it reads besides the deadline stands in the view too, hidden: the fields that its
 * options name. Without `state_field`, a clock with a deadline runs.
 */
export class SlaCountdownField extends Component {
    static template = "helpdesk_support_plan.SlaCountdownField";
    static props = {
        ...standardFieldProps,
        metricField: {type: String, optional: true},
        showMetric: {type: Boolean, optional: true},
        missedField: {type: String, optional: true},
        stateField: {type: String, optional: true},
        warnField: {type: String, optional: true},
    };

    setup() {
        this.present = useNow();
    }

    getValue(name) {
        return name && this.props.record.data[name];
    }

    get clock() {
        const deadline = this.getValue(this.props.name);
        return {
            deadline,
            state: this.props.stateField
                ? this.getValue(this.props.stateField)
                : deadline && "running",
            warnAt: this.getValue(this.props.warnField),
        };
    }

    get reading() {
        return read(this.clock, this.present.now);
    }

    /** Whether a promise was missed; what is overdue says so already. */
    get isMissed() {
        const {reading} = this;
        const isOverdue = reading && reading.name === "overdue";
        return Boolean(!isOverdue && this.getValue(this.props.missedField));
    }

    /** What is measured, in words. */
    get metric() {
        const {metricField, record} = this.props;
        const code = this.getValue(metricField);
        const options = code ? record.fields[metricField].selection : [];
        const found = options.find(([value]) => value === code);
        return found ? found[1] : "";
    }

    get text() {
        const {deadline} = this.clock;
        const {name, span, word} = this.reading;
        if (name === "overdue") {
            return `-${span}`;
        }
        if (span) {
            return span;
        }
        const isMet = name === "met" && deadline;
        return isMet ? formatMoment(deadline, this.present.now) : word;
    }

    /** All of it, for who rests on it, and for who cannot see colours. */
    get title() {
        const {deadline} = this.clock;
        const date = deadline && _t("due %s", formatFull(deadline));
        const missed = this.isMissed && _t("a promise was missed");
        const parts = [this.metric, this.reading && this.reading.word, date, missed];
        return parts.filter(Boolean).join(" · ");
    }
}

registry.category("fields").add("sla_countdown", {
    component: SlaCountdownField,
    displayName: _t("Time left"),
    supportedTypes: ["datetime"],
    listViewWidth: [110, 130],
    isEmpty: () => false,
    extractProps: ({options}) => ({
        metricField: options.metric_field,
        showMetric: options.show_metric,
        missedField: options.missed_field,
        stateField: options.state_field,
        warnField: options.warn_field,
    }),
});
