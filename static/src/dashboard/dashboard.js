import {Component, onWillStart, useState} from "@odoo/owl";
import {
    buildClosings,
    buildMetrics,
    buildMissed,
    buildPauses,
    buildTrend,
    tellKept,
} from "./dashboard_charts";
import {formatHours, formatRate} from "./formats";
import {DashboardCard} from "./dashboard_card";
import {FigureTile} from "./figure_tile";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {formatSpan} from "../sla_clock/formats";
import {pick} from "@web/core/utils/objects";
import {registry} from "@web/core/registry";
import {router} from "@web/core/browser/router";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const ACTIONS = {
    promises: "helpdesk_support_plan.helpdesk_sla_compliance_action",
    missed: "helpdesk_support_plan.helpdesk_sla_missed_action",
    cohorts: "helpdesk_support_plan.helpdesk_sla_cohort_action",
    pauses: "helpdesk_support_plan.helpdesk_sla_pause_report_action",
    tickets: "helpdesk_mgmt.helpdesk_ticket_action",
};
/** How well promises are kept; each is named as the server names it. */
const QUALITY = [
    {name: "response_rate", label: _t("Answered in time"), kind: "rate", better: 1},
    {name: "resolution_rate", label: _t("Solved in time"), kind: "rate", better: 1},
    {name: "response_hours", label: _t("Until the answer"), kind: "hours", better: -1},
    {
        name: "resolution_hours",
        label: _t("Until the solution"),
        kind: "hours",
        better: -1,
    },
];
/** How much there is to do. */
const WORK = [
    {name: "registered", label: _t("Tickets registered"), kind: "count", better: 0},
    {name: "solved", label: _t("Tickets solved"), kind: "count", better: 1},
    {name: "reopened", label: _t("Tickets reopened"), kind: "count", better: -1},
    {name: "overdue", label: _t("Late now"), kind: "count", alarm: "danger"},
    {name: "at_risk", label: _t("At risk now"), kind: "count", alarm: "warning"},
];
/** What missed promises are parted by. */
const AXES = [
    {name: "type_id", title: _t("Missed, by type")},
    {name: "level_id", title: _t("Missed, by level")},
    {name: "impact", title: _t("Missed, by impact")},
];

/** How the desk keeps its promises: the page of a leader, for the monthly talk. */
export class SlaDashboard extends Component {
    static template = "helpdesk_support_plan.SlaDashboard";
    static components = {DashboardCard, FigureTile, Layout, RecordSelector};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.quality = QUALITY;
        this.work = WORK;
        this.display = {controlPanel: {}};
        this.formatRate = formatRate;
        this.state = useState({data: null, charts: null, isLoading: false});
        onWillStart(() => this.load(this.getFormerOptions()));
        useSetupAction({getLocalState: () => ({options: this.options})});
    }

    /** What was chosen before one came back here, or what the address says. */
    getFormerOptions() {
        const {state} = this.props;
        return state && state.options
            ? state.options
            : pick(router.current, "period", "plan_id", "partner_id");
    }

    get data() {
        return this.state.data;
    }

    get options() {
        return this.data.options;
    }

    async load(options) {
        this.state.isLoading = true;
        try {
            const call = this.orm.call(
                "helpdesk.sla.compliance",
                "retrieve_dashboard",
                [options]
            );
            const data = await this.keepLast.add(call);
            this.state.charts = this.buildCharts(data);
            this.state.data = data;
            this.keepOptions();
        } finally {
            this.state.isLoading = false;
        }
    }

    choose(change) {
        return this.load({...this.options, ...change});
    }

    /** Let the address say what was chosen. */
    keepOptions() {
        const {period, plan_id, partner_id} = this.options;
        this.props.updateActionState({
            period,
            plan_id: plan_id || undefined,
            partner_id: partner_id || undefined,
        });
    }

    onPlanChange(ev) {
        return this.choose({plan_id: Number(ev.target.value)});
    }

    buildCharts(data) {
        const missed = AXES.map((axis) => ({
            ...axis,
            chart: this.listen(buildMissed(data.missed[axis.name]), "missed"),
        }));
        return {
            trend: this.listen(buildTrend(data.trend), "promises"),
            metrics: this.listen(buildMetrics(data.metrics), "promises"),
            closings: this.listen(buildClosings(data.closings), "promises"),
            pauses: this.listen(buildPauses(data.pauses), "pauses"),
            missed,
        };
    }

    /** Let a click on a chart's value show what it was made of. */
    listen(chart, target) {
        // what was missed has cards on a phone
        const viewType = target === "missed" ? undefined : "list";
        const onSelect = (place, index) => {
            const {domain, label} = chart.points[place][index];
            this.open(target, domain, label || chart.series[place].label, viewType);
        };
        return {...chart, onSelect};
    }

    /**
     * Show the records that a figure was made of.
     *
     * @param {String} target: a key of ACTIONS
     * @param {Array} domain
     * @param {String} title: what they are
     * @param {String} [viewType]: the first one of the action if it is not given
     * @param {Object} [context]
     */
    async open(target, domain, title, viewType, context = {}) {
        const action = await this.action.loadAction(ACTIONS[target]);
        const name = title ? `${action.name}: ${title}` : action.name;
        const change = {name, display_name: name, domain, context};
        if (viewType) {
            // a phone would show cards instead
            change.mobile_view_mode = viewType;
        }
        await this.action.doAction({...action, ...change}, {viewType});
    }

    openTile(tile) {
        const {domain} = this.data.figures[tile.name];
        const target = WORK.includes(tile) ? "tickets" : "promises";
        this.open(target, domain, tile.label, "list");
    }

    openMissed(context) {
        const {domain} = this.data.worst;
        this.open("missed", domain, this.data.days, undefined, context);
    }

    openTicket({id, name}) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "helpdesk.ticket",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** What a tile says below its figure. */
    getNote({name, kind}) {
        const figure = this.data.figures[name];
        if (!figure.total) {
            return kind === "count" ? undefined : _t("nothing yet");
        }
        if (kind === "rate") {
            return tellKept(figure);
        }
        return _t("of %(total)s; %(calendar)s by the calendar", {
            calendar: formatHours(figure.calendar),
            total: figure.total,
        });
    }

    getShare(cell, month) {
        return month.total ? cell.count / month.total : 0;
    }

    tellLate({hours, metrics, is_open}) {
        const parts = [metrics.join(", "), _t("%s late", formatSpan(hours * 3600))];
        return [...parts, ...(is_open ? [_t("still open")] : [])].join(" · ");
    }
}

registry.category("actions").add("helpdesk_sla_dashboard", SlaDashboard);
