import {Component} from "@odoo/owl";
import {ContactLink} from "./contact_link";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Somebody of the desk: whether they work now, how much they have, and their links. */
export class Colleague extends Component {
    static template = "helpdesk_support_plan.Colleague";
    static components = {ContactLink};
    static props = {person: Object};

    get presence() {
        const {is_away: isAway, works} = this.props.person;
        if (works) {
            return {name: "works", color: "success", text: _t("Works now")};
        }
        return isAway
            ? {name: "away", color: "danger", text: _t("On leave")}
            : {name: "off", color: "secondary", text: _t("Out of hours")};
    }

    get load() {
        return _t("%s open", this.props.person.load);
    }
}

/** Who is who: the plan's levels and areas, and the functions, with their people. */
export class PlanPeopleField extends Component {
    static template = "helpdesk_support_plan.PlanPeopleField";
    static components = {Colleague, ContactLink};
    static props = {...standardFieldProps};

    /** What the server has computed. */
    get people() {
        return this.props.record.data[this.props.name];
    }

    /** The places and the functions, each under its heading; none that is empty. */
    get sections() {
        const {places, functions} = this.people;
        const levels = places.filter(({kind}) => kind === "level");
        const areas = places.filter(({kind}) => kind === "area");
        return [
            {key: "levels", title: _t("Levels"), cards: levels},
            {key: "areas", title: _t("Areas"), cards: areas},
            {key: "functions", title: _t("Functions"), cards: functions},
        ].filter(({cards}) => cards.length);
    }

    /** Who is there where nobody is named; a function has nobody then. */
    getNobody({kind, is_ours: isOurs}) {
        if (!kind) {
            return _t("Nobody is named.");
        }
        if (!isOurs) {
            return _t("The customer's own people.");
        }
        return kind === "level" ? _t("Every analyst.") : _t("Nobody is named.");
    }
}

registry.category("fields").add("plan_people", {
    component: PlanPeopleField,
    displayName: _t("Who is who"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
