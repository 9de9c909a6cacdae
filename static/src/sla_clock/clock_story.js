import {Component, onWillStart} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** Of the pieces of a picture, as they are drawn. */
const PIECES = {
    used: _t("counts"),
    waited: _t("waits"),
    closed: _t("closed"),
    left: _t("remaining"),
};
const ICONS = {
    clock_started: "fa-play text-muted",
    clock_replanned: "fa-calendar text-muted",
    clock_overridden: "fa-calendar-check-o text-muted",
    clock_warned: "fa-hourglass-half text-warning",
    clock_breached: "fa-exclamation-circle text-danger",
    clock_met: "fa-check text-success",
    clock_cancelled: "fa-ban text-muted",
    wait: "fa-pause text-info",
    resume: "fa-step-forward text-muted",
};
const WITHOUT = {
    blank: _t("The plan does not say by when this is to be solved."),
    none: _t("The plan says that there is no deadline for this."),
};

/**
 * “Why this date?”: the sentence of a clock, a picture of its time, and what has happened
 * to it. They are asked for when somebody wants to know, so that they are true then.
 */
export class ClockStory extends Component {
    static template = "helpdesk_support_plan.ClockStory";
    static props = {
        close: {type: Function, optional: true},
        clock: Object,
        reading: Object,
    };

    setup() {
        const orm = useService("orm");
        onWillStart(async () => {
            const {domain} = this.props.clock;
            const [found] = domain
                ? await orm.searchRead(
                      "helpdesk.sla.clock",
                      domain,
                      ["why", "picture", "story"],
                      {limit: 1}
                  )
                : [];
            this.found = found || {};
        });
    }

    get why() {
        return this.found.why || WITHOUT[this.props.reading.name];
    }

    get picture() {
        return this.found.picture || [];
    }

    get legend() {
        const kinds = new Set(this.picture.map(({kind}) => kind));
        return Object.entries(PIECES).filter(([kind]) => kinds.has(kind));
    }

    get story() {
        return this.found.story || [];
    }

    getIcon({kind}) {
        return ICONS[kind] || "fa-circle-o text-muted";
    }
}
