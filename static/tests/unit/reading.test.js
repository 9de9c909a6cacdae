import {at, live} from "./clock_models";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {allowTranslations} from "@web/../tests/web_test_helpers";
import {formatSpan} from "@helpdesk_support_plan/sla_clock/formats";
import {read, tell} from "@helpdesk_support_plan/sla_clock/reading";

const {DateTime} = luxon;
const DAY = [["13:00", "22:00"]];
const TWO_DAYS = [
    ["13:00", "22:00"],
    ["2026-03-10 13:00", "2026-03-10 22:00"],
];

beforeEach(allowTranslations);

function instant(time) {
    return DateTime.fromSeconds(at(time));
}

function running(deadline, told, more = {}) {
    return {state: "running", deadline: instant(deadline), live: told, ...more};
}

function summarise(clock, time) {
    const reading = read(clock, instant(time));
    return reading && [reading.name, String(tell(reading))];
}

describe("day and night", () => {
    const clock = running("14:00", live(4, "10:00"), {warnAt: instant("13:12")});

    test("runs down as time goes by", () => {
        expect(summarise(clock, "10:00")).toEqual(["calm", "4:00 h"]);
        expect(summarise(clock, "12:15")).toEqual(["calm", "1:45 h"]);
    });

    test("is at risk from the instant of its warning", () => {
        expect(summarise(clock, "13:11")[0]).toBe("calm");
        expect(summarise(clock, "13:12")[0]).toBe("warned");
    });

    test("is overdue only after its deadline", () => {
        expect(summarise(clock, "14:00")).toEqual(["warned", "0:00 h"]);
        expect(summarise(clock, "15:30")).toEqual(["overdue", "1:30 h late"]);
    });

    test("says the word alone in the first minute of a delay", () => {
        const reading = read(clock, instant("14:00").plus({seconds: 20}));
        expect(String(tell(reading))).toBe("Overdue");
    });
});

describe("working hours", () => {
    test("counts inside them", () => {
        const clock = running("18:00", live(4, "14:00", DAY));
        expect(summarise(clock, "14:00")).toEqual(["calm", "4:00 h"]);
        expect(summarise(clock, "16:30")).toEqual(["calm", "1:30 h"]);
    });

    test("stands still outside them, and says when it goes on", () => {
        const clock = running("2026-03-10 15:00", live(2, "23:00", TWO_DAYS.slice(1)));
        const reading = read(clock, instant("23:30"));
        expect(reading.name).toBe("resting");
        expect(reading.isOpen).toBe(false);
        expect(tell(reading)).toBe("2:00 h");
        expect(reading.opensAt.toUnixInteger()).toBe(at("2026-03-10 13:00"));
    });

    test("crosses a closing and an opening while time goes by", () => {
        const clock = running("2026-03-10 15:00", live(3, "21:00", TWO_DAYS));
        expect(summarise(clock, "21:30")).toEqual(["calm", "2:30 h"]);
        expect(summarise(clock, "22:00")).toEqual(["resting", "2:00 h"]);
        expect(summarise(clock, "2026-03-10 03:00")).toEqual(["resting", "2:00 h"]);
        expect(summarise(clock, "2026-03-10 13:00")).toEqual(["calm", "2:00 h"]);
        expect(summarise(clock, "2026-03-10 14:15")).toEqual(["calm", "0:45 h"]);
    });

    test("at risk is not hidden by the night", () => {
        const clock = running("2026-03-10 13:10", live(0.2, "23:00", TWO_DAYS), {
            warnAt: instant("21:30"),
        });
        const reading = read(clock, instant("23:00"));
        expect([reading.name, reading.color]).toEqual(["resting", "warning"]);
    });

    test("is late in its own time, also out of hours", () => {
        const clock = running("21:00", live(1, "20:00", TWO_DAYS));
        expect(summarise(clock, "21:30")).toEqual(["overdue", "0:30 h late"]);
        expect(summarise(clock, "2026-03-10 02:00")).toEqual([
            "overdue",
            "1:00 h late",
        ]);
    });

    test("without hours to come, nobody knows when it goes on", () => {
        const reading = read(running("22:00", live(1, "20:00", [])), instant("20:00"));
        expect([reading.name, reading.opensAt]).toEqual(["resting", null]);
    });
});

describe("what does not run", () => {
    test("keeps what was left when it paused", () => {
        const clock = {state: "paused", deadline: false, live: live(7, "10:00")};
        expect(summarise(clock, "10:00")).toEqual(["paused", "7:00 h"]);
        expect(summarise(clock, "19:00")).toEqual(["paused", "7:00 h"]);
    });

    test("can be late and paused", () => {
        const clock = {state: "paused", deadline: false, live: live(-2, "10:00")};
        expect(summarise(clock, "19:00")).toEqual(["paused", "2:00 h late"]);
    });

    test("is met, has ended, or was never promised", () => {
        expect(summarise({state: "met"}, "10:00")).toEqual(["met", "Met"]);
        expect(summarise({state: "cancelled"}, "10:00")).toEqual([
            "cancelled",
            "Ended",
        ]);
        expect(summarise({state: "blank"}, "10:00")).toEqual(["blank", "Not defined"]);
        expect(summarise({state: "none"}, "10:00")).toEqual(["none", "No deadline"]);
        expect(summarise({state: false}, "10:00")).toBe(null);
    });
});

test("without what the server tells, it is the time of the wall", () => {
    expect(summarise(running("14:00"), "10:30")).toEqual(["calm", "3:30 h"]);
    expect(summarise({state: "running", deadline: false}, "10:30")).toBe(null);
    expect(summarise({state: "paused", deadline: false}, "10:30")).toEqual([
        "paused",
        "Waits",
    ]);
});

test("only days of 24 hours are called days", () => {
    const hours = 3600;
    expect(formatSpan(47.99 * hours)).toBe("47:59 h");
    expect(formatSpan(80 * hours)).toBe("3 d");
    expect(formatSpan(80.5 * hours, true)).toBe("80:30 h");
    expect(formatSpan(-90)).toBe("0:01 h");
});
