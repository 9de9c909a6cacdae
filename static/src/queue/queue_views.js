import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {ListRenderer} from "@web/views/list/list_renderer";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {QueueCards} from "./queue_cards";

export class QueueListRenderer extends ListRenderer {
    static template = "helpdesk_support_plan.QueueListRenderer";
    static components = {...ListRenderer.components, QueueCards};
}

export class QueueKanbanRenderer extends KanbanRenderer {
    static template = "helpdesk_support_plan.QueueKanbanRenderer";
    static components = {...KanbanRenderer.components, QueueCards};
}

const views = registry.category("views");
views.add("helpdesk_queue_list", {...listView, Renderer: QueueListRenderer});
views.add("helpdesk_queue_kanban", {...kanbanView, Renderer: QueueKanbanRenderer});
