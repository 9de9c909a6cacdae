/* global Chart */
import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";
import {getConfig} from "./chart_config";
import {loadBundle} from "@web/core/assets";

/** Pixels of a bar with its space, of what stands below, and of other charts. */
const ROW = 38;
const LEGEND = 44;
const LEAST = 240;

/** A chart, and the same figures as a table for who cannot see it. */
export class DashboardChart extends Component {
    static template = "helpdesk_support_plan.DashboardChart";
    static props = {
        title: String,
        /**
         * `kind`: lines, rows or ring; `labels` of its places; `series`: each has a
         * `label`, `values`, in rows the `figures` that are written and a `tone`, in
         * lines the `metric`;
         * `texts`: what each value says, by series; `format` of values; `onSelect`
         */
        chart: Object,
    };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (chart) => {
                const drawn = new Chart(
                    this.canvas.el,
                    getConfig(this.canvas.el.parentElement, chart)
                );
                return () => drawn.destroy();
            },
            () => [this.props.chart]
        );
    }

    get height() {
        const {kind, labels, series} = this.props.chart;
        const legend = series.length > 1 ? LEGEND : 8;
        return kind === "rows" ? labels.length * ROW + legend : LEAST;
    }
}
