import {Component, onWillRender, onWillStart, useRef, useState} from "@odoo/owl";
import {getActs, getHold, getLook, getVerb, isOpen} from "./step_looks";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {user} from "@web/core/user";

const LEADERS = "helpdesk_support_plan.group_support_leader";
const STEP = "helpdesk.ticket.step";
const DIALOG = "helpdesk_support_plan.helpdesk_ticket_step_do_action";
const WHOLE = 100;
/** Where the arrow keys lead to: {key: from the present place among so many}. */
const KEYS = {
    ArrowLeft: (place) => place - 1,
    ArrowUp: (place) => place - 1,
    ArrowRight: (place) => place + 1,
    ArrowDown: (place) => place + 1,
    Home: () => 0,
    End: (place, count) => count - 1,
};

/**
 * The procedure of a ticket: its phases with a mark for each step, how far it has come,
 * and the next step with its one action. The arrow keys go from step to step.
 */
export class PlaybookPanel extends Component {
    static template = "helpdesk_support_plan.PlaybookPanel";
    static components = {Dropdown, DropdownItem};
    static props = {...standardFieldProps};

    setup() {
        this.root = useRef("root");
        /** The step that somebody looks at; otherwise it is the next one. */
        this.state = useState({chosenId: null});
        let shownFor = null;
        onWillStart(async () => {
            this.isLeader = await user.hasGroup(LEADERS);
        });
        onWillRender(() => {
            // what was looked at of another ticket, or before the next step was done
            const key = `${this.props.record.resId}-${this.nextId}`;
            if (shownFor !== null && shownFor !== key) {
                this.state.chosenId = null;
            }
            shownFor = key;
        });
    }

    /** What the server has computed; nothing, for a ticket without a procedure. */
    get view() {
        return this.props.record.data[this.props.name];
    }

    get title() {
        const {name, number} = this.view.playbook;
        return number ? _t("No. %(number)s %(name)s", {name, number}) : name;
    }

    get nextId() {
        return this.view?.next?.id;
    }

    get share() {
        const {done, total} = this.view;
        return total ? Math.round((WHOLE * done) / total) : 0;
    }

    get progress() {
        const {done, total} = this.view;
        return _t("%(done)s of %(total)s steps", {done, total});
    }

    get steps() {
        return this.view.phases.flatMap(({steps}) => steps);
    }

    /** The step that is shown in full: the one that was chosen, else the next one. */
    get shown() {
        const wanted = this.state.chosenId || this.nextId;
        const found = this.steps.find(({id}) => id === wanted);
        if (found && found.id === this.nextId) {
            return {...found, ...this.view.next};
        }
        return found;
    }

    get isNextShown() {
        return Boolean(this.shown) && this.shown.id === this.nextId;
    }

    /** Which one of all it is, as people count. */
    get place() {
        const place = this.steps.findIndex(({id}) => id === this.shown.id) + 1;
        return _t("Step %(place)s of %(count)s", {place, count: this.steps.length});
    }

    get mayAct() {
        return !this.props.record.data.closed;
    }

    get verb() {
        return this.mayAct && isOpen(this.shown) ? getVerb(this.shown) : undefined;
    }

    get acts() {
        return this.mayAct ? getActs(this.shown, this.isLeader) : [];
    }

    get hold() {
        return getHold(this.shown);
    }

    /** When a step would apply that does not; nothing, for all others. */
    get onlyIf() {
        const {condition, state} = this.shown;
        return state === "na" && condition && _t("Only if: %s", condition);
    }

    get waits() {
        return _t("Waits for: %s", this.shown.waits);
    }

    get failures() {
        return _t("Times failed: %s", this.shown.failures);
    }

    getLook(step) {
        return getLook(step, this.nextId);
    }

    /** What somebody who does not see the mark hears. */
    getStepTitle(step) {
        return `${step.name}: ${this.getLook(step).word}`;
    }

    /** A link may be no page of the web; then it is only text. */
    getLink({evidence}) {
        return /^https?:\/\/\S+$/.test(evidence || "") ? evidence : undefined;
    }

    choose(step) {
        this.state.chosenId = step.id;
    }

    onKeydown(ev) {
        const move = KEYS[ev.key];
        if (!move) {
            return;
        }
        ev.preventDefault();
        const marks = [...this.root.el.querySelectorAll(".o_playbook_step")];
        const place = marks.indexOf(ev.target.closest(".o_playbook_step"));
        const to = Math.max(0, Math.min(marks.length - 1, move(place, marks.length)));
        this.choose(this.steps[to]);
        marks[to].focus();
    }

    /** Do what the step shown asks for; what was changed in the ticket is saved before. */
    onActClick() {
        return this.press({type: "object", name: "action_do"});
    }

    /**
     * Say something else of the step shown.
     *
     * @param {Object} act
     */
    onSay({act}) {
        return this.press({
            type: "action",
            name: DIALOG,
            context: {default_act: act, default_step_id: this.shown.id},
        });
    }

    press(clickParams) {
        const {context} = this.props.record;
        const {id} = this.shown;
        return this.env.onClickViewButton({
            clickParams,
            getResParams: () => ({resModel: STEP, resId: id, resIds: [id], context}),
        });
    }
}

registry.category("fields").add("playbook_panel", {
    component: PlaybookPanel,
    displayName: _t("Procedure"),
    supportedTypes: ["json"],
    fieldDependencies: [{name: "closed", type: "boolean"}],
    isEmpty: () => false,
});
