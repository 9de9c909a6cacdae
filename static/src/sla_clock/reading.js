import {_t} from "@web/core/l10n/translation";
import {formatSpan} from "./formats";

const {DateTime} = luxon;
const MINUTE = 60;

/** How a clock looks: never by its colour alone. */
const LOOKS = {
    calm: {icon: "fa-clock-o", color: "success", word: _t("In time")},
    warned: {icon: "fa-hourglass-half", color: "warning", word: _t("At risk")},
    resting: {icon: "fa-moon-o", color: "secondary", word: _t("Out of hours")},
    overdue: {icon: "fa-exclamation-circle", color: "danger", word: _t("Overdue")},
    paused: {icon: "fa-pause", color: "info", word: _t("Waits")},
    met: {icon: "fa-check", color: "success", word: _t("Met")},
    cancelled: {icon: "fa-ban", color: "secondary", word: _t("Ended")},
    blank: {icon: "fa-question", color: "secondary", word: _t("Not defined")},
    none: {icon: "fa-minus", color: "secondary", word: _t("No deadline")},
};
/** The states of what has not ended. */
export const OPEN = ["running", "paused"];

function isWarned({warnAt}, now) {
    return Boolean(warnAt && warnAt <= now);
}

function readHours({live}, now) {
    const open = live && live.open;
    if (!open) {
        return {isOpen: true, opensAt: null};
    }
    const at = now.toUnixInteger();
    const isOpen = open.some(([start, stop]) => start <= at && at < stop);
    const next = open.find(([start]) => start > at);
    const opensAt = next && !isOpen ? DateTime.fromSeconds(next[0]) : null;
    return {isOpen, opensAt};
}

function findName(clock, now, {isOpen}) {
    const {deadline, state} = clock;
    if (state !== "running") {
        return state;
    }
    if (!deadline) {
        return null;
    }
    if (deadline < now) {
        return "overdue";
    }
    if (!isOpen) {
        return "resting";
    }
    return isWarned(clock, now) ? "warned" : "calm";
}

/** Return the seconds that count between two instants. */
function count(open, start, stop) {
    const pairs = open || [[start, stop]];
    const lengths = pairs.map(
        ([from, to]) => Math.min(to, stop) - Math.max(from, start)
    );
    return lengths.reduce((sum, length) => sum + Math.max(0, length), 0);
}

/** Return the seconds that are left, in own time; null if nobody knows. */
function getLeft({deadline, live, state}, now) {
    if (!live) {
        return deadline ? deadline.toUnixInteger() - now.toUnixInteger() : null;
    }
    const passed = count(live.open, live.at, now.toUnixInteger());
    return state === "running" ? live.left - passed : live.left;
}

/**
 * Return how a clock is read at a moment.
 *
 * @param {Object} clock
 * @param {String|Boolean} clock.state: a code of helpdesk.sla.clock, or why there is no
 *      clock, "blank" or "none"
 * @param {DateTime|Boolean} clock.deadline
 * @param {DateTime|Boolean} clock.warnAt
 * @param {Object|Boolean} clock.live: what the server tells, see logic/sla_live.py;
 *      without it, the time until the deadline is that of the wall
 * @param {DateTime} now
 * @returns {Object|null} `name` of the look, `icon`, `color`, `word`; `isOpen`, whether
 *      time counts now, and `opensAt`, when it does again; of what has not ended
 *      `seconds` that are left, with `span`; null: there is nothing to read
 */
export function read(clock, now) {
    const hours = readHours(clock, now);
    const name = findName(clock, now, hours);
    if (!(name in LOOKS)) {
        return null;
    }
    const reading = {name, ...LOOKS[name], ...hours};
    if (name === "resting" && isWarned(clock, now)) {
        Object.assign(reading, {
            color: LOOKS.warned.color,
            word: _t("At risk, out of hours"),
        });
    }
    const seconds = OPEN.includes(clock.state) ? getLeft(clock, now) : null;
    if (seconds !== null) {
        const isBusiness = Boolean(clock.live && clock.live.open);
        Object.assign(reading, {seconds, span: formatSpan(seconds, isBusiness)});
    }
    return reading;
}

/**
 * Return what a reading says in short, where there is room for little else.
 *
 * @param {Object} reading
 * @returns {String}
 */
export function tell({name, seconds, span, word}) {
    if (name === "overdue" || seconds < 0) {
        return -seconds < MINUTE ? word : _t("%s late", span);
    }
    return span || word;
}
