import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** The stars that a ticket may have, as they are written in the field. */
const KNOWN = ["3", "2", "1", "0"];
const MOST = 3;

/** A set of priorities, such as “2,3”, to be chosen by their stars; none means all. */
export class StarSetField extends Component {
    static template = "helpdesk_support_plan.StarSetField";
    static props = {...standardFieldProps};

    get chosen() {
        const text = this.props.record.data[this.props.name] || "";
        return text.split(/[\s,]+/).filter(Boolean);
    }

    get choices() {
        const {chosen} = this;
        return KNOWN.map((code) => ({
            code,
            isChosen: chosen.includes(code),
            stars: "★".repeat(Number(code)) + "☆".repeat(MOST - Number(code)),
            title: _t("Stars: %s", code),
        }));
    }

    get shown() {
        return this.choices.filter((choice) => choice.isChosen);
    }

    toggle({code}) {
        const chosen = new Set(this.chosen);
        if (!chosen.delete(code)) {
            chosen.add(code);
        }
        const text = [...chosen].sort().join(",");
        return this.props.record.update({[this.props.name]: text || false});
    }
}

registry.category("fields").add("star_set", {
    component: StarSetField,
    displayName: _t("Set of stars"),
    supportedTypes: ["char"],
    listViewWidth: 130,
    isEmpty: () => false,
});
