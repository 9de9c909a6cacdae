import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {ListRenderer} from "@web/views/list/list_renderer";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * The steps under the names of their phases. A step that is dragged among those of
 * another phase belongs to it from then on.
 */
export class StepListRenderer extends ListRenderer {
    static recordRowTemplate = "helpdesk_support_plan.StepListRenderer.RecordRow";

    /** The name of the phase that begins with a step; nothing, within a phase. */
    getHeading(record) {
        const {records} = this.props.list;
        const before = records[records.indexOf(record) - 1];
        const {phase} = record.data;
        return before && before.data.phase === phase ? "" : phase || _t("New phase");
    }

    /** How many columns there are, so that a heading reaches over all of them. */
    get width() {
        return this.nbCols + 1;
    }

    async sortDrop(dataRowId, dataGroupId, params) {
        await super.sortDrop(dataRowId, dataGroupId, params);
        const {records} = this.props.list;
        const place = records.findIndex(({id}) => id === dataRowId);
        const neighbours = [records[place - 1], records[place + 1]].filter(Boolean);
        const phases = neighbours.map(({data}) => data.phase);
        const moved = records[place];
        if (moved && phases.length && !phases.includes(moved.data.phase)) {
            await moved.update({phase: phases[0]});
        }
        // at once, as in any list: a step that is added next would make it forgotten
        const {root} = this.props.list.model;
        if (!root.isNew) {
            await root.save();
        }
    }
}

export class StepListField extends X2ManyField {
    static components = {...X2ManyField.components, ListRenderer: StepListRenderer};
}

registry.category("fields").add("playbook_steps", {
    ...x2ManyField,
    component: StepListField,
    displayName: _t("Steps by phase"),
});
