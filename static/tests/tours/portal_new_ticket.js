import {registry} from "@web/core/registry";

const PNG = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 0]);

/**
 * @param {String} name
 * @param {BlobPart} content
 * @returns {DataTransfer} a file, as people drag or paste it
 */
function carry(name, content = PNG) {
    const carried = new DataTransfer();
    carried.items.add(new File([content], name, {type: "image/png"}));
    return carried;
}

const fileNamed = (name) => `.o_support_files_list li:contains('${name}')`;

registry.category("web_tour.tours").add("support_plan_new_ticket_on_a_phone", {
    steps: () => [
        {
            content: "What is open already is proposed while the subject is typed",
            trigger: "#subject",
            run: "edit factura electronica",
        },
        {
            content: "It opens in a tab of its own; to go there is counted",
            trigger: ".o_support_suggestions a[data-kind='ticket']",
            run({anchor}) {
                anchor.removeAttribute("target");
                anchor.addEventListener("click", (ev) => ev.preventDefault());
                anchor.click();
            },
        },
        {
            content: "It is another problem",
            trigger: "#subject",
            run: "edit No imprime el punto de venta",
        },
        {trigger: ".o_support_new_ticket:not(:has(.o_support_suggestions a))"},
        {trigger: "#description", run: "edit Desde hoy no sale el recibo."},
        {trigger: "details summary", run: "click"},
        {trigger: "#steps", run: "edit 1. Vender, 2. Imprimir"},
        {
            content: "The impacts follow the subscription",
            trigger:
                "form:has(.o_support_choice:contains('Medio'):not(:contains('P3'))) #subscription",
            run: "selectByIndex 1",
        },
        {
            trigger: ".o_support_choice:contains('Alto (P2)') input",
            run: "click",
        },
        {
            content: "Drop a file",
            trigger: ".o_support_drop",
            run({anchor}) {
                anchor.dispatchEvent(
                    new DragEvent("drop", {
                        bubbles: true,
                        cancelable: true,
                        dataTransfer: carry("recibo.png"),
                    })
                );
            },
        },
        {trigger: fileNamed("recibo.png")},
        {
            content: "Paste a screenshot",
            trigger: "#description",
            run({anchor}) {
                anchor.dispatchEvent(
                    new ClipboardEvent("paste", {
                        bubbles: true,
                        cancelable: true,
                        clipboardData: carry("image.png"),
                    })
                );
            },
        },
        {trigger: fileNamed("captura-2.png")},
        {
            content: "A program is not taken",
            trigger: ".o_support_drop",
            run({anchor}) {
                anchor.dispatchEvent(
                    new DragEvent("drop", {
                        bubbles: true,
                        cancelable: true,
                        dataTransfer: carry("programa.exe"),
                    })
                );
            },
        },
        {trigger: "#attachment_fault:contains('programa.exe')"},
        {
            content: "Take the first file away again",
            trigger: `${fileNamed("recibo.png")} button`,
            run: "click",
        },
        {trigger: ".o_support_files_list:not(:contains('recibo.png'))"},
        {
            content: "Add what only looks like a picture: the server looks inside",
            trigger: ".o_support_drop",
            run({anchor}) {
                anchor.dispatchEvent(
                    new DragEvent("drop", {
                        bubbles: true,
                        cancelable: true,
                        dataTransfer: carry("falsa.png", "<html></html>"),
                    })
                );
            },
        },
        {trigger: fileNamed("falsa.png")},
        {trigger: ".o_support_new_ticket button[type='submit']:last", run: "click"},
        {
            content: "It says so, and everything is still there",
            trigger: "#summary:not(.d-none) a:contains('falsa.png')",
        },
        {trigger: "#attachment_fault:contains('falsa.png')"},
        {trigger: "#subject:value(No imprime el punto de venta)"},
        {trigger: fileNamed("captura-2.png")},
        {trigger: `${fileNamed("falsa.png")} button`, run: "click"},
        {
            content: "Go away and come back",
            trigger: ".o_support_files_list:not(:contains('falsa.png'))",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "What was typed and chosen is still there",
            trigger: "#subject:value(No imprime el punto de venta)",
        },
        {trigger: "#description:value(Desde hoy no sale el recibo.)"},
        {trigger: ".o_support_choice:contains('Alto (P2)') input:checked"},
        {
            content: "The session's token is too old: it is renewed on the way",
            trigger: "[name='csrf_token']:not(:visible)",
            run({anchor}) {
                anchor.value = "old";
            },
        },
        {
            trigger: ".o_support_drop",
            run({anchor}) {
                anchor.dispatchEvent(
                    new DragEvent("drop", {
                        bubbles: true,
                        cancelable: true,
                        dataTransfer: carry("recibo.png"),
                    })
                );
            },
        },
        {
            trigger: ".o_support_new_ticket button[type='submit']:last",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The ticket's page says its number",
            trigger: "[role='status']:contains('HT')",
        },
        {trigger: "#wrap:contains('recibo.png')"},
    ],
});
