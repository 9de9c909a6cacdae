import {contains, getMockEnv, mountView} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {HelpdeskTicket, defineClockModels} from "./clock_models";
import {queryAllTexts} from "@odoo/hoot-dom";

const BAR = ".o_statusbar_buttons";

defineClockModels();

function mountTicket() {
    HelpdeskTicket._records = [{id: 1, name: "No firma"}];
    return mountView({
        type: "form",
        resModel: "helpdesk.ticket",
        resId: 1,
        arch: `<form js_class="helpdesk_ticket_form">
            <header>
                <button name="ask" type="object" string="Ask"/>
                <button name="solve" type="object" string="Solve" class="btn-primary"/>
                <button name="cancel" type="object" string="Cancel" class="o_ticket_aside"/>
                <button name="gone" type="object" string="Gone" class="o_ticket_aside"
                    invisible="name"/>
            </header>
            <sheet><field name="name"/></sheet>
        </form>`,
    });
}

test("what is seldom needed stands in a menu; a phone shows the next act", async () => {
    await mountTicket();
    const isSmall = getMockEnv().isSmall;
    expect(queryAllTexts(`${BAR} > button[name]`)).toEqual(
        isSmall ? ["Solve"] : ["Ask", "Solve"]
    );
    await contains(`${BAR} button[title='More']`).click();
    expect(queryAllTexts(".o-dropdown--menu button")).toEqual(
        isSmall ? ["Ask", "Cancel"] : ["Cancel"]
    );
});
