/**
 * What has been typed but not sent. It lives as long as the tab, and only in this
 * browser: files are not kept.
 */

const KEPT = "input[type='text'], input[type='radio'], select, textarea";

const keyOf = (form) => `helpdesk_new_ticket_${form.dataset.draft}`;

/**
 * @param {HTMLFormElement} form
 */
export function keepDraft(form) {
    const draft = {};
    for (const field of form.querySelectorAll(KEPT)) {
        if (field.type !== "radio" || field.checked) {
            draft[field.name] = field.value;
        }
    }
    try {
        sessionStorage.setItem(keyOf(form), JSON.stringify(draft));
    } catch {
        // Private windows may keep nothing: the page itself still does.
    }
}

/**
 * @param {HTMLFormElement} form
 * @returns {Object} what was typed, by the names of the fields
 */
export function getDraft(form) {
    try {
        return JSON.parse(sessionStorage.getItem(keyOf(form))) || {};
    } catch {
        return {};
    }
}

/**
 * Fill in what was typed before, where nothing is filled in yet.
 *
 * @param {HTMLFormElement} form
 * @param {Object} draft
 */
export function fillIn(form, draft) {
    for (const field of form.querySelectorAll(KEPT)) {
        const value = draft[field.name];
        if (field.type === "radio") {
            field.checked = field.checked || field.value === value;
        } else if (value && !field.value) {
            field.value = value;
            if (field.tagName === "SELECT" && field.selectedIndex < 0) {
                // It is not offered any more
                field.selectedIndex = 0;
            }
        }
    }
    const details = form.querySelector("details");
    details.open = details.open || Boolean(details.querySelector("textarea").value);
}

/**
 * @param {HTMLFormElement} form
 */
export function dropDraft(form) {
    try {
        sessionStorage.removeItem(keyOf(form));
    } catch {
        // Nothing was kept
    }
}
