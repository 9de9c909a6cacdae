import {defineModels, fields, models} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

const {DateTime} = luxon;
const METRICS = [
    ["response", "Response"],
    ["resolution", "Resolution"],
    ["ownership", "Ownership"],
];
const STATES = [
    ["running", "Running"],
    ["paused", "Paused"],
    ["met", "Met"],
    ["cancelled", "Cancelled"],
];

export class HelpdeskTicket extends models.Model {
    _name = "helpdesk.ticket";

    name = fields.Char();
    closed = fields.Boolean();
    clock_breached = fields.Boolean();
    clock_deadline = fields.Datetime({string: "Deadline"});
    clock_live = fields.Json();
    clock_metric = fields.Selection({selection: METRICS});
    clock_state = fields.Selection({selection: STATES});
    clock_undefined = fields.Selection({
        selection: [
            ["blank", "Not defined"],
            ["none", "No deadline"],
        ],
    });
    clock_warn_at = fields.Datetime();
    waiting_reason = fields.Selection({
        selection: [
            ["customer", "The customer"],
            ["payment", "A payment"],
        ],
    });
    clock_ids = fields.One2many({
        relation: "helpdesk.sla.clock",
        relation_field: "ticket_id",
    });
}

export class HelpdeskSlaClock extends models.Model {
    _name = "helpdesk.sla.clock";

    ticket_id = fields.Many2one({relation: "helpdesk.ticket"});
    metric = fields.Selection({selection: METRICS});
    state = fields.Selection({selection: STATES});
    deadline = fields.Datetime();
    warn_at = fields.Datetime();
    met_at = fields.Datetime();
    breached_at = fields.Datetime();
    allowed_seconds = fields.Integer();
    live = fields.Json();
    why = fields.Text();
    picture = fields.Json();
    story = fields.Json();
}

/** Another model, whose deadlines nobody keeps count of. */
export class ProjectTask extends models.Model {
    _name = "project.task";

    due = fields.Datetime();
}

export function defineClockModels() {
    defineMailModels();
    defineModels([HelpdeskTicket, HelpdeskSlaClock, ProjectTask]);
}

/**
 * Return an instant of a Monday in March, as the server writes seconds.
 *
 * @param {String} time: UTC, “09:00”, or with another day, “2026-03-10 09:00”
 * @returns {Number}
 */
export function at(time) {
    const text = time.includes("-") ? time : `2026-03-09 ${time}`;
    return DateTime.fromSQL(text, {zone: "utc"}).toUnixInteger();
}

/**
 * Return what the server tells of a clock.
 *
 * @param {Number} hours that are left
 * @param {String} now
 * @param {Array} [open]: from and until when time counts; without it, always
 * @returns {Object}
 */
export function live(hours, now, open = null) {
    return {
        at: at(now),
        left: hours * 3600,
        open: open && open.map((pair) => pair.map(at)),
    };
}

/** Seconds that may pass while a page is drawn, without changing what it says. */
export const SPARE = 20;

/**
 * Return the same with some seconds to spare.
 *
 * @returns {Object}
 */
export function ticking(...args) {
    const told = live(...args);
    return {...told, left: told.left + SPARE};
}
