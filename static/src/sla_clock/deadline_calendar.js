import {CalendarCommonPopover} from "@web/views/calendar/calendar_common/calendar_common_popover";
import {CalendarCommonRenderer} from "@web/views/calendar/calendar_common/calendar_common_renderer";
import {CalendarRenderer} from "@web/views/calendar/calendar_renderer";
import {calendarView} from "@web/views/calendar/calendar_view";
import {registry} from "@web/core/registry";

const {DateTime} = luxon;

/** A deadline is an instant; the calendar would give it an hour. */
export class DeadlinePopover extends CalendarCommonPopover {
    computeDateTimeAndDuration() {
        super.computeDateTimeAndDuration();
        this.time = this.props.record.start.toLocaleString(DateTime.TIME_24_SIMPLE);
        this.timeDuration = null;
    }
}

export class DeadlineCommonRenderer extends CalendarCommonRenderer {
    static components = {
        ...CalendarCommonRenderer.components,
        Popover: DeadlinePopover,
    };
}

export class DeadlineCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: DeadlineCommonRenderer,
        week: DeadlineCommonRenderer,
        month: DeadlineCommonRenderer,
    };
}

registry.category("views").add("helpdesk_deadline_calendar", {
    ...calendarView,
    Renderer: DeadlineCalendarRenderer,
});
