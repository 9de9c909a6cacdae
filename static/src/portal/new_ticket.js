import {dropDraft, fillIn, getDraft, keepDraft} from "./new_ticket_draft";
import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const PAGE = "/new/ticket";
const LOGIN = "/web/login";
/** Back to the form, where the draft is. */
const RETURN = `${LOGIN}?redirect=${PAGE}`;
/** The button that stands for the field of files. */
const CHOOSE_FILES = "#attachment_choose";
const OF_PLAN = ".o_support_of_plan";
const TYPING = 300;

function readAnswer(request) {
    if (new URL(request.responseURL).pathname.endsWith(LOGIN)) {
        return {isExpired: true};
    }
    try {
        return JSON.parse(request.responseText);
    } catch {
        // A token that is too old is answered with a page
        return {isExpired: request.status === 400, status: request.status};
    }
}

function tellFailure({isExpired, isOffline, status}) {
    if (isExpired) {
        return _t("You have been logged out. What you wrote is kept.");
    }
    if (isOffline) {
        return _t("We cannot be reached just now. Nothing is lost: try again shortly.");
    }
    if (status === 413) {
        return _t("The files are too large together: please attach fewer.");
    }
    return _t("Something went wrong on our side. Nothing is lost: try again shortly.");
}

function makeLink(text, target) {
    const link = document.createElement("a");
    link.className = "alert-link";
    link.href = target;
    link.textContent = text;
    return link;
}

function tellFault(text, target) {
    const item = document.createElement("li");
    item.append(target ? makeLink(text, target) : text);
    return item;
}

/**
 * The form for a new ticket. It works without this script; with it nothing is lost on the
 * way: neither by a mistake, nor without a network, nor when the session has ended.
 */
export class NewTicket extends Interaction {
    static selector = ".o_support_new_ticket";

    dynamicContent = {
        _root: {
            "t-on-submit.prevent": this.onSubmit,
            "t-on-input": this.debounced(() => keepDraft(this.el), TYPING),
            "t-on-change": () => keepDraft(this.el),
        },
        // A page that comes back with the browser's button is a form that was sent
        _window: {"t-on-pageshow": (ev) => ev.persisted && window.location.reload()},
        "#subscription, #team": {"t-on-change": this.loadPlan},
    };

    setup() {
        this.button = this.el.querySelector("button[type='submit']:not([formaction])");
        this.summary = document.querySelector("#summary");
        this.progress = this.el.querySelector(".o_support_progress");
    }

    async willStart() {
        if (this.el.dataset.isAnswered) {
            // The server has given back what was typed last
            return;
        }
        const draft = getDraft(this.el);
        const before = this.getChoice();
        fillIn(this.el, draft);
        if (this.getChoice() !== before) {
            await this.loadPlan();
            fillIn(this.el, draft);
        }
    }

    start() {
        if (this.el.dataset.isAnswered) {
            this.summary.focus();
        }
    }

    /**
     * @returns {String} what the plan depends on, as the page takes it
     */
    getChoice() {
        const choice = new URLSearchParams();
        for (const name of ["subscription", "team"]) {
            if (this.el.elements[name]?.value) {
                choice.set(name, this.el.elements[name].value);
            }
        }
        return choice.toString();
    }

    /**
     * Ask what the plan of the chosen subscription asks: its impacts, types, modules.
     */
    async loadPlan() {
        const choice = this.getChoice();
        const page = await this.fetchPage(choice);
        const loaded = page?.querySelector(OF_PLAN);
        if (loaded && choice === this.getChoice()) {
            const old = this.el.querySelector(OF_PLAN);
            const chosen = new FormData(this.el);
            old.replaceWith(loaded);
            fillIn(this.el, Object.fromEntries(chosen));
        }
    }

    /**
     * @param {String} query
     * @returns {Promise<Document|null>} nothing without a network or a session
     */
    async fetchPage(query = "") {
        try {
            const response = await fetch(`${PAGE}?${query}`);
            // Addresses may name the language before the page
            if (!response.ok || !new URL(response.url).pathname.endsWith(PAGE)) {
                return null;
            }
            return new DOMParser().parseFromString(await response.text(), "text/html");
        } catch {
            return null;
        }
    }

    async onSubmit() {
        if (this.isSending) {
            return;
        }
        keepDraft(this.el);
        this.setSending(true);
        let answer = await this.send();
        if (answer.isExpired && (await this.renewToken())) {
            answer = await this.send();
        }
        if (answer.url) {
            // The button stays as it is: the next page is on its way
            dropDraft(this.el);
            window.location.assign(answer.url);
            return;
        }
        this.setSending(false);
        this.showFaults(answer.faults || {form: tellFailure(answer)}, answer.isExpired);
    }

    /**
     * @returns {Promise<Object>} the url of the new ticket, or the faults, or what else
     *     went wrong
     */
    send() {
        return new Promise((resolve) => {
            const request = new XMLHttpRequest();
            request.open("POST", this.el.action);
            request.setRequestHeader("Accept", "application/json");
            request.upload.addEventListener("progress", (ev) => this.showProgress(ev));
            request.addEventListener("error", () => resolve({isOffline: true}));
            request.addEventListener("load", () => resolve(readAnswer(request)));
            request.send(new FormData(this.el));
        });
    }

    /**
     * Take a new token for the form, if there is still a session, or again.
     *
     * @returns {Promise<Boolean>}
     */
    async renewToken() {
        const page = await this.fetchPage();
        const token = page?.querySelector("[name='csrf_token']")?.value;
        if (token) {
            this.el.elements.csrf_token.value = token;
        }
        return Boolean(token);
    }

    setSending(isSending) {
        this.isSending = isSending;
        this.button.disabled = isSending;
        const hasFiles = [...new FormData(this.el).values()].some(
            (value) => value.size
        );
        this.progress.classList.toggle("d-none", !(isSending && hasFiles));
        if (isSending) {
            this.summary.classList.add("d-none");
        }
    }

    showProgress({loaded, total}) {
        const percent = Math.round((100 * loaded) / (total || 1));
        this.progress.querySelector("progress").value = percent;
        this.progress.querySelector(".o_support_progress_text").textContent =
            `${percent} %`;
    }

    /**
     * Say what is wrong: above all of it, and beside each field.
     *
     * @param {Object} faults
     * @param {Boolean} isExpired
     */
    showFaults(faults, isExpired) {
        for (const place of this.el.querySelectorAll("[id$='_fault']")) {
            const name = place.id.replace(/_fault$/, "");
            place.textContent = faults[name] || "";
            const field = this.el.querySelector(`#${name}`);
            field?.toggleAttribute("aria-invalid", false);
            if (faults[name]) {
                field?.setAttribute("aria-invalid", "true");
            }
        }
        const details = this.el.querySelector("details");
        details.open = details.open || Boolean(faults.steps);
        const list = this.summary.querySelector("ul");
        list.replaceChildren(
            ...Object.entries(faults).map(([name, text]) => {
                const target = name === "attachment" ? CHOOSE_FILES : `#${name}`;
                return tellFault(text, name === "form" ? "" : target);
            })
        );
        if (isExpired) {
            list.querySelector("li").append(" ", makeLink(_t("Log in"), RETURN));
        }
        this.summary.classList.remove("d-none");
        this.summary.focus();
    }
}

registry
    .category("public.interactions")
    .add("helpdesk_support_plan.new_ticket", NewTicket);
