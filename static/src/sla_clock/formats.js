import {_t} from "@web/core/l10n/translation";

const {DateTime} = luxon;
const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * Return a length of time in short, such as “3:10 h” or “2 d”.
 *
 * @param {Number} seconds
 * @param {Boolean} [isBusiness]: of working time, whose days have no 24 hours
 * @returns {String}
 */
export function formatSpan(seconds, isBusiness = false) {
    const length = Math.abs(seconds);
    if (length >= 2 * DAY && !isBusiness) {
        return _t("%s d", Math.floor(length / DAY));
    }
    const minutes = Math.floor((length % HOUR) / 60);
    const time = `${Math.floor(length / HOUR)}:${String(minutes).padStart(2, "0")}`;
    return _t("%s h", time);
}

/**
 * Return an instant as it is said: “today 14:00”, else with its day.
 *
 * @param {DateTime} at
 * @param {DateTime} now
 * @returns {String}
 */
export function formatMoment(at, now) {
    const days = at.startOf("day").diff(now.startOf("day"), "days").days;
    const time = at.toLocaleString(DateTime.TIME_24_SIMPLE);
    if (Math.abs(days) <= 1) {
        return `${at.toRelativeCalendar({base: now, unit: "days"})} ${time}`;
    }
    const isThisYear = at.year === now.year;
    const day = at.toLocaleString({
        weekday: "short",
        day: "numeric",
        month: "short",
        year: isThisYear ? undefined : "numeric",
    });
    return `${day} ${time}`;
}

/**
 * Return an instant in full, for who wants to know it exactly.
 *
 * @param {DateTime} at
 * @returns {String}
 */
export function formatFull(at) {
    return at.toLocaleString({...DateTime.DATETIME_FULL, weekday: "long"});
}
