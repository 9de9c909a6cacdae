import {_t} from "@web/core/l10n/translation";

/** How a step looks: never by its colour alone. */
const LOOKS = {
    done: {icon: "fa-check-circle", color: "success", word: _t("Done")},
    failed: {icon: "fa-times-circle", color: "danger", word: _t("Failed")},
    waived: {icon: "fa-minus-circle", color: "warning", word: _t("Waived")},
    na: {icon: "fa-ban", color: "muted", word: _t("Does not apply")},
    todo: {icon: "fa-circle-o", color: "muted", word: _t("To do")},
    next: {icon: "fa-dot-circle-o", color: "primary", word: _t("Next")},
    waiting: {icon: "fa-pause-circle-o", color: "info", word: _t("Next, and it waits")},
};

/** What the button of a step says. */
const VERBS = {
    confirm: _t("Confirm"),
    verify: _t("Say how it went"),
    fill: _t("Fill in"),
    attach: _t("Attach"),
    ask_customer: _t("Ask the customer"),
    tell_customer: _t("Write to the customer"),
    ask_approval: _t("Ask for approval"),
    ask_area: _t("Ask the area"),
    hand_over: _t("Hand over"),
    merge: _t("Look at duplicates"),
};

/** What is held back until a step is settled. */
const HOLDS = {
    escalate: _t("Holds back the hand-over and the solution"),
    solve: _t("Holds back the solution"),
};

/** The states in which something is left to do. */
const OPEN = ["todo", "failed"];
/** The actions by which somebody says themselves how it went. */
const SAYING = ["confirm", "verify"];

export function isOpen({state}) {
    return OPEN.includes(state);
}

/**
 * Return how a step looks.
 *
 * @param {Object} step
 * @param {Number|undefined} nextId: of the step that is next
 * @returns {Object} `name`, `icon`, `color`, `word`
 */
export function getLook({id, state, waits}, nextId) {
    let name = state;
    if (id === nextId && state === "todo") {
        name = waits ? "waiting" : "next";
    }
    return {name, ...LOOKS[name]};
}

/** Return what a step holds back, in words; nothing, for most. */
export function getHold({gate, state}) {
    return isOpen({state}) ? HOLDS[gate] : undefined;
}

/**
 * Return what the button of a step says; nothing where nobody has to do anything: a
 * check looks by itself.
 */
export function getVerb({action, asked, mode, verdict}) {
    if (mode === "auto" && SAYING.includes(action)) {
        return undefined;
    }
    if (action === "ask_approval" && asked) {
        return _t("Note the answer");
    }
    return verdict === "no_duplicates" ? VERBS.confirm : VERBS[action];
}

/**
 * Return what else can be said of a step, as acts of helpdesk.ticket.step.do.
 *
 * @param {Object} step
 * @param {Boolean} isLeader
 * @returns {Object[]} `act`, `label`
 */
export function getActs(step, isLeader) {
    const {action, gate, mode} = step;
    if (!isOpen(step)) {
        return mode === "auto" && step.state === "done"
            ? []
            : [{act: "reopen", label: _t("Do it again")}];
    }
    const acts = [];
    if (mode !== "auto" && !SAYING.includes(action)) {
        acts.push({act: "done", label: _t("It is done")});
    }
    if (gate === "none") {
        acts.push({act: "skip", label: _t("Does not apply")});
    }
    if (isLeader) {
        acts.push({act: "waive", label: _t("Waive")});
    }
    return acts;
}
