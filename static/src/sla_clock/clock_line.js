import {Component, useState} from "@odoo/owl";
import {formatFull, formatMoment, formatSpan} from "./formats";
import {SlaBadge} from "./sla_badge";
import {_t} from "@web/core/l10n/translation";
import {getLabel} from "./countdown_field";
import {read} from "./reading";
import {useNow} from "./now";

const WHOLE = 100;
/** How the bar is painted. */
const BARS = {
    calm: "bg-success",
    warned: "bg-warning",
    resting: "bg-primary",
    overdue: "bg-danger",
    paused: "bg-info progress-bar-striped",
    met: "bg-success",
    cancelled: "bg-dark bg-opacity-25",
};

/** One clock of a ticket: what it measures, how it stands, when, how far, and why. */
export class ClockLine extends Component {
    static template = "helpdesk_support_plan.ClockLine";
    static components = {SlaBadge};
    static props = {
        /** Of helpdesk.sla.clock. */
        record: Object,
        /** What the ticket waits for, in words. */
        reason: String,
    };

    setup() {
        this.present = useNow();
        this.state = useState({isUnfolded: false});
    }

    get data() {
        return this.props.record.data;
    }

    get clock() {
        const {deadline, live, state, warn_at: warnAt} = this.data;
        const {reason, record} = this.props;
        return {
            deadline,
            domain: [["id", "=", record.resId]],
            label: getLabel(record, "metric"),
            live,
            reason,
            state,
            warnAt,
        };
    }

    get reading() {
        return read(this.clock, this.present.now);
    }

    /** Time at a level is the desk's own affair. */
    get isInternal() {
        return this.data.metric === "ownership";
    }

    get when() {
        const {now} = this.present;
        const {deadline, met_at: metAt, state} = this.data;
        if (state === "paused") {
            // the badge says what it waits for
            return this.props.reason ? "" : _t("stands still");
        }
        if (state === "met") {
            return _t("met %s", formatMoment(metAt, now));
        }
        if (state === "cancelled") {
            return _t("ended without being met");
        }
        const due = formatMoment(deadline, now);
        return deadline < now ? _t("was due %s", due) : _t("due %s", due);
    }

    get whenTitle() {
        const {deadline} = this.data;
        return deadline ? _t("due %s", formatFull(deadline)) : "";
    }

    /** When a promise was missed; what is overdue says so already. */
    get missed() {
        const {breached_at: at} = this.data;
        return at && this.reading.name !== "overdue"
            ? _t("missed %s", formatFull(at))
            : "";
    }

    /** How much of the time is used; null where there is nothing to compare with. */
    get bar() {
        const {allowed_seconds: allowed, breached_at: isMissed, live} = this.data;
        if (!allowed || !live) {
            return null;
        }
        const {name, seconds = live.left} = this.reading;
        const used = Math.max(0, allowed - seconds);
        const isBusiness = Boolean(live.open);
        return {
            look: name === "met" && isMissed ? BARS.overdue : BARS[name],
            share: Math.min(WHOLE, Math.round((WHOLE * used) / allowed)),
            text: _t("%(used)s of %(allowed)s", {
                used: formatSpan(used, isBusiness),
                allowed: formatSpan(allowed, isBusiness),
            }),
        };
    }

    onWhyClick() {
        this.state.isUnfolded = !this.state.isUnfolded;
    }
}
