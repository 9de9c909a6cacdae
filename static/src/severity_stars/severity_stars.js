import {PriorityField, priorityField} from "@web/views/fields/priority/priority_field";
import {registry} from "@web/core/registry";

/**
 * Stars that say, under the cursor, when a ticket gets them and what the customer reads.
 *
 * The definitions come with the record, in `severity_legend`:
 * {priority: {name, definition}}.
 */
export class SeverityStars extends PriorityField {
    getTooltip(label) {
        const option = this.options.find(([, name]) => name === label);
        const legend = this.props.record.data.severity_legend || {};
        const severity = option && legend[option[0]];
        if (!severity) {
            return super.getTooltip(label);
        }
        const known = [`${label} → ${severity.name}`, severity.definition];
        return known.filter(Boolean).join(": ");
    }
}

registry.category("fields").add("severity_stars", {
    ...priorityField,
    component: SeverityStars,
    fieldDependencies: [],
});
