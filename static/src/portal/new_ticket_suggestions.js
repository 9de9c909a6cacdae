import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

/** A pause in the typing that is long enough to ask, in milliseconds. */
const PAUSE = 300;
const SHORTEST_TEXT = 4;

/**
 * What may answer a ticket before it is sent: articles, and open tickets of the same
 * customer, below the subject while it is typed. Whoever follows one is counted.
 */
export class NewTicketSuggestions extends Interaction {
    static selector = ".o_support_new_ticket";

    dynamicContent = {
        "#subject": {"t-on-input": this.debounced(this.suggest, PAUSE)},
        ".o_support_suggestions a": {"t-on-click": this.onFollow},
    };

    setup() {
        this.subject = this.el.querySelector("#subject");
        this.place = this.el.querySelector(".o_support_suggestions");
        this.shown = "";
    }

    start() {
        if (this.subject.value) {
            this.suggest();
        }
    }

    async suggest() {
        const text = this.subject.value.trim();
        const found =
            text.length < SHORTEST_TEXT
                ? {articles: [], tickets: []}
                : await this.ask(text);
        // An answer to what has been typed over is late, and of no use
        if (found && text === this.subject.value.trim()) {
            this.show(found);
        }
    }

    /**
     * @param {String} text
     * @returns {Promise<Object|null>} nothing, if there is no answer: it was an offer
     */
    async ask(text) {
        try {
            return await this.waitFor(
                rpc("/new/ticket/suggest", {text}, {silent: true})
            );
        } catch {
            return null;
        }
    }

    show(found) {
        // What is said already is not said again to those who listen
        const content = JSON.stringify(found);
        if (content === this.shown) {
            return;
        }
        this.shown = content;
        this.place.replaceChildren();
        if (found.articles.length || found.tickets.length) {
            this.renderAt("helpdesk_support_plan.PortalSuggestions", found, this.place);
        }
    }

    onFollow(ev) {
        const {kind, record} = ev.currentTarget.dataset;
        const fact = new FormData();
        fact.append("csrf_token", this.el.elements.csrf_token.value);
        fact.append("kind", kind);
        fact.append("record", record);
        fact.append("text", this.subject.value);
        navigator.sendBeacon("/new/ticket/followed", fact);
    }
}

registry
    .category("public.interactions")
    .add("helpdesk_support_plan.new_ticket_suggestions", NewTicketSuggestions);
