import {Component, onWillStart} from "@odoo/owl";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

const POLICY = "helpdesk.sla.policy";
const MOST = 3;

/**
 * The whole promise of a plan as one table. A manager who clicks a cell changes the
 * policy that governs it, or writes the one that is missing; others read.
 */
export class PromiseTableField extends Component {
    static template = "helpdesk_support_plan.PromiseTableField";
    static props = {...standardFieldProps};

    setup() {
        this.dialog = useService("dialog");
        onWillStart(async () => {
            this.mayWrite = await user.checkAccessRight(POLICY, "write");
        });
    }

    /** What the server has computed; nothing, for a plan that is not saved yet. */
    get table() {
        return this.props.record.data[this.props.name];
    }

    /** What no row can say. */
    get more() {
        return _t("Policies that stand only in the list below: %s", this.table.more);
    }

    getStars({stars}) {
        const count = Number(stars);
        return stars ? "★".repeat(count) + "☆".repeat(MOST - count) : "";
    }

    getCell(row, column) {
        return this.table.cells[row.key][column.metric];
    }

    /**
     * Open the policy behind a cell. What was changed in the plan is saved before, so
     * that the table that comes back is about the plan as it is shown.
     *
     * @param {Object} row
     * @param {Object} column
     */
    async onCellClick(row, column) {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        const {policy_id: resId} = this.getCell(row, column);
        this.dialog.add(FormViewDialog, {
            resModel: POLICY,
            resId: resId || false,
            title: resId ? _t("Change the promise") : _t("New promise"),
            context: resId ? {} : this.getDefaults(row, column),
            onRecordSaved: () => record.load(),
        });
    }

    getDefaults(row, column) {
        const defaults = {
            default_name: `${column.label}: ${row.label}`,
            default_metric: column.metric,
            default_plan_id: this.props.record.resId,
        };
        if (row.stars) {
            defaults.default_priorities = row.stars;
        }
        if (row.type_id) {
            defaults.default_type_ids = [row.type_id];
        }
        return defaults;
    }
}

registry.category("fields").add("promise_table", {
    component: PromiseTableField,
    displayName: _t("Promises"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
