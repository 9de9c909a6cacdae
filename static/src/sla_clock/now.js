import {onWillDestroy, reactive, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";

const {DateTime} = luxon;
const SECONDS = 30;

/** The present moment, the same for all that show time, as long as any of them does. */
const present = reactive({now: DateTime.now()});
let timer = null;
let readers = 0;

function look() {
    present.now = DateTime.now();
}

/**
 * Let a component be drawn again as time goes by, without asking the server.
 *
 * A reader counts from its setup: were the moment to change with each one that is set up,
 * those above it would be drawn again, and set it up again, without an end.
 *
 * @returns {Object} `now`: the present moment
 */
export function useNow() {
    if (!readers) {
        look();
        timer = browser.setInterval(look, SECONDS * 1000);
    }
    readers += 1;
    onWillDestroy(() => {
        readers -= 1;
        if (!readers) {
            browser.clearInterval(timer);
        }
    });
    return useState(present);
}
