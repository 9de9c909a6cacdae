import {_t} from "@web/core/l10n/translation";

const {DateTime} = luxon;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** How a clock looks: never by its colour alone. */
const LOOKS = {
    calm: {icon: "fa-clock-o", color: "success", word: _t("In time")},
    warned: {icon: "fa-hourglass-half", color: "warning", word: _t("At risk")},
    overdue: {icon: "fa-exclamation-circle", color: "danger", word: _t("Overdue")},
    paused: {icon: "fa-pause", color: "info", word: _t("Waits")},
    met: {icon: "fa-check", color: "success", word: _t("Met")},
    cancelled: {icon: "fa-ban", color: "secondary", word: _t("Ended")},
};

/**
 * Return a length of time in short, such as “3:10 h” or “2 d”.
 *
 * @param {Number} seconds
 * @returns {String}
 */
export function formatSpan(seconds) {
    const length = Math.abs(seconds);
    if (length >= 2 * DAY) {
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

function findLook({deadline, state, warnAt}, now) {
    if (state !== "running") {
        return state;
    }
    if (deadline < now) {
        return "overdue";
    }
    return warnAt && warnAt <= now ? "warned" : "calm";
}

/**
 * Return how a clock is read at a moment.
 *
 * @param {Object} clock: `state`, a code of helpdesk.sla.clock; `deadline` and `warnAt`,
 *      DateTime or false
 * @param {DateTime} now
 * @returns {Object|null} `name` of the look, `icon`, `color`, `word`, and of a running
 *      clock `seconds` that are left, with `span`; null: there is nothing to read
 */
export function read(clock, now) {
    const name = findLook(clock, now);
    if (!(name in LOOKS) || (clock.state === "running" && !clock.deadline)) {
        return null;
    }
    const reading = {name, ...LOOKS[name]};
    if (clock.state === "running") {
        reading.seconds = clock.deadline.diff(now, "seconds").seconds;
        reading.span = formatSpan(reading.seconds);
    }
    return reading;
}
