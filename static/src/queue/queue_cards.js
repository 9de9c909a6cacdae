import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** The filter that leaves one's own tickets; a card by itself too. */
const MINE = "mytickets";
/**
 * The filters that have a card, in order: each is named as in the search view. A shared
 * one says how many of its tickets are one's own.
 */
const CARDS = [
    {filter: "overdue", label: _t("Overdue"), alarm: "danger", isShared: true},
    {filter: "at_risk", label: _t("At risk"), alarm: "warning", isShared: true},
    {
        filter: "unclassified",
        label: _t("To classify"),
        alarm: "warning",
        isShared: true,
    },
    {
        filter: "waiting_long",
        label: _t("Waiting > 1 day"),
        alarm: "info",
        isShared: true,
    },
    {
        filter: "standing_hold",
        label: _t("Stopped by arrears"),
        alarm: "danger",
        isShared: true,
    },
    {filter: "unassigned", label: _t("Nobody responsible"), alarm: "warning"},
    {filter: "high_priority", label: _t("Urgent"), alarm: "danger", isShared: true},
    {filter: MINE, label: _t("Mine"), alarm: "info"},
];
const NOTHING = {all: 0, mine: 0};

/**
 * What an analyst has before them: for each kind of open ticket, how many there are, and
 * how many of them are theirs. A click shows these, another one all tickets again.
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
            const counts = this.state.counts[card.filter] || NOTHING;
            return {
                ...card,
                count: counts.all,
                isActive: this.isShown([card.filter]),
                isMineActive: this.isShown([card.filter, MINE]),
                mine: _t("mine: %s", counts.mine),
                mineCount: counts.mine,
            };
        });
    }

    /** The filters of cards that the search view has, by name. */
    get items() {
        const names = CARDS.map(({filter}) => filter);
        const items = this.env.searchModel.getSearchItems(({name}) =>
            names.includes(name)
        );
        return new Map(items.map((item) => [item.name, item]));
    }

    /** Whether these filters, and no other one of a card, are active. */
    isShown(filters) {
        const wanted = new Set(filters);
        return [...this.items.values()].every(
            (item) => Boolean(item.isActive) === wanted.has(item.name)
        );
    }

    /**
     * Show what filters leave, and none of the other cards' filters.
     *
     * @param {String[]} filters
     */
    show(filters) {
        const wanted = this.isShown(filters) ? [] : filters;
        for (const item of this.items.values()) {
            if (Boolean(item.isActive) !== wanted.includes(item.name)) {
                this.env.searchModel.toggleSearchItem(item.id);
            }
        }
    }

    onCardClick({filter}) {
        this.show([filter]);
    }

    onMineClick({filter}) {
        this.show([filter, MINE]);
    }
}
