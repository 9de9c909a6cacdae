import {formatFull, formatMoment} from "./formats";
import {read, tell} from "./reading";
import {ClockStory} from "./clock_story";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useNow} from "./now";
import {usePopover} from "@web/core/popover/popover_hook";

/** What would open the record behind the badge. */
const CLICKS = ["Enter", " "];

function uncapitalize(text) {
    return text.charAt(0).toLowerCase() + text.slice(1);
}

/**
 * What a clock says now, while time goes by; a click tells its story.
 *
 * The one countdown of form, list, cards and calendar. It asks the server for nothing
 * before it is clicked: `clock` is made of what came with the record.
 */
export class SlaBadge extends Component {
    static template = "helpdesk_support_plan.SlaBadge";
    static props = {
        /**
         * As `read` takes it, and `label`, what is measured; `reason`, what it waits for;
         * `isMissed`; `domain`, where its story is found.
         */
        clock: Object,
        showMetric: {type: Boolean, optional: true},
    };

    setup() {
        this.present = useNow();
        this.popover = usePopover(ClockStory, {position: "bottom"});
    }

    get reading() {
        return read(this.props.clock, this.present.now);
    }

    get text() {
        return tell(this.reading);
    }

    /** Whether a promise was missed; what is overdue says so already. */
    get isMissed() {
        const {reading} = this;
        return Boolean(
            this.props.clock.isMissed && (!reading || reading.name !== "overdue")
        );
    }

    /** What the short text does not say. */
    get note() {
        const {name, word} = this.reading;
        const {reason} = this.props.clock;
        if (name === "paused") {
            return reason ? _t("waits for %s", uncapitalize(reason)) : "";
        }
        return ["warned", "resting"].includes(name) ? uncapitalize(word) : "";
    }

    /** All of it, for who rests on it, and for who cannot see colours. */
    get title() {
        const {deadline, label} = this.props.clock;
        const {opensAt, word} = this.reading;
        const {now} = this.present;
        return [
            label,
            word,
            this.text === word ? "" : this.text,
            this.note === uncapitalize(word) ? "" : this.note,
            opensAt && _t("goes on %s", formatMoment(opensAt, now)),
            deadline && _t("due %s", formatFull(deadline)),
            this.isMissed && _t("a promise was missed"),
        ]
            .filter(Boolean)
            .join(" · ");
    }

    onClick(ev) {
        if (this.popover.isOpen) {
            this.popover.close();
            return;
        }
        this.popover.open(ev.currentTarget, {
            clock: this.props.clock,
            reading: this.reading,
        });
    }

    onKeydown(ev) {
        if (CLICKS.includes(ev.key)) {
            ev.stopPropagation();
        }
    }
}
