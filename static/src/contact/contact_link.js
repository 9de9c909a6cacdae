import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** By how a link begins: what it looks like, and what it does. */
const KINDS = {
    "tel:": {icon: "fa-phone", verb: _t("Call")},
    "https:": {icon: "fa-whatsapp", verb: _t("Write on WhatsApp")},
    "mailto:": {icon: "fa-envelope-o", verb: _t("Write a mail")},
};

/** A link that reaches somebody: it calls, opens a chat, or begins a mail. */
export class ContactLink extends Component {
    static template = "helpdesk_support_plan.ContactLink";
    static props = {
        href: String,
        label: {type: String, optional: true},
        class: {type: String, optional: true},
    };

    /** What the link is; nothing, for a link of another kind, which is not shown. */
    get kind() {
        return KINDS[this.props.href.replace(/:.*$/s, ":")];
    }

    /** What somebody who does not see the icon hears. */
    get title() {
        const {verb} = this.kind;
        return this.props.label ? `${verb}: ${this.props.label}` : verb.toString();
    }

    /** Only the chat is a page; a telephone opens the rest itself. */
    get target() {
        return this.props.href.startsWith("https:") ? "_blank" : undefined;
    }
}

/** The same of a field; what it shows stands in the field that `text_field` names. */
export class ContactLinkField extends Component {
    static template = "helpdesk_support_plan.ContactLinkField";
    static components = {ContactLink};
    static props = {
        ...standardFieldProps,
        isButton: {type: Boolean, optional: true},
        textField: {type: String, optional: true},
    };

    get href() {
        return this.props.record.data[this.props.name] || "";
    }

    get label() {
        const {record, textField} = this.props;
        return (textField && record.data[textField]) || "";
    }
}

registry.category("fields").add("contact_link", {
    component: ContactLinkField,
    displayName: _t("Link to reach somebody"),
    supportedTypes: ["char"],
    supportedOptions: [
        {label: _t("Shown as a button"), name: "button", type: "boolean"},
        {label: _t("Field with what it shows"), name: "text_field", type: "string"},
    ],
    extractProps: ({options}) => ({
        isButton: Boolean(options.button),
        textField: options.text_field,
    }),
});
