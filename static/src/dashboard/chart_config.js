import {browser} from "@web/core/browser/browser";

/** What is kept, what is missed, and what is neither; dark enough for white figures. */
const TONES = {kept: "#0E8270", missed: "#CE4257", neutral: "#3188E6"};
/** A line is told from the others by its points and dashes, too. */
const LINES = {
    response: {color: "#3188E6", pointStyle: "circle", borderDash: []},
    diagnosis: {color: "#A76DBC", pointStyle: "triangle", borderDash: [6, 3]},
    resolution: {color: "#0E8270", pointStyle: "rect", borderDash: []},
    update: {color: "#F48935", pointStyle: "rectRot", borderDash: [2, 3]},
    ownership: {color: "#7E8290", pointStyle: "star", borderDash: [8, 3, 2, 3]},
};
const SLICES = ["#0E8270", "#3188E6", "#F48935"];
/** For as many pixels of a chart, a bar's name may have another letter. */
const LETTER = 18;
/** Strokes of a tile of eight pixels: from where to where. */
const PATTERNS = {
    plain: [],
    stripes: [
        [-8, 8, 0, 0],
        [0, 8, 8, 0],
        [8, 8, 16, 0],
    ],
    dots: [[3, 4, 5, 4]],
};

/**
 * Return a fill that is told from others without its colour.
 *
 * @param {String} color
 * @param {String} name: a key of PATTERNS
 * @returns {CanvasPattern}
 */
function fill(color, name) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.fillStyle = color;
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = "rgba(255, 255, 255, 0.35)";
    pen.lineWidth = 2;
    for (const [left, top, right, bottom] of PATTERNS[name]) {
        pen.moveTo(left, top);
        pen.lineTo(right, bottom);
    }
    pen.stroke();
    return pen.createPattern(tile, "repeat");
}

/** Writes its figure into each bar, or behind it where it is too short. */
const figures = {
    id: "helpdesk_figures",
    afterDatasetsDraw(chart, _args, {color, isStacked}) {
        const pen = chart.ctx;
        pen.save();
        pen.font = `600 12px ${getComputedStyle(chart.canvas).fontFamily}`;
        pen.textBaseline = "middle";
        chart.data.datasets.forEach((dataset, place) => {
            chart.getDatasetMeta(place).data.forEach((bar, index) => {
                const text = dataset.values[index] ? dataset.figures[index] : "";
                const width = Math.abs(bar.x - bar.base);
                if (isStacked && width > pen.measureText(text).width + 6) {
                    pen.textAlign = "center";
                    pen.fillStyle = "#fff";
                    pen.fillText(text, (bar.x + bar.base) / 2, bar.y);
                } else if (!isStacked) {
                    pen.textAlign = "left";
                    pen.fillStyle = color;
                    pen.fillText(text, bar.x + 6, bar.y);
                }
            });
        });
        pen.restore();
    },
};

/**
 * Return the colours of the page that a chart stands on, be it light or dark.
 *
 * @param {HTMLElement} element
 * @returns {Object}
 */
function readTheme(element) {
    const style = getComputedStyle(element);
    return {
        text: style.color,
        grid: style.getPropertyValue("--o-sla-grid") || "rgba(128, 128, 128, 0.25)",
    };
}

function getOptions(theme, {texts, onSelect}) {
    const isCalm = browser.matchMedia("(prefers-reduced-motion: reduce)").matches;
    return {
        animation: isCalm ? false : {duration: 300},
        maintainAspectRatio: false,
        onClick: (_ev, [hit]) => hit && onSelect(hit.datasetIndex, hit.index),
        onHover: (ev, hits) => {
            ev.native.target.style.cursor = hits.length ? "pointer" : "";
        },
        plugins: {
            legend: {
                position: "bottom",
                align: "start",
                labels: {color: theme.text, usePointStyle: true, boxHeight: 7},
            },
            tooltip: {
                callbacks: {
                    label: ({datasetIndex, dataIndex}) =>
                        texts[datasetIndex][dataIndex],
                },
            },
        },
    };
}

function getAxis(theme, more = {}) {
    return {
        border: {color: theme.grid},
        grid: {color: theme.grid},
        ...more,
        ticks: {color: theme.text, ...more.ticks},
    };
}

function getLines(theme, chart) {
    const options = getOptions(theme, chart);
    return {
        type: "line",
        data: {
            labels: chart.labels,
            datasets: chart.series.map(({label, metric, values}) => ({
                ...LINES[metric],
                label,
                data: values.map((value) => (value === false ? null : value)),
                backgroundColor: LINES[metric].color,
                borderColor: LINES[metric].color,
                borderWidth: 2,
                // a point at a hundred percent is not cut in half
                clip: false,
                pointRadius: 5,
                pointHitRadius: 12,
                spanGaps: true,
            })),
        },
        options: {
            ...options,
            layout: {padding: {top: 6}},
            scales: {
                x: getAxis(theme, {grid: {display: false}}),
                y: getAxis(theme, {
                    min: 0,
                    max: 1,
                    ticks: {stepSize: 0.25, callback: chart.format},
                }),
            },
        },
    };
}

/** Return how many pixels the longest of some texts needs behind its bar. */
function measure(texts) {
    return 12 + 7 * Math.max(0, ...texts.map((text) => text.length));
}

function shorten(label, length) {
    return label.length > length ? `${label.slice(0, length - 1)}…` : label;
}

function getRows(theme, chart) {
    const options = getOptions(theme, chart);
    const isStacked = chart.series.length > 1;
    return {
        type: "bar",
        data: {
            labels: chart.labels,
            datasets: chart.series.map(({label, values, figures: written, tone}) => ({
                label,
                values,
                figures: written,
                data: values,
                backgroundColor: fill(
                    TONES[tone],
                    tone === "missed" ? "stripes" : "plain"
                ),
                borderRadius: 3,
                maxBarThickness: 26,
            })),
        },
        options: {
            ...options,
            indexAxis: "y",
            layout: {
                padding: {right: isStacked ? 0 : measure(chart.series[0].figures)},
            },
            plugins: {
                ...options.plugins,
                legend: {...options.plugins.legend, display: isStacked},
                helpdesk_figures: {color: theme.text, isStacked},
            },
            scales: {
                x: getAxis(theme, {
                    display: false,
                    stacked: isStacked,
                    beginAtZero: true,
                }),
                y: getAxis(theme, {
                    stacked: isStacked,
                    grid: {display: false},
                    ticks: {
                        callback(index) {
                            return shorten(
                                chart.labels[index],
                                this.chart.width / LETTER
                            );
                        },
                    },
                }),
            },
        },
        plugins: [figures],
    };
}

function getRing(theme, chart) {
    const [{values}] = chart.series;
    return {
        type: "doughnut",
        data: {
            labels: chart.texts[0],
            datasets: [
                {
                    data: values,
                    backgroundColor: Object.keys(PATTERNS).map((name, place) =>
                        fill(SLICES[place], name)
                    ),
                    borderWidth: 0,
                },
            ],
        },
        options: {...getOptions(theme, chart), cutout: "62%"},
    };
}

const KINDS = {lines: getLines, rows: getRows, ring: getRing};

/**
 * Return what Chart.js is to draw.
 *
 * @param {HTMLElement} element: where it is drawn
 * @param {Object} chart: see DashboardChart
 * @returns {Object}
 */
export function getConfig(element, chart) {
    return KINDS[chart.kind](readTheme(element), chart);
}
