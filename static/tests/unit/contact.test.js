import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class Reach extends models.Model {
    _name = "reach";

    phone = fields.Char();
    url = fields.Char();
    people = fields.Json();
}

defineMailModels();
defineModels([Reach]);

const LINK = ".o_contact_link";
const ANA = {
    id: 7,
    name: "Ana",
    is_away: false,
    is_responsible: true,
    load: 3,
    works: true,
    phone: "300 555 0120",
    call: "tel:+573005550120",
    chat: "https://wa.me/573005550120",
    mail: "",
    write: "",
};
const NADIA = {
    ...ANA,
    id: 8,
    name: "Nadia",
    is_responsible: false,
    works: false,
    call: "",
};

function mountReach(values, node) {
    Reach._records = [{id: 1, ...values}];
    return mountView({
        type: "form",
        resModel: "reach",
        resId: 1,
        arch: `<form><field name="phone" invisible="1"/>${node}</form>`,
    });
}

function mountLink(url) {
    const options = "{'text_field': 'phone', 'button': True}";
    return mountReach(
        {phone: "300 555 0120", url},
        `<field name="url" widget="contact_link" options="${options}"/>`
    );
}

test("a number calls, here and not in a new page", async () => {
    await mountLink("tel:+573005550120");
    expect(LINK).toHaveText("300 555 0120");
    expect(LINK).toHaveAttribute("href", "tel:+573005550120");
    expect(LINK).not.toHaveAttribute("target");
    expect(LINK).toHaveAttribute("aria-label", "Call: 300 555 0120");
    expect(`${LINK} .fa-phone`).toHaveCount(1);
    expect(LINK).toHaveClass("btn");
});

test("a chat is a page of its own, which learns nothing of this one", async () => {
    await mountLink("https://wa.me/573005550120?text=HT1");
    expect(LINK).toHaveAttribute("target", "_blank");
    expect(LINK).toHaveAttribute("rel", "noopener noreferrer");
    expect(`${LINK} .fa-whatsapp`).toHaveCount(1);
});

test("no other links, and none where there is nothing", async () => {
    await mountLink("data:text/html,hello");
    expect(LINK).toHaveCount(0);
});

test("nothing is shown where somebody cannot be reached", async () => {
    await mountLink(false);
    expect(LINK).toHaveCount(0);
});

test("who is who: places with their people, and who works now", async () => {
    const level = {description: "", is_ours: true, kind: "level", skills: "", team: ""};
    const people = {
        emergency: {...ANA, phone: "123", call: "tel:123", chat: ""},
        places: [
            {...level, key: 1, name: "N1", is_here: true, people: [ANA]},
            {...level, key: 2, name: "N2", is_here: false, people: [NADIA]},
            {...level, key: 3, name: "N3", is_here: false, people: []},
            {...level, key: 4, name: "Theirs", is_ours: false, people: []},
        ],
        functions: [{key: "on_call", name: "On call", people: []}],
    };
    await mountReach({people}, `<field name="people" widget="plan_people"/>`);
    expect(".o_plan_emergency").toHaveText(/Emergencies/);
    expect(".o_plan_people h3").toHaveCount(2); // there are no areas
    const place = (key) => `.o_plan_place[data-place='${key}']`;
    expect(place(1)).toHaveText(/The ticket is here/);
    expect(`${place(1)} .o_colleague`).toHaveText(
        /Ana\s*Responsible\s*Works now · 3 open/
    );
    expect(`${place(1)} ${LINK}`).toHaveCount(2);
    expect(`${place(2)} .o_colleague`).toHaveAttribute("data-presence", "off");
    expect(`${place(2)} ${LINK}`).toHaveCount(1);
    expect(place(3)).toHaveText(/Every analyst/);
    expect(place(4)).toHaveText(/The customer's own people/);
    expect(place("on_call")).toHaveText(/Nobody is named/);
});
