import {formatHours, formatRate} from "./formats";
import {_t} from "@web/core/l10n/translation";

/**
 * Say how much of a whole was kept.
 *
 * @param {Object} part: `kept`, `total`
 * @returns {String}
 */
export function tellKept({kept, total}) {
    return _t("%(kept)s of %(total)s kept", {kept, total});
}

/**
 * Each builder turns what the server tells into a chart, as DashboardChart takes it,
 * without what a click does; and `points`, what each value was made of.
 */
export function buildTrend({months, lines}) {
    return {
        kind: "lines",
        labels: months,
        format: formatRate,
        series: lines.map(({label, metric, points}) => ({
            label,
            metric,
            values: points.map(({value}) => value),
        })),
        texts: lines.map(({label, points}) =>
            points.map((point) =>
                point.value === false
                    ? _t("%s: nothing", label)
                    : `${label}: ${formatRate(point.value)}, ${tellKept(point)}`
            )
        ),
        points: lines.map(({points}) => points),
    };
}

export function buildMetrics(metrics) {
    const parts = [
        {tone: "kept", label: _t("Kept"), outcome: "kept"},
        {tone: "missed", label: _t("Missed"), outcome: "missed"},
    ];
    return {
        kind: "rows",
        labels: metrics.map(({label}) => label),
        series: parts.map(({label, outcome, tone}) => ({
            label,
            tone,
            values: metrics.map((metric) => metric[outcome]),
            figures: metrics.map((metric) => String(metric[outcome])),
        })),
        texts: parts.map(({label, outcome}) =>
            metrics.map((metric) => {
                const total = metric.kept + metric.missed;
                const share = formatRate(metric[outcome] / total);
                return `${label}: ${metric[outcome]} / ${total} (${share})`;
            })
        ),
        points: parts.map(({outcome}) =>
            metrics.map(({label, domain}) => ({
                label,
                domain: [...domain, ["outcome", "=", outcome]],
            }))
        ),
    };
}

function buildRows(bars, values, figures, look) {
    return {
        kind: "rows",
        labels: bars.map(({label}) => label),
        series: [{...look, values, figures}],
        texts: [figures],
        points: [bars],
    };
}

export function buildMissed(bars) {
    const tell = ({missed, total}) => _t("%(missed)s of %(total)s", {missed, total});
    return buildRows(
        bars,
        bars.map(({missed}) => missed),
        bars.map(tell),
        {label: _t("Missed"), tone: "missed"}
    );
}

export function buildPauses(bars) {
    return buildRows(
        bars,
        bars.map(({hours}) => hours),
        bars.map(({hours}) => formatHours(hours)),
        {label: _t("Hours"), tone: "neutral"}
    );
}

export function buildClosings(slices) {
    const total = slices.reduce((sum, {count}) => sum + count, 0);
    return {
        kind: "ring",
        labels: slices.map(({label}) => label),
        series: [{label: _t("Tickets"), values: slices.map(({count}) => count)}],
        texts: [
            slices.map(
                ({count, label}) => `${label}: ${count} (${formatRate(count / total)})`
            ),
        ],
        points: [slices],
    };
}
