import {formatFull, formatMoment, read} from "./reading";
import {Component, onWillStart} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useNow} from "./now";
import {usePopover} from "@web/core/popover/popover_hook";
import {useService} from "@web/core/utils/hooks";

/** As a ticket goes through them. */
const METRICS = ["response", "diagnosis", "resolution", "update", "ownership"];

/**
 * “Why this date?”: the sentence that the server has for a clock. It is asked for when
 * somebody wants to know, so that it is true at that moment and the form loads without.
 */
export class ClockWhy extends Component {
    static template = "helpdesk_support_plan.ClockWhy";
    static props = {close: Function, clock: Object};

    setup() {
        const orm = useService("orm");
        onWillStart(async () => {
            const ids = [this.props.clock.id];
            const [{why}] = await orm.read("helpdesk.sla.clock", ids, ["why"]);
            this.why = why;
        });
    }
}

/** The clocks of a ticket, a line for each, while time goes by. */
export class SlaClocksField extends Component {
    static template = "helpdesk_support_plan.SlaClocksField";
    static props = {...standardFieldProps};

    setup() {
        this.present = useNow();
        this.popover = usePopover(ClockWhy, {position: "bottom"});
    }

    get clocks() {
        const {records} = this.props.record.data[this.props.name];
        return records
            .map((record) => this.describe(record))
            .sort((one, other) => one.rank - other.rank);
    }

    describe({data, fields, resId}) {
        const labels = Object.fromEntries(fields.metric.selection);
        const {now} = this.present;
        const {deadline, state} = data;
        const look = read({deadline, state, warnAt: data.warn_at}, now);
        return {
            look: look || {name: "calm", icon: "fa-clock-o", color: "secondary"},
            id: resId,
            isInternal: data.metric === "ownership",
            // what is overdue says so already
            isMissed: Boolean(data.breached_at && look && look.name !== "overdue"),
            label: labels[data.metric],
            metric: data.metric,
            rank: METRICS.indexOf(data.metric),
            missedTitle:
                data.breached_at && _t("missed %s", formatFull(data.breached_at)),
            title: deadline ? formatFull(deadline) : "",
            ...this.tell(data, look, now),
        };
    }

    /**
     * Return what a clock says: `when`, and how long, `span`.
     *
     * @param {Object} data of the clock
     * @param {Object} look
     * @param {DateTime} now
     * @returns {Object}
     */
    tell(data, look, now) {
        const due = data.deadline && formatMoment(data.deadline, now);
        if (data.state === "paused") {
            return {when: _t("stands still")};
        }
        if (data.state === "cancelled" || !look) {
            return {when: _t("ended without being met")};
        }
        if (data.state === "met") {
            return {when: _t("met %s", formatMoment(data.met_at, now))};
        }
        if (look.name === "overdue") {
            return {when: _t("was due %s", due), span: _t("%s late", look.span)};
        }
        return {when: _t("due %s", due), span: _t("%s left", look.span)};
    }

    onWhyClick(ev, clock) {
        this.popover.open(ev.currentTarget, {clock});
    }
}

registry.category("fields").add("sla_clocks", {
    component: SlaClocksField,
    displayName: _t("Clocks"),
    supportedTypes: ["one2many"],
    useSubView: true,
});
