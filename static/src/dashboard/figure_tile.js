import {Component} from "@odoo/owl";
import {KINDS} from "./formats";
import {_t} from "@web/core/l10n/translation";

/** One figure: how much, of how many, and what has changed; a click shows of what. */
export class FigureTile extends Component {
    static template = "helpdesk_support_plan.FigureTile";
    static props = {
        /**
         * `name`, `label`, `kind`; `better`: 1 if more is better, -1 if less is, 0 if
         * neither; `alarm`: its colour if there is any
         */
        tile: Object,
        /** `value`, false if there is none; `before`; what else the server tells */
        figure: Object,
        note: {type: String, optional: true},
        daysBefore: String,
        onClick: Function,
    };

    get kind() {
        return KINDS[this.props.tile.kind];
    }

    get text() {
        const {value} = this.props.figure;
        return value === false ? "–" : this.kind.format(value);
    }

    get isAlarming() {
        return Boolean(this.props.tile.alarm && this.props.figure.value);
    }

    /** What has changed, in words, with what it means; undefined if nothing can be said. */
    get change() {
        const {value, before} = this.props.figure;
        if (value === false || before === false || before === undefined) {
            return undefined;
        }
        const change = this.kind.find(value, before);
        const title = _t("%(days)s: %(value)s", {
            days: this.props.daysBefore,
            value: this.kind.format(before),
        });
        if (!change) {
            return {
                icon: "fa-minus",
                color: "text-muted",
                text: _t("as before"),
                title,
            };
        }
        const size = this.kind.formatChange(Math.abs(change));
        const color = {"-1": "text-danger", 0: "text-muted", 1: "text-success"};
        return {
            icon: change > 0 ? "fa-arrow-up" : "fa-arrow-down",
            color: color[Math.sign(change) * this.props.tile.better],
            text: change > 0 ? _t("%s more", size) : _t("%s less", size),
            title,
        };
    }
}
