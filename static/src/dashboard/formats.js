import {
    formatFloat,
    formatInteger,
    formatPercentage,
} from "@web/views/fields/formatters";
import {_t} from "@web/core/l10n/translation";

export function formatRate(rate) {
    return formatPercentage(rate, {digits: [16, 0]});
}

export function formatHours(hours) {
    // of ten hours and more, nobody asks for minutes
    const decimals = Math.abs(hours) < 10 ? 1 : 0;
    return _t("%s h", formatFloat(hours, {digits: [16, decimals]}));
}

/** How a value is written, and what it became more or less by. */
export const KINDS = {
    rate: {
        format: formatRate,
        formatChange: (change) => _t("%s pts", formatInteger(change)),
        // in whole points, as it is written
        find: (value, before) => Math.round(value * 100) - Math.round(before * 100),
    },
    hours: {
        format: formatHours,
        formatChange: formatHours,
        find: (value, before) => Math.round((value - before) * 10) / 10,
    },
    count: {
        format: formatInteger,
        formatChange: formatInteger,
        find: (value, before) => value - before,
    },
};
