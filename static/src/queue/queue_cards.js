import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** The filters that have a card, in order: each is named as in the search view. */
const CARDS = [
    {filter: "overdue", label: _t("Overdue"), alarm: "danger"},
    {filter: "at_risk", label: _t("At risk"), alarm: "warning"},
    {filter: "unclassified", label: _t("To classify"), alarm: "warning"},
    {filter: "waiting", label: _t("Waiting on the requester"), alarm: "info"},
    {filter: "unassigned", label: _t("Nobody responsible"), alarm: "warning"},
    {filter: "high_priority", label: _t("Urgent"), alarm: "danger"},
    {filter: "mytickets", label: _t("Mine"), alarm: "info"},
];

/**
 * What an analyst has before them: a number for each kind of open ticket. A click shows
 * these tickets, another one all of them again.
 */
export class QueueCards extends Component {
    static template = "helpdesk_support_plan.QueueCards";
    static props = {list: {type: Object, optional: true}};

    setup() {
        this.orm = useService("orm");
        this.state = useState({counts: {}});
        onWillStart(() => this.count());
        onWillUpdateProps(() => this.count());
    }

    async count() {
        this.state.counts = await this.orm.call("helpdesk.ticket", "retrieve_queue");
    }

    get cards() {
        return CARDS.map((card) => {
            const count = this.state.counts[card.filter] || 0;
            const item = this.getItem(card.filter);
            return {...card, count, isActive: Boolean(item && item.isActive)};
        });
    }

    getItem(name) {
        return this.env.searchModel.getSearchItems((item) => item.name === name)[0];
    }

    /**
     * Show the tickets of a card, and only of this one.
     *
     * @param {Object} card
     */
    onCardClick(card) {
        for (const {filter} of CARDS) {
            const item = this.getItem(filter);
            if (item && (item.isActive || filter === card.filter)) {
                this.env.searchModel.toggleSearchItem(item.id);
            }
        }
    }
}
