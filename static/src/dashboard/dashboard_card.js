import {Component} from "@odoo/owl";
import {DashboardChart} from "./chart";

/** A chart with its title, or what there is to be said if there is nothing to draw. */
export class DashboardCard extends Component {
    static template = "helpdesk_support_plan.DashboardCard";
    static components = {DashboardChart};
    static props = {
        name: String,
        title: String,
        hint: {type: String, optional: true},
        chart: {type: Object, optional: true},
        empty: {type: String, optional: true},
        onMore: {type: Function, optional: true},
        slots: {type: Object, optional: true},
    };

    get isEmpty() {
        const {chart} = this.props;
        return Boolean(chart && !chart.labels.length) || this.hasNoLine;
    }

    get hasNoLine() {
        const {chart} = this.props;
        return Boolean(chart && !chart.series.length);
    }
}
