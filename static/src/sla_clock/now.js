import {onMounted, onWillUnmount, reactive, useState} from "@odoo/owl";
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
 * @returns {Object} `now`: the present moment
 */
export function useNow() {
    if (!readers) {
        look();
    }
    onMounted(() => {
        readers += 1;
        timer = timer || browser.setInterval(look, SECONDS * 1000);
    });
    onWillUnmount(() => {
        readers -= 1;
        if (!readers) {
            browser.clearInterval(timer);
            timer = null;
        }
    });
    return useState(present);
}
